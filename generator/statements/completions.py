"""Completion of the budget: 支出决算为260.86万元，完成预算100%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
from generator.statements.statement import (
    ACTUAL,
    COMPLETION_OF,
    PLANNED,
    SaidStatement,
    operand_of,
    statement_of,
)

_COMPARED = re.compile("[与较比同和]")


def completions_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The completions of a paragraph, each with outlay and budget as far as they are printed."""
    mentions = paragraph.mentions
    for index, mention in enumerate(mentions):
        if mention.role != COMPLETION:
            continue
        actual, planned = _before(mentions, index)
        planned = planned or _in_brackets(paragraph, index)
        if actual is None and planned is None:
            continue
        operands = []
        if actual is not None:
            operands.append(operand_of(ACTUAL, actual))
        if planned is not None:
            operands.append(operand_of(PLANNED, planned))
        near = [m for m in (actual, planned) if m is not None]
        start = min(m.number.start for m in near)
        name = "" if actual is None else actual.name or actual.label
        yield statement_of(COMPLETION_OF, mention, tuple(operands), paragraph, start, label=name)


def _in_brackets(paragraph: ReadParagraph, index: int) -> Mention | None:
    """完成预算的84.30%（预算150.00万元）: the budget behind the rate."""
    rate = paragraph.mentions[index]
    for after in paragraph.mentions[index + 1 : index + 2]:
        between = paragraph.text[rate.number.end : after.number.start]
        if after.role == BUDGET and between.startswith("（") and "）" not in between:
            return after
    return None


def _before(mentions: Sequence[Mention], index: int) -> tuple[Mention | None, Mention | None]:
    """Outlay and budget before a rate of completion, back to the rate before it."""
    actual = planned = None
    begins = False
    for before in reversed(numbers_before(mentions, index)):
        if before.role in (COMPLETION, CHANGE, LAST):
            break
        apart = mentions[index].sentence - before.sentence
        if apart == 1 and before is mentions[index - 1]:
            begins = True  # 。完成预算的66.67%: the sentence goes on with the one before it
        if before.role == BUDGET and planned is None and apart <= 1:
            planned = before
            # 与年初预算100万元相比，完成年初预算的90%: the outlay stands in the sentence before.
            begins = begins or (not apart and bool(_COMPARED.match(before.label)))
        elif is_amount(before) and actual is None and (not apart or begins):
            actual = before
    return actual, planned
