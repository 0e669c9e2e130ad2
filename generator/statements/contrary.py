"""A change whose amount and whose rate go different ways: 减少1.81万元，增长9%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from generator.statements.changes import is_rate_of
from generator.statements.mentions import CHANGE, RATE, Mention, ReadParagraph
from generator.statements.printed_numbers import PERCENT


class ContraryDirection(Struct, frozen=True):
    """An amount of change and the rate behind it that has the other direction."""

    change: Mention
    rate: Mention

    @property
    def message(self) -> str:
        """What is wrong, in words."""
        words = {"增": "增加", "减": "减少"}
        change, rate = self.change, self.rate
        return (
            f"前面是{words.get(change.direction, change.direction)} {change.number.text}，"
            f"这里的 {rate.number.text} 写的却是{words.get(rate.direction, rate.direction)}"
        )


def contrary_directions(paragraph: ReadParagraph) -> Iterator[ContraryDirection]:
    """The changes of a paragraph whose amount and rate contradict each other."""
    for index, (change, rate) in enumerate(pairwise(paragraph.mentions)):
        if not _is_amount_of_change(change) or rate.role != RATE:
            continue
        of_one = is_rate_of(paragraph, change, rate) and rate.number.unit == "%"
        # 增减率为5% says no direction.
        is_open = "增减" in paragraph.text[change.number.end : rate.number.start]
        if not of_one or is_open or _several(paragraph.mentions, index):
            continue
        both = change.number.value > 0 and rate.number.value > 0
        if both and change.direction != rate.direction:
            yield ContraryDirection(change, rate)


def _is_amount_of_change(mention: Mention) -> bool:
    return mention.role == CHANGE and mention.number.kind != PERCENT


def _several(mentions: Sequence[Mention], index: int) -> bool:
    """Whether several amounts of change stand before the rates (甲增加20万元、乙减少5万元，增长10%、下降5%):
    then the rate behind the last one is not its own."""
    change = mentions[index]
    if change.among or index == 0:
        return bool(change.among)
    before = mentions[index - 1]
    return _is_amount_of_change(before) and before.sentence == change.sentence
