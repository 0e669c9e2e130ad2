"""Numbers in the typed texts of a data file: those that contradict the figures are told at their
line, and none that is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.ledger.figure import Figure
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
    path = tmp_path / FILE.name
    path.write_text(text, encoding="utf-8")
    try:
        assert said(path) == lines
    finally:
        path.unlink()


ARCHIVES = ROOT / "data" / "国家古籍保护局（虚构）-2023.yaml"
REPORT = """附件:
  - 标题: 部门整体绩效自评报告
    正文: |
      一、部门基本情况
      2023年本年收入合计10989.42万元，其中一般公共预算财政拨款收入10167.77万元，事业收入286.45万元。
      2023年本年支出合计10990.32万元，其中：基本支出4977.27万元，占45.3%；项目支出6013.05万元，占54.7%。
      一般公共预算财政拨款支出10148.67万元，比2022年度增加962.35万元，增长10.5%。
      “三公”经费支出85.01万元，完成预算的74.6%。
      其中：因公出国（境）费62.40万元。
      公务用车购置及运行维护费18.35万元，比上年减少1.81万元，下降9%。
      公务接待费4.26万元，占5%。
      政府采购支出总额4380.70万元，其中货物支出1812.40万元、服务支出2568.30万元。
      授予中小企业合同金额3105.60万元，占政府采购支出总额的70.9%。
      机关运行经费支出663.60万元，比2022年度减少18.55万元，下降2.7%。
      年末共有车辆7辆。
"""
# Sums, shares whose whole stands on another line, directions, and the three on lines of their own.
PLANTED_IN_REPORT = (
    ("本年收入合计10989.42万元", "本年收入合计10898.42万元"),
    ("4977.27万元，占45.3%", "4977.27万元，占43.5%"),
    ("962.35万元，增长10.5%", "962.35万元，增长15.0%"),
    ("85.01万元，完成预算的74.6%", "85.01万元，完成预算的76.4%"),
    ("因公出国（境）费62.40万元", "因公出国（境）费64.20万元"),
    ("减少1.81万元，下降9%", "减少1.81万元，增长9%"),
    ("4.26万元，占5%", "4.26万元，占15%"),
    ("货物支出1812.40万元", "货物支出1821.40万元"),
    ("占政府采购支出总额的70.9%", "占政府采购支出总额的79.0%"),
    ("减少18.55万元，下降2.7%", "减少18.55万元，下降7.2%"),
    ("共有车辆7辆", "共有车辆9辆"),
    ("其中一般公共预算财政拨款收入10167.77万元", "其中一般公共预算财政拨款收入10167.77元"),
)


def test_twelve_planted_numbers_of_a_report_are_told_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / ARCHIVES.name
    text = f"{ARCHIVES.read_text(encoding='utf-8').rstrip()}\n{REPORT}"
    path.write_text(text, encoding="utf-8")
    assert said(path) == set()
    lines = set()
    all_wrong = text
    for right, wrong in PLANTED_IN_REPORT:
        assert text.count(right) == 1, right
        line = text[: text.index(right)].count("\n") + 1
        path.write_text(text.replace(right, wrong), encoding="utf-8")
        assert said(path) == {line}, wrong
        lines.add(line)
        all_wrong = all_wrong.replace(right, wrong)
    path.write_text(all_wrong, encoding="utf-8")
    assert said(path) == lines


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.yaml")), ids=lambda p: p.stem)
def test_right_files_are_silent(path: Path) -> None:
    assert not said(path)


def test_both_numbers_are_told(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8").replace("自评得分96.15分", "自评得分96.51分")
    path = tmp_path / FILE.name
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
    path = tmp_path / FILE.name
    path.write_text(f"{text}附件:\n{title}      {sentence}\n", "utf-8")
    try:
        (finding,) = [each for each in check(path).findings if each.rule == "文中的数"]
    finally:
        path.unlink()
    assert finding.level.value == level


def test_of_two_figures_of_one_name_the_mistyped_one_is_told(tmp_path: Path) -> None:
    """收入总额 is 收支总计 or 本年收入合计; 19989.42 is nearer to the one, and typed for the other."""
    report = REPORT.replace("2023年本年收入合计10989.42万元", "2023年收入总额19989.42万元")
    path = tmp_path / ARCHIVES.name
    path.write_text(ARCHIVES.read_text(encoding="utf-8") + report, encoding="utf-8")
    messages = [each.message for each in check(path).findings if each.rule == "文中的数"]
    assert next(each for each in messages if "19989.42" in each).endswith("10989.42万元")


CONCLUSION = (
    "评价结论: 按照财政要求支付，坚持厉行节约，严控经费开支，没有违规记录，实现设定的绩效目标。"
)


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("自评得分{分}分", False),
        ("数量指标得分40分，绩效自评总分为{分}分", False),
        ("自评得分87.6分", True),
        ("按期完成，得分87.6分，等次为良", True),
    ],
)
def test_the_score_that_a_conclusion_says_is_that_of_its_form(
    words: str, is_told: bool, tmp_path: Path
) -> None:
    statement = check(FILE).statement
    assert statement is not None
    total = statement.自评表[0].总分
    assert isinstance(total, Figure)
    text = FILE.read_text(encoding="utf-8")
    said_score = words.format(分=f"{total.value.normalize():f}")
    path = tmp_path / FILE.name
    path.write_text(text.replace(CONCLUSION, f"评价结论: {said_score}。", 1), encoding="utf-8")
    line = text[: text.index(CONCLUSION)].count("\n") + 1
    assert (line in said(path)) is is_told
