"""One table on one sheet: title, corner, unit, heads, body with numbers and formulas, notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.document.tree import Cell, Row, Table, plain
from generator.writers.xlsx.formats import Formats

# A4 with these margins holds about so many characters of 9 points.
PORTRAIT, LANDSCAPE = 92, 138
NARROWEST = 7
ROW_HEIGHT = 16


def write_table(
    page: Any, formats: Formats, title: str, table: Table, start: int = 0, year: str = ""
) -> tuple[int, int]:
    """Write a table from row ``start``, with its ``year`` at the left above it; returns the first and the last row of its heads."""
    width = len(table.widths)
    _widths(page, table)
    line = start
    if title:
        _span(page, formats, line, 0, width, title, formats.title)
        page.set_row(line, 30)
        line += 1
    if table.corner or year:
        if width > 2:
            _span(page, formats, line, 0, 2, year, formats.left)
        formats.write(page, line, width - 1, table.corner, formats.corner)
        line += 1
    if table.left or table.right:
        if width > 1:
            _span(page, formats, line, 0, width - 1, table.left, formats.left)
        formats.write(page, line, width - 1, table.right, formats.corner)
        line += 1
    head = line
    line = _heads(page, formats, table.head, line)
    first = line
    for row in table.body:
        _row(page, formats, row, line, first)
        line += 1
    for note in table.notes:
        _span(page, formats, line, 0, width, plain(note), formats.note)
        page.set_row(line, ROW_HEIGHT * (1 + len(plain(note)) // PORTRAIT))
        line += 1
    return head, max(first - 1, head)


def _widths(page: Any, table: Table) -> None:
    total = sum(table.widths) or 1
    room = LANDSCAPE if len(table.widths) > 6 else PORTRAIT
    for column, width in enumerate(table.widths):
        page.set_column(column, column, max(room * width // total, NARROWEST))


def _heads(page: Any, formats: Formats, rows: tuple[Row, ...], line: int) -> int:
    """Heads may span rows and columns; returns the line below them."""
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (index, column) in taken:
                column += 1
            look = formats.cell(cell, head=True)
            text = plain(cell.inlines)
            if cell.colspan > 1 or cell.rowspan > 1:
                page.merge_range(
                    line + index,
                    column,
                    line + index + cell.rowspan - 1,
                    column + cell.colspan - 1,
                    "",
                    look,
                )
            formats.write(page, line + index, column, text, look)
            taken |= {
                (index + down, column + across)
                for down in range(cell.rowspan)
                for across in range(cell.colspan)
            }
            column += cell.colspan
    return line + len(rows)


def _row(page: Any, formats: Formats, row: Row, line: int, first: int) -> None:
    column = 0
    for cell in row.cells:
        look = formats.cell(cell, head=False)
        if cell.colspan > 1:
            page.merge_range(line, column, line, column + cell.colspan - 1, "", look)
        _write(page, formats, cell, line, column, first, look)
        column += cell.colspan


def _write(
    page: Any, formats: Formats, cell: Cell, line: int, column: int, first: int, look: Any
) -> None:
    if cell.value is None:
        formats.write(page, line, column, plain(cell.inlines), look)
    elif not cell.inlines:
        page.write_blank(line, column, None, look)
    elif cell.sums:
        page.write_formula(line, column, _sum(cell.sums, first), look, Decimal(f"{cell.value:f}"))
    else:
        page.write_number(line, column, cell.value, look)


def _sum(places: tuple[tuple[int, int], ...], first: int) -> str:
    """SUM over the places; neighbours become ranges."""
    ranges: list[list[tuple[int, int]]] = []
    for row, column in sorted(places, key=lambda place: (place[1], place[0])):
        if ranges and ranges[-1][-1] == (row - 1, column):
            ranges[-1].append((row, column))
        else:
            ranges.append([(row, column)])
    if (
        len(ranges) > 1
        and all(len(one) == 1 for one in ranges)
        and len({row for row, _ in places}) == 1
    ):
        ranges = _across(sorted(places))
    return "=SUM(" + ",".join(_area(one, first) for one in ranges) + ")"


def _across(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    ranges: list[list[tuple[int, int]]] = []
    for row, column in places:
        if ranges and ranges[-1][-1] == (row, column - 1):
            ranges[-1].append((row, column))
        else:
            ranges.append([(row, column)])
    return ranges


def _area(places: list[tuple[int, int]], first: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    begin, end = (xl_rowcol_to_cell(first + row, column) for row, column in (places[0], places[-1]))
    return str(begin) if begin == end else f"{begin}:{end}"


def _span(
    page: Any, formats: Formats, line: int, column: int, width: int, text: str, look: Any
) -> None:
    if width > 1:
        page.merge_range(line, column, line, column + width - 1, "", look)
    formats.write(page, line, column, text, look)
