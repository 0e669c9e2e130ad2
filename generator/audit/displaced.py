"""Tables whose amounts slipped to other rows: told once, as one mistake, instead of at every cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.audit.between_tables import BETWEEN_RULE
from generator.audit.remark import AuditRemark
from generator.audit.table_text import TEXT_RULE
from generator.audit.tables import COLUMN_RULE, ROW_RULE, cell_remark
from generator.extracting.content import Spot
from generator.statements.printed_tables import PrintedTable, TableRow
from generator.statements.statements import StatedDocument

_FEWEST, _REACH = 5, 12
"""So many rows make it a slip; an amount is looked for in so many rows below."""
_CELLS = frozenset(rule.id for rule in (BETWEEN_RULE, TEXT_RULE, COLUMN_RULE, ROW_RULE))


class _Slip(Struct, frozen=True):
    """A row that has the amount of another, which stands below it in another table."""

    row: TableRow
    amount: Decimal
    right: str


def without_slips(
    document: StatedDocument, remarks: Sequence[AuditRemark]
) -> Iterator[AuditRemark]:
    """The remarks, those on the cells of slipped rows as one for each table."""
    gone: set[Spot] = set()
    for table in document.tables:
        beside = _beside(table, document.tables)
        if beside is None:
            continue
        slips = _slips(table, beside)
        if len(slips) < _FEWEST:
            continue
        first = slips[0]
        begin = table.rows.index(first.row)
        gone.update(cell.spot for row in table.rows[begin:] for cell in row.cells)
        cell = first.row.cells[table.codes[0] + 2]
        message = (
            f"从这一行起像是错了行（{len(slips)} 行的数是别的行的）：“{first.row.name}”印的"
            f" {cell.text}，在《{beside.title}》里是“{first.right}”的数；对齐后再审核一次"
        )
        yield cell_remark(BETWEEN_RULE, cell, table, message, "", tail=False)
    for item in remarks:
        if item.rule not in _CELLS or item.spot not in gone:
            yield item


def _amounts(table: PrintedTable) -> dict[str, Decimal]:
    """The first amount of each row, by its code."""
    if len(table.codes) != 1:
        return {}
    column = table.codes[0] + 2
    amounts = ((row.code, row.amount(column)) for row in table.rows if row.code)
    return {code: amount for code, amount in amounts if amount is not None}


def _beside(table: PrintedTable, tables: Sequence[PrintedTable]) -> PrintedTable | None:
    """Another table by 功能科目 that has most of the codes of a table."""
    amounts = _amounts(table)
    shared = [
        (len(amounts.keys() & _amounts(another).keys()), place)
        for place, another in enumerate(tables)
        if another is not table and another.unit == table.unit
    ]
    most, place = max(shared, default=(0, 0))
    if most < _FEWEST * 2:
        return None
    return tables[place]


def _slips(table: PrintedTable, beside: PrintedTable) -> list[_Slip]:
    """The rows of a table that have the amount of a later row of another one."""
    right = _amounts(beside)
    order = list(right)
    names: Mapping[str, str] = {row.code: row.name for row in beside.rows}
    slips = []
    own = _amounts(table)
    for row in table.rows:
        amount = own.get(row.code)
        if amount is None or row.code not in right or right[row.code] == amount:
            continue
        place = order.index(row.code)
        below = order[place + 1 : place + 1 + _REACH]
        meant = next((code for code in below if right[code] == amount), "")
        if meant and amount:
            slips.append(_Slip(row, amount, names[meant]))
    return slips
