"""What templates say with a figure, and the captions of charts, apart from any form."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from generator.document.charts import build_charts
from generator.document.language import Language
from generator.document.numbers import NumberStyle, Registry
from generator.forms.form import load_form
from generator.ledger.figure import PERCENT, Figure


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("100", "100%"),
        ("84.9", "85%"),
        ("84.5", "85%"),
        ("0", "0%"),
        ("170.6", "171%"),
        ("99.5", "99.50%"),
        ("100.4", "100.40%"),
        ("0.4", "0.40%"),
        (None, "0%"),
    ],
)
def test_whole_percent_is_never_100_by_rounding(value: str | None, shown: str) -> None:
    language = Language(NumberStyle(2, strip_percent=False, strip_amount=False), Registry())
    figure = None if value is None else Figure(Decimal(value), PERCENT, "完成预算")
    assert re.sub("<[^>]*>", "", language.whole_percent(figure)) == shown


@pytest.mark.parametrize(
    ("habit", "caption"),
    [("有", "（图1：某图）"), ("带类型", "（图1：某图）（柱状图）"), ("无", None)],
)
def test_captions(habit: str, caption: str | None) -> None:
    figure = Figure(Decimal(5), "万元", "某数")
    declared = {
        "名称": "某",
        "题": "某图",
        "类型": "柱状图",
        "类别": ["收入"],
        "系列": [{"名称": "年", "数": ["数"]}],
    }
    assert (
        build_charts(
            [declared],
            {"数": figure, "年": "2023年"}.__getitem__,
            load_form("四川").numbering,
            NumberStyle(1, strip_percent=True, strip_amount=True),
            captions=habit,
        )["某"].caption
        == caption
    )
