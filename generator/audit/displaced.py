"""Tables whose amounts slipped to other rows: told once, as one mistake, instead of at every
cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.audit.between_tables import BETWEEN_RULE
from generator.audit.remark import AuditRemark
from generator.audit.table_amounts import ALL, BY_FUNCTION, amounts_of_table
from generator.audit.table_text import TEXT_RULE
from generator.audit.tables import COLUMN_RULE, ROW_RULE, cell_remark
from generator.extracting.content import Spot
from generator.statements.printed_tables import PrintedTable, TableRow
from generator.statements.statements import StatedDocument

_FEWEST, _REACH = 5, 12
"""So many rows make it a slip; an amount is looked for in so many rows below."""
_NEAR = 20
"""So many tables before and behind one are held against it."""
_CELLS = frozenset(rule.id for rule in (BETWEEN_RULE, TEXT_RULE, COLUMN_RULE, ROW_RULE))


class _Listing(Struct, frozen=True):
    """A table by 功能科目: the budget and the nature that the first amounts of its rows are of, and
    these amounts by code."""

    table: PrintedTable
    budget: str
    nature: str
    amounts: Mapping[str, Decimal]

    def is_like(self, another: _Listing) -> bool:
        """Whether another table has the same amounts, those of one budget or of all together."""
        budgets = {self.budget, another.budget}
        of_one = len(budgets) == 1 or ALL in budgets
        same = self.nature == another.nature and self.table.unit == another.table.unit
        return of_one and same and another.table is not self.table


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
    listings = [each for table in document.tables if (each := _listing(table)) is not None]
    for index, listing in enumerate(listings):
        table = listing.table
        near = listings[max(0, index - _NEAR) : index + _NEAR + 1]
        beside = _beside(listing, near)
        if beside is None:
            continue
        slips = _slips(listing, beside)
        if len(slips) < _FEWEST:
            continue
        first = slips[0]
        begin = table.rows.index(first.row)
        gone.update(cell.spot for row in table.rows[begin:] for cell in row.cells)
        cell = first.row.cells[table.codes[0] + 2]
        message = (
            f"从这一行起像是错了行（{len(slips)} 行的数是别的行的）：“{first.row.name}”印的"
            f" {cell.text}，在《{beside.table.title}》里是“{first.right}”的数；对齐后再审核一次"
        )
        yield cell_remark(BETWEEN_RULE, cell, message, "", tail=False)
    for item in remarks:
        if item.rule not in _CELLS or item.spot not in gone:
            yield item


def _listing(table: PrintedTable) -> _Listing | None:
    """A table by 功能科目; None for one of few rows, and for one of which nobody knows what it
    states."""
    if len(table.codes) != 1 or len(table.rows) < _FEWEST * 2:
        return None
    column = table.codes[0] + 2
    by_code = ((row.code, row.amount(column)) for row in table.rows if row.code)
    amounts = {code: amount for code, amount in by_code if amount is not None}
    if len(amounts) < _FEWEST * 2:
        return None
    spots = {row.cells[column].spot for row in table.rows if row.code in amounts}
    for key, cell in amounts_of_table(table):
        if key[1] == BY_FUNCTION and cell.spot in spots:
            return _Listing(table, key[0], key[-1], amounts)
    return None


def _beside(listing: _Listing, near: Sequence[_Listing]) -> _Listing | None:
    """Another table of the same amounts, the one that has most of the codes of a table."""
    shared = [
        (len(listing.amounts.keys() & another.amounts.keys()), index)
        for index, another in enumerate(near)
        if listing.is_like(another)
    ]
    most, index = max(shared, default=(0, 0))
    if most < _FEWEST * 2:
        return None
    return near[index]


def _slips(listing: _Listing, beside: _Listing) -> list[_Slip]:
    """The rows of a table that have the amount of a later row of another one."""
    right = beside.amounts
    order = list(right)
    indices = {code: index for index, code in enumerate(order)}
    names: Mapping[str, str] = {row.code: row.name for row in beside.table.rows}
    slips = []
    for row in listing.table.rows:
        amount = listing.amounts.get(row.code)
        if amount is None or row.code not in right or right[row.code] == amount:
            continue
        index = indices[row.code]
        below = order[index + 1 : index + 1 + _REACH]
        meant = next((code for code in below if right[code] == amount), "")
        if meant and amount:
            slips.append(_Slip(row, amount, names[meant]))
    return slips
