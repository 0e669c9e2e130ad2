"""What a report says of all its projects together, with the 自评表 that it rests on: 该类项目总数3个，
预算总金额183万元，执行总体进度64.51%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.statements.evaluation_sheets import EvaluationSheet
from generator.statements.intervals import added
from generator.statements.mentions import BUDGET, COMPLETION, ReadParagraph
from generator.statements.reading import ReadDocument
from generator.statements.statement import (
    ACTUAL,
    COMPLETION_OF,
    PART,
    PLANNED,
    TOTAL,
    Operand,
    SaidStatement,
    statement_of,
)

_COUNT = re.compile(r"项目总数(?P<count>\d{1,3})个")


def project_totals(
    document: ReadDocument, sheets: Sequence[EvaluationSheet]
) -> Iterator[SaidStatement]:
    """The totals of the projects, where the sheets are as many as the report says."""
    planned = [_operand(sheet, "调整后预算数") for sheet in sheets]
    spent = [_operand(sheet, "预算执行数") for sheet in sheets]
    if not sheets or None in planned or None in spent:
        return
    for paragraph in document.paragraphs:
        match = _COUNT.search(paragraph.text)
        if match is not None and int(match["count"]) == len(sheets):
            yield from _totals(
                paragraph, [each for each in planned if each], [each for each in spent if each]
            )


def _operand(sheet: EvaluationSheet, head: str) -> Operand | None:
    cell = sheet.budget.get(head)
    if cell is None or cell.number is None:
        return None
    number = cell.number
    return Operand(PART, number.amount, number.interval, cell.spot, number.text)


def _totals(
    paragraph: ReadParagraph, planned: Sequence[Operand], spent: Sequence[Operand]
) -> Iterator[SaidStatement]:
    for mention in paragraph.mentions:
        if mention.role == BUDGET:
            yield statement_of(TOTAL, mention, tuple(planned), paragraph, label="项目预算总金额")
        elif mention.role == COMPLETION:
            both = (_sum(ACTUAL, spent), _sum(PLANNED, planned))
            yield statement_of(COMPLETION_OF, mention, both, paragraph, label="项目执行总体进度")


def _sum(role: str, parts: Sequence[Operand]) -> Operand:
    value = sum((part.value for part in parts), Decimal(0))
    return Operand(
        role, value, added(part.interval for part in parts), parts[0].spot, f"{value}万元"
    )
