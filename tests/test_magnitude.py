"""Units, wholes, signs and balances, as a clerk sees them: what is told, and what stays silent."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.ledger.figure import WAN, Figure, difference, ratio
from generator.model.choices import Choice
from generator.model.natures import INDICATOR, MEMBER_NATURE, NATURE, SCOPE
from generator.pipeline.checking import check
from generator.reading.nearest import nearest
from tests.bureau import GOOD, replaced, write
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


@pytest.mark.parametrize("last", ["1190000", "1880000", "300"])
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
    "三公预算大于全部预算": ("公务接待费: {预算数: 1,", "公务接待费: {预算数: 1510,", "部分大于整体"),
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
    "收入多一个零": ("2010301 行政运行: 100, 2010302", "2010301 行政运行: 1000, 2010302", "结余偏大"),
    "预算多一个零": ("预算数: 100}", "预算数: 1000}", "预算悬殊"),
    "运行费多一个零": ("年初结转和结余: {一般公共预算: 0}", "年初结转和结余: {一般公共预算: 400}", "结余偏大"),
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
    text = GOOD.replace("2010302 一般行政管理事务: 50}", "2010302 一般行政管理事务: 50}\n  其他收入: -10")
    text = text.replace("年初结转和结余: {一般公共预算: 0}", "年初结转和结余: {其他资金: 10}")
    text = text.replace("公务接待费: {预算数: 1,", "公务接待费: {预算数: -1,")
    path = tmp_path / "某局-2023.yaml"
    path.write_text(text, encoding="utf-8")
    page = "".join(sections_of(path).values())
    assert "其他收入-10万元" in page
    assert "其他收入-10万元，占" not in page
    assert "公务接待费支出1万元。" in page
    assert "-0" not in page.replace("2024-09", "").replace("-0.", "")


@pytest.mark.parametrize("typed", ["公益一类事业单位", "公益二类事业单位", "公益性事业单位", "全额拨款事业单位", "差额拨款事业单位", "自收自支事业单位"])
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
    assert choice.meant(typed) == meant


@pytest.mark.parametrize(("word", "other"), [("年初结转", "年末结转"), ("道路工程一期", "道路工程二期"), ("上年预算数", "上年决算数")])
def test_what_is_another_thing_is_not_suggested(word: str, other: str) -> None:
    assert nearest(word, [other]) == []
