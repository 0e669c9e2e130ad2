"""Tables in parts: heads in the midst of a form become heads that repeat, and spans end with their page.

Both are changes of the tree alone: rows in, rows out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.document.tree import Cell, Row, Table, plain

_LEAST_ROWS = 3
"""A head in the midst of a form repeats when it has so many rows, with its own."""
_LEAST_HEADS = 3
_REPEATED = 24
"""Words of a span that stand again on the next page: longer texts simply go on."""


class FormPart(Struct, frozen=True):
    """Rows under one head.

    ``labelled``: the first cell of the body names the whole part; it begins in the head, whose first
    cell is empty and has no rule below.
    """

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    labelled: bool = False


def parts_of(table: Table) -> list[FormPart]:
    """The parts of a table, one below the other; a statutory table is one part."""
    if table.head:
        return [FormPart(table.head, table.body)]
    parts: list[FormPart] = []
    plain_rows: list[Row] = []
    rows = list(table.body)
    number = 0
    covered = 0
    while number < len(rows):
        count = 0
        if not covered:
            count = _rows_of_head(rows, number)
        if count:
            if plain_rows:
                parts.append(FormPart((), tuple(plain_rows)))
                plain_rows = []
            parts.append(_labelled(rows[number : number + count]))
            number += count
            continue
        row = rows[number]
        covered = max([covered, *(cell.rowspan for cell in row.cells)]) - 1
        plain_rows.append(row)
        number += 1
    if plain_rows or not parts:
        parts.append(FormPart((), tuple(plain_rows)))
    return parts


def _rows_of_head(rows: Sequence[Row], number: int) -> int:
    """How many rows belong to the head that stands in a row, with its own; 0 where it is none."""
    first, *others = rows[number].cells or (Cell(()),)
    count = first.rowspan
    if not (_LEAST_ROWS <= count <= len(rows) - number and first.header):
        return 0
    if len(others) < _LEAST_HEADS:
        return 0
    is_head = all(cell.header and cell.rowspan == 1 for cell in others)
    # What begins below the head has to end with its part.
    inside = all(
        at + cell.rowspan <= count
        for at, row in enumerate(rows[number + 1 : number + count], 1)
        for cell in row.cells
    )
    return count if is_head and inside else 0


def _labelled(rows: Sequence[Row]) -> FormPart:
    head, first, *others = rows
    label = head.cells[0]
    above = Row((replace(label, inlines=(), rowspan=1), *head.cells[1:]))
    begin = Row((replace(label, rowspan=len(rows) - 1), *first.cells))
    return FormPart((above,), (begin, *others), labelled=True)


def cut_spans(rows: tuple[Row, ...], begins: Collection[int], width: int) -> tuple[Row, ...]:
    """Rows whose spans end with the page: on the next one (``begins``) their words stand again."""
    if not begins:
        return rows
    cells: list[dict[int, Cell]] = [{} for _ in rows]
    for number, row in enumerate(placed(rows, width)):
        for column, cell in row:
            edges = [
                number,
                *sorted(edge for edge in begins if number < edge < number + cell.rowspan),
            ]
            if len(plain(cell.inlines)) > _REPEATED:
                edges = [number]
            for edge, after in zip(edges, [*edges[1:], number + cell.rowspan], strict=True):
                cells[edge][column] = replace(cell, rowspan=after - edge)
    return tuple(Row(tuple(row[column] for column in sorted(row))) for row in cells)


def placed(rows: tuple[Row, ...], width: int) -> Iterator[list[tuple[int, Cell]]]:
    """The cells of each row with their columns, past those that a span from above covers."""
    covered = [0] * width
    for row in rows:
        cells = []
        column = 0
        for cell in row.cells:
            while column < width and covered[column]:
                column += 1
            cells.append((column, cell))
            for inside in range(column, min(width, column + cell.colspan)):
                covered[inside] = cell.rowspan
            column += cell.colspan
        covered = [max(0, left - 1) for left in covered]
        yield cells
