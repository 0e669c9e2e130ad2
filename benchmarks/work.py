"""One measured process: ``python -m benchmarks.work WHAT ARGUMENT …``; it prints JSON."""

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

from generator.document.tree import Document, Heading, Paragraph, Table, plain


def stages(*paths: str) -> dict[str, float]:
    """CPU seconds of each stage: 冷 for the first file, 热 for the median of the others.

    The files are of one size but differ in every number: what an engine keeps of one is of no use
    to the next.
    """
    passes = [_one_pass(Path(path)) for path in paths]
    cold = {f"冷 {name}": seconds for name, seconds in passes[0].items()}
    warm = {f"热 {name}": median(taken[name] for taken in passes[1:]) for name in passes[0]}
    return {**cold, **warm}


def _one_pass(path: Path) -> dict[str, float]:
    from generator.pipeline.checking import check
    from generator.pipeline.formats import FORMATS, lay_out

    start = _cpu_seconds()
    document = check(path, sheets=True).document
    seconds = {"读取、计算、校验、成文": _cpu_seconds() - start}
    assert document is not None
    start, begin = _cpu_seconds(), time.perf_counter()
    layout = lay_out(document)
    seconds["PDF（Typst）"] = _cpu_seconds() - start
    seconds["PDF（Typst），钟点"] = time.perf_counter() - begin
    for name in ("docx", "html", "xlsx"):
        start = _cpu_seconds()
        FORMATS[name].write(document, layout)
        seconds[name.upper()] = _cpu_seconds() - start
    seconds["页"] = layout.data.count(b"<</Type/Page/")
    return seconds


def _cpu_seconds() -> float:
    """CPU seconds of this process and, on Linux, of those that it started and that still run."""
    # A child that was renewed meanwhile has ended: what it took is told by the system.
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() + ended.ru_utime + ended.ru_stime
    for child in _children():
        fields = (child / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return seconds


def _children() -> list[Path]:
    """The folders of what Linux knows of the processes that this one started."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if not children.exists():
        return []
    return [Path("/proc", number) for number in children.read_text(encoding="ascii").split()]


def content(path: str, folder: str) -> dict[str, float]:
    """The files that others start from: our web page, our Word file, the bare content for Typst."""
    from generator.pipeline.checking import check
    from generator.writers.docx import write_docx
    from generator.writers.html import write_html

    document = check(Path(path)).document
    assert document is not None
    home = Path(folder)
    home.mkdir(parents=True, exist_ok=True)
    (home / "page.html").write_bytes(write_html(document))
    (home / "unit.docx").write_bytes(write_docx(document, {}))
    (home / "unit.typ").write_text("\n".join(_typst_markup(document)), encoding="utf-8")
    return {}


def _typst_markup(document: Document) -> list[str]:
    """Paragraphs and tables as a person would write them for Typst: A4, tables with their heads."""
    lines = [
        '#set page(paper: "a4", numbering: "1")',
        '#set text(font: "Juesuan Fang", size: 16pt, lang: "zh")',
        "#outline(depth: 2)",
    ]
    for block in (block for section in document.sections for block in section.blocks):
        match block:
            case Heading():
                lines.append(f"#heading(level: {block.level}, {_quoted(plain(block.inlines))})")
            case Paragraph():
                lines.append(f"#par({_quoted(plain(block.inlines))})")
            case Table():
                head, body = (
                    ", ".join(
                        f"table.cell(colspan: {cell.colspan}, rowspan: {cell.rowspan}, "
                        f"{_quoted(plain(cell.inlines))})"
                        for row in rows
                        for cell in row.cells
                    )
                    for rows in (block.head, block.body)
                )
                table = f"columns: {len(block.widths)}, table.header({head}), {body}"
                lines.append(f"#text(size: 8pt)[#table({table})]")
    return lines


_quoted = partial(json.dumps, ensure_ascii=False)


def typst(folder: str) -> dict[str, float]:
    """The bare content as PDF, with Typst alone."""
    import typst as library

    from generator.fonts import FOLDER

    source, target = Path(folder, "unit.typ"), Path(folder, "typst.pdf")
    fonts = library.Fonts(include_system_fonts=False, font_paths=[str(FOLDER)])
    library.compile(str(source), output=str(target), font_paths=fonts)
    return {}


def memory(folder: str, count: str) -> dict[str, float]:
    """The MiB of this process and of its engine at most, after a tenth of the documents and all."""
    from generator.pipeline.produce import make

    paths = sorted(Path(folder).glob("*.yaml"))
    peaks: dict[str, float] = {}
    for number in range(1, int(count) + 1):
        make(paths[number % len(paths)], ("pdf",), lambda _step: None)
        if number in (max(1, int(count) // 10), int(count)):
            ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            peaks[f"{number} 份后，本进程"] = ours
            statuses = [(child / "status").read_text(encoding="utf-8") for child in _children()]
            engines = [int(status.split("VmHWM:")[1].split()[0]) / 1024 for status in statuses]
            peaks[f"{number} 份后，排版进程"] = max(engines, default=0)
    return peaks


if __name__ == "__main__":
    TASKS: dict[str, Callable[..., dict[str, float]]] = {
        task.__name__: task for task in (stages, content, typst, memory)
    }
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:]), ensure_ascii=False))
