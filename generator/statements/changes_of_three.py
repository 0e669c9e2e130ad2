"""The change of all “三公”经费 as the sum of those of its three."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.statements.mentions import (
    BUDGET,
    CHANGE,
    UP,
    Mention,
    ReadParagraph,
    is_money,
)
from generator.statements.reading import ReadDocument
from generator.statements.statement import PART, TOTAL, SaidStatement, operand_of, statement_of

_THREE = ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费")


def changes_of_three(document: ReadDocument) -> Iterator[SaidStatement]:
    """The change of all 三公 is the sum of the changes of its three: those behind it in its own
    paragraph, else those of the sections on each."""
    changes = [mention for mention in document.mentions if _is_change_of_three(mention)]
    whole = next((each for each in changes if each.section.topic == "三公总体"), None)
    if whole is None:
        yield from _changes_beside(document, changes)
        return
    if whole.name in _THREE:
        return
    parts = {
        each.name: each
        for each in changes
        if each.paragraph == whole.paragraph and each.number.start > whole.number.start
        if each.name in _THREE
    }
    if len(parts) < 2:
        parts = {
            each.name: each
            for each in changes
            if each.section.topic in ("三公具体", "三公") and each.name in _THREE
        }
    if not parts:
        return
    paragraph = document.paragraphs[whole.paragraph]
    operands = tuple(operand_of(f"{PART}{part.direction}", part) for part in parts.values())
    yield statement_of(
        TOTAL, whole, operands, paragraph, label="三公经费增减额", complete=len(parts) > 1
    )


_CARS = "公务用车购置及运行维护费"
_OF_CARS = ("公务用车购置费", "公务用车运行维护费")
_NO_CHANGE = re.compile("持平|没有变化|无变化|无增减|未安排|未发生|均为0")


def _changes_beside(document: ReadDocument, changes: Sequence[Mention]) -> Iterator[SaidStatement]:
    """“三公”经费减少3万元，其中：甲增加1万元，乙增加2万元: parts of one paragraph, where the third has
    no change, or where what they make is the change of all, in one direction or the other."""
    for change in changes:
        paragraph = document.paragraphs[change.paragraph]
        behind = paragraph.text[change.number.end :]
        if "其中" not in behind or not _is_of_all(paragraph, change):
            continue
        by_name = {
            each.name: each
            for each in changes
            if each.paragraph == change.paragraph and each.number.start > change.number.start
            if each.name in _THREE or each.name in _OF_CARS
        }
        if _CARS in by_name:
            by_name = {name: each for name, each in by_name.items() if name not in _OF_CARS}
        parts = list(by_name.values())
        made = sum(
            each.number.amount if each.direction == UP else -each.number.amount for each in parts
        )
        is_all = len(parts) >= len(_THREE) or bool(_NO_CHANGE.search(behind))
        operands = tuple(operand_of(f"{PART}{each.direction}", each) for each in parts)
        if len(parts) > 1 and (is_all or abs(made) == change.number.amount):
            yield statement_of(TOTAL, change, operands, paragraph, label="三公经费增减额")


def _is_of_all(paragraph: ReadParagraph, change: Mention) -> bool:
    """Whether a change is that of all “三公”经费: by its name, or by the amount right before it."""
    if change.name:
        return change.name == "三公经费"
    index = paragraph.mentions.index(change)
    before = paragraph.mentions[index - 1] if index else None
    return before is not None and before.name == "三公经费" and before.sentence == change.sentence


def _is_change_of_three(mention: Mention) -> bool:
    of_three = mention.section.topic in ("三公总体", "三公具体", "三公")
    return mention.role == CHANGE and is_money(mention) and of_three and mention.whole != BUDGET
