"""Units, wholes, signs and balances, as a clerk sees them: what is told, and what stays silent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.ledger.figure import WAN, Figure, difference, ratio
from generator.model.accounts import Accounts
from generator.model.choices import Choice
from generator.model.key_schema import known_keys
from generator.model.natures import INDICATOR, MEMBER_NATURE, NATURE, SCOPE
from generator.pipeline.checking import check
from generator.reading.nearest import nearest
from generator.repair.fix import fix_text
from tests.bureau import BASE, GOOD, replaced, write
from tests.helpers import sections_of

Changed = Callable[..., dict[str, tuple[str, str, str]]]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Writes the small file with some of its words changed, and says what `check` finds."""

    def findings(*changes: tuple[str, str], more: str = "") -> dict[str, tuple[str, str, str]]:
        told = check(write(tmp_path, replaced(GOOD, changes, 1) + more)).findings
        return {item.rule: (item.level.value, item.message, item.fix) for item in reversed(told)}

    return findings


def test_the_small_file_is_silent(changed: Changed) -> None:
    assert changed() == {}


LAST = "上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}"


@pytest.mark.parametrize("last", ["0.012", "0.0185", "1500000", "1201000", "1869999"])
def test_totals_ten_thousand_times_apart(changed: Changed, last: str) -> None:
    told = changed((LAST, LAST.replace("150", last)), more="变动原因: {收支总计: 人员增加}\n")
    small = Decimal(last) < 1
    assert ("相差万倍" in told) is not small, told
    if not small:
        level, message, fix = told["相差万倍"]
        assert level == "错误"
        assert "差一万倍左右；财政拨款收支总计、一般公共预算财政拨款支出也是" in message
        assert "上年的数多半是按元填的：除以 10000 再填" in fix


@pytest.mark.parametrize("last", ["620000", "1190000", "1880000", "3700000"])
def test_all_of_last_year_in_one_unit_are_roughly_so_far_apart(changed: Changed, last: str) -> None:
    told = changed((LAST, LAST.replace("150", last)), more="变动原因: {收支总计: 人员增加}\n")
    assert "上年的数多半是按元填的：除以 10000 再填" in told["相差万倍"][2]


@pytest.mark.parametrize("last", ["590000", "3800000", "300"])
def test_other_distances_are_no_unit(changed: Changed, last: str) -> None:
    told = changed((LAST, LAST.replace("150", last)), more="变动原因: {收支总计: 人员增加}\n")
    assert "相差万倍" not in told


def test_an_answer_names_the_very_place(changed: Changed) -> None:
    wrong = ("预算数: 50}", "预算数: 500000, 原因: 招标结余}")
    told = changed(wrong)
    assert told["相差万倍"][0] == "错误"
    assert "预算数多半是按元填的，改成：50；" in told["相差万倍"][2]
    key = "相差万倍@2010302 一般行政管理事务=50对500000"
    answered = changed(wrong, more=f"核对说明: {{{key}: 两个数都核对过}}\n")
    assert "相差万倍" not in answered
    for part in ("", "@支出", "@2010302 一般行政管理事务", "@2010301 行政运行=50"):
        left = changed(wrong, more=f"核对说明: {{相差万倍{part}: 两个数都核对过}}\n")
        assert left["相差万倍"][0] == "错误", part


CANNOT_BE = {
    "上年财政拨款大于总计": ("财政拨款收支总计: 150", "财政拨款收支总计: 151", "部分大于整体"),
    "人次少于批次": ("批次: 2, 人次: 20", "批次: 20, 人次: 2", "人次异常"),
    "公务用车多于车辆": ("车型: {轿车: 1}", "车型: {轿车: 40}", "车辆数"),
    "采购大于支出": ("货物: 0}", "货物: 151, 用途: 采购}", "采购超支出"),
    "三公大于财政拨款": ("国内: {决算数: 1,", "国内: {决算数: 151,", "部分大于整体"),
    "三公预算大于全部预算": (
        "公务接待费: {预算数: 1,",
        "公务接待费: {预算数: 1510,",
        "部分大于整体",
    ),
    "预算是负数": ("公务接待费: {预算数: 1,", "公务接待费: {预算数: -1,", "负数"),
    "年初是负数": ("一般公共预算: 0}", "一般公共预算: -1}", "负数"),
    "公开晚十年": ("公开日期: 2024-09-20", "公开日期: 2034-09-20", "公开时限"),
    "批复早于年末": ("批复日期: 2024-09-10", "批复日期: 2023-09-10", "公开时限"),
    "人均上万倍": ("国内: {决算数: 1,", "国内: {决算数: 10000,", "人均车均"),
}


