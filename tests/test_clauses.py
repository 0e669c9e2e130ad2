"""Every clause under every condition of the form, read in the finished page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline.checking import check
from generator.writers.html import write_html
from tests.bureau import ABROAD, BASE, CARS, GENERAL, GUESTS, write_values
from tests.helpers import lines_in

Read = Callable[..., str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """The text of the finished page for BASE with changes; ``clean`` (default) asserts that there are no errors."""

    def make(changes: dict[str, Any], *, clean: bool = True) -> str:
        checked = check(write_values(tmp_path, BASE, changes))
        errors = [
            f"{one.place.line} {one.message}"
            for one in checked.findings
            if one.level.value == "错误"
        ]
        assert not (clean and errors), errors
        assert checked.document is not None, errors
        return "\n".join(
            lines_in(write_html(checked.document), "h1", "h2", "h3", "p", "figcaption")
        )

    return make


def is_draft(tmp_path: Path) -> bool:
    """Whether the file of the last reading made a draft."""
    document = check(tmp_path / "某局-2023.yaml").document
    return document is not None and document.draft == "审核稿（未通过校验）"


def test_equal_to_last_year(read: Read) -> None:
    text = read({})
    assert "2023年度收、支总计均为150万元。收、支总计各与2022年度持平。" in text
    assert "主要变动原因" not in text
    assert "公务用车购置及运行维护费支出决算与2022年度决算数持平。" in text
    assert "机关运行经费支出20万元，与2022年度决算数持平。" in text


def test_more_than_last_year(read: Read) -> None:
    text = read(
        {"上年": {"收支总计": 120, "财政拨款收支总计": 120, "一般公共预算财政拨款支出": 120}}
    )
    assert "与2022年度相比，收、支总计各增加30万元，增长25%。主要变动原因是甲原因。" in text


def test_less_than_last_year(read: Read) -> None:
    text = read({"上年/收支总计": 180, "上年/财政拨款收支总计": 180})
    assert (
        "与2022年度相比，财政拨款收、支总计各减少30万元，下降16.7%。主要变动原因是乙原因。" in text
    )


def test_last_year_zero_has_no_rate(read: Read) -> None:
    text = read(
        {"上年/一般公共预算财政拨款支出": 0, "机关运行经费": {"上年决算数": 0, "原因": "丁原因"}}
    )
    assert "一般公共预算财政拨款支出增加150万元。主要变动原因是丙原因。" in text


def test_nothing_this_year_something_last_year(read: Read) -> None:
    text = read({f"{ABROAD}/上年决算数": 3, f"{ABROAD}/原因": "没有安排", "三公经费/原因": "无"})
    assert "因公出国（境）支出决算比2022年度减少3万元，下降100%。主要原因是没有安排。" in text


def test_new_unit_without_last_year(read: Read) -> None:
    text = read(
        {
            "上年": "无",
            f"{ABROAD}/上年决算数": None,
            f"{CARS}/购置费/上年决算数": None,
            f"{CARS}/运行维护费/上年决算数": None,
            f"{GUESTS}/上年决算数": None,
            "机关运行经费": None,
        }
    )
    assert text.count("本单位为新设立单位，没有上年度决算数，不作比较。") == 3
    assert "2022" not in text
    assert "支出决算为6万元，完成预算100%。" in text


def test_last_year_not_filled_in_is_a_visible_hole_and_a_draft(read: Read, tmp_path: Path) -> None:
    text = read({"上年": None}, clean=False)
    assert "与2022年度相比，〔待填：上年.收支总计〕。" in text
    assert is_draft(tmp_path)


def test_reason_missing_is_a_visible_hole(read: Read) -> None:
    text = read({"上年/收支总计": 120, "变动原因/收支总计": None}, clean=False)
    assert "主要变动原因是〔待填：变动原因.收支总计〕。" in text


def test_reason_of_the_whole_serves_the_next_ones_while_they_agree(read: Read) -> None:
    text = read(
        {
            "上年": {"收支总计": 120, "财政拨款收支总计": 120, "一般公共预算财政拨款支出": 120},
            "变动原因": {"收支总计": "甲原因"},
        }
    )
    assert text.count("主要变动原因是甲原因。") == 3


def test_below_budget(read: Read) -> None:
    text = read({f"{GENERAL}/预算数": 125, f"{GENERAL}/原因": "人员减少。"})
    assert (
        "行政运行（项）：支出决算为100万元，完成预算80%，决算数小于预算数的主要原因是人员减少。"
        in text
    )
    assert "一般公共预算支出决算数为150万元，完成预算85.7%。其中：" in text


def test_above_budget(read: Read) -> None:
    text = read({f"{GENERAL}/预算数": 80, f"{GENERAL}/原因": "追加任务"})
    assert "完成预算125%，决算数大于预算数的主要原因是追加任务。" in text


def test_zero_budget_has_no_rate(read: Read) -> None:
    text = read({f"{GENERAL}/预算数": 0, f"{GENERAL}/原因": "追加任务"})
    assert "行政运行（项）：支出决算为100万元，决算数大于预算数的主要原因是追加任务。" in text


def test_budgeted_but_not_spent(read: Read) -> None:
    text = read(
        {
            "支出/一般公共预算/2010350 事业运行": {
                "基本支出": {"30101 基本工资": 0},
                "预算数": 10,
                "原因": "推迟",
            }
        }
    )
    assert "事业运行（项）：支出决算为0万元，完成预算0%，决算数小于预算数的主要原因是推迟。" in text


def test_equal_budget_said_by_habit(read: Read) -> None:
    assert "完成预算100%，决算数与预算数持平。" in read({"设置/持平详写": "是"})
    assert "决算数与预算数持平" not in read({})


def test_reasons_below_the_threshold_may_be_left_out(read: Read) -> None:
    last = {"收支总计": 145, "财政拨款收支总计": 145, "一般公共预算财政拨款支出": 145}
    small = {
        "上年": last,
        "变动原因/收支总计": None,
        "支出/一般公共预算/2010301 行政运行/预算数": 98,
        "机关运行经费/上年决算数": 19,
    }
    assert read(small, clean=False).count("〔待填：") == 3
    text = read({**small, "设置/原因门槛": "10"})
    assert "收、支总计各增加5万元，增长3.4%。\n" in text
    assert "行政运行（项）：支出决算为100万元，完成预算102%。" in text
    assert "比2022年度增加1万元，增长5.3%。\n" in text
    assert "收、支总计各增加5万元，增长3.4%。主要变动原因是甲原因。" in read(
        {**small, "变动原因/收支总计": "甲原因", "设置/原因门槛": "10"}
    )
    assert "〔待填：变动原因.收支总计〕" in read(
        {**small, "上年": dict.fromkeys(last, 135), "设置/原因门槛": "10"}, clean=False
    )


def test_attachment_without_a_text(read: Read) -> None:
    assert "〔待填：附件.第1个.正文〕" in read({"附件": [{"标题": "某报告"}]}, clean=False)


def test_second_income_and_zero_modes(read: Read) -> None:
    more = {
        "收入/事业收入": {"2010301 行政运行": 50},
        "支出/其他资金": {"2010301 行政运行": {"基本支出": 50, "预算数": 50}},
        "上年/收支总计": 200,
    }
    omitted = read(more)
    assert (
        "本年收入合计200万元，其中：一般公共预算财政拨款收入150万元，占75%；事业收入50万元，占25%。"
        in omitted
    )
    assert "占本年支出合计的75%。" in omitted
    merged = read({**more, "设置/零值写法": "合并"})
    assert (
        "事业收入50万元，占25%；政府性基金预算财政拨款收入、国有资本经营预算财政拨款收入、上级补助收入、经营收入、附属单位上缴收入、其他收入均为零。"
        in merged
    )
    listed = read({**more, "设置/零值写法": "列出"})
    assert (
        "一般公共预算财政拨款收入150万元，占75%；政府性基金预算财政拨款收入0万元，占0%；" in listed
    )
    assert "其他收入0万元，占0%。" in listed


def test_carry_over(read: Read) -> None:
    text = read(
        {"年初结转和结余/一般公共预算": 10, "上年/收支总计": 160, "上年/财政拨款收支总计": 160}
    )
    assert "收、支总计均为160万元，其中：年初结转和结余10万元。" in text
    assert "财政拨款收、支总计均为160万元（本年收入合计150万元，年初结转和结余10万元）。" in text


def test_fund_outlay_with_structure_and_items(read: Read) -> None:
    fund = {
        "2120801 征地和拆迁补偿支出": {
            "项目支出": {"拆迁": {"31012 拆迁补偿": 30}},
            "预算数": 40,
            "原因": "进度慢",
        }
    }
    text = read(
        {
            "收入/政府性基金预算财政拨款收入": {"2120801 征地和拆迁补偿支出": 30},
            "支出/政府性基金预算": fund,
            "上年/收支总计": 180,
            "上年/财政拨款收支总计": 180,
        }
    )
    assert (
        "政府性基金预算财政拨款支出30万元，占本年支出合计的16.7%，主要用于以下方面：城乡社区支出30万元，占100%。"
        in text
    )
    assert (
        "1.城乡社区支出（类）国有土地使用权出让收入安排的支出（款）征地和拆迁补偿支出（项）：支出决算为30万元，完成预算75%，决算数小于预算数的主要原因是进度慢。"
        in text
    )
    assert "2023年度国有资本经营预算财政拨款支出0万元。" in text


def test_several_cars_bought(read: Read) -> None:
    bought = {"轿车": {"数量": 1, "金额": 18}, "越野车": {"数量": 2, "金额": 50}}
    text = read(
        {
            f"{CARS}/购置费": {"预算数": 70, "决算数": 68, "上年决算数": 0, "更新购置": bought},
            f"{CARS}/原因": "更新",
            "三公经费/原因": "比价节约",
        }
    )
    assert (
        "公务用车购置支出68万元。全年按规定更新购置公务用车3辆，其中：轿车1辆、金额18万元，越野车2辆、金额50万元。"
        in text
    )


def test_three_public_all_zero(read: Read) -> None:
    zero = {"预算数": 0, "决算数": 0, "上年决算数": 0}
    guests = {"预算数": 0, "上年决算数": 0, "国内": {"决算数": 0, "批次": 0, "人次": 0}}
    text = read(
        {
            ABROAD: dict(zero),
            CARS: {"购置费": dict(zero), "运行维护费": dict(zero), "保有量": 0},
            GUESTS: guests,
        }
    )
    assert "“三公”经费财政拨款支出决算为0万元，完成预算0%，与上年度持平。" in text
    assert (
        "因公出国（境）费支出决算0万元，占0%；公务用车购置及运行维护费支出决算0万元，占0%；公务接待费支出决算0万元，占0%。"
        in text
    )
    assert (
        "国内公务接待支出0万元。国内公务接待0批次，0人次（不包括陪同人员），共计支出0万元。" in text
    )


def test_three_public_against_budget(read: Read) -> None:
    assert "完成预算85.7%，与上年度持平。决算数小于预算数的主要原因是压减。" in read(
        {f"{GUESTS}/预算数": 2, "三公经费/原因": "压减"}
    )
    assert "完成预算120%，与上年度持平。决算数大于预算数的主要原因是追加。" in read(
        {f"{CARS}/运行维护费/预算数": 4, "三公经费/原因": "追加"}
    )
    assert "决算数与预算数持平的主要原因是按预算执行。" in read({"三公经费/原因": "按预算执行"})


def test_public_institution_has_no_running_cost(read: Read) -> None:
    text = read({"单位/性质": "事业单位", "机关运行经费": None})
    assert "2023年度，某局为事业单位，按规定未使用机关运行经费。" in text


def test_procurement(read: Read) -> None:
    bought = {
        "货物": 6,
        "工程": 10,
        "服务": 4,
        "用途": "设备和维修",
        "授予中小企业合同金额": 15,
        "授予小微企业合同金额": 5,
    }
    text = read({"政府采购": bought})
    assert (
        "政府采购支出总额20万元，其中：政府采购货物支出6万元、政府采购工程支出10万元、政府采购服务支出4万元。主要用于设备和维修。"
        in text
    )
    assert (
        "授予中小企业合同金额15万元，占政府采购支出总额的75%，其中：授予小微企业合同金额5万元，占政府采购支出总额的25%。"
        in text
    )
    assert (
        "授予中小企业合同金额0万元，占政府采购支出总额的0%，其中：授予小微企业合同金额0万元，占政府采购支出总额的0%。"
        in read({})
    )


def test_vehicles_and_equipment(read: Read) -> None:
    several = {
        "车辆": {"机要通信用车": 1, "执法执勤用车": 0, "其他用车": 2},
        "其他用车说明": "流动服务车",
        "设备": {"单价100万元以上设备": 3},
    }
    text = read({"国有资产": several})
    assert (
        "共有车辆3辆，其中：机要通信用车1辆、其他用车2辆，其他用车主要是流动服务车。单价100万元以上设备（不含车辆）3台（套）。"
        in text
    )
    assert "机要通信用车1辆、执法执勤用车0辆、其他用车2辆" in read(
        {"国有资产": several, "设置/车辆零值": "列出"}
    )
    assert "共有车辆1辆，全部为应急保障用车。" in read({})
    old = {
        "设置/设备口径": "旧",
        "国有资产/设备": {"单价50万元以上通用设备": 2, "单价100万元以上专用设备": 1},
    }
    assert (
        "单价50万元以上通用设备2台（套），单价100万元以上专用设备（不含车辆）1台（套）。"
        in read(old)
    )


def test_decimals_and_trailing_zeros_are_independent(read: Read) -> None:
    last = ("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出")
    changed = {"上年": dict.fromkeys(last, "119.9"), "变动原因/收支总计": "甲原因"}
    assert "增加30.1万元，增长25.1%。" in read(changed)
    assert "增加30.1万元，增长25.10%。" in read(
        {**changed, "设置/百分比小数位": 2, "设置/百分比去末位零": "否"}
    )
    assert "增加30.10万元，增长25.1%。" in read({**changed, "设置/金额去末位零": "否"})


def test_captions_by_habit(read: Read) -> None:
    assert "（图1：收、支决算总计变动情况图）" in read({})
    assert "（图7：“三公”经费财政拨款支出结构）" in read({})
    assert "（图" not in read({"设置/图题": "无"})


def test_department_with_subordinates(read: Read) -> None:
    two = [{"名称": "某局本级", "性质": "行政单位"}, {"名称": "某中心", "性质": "其他事业单位"}]
    text = read(
        {
            "单位/口径": "部门",
            "单位/下属单位": two,
            "单位/内设机构": None,
            "机关运行经费/决算数": 20,
        }
    )
    assert "第一部分部门概况" in text
    assert "某市某局（以下简称“某局”）下属二级单位2个，其中行政单位1个，其他事业单位1个。" in text
    assert "（一）某局本级（行政单位）；" in text
    assert "指部门用财政拨款安排的" in text
    assert "本单位" not in text
    one = read(
        {
            "单位/口径": "部门",
            "单位/下属单位": two[1:],
            "单位/内设机构": None,
            "机关运行经费/决算数": 20,
        }
    )
    assert "二级预算单位包括：某中心。" in one


def test_department_evaluation_refers_only_to_what_exists(read: Read) -> None:
    base = {
        "单位/口径": "部门",
        "单位/机构设置": "某市某局设办公室。",
        "预算绩效/整体自评": {
            "得分构成": {"履职": 60, "项目": {"甲": 20, "乙": "15.5"}},
            "综述": "总体较好",
            "报告": "一、概况\n内容。",
        },
    }
    text = read(base)
    assert "绩效自评得分为95.5分，绩效自评综述：总体较好。绩效自评报告详见第四部分附件1。" in text
    assert "附件1部门预算绩效评价报告" in text
    without = read({**base, "预算绩效/整体自评/报告": None})
    assert "详见第四部分附件" not in without
    assert "没有附件。" in without


def test_completion_against_the_other_budget(read: Read) -> None:
    both = {f"{GENERAL}/预算数": {"年初": 80, "全年": 100}, f"{GENERAL}/原因": "追加"}
    assert "行政运行（项）：支出决算为100万元，完成预算100%。" in read(both)
    changed = {
        **both,
        "支出/一般公共预算/2010302 一般行政管理事务/预算数": {"年初": 50, "全年": 50},
        "设置/完成预算口径": "年初",
    }
    assert (
        "行政运行（项）：支出决算为100万元，完成预算125%，决算数大于预算数的主要原因是追加。"
        in read(changed)
    )


def test_text_of_the_clerk_never_becomes_markup(read: Read) -> None:
    text = read({"单位/主要职责": "<b>甲</b> & <script>乙</script> &lt;丙"})
    assert "<b>甲</b>&<script>乙</script>&lt;丙" in text


def test_of_an_institution_no_running_cost_and_0_of_it_say_the_same(read: Read) -> None:
    institution = {"单位/性质": "事业单位"}
    sentence = "某局为事业单位，按规定未使用机关运行经费。"
    for typed in ({}, {"决算数": 0}, {"决算数": 0, "上年决算数": 0}):
        assert sentence in read({**institution, "机关运行经费": typed})
    spent = read({**institution, "机关运行经费": {"决算数": 5, "上年决算数": 4, "原因": "增加"}})
    assert "某局机关运行经费支出5万元" in spent
