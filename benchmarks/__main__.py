"""``make bench``: stage by stage, whole processes, the peers on the same content, many units; docs/性能.md is written anew. ``--times 3`` is quicker."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks import batch, page, peers, timing
from benchmarks.units import SIZES, unit
from generator.cli.checking import check
from generator.cli.produce import make
from generator.document.form import load_form, settle
from generator.document.render import render
from generator.document.tree import Document, Table
from generator.figures.statement import compute
from generator.model.load import load

ROOT = Path(__file__).resolve().parents[1]
JUESUAN = [sys.executable, "-m", "generator.cli"]


def main() -> int:
    """Measure, and write the page."""
    options = argparse.ArgumentParser()
    options.add_argument("--times", type=int, default=7)
    options.add_argument("--quick", action="store_true", help="without the many units")
    given = options.parse_args()
    found = page.Measured(timing.machine(), given.times)
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        for size in SIZES:
            path = folder / f"{size.name}-2023.yaml"
            path.write_text(unit("某市某某局", size), encoding="utf-8")
            _say(f"{size.name}：各个阶段")
            document = check(path, sheets=True).document
            assert document is not None
            assert document.draft is None, "the made-up unit has errors"
            pdf = folder / f"{size.name}.pdf"
            pdf.write_bytes(make(path, ("pdf",), lambda _step: None).files["pdf"])
            found.sizes[size.name] = page.Extent(_pages(pdf), _rows(document), _stages(path, document, given.times))
            _say(f"{size.name}：整个进程")
            found.whole[size.name] = timing.processes(_commands(path, folder / "out"), given.times)
        path = folder / f"{SIZES[1].name}-2023.yaml"
        _say("同样的内容，别的办法")
        found.peers = _peers(path, folder, given.times)
        found.words = _words(path, folder, given.times)
        found.commands = timing.processes({"juesuan --help": [*JUESUAN, "--help"], "juesuan check": [*JUESUAN, "check", str(path)]}, given.times)
        if not given.quick:
            _say("很多单位")
            found.batch = batch.measure(folder / "many")
    (ROOT / "docs" / "性能.md").write_text(page.text(found), encoding="utf-8")
    print(page.summary(found))
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _pages(pdf: Path) -> int:
    from pypdf import PdfReader

    return len(PdfReader(pdf).pages)


def _rows(document: Document) -> int:
    return sum(len(block.body) for section in document.sections for block in section.blocks if isinstance(block, Table))


def _stages(path: Path, document: Document, times: int) -> dict[str, timing.Taken]:
    """The stages one by one, warm, in this process."""
    from generator.writers.docx import write_docx
    from generator.writers.html import write_html
    from generator.writers.pdf import write_pdf
    from generator.writers.pdf.markup import print_html
    from generator.writers.xlsx import write_xlsx

    accounts = load(path).accounts
    assert accounts is not None
    form = load_form(str(accounts.版式))
    settings, _ = settle(form, accounts.设置)
    statement, _ = compute(accounts)
    pages = write_pdf(document).pages
    tasks: Mapping[str, Callable[[], object]] = {
        "读取": partial(load, path),
        "计算": partial(compute, accounts),
        "成文": partial(render, statement, form, settings, ["附件"] * len(accounts.附件)),
        "校验（含以上）": partial(check, path),
        "Word": partial(write_docx, document, pages),
        "网页": partial(write_html, document),
        "Excel": partial(write_xlsx, document),
        "PDF 的排版前": partial(print_html, document),
        "PDF": partial(write_pdf, document),
        "改了数据到新网页": lambda: write_html(_document(path)),
    }
    return timing.functions(tasks, times)


def _document(path: Path) -> Document:
    found = check(path).document
    assert found is not None
    return found


def _commands(path: Path, output: Path) -> dict[str, list[str]]:
    report = [*JUESUAN, "report", str(path), "--force", "-o", str(output), "--format"]
    return {"四种格式": [*report, "docx,pdf,html,xlsx"], "只要 PDF": [*report, "pdf"], "只要网页": [*report, "html"]}


def _words(path: Path, folder: Path, times: int) -> dict[str, timing.Taken]:
    """Word files from the finished content, warm, in this process."""
    from generator.writers.docx import write_docx

    document = _document(path)
    tasks: dict[str, Callable[[], object]] = {"Word：本程序": partial(write_docx, document, {})}
    fill = peers.docxtpl(peers.content(document), folder)
    return timing.functions(tasks | ({"Word：docxtpl": fill} if fill else {}), times)


def _peers(path: Path, folder: Path, times: int) -> dict[str, timing.Taken]:
    """Whole processes that make the same document. Ours write from the data file on; the others are given the finished content."""
    from generator.writers.pdf.markup import print_html

    document = _document(path)
    lines = peers.content(document)
    made = make(path, ("docx", "html"), lambda _step: None)
    (folder / "ours.docx").write_bytes(made.files["docx"])
    (folder / "ours.html").write_bytes(made.files["html"])
    (folder / "print.html").write_text(print_html(document), encoding="utf-8")
    engine = folder / "engine.py"
    engine.write_text(
        f"from pathlib import Path\nfrom generator.writers.pdf.engine import run\nfrom generator.writers.pdf.fonts import PROJECT_FONTS\n"
        f"Path({str(folder / 'engine.pdf')!r}).write_bytes(run(Path({str(folder / 'print.html')!r}).read_text(encoding='utf-8'), PROJECT_FONTS)[0])\n",
        encoding="utf-8",
    )
    return timing.processes(
        peers.present(
            {
                "PDF：本程序（已排好的内容）": [sys.executable, str(engine)],
                "PDF：WeasyPrint 默认设置": peers.bare_weasyprint(folder / "ours.html", folder),
                "PDF：LibreOffice 转 Word": peers.libreoffice(folder / "ours.docx", folder),
                "PDF：Chromium 打印网页": peers.chromium(folder / "ours.html", folder),
                "PDF：Typst": peers.typst(lines, folder),
            }
        ),
        times,
    )


if __name__ == "__main__":
    sys.exit(main())
