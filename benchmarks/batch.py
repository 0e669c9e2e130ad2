"""Many units in one run: what an unchanged run takes, what one change costs, what more processes gain, and what a process keeps of many documents."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.made_up import write_many
from benchmarks.measure import process, python

UNITS, SHARED = 300, 40


def unchanged(folder: Path, cache: Path, say: Callable[[str], None]) -> dict[str, float]:
    """A run over 300 units: for the first time, with nothing changed, with one changed; and how many documents the last one made."""
    data, out = folder / "units", folder / "pages"
    paths = write_many(data, UNITS)
    command = python(
        "generator.cli", "report", str(data), "-o", str(out), "--format", "html", "-j", "4"
    )
    found: dict[str, float] = {}
    for name in ("第一次", "没有变动", "变动一份"):
        say(f"{UNITS} 份网页：{name}")
        if name == "变动一份":
            with paths[UNITS // 2].open("a", encoding="utf-8") as file:
                file.write("# 变动\n")
        before = {path: path.stat().st_mtime_ns for path in out.glob("*.html")}
        usage = process(command, cache)
        if usage is None:
            return {}
        found[name] = usage.wall
        found[f"{name} 份数"] = sum(
            1 for path in out.glob("*.html") if before.get(path) != path.stat().st_mtime_ns
        )
    return found


def shared(
    folder: Path, cache: Path, say: Callable[[str], None], count: int = SHARED
) -> dict[str, float]:
    """All formats of 40 units, in one process and in four: seconds of the clock."""
    data = folder / "shared"
    write_many(data, count)
    found = {}
    for jobs in (1, 4):
        say(f"{count} 份全部格式，-j {jobs}")
        usage = process(
            python(
                "generator.cli",
                "report",
                str(data),
                "-o",
                str(folder / f"out{jobs}"),
                "--force",
                "-j",
                str(jobs),
            ),
            cache,
        )
        if usage is None:
            return {}
        found[f"-j {jobs}"] = usage.wall
    return found


def memory(folder: Path, cache: Path, say: Callable[[str], None]) -> dict[str, float]:
    """What one process holds after few and after many documents, in MiB."""
    found: dict[str, float] = {}
    for formats, count in (("html", 500), ("pdf", 12)):
        say(f"一个进程接连做 {count} 份 {formats}")
        usage = process(
            python("benchmarks.batch", str(folder / "units"), formats, str(count)), cache
        )
        found |= {f"{formats} {name}": value for name, value in usage.told.items()} if usage else {}
    return found


def _held() -> float:
    """What this process holds now, in MiB."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(folder: str, formats: str, count: str) -> None:
    """Make so many documents in this process; print what it held after a tenth (at least three) and at the end."""
    from generator.pipeline.produce import make

    paths = sorted(Path(folder).glob("*.yaml"))
    early = max(3, int(count) // 10)
    told: dict[str, float] = {"份数": float(count), "起初份数": early}
    for number in range(int(count)):
        make(paths[number % len(paths)], tuple(formats.split(",")), lambda _step: None)
        if number + 1 == early:
            told["起初"] = _held()
    told["最后"] = _held()
    print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main(*sys.argv[1:])
