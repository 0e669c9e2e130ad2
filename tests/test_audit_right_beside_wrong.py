"""juesuan audit: a right sentence is silent, and its wrong neighbour, which differs in one number
or one word, is told."""

from __future__ import annotations

import pytest

from tests.audited_sentences import BASIC, OUTLAY, OVERALL, PURCHASES, STRUCTURE, THREE, graver


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            "公务用车运行维护费支出5.00万元，比预算减少1.00万元，与上年持平。",
            "公务用车运行维护费支出5.00万元，比上年减少1.00万元，与上年持平。",
        ),
        (
            "公务接待费支出2.00万元，较预算减少3.00万元，与上年持平。",
            "公务接待费支出2.00万元，减少3.00万元，与上年持平。",
        ),
        (
            "公务接待费支出2.00万元，与年初预算数相比，减少3.00万元，与上年持平。",
            "年初预算5.00万元，公务接待费支出2.00万元，与上年相比，减少3.00万元，与上年持平。",
        ),
    ],
)
def test_a_change_against_the_budget_is_not_held_against_level_with_last_year(
    right: str, wrong: str
) -> None:
    assert not [each for each in graver(THREE, right) if "又说" in each]
    assert [each for each in graver(THREE, wrong) if "又说" in each]


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        ("增长率为-2.44%", "增长率为2.44%", "增减方向"),
        ("增长-2.44%", "增长2.44%", "增减方向"),
        ("增长率为-2.44%", "增长率为-5.44%", "增减率"),
    ],
)
def test_a_sign_behind_a_chinese_word_counts(right: str, wrong: str, rule: str) -> None:
    begin = "2024年度收、支总计均为800.00万元。与2023年度相比，收、支总计各减少20.00万元，"
    assert graver(OVERALL, f"{begin}{right}。") == []
    assert [each for each in graver(OVERALL, f"{begin}{wrong}。") if each.startswith(rule)]


def test_a_dash_behind_a_name_or_a_unit_is_no_sign() -> None:
    right = "本年支出合计300.00万元，其中：基本支出-100.00万元，项目支出-200.00万元。"
    assert graver(OUTLAY, right) == []
    assert graver(OUTLAY, right.replace("-200", "-250"))


PARTS = "2024年度基本支出600.00万元，其中：人员经费500.00万元；公用经费100.00万元。"
REASON = "主要变动原因是人员经费减少70.00万元，项目经费增加20.00万元，增长10.00%。"
BUDGETS = "年初预算500.00万元，全年预算600.00万元，支出决算600.00万元，"
WHOLE = "2024年度总支出1000.00万元，其中：本年支出900.00万元，占总支出的90%；"
BY_KIND = (
    "本年支出合计900.00万元，其中：基本支出600.00万元，占66.67%；项目支出300.00万元，占33.33%。"
    "按经济分类：工资福利支出450.00万元，占50%；"
)


@pytest.mark.parametrize(
    ("heading", "begin", "right", "wrong", "rule"),
    [
        (
            BASIC,
            f"{PARTS}人员经费占基本支出的83.33%，比上年增加10.00万元，",
            "增长2.04%。",
            "增长2.94%。",
            "增减率",
        ),
        (
            OUTLAY,
            "2024年度支出800.00万元，比上年减少50.00万元，",
            f"下降5.88%，{REASON}",
            f"下降6.88%，{REASON}",
            "增减率",
        ),
        (
            THREE,
            f"“三公”经费{BUDGETS}完成年初预算的120%，",
            "完成全年预算的100%。",
            "完成全年预算的130%。",
            "完成率",
        ),
        (OUTLAY, BUDGETS, "完成年初预算的120%。", "完成年初预算的100%。", "完成率"),
        (OUTLAY, BUDGETS, "完成全年预算的100%。", "完成全年预算的120%。", "完成率"),
        (
            OUTLAY,
            f"{BUDGETS}完成年初预算的120%，",
            "完成全年预算的100%。",
            "完成全年预算的130%。",
            "完成率",
        ),
        (
            OUTLAY,
            WHOLE,
            "年末结转100.00万元，占总支出的10%。",
            "年末结转100.00万元，占总支出的11%。",
            "占比",
        ),
        (
            BASIC,
            f"{PARTS}人员经费占基本支出的83.33%，比上年增加10.00万元，增长2.04%；"
            "公用经费占基本支出的16.67%，比上年减少5.00万元，",
            "下降4.76%。",
            "下降5.76%。",
            "增减率",
        ),
        (
            OUTLAY,
            BY_KIND.replace("按经济分类：", "经济分类中："),
            "商品和服务支出450.00万元，占50%。",
            "商品和服务支出450.00万元，占60%。",
            "占比",
        ),
        (
            OUTLAY,
            BY_KIND,
            "商品和服务支出450.00万元，占50%。",
            "商品和服务支出450.00万元，占60%。",
            "占比",
        ),
    ],
)
def test_a_number_is_computed_from_what_it_is_of(
    heading: str, begin: str, right: str, wrong: str, rule: str
) -> None:
    assert graver(heading, f"{begin}{right}") == []
    assert [each for each in graver(heading, f"{begin}{wrong}") if each.startswith(rule)]


