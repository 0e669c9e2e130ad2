"""Numbers in the typed texts of a data file: those that contradict the figures are told at their
line, and none that is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.pipeline.checking import check
from tests.helpers import ROOT

RULES = ("文中的数", "文中的算式")
FILE = ROOT / "data" / "泸州市委办-2023.yaml"
# In the report of the file: what stands there, and what is planted.
PLANTED = (
    ("总编制74人", "总编制75人"),
    ("年末实有人数60人", "年末实有人数66人"),
    ("决算收入总额2246.12万元", "决算收入总额2264.12万元"),
    ("决算支出总额2246.12万元", "决算支出总额2146.12万元"),
    ("合计得分61.15分", "合计得分61.51分"),
    ("均已完成，得分15分", "均已完成，得分14分"),
    ("控制合计得分23.35分", "控制合计得分23.53分"),
    ("资金使用合计得分9分", "资金使用合计得分8分"),
    ("资产盘活合计得分7.80分", "资产盘活合计得分8.70分"),
    ("采购执行合计得分6分", "采购执行合计得分5分"),
    ("项目绩效得分35分", "项目绩效得分36分"),
    ("自评得分96.15分", "自评得分96.51分"),
)


def said(path: Path) -> set[int]:
    """The lines on which a number in a text is told."""
    return {finding.place.line for finding in check(path).findings if finding.rule in RULES}


def test_twelve_planted_numbers_are_told_and_no_other(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    lines = set()
    for right, wrong in PLANTED:
        assert text.count(right) == 1
        lines.add(text[: text.index(right)].count("\n") + 1)
        text = text.replace(right, wrong)
    path = FILE.with_name(f".planted-{tmp_path.name}.yaml")
    path.write_text(text, encoding="utf-8")
    try:
        assert said(path) == lines
    finally:
        path.unlink()


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.yaml")), ids=lambda p: p.stem)
def test_right_files_are_silent(path: Path) -> None:
    assert not said(path)


def test_both_numbers_are_told(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("自评得分96.15分", "自评得分96.51分")
    path = FILE.with_name(f".both-{tmp_path.name}.yaml")
    path.write_text(text, encoding="utf-8")
    try:
        (finding,) = [each for each in check(path).findings if each.rule == "文中的数"]
    finally:
        path.unlink()
    assert re.search(r"96\.51分.*96\.15分", finding.message)
    assert (finding.found, finding.expected) == ("96.51", "96.15")


@pytest.mark.parametrize(
    ("sentence", "level"),
    [
        ("2023年机关运行经费支出20.10万元。", "错误"),
        ("2023年度，我单位一般公共预算财政拨款支出999.99万元。", "错误"),
        ("机关运行经费支出20.10万元。", "警告"),
        ("2023年下属单位机关运行经费支出20.10万元。", "警告"),
    ],
)
def test_what_leaves_no_doubt_is_an_error(sentence: str, level: str, tmp_path: Path) -> None:
    title = "  - 标题: 2023年部门整体支出绩效评价报告\n    正文: |\n"
    text = FILE.read_text(encoding="utf-8")
    path = FILE.with_name(f".sure-{tmp_path.name}.yaml")
    path.write_text(f"{text}附件:\n{title}      {sentence}\n", "utf-8")
    try:
        (finding,) = [each for each in check(path).findings if each.rule == "文中的数"]
    finally:
        path.unlink()
    assert finding.level.value == level
