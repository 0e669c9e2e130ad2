"""Arithmetic: rounding, differences, rates, sums over the ledger, and the words that go with them."""

from __future__ import annotations

import ast
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from generator.document.numbers import NumberStyle, plain_decimal
from generator.findings.place import Place
from generator.ledger.facts import Fact, Facts
from generator.ledger.figure import WAN, Figure, difference, explain, ratio, round_half_up, total
from tests.helpers import ROOT

amounts = st.decimals(
    min_value=-(10**9), max_value=10**9, places=6, allow_nan=False, allow_infinity=False
)
positive = st.decimals(min_value=Decimal("0.01"), max_value=10**9, places=6, allow_nan=False)


def wan(value: Decimal, label: str = "甲") -> Figure:
    return Figure(value, WAN, label)


def test_half_goes_up() -> None:
    assert round_half_up(Decimal("87.325"), 2) == Decimal("87.33")
    assert round_half_up(Decimal("15.405007"), 2) == Decimal("15.41")
    assert wan(Decimal("1290.865")).printed == Decimal("1290.87")
    assert wan(Decimal("-0.005")).printed == Decimal("-0.01")


@given(amounts, amounts)
def test_difference_is_of_what_is_printed(left: Decimal, right: Decimal) -> None:
    found = difference("差", wan(left), wan(right))
    assert found.value == wan(left).printed - wan(right).printed
    assert found.printed == found.value


@given(amounts, positive)
def test_a_reader_can_recompute_a_share(part: Decimal, whole: Decimal) -> None:
    found = ratio("占比", wan(part), wan(whole))
    if wan(whole).is_zero or wan(part).printed < 0:
        assert found is None
        return
    assert found is not None
    assert round_half_up(found.value, 2) == round_half_up(
        wan(part).printed * 100 / wan(whole).printed, 2
    )


@given(st.lists(amounts, max_size=20))
def test_totals_are_exact(values: list[Decimal]) -> None:
    assert total("和", (wan(value) for value in values)).value == sum(values, Decimal(0))


codes = st.sampled_from(
    ["2010301", "2010302", "2010350", "2013101", "2080505", "2080506", "2210201"]
)


@given(st.lists(st.tuples(codes, st.sampled_from(["基本支出", "项目支出"]), amounts), max_size=40))
def test_classes_are_sums_of_their_items(rows: list[tuple[str, str, Decimal]]) -> None:
    facts = Facts(
        Fact("支出", amount, None, 资金="一般公共预算", 功能科目=code, 支出性质=nature)
        for code, nature, amount in rows
    )
    whole = facts.total("合计").value
    assert whole == sum(
        (facts.under(code).total(code).value for code in facts.codes(digits=3)), Decimal(0)
    )
    for group in facts.codes(digits=3):
        inner = facts.under(group)
        assert inner.total(group).value == sum(
            (inner.under(code).total(code).value for code in inner.codes()), Decimal(0)
        )
    assert whole == sum(
        (facts.where(支出性质=nature).total(nature).value for nature in ("基本支出", "项目支出")),
        Decimal(0),
    )


@given(amounts, st.booleans())
def test_printed_text_reads_back(value: Decimal, strip: bool) -> None:
    text = plain_decimal(value, 2, strip=strip)
    assert Decimal(text) == round_half_up(value, 2)
    assert text != "-0"
    assert not (strip and "." in text and text.endswith("0"))


def test_number_styles() -> None:
    dropped, kept = NumberStyle(1, True, True), NumberStyle(2, False, False)
    amount, rate = wan(Decimal("855.2")), Figure(Decimal(30), "%", "占比")
    assert (dropped.text(amount), kept.text(amount)) == ("855.2", "855.20")
    assert (dropped.text(rate), kept.text(rate)) == ("30", "30.00")
    assert kept.text(wan(Decimal(11))) == "11"
    assert kept.text(Figure(Decimal(0), "%", "占比")) == "0"


def test_a_figure_explains_itself() -> None:
    typed = Figure(Decimal("554.97"), WAN, "基本支出", place=Place("甲.yaml", 12, 3))
    share = ratio("占比", typed, wan(Decimal("1845.83"), "本年支出合计"))
    assert share is not None
    assert explain(share) == "= 基本支出 554.97 ÷ 本年支出合计 1845.83"
    assert explain(typed) == "填写于 甲.yaml 第 12 行"


def test_no_float_touches_an_amount() -> None:
    """No float literal and no call of float() in the rooms through which amounts go."""
    seen = 0
    for room in ("reading", "model", "figures", "checks", "document"):
        for path in sorted((ROOT / "generator" / room).rglob("*.py")):
            seen += 1
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), (
                    f"{path}:{node.lineno}"
                )
                assert not (isinstance(node, ast.Name) and node.id == "float"), (
                    f"{path}:{node.lineno}"
                )
    assert seen > 30
