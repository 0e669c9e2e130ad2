"""The two sides of 公开01 and 公开04: lines, what came from the year before and what is left, and both
totals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.audit.remark import CROSS, Agreement, AuditItem, audit_rule
from generator.audit.tables import (
    COLUMN_RULE,
    HALF_CENT,
    amount_beside,
    cell_remark,
    judged,
    term_of_cell,
)
from generator.findings.place import Level
from generator.statements.grid import BLANK, PrintedCell
from generator.statements.printed_numbers import shown
from generator.statements.printed_tables import PrintedTable, amount_of
from generator.statements.relation import ADDED_UP, Relation
from generator.statements.statements import StatedDocument

TOTAL_RULE = audit_rule(
    "总表平衡", CROSS, Level.ERROR, "收入总计等于支出总计", "勾稽公式 1–6、11–13"
)


def balances(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of the overviews of a document."""
    for table in document.tables:
        yield from _balanced(table)


def _balanced(table: PrintedTable) -> Iterator[AuditItem]:
    if not re.search("收入支出决算总表|收支决算总表", table.title):
        return
    yield from _lines(table)
    yield from _carried(table)
    yield from _by_budgets(table)
    for row in table.rows:
        columns = [column for column, cell in enumerate(row.cells) if cell.text == "总计"]
        if len(columns) != 2:
            continue
        sides = [amount_beside(table, row, column) for column in columns]
        left, right = (amount_of(cell) if cell is not None else None for cell in sides)
        if left is None or right is None or sides[0] is None or sides[1] is None:
            continue
        terms = (term_of_cell(sides[0], table.unit), term_of_cell(sides[1], table.unit, -1))
        relation = Relation(ADDED_UP, tuple(term for term in terms if term is not None))
        if left == right:
            yield Agreement(relation)
        else:
            message = f"收入总计 {shown(left)}，支出总计 {shown(right)}，两边应相等"
            tail = abs(left - right) <= HALF_CENT * 4
            yield cell_remark(
                TOTAL_RULE, sides[1], message, shown(left), tail=tail, relation=relation
            )


_LINE = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_FIRST_LINE = "一、"
_SUBTOTALS = ("本年收入合计", "本年支出合计")


def _lines(table: PrintedTable) -> Iterator[AuditItem]:
    """本年收入合计 and 本年支出合计 as the sums of the lines above them (公开01, 公开04)."""
    parts: dict[int, list[PrintedCell]] = {}
    # A table that goes on on the next page has only its last lines there.
    whole: set[int] = set()
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            beside = amount_beside(table, row, column)
            if _LINE.match(cell.text):
                if cell.text.startswith(_FIRST_LINE):
                    whole.add(column)
                parts.setdefault(column, []).append(beside or BLANK)
            elif cell.text in _SUBTOTALS and beside is not None and column in whole:
                what = f"{cell.text}以上各行"
                yield from judged(COLUMN_RULE, beside, parts[column], table, what)


_TOTAL_LABELS = ("总计", "收入总计", "支出总计")
_CARRIED = re.compile(
    r"^(?:加：|减：)?(?:使用(?:非财政拨款|专用)结余|用事业基金弥补|结余分配|(?:年初|年末|上年)(?:财政拨款)?结转)"
)
_OF_CARRIED = re.compile(
    r"^(?:其中：|[一二三]、)?(?:一般公共预算|政府性基金预算|国有资本经营预算)财政拨款$"
)


def _carried(table: PrintedTable) -> Iterator[AuditItem]:
    """总计 as 本年收入合计 and what came from the year before, or 本年支出合计 and what is left."""
    parts: dict[int, list[PrintedCell]] = {}
    unknown: set[int] = set()
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            beside = amount_beside(table, row, column)
            if cell.text in _SUBTOTALS and beside is not None:
                parts[column] = [beside]
            elif column not in parts or beside is None:
                continue
            elif _CARRIED.match(cell.text):
                parts[column].append(beside)
            elif cell.text in _TOTAL_LABELS and column not in unknown:
                what = f"{cell.text}以上，本年合计和结转、结余"
                yield from judged(COLUMN_RULE, beside, parts[column], table, what)
            elif not cell.text.isdigit() and not _OF_CARRIED.match(cell.text):
                unknown.add(column)


def _by_budgets(table: PrintedTable) -> Iterator[AuditItem]:
    """年初财政拨款结转和结余 as the sum of the lines of the budgets below it (公开04)."""
    wholes: dict[int, PrintedCell] = {}
    parts: dict[int, list[PrintedCell]] = {}
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            beside = amount_beside(table, row, column)
            if _LEFT.match(cell.text) and beside is not None:
                wholes[column] = beside
            elif column in wholes and _OF_CARRIED.match(cell.text) and beside is not None:
                parts.setdefault(column, []).append(beside)
    for column, amounts in parts.items():
        yield from judged(COLUMN_RULE, wholes[column], amounts, table, "下面各预算的结转和结余")


_LEFT = re.compile("(?:年初|年末|上年)财政拨款结转")
