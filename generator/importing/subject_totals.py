"""What one table has over all its sheets, and that what it does not list is zero."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct, field

from generator.importing.columns import TargetColumn
from generator.importing.declared import KnownTable
from generator.importing.evidence import ZERO, CellSpot, Evidence, Observation

Scope = dict[str, tuple[str, ...]]
"""The keys that the amounts of a column share, whatever their 科目 or project."""
# Amounts of budgets say nothing about what a table leaves out.
_BUDGETS = re.compile(r"'(?:预算|年初|全年)'")
_ASIDE = ("功能科目", "经济科目", "项目")
_ITEM, _ECONOMIC = 7, 5


class SubjectTable(Struct):
    """One table over all its sheets.

    ``listed`` are the codes of its lines, ``economics`` those of its columns; ``totals`` and
    ``sums`` are by line and scope: what a line says of itself, and what its columns add up to.
    ``unread``: some line was not understood. ``of``: 功能科目 or 经济科目, as the codes tell.
    """

    listed: set[str] = field(default_factory=set)
    economics: set[str] = field(default_factory=set)
    totals: dict[tuple[str, str], tuple[Decimal, CellSpot]] = field(default_factory=dict)
    sums: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    spots: list[CellSpot] = field(default_factory=list)
    unread: bool = False
    scopes: dict[str, Scope] = field(default_factory=dict)
    of: str = ""

    def count(
        self,
        line: str,
        column: TargetColumn,
        columns: Iterable[TargetColumn],
        observation: Observation,
    ) -> None:
        """Take in an amount of a line; ``columns`` are all those of its block."""
        scope = {key: values for key, values in observation.keys.items() if key not in _ASIDE}
        self.scopes[repr(scope)] = scope
        key = (line, repr(scope))
        if not column.economic:
            self.totals[key] = (observation.amount, observation.spot)
            return
        self.economics.add(column.economic)
        spread = self.economics | {beside.economic for beside in columns}
        if not any(_is_item_of(code, column.economic) for code in spread):
            self.sums[key] += observation.amount

    def close(self, table: KnownTable, into: Evidence) -> None:
        """Say that what the table does not list is zero.

        Other 科目 in its lines are; in a wide table also other 经济科目, where the listed ones make
        up the total of a line.
        """
        if self.listed and not self.unread:
            self._close_lines(table, into)
        if self.economics:
            self._close_columns(table, into)

    def _close_lines(self, table: KnownTable, into: Evidence) -> None:
        of, listed = self.of or table.of, _deepest(self.listed)
        label = f"{table.name}里没有列的科目"
        for name, scope in self.scopes.items():
            if not _BUDGETS.search(name):
                into.observations.append(
                    _nothing_else(scope, self.spots[0], {of: listed}, label),
                )

    def _close_columns(self, table: KnownTable, into: Evidence) -> None:
        deepest = _deepest(self.economics)
        label = f"{table.name}里没有列的经济科目"
        for (line, scope), (amount, spot) in self.totals.items():
            is_item = len(line) == _ITEM and line.isdigit()
            if is_item and self.sums.get((line, scope)) == amount:
                keys = {**self.scopes[scope], "功能科目": (line,)}
                into.observations.append(_nothing_else(keys, spot, {"经济科目": deepest}, label))


def _is_item_of(code: str, economic: str) -> bool:
    """Whether a code is one of the 款 below a 类 of 经济科目."""
    return len(economic) < _ECONOMIC == len(code) and code.startswith(economic)


def _deepest(codes: set[str]) -> tuple[str, ...]:
    """Codes, without those that have others below them."""
    return tuple(
        sorted(
            code
            for code in codes
            if not any(longer != code and longer.startswith(code) for longer in codes)
        )
    )


def _nothing_else(keys: Scope, spot: CellSpot, without: Scope, label: str) -> Observation:
    """Zero for all that keys select, without what a table lists."""
    return Observation(keys, ZERO, spot, without=without, label=label, implied=True)
