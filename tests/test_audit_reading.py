"""Numbers and statements in a text: what is read, in whatever way it is written."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.audit.audit import audit
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.extracting.pdf_geometry import RuledLine, Sign, ruled_tables
from generator.extracting.plain import read_plain
from generator.ledger.figure import round_half_up
from generator.ledger.interval import Interval
from generator.reading.numerals import worth
from generator.statements.intervals import added, less, percent
from generator.statements.normal_text import normal
from generator.statements.printed_numbers import numbers_in, value_of_numerals
from generator.statements.statement import SaidStatement
from generator.statements.statements import statements_of
from generator.statements.verdicts import Grade, verdicts_of
from tests.helpers import examples

AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def read(*lines: str, part: str = "") -> tuple[SaidStatement, ...]:
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1))
    return statements_of(Extract(tuple(paragraphs)), part).statements


@given(AMOUNTS)
@settings(max_examples=examples(200), deadline=None)
def test_an_amount_is_read_however_it_is_written(amount: Decimal) -> None:
    for text in (f"{amount}", f"{amount:,}", f"{amount}".translate(WIDE), f" {amount} "):
        (number,) = numbers_in(normal(f"支出{text}万元，其余").text)
        assert (number.value, number.unit) == (amount, "万元")


@given(st.integers(min_value=1, max_value=9999))
@settings(max_examples=examples(200), deadline=None)
def test_chinese_numerals_are_read(value: int) -> None:
    digits = "零一二三四五六七八九"
    words, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // scale % 10
        if digit:
            words += ("零" if zero and words else "") + digits[digit] + name
        zero = not digit
    assert value_of_numerals(words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("一百五", 150),
        ("一百零五", 105),
        ("三千五", 3500),
        ("二万三", 23000),
        ("两万五", 25000),
        ("十二万五千", 125000),
        ("一千零五十", 1050),
        ("一亿三", 130_000_000),
        ("三万亿", 3_000_000_000_000),
        ("二十五", 25),
        ("十十", None),
        ("二三十", None),
        ("一百零", None),
        ("二百两", None),
        ("一十百", None),
        ("一万万", None),
        ("一百五万", None),
    ],
)
def test_spoken_numerals_are_read_and_no_others(words: str, value: int | None) -> None:
    assert worth(words) == value


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("一百五十万元", [("150", "万元")]),
        ("1.2亿元", [("1.2", "亿元")]),
        ("支出960元", [("960", "元")]),
        ("增长百分之三点五", [("3.5", "%")]),
        ("接待8批次，77人次", [("8", "批次"), ("77", "人次")]),
        ("财会〔2012〕21号", []),
        ("2023年12月31日", []),
        ("1—12月预算执行总体进度为64.51%", [("64.51", "%")]),
        ("第3季度", []),
    ],
)
def test_what_is_a_number(text: str, numbers: list[tuple[str, str]]) -> None:
    read_numbers = [(str(each.value), each.unit) for each in numbers_in(normal(text).text)]
    assert read_numbers == numbers


@given(AMOUNTS, st.integers(0, 4))
@settings(max_examples=examples(200), deadline=None)
def test_a_printed_number_stands_for_what_it_was_rounded_from(amount: Decimal, places: int) -> None:
    for unit in ("万元", "亿元", "%"):
        printed = round_half_up(amount, places)
        (number,) = numbers_in(f"{printed}{unit}")
        exact = amount if places >= 2 or unit == "%" else printed
        factor = Decimal(10000) if unit == "亿元" else Decimal(1)
        assert number.interval.low <= exact * factor <= number.interval.high


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6))
@settings(max_examples=examples(100), deadline=None)
def test_intervals_hold_what_their_numbers_give(pairs: list[tuple[Decimal, Decimal]]) -> None:
    intervals = [Interval(min(pair), max(pair)) for pair in pairs]
    lows, highs = [min(pair) for pair in pairs], [max(pair) for pair in pairs]
    assert added(intervals).low == sum(lows)
    assert added(intervals).high == sum(highs)
    first, last = intervals[0], intervals[-1]
    assert less(first, last).low <= lows[0] - lows[-1] <= less(first, last).high
    share = percent(first, last)
    if share is not None:
        assert share.low <= highs[0] * 100 / lows[-1] <= share.high


@given(st.lists(st.decimals(min_value=1, max_value=10**6, places=4), min_size=2, max_size=6))
@settings(max_examples=examples(200), deadline=None)
def test_shares_and_sums_of_rounded_amounts_are_never_wrong(exact: list[Decimal]) -> None:
    names = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出", "其他")
    whole = sum(exact, Decimal(0))
    parts = "；".join(
        f"{name}{round_half_up(amount, 2)}万元，占{round_half_up(amount * 100 / whole, 1)}%"
        for name, amount in zip(names, exact, strict=False)
    )
    text = f"2023年度本年支出合计{round_half_up(whole, 2)}万元，其中：{parts}。"
    statements = read("三、支出决算情况说明", text)
    wrong = [v for s in statements for v in verdicts_of(s) if v.grade is not Grade.TAIL]
    if len(exact) <= 5:
        assert not wrong
        assert sum(statement.kind == "占比" for statement in statements) == len(exact)


@given(
    st.decimals(min_value=10, max_value=10**6, places=2),
    st.decimals(min_value=10, max_value=10**6, places=2),
)
@settings(max_examples=examples(200), deadline=None)
def test_a_change_computed_from_exact_amounts_is_never_wrong(now: Decimal, last: Decimal) -> None:
    change = now - last
    word, rate = ("增加", "增长") if change >= 0 else ("减少", "下降")
    share = round_half_up(abs(change) * 100 / last, 2)
    text = f"2023年度收、支总计均为{now}万元。与2022年度相比，收、支总计各{word}{abs(change)}万元，"
    statements = read("一、收入支出决算总体情况说明", f"{text}{rate}{share}%。")
    assert not [v for s in statements for v in verdicts_of(s)]


def test_a_line_that_breaks_before_its_unit_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    path.write_text(
        "六、一般公共预算财政拨款基本支出决算情况说明\n2023年度基本支出554.47\n"
        "万元，其中：人员经费482.34万元，主要包括：奖金。\n公用经费72.13万元。\n",
        encoding="utf-8",
    )
    statements = statements_of(read_plain(path)).statements
    (total,) = [each for each in statements if each.kind == "合计"]
    assert [part.text for part in total.operands] == ["482.34万元", "72.13万元"]


@pytest.mark.parametrize(
    "text",
    ["增" * 40_000, "占" * 40_000 + "%", "1" * 40_000, "（" * 20_000, "、".join("甲乙丙" * 9000)],
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()
    read(f"对{text}等3个项目开展了绩效自评，占{text[:5000]}的5%。")
    assert time.perf_counter() - begun < 10


@pytest.mark.long
@pytest.mark.parametrize(
    "piece",
    [
        "支出1.23万元，",
        "甲支出1.23万元，占5.1%；",
        "增加1.23万元，增长5.1%，",
        "接待费1.23万元，与上年持平，",
        "1人，分别为",
        "三十个项目、一百五十万元，",
        "决算1.2万元，完成预算3.1%，",
        "甲乙丙、丁戊等3个项目，",
        "（含1.1万元，",
        "甲1.1万元、乙2.2万元和",
        "得分3分，其中：",
        "合计得分38分，其中：甲得分14分。",
        "购置车辆2辆，单价1.2万元，共2.4万元；",
        "增减率5%",
    ],
)
def test_a_paragraph_four_times_as_long_takes_about_four_times_as_long(piece: str) -> None:
    taken = []
    for times in (2_000, 8_000):
        lines = (ExtractedParagraph("三、支出决算情况说明", Spot(1)),)
        lines += (ExtractedParagraph(f"其中：{piece * times}", Spot(2)),)
        begun = time.process_time()
        audit(Extract(lines))
        taken.append(time.process_time() - begun)
    assert taken[1] < 9 * taken[0] + 1


@pytest.mark.long
@pytest.mark.parametrize("between", ["", "\n"])
@pytest.mark.parametrize(
    "piece",
    [
        "本年支出合计{0}.00万元，其中：基本支出{1}.00万元，占{2}.00%；项目支出9万元，占60.00%。",
        "年初预算为{0}.00万元，支出决算为{1}.00万元，完成年初预算的{2}.00%。",
        "公务接待费支出{0}.00万元，完成预算{2}%，比上年减少{1}.00万元，下降{2}.00%。",
        "政府采购支出总额{0}.00万元，其中：货物支出{1}.00万元，占支出总额的{2}%。",
    ],
)
def test_four_times_as_many_wrong_sentences_take_about_four_times_as_long(
    piece: str, between: str
) -> None:
    taken = []
    for times in (1_000, 4_000):
        sentences = (piece.format(100 + n, 40 + n % 57, 30 + n % 17) for n in range(times))
        text = f"三、支出决算情况说明\n{between.join(sentences)}"
        lines = [ExtractedParagraph(line, Spot(n)) for n, line in enumerate(text.split("\n"), 1)]
        begun = time.process_time()
        remarks = audit(Extract(tuple(lines))).remarks
        taken.append(time.process_time() - begun)
        assert len(remarks) > times / 2
    assert taken[1] < 9 * taken[0] + 1


@pytest.mark.long
def test_a_page_of_ruled_lines_takes_seconds() -> None:
    count, pitch = 300, 1_000
    rules = [
        RuledLine(flat, at * pitch, 0, count * pitch)
        for flat in (True, False)
        for at in range(count)
    ]
    signs = [
        Sign("数", at * pitch + 10, at * pitch + 500, at * pitch + 10, at * pitch + 500)
        for at in range(count - 1)
    ]
    begun = time.process_time()
    ((table,), outside) = ruled_tables(signs, rules)
    assert time.process_time() - begun < 5
    assert len(table.rows) == count - 1
    assert not outside


def test_aligned_columns_of_a_text_are_a_table(tmp_path: Path) -> None:
    text = """某局2024年度部门决算
第二部分 2024年度部门决算表
支出决算表
单位：万元
科目编码    科目名称              本年支出合计    基本支出    项目支出
201         一般公共服务支出      30.00           20.00       10.00
20103       政府办公厅            30.00           20.00       10.00
2010301     行政运行              30.00           20.00       10.00
213         农林水支出            10.00           10.00       0.00
"""
    path = tmp_path / "文.txt"

    def printed(content: str) -> list[tuple[str, str]]:
        path.write_text(content, encoding="utf-8")
        return [(item.printed, item.right) for item in audit(read_plain(path)).remarks]

    assert printed(text) == []
    wrong = text.replace(
        "行政运行              30.00           20.00", "行政运行              30.00           25.00"
    )
    assert printed(wrong) == [("25.00", "20.00")]
    # Where cells are left out, nobody knows of which column the numbers are.
    assert printed(text.replace("20.00       10.00\n213", "30.00\n213")) == []