@pytest.mark.parametrize("name", CANNOT_BE)
def test_what_cannot_be_is_an_error(changed: Changed, name: str) -> None:
    before, after, rule = CANNOT_BE[name]
    assert changed((before, after))[rule][0] == "错误"


HARDLY = {
    "收入多一个零": (
        "2010301 行政运行: 100, 2010302",
        "2010301 行政运行: 1000, 2010302",
        "结余偏大",
    ),
    "预算多一个零": ("预算数: 100}", "预算数: 1000}", "预算悬殊"),
    "运行费多一个零": (
        "年初结转和结余: {一般公共预算: 0}",
        "年初结转和结余: {一般公共预算: 400}",
        "结余偏大",
    ),
    "性质填错": ("性质: 行政单位", "性质: 事业单位", "性质与科目"),
    "有一辆车不算": ("应急保障用车: 1", "其他用车: 0", "车辆数"),
    "没有工程的支出": ("货物: 0}", "工程: 9, 用途: 修缮}", "采购工程"),
}


@pytest.mark.parametrize("name", HARDLY)
def test_what_is_hardly_so_is_told(changed: Changed, name: str) -> None:
    before, after, rule = HARDLY[name]
    assert changed((before, after))[rule][0] in ("警告", "提示")


amounts = st.decimals(min_value=-1000, max_value=1000, places=3)


@given(amounts, amounts)
def test_no_rate_where_there_is_none(part: Decimal, whole: Decimal) -> None:
    small, base = Figure(part, WAN, "部分"), Figure(whole, WAN, "全部")
    share = ratio("占比", small, base)
    assert (share is None) == (base.printed <= 0 or small.printed < 0)
    growth = ratio("增减率", difference("增减额", small, base), base)
    assert (growth is None) == (base.printed <= 0)


def test_negative_amounts_print_no_share(tmp_path: Path) -> None:
    text = GOOD.replace(
        "2010302 一般行政管理事务: 50}", "2010302 一般行政管理事务: 50}\n  其他收入: -10"
    )
    text = text.replace("年初结转和结余: {一般公共预算: 0}", "年初结转和结余: {其他资金: 10}")
    text = text.replace("公务接待费: {预算数: 1,", "公务接待费: {预算数: -1,")
    path = tmp_path / "某局-2023.yaml"
    path.write_text(text, encoding="utf-8")
    page = "".join(sections_of(path).values())
    assert "其他收入-10万元" in page
    assert "其他收入-10万元，占" not in page
    assert "公务接待费支出1万元。" in page
    assert "-0" not in page.replace("2024-09", "").replace("-0.", "")


@pytest.mark.parametrize(
    "typed",
    [
        "公益一类事业单位",
        "公益二类事业单位",
        "公益性事业单位",
        "全额拨款事业单位",
        "差额拨款事业单位",
        "自收自支事业单位",
    ],
)
def test_an_institution_is_no_office(changed: Changed, typed: str) -> None:
    assert changed(("性质: 行政单位", f"性质: {typed}"))["选项"][2] == "改成：事业单位"


