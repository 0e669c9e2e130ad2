"""Changes against last year: amount, rate, and what they are of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from generator.ledger.figure import round_half_up
from generator.statements.comparisons import (
    base_of,
    compared_years,
    is_of_other_base,
    now_of,
    words_before,
)
from generator.statements.intervals import HUNDRED
from generator.statements.lookup import SaidFigures
from generator.statements.mentions import (
    BUDGET,
    CHANGE,
    RATE,
    UP,
    Mention,
    ReadParagraph,
    is_amount,
)
from generator.statements.printed_numbers import MONEY, PERCENT, SaidNumber
from generator.statements.statement import (
    CHANGE_BY,
    CHANGE_OF,
    LAST_YEAR,
    NOW,
    RATE_OF,
    Operand,
    SaidStatement,
    last_year_of,
    operand_of,
    statement_of,
)

_LEVEL = re.compile(
    r"(?:与|较|和|同)(?:上年|去年|20\d\d年)度?(?:决算数?|同期)?(?:相比)?(?:基本)?持平"
)

_CHANGED = "增长|增加|上升|提高|升高|增幅|上涨|增|下降|减少|降低|下滑|降幅|减幅|减低|压减|压缩|回落|缩减|减"
_OF_THE_SAME = re.compile(
    r"(?:，|（|，?即|，?也就是)?(?:同比|(?:较|比|与)(?:上年度?|去年|20\d\d年度?)(?:同期|决算数?)?(?:相比，?)?)?"
    rf"(?:{_CHANGED}|增减(?:变动|变化)?)(?:了|率|比例|幅度|比率)*(?:约?为|是|达到?|至)?约?"
)
"""What stands between an amount and its rate: words of change alone. A name (基本支出下降), 但,
其中 or another base (较年初预算) make the rate that of something else."""


def is_rate_of(paragraph: ReadParagraph, change: Mention, rate: Mention) -> bool:
    """Whether a rate goes on from the amount before it: 增加10万元，增长5%."""
    between = paragraph.text[change.number.end : rate.number.start]
    return _OF_THE_SAME.fullmatch(between) is not None


def changes_of(paragraph: ReadParagraph, figures: SaidFigures) -> Iterator[SaidStatement]:
    """The changes of a paragraph: amounts, rates, and 持平."""
    mentions = paragraph.mentions
    for index, mention in enumerate(mentions):
        if mention.role == CHANGE and mention.number.kind != PERCENT:
            yield _change(paragraph, mentions, index, figures)
        elif mention.role == RATE:
            yield _rate(paragraph, mentions, index, figures)
    yield from _level(paragraph)


def _change(
    paragraph: ReadParagraph, mentions: Sequence[Mention], index: int, figures: SaidFigures
) -> SaidStatement:
    mention = mentions[index]
    last = base_of(paragraph, index)
    now = None
    if not is_of_other_base(paragraph, index, figures.year, last):
        now = now_of(paragraph, index, figures, mention)
    operands: list[Operand] = []
    start = mention.number.start
    if now is not None:
        operands.append(operand_of(NOW, now))
        if now.paragraph == mention.paragraph and now.sentence == mention.sentence:
            start = now.number.start
    if last is not None:
        operands.append(operand_of(LAST_YEAR, last))
        start = min(start, last.number.start)
    statement = statement_of(CHANGE_OF, mention, tuple(operands), paragraph, start)
    return replace(statement, label=_label(mention, now, last))


def _rate(
    paragraph: ReadParagraph, mentions: Sequence[Mention], index: int, figures: SaidFigures
) -> SaidStatement:
    mention = mentions[index]
    change = _change_before(paragraph, mentions, index)
    start = mention.number.start
    if change is None and not mention.name and _follows_change(mentions, index):
        # Of something that has no name here: no number before it is known to be its own.
        return statement_of(RATE_OF, mention, (), paragraph, start)
    at = index if change is None else index - 1
    last = base_of(paragraph, at)
    is_other = any(is_of_other_base(paragraph, each, figures.year, last) for each in {at, index})
    if is_other or (change is not None and _are_listed(paragraph, index)):
        return statement_of(RATE_OF, mention, (), paragraph, start)
    operands: list[Operand] = []
    now = now_of(paragraph, at, figures, change or last)
    years = compared_years(paragraph, index) if change is None else None
    if years is not None:
        now, last = years
    if change is not None:
        operands.append(operand_of(CHANGE_BY, change))
        start = change.number.start
    if now is not None:
        operands.append(operand_of(NOW, now))
    if last is not None:
        operands.append(operand_of(LAST_YEAR, last))
    elif change is not None and now is not None:
        operands.append(_last_year(now, change, mention))
    statement = statement_of(RATE_OF, mention, tuple(operands), paragraph, start)
    return replace(statement, label=_label(change or mention, now, last))


def _label(mention: Mention, now: Mention | None, last: Mention | None) -> str:
    label = mention.name
    if not label and now is not None:
        label = now.name or now.label
    if mention.whole == BUDGET or (last is not None and last.role == BUDGET):
        return f"{label}与预算相比"
    return label or mention.label


def _last_year(now: Mention, change: Mention, rate: Mention) -> Operand:
    """Last year's amount as this year's and the change leave it open; where change and rate go
    different ways, as the word of the rate has it if the rate is right then: the other is wrong."""
    this, by = operand_of(NOW, now), operand_of(CHANGE_BY, change)
    if rate.direction and rate.direction != change.direction:
        by_rate = last_year_of(this, by, grew=rate.direction == UP)
        if by_rate.value > 0 and _is_rate(rate, change.number.amount / by_rate.value):
            return by_rate
    return last_year_of(this, by, grew=change.direction == UP)


def _is_rate(rate: Mention, ratio: Decimal) -> bool:
    return round_half_up(abs(ratio) * HUNDRED, rate.number.decimals) == abs(rate.number.value)


def _change_before(
    paragraph: ReadParagraph, mentions: Sequence[Mention], index: int
) -> Mention | None:
    """The change that a rate goes on from: right before it, in its sentence."""
    if _follows_change(mentions, index) and is_rate_of(
        paragraph, mentions[index - 1], mentions[index]
    ):
        return mentions[index - 1]
    return None


def _follows_change(mentions: Sequence[Mention], index: int) -> bool:
    """Whether the number before one, in its sentence, is a change."""
    before = mentions[index - 1] if index else None
    if before is None or before.role != CHANGE:
        return False
    return before.sentence == mentions[index].sentence


def _are_listed(paragraph: ReadParagraph, index: int) -> bool:
    """分别减少10批次、100人次，下降20%、25%: whether a rate is one of several for several
    changes."""
    behind = paragraph.mentions[index + 1 : index + 2]
    return (
        paragraph.mentions[index - 1].among > 0
        and bool(behind)
        and behind[0].number.kind == PERCENT
        and words_before(paragraph, index + 1) in ("、", "和", "及")
    )


def _level(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """与上年持平: a change of zero."""
    amounts = [mention for mention in paragraph.mentions if is_amount(mention)]
    starts = [mention.number.start for mention in amounts]
    for match in _LEVEL.finditer(paragraph.text):
        passed = bisect_left(starts, match.start())
        if not passed:
            continue
        now = amounts[passed - 1]
        number = SaidNumber(match[0], Decimal(0), MONEY, "万元", match.start(), match.end(), 2)
        level = replace(now, role=CHANGE, number=number, name="")
        begin = now.number.start
        yield replace(
            statement_of(CHANGE_OF, level, (operand_of(NOW, now),), paragraph, begin),
            label=now.name or now.label,
        )
