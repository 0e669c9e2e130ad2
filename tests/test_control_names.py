"""报表数: whatever the document prints can be named, in the unit of the report, at the decimals that were typed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.checks.gallery import FILE, FOLDER
from generator.findings.place import Finding, Level
from generator.pipeline.checking import check
from tests.bureau import GOOD, replaced, write

EXACT = {
    "金额单位: 万元": "金额单位: 元",
    "{2010301 行政运行: 100, 2010302 一般行政管理事务: 50}": "{2010301 行政运行: 1000000, 2010302 一般行政管理事务: 500000}",
    "{30101 基本工资: 79, 30201 办公费: 15, 30217 公务接待费: 1, 30231 公务用车运行维护费: 5}, 预算数: 100}": (
        "{30101 基本工资: 789995, 30102 津贴补贴: 5.1, 30201 办公费: 149999.9, 30217 公务接待费: 10000, 30231 公务用车运行维护费: 50000}, 预算数: 1000000, 原因: 人员变动}"
    ),
    "{30227 委托业务费: 50}}, 预算数: 50}": "{30227 委托业务费: 500000}}, 预算数: 500000}",
    "{收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}": "{收支总计: 1500000, 财政拨款收支总计: 1500000, 一般公共预算财政拨款支出: 1500000}",
    "{预算数: 5, 决算数: 5, 上年决算数: 5,": "{预算数: 50000, 决算数: 50000, 上年决算数: 50000,",
    "{预算数: 1, 上年决算数: 1, 国内: {决算数: 1,": "{预算数: 10000, 上年决算数: 10000, 国内: {决算数: 10000,",
    "{上年决算数: 21}": "{上年决算数: 210000}",
}


def said(folder: Path, report: str, *, yuan: bool = False) -> list[Finding]:
    """What is said of the lines of 报表数."""
    shutil.copy(FOLDER / "某局-2022.yaml", folder)
    text = replaced(GOOD, EXACT) if yuan else GOOD
    path = write(folder, f"{text}报表数:\n{report}")
    first = text.count("\n") + 1
    return [finding for finding in check(path).findings if finding.place.line > first]


@pytest.mark.parametrize(
    "line",
    [
        "财政拨款收入: {占比: 100, 决算数: 150}",
        "财政拨款支出: {占比: 100%, 完成率: 100}",
        "30101: 79",
        "30101 基本工资: 79",
        "301 工资福利支出: 79",
        "302 商品和服务支出: {决算数: 71, 占比: 47.3}",
        "一般公共服务支出 基本支出: 100",
        "2010301 行政运行 基本支出: {决算数: 100, 占比: 66.67}",
        "20103: {决算数: 150, 预算数: 150, 完成率: 100%}",
        "一般公共预算 2010302 一般行政管理事务 项目支出: 50",
        "一般公共预算 2010302 项目支出 30227 委托业务费: 50",
        "甲项目: 50",
        "收入 2010301 行政运行: 100",
        "一般公共服务支出: {决算数: 150, 预算数: 150, 占比: 100}",
        "国内公务接待批次: 2",
        "国内 人次: 20",
        "公务接待费: {预算数: 1, 上年决算数: 1, 完成率: 100}",
        "公务用车运行维护费: {占比: 83.33}",
        "轿车: 1",
        "应急保障用车: 1",
        "内设机构: 3",
        "绩效目标: 1",
        "预留 中小企业成交金额: 0",
        "人员经费: {占比: 79}",
        "公用经费: {决算数: 21, 占比: 21}",
        "年初结转和结余 一般公共预算: 0",
    ],
)
def test_what_is_printed_can_be_named(line: str, tmp_path: Path) -> None:
    assert [finding.message for finding in said(tmp_path, f"  {line}\n")] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "30101 基本工资: 78",
            "30101 基本工资：报表数是 78.00 万元，按填写的数算出 79.00 万元，相差 1.00 万元",
        ),
        (
            "财政拨款收入: {占比: 99.79}",
            "财政拨款收入的占比：报表数是 99.79%，按填写的数算出 100.00%，相差 0.21%",
        ),
        (
            "一般公共服务支出 基本支出: 150",
            "一般公共服务支出 基本支出：报表数是 150.00 万元，按填写的数算出 100.00 万元，相差 50.00 万元",
        ),
        ("30999 其他: 1", "没有名叫“30999 其他”的数"),
    ],
)
def test_what_is_wrong_is_told(line: str, message: str, tmp_path: Path) -> None:
    (finding,) = said(tmp_path, f"  {line}\n")
    assert finding.level is Level.ERROR
    assert finding.message == message


def test_a_page_in_the_other_unit_is_checked_at_its_decimals(tmp_path: Path) -> None:
    right = "  本年支出合计: 150.00\n  30101: 79.00\n  公务接待费: {决算数: 1}\n"
    assert said(tmp_path, f"  金额单位: 万元\n{right}", yuan=True) == []
    assert (
        said(
            tmp_path,
            "  本年支出合计: 150万元\n  30101: {决算数: 79.00 万元}\n  项目支出: 500000\n  国内公务接待人次: 20\n",
            yuan=True,
        )
        == []
    )
    (finding,) = said(tmp_path, right, yuan=True)
    assert finding.level is Level.ERROR
    assert "等 3 个数是以万元为单位的（150.00），这里按元核对" in finding.message
    assert "加一行 金额单位: 万元" in finding.fix


def test_the_other_way_round(tmp_path: Path) -> None:
    (finding,) = said(tmp_path, "  本年支出合计: 1500000\n")
    assert "是以元为单位的（1500000），这里按万元核对" in finding.message
    assert said(tmp_path, "  金额单位: 元\n  本年支出合计: 1500000\n") == []
    assert said(tmp_path, "  本年支出合计: 1500000元\n") == []


def test_a_report_in_the_other_unit_still_has_its_mistakes_told(tmp_path: Path) -> None:
    told = said(tmp_path, "  本年支出合计: 150.00\n  项目支出: 51.00\n", yuan=True)
    assert [finding.rule for finding in told] == ["报表数", "报表数"]
    assert (
        told[1].message
        == "项目支出：报表数是 51.00 万元，按填写的数算出 50.00 万元，相差 1.00 万元"
    )


def test_a_sum_of_rounded_rows_is_a_tail(tmp_path: Path) -> None:
    """Two rows printed with two decimals add up to one cent more than the exact sum."""
    for typed, level in (
        ("100.01", Level.HINT),
        ("99.99", Level.HINT),
        ("100.05", Level.ERROR),
        ("100.10", Level.ERROR),
    ):
        (finding,) = said(tmp_path, f"  金额单位: 万元\n  基本支出: {typed}\n", yuan=True)
        assert finding.level is level, finding
        assert finding.rule == ("尾差" if level is Level.HINT else "报表数")
    (finding,) = said(tmp_path, "  金额单位: 万元\n  30231: 5.01\n", yuan=True)
    assert finding.level is Level.ERROR


def test_a_class_may_be_that_of_all_funds(tmp_path: Path) -> None:
    """公开03表 adds up all funds, 公开06表 is the general budget alone: a name without fund may mean either."""
    other = "  其他资金:\n    2010301 行政运行: {基本支出: {30201 办公费: 7}}\n上年:"
    shutil.copy(FOLDER / "某局-2022.yaml", tmp_path)
    text = GOOD.replace("上年:", other, 1).replace(
        "年初结转和结余: {一般公共预算: 0}", "年初结转和结余: {一般公共预算: 0, 其他资金: 7}"
    )
    for line, wrong in (
        ("一般公共服务支出: 150", False),
        ("一般公共服务支出: 157", False),
        ("全部资金 一般公共服务支出: 157", False),
        ("一般公共预算 一般公共服务支出: 157", True),
        ("一般公共服务支出: 155", True),
        ("2010301 行政运行: 107", False),
    ):
        path = tmp_path / FILE
        path.write_text(f"{text}报表数: {{{line}}}\n", encoding="utf-8")
        found = [finding for finding in check(path).findings if finding.rule == "报表数"]
        assert bool(found) is wrong, line
        if line.endswith("155"):
            assert "各种资金合在一起是 157.00 万元" in found[0].fix


@pytest.mark.parametrize(
    "line",
    ["金额单位: 150", "本年支出合计: 万元", "本年支出合计: 150辆", "本年支出合计: 减少-3万元"],
)
def test_units_in_the_wrong_place(line: str, tmp_path: Path) -> None:
    told = said(tmp_path, f"  {line}\n")
    assert told
    assert all(finding.level is Level.ERROR and finding.fix for finding in told)


@pytest.mark.parametrize(
    ("now", "last", "typed", "rule"),
    [
        # A last zero is easily lost on the way from Excel: 4.4 may be 4.396.
        ("4.4", "4.8", "下降8.4%", "尾差"),
        ("4.4", "4.8", "下降8.8%", "报表数"),
        ("4.4", "4.8", "下降8.3%", ""),
        ("4.4", "4.8", "下降8.33%", ""),
        # Those rounded to cents may be 4.396 and 4.804.
        ("4.40", "4.80", "下降8.4%", "尾差"),
        ("4.40", "4.80", "下降8.8%", "报表数"),
    ],
)
def test_a_rate_is_a_tail_only_within_the_rounding_of_its_amounts(
    now: str, last: str, typed: str, rule: str, tmp_path: Path
) -> None:
    shutil.copy(FOLDER / "某局-2022.yaml", tmp_path)
    text = GOOD.replace("30231 公务用车运行维护费: 5}", f"30231 公务用车运行维护费: {now}}}")
    text = text.replace(
        "{预算数: 5, 决算数: 5, 上年决算数: 5,", f"{{预算数: 5, 决算数: {now}, 上年决算数: {last},"
    )
    text += f"报表数:\n  公务用车运行维护费: {{增减率: {typed}}}\n"
    path = write(tmp_path, text)
    line = text.count("\n")
    assert [one.rule for one in check(path).findings if one.place.line == line] == [rule] * bool(
        rule
    )
