"""juesuan audit: of what has one cause, one finding, at the number that is wrong."""

from __future__ import annotations

import random
import re
import time
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.audit.audit import audit
from generator.audit.remark import AuditRemark
from generator.extracting.content import (
    Extract,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
    Spot,
)
from generator.extracting.plain import read_plain
from generator.findings.place import Level
from generator.statements.causes import MOST_FAILING, causes_of
from generator.statements.relation import ADDED_UP, Relation, Term
from tests.helpers import ROOT

CASES = ROOT / "tests" / "cases" / "审核"
HEAD = ("某局2024年度部门决算", "第三部分 2024年度部门决算情况说明")
OVERALL = "一、收入支出决算总体情况说明"
OUTLAY = "二、支出决算情况说明"


def said_of(*lines: str) -> list[AuditRemark]:
    """What is told of paragraphs, no hints."""
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate((*HEAD, *lines), 1))
    return [
        item for item in audit(Extract(tuple(paragraphs))).remarks if item.level is not Level.HINT
    ]


PARTS = (
    "2024年度本年支出合计1250.00万元，其中：基本支出812.50万元，占65.00%；"
    "项目支出437.50万元，占35.00%。"
)
AGAIN = "2024年度收、支总计1250.00万元。与2023年度相比，收、支总计各增加50.00万元，增长4.17%。"


@pytest.mark.parametrize(
    ("right", "wrong", "printed", "wanted"),
    [
        ("基本支出812.50", "基本支出912.50", "912.50万元", "812.50万元"),
        ("合计1250.00", "合计1950.00", "1950.00万元", "1250万元"),
        ("占65.00%", "占95.00%", "95.00%", "65.00%"),
        ("增加50.00万元", "增加90.00万元", "90.00万元", "50.00万元"),
    ],
)
def test_one_wrong_number_is_one_finding_at_that_number(
    right: str, wrong: str, printed: str, wanted: str
) -> None:
    lines = (OVERALL, AGAIN, OUTLAY, PARTS)
    assert said_of(*lines) == []
    (item,) = said_of(*(line.replace(right, wrong) for line in lines))
    assert (item.printed, item.right) == (printed, wanted)


def test_what_fails_with_it_is_named_behind_it() -> None:
    published = audit(read_plain(CASES / "003.txt")).remarks
    (item,) = [each for each in published if each.spot.line == 54]
    assert (item.printed, item.right) == ("3.49万元", "1.80万元")
    assert [spot.line for spot in item.see] == [44]
    assert "同一个原因，另见第 44 行" in item.message


def test_of_two_that_are_as_likely_neither_is_said_to_be_right() -> None:
    (item,) = said_of(OVERALL, AGAIN.replace("增加50.00", "增加90.00"))
    assert item.right == ""
    assert "也可能是 90.00万元写错了，应是 50.00万元" in item.message
    assert item.instead[0] == "90.00万元"


@pytest.mark.parametrize(
    ("sentence", "slip"),
    [
        ("年初预算为76万元，支出决算为72.85万元，完成年初预算的95.88%。", "72.85万元"),
        (
            "支出决算为72.85万元，年初预算为76万元，完成年初预算的95.88%。其他72.87万元。",
            "72.85万元",
        ),
        ("支出8.50万元，较上年减少0.50万元，下降5.8%。", "0.50万元"),
        ("支出1.27万元，较上年增加0.20万元，增长20.0%。", "1.27万元"),
        ("年初预算为100万元，支出决算为95万元，完成年初预算的93%。另有102万元。", "93%"),
        ("收、支总计5520.00万元，比上年增加120.00万元，增长2.23%。另有5500.00万元。", "2.23%"),
    ],
)
def test_what_may_be_mistyped_as_well_is_named(sentence: str, slip: str) -> None:
    (item,) = said_of(OVERALL, sentence)
    assert slip in (item.printed, *item.instead)
    assert (item.right, "也可能是" in item.message) == ("", True)


def test_a_sum_alone_leaves_open_which_of_its_numbers_is_wrong() -> None:
    (item,) = said_of("（三）国有资产占有使用情况", "共有车辆5辆，其中：应急用车2辆、其他用车2辆。")
    assert item.right == ""
    assert "合计和各部分里有一个写错了" in item.message


_NUMBER = re.compile(r"(?<![\d.,])[1-9]\d*(?:,\d{3})*(?:\.\d+)?(?=\s*(?:万元|%))")
_LAW = re.compile(r"\s*万元(?:（含）)?以上")


def blamed(path: Path, count: int) -> tuple[int, int, int]:
    """Single digits changed in a right document: how many are told, how many of these at the
    changed number or with it among what may be wrong, and how many findings there are."""
    extract = read_plain(path)
    places = [
        (index, block, match)
        for index, block in enumerate(extract.blocks)
        if isinstance(block, ExtractedParagraph)
        for match in _NUMBER.finditer(block.text)
        if match[0].strip("0.") and not _LAW.match(block.text, match.end())
    ]
    chosen = random.Random(7)  # noqa: S311 - the same digits each time, nothing secret
    chosen.shuffle(places)
    told = at_place = findings = 0
    for index, block, match in places[:count]:
        digit = chosen.choice([each for each in "123456789" if each != match[0][0]])
        wrong = f"{digit}{match[0][1:]}"
        text = f"{block.text[: match.start()]}{wrong}{block.text[match.end() :]}"
        blocks = list(extract.blocks)
        blocks[index] = replace(block, text=text)
        remarks = [
            item for item in audit(Extract(tuple(blocks))).remarks if item.level is not Level.HINT
        ]
        findings += len(remarks)
        told += bool(remarks)
        plain = wrong.replace(",", "")
        at_place += any(
            (item.spot == block.spot and item.printed.replace(",", "").startswith(plain))
            or any(each.replace(",", "").startswith(plain) for each in item.instead)
            for item in remarks
        )
    return told, at_place, findings


