"""What the tables say: each amount with its keys, its cell, and how exactly it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field

from generator.importing.declared import Keys

ZERO = Decimal(0)


def money(amount: Decimal) -> str:
    """An amount as messages print it: 1,208,600.35, two decimals; more only where it has more."""
    rounded = round(amount, 2)
    if rounded == amount:
        return f"{rounded:,.2f}"
    return f"{amount.normalize():,f}"


class CellSpot(Struct, frozen=True):
    """A cell of a workbook."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        if not self.cell:
            return self.sheet
        return f"{self.sheet}!{self.cell}"


class Observation(Struct, frozen=True):
    """One amount, in 元: the sum of all facts that its keys select.

    ``without`` takes some of them out (the others of a table are zero). ``slack`` is half a unit
    of the last printed digit, 0 for exact amounts. ``implied``: no cell says it (a blank, or what
    a table leaves out).
    """

    keys: Keys
    amount: Decimal
    spot: CellSpot
    measure: str = "决算"
    slack: Decimal = ZERO
    without: Keys = field(default_factory=dict)
    label: str = ""
    implied: bool = False


class Filled(Struct, frozen=True):
    """A number for one place of the data file (三公经费/公务接待费/预算数).

    ``counted``: a number of things, no amount. ``less``: the place whose number is taken off it.
    ``blank``: an empty cell, 0.
    """

    path: tuple[str, ...]
    amount: Decimal
    spot: CellSpot
    counted: bool = False
    less: tuple[str, ...] = ()
    slack: Decimal = ZERO
    blank: bool = False


class Remark(Struct, frozen=True):
    """What does not fit in a workbook, or does not agree: where, what stands there, what to do."""

    spot: CellSpot
    message: str
    advice: str
    grave: bool = True


class Missed(Struct, frozen=True):
    """A cell in the line of a 科目 of which nothing could be read, with the keys of its amount."""

    keys: Keys
    spot: CellSpot


class NamedProject(Struct, frozen=True):
    """A project and what was spent on it (元), in a table that is none of accounts.

    ``item`` is its 功能科目, "" where the table does not tell it.
    """

    name: str
    amount: Decimal
    spot: CellSpot
    slack: Decimal = ZERO
    item: str = ""


class Evidence(Struct):
    """Everything that was read, and what was not.

    ``missed`` are cells in lines of 科目, ``unread`` counts those of all lines.

    ``names`` are those that the workbook gives to codes, ``projects`` belong to an item.
    ``named``: projects of other tables; ``offered``: names that projects without one may have, by
    资金 and 功能科目. ``unknown``: some column has a name that nothing declares.
    """

    observations: list[Observation] = field(default_factory=list)
    filled: list[Filled] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    projects: dict[str, list[str]] = field(default_factory=dict)
    named: list[NamedProject] = field(default_factory=list)
    offered: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    read: list[tuple[str, str, int, int]] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    unread: int = 0
    unknown: bool = False

    def remark(self, spot: CellSpot, message: str, advice: str, *, grave: bool = True) -> None:
        """Add what is to be said of a place of a workbook."""
        self.remarks.append(Remark(spot, message, advice, grave))


def joined(*parts: Keys) -> dict[str, tuple[str, ...]]:
    """Keys of table, line and column together; the later ones tell more and win."""
    keys: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for key, values in part.items():
            if key != "数":
                keys[key] = values
    return keys


def measure_of(*parts: Mapping[str, tuple[str, ...]]) -> str:
    """Which number a column holds: 决算, 预算 (one of the two), 年初 or 全年."""
    return next((part["数"][0] for part in reversed(parts) if "数" in part), "决算")
