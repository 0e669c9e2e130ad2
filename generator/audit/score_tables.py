"""Tables of scores (部门整体绩效自评得分表): 小计 and 合计 as the sums of what they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from generator.audit.arithmetic import SCORES_RULE
from generator.audit.remark import AuditRemark, remark
from generator.statements.grid import PrintedCell, TableGrid, grid_of, is_number
from generator.statements.printed_numbers import shown
from generator.statements.statements import StatedDocument

_HEADS = ("得分", "自评得分", "评价得分")
_OF_PROJECTS = ("项目名称", "预算执行情况", "三级指标")
_WHOLES, _PART = ("合计", "总计", "总分"), "小计"
_FEWEST, _MOST_ROWS = 2, 40
_MOST_BY_CHANCE = 2


def score_tables(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on tables of scores; those of projects are read as 自评表."""
    for table in document.document.tables:
        words = {cell.text.strip() for row in table.rows[:6] for cell in row}
        if words & set(_HEADS) and not words & set(_OF_PROJECTS):
            yield from _summed(grid_of(table))


def _summed(grid: TableGrid) -> Iterator[AuditRemark]:
    column = -1
    leaves: list[Decimal] = []
    group: list[Decimal] = []
    for row in grid.rows:
        heads = [index for index, cell in enumerate(row) if cell.text in _HEADS]
        if len(heads) == 1 and column < 0:
            column = heads[0]
            continue
        if not 0 <= column < len(row):
            continue
        cell = row[column]
        if cell.number is None or not is_number(cell):
            continue
        texts = {each.text for each in row}
        if texts & set(_WHOLES):
            yield from _judged(cell, leaves, "各项")
        elif _PART in texts:
            yield from _judged(cell, group, "上面各项")
            group = []
        else:
            if row[0].text:
                group = []
            leaves.append(cell.number.value)
            group.append(cell.number.value)


def _judged(cell: PrintedCell, parts: list[Decimal], what: str) -> Iterator[AuditRemark]:
    """A printed sum; where scores of parts and of wholes stand in one column, nobody knows."""
    total = sum(parts, Decimal(0))
    assert cell.number is not None
    printed = cell.number.value
    is_sum = total / 2 < printed < total * 3 / 2
    if total == printed or not is_sum or len(parts) < _FEWEST or _may_be(parts, printed):
        return
    message = (
        f"{what}得分相加得 {shown(total)}，印的是 {cell.text}，差 {shown(abs(total - printed))}"
    )
    yield remark(SCORES_RULE, cell.spot, cell.text, message, printed=cell.text, right=shown(total))


def _may_be(parts: Sequence[Decimal], printed: Decimal) -> bool:
    """Whether a sum is right if some rows are heads of the rows right below them, which they add
    up; a table of many such rows is one of heads, and of few a row may be so by chance."""
    heads = [index for index in range(len(parts)) if _rows_of_head(parts, index) > 1]
    if not heads:
        return _tops(parts) == printed
    if len(heads) > _MOST_BY_CHANCE:
        return True
    total = sum(parts, Decimal(0))
    for chosen in range(2 ** len(heads)):
        below = sum(
            (parts[index] for bit, index in enumerate(heads) if chosen >> bit & 1), Decimal(0)
        )
        if total - below == printed:
            return True
    # Heads that are no sums of theirs, and what is printed is that of the heads.
    return printed < total * 3 / 4


def _tops(parts: Sequence[Decimal]) -> Decimal:
    """The sum of the rows that stand below no row of the same score."""
    tops = Decimal(0)
    after = 0
    for index, score in enumerate(parts):
        if index >= after:
            tops += score
            after = index + 1 + _rows_of_head(parts, index)
    return tops


def _rows_of_head(parts: Sequence[Decimal], index: int) -> int:
    """How many rows right below one make its score together; 0 for none."""
    score = parts[index]
    if score <= 0:
        return 0
    sums = accumulate(parts[index + 1 : index + 1 + _MOST_ROWS])
    return next((count for count, value in enumerate(sums, 1) if value == score), 0)
