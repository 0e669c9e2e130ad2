"""A table as a grid: every cell at its row and column, spans filled with blanks."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from generator.extracting.content import ExtractedTable, Spot
from generator.extracting.limits import MAX_COLUMNS
from generator.ledger.interval import Interval
from generator.statements.normal_text import normal
from generator.statements.printed_numbers import BARE, MONEY, PERCENT, SaidNumber, numbers_in

_LONGEST_NUMBER = 40


class PrintedCell(Struct, frozen=True):
    """A cell: its text in normal form, and where it stands."""

    text: str
    spot: Spot

    @property
    def number(self) -> SaidNumber | None:
        """The number that the cell is, if it is nothing but one."""
        return _only_number(self.text)


@lru_cache(maxsize=50_000)
def _only_number(text: str) -> SaidNumber | None:
    """The number that a text is; None where it is more, or none. Cells are asked many times."""
    if not 0 < len(text) < _LONGEST_NUMBER:
        return None
    numbers = numbers_in(text)
    if len(numbers) != 1 or numbers[0].end - numbers[0].start < len(text):
        return None
    return numbers[0]


@lru_cache(maxsize=50_000)
def _normal_text(text: str) -> str:
    """The normal form of a cell's text; most cells of a document are alike."""
    return normal(text).text


BLANK = PrintedCell("", Spot(0))


class TableGrid(Struct, frozen=True):
    """The rows of a table, each as long as the table is wide."""

    rows: tuple[tuple[PrintedCell, ...], ...]
    spot: Spot

    def filled(self, row: int) -> list[PrintedCell]:
        """The cells of a row that have a text."""
        return [cell for cell in self.rows[row] if cell.text]


def grid_of(table: ExtractedTable) -> TableGrid:
    """A table as a grid; a span ends where its table ends, at ``MAX_COLUMNS`` at the latest."""
    height = len(table.rows)
    taken: dict[tuple[int, int], PrintedCell] = {}
    width = 0
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            shown = PrintedCell(_normal_text(cell.text), cell.spot)
            for down in range(min(cell.rows, height - row)):
                for right in range(min(cell.columns, MAX_COLUMNS - column)):
                    is_first = not down and not right
                    taken[row + down, column + right] = shown if is_first else BLANK
            column += cell.columns
        width = max(width, min(column, MAX_COLUMNS))
    rows = tuple(
        tuple(taken.get((row, column), BLANK) for column in range(width)) for row in range(height)
    )
    return TableGrid(rows, table.spot)


def exact(value: Decimal) -> Interval:
    """A number that leaves nothing open."""
    return Interval(value, value)


def is_number(cell: PrintedCell) -> bool:
    """Whether a cell is a number without a unit, money or a percentage."""
    number = cell.number
    return number is not None and number.kind in (BARE, MONEY, PERCENT)
