"""One measured process: ``python -m benchmarks.work WHAT ARGUMENT …``; it prints what it found as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

_MIB = 2**20


def seconds_of(work: Callable[[], Any]) -> float:
    """CPU seconds of this process, and of the processes that it started, while the work is done."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    own = time.process_time()
    return own + sum(map(_seconds_of_process, _children()))


def _children() -> list[str]:
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return path.read_text(encoding="ascii").split() if path.exists() else []


def _seconds_of_process(number: str) -> float:
    """CPU seconds of a process that still runs (Linux)."""
    fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    ticks: float = os.sysconf("SC_CLK_TCK")
    return (int(fields[11]) + int(fields[12])) / ticks


def stages(*paths: str) -> dict[str, float]:
    """CPU seconds of each stage: 冷 for the first file, 热 for the median of the others.

    The files are of one size but differ in every number: what an engine keeps of one is of no use to
    the next.
    """
    passes = [_one_pass(Path(path)) for path in paths]
    warm = {f"热 {name}": median(one[name] for one in passes[1:]) for name in passes[0]}
    return {**{f"冷 {name}": spent for name, spent in passes[0].items()}, **warm}


def _one_pass(path: Path) -> dict[str, float]:
    from generator.pipeline.checking import check
    from generator.pipeline.formats import FORMATS, Layout, lay_out

    results: list[Any] = []
    spent = {"读取、计算、校验、成文": seconds_of(lambda: results.append(check(path, sheets=True)))}
    document = results[0].document
    assert document is not None
    begin = time.perf_counter()
    spent["PDF（Typst）"] = seconds_of(lambda: results.append(lay_out(document)))
    spent["PDF（Typst），钟点"] = time.perf_counter() - begin
    layout: Layout = results[-1]
    for name in ("docx", "html", "xlsx"):
        spent[name.upper()] = seconds_of(partial(FORMATS[name].write, document, layout))
    spent["页"] = _pages(layout.data)
    return spent


def _pages(data: bytes) -> float:
    return data.count(b"<</Type/Page/")


def content(path: str, folder: str) -> dict[str, float]:
    """Write what others start from; how many pages our own PDF has."""
    from benchmarks.content import write_content
    from generator.pipeline.checking import check
    from generator.pipeline.formats import lay_out

    document = check(Path(path)).document
    assert document is not None
    write_content(document, Path(folder))
    return {"页": _pages(lay_out(document).data)}


def typst(folder: str) -> dict[str, float]:
    """The bare content as PDF, with Typst alone."""
    import typst as library

    from generator.fonts import FOLDER

    source, target = Path(folder, "unit.typ"), Path(folder, "typst.pdf")
    fonts = library.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])
    library.compile(str(source), output=str(target), font_paths=fonts)
    return {}


def memory(folder: str, count: str) -> dict[str, float]:
    """What this process and its engine held at most in MiB, after a tenth of the documents and at the end."""
    from generator.pipeline.produce import make

    paths = sorted(Path(folder).glob("*.yaml"))
    peaks: dict[str, float] = {}
    for number in range(1, int(count) + 1):
        make(paths[number % len(paths)], ("pdf",), lambda _step: None)
        if number in (max(1, int(count) // 10), int(count)):
            own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
            ended = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
            peaks[f"{number} 份后，本进程"] = own / _MIB
            peaks[f"{number} 份后，排版进程"] = ended / _MIB
    return peaks


if __name__ == "__main__":
    TASKS: dict[str, Callable[..., dict[str, float]]] = {
        "stages": stages,
        "content": content,
        "typst": typst,
        "memory": memory,
    }
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