@pytest.mark.parametrize(
    ("heading", "right", "wrong"),
    [
        (
            OUTLAY,
            "本年支出合计1250万元，其中：基本支出812.5万元，占65%（人员经费7"
            "00万元，占基本支出的86.15%；公用经费112.5万元，占13.85%）"
            "；项目支出437.5万元，占35%。",
            ("13.85%）", "14.85%）"),
        ),
        (
            OUTLAY,
            "本年支出合计1250万元，其中：基本支出812.5万元，占65%（其中：人员"
            "经费700万元，占86.15%；公用经费112.5万元，占13.85%）；项"
            "目支出437.5万元，占35%。",
            ("86.15%；公", "96.15%；公"),
        ),
        (
            OUTLAY,
            "本年支出合计1250万元，其中：基本支出812.5万元，占65%（人员经费7"
            "00万元，占56%；公用经费112.5万元，占9%）；项目支出437.5万元"
            "，占35%。",
            ("占9%）", "占7%）"),
        ),
        (
            OUTLAY,
            "本年支出合计1250万元，其中：基本支出812.5万元，占总支出的65%，其"
            "中人员经费700万元，占基本支出的86.15%，公用经费112.5万元，占1"
            "3.85%；项目支出437.5万元，占总支出的35%。",
            ("13.85%", "18.85%"),
        ),
        (
            OUTLAY,
            "本年支出合计1250万元。基本支出812.5万元（占65%），其中：人员经费"
            "700万元（占86.15%）、公用经费112.5万元（占13.85%）；项目"
            "支出437.5万元（占35%）。",
            ("占86.15%", "占96.15%"),
        ),
        (
            OUTLAY,
            "本年支出合计1250万元，基本支出812.5万元占65%，项目支出437.5"
            "万元占35%（其中：部门项目400万元，占项目支出的91.43%；其他37."
            "5万元，占8.57%）。",
            ("占8.57%", "占9.57%"),
        ),
        (
            OUTLAY,
            "2024年支出合计1250万元，其中：工资福利支出600万元，占48%；商品"
            "和服务支出400万元，占32%（办公费100万元，占商品和服务支出的25%；"
            "差旅费300万元，占75%）；资本性支出250万元，占20%。",
            ("占75%", "占95%"),
        ),
        (
            PURCHASES,
            "政府采购支出总额100万元，授予中小企业合同金额80万元，占80%，其中：小"
            "微企业60万元，占75%。",
            ("占75%", "占79%"),
        ),
        (
            PURCHASES,
            "政府采购支出总额100万元，授予中小企业合同金额80万元，占80%，其中：小"
            "微企业60万元，占60%。",
            ("占60%。", "占90%。"),
        ),
        (
            THREE,
            "“三公”经费支出决算20万元，其中：因公出国（境）费5万元，占25%；公务用"
            "车购置及运行维护费12万元，占60%（购置费0万元，占0%；运行维护费12万"
            "元，占60%）；公务接待费3万元，占15%（国内接待费2.4万元，占公务接待"
            "费的80%；外事接待费0.6万元，占20%）。",
            ("占20%）", "占30%）"),
        ),
        (
            THREE,
            "“三公”经费支出决算20万元，其中：因公出国（境）费5万元，占25%；公务用"
            "车购置及运行维护费12万元，占60%，其中：购置费3万元，占25%，运行维护"
            "费9万元，占75%；公务接待费3万元，占15%。",
            ("占75%；", "占79%；"),
        ),
    ],
)
def test_a_share_within_a_share_is_of_the_part_or_of_the_whole(
    heading: str, right: str, wrong: tuple[str, str]
) -> None:
    assert graver(heading, right) == []
    said = graver(heading, right.replace(*wrong))
    assert [each for each in said if each.startswith("占比")] == said != []