@pytest.mark.parametrize(
    ("choice", "typed", "meant"),
    [
        (NATURE, "参照公务员法管理的事业单位", ("参公事业单位",)),
        (NATURE, "非参公事业单位", ("事业单位",)),
        (NATURE, "党政机关", ("行政单位",)),
        (NATURE, "机关", ("行政单位", "参公事业单位")),
        (NATURE, "群团", ("行政单位", "参公事业单位")),
        (NATURE, "公益二类", NATURE.options),
        (NATURE, "国有企业", NATURE.options),
        (MEMBER_NATURE, "事业单位", ("其他事业单位",)),
        (MEMBER_NATURE, "参公", ("参照公务员法管理的事业单位",)),
        (SCOPE, "部门决算", SCOPE.options),
        (SCOPE, "本单位", ("单位",)),
        (INDICATOR, "定量", ("＝", "≥", "≤", "＞", "＜")),
        (INDICATOR, "不低于", ("≥",)),
    ],
)
def test_other_words_for_a_choice(choice: Choice, typed: str, meant: tuple[str, ...]) -> None:
    assert choice.intended(typed) == meant


@pytest.mark.parametrize(
    ("word", "other"),
    [("年初结转", "年末结转"), ("道路工程一期", "道路工程二期"), ("上年预算数", "上年决算数")],
)
def test_what_is_another_thing_is_not_suggested(word: str, other: str) -> None:
    assert nearest(word, [other]) == []


MEMBERS = (
    "主要职责: 负责某事。, ",
    "主要职责: 负责某事。, 下属单位: [{名称: 某市某局（本级）, 性质: 行政单位}, {名称: 某市图书馆, 性质: 其他事业单位}], ",
)
GRADES = (
    "绩效自评: 0",
    "绩效自评: 9, 管理情况: {平均得分: MEAN, 等次: {优: 8, 良: 1, 合格: 0, 不合格: 0}}",
)
SINGLE: dict[str, tuple[tuple[tuple[str, str], ...], str, str]] = {
    "团组太大": (
        (("上年决算数: 0, 团组数: 0, 人次: 0", "团组数: 3, 人次: 110"),),
        "人次异常",
        "警告",
    ),
    "一批上百人": ((("人次: 20,", "人次: 160,"),), "人次异常", "提示"),
    "每人几元": ((("人次: 20,", "人次: 2000,"),), "人均车均", "警告"),
    "车辆百倍": ((("应急保障用车: 1}", "应急保障用车: 100}"),), "资产偏多", "错误"),
    "设备百倍": ((("单价100万元以上设备: 0", "单价100万元以上设备: 700"),), "资产偏多", "警告"),
    "预算百倍": ((("预算数: 50}", "预算数: 5010, 原因: 推迟}"),), "预算悬殊", "错误"),
    "基本支出的预算十倍": ((("预算数: 100}", "预算数: 1010, 原因: 推迟}"),), "预算悬殊", "警告"),
    "项目的预算九倍": (
        (("50}}, 预算数: 50}", "10}}, 预算数: 90, 原因: 推迟}"),),
        "预算悬殊",
        "提示",
    ),
    "上年运行经费十倍": ((("上年决算数: 21}", "上年决算数: 211}"),), "增减过半", "警告"),
    "上年接待费十倍": (
        (("预算数: 1, 上年决算数: 1,", "预算数: 1, 上年决算数: 11,"),),
        "增减过半",
        "警告",
    ),
    "自评金额一百倍": (
        (("绩效自评: 0}", "绩效自评: 0, 管理情况: {绩效自评金额: 5000}}"),),
        "部分大于整体",
        "错误",
    ),
    "自评金额多一点": (
        (("绩效自评: 0}", "绩效自评: 0, 管理情况: {绩效自评金额: 70}}"),),
        "部分大于整体",
        "警告",
    ),
    "原因只有数字": ((("上年决算数: 21}", "上年决算数: 20, 原因: 9999}"),), "原因笼统", "警告"),
    "支出漏一个零": ((("办公费: 15,", "办公费: 1.5,"),), "科目差一位", "警告"),
    "收入多一个零": ((("行政运行: 100, 2010302", "行政运行: 1000, 2010302"),), "结余偏大", "警告"),
    "年初多一个零": (
        (("年初结转和结余: {一般公共预算: 0}", "年初结转和结余: {一般公共预算: 30}"),),
        "年初大于上年",
        "警告",
    ),
    "平均得分少一位": ((GRADES, ("MEAN", "9.56")), "得分与等次", "错误"),
    "平均得分不合等次": ((GRADES, ("MEAN", "87.5")), "得分与等次", "警告"),
    "部门没有下属单位": ((("口径: 单位", "口径: 部门"),), "口径与下属单位", "错误"),
    "口径填成单位": ((MEMBERS,), "口径与下属单位", "错误"),
    "本级性质填错": (
        (MEMBERS, ("口径: 单位", "口径: 部门"), ("性质: 行政单位}, {", "性质: 其他事业单位}, {")),
        "下属单位性质",
        "警告",
    ),
    "图书馆是行政单位": (
        (MEMBERS, ("口径: 单位", "口径: 部门"), ("性质: 其他事业单位}", "性质: 行政单位}")),
        "下属单位性质",
        "警告",
    ),
    "经营收入没有经营支出": (
        (("年初结转和结余:", "  经营收入: 3\n年初结转和结余:"),),
        "经营收支",
        "警告",
    ),
}