@pytest.mark.parametrize("style", ["四川2020", "广西", "浙江", "重庆"])
def test_a_wrong_digit_is_told_once_and_where_it_stands(style: str) -> None:
    count = 20
    told, at_place, findings = blamed(CASES / "写法" / f"{style}.txt", count)
    assert told >= count - 3
    assert at_place >= told - 2
    assert findings <= told + 2


def test_rows_that_have_nothing_in_common_are_judged_once() -> None:
    def row(number: int) -> Relation:
        values = (Decimal(9000 + number), Decimal(4000 + 7 * number), Decimal(3000 + number))
        signs = (-1, 1, 1)
        return Relation(
            ADDED_UP,
            tuple(
                Term(
                    Spot(0, 1, number, column),
                    -1,
                    f"{value}.00",
                    value,
                    Decimal("0.005"),
                    sign=sign,
                )
                for column, (value, sign) in enumerate(zip(values, signs, strict=True))
            ),
        )

    rows = [row(number) for number in range(1, MOST_FAILING)]
    begun = time.perf_counter()
    causes = list(causes_of(rows, [], lambda term, value: 0))
    assert time.perf_counter() - begun < 3
    assert sorted(each.failing for each in causes) == [(at,) for at in range(len(rows))]


_YEARS = "2024年度收、支总计1276.81万元。"
_RATE = "与2023年度相比，收、支总计各增加48.85万元，增长3.98%。"
_BOTH = "2024年度收、支总计1276.81万元，比上年1227.96万元增加48.85万元，增长3.98%。"


@pytest.mark.parametrize(
    ("sentence", "right", "wrong", "message"),
    [
        (
            f"{_YEARS}{_RATE}",
            "增加",
            "减少",
            "增减方向：前面是减少 48.85万元，这里的 3.98% 写的却是增加；按增加算，上年 1227.96万元，"
            "正好是 3.98%：把“减少48.85万元”改成“增加48.85万元”",
        ),
        (
            f"{_YEARS}{_RATE}",
            "增长",
            "下降",
            "增减方向：前面是增加 48.85万元，这里的 3.98% 写的却是减少；按增加算，上年 1227.96万元，"
            "正好是 3.98%：把“下降3.98%”改成“增长3.98%”",
        ),
        (_BOTH, "增加", "减少", "增减额：本年 1276.81万元，上年 1227.96万元，应是“增加”"),
    ],
)
def test_a_wrong_word_is_told_once_and_leads_to_no_other_year(
    sentence: str, right: str, wrong: str, message: str
) -> None:
    assert said_of(OVERALL, sentence) == []
    (item,) = said_of(OVERALL, sentence.replace(right, wrong))
    assert f"{item.rule}：{item.message}".startswith(message)


def test_two_wrong_words_are_guessed() -> None:
    words = _RATE.replace("增加", "减少").replace("增长", "下降")
    (item,) = said_of(OVERALL, f"{_YEARS}{words}")
    assert item.guess == (
        "像是增减写反了，按增加算，上年 1227.96万元，正好是 3.98%："
        "把“减少48.85万元”改成“增加48.85万元”、把“下降3.98%”改成“增长3.98%”"
    )


def test_what_is_counted_is_no_money_where_a_word_is_wrong() -> None:
    (item,) = said_of("七、三公经费支出决算情况说明", "公务接待40批次，比上年增加10批次，下降20%。")
    assert item.message.endswith(
        "按减少算，上年 50批次，正好是 20%：把“增加10批次”改成“减少10批次”"
    )


@pytest.mark.parametrize("wrong", ["9.8", "3.9", "93"])
def test_a_wrong_score_is_told_at_its_cell_alone(wrong: str) -> None:
    def told(score: str) -> list[AuditRemark]:
        rows = (
            ("项目名称", "某项目", "", "", "", "", ""),
            ("项目资金", "全年预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"),
            ("总额", "80.00", "74.40", "93.00%", "10", score, ""),
            ("三级指标", "指标值", "完成值", "度量单位", "权重", "得分", "原因"),
            ("开放天数", "300", "300", "天", "50", "50", ""),
            ("参观人数", "900", "900", "人", "40", "39", ""),
            ("合计", "", "", "", "100", "98.3", ""),
        )
        cells = (
            tuple(ExtractedCell(text, Spot(1, 1, row, at)) for at, text in enumerate(texts, 1))
            for row, texts in enumerate(rows, 1)
        )
        remarks = audit(Extract((ExtractedTable(tuple(cells), Spot(1, 1)),))).remarks
        return [item for item in remarks if item.level is not Level.HINT]

    assert told("9.3") == []
    (item,) = told(wrong)
    assert (item.spot, item.printed, item.level) == (Spot(1, 1, 3, 6), wrong, Level.ERROR)
    assert item.message.startswith(f"得分＝74.40÷80.00×10＝9.3，印的是 {wrong}")
