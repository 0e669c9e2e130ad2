"""Completion of the budget: 支出决算为260.86万元，完成预算100%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.statements.mentions import (
    BUDGET,
    CHANGE,
    COMPLETION,
    LAST,
    Mention,
    ReadParagraph,
    is_amount,
)
from generator.statements.mentions import before as numbers_before
from generator.statements.nests import depths
from generator.statements.statement import (
    ACTUAL,
    COMPLETION_OF,
    PLANNED,
    SaidStatement,
    operand_of,
    statement_of,
)

_KINDS = re.compile("(?P<年初预算>年初)|(?P<全年预算>全年|调整)")
_CLAUSE = re.compile("[，。；：（）]")
_REACH = 30
_COMPARED = re.compile("[与较比同和]")


def completions_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The completions of a paragraph, each with outlay and budget as far as they are printed."""
    mentions = paragraph.mentions
    only_budget = _only_budget(paragraph)
    opened = depths(paragraph.text)
    for index, mention in enumerate(mentions):
        if mention.role != COMPLETION:
            continue
        actual, planned = _before(paragraph, index, opened)
        planned = planned or _in_brackets(paragraph, index) or only_budget
        of_other = index > 0 and _goes_on(paragraph, mentions[index - 1], index)
        if planned is None and (actual is None or of_other):
            continue
        operands = []
        if actual is not None:
            operands.append(operand_of(ACTUAL, actual))
        if planned is not None:
            operands.append(operand_of(PLANNED, planned))
        near = [m for m in (actual, planned) if m is not None]
        start = min(m.number.start for m in near)
        name = "" if actual is None else actual.name or actual.label
        if of_other:
            # Its outlay has a rate already: this one is held against no other rate of that.
            name = f"{_kind_of_rate(paragraph, mention)}的{name}"
        yield statement_of(COMPLETION_OF, mention, tuple(operands), paragraph, start, label=name)


def _only_budget(paragraph: ReadParagraph) -> Mention | None:
    """年初预算为100万元。…支出决算为90万元，完成年初预算的90%: the budget of a paragraph on one 科目
    that says one budget and, behind it, one completion, of one kind; None for any other."""
    budgets = [each for each in paragraph.mentions if each.role == BUDGET]
    rates = [each for each in paragraph.mentions if each.role == COMPLETION]
    if len(budgets) != 1 or len(rates) != 1 or not paragraph.item:
        return None
    (budget,), (rate,) = budgets, rates
    kind = _kind_of_rate(paragraph, rate)
    behind = budget.number.start <= rate.number.start
    if behind and kind and _kind(budget.label) == kind:
        return budget
    return None


def _in_brackets(paragraph: ReadParagraph, index: int) -> Mention | None:
    """完成预算的84.30%（预算150.00万元）: the budget behind the rate."""
    rate = paragraph.mentions[index]
    kind = _kind_of_rate(paragraph, rate)
    for after in paragraph.mentions[index + 1 : index + 2]:
        between = paragraph.text[rate.number.end : after.number.start]
        in_brackets = between.startswith("（") and "）" not in between
        if after.role == BUDGET and in_brackets and _fits(kind, after):
            return after
    return None


def _kind(words: str) -> str:
    """Which budget words name last, that of January or that of the whole year; "" for neither."""
    kinds = [match.lastgroup or "" for match in _KINDS.finditer(words)]
    return next(reversed(kinds), "")


def _kind_of_rate(paragraph: ReadParagraph, rate: Mention) -> str:
    """Which budget a rate of completion is of, as its clause says."""
    begin = max(0, rate.number.start - _REACH)
    return _kind(_CLAUSE.split(paragraph.text[begin : rate.number.start])[-1])


def _fits(kind: str, budget: Mention) -> bool:
    """Whether a budget may be the one that a rate names."""
    of_budget = _kind(budget.label)
    return not kind or not of_budget or kind == of_budget


def _goes_on(paragraph: ReadParagraph, before: Mention, index: int) -> bool:
    """完成年初预算的120%，完成全年预算的100%: whether a rate before one is of the same outlay and of
    the other budget."""
    rate = paragraph.mentions[index]
    kinds = {_kind_of_rate(paragraph, before), _kind_of_rate(paragraph, rate)}
    beside = before is paragraph.mentions[index - 1] and before.sentence == rate.sentence
    return before.role == COMPLETION and beside and len(kinds - {""}) > 1


def _before(
    paragraph: ReadParagraph, index: int, opened: Sequence[int]
) -> tuple[Mention | None, Mention | None]:
    """Outlay and budget before a rate of completion, back to the rate before it; the budget is of
    the kind that the rate names. What stands in brackets that close before the rate (``opened``: how
    many are open at each place) is a part."""
    mentions: Sequence[Mention] = paragraph.mentions
    kind = _kind_of_rate(paragraph, mentions[index])
    planned = None
    outlays: list[Mention] = []
    begins = False
    for before in reversed(numbers_before(mentions, index)):
        if _goes_on(paragraph, before, index):
            continue
        if is_amount(before) and opened[before.number.start] > opened[mentions[index].number.start]:
            continue
        if before.role in (COMPLETION, CHANGE, LAST):
            break
        apart = mentions[index].sentence - before.sentence
        if apart == 1 and before is mentions[index - 1]:
            begins = True  # 。完成预算的66.67%: the sentence goes on with the one before it
        if before.role == BUDGET and not _fits(kind, before):
            continue
        if before.role == BUDGET and planned is not None:
            parted = "其中" in paragraph.text[before.number.end : planned.number.start]
            of_parts = bool(outlays) and _total_of(outlays) is not outlays[0]
            if parted and of_parts and not apart:
                planned = before
        elif before.role == BUDGET and apart <= 1:
            planned = before
            # 与年初预算100万元相比，完成年初预算的90%: the outlay stands in the sentence before.
            begins = begins or (not apart and bool(_COMPARED.match(before.label)))
        elif is_amount(before) and (not apart or (begins and not outlays)):
            outlays.append(before)
    return _total_of(outlays), planned


def _total_of(outlays: Sequence[Mention]) -> Mention | None:
    """支出95万元，一期58万元，二期37万元: what those behind it add up to, else the last; None of none
    (``outlays`` stand from the last to the first)."""
    counted = Decimal(0)
    for passed, outlay in enumerate(outlays):
        if passed > 1 and outlay.number.amount == counted:
            return outlay
        counted += outlay.number.amount
    return next(iter(outlays), None)
