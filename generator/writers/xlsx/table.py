"""One table on one sheet: title, corner, unit, heads, body with numbers and formulas, notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec import Struct

from generator.document.tree import Cell, Row, Table, plain
from generator.writers.xlsx.formats import Formats
from generator.writers.xlsx.layout import Columns, SheetLayout, placed

TITLE_HEIGHT = 30
CONTINUED = "（续）"


class Written(Struct, frozen=True):
    """Where a table stands on its sheet: its first row, the last row of its heads, its last row."""

    first: int
    heads: int
    last: int


def write_table(
    page: Any,
    formats: Formats,
    title: str,
    table: Table,
    layout: SheetLayout,
    *,
    start: int = 0,
    year: str = "",
) -> Written:
    """Write a table from row ``start``, with its ``year`` at the left above it."""
    for column, width in enumerate(layout.widths):
        page.set_column_pixels(column, column, width)
    line = start
    if title:
        _titles(page, formats, title, layout, line)
        page.set_row(line, TITLE_HEIGHT)
        line += 1
    if table.corner or year:
        _above(page, formats, (year, table.corner), layout, line)
        line += 1
    if table.left or table.right:
        _above(page, formats, (table.left, table.right), layout, line)
        line += 1
    first = _heads(page, formats, table.head, layout, line)
    line = first
    for row in table.body:
        page.set_row(line, layout.height(row))
        _row(page, formats, row, line, first)
        line += 1
    for note in table.notes:
        begin, end = _note_columns(layout)
        text = plain(note)
        _span(page, formats, line, (begin, end), text, formats.note)
        page.set_row(line, layout.of_lines(layout.lines(text, begin, end - begin + 1)))
        line += 1
    return Written(start, max(first - 1, start), line - 1)


def _titles(page: Any, formats: Formats, title: str, layout: SheetLayout, line: int) -> None:
    """The title, on every page of a wide table."""
    for number, columns in enumerate(layout.pages):
        text = title + CONTINUED if number else title
        _span(page, formats, line, columns, text, formats.title)


def _above(
    page: Any, formats: Formats, texts: tuple[str, str], layout: SheetLayout, line: int
) -> None:
    """A line above the heads: one text at the left, one at the right edge of every page."""
    left, right = texts
    if left:
        formats.write(page, line, 0, left, formats.left)
    for _, last in layout.pages:
        if right and (last or not left):
            formats.write(page, line, last, right, formats.corner)


def _note_columns(layout: SheetLayout) -> Columns:
    """A note stands below what the first page has."""
    return 0, layout.pages[0][1]


def _heads(
    page: Any, formats: Formats, rows: tuple[Row, ...], layout: SheetLayout, line: int
) -> int:
    """Heads may span rows and columns; one that reaches over two pages is written on both.

    Returns the line below them.
    """
    heights = [layout.height(row) for row in rows]
    for index, cells in enumerate(placed(rows, len(layout.widths))):
        for column, cell in cells:
            cell_format = formats.cell(cell, head=True)
            text = plain(cell.inlines)
            last = column + cell.colspan - 1
            bottom = index + cell.rowspan - 1
            for begin, end in _pieces((column, last), layout):
                if end > begin or bottom > index:
                    page.merge_range(line + index, begin, line + bottom, end, "", cell_format)
                formats.write(page, line + index, begin, text, cell_format)
                needed = layout.of_lines(layout.lines(text, begin, end - begin + 1))
                lacking = needed - sum(heights[index : bottom + 1])
                heights[bottom] += max(lacking, 0)
    for index, height in enumerate(heights):
        page.set_row(line + index, height)
    return line + len(rows)


def _pieces(columns: Columns, layout: SheetLayout) -> list[Columns]:
    """Some columns, cut where a page ends."""
    first, last = columns
    if first < layout.labels:
        return [columns]
    parts = ((max(first, begin), min(last, end)) for begin, end in layout.pages)
    return [(begin, end) for begin, end in parts if begin <= end]


def _row(page: Any, formats: Formats, row: Row, line: int, first: int) -> None:
    column = 0
    for cell in row.cells:
        cell_format = formats.cell(cell, head=False)
        if cell.colspan > 1:
            page.merge_range(line, column, line, column + cell.colspan - 1, "", cell_format)
        _write(page, formats, cell, line, column, first, cell_format)
        column += cell.colspan


def _write(
    page: Any, formats: Formats, cell: Cell, line: int, column: int, first: int, cell_format: Any
) -> None:
    if cell.value is None:
        formats.write(page, line, column, plain(cell.inlines), cell_format)
    elif not cell.inlines:
        page.write_blank(line, column, None, cell_format)
    elif cell.sums:
        page.write_formula(
            line, column, _sum(cell.sums, first), cell_format, Decimal(f"{cell.value:f}")
        )
    else:
        page.write_number(line, column, cell.value, cell_format)


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
        and all(len(part) == 1 for part in ranges)
        and len({row for row, _ in places}) == 1
    ):
        ranges = _across(sorted(places))
    return "=SUM(" + ",".join(_area(part, first) for part in ranges) + ")"


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
    page: Any, formats: Formats, line: int, columns: Columns, text: str, cell_format: Any
) -> None:
    first, last = columns
    if last > first:
        page.merge_range(line, first, line, last, "", cell_format)
    formats.write(page, line, first, text, cell_format)
