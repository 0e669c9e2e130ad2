"""``make bench``: measure, print the targets, write docs/性能.md."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.made_up import write_files, write_many
from benchmarks.measure import in_turns, process, python
from benchmarks.page import CHROMIUM, OFFICE, OWN, TYPST, Results, targets, write_page

_MANY = 300
_ALIKE = 4


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="测速，并写 docs/性能.md。"
    )
    parser.add_argument("--rounds", type=int, default=5, help="每样测几次，取中位数；默认 5")
    parser.add_argument("--units", type=int, default=_MANY, help="一次生成几份；默认 300")
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
    cache, work, many = folder / "cache", folder / "work", folder / "units"
    alike = [write_files(folder / f"data{seed}", seed) for seed in range(1, _ALIKE + 1)]
    middle = str(alike[0]["中"])
    # Also warms compiled modules and templates: nobody's first run is measured.
    process(python("benchmarks.work", "content", middle, str(work)), cache)
    report = python("generator.cli", "report", "-o", str(folder / "out"), "--force", "--format")
    commands = {
        "本程序：check": python("generator.cli", "check", middle),
        OWN: [*report, "pdf", middle],
        "本程序：数据文件 → Word": [*report, "docx", middle],
        "本程序：四种格式": [*report, "docx,pdf,html,xlsx", middle],
        "本程序，WeasyPrint 排版": [*report, "pdf", "--engine", "weasyprint", middle],
        **_peers(work, cache),
    }
    results = Results(rounds=rounds)
    results.whole = in_turns(commands, cache, rounds, _say)
    results.missing = [name for name in (OFFICE, CHROMIUM) if name not in commands]
    for size in alike[0]:
        _say(f"逐段：{size}")
        paths = [str(files[size]) for files in alike]
        results.stages[size] = process(python("benchmarks.work", "stages", *paths), cache).printed
    write_many(many, units)
    batch = [*python("generator.cli", "report", str(many), "-o", str(folder / "many")), "-j", "2"]
    for name, arguments in (
        (f"{units} 份网页，第一次", ("--format", "html")),
        (f"{units} 份网页，没有变动", ("--format", "html")),
        (f"{units} 份 PDF 和 Word，-j 2", ("--format", "pdf,docx", "--force")),
    ):
        _say(name)
        results.batch[name] = process([*batch, *arguments], cache).wall
    _say("内存")
    results.memory = process(python("benchmarks.work", "memory", str(many), "60"), cache).printed
    return results


def _peers(work: Path, cache: Path) -> dict[str, list[str]]:
    """Others on the same content, as far as they are installed."""
    peers = {TYPST: python("benchmarks.work", "typst", str(work))}
    office = shutil.which("soffice") or shutil.which("libreoffice")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if office:
        home = f"-env:UserInstallation=file://{cache / 'office'}"
        made = ["--headless", "--convert-to", "pdf", "--outdir", str(work), str(work / "unit.docx")]
        peers[OFFICE] = [office, home, *made]
    if browser:
        quiet = ["--headless", "--no-sandbox", "--disable-gpu"]
        target = f"--print-to-pdf={work / 'chromium.pdf'}"
        profile = f"--user-data-dir={cache / 'browser'}"
        peers[CHROMIUM] = [browser, *quiet, profile, target, (work / "page.html").as_uri()]
    return peers


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
