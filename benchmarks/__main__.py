"""``make bench``: measure, print the targets, write docs/性能.md."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.made_up import write_files, write_many
from benchmarks.measure import Task, Usage, in_turns, process, python
from benchmarks.page import OWN, Results, targets, write_page

_MIDDLE = "中"
_MANY = 300
_ALIKE = 4
_ALL = "docx,pdf,html,xlsx"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="测速，并写 docs/性能.md。"
    )
    parser.add_argument("--rounds", type=int, default=5, help="每样测几次，取中位数；默认 5")
    parser.add_argument(
        "--units", type=int, default=_MANY, help="一次生成几份 PDF 和 Word；默认 300"
    )
    usual = Path(__file__).parents[1] / "docs" / "性能.md"
    parser.add_argument("--page", type=Path, default=usual, help="结果写在哪里")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="juesuan-bench-") as folder:
        results = measure(Path(folder), options.rounds, options.units)
    write_page(options.page, results)
    for target in targets(results):
        print("｜".join(target.row()))


def measure(folder: Path, rounds: int, units: int) -> Results:
    """Everything, in a folder that goes away afterwards."""
    cache, files = folder / "cache", write_files(folder / "data")
    middle, work = str(files[_MIDDLE]), folder / "work"
    # Also warms compiled modules and templates: nobody's first run is measured.
    _needed(process(python("benchmarks.work", "content", middle, str(work)), cache))
    report = [
        *python("generator.cli", "report", middle, "--force", "-o", str(folder / "out")),
        "--format",
    ]
    own: dict[str, Task | None] = {
        "本程序：check": partial(process, python("generator.cli", "check", middle), cache),
        OWN: partial(process, [*report, "pdf"], cache),
        "本程序：数据文件 → Word": partial(process, [*report, "docx"], cache),
        "本程序：四种格式": partial(process, [*report, _ALL], cache),
        "本程序，WeasyPrint 排版": partial(
            process, [*report, "pdf", "--engine", "weasyprint"], cache
        ),
    }
    everybody = own | _peers(work, cache)
    there = {name: task for name, task in everybody.items() if task}
    results = Results(rounds=rounds)
    results.whole = in_turns(there, rounds, _say)
    results.missing = [name for name in everybody if name not in results.whole]
    alike = [write_files(folder / f"data{seed}", seed) for seed in range(1, _ALIKE + 1)]
    for size in files:
        _say(f"逐段：{size}")
        paths = [str(data[size]) for data in alike]
        results.stages[size] = _needed(
            process(python("benchmarks.work", "stages", *paths), cache)
        ).told
    results.batch = _batch(folder, cache, units)
    _say("内存")
    memory = python("benchmarks.work", "memory", str(folder / "units"), "60")
    results.memory = _needed(process(memory, cache)).told
    return results


def _peers(work: Path, cache: Path) -> dict[str, Task | None]:
    """Others on the same content; None for what is not installed."""
    office, browser = _installed("soffice", "libreoffice"), _installed("chromium", "google-chrome")
    to_pdf = ["--headless", "--convert-to", "pdf", "--outdir", str(work), str(work / "unit.docx")]
    printed = [f"--print-to-pdf={work / 'chromium.pdf'}", (work / "page.html").as_uri()]
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={cache / 'browser'}"]
    home = f"-env:UserInstallation=file://{cache / 'office'}"
    return {
        "Typst，只有内容": partial(process, python("benchmarks.work", "typst", str(work)), cache),
        "LibreOffice（DOCX → PDF）": partial(process, [office, home, *to_pdf], cache)
        if office
        else None,
        "Chromium（网页 → PDF）": partial(process, [browser, *quiet, *printed], cache)
        if browser
        else None,
    }


def _installed(*names: str) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _batch(folder: Path, cache: Path, units: int) -> dict[str, float]:
    """Many units: web pages for the first time and again, PDF and Word on two processes."""
    data, out = folder / "units", str(folder / "many")
    write_many(data, max(units, _MANY))
    pages = [
        *python("generator.cli", "report", str(data), "-o", out),
        "--format",
        "html",
        "-j",
        "2",
    ]
    seconds = {}
    for name in ("第一次", "没有变动"):
        _say(f"{_MANY} 份网页：{name}")
        seconds[f"{_MANY} 份网页，{name}"] = _needed(process(pages, cache)).wall
    _say(f"{units} 份 PDF 和 Word，-j 2")
    paged = [*pages[:-4], "--format", "pdf,docx", "-j", "2", "--force"]
    seconds[f"{units} 份 PDF 和 Word，-j 2"] = _needed(process(paged, cache)).wall
    return seconds


def _needed(usage: Usage | None) -> Usage:
    assert usage is not None, "测速用的程序没有跑成"
    return usage


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
