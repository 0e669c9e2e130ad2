"""juesuan audit: a right sentence is silent, and its wrong neighbour, which differs in one number
or one word, is told."""

from __future__ import annotations

import pytest

from generator.audit.audit import audit
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.findings.place import Level

HEAD = ("某局2024年度部门决算", "第三部分 2024年度部门决算情况说明")
OVERALL = "一、收入支出决算总体情况说明"
OUTLAY = "三、支出决算情况说明"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
THREE = "七、一般公共预算财政拨款“三公”经费支出决算情况说明"


def graver(heading: str, sentence: str) -> list[str]:
    """The rules and messages of what is told of a sentence under a heading, no hints."""
    lines = (*HEAD, heading, sentence)
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1))
    remarks = audit(Extract(tuple(paragraphs))).remarks
    return [f"{item.rule}：{item.message}" for item in remarks if item.level is not Level.HINT]


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