@pytest.mark.parametrize("name", SINGLE)
def test_a_single_change_is_told_by_the_other_facts(changed: Changed, name: str) -> None:
    changes, rule, level = SINGLE[name]
    told = changed(*changes)
    assert rule in told, told
    assert told[rule][0] == level, told[rule]


RIGHT: dict[str, tuple[tuple[str, str], ...]] = {
    "团组不大": (("上年决算数: 0, 团组数: 0, 人次: 0", "团组数: 3, 人次: 11"),),
    "得分合等次": (GRADES, ("MEAN", "95.62")),
    "部门和它的单位": (MEMBERS, ("口径: 单位", "口径: 部门")),
    "图书馆、本级": (MEMBERS, ("口径: 单位", "口径: 部门")),
    "设备五台": (("单价100万元以上设备: 0", "单价100万元以上设备: 5"),),
}
NEW = (
    *("科目差一位", "年初大于上年", "得分与等次", "完成值", "编码重复"),
    *("下属单位性质", "口径与下属单位", "经营收支", "人次异常", "资产偏多"),
)


@pytest.mark.parametrize("name", RIGHT)
def test_what_may_well_be_is_silent(changed: Changed, name: str) -> None:
    assert not set(changed(*RIGHT[name])) & set(NEW)


SHEET = """  自评表:
    - 项目名称: 甲项目
      项目编码: 51000023T1
      预算执行: {财政资金: {年初预算: 50, 调整后预算数: 50, 预算执行数: 50}}
      指标:
        - {一级指标: 产出指标, 二级指标: 质量指标, 三级指标: 合格率, 指标性质: ≥, 指标值: 90,
           度量单位: "%", 完成值: 95, 权重: 90, 得分: 90}
"""
INDICATORS: dict[str, tuple[str, str, str | None]] = {
    "对的": ("完成值: 95", "完成值: 96", None),
    "完成值百分之九百五": ("完成值: 95", "完成值: 950", "错误"),
    "完成值少一位": ("完成值: 95", "完成值: 9.5", "警告"),
    "达到了没有得分": ("得分: 90", "得分: 9", "警告"),
    "越低越好的合格率": ("指标性质: ≥", "指标性质: ≤", "警告"),
    "超额完成不算": ("三级指标: 合格率", "三级指标: 任务完成率", None),
    "整改不到位率": ("合格率, 指标性质: ≥", "整改不到位率, 指标性质: ≤", None),
    "不动产登记及时率": ("合格率, 指标性质: ≥", "不动产登记及时率, 指标性质: ≤", "警告"),
}


@pytest.mark.parametrize("name", INDICATORS)
def test_results_of_an_indicator(changed: Changed, name: str) -> None:
    before, after, level = INDICATORS[name]
    block = (
        "预算绩效: {项目: [甲项目], 事前绩效评估: 1, 绩效目标: 1, 绩效监控: 1, 绩效自评: 0}",
        "预算绩效:\n  绩效目标: 1\n" + SHEET.replace(before, after),
    )
    told = changed(block)
    assert told.get("完成值", (None,))[0] == level


