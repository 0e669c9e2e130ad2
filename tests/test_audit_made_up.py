"""juesuan audit over made-up documents in the wordings of several provinces: the right ones are
silent in every format, and each mistake that is planted is told."""

from __future__ import annotations

import csv
import html
from pathlib import Path

import pytest
from docx import Document

from generator.audit.audit import Audited, audit
from generator.audit.read import read_any
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.findings.place import Level
from tests.helpers import ROOT

CASES = ROOT / "tests" / "cases" / "审核"
DOCUMENTS = sorted((CASES / "编造").glob("*.txt"))


def planted() -> list[dict[str, str]]:
    with (CASES / "编造.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def audited(text: str) -> Audited:
    lines = enumerate(text.splitlines(), 1)
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in lines if line.strip())
    return audit(Extract(tuple(paragraphs)))


def grave(result: Audited) -> set[tuple[str, str]]:
    return {(item.rule, item.message) for item in result.remarks if item.level is not Level.HINT}


def broken(text: str, width: int) -> str:
    """Lines as a PDF leaves them that was copied into an editor."""
    lines: list[str] = []
    for line in text.splitlines():
        pieces = [line[at : at + width] for at in range(0, len(line), width)]
        lines += pieces or [""]
    return "\n".join(lines)


def written(text: str, folder: Path) -> list[Path]:
    """The document as Word file with many runs, as web page, and as text of broken lines."""
    document = Document()
    for line in text.splitlines():
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 7):
            paragraph.add_run(line[at : at + 7])
    document.save(str(folder / "文.docx"))
    body = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())
    (folder / "文.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    (folder / "文.txt").write_text(broken(text, 38), encoding="utf-8")
    return sorted(folder.iterdir())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_right_document_is_silent_in_every_format(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert grave(audited(text)) == set()
    for each in written(text, tmp_path):
        assert grave(audit(read_any(each))) == set(), each.suffix


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_each_planted_mistake_is_told(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    silent = []
    for row in planted():
        right, wrong = (row[key].replace("⏎", "\n") for key in ("原文", "改成"))
        if row["文"] != path.stem or row["级别"] == "低":
            continue
        assert text.count(right) == 1
        if not grave(audited(text.replace(right, wrong))):
            silent.append(wrong)
    assert silent == []
