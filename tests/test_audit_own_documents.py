"""juesuan audit: what a document that this program made says in its own way is not missing in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.audit.audit import audit
from generator.extracting.content import Extract, ExtractedCell, ExtractedTable, Spot
from generator.extracting.plain import read_plain
from tests.audited_sentences import HEAD, THREE

_DONE = "2.项目实施内容及过程概述"
_SHEET = (
    ("项目名称", "某项目"),
    ("项目基本情况", "1.项目年度目标完成情况"),
    ("", _DONE),
    ("", ""),
    ("项目资金", "全年预算数", "预算执行数", "预算执行率", "权重", "得分"),
    ("总额", "90.00", "90.00", "100%", "10", "10"),
)


def _empty(below: str) -> list[str]:
    """What is told to be empty in a sheet, with a text below the head of what was done."""
    rows = [*_SHEET[:3], ("", below), *_SHEET[4:]]
    cells = tuple(
        tuple(ExtractedCell(text, Spot(1, 1, row, at)) for at, text in enumerate(texts, 1))
        for row, texts in enumerate(rows, 1)
    )
    remarks = audit(Extract((ExtractedTable(cells, Spot(1, 1)),))).remarks
    return [item.message for item in remarks if item.rule == "自评表空白"]


@pytest.mark.parametrize(
    "text",
    ["按年初计划组织实施", "已完成", "1.召开会议；2.印发材料。", "项目按预算执行完毕，效果好。"],
)
def test_a_short_text_below_its_head_is_a_text(text: str) -> None:
    assert _empty(text) == []


@pytest.mark.parametrize("text", ["", "3.项目完成情况", "预算执行情况（10分）"])
def test_nothing_or_the_next_head_below_a_head_is_no_text(text: str) -> None:
    (message,) = _empty(text)
    assert message == "自评表“某项目”的“项目实施内容及过程概述”下面是空的"


def _lacking(folder: Path, *lines: str) -> list[tuple[str, str]]:
    path = folder / "某局.txt"
    path.write_text("\n".join((*HEAD, THREE, "（二）具体情况", *lines)), encoding="utf-8")
    remarks = audit(read_plain(path)).remarks
    return [(item.level.value, item.message) for item in remarks if "接待" in item.message]


_GUESTS = "国内公务接待支出{}万元{}。国内公务接待8批次，77人次（不包括陪同人员），共计支出{}万元。"


def test_who_had_guests_from_here_alone_need_not_speak_of_others(tmp_path: Path) -> None:
    """The purpose is said; nothing is left of the whole for foreign guests."""
    whole = "3.公务接待费支出1.26万元，完成预算84%。其中："
    purpose = "，主要用于接待上级检查指导"
    (hint,) = _lacking(tmp_path, whole, _GUESTS.format("1.26", purpose, "1.26"))
    assert hint[0] == "提示"
    (warning,) = _lacking(tmp_path, whole, _GUESTS.format("0.98", purpose, "0.98"))
    assert warning == ("警告", "缺接待的具体内容、外事接待一句")
    (warning,) = _lacking(tmp_path, whole, _GUESTS.format("1.26", "", "1.26"))
    assert warning[0] == "警告"