def _with_indicator(typed: str) -> tuple[str, str]:
    """The change that gives the file one sheet with one indicator."""
    start = "预算绩效: {项目: [甲项目], 事前绩效评估: 1, 绩效目标: 1, 绩效监控: 1, 绩效自评: 0}"
    head, _, _ = SHEET.partition("三级指标")
    return start, f"预算绩效:\n  绩效目标: 1\n{head}三级指标: {typed}}}\n"


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("不合格率, 指标性质: ≤, 指标值: 5, 度量单位: '%', 完成值: 2, 权重: 90, 得分: 90", None),
        ("不满意率, 指标性质: ≤, 指标值: 5, 度量单位: '%', 完成值: 2, 权重: 90, 得分: 90", None),
        ("不合格率, 指标性质: ≤, 指标值: 5, 度量单位: '%', 完成值: 200, 权重: 90, 得分: 9", "错误"),
        ("到位率, 指标性质: ≥, 指标值: 90, 度量单位: '%', 完成值: 108, 权重: 90, 得分: 90", None),
        ("到位率, 指标性质: ≥, 指标值: 90, 度量单位: '%', 完成值: 950, 权重: 90, 得分: 90", "警告"),
        ("开放, 指标性质: ≥, 指标值: 20, 完成值: 2, 权重: 90, 得分: 1, 未完成原因: 装修", None),
        ("开放, 指标性质: ≥, 指标值: 20, 完成值: 2, 权重: 90, 得分: 90", "警告"),
        ("投诉, 指标性质: ≤, 指标值: 10, 完成值: 1, 权重: 90, 得分: 90", None),
        ("投诉, 指标性质: ≤, 指标值: 10, 完成值: 100, 权重: 90, 得分: 90", "警告"),
        ("点击量, 指标性质: ≥, 指标值: 1000, 完成值: 9000, 权重: 90, 得分: 90", None),
        ("开放, 指标性质: ≥, 指标值: 300, 完成值: 3210, 权重: 90, 得分: 90", "警告"),
        ("开放, 指标性质: ＝, 指标值: 300, 完成值: 3000, 权重: 90, 得分: 90", "警告"),
    ],
)
def test_how_far_a_result_lies_from_its_target(
    changed: Changed, typed: str, level: str | None
) -> None:
    assert changed(_with_indicator(typed)).get("完成值", (None,))[0] == level


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            "开放, 指标性质: ≥, 指标值: 20, 完成值: 18, 权重: 90, 得分: 80",
            "完成 18，没有达到，没有写原因",
        ),
        (
            "反响, 指标性质: 定性, 指标值: 好, 完成值: 中, 权重: 90, 得分: 80",
            "得 80 分，没有写原因",
        ),
        ("开放, 指标性质: ≥, 指标值: 20, 完成值: 22, 权重: 90, 得分: 80", "得 80 分，没有写原因"),
        ("开放, 指标性质: ≥, 指标值: 20, 完成值: 18, 权重: 90, 得分: 80, 未完成原因: 雨", ""),
        ("开放, 指标性质: ≥, 指标值: 20, 完成值: 22, 权重: 90, 得分: 90", ""),
    ],
)
def test_a_lost_score_has_its_reason(changed: Changed, typed: str, words: str) -> None:
    full = _with_indicator(typed)
    texts = "项目编码: 51000023T1\n      年度目标: 甲。\n      完成情况: 乙。"
    texts += "\n      实施内容: 丙。\n      评价结论: 丁。"
    told = changed((full[0], full[1].replace("项目编码: 51000023T1", texts)))
    assert words in told.get("自评文字", ("", ""))[1]
    assert bool(words) == ("自评文字" in told)


def test_one_code_for_two_projects(changed: Changed) -> None:
    start = "预算绩效: {项目: [甲项目], 事前绩效评估: 1, 绩效目标: 1, 绩效监控: 1, 绩效自评: 0}"
    second = SHEET.removeprefix("  自评表:\n").replace("甲项目", "乙项目")
    twice = "预算绩效:\n  绩效目标: 2\n" + SHEET + second
    assert changed((start, twice))["编码重复"][0] == "错误"
    apart = "预算绩效:\n  绩效目标: 2\n" + SHEET + second.replace("51000023T1", "51000023T2")
    assert "编码重复" not in changed((start, apart))


