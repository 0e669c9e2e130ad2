"""How the parser numbers items, how percentages print, and what templates can add up."""

from __future__ import annotations

from decimal import Decimal

import pytest
from jinja2 import TemplateRuntimeError

from generator.document.language import Language
from generator.document.numbers import NumberStyle, Registry
from generator.document.parse import Parser, VocabularyError
from generator.document.tree import Paragraph, plain
from generator.ledger.figure import PERCENT, Figure, Missing
from generator.templating.vocabulary import References


def items(mark: str, count: int = 12) -> list[str]:
    markup = f"<section><ol{mark}>{'<li>条</li>' * count}</ol></section>"
    (section,) = Parser({}, {}, References(["正文"]), ("第一部分　", "一、", "（一）", "1.")).part(
        markup, "试.html"
    )
    return [plain(block.inlines) for block in section.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("mark", "first", "last"),
    [
        ("", "1.条", "12.条"),
        (' mark="一、"', "一、条", "十二、条"),
        (' mark="（一）"', "（一）条", "（十二）条"),
        (' mark="（1）"', "（1）条", "（12）条"),
    ],
)
def test_items_are_numbered_as_the_form_says(mark: str, first: str, last: str) -> None:
    found = items(mark)
    assert (found[0], found[-1]) == (first, last)


def test_a_mark_without_a_number_is_refused() -> None:
    with pytest.raises(VocabularyError, match="mark 里要有 1 或 一"):
        items(' mark="·"')


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("100", "100"),
        ("10.003", "10"),
        ("30.1", "30.10"),
        ("99.996", "100"),
        ("0", "0"),
        ("0.004", "0"),
    ],
)
def test_only_whole_percentages_are_bare(value: str, text: str) -> None:
    style = NumberStyle(2, strip_percent=False, strip_amount=False, bare_percent=True)
    assert style.text(Figure(Decimal(value), PERCENT, "率")) == text


def test_sums_in_templates() -> None:
    language = Language(NumberStyle(1, strip_percent=True, strip_amount=True), Registry())
    two, three = Figure(Decimal(2), "批次", "国内"), Figure(Decimal(3), "批次", "外事")
    both = language.sum("批次", two, three)
    assert isinstance(both, Figure)
    assert (both.value, both.unit, both.inputs) == (5, "批次", (two, three))
    lacking = Missing(("批次",), "批次")
    assert language.sum("批次", two, lacking) is lacking
    assert language.sum("批次", [two, three]).value == 5
    with pytest.raises(TemplateRuntimeError, match="里要有数"):
        language.sum("无")