EDUCATION = "一般公共预算财政拨款支出900.00万元，主要用于以下方面：教育支出600.00万元，占66.67%"
OTHERS = "卫生健康支出100.00万元，占11.11%；住房保障支出200.00万元，占22.22%。"
SCHOOLS = "普通教育500.00万元，占83.33%；职业教育100.00万元，占16.67%"


@pytest.mark.parametrize(
    ("heading", "right", "wrong", "should_be"),
    [
        # What belongs to another whole of the sentence is not right for that.
        (STRUCTURE, f"{EDUCATION}；{OTHERS}", ("占11.11%", "占16.67%"), "11.11%"),
        (
            STRUCTURE,
            f"{EDUCATION}，其中：普通教育500.00万元，占83.33%；{OTHERS}",
            ("占11.11%", "占16.67%"),
            "11.11%",
        ),
        (STRUCTURE, f"{EDUCATION}，其中：{SCHOOLS}；{OTHERS}", ("占11.11%", "占16.67%"), "11.11%"),
        # The shares in one pair of brackets are of one whole.
        (
            STRUCTURE,
            f"{EDUCATION}（其中：{SCHOOLS}）；{OTHERS}",
            ("占16.67%", "占11.11%"),
            "16.67%",
        ),
        (
            OUTLAY,
            "本年支出合计1250万元。基本支出812.5万元，占65%，其中人员经费700万元，占86.15%，"
            "公用经费112.5万元，占13.85%；项目支出437.5万元，占35%。",
            ("占35%", "占53.85%"),
            "35.00%",
        ),
    ],
)
def test_the_shares_of_a_list_are_of_one_whole(
    heading: str, right: str, wrong: tuple[str, str], should_be: str
) -> None:
    assert graver(heading, right) == []
    (said,) = graver(heading, right.replace(*wrong))
    assert f"＝{should_be}，印的是 {wrong[1].removeprefix('占')}" in said


def test_the_shares_of_two_levels_are_not_added_up() -> None:
    parts = SCHOOLS.replace("占83.33%", "占55.56%").replace("占16.67%", "占11.11%")
    assert graver(STRUCTURE, f"{EDUCATION}，其中：{parts}；{OTHERS}") == []


def test_a_part_that_stands_alone_may_be_less_than_the_whole() -> None:
    right = "公务接待费支出3.00万元，占“三公”经费的15%，其中国内公务接待费2.40万元。"
    assert graver(THREE, right) == []
    assert [each for each in graver(THREE, right.replace("2.40", "4.40")) if "合计" in each]
    both = right.replace("2.40万元", "2.40万元，外事接待费0.60万元")
    assert graver(THREE, both) == []
    assert [each for each in graver(THREE, both.replace("0.60", "0.80")) if "合计" in each]
    assert [each for each in graver(THREE, both.replace("0.60", "0.40")) if "合计" in each]


@pytest.mark.parametrize(
    ("right", "wrong", "rule"),
    [
        (
            "“三公”经费2024年决算15.00万元，2023年决算18.00万元，同比减少3.00万元，降低16.67%。",
            ("16.67%", "26.67%"),
            "增减率",
        ),
        (
            "“三公”经费2023年决算18.00万元，2024年决算15.00万元，同比减少3.00万元。",
            ("减少3.00", "减少5.00"),
            "增减额",
        ),
        (
            "公务接待费人均4.40万元，比上年人均4.00万元增加0.40万元，增长10%。",
            ("10%", "20%"),
            "增减率",
        ),
    ],
)
def test_a_change_between_two_years_that_are_named(
    right: str, wrong: tuple[str, str], rule: str
) -> None:
    assert graver(THREE, right) == []
    assert [each for each in graver(THREE, right.replace(*wrong)) if each.startswith(rule)]