@pytest.mark.parametrize(
    ("before", "after", "right"),
    [
        ("名称: 某市某局", "名称: 某 市　某局", "某市某局"),
        ("简称: 某局", "简称: 某 局", "某局"),
        ("{甲项目: {", "{甲 项目: {", "甲项目"),
        ("项目: [甲项目]", "项目: [甲 项目]", "甲项目"),
    ],
)
def test_blanks_inside_a_name(changed: Changed, before: str, after: str, right: str) -> None:
    told = changed((before, after))
    level, message, fix = told["名称里的符号"]
    assert level == "警告"
    assert "里有空格" in message
    assert fix == f"改成：{right}"
    assert "项目名称" not in told


def _two_sheets(first: str, second: str, more: str = "") -> tuple[str, str]:
    start = "预算绩效: {项目: [甲项目], 事前绩效评估: 1, 绩效目标: 1, 绩效监控: 1, 绩效自评: 0}"
    other = SHEET.removeprefix("  自评表:\n").replace("甲项目", "乙项目")
    text = SHEET.replace("51000023T1", first) + other.replace("51000023T1", second)
    return start, f"预算绩效:\n  绩效目标: 2\n{more}{text}"


def test_codes_in_full_width_and_of_another_length(changed: Changed) -> None:
    assert changed(_two_sheets("51000023T1", "５１００００２３Ｔ１"))["编码重复"][0] == "错误"
    level, message, _ = changed(_two_sheets("51000023T1", "51000023T22"))["编码重复"]
    assert (level, "有 11 位，别的项目是 10 位" in message) == ("提示", True)
    assert "编码重复" not in changed(_two_sheets("51000023T1", "51000023T2"))


@pytest.mark.parametrize(
    ("count", "mean", "good", "words"),
    [
        ("2", "100", "2", ""),
        ("2", "95", "2", "平均得分 95 分，2 张自评表的总分平均是 100.00 分"),
        ("3", "95", "3", ""),
    ],
)
def test_the_mean_of_the_sheets(
    changed: Changed, count: str, mean: str, good: str, words: str
) -> None:
    grades = f"{{优: {good}, 良: 0, 合格: 0, 不合格: 0}}"
    managed = f"  绩效自评: {count}\n  管理情况: {{平均得分: {mean}, 等次: {grades}}}\n"
    told = changed(_two_sheets("51000023T1", "51000023T2", managed))
    assert told.get("得分与等次", ("", ""))[1] == words


def test_the_grades_of_the_sheets(changed: Changed) -> None:
    managed = "  绩效自评: 2\n  管理情况: {等次: {优: 1, 良: 1, 合格: 0, 不合格: 0}}\n"
    told = changed(_two_sheets("51000023T1", "51000023T2", managed))
    assert "优 1 个，照 2 张自评表的总分是优 2 个" in told["得分与等次"][1]


HOUSING = "{2010301 行政运行: 100, 2010302 一般行政管理事务: 50, 2210201 住房公积金: INCOME}"
SPENT = "    2210201 住房公积金: {基本支出: {30113 住房公积金: OUTLAY}, 预算数: BUDGET}\n上年: {"


def _housing(income: str, outlay: str, budget: str) -> tuple[tuple[str, str], ...]:
    given = HOUSING.replace("INCOME", income)
    spent = SPENT.replace("OUTLAY", outlay).replace("BUDGET", budget)
    return (("{2010301 行政运行: 100, 2010302 一般行政管理事务: 50}", given), ("上年: {", spent))


