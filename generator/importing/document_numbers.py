"""Numbers that a published document tells in a sentence and in no table: 机关运行经费."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.evidence import ZERO, CellSpot, Evidence, Filled
from generator.importing.lines import DataLine, Figures, code_of
from generator.ledger.facts import PUBLIC, is_personnel
from generator.model.control import CONTROL, PUBLISHED
from generator.model.money import FUNDS, NATURES
from generator.money import IN_YUAN

_NAME = "机关运行经费"
_RUNNING = re.compile(
    rf"{_NAME}(?:财政拨款)?(?:支出)?(?:决算)?(?:数|总额|合计|共计)?(?:为|是|共)?\s*"
    r"(\d[\d,]*(?:\.\d{1,6})?)\s*(万元|元)"
)
_LAST_YEAR = re.compile("上年|去年|上一年")
_OF_A_PART = re.compile("(?:均|本级|(?:其中|所属|下属|局机关)[^，：]{0,20})$")
"""人均机关运行经费, 局本级机关运行经费: not that of the whole."""
_YEAR = re.compile(r"(20\d\d)\s*年")
_PLACE, _SENTENCE = (_NAME, "决算数"), "正文"


class SentenceNumber(Struct, frozen=True):
    """A number of a sentence, in 元; ``slack`` is half a unit of its last digit, ``year`` the year
    that the sentence names before it, 0 for none."""

    name: str
    amount: Decimal
    slack: Decimal
    year: int = 0


def numbers_said(lines: Sequence[str]) -> tuple[SentenceNumber, ...]:
    """What sentences tell of 机关运行经费, as often as they tell it."""
    return tuple(number for line in lines for number in _numbers_of(line))


def _numbers_of(line: str) -> Iterator[SentenceNumber]:
    for match in _RUNNING.finditer(line):
        before = line[: match.start()]
        sentence = before[max(before.rfind(sign) for sign in "。；") + 1 :]
        if _LAST_YEAR.search(sentence) or _OF_A_PART.search(sentence):
            continue
        digits, unit = match[1].replace(",", ""), match[2]
        half = Decimal("0.5").scaleb(-len(digits.partition(".")[2]))
        year = next(map(int, reversed(_YEAR.findall(sentence))), 0)
        yield SentenceNumber(_NAME, Decimal(digits) * IN_YUAN[unit], half * IN_YUAN[unit], year)


def take_numbers_said(
    numbers: Sequence[SentenceNumber], year: int, document: str, into: Evidence
) -> None:
    """Add the number that a document tells of its ``year``; two different ones are told and
    left."""
    of_year = [number for number in numbers if number.year in (0, year)]
    amounts = {number.amount for number in of_year}
    spot = CellSpot(document, _SENTENCE)
    if len(amounts) == 1:
        number = of_year[0]
        into.filled.append(Filled(_PLACE, number.amount, spot, slack=number.slack))
    elif amounts:
        message = f"正文里的{_NAME}有 {len(amounts)} 个不同的数"
        into.remark(spot, message, "没有导入；请核对后自己填", grave=False)


def compared_with_public(figures: Figures) -> Figures:
    """The figures without a 机关运行经费 of a sentence that is all 公用经费, from which it follows.

    One that is so but for rounding is what was published.
    """
    stated = next((line for line in figures.lines if _is_said(line)), None)
    public = _public_of(figures.lines)
    if stated is None or not public:
        return figures
    gap = abs(sum((line.amount for line in public), ZERO) - stated.amount)
    if gap > stated.slack + sum((line.slack for line in public), ZERO):
        return figures
    lines = [line for line in figures.lines if line is not stated]
    if gap:
        lines.append(replace(stated, path=(CONTROL, _NAME, PUBLISHED)))
    return replace(figures, lines=tuple(lines))


def _is_said(line: DataLine) -> bool:
    return line.path == _PLACE and line.spots[0].cell == _SENTENCE


def _public_of(lines: Sequence[DataLine]) -> list[DataLine]:
    """The numbers that make up 公用经费; none where they are not known by 经济科目."""
    basic = [
        line for line in lines if line.path[:2] == ("支出", FUNDS[0]) and line.path[3] == NATURES[0]
    ]
    if basic and all(code_of(line.path[-1])[:1] == "3" for line in basic):
        return [line for line in basic if not is_personnel(code_of(line.path[-1]))]
    return [line for line in lines if line.path == ("基本支出构成", PUBLIC)]
