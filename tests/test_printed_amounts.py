"""Amounts in messages: as a document prints them, unless the decimals matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.gallery import FILE, example
from generator.money import as_printed
from generator.pipeline.checking import check


@pytest.mark.parametrize(
    ("exact", "printed"),
    [
        ("增长 130%（12.49 万元 → 28.722062 万元）", "增长 130%（12.49 万元 → 28.72 万元）"),
        ("预算 5 万元，决算 12.345 万元", "预算 5 万元，决算 12.35 万元"),
        # Another unit, a part of a number that goes on.
        ("287220.625 元，3.1415 辆", "287220.625 元，3.1415 辆"),
    ],
)
def test_two_decimals_are_enough(exact: str, printed: str) -> None:
    assert as_printed(exact) == printed


@pytest.mark.parametrize(
    "text",
    [
        "合计 12.341 万元，明细 12.342 万元",
        "相差 0.0004 万元，合计 12.341 万元",
        "本年 1234.567 万元，上年 12.34567 万元",
    ],
    ids=("two that would be the same", "one that would be zero", "the point elsewhere"),
)
def test_decimals_that_matter_stay(text: str) -> None:
    assert as_printed(text) == text


def test_a_hint_has_the_printed_amount_and_its_note_the_exact_one(tmp_path: Path) -> None:
    shown = example("错位")
    assert shown
    typed = "上年决算数: 21"
    text = shown.files()[1]
    assert typed in text
    path = tmp_path / FILE
    path.write_text(text.replace(typed, "上年决算数: 11.123456, 原因: 增编", 1), encoding="utf-8")
    (finding,) = [each for each in check(path).findings if each.rule == "增减过半"]
    assert "（11.12 万元 → 21.00 万元）" in finding.message
    assert finding.value.endswith("11.123456")