@pytest.mark.parametrize(
    ("income", "outlay", "budget", "words", "fix"),
    [
        ("5.56", "55.60", "55.60", "若收入 5.56 万元漏打了一位", "打错了的改成：55.6"),
        ("55.60", "556", "55.60", "30113 住房公积金 556.00 万元多打了一位", "打错了的改成：55.6"),
        ("5.56", "55.60", "60", "漏打了一位，或支出", "收入改成 55.6，或支出改成 5.56"),
    ],
)
def test_a_digit_where_more_was_spent_than_there_was(
    changed: Changed, income: str, outlay: str, budget: str, words: str, fix: str
) -> None:
    level, message, remedy = changed(*_housing(income, outlay, budget))["科目差一位"]
    assert level == "警告"
    assert words in message
    assert fix in remedy


def test_a_digit_where_the_closing_balance_is_typed(changed: Changed) -> None:
    opening = "年初结转和结余: {一般公共预算: 0}"
    both = (opening, f"{opening}\n年末结转和结余: {{一般公共预算: 0}}")
    told = changed(both, ("办公费: 15,", "办公费: 11.9, 30205 水费: 31,"))
    assert "30205 水费 31.00 万元多打了一位" in told["科目差一位"][1]
    assert told["科目差一位"][2] == "核对这个数；打错了的改成：3.1"


def test_income_without_outlay(changed: Changed) -> None:
    given = HOUSING.replace("INCOME", "50")
    income = ("{2010301 行政运行: 100, 2010302 一般行政管理事务: 50}", given)
    level, message, _ = changed(income)["科目结余偏大"]
    assert (level, message) == ("警告", "2210201 住房公积金收入 50.00 万元，没有支出")
    opening = "年初结转和结余: {一般公共预算: 0}"
    closing = f"{opening}\n年末结转和结余: {{一般公共预算: {{2210201 住房公积金: 50}}}}"
    assert "科目结余偏大" not in changed(income, (opening, closing))


def test_an_item_of_a_list_is_counted_not_indexed(changed: Changed) -> None:
    told = changed(("内设机构: [办", "下属单位: [甲馆, 乙馆], 内设机构: [办"))
    _, message, fix = told["层次"]
    assert message == "“下属单位”的第 1 个下面应有下一级项目，这里只写了“甲馆”"
    assert fix == "写成 {名称: …, 性质: …}"


@pytest.mark.parametrize(
    ("typed", "right"), [("55。60", "55.60"), ("1，025。6", "1025.6"), ("55·60", "55.60")]
)
def test_a_point_typed_as_another_sign(changed: Changed, typed: str, right: str) -> None:
    before = "办公费: 15,"
    level, _, fix = changed((before, f"办公费: {typed},"))["数字写法"]
    assert (level, fix) == ("错误", f"请改成：{right}")
    text = replaced(GOOD, ((before, f"办公费: {typed},"), ("[办公室,", "[第55。60室,")), 1)
    mended = fix_text(text, "某局-2023.yaml", known_keys(Accounts)).text
    assert f"办公费: {right}," in mended
    assert "[第55。60室," in mended


COUNTED = frozenset(("年度", "团组数", "人次", "批次", "车型", "国有资产", "预算绩效"))


def ten_thousand_times(part: object) -> object:
    """A part of a data file with its amounts typed in 元 instead of 万元."""
    if isinstance(part, dict):
        return {
            name: value if name in COUNTED else ten_thousand_times(value)
            for name, value in part.items()
        }
    return part * 10_000 if isinstance(part, int) else part


@pytest.mark.parametrize(("guests", "level"), [(1, "警告"), (10_000, "错误")])
def test_hundreds_of_yi_of_which_none_is_small_are_an_error(
    guests: int, level: str, tmp_path: Path
) -> None:
    """A file of 元 that calls itself one of 万元; a large unit has some small amount, too."""
    data = cast("dict[str, Any]", ten_thousand_times(yaml.safe_load(BASE)))
    data["三公经费"]["公务接待费"]["国内"]["决算数"] = guests
    path = write(tmp_path, yaml.safe_dump(data, allow_unicode=True))
    (size,) = [finding for finding in check(path).findings if finding.rule == "金额大小"]
    assert size.level.value == level
    assert size.message == "金额单位填的是万元，收支总计就是 150.00 亿元"
    assert ("没有错的，在 核对说明 里写明" in size.fix) is (level == "错误")
