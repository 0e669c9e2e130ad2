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
_FEW = ("重庆", "分别", "省厅")


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


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem, marks=() if path.stem in _FEW else pytest.mark.long)
        for path in DOCUMENTS
    ],
)
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


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("资金。\n二、收入", "资金（说明具体原因）。\n二、收入", "填表提示“（说明具体原因）”"),
        ("决算数小于预算数的主要原因是厉", "决算数（大于/小于）预算数的主要原因是厉", "填表提示“（大于/小于）”"),
        ("主要变动原因是上级专项增加。", "主要变动原因是……。", "填表提示"),
        ("某县水务局2022年度部门决算\n", "某县水务局2021年度部门决算\n", "标题是 2021 年，本文是 2022 年度"),
        ("第二部分 2022年度部门决算情况", "第二部分 2021年度部门决算情况", "写的是 2021 年"),
        ("（四）预算绩效管理情况", "（五）预算绩效管理情况", "编号“（五）”前面是“（三）”"),
        ("2022年县水务局部门整体支出绩效评价报告", "2021年县水务局部门整体支出绩效评价报告", "标题是 2021 年"),
        ("比2021年增加8.15万元", "比2021年增加8.15", "“8.15”后面没有单位"),
        ("其他公务接待费0.94万元", "其他公务接待费0.94万", "后面少了“元”"),
        ("主要变动原因是上级专项增加。", "主要变动原因是上级专项增加。主要变动原因是上级专项增加。", "连写了两遍"),
    ],
)  # fmt: skip
def test_what_is_left_of_a_form_and_of_last_year_is_told(right: str, wrong: str, said: str) -> None:
    text = (CASES / "编造" / "四川.txt").read_text(encoding="utf-8")
    assert text.count(right) == 1
    messages = [message for _, message in grave(audited(text.replace(right, wrong)))]
    assert any(said in message for message in messages), messages


def test_marks_in_a_row_are_a_hint() -> None:
    text = (CASES / "编造" / "四川.txt").read_text(encoding="utf-8")
    result = audited(text.replace("办公费、印刷费、水费", "办公费、、印刷费、水费"))
    assert [item.message for item in result.remarks] == ["标点重复：“、、”"]
