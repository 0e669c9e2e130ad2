"""增 written for 减: how that comes out of the numbers, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.money import WAN
from generator.statements.printed_numbers import MONEY, SaidNumber, shown
from generator.statements.statement import Operand

_OPPOSITES = {
    "增加": "减少",
    "增长": "下降",
    "上升": "下降",
    "提高": "降低",
    "减少": "增加",
    "下降": "增长",
    "降低": "提高",
    "压减": "增加",
    "增": "减",
    "减": "增",
    "降": "增",
}
_WORD = re.compile("|".join(_OPPOSITES))
_REACH = 8
"""So many signs before a number its word begins at the latest: 减少额约为."""


def by_the_right_word(
    text: str, now: Operand, last: Decimal, rate: SaidNumber, wrong: Sequence[SaidNumber]
) -> str:
    """That ``rate`` is exactly what follows from this year's number and last year's, as it would be,
    and what to write before the ``wrong`` numbers of the paragraph ``text``."""
    word = "减少" if last > now.value else "增加"
    unit = WAN
    if now.number is not None and now.number.kind != MONEY:
        unit = now.number.unit
    computed = f"按{word}算，上年 {shown(last)}{unit}，正好是 {rate.text}"
    to_write = "、".join(_to_write(text, wrong))
    if not to_write:
        return computed
    return f"{computed}：{to_write}"


def _to_write(text: str, wrong: Sequence[SaidNumber]) -> Iterator[str]:
    """把“减少48.85万元”改成“增加48.85万元”, for each number whose word is known."""
    for number in wrong:
        reach = max(0, number.start - _REACH)
        words = list(_WORD.finditer(text, reach, number.start))
        if words:
            word = words[-1]
            behind = text[word.end() : number.end]
            yield f"把“{word[0]}{behind}”改成“{_OPPOSITES[word[0]]}{behind}”"
