"""How a table lies on a sheet: widths of columns, heights of rows, and which columns each page has.

Widths are pixels as Excel counts them (96 to an inch); text is measured as in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from msgspec import Struct

from generator.document.tree import Cell, Number, Row, Table, plain
from generator.writers.pdf.fitting import WHOLE, width_of

Columns = tuple[int, int]
"""The first and the last of some columns, from 0."""
PORTRAIT, LANDSCAPE = 655, 980
"""The width of A4 between its margins."""
_PADDING = 8
_PER_POINT = Decimal(96) / 72
_NARROWEST, _WIDEST = 56, 270
_HEAD_LINES = 4
"""So many lines a head may have before its column becomes wider."""
_SMALLEST_SCALE = Decimal("0.72")
"""A table that would be printed smaller goes over several pages."""
_SCALE_OF_PARTS = Decimal("0.85")
_SAFE_SCALE = 96
"""Per cent: programs do not agree to a pixel how wide a column is in print."""
_STRETCH = Decimal("1.6")
_LINE, _ROOM = Decimal("1.36"), 5
"""The pitch of lines by the size of the text, and what a row has beside them, in points."""
_LOWEST = 16


class SheetLayout(Struct, frozen=True):
    """``labels``: the leading columns that say what a row is. ``pages``: the columns of each page,
    without the labels where those are repeated. ``scale`` is that of the print in per cent; 0:
    as wide as the page."""

    widths: tuple[int, ...]
    labels: int
    pages: tuple[Columns, ...]
    scale: int
    size: Decimal

    def width(self, column: int, span: int = 1) -> int:
        """The width of some columns."""
        return sum(self.widths[column : column + span])

    def height(self, row: Row) -> int:
        """The height that the texts of a row need, in points; of cells that reach down, none."""
        lines = 1
        for column, cell in placed([row], len(self.widths))[0]:
            if cell.rowspan == 1:
                lines = max(lines, self.lines(plain(cell.inlines), column, cell.colspan))
        return self.of_lines(lines)

    def lines(self, text: str, column: int, span: int) -> int:
        """How many lines a text takes in some columns."""
        return lines_in(text, self.width(column, span), self.size)

    def of_lines(self, lines: int) -> int:
        """The height of a row with so many lines of text."""
        return height_of(lines, self.size)


def lines_in(text: str, width: int, size: Decimal) -> int:
    """How many lines a text of some size takes in a width in pixels."""
    room = max(width - _PADDING, 1)
    return sum(max(1, ceil(pixels(part, size) / room)) for part in text.split("\n"))


def height_of(lines: int, size: Decimal) -> int:
    """The height of a row with so many lines of text of some size, in points."""
    return max(ceil(lines * size * _LINE) + _ROOM, _LOWEST)


def pixels(text: str, size: Decimal) -> int:
    """How wide a text is, in a size in points."""
    return ceil(width_of(text) * size * _PER_POINT / WHOLE)


def layout_of(table: Table, size: Decimal, *, landscape: bool) -> SheetLayout:
    """The layout of a table whose text has that size."""
    labels = _labels(table)
    widths = _widths(table, size)
    page = LANDSCAPE if landscape else PORTRAIT
    total = sum(widths)
    last = len(widths) - 1
    if total <= page / _SMALLEST_SCALE or not labels:
        stretched = _stretched(widths, page)
        return SheetLayout(stretched, labels, ((0, last),), 0, size)
    repeated = sum(widths[:labels])
    pages = _pages(widths, labels, int(page / _SCALE_OF_PARTS) - repeated)
    widest = max(sum(widths[first : end + 1]) for first, end in pages) + repeated
    scale = min(100, page * _SAFE_SCALE // widest)
    return SheetLayout(widths, labels, pages, scale, size)


def _labels(table: Table) -> int:
    """How many columns stand before the first amount; 0 where there is none."""
    columns = [
        column
        for cells in placed(table.body, len(table.widths))
        for column, cell in cells
        if cell.value is not None
    ]
    return min(columns, default=0)


def _widths(table: Table, size: Decimal) -> tuple[int, ...]:
    """Each column as wide as its texts want, within bounds."""
    width = len(table.widths)
    wanted = [_NARROWEST] * width
    for cells in placed(table.body, width):
        for column, cell in cells:
            if cell.colspan == 1:
                room = pixels(_longest(cell), size) + _PADDING + cell.indent * 12
                wanted[column] = max(wanted[column], min(room, _WIDEST))
    for cells in placed(table.head, width):
        for column, cell in cells:
            if cell.colspan == 1:
                part = pixels(plain(cell.inlines), size) / _HEAD_LINES
                wanted[column] = max(wanted[column], min(ceil(part) + 2 * _PADDING, _WIDEST))
    return tuple(wanted)


def _longest(cell: Cell) -> str:
    """The text of a cell, or the number that Excel shows in its place."""
    text = next((part.text for part in cell.inlines if isinstance(part, Number)), "")
    if not text and cell.value is not None:
        return f"{cell.value:.2f}"
    lines = plain(cell.inlines).split("\n")
    return max(lines, key=width_of)


def _stretched(widths: tuple[int, ...], page: int) -> tuple[int, ...]:
    """Columns of a small table, made wider towards the width of the page."""
    total = sum(widths)
    factor = min(Decimal(page) / total, _STRETCH)
    if factor <= 1:
        return widths
    return tuple(int(width * factor) for width in widths)


def _pages(widths: tuple[int, ...], labels: int, room: int) -> tuple[Columns, ...]:
    """The columns behind the labels, in pages of about the same width."""
    total = sum(widths[labels:])
    count = max(1, ceil(total / max(room, 1)))
    share = total / count
    pages: list[Columns] = []
    first, used = labels, 0
    for column in range(labels, len(widths)):
        full = used + widths[column] > room or used + widths[column] / 2 > share
        if full and column > first and len(pages) < count - 1:
            pages.append((first, column - 1))
            first, used = column, 0
        used += widths[column]
    return (*pages, (first, len(widths) - 1))


def placed(rows: tuple[Row, ...] | list[Row], width: int) -> list[list[tuple[int, Cell]]]:
    """The cells of each row with their columns, past those that a span from above covers."""
    covered = [0] * width
    return [list(_placed(row, covered)) for row in rows]


def _placed(row: Row, covered: list[int]) -> Iterator[tuple[int, Cell]]:
    """The cells of a row; ``covered`` counts the rows that each column is still covered for."""
    column = 0
    beginning: list[int] = []
    for cell in row.cells:
        while column < len(covered) and covered[column] and column not in beginning:
            column += 1
        yield column, cell
        for inside in range(column, min(len(covered), column + cell.colspan)):
            covered[inside] = cell.rowspan
            beginning.append(inside)
        column += cell.colspan
    for inside, left in enumerate(covered):
        covered[inside] = max(0, left - 1)
