"""Which cells of a table stay in sight while it scrolls sideways: those that name its rows."""

from __future__ import annotations

from generator.document.tree import Row, Table, plain

FIRST, SECOND = "k", "n"
"""The classes of cells in the first column, and in the second one where that stays, too."""


def staying_columns(table: Table) -> int:
    """How many columns stay: the codes and the names beside them, else the first column alone; none
    of a table of two sides, whose second half would stand beside the names of the first."""
    if _has_two_sides(table):
        return 0
    codes, names = 0, 0
    for columns, row in zip(_columns(table.body), table.body, strict=True):
        for column, cell in zip(columns, row.cells, strict=True):
            text = plain(cell.inlines)
            if column == 0 and cell.colspan == 1 and text:
                if not text.isdecimal() or cell.align == "右":
                    return 1
                codes += 1
            if column == 1 and text:
                if cell.align != "左":
                    return 1
                names += 1
    return 2 if codes and names else 1


def _has_two_sides(table: Table) -> bool:
    """Whether a later column is called as the first one: each side has names of its own."""
    for row in table.head:
        names = [plain(cell.inlines).strip() for cell in row.cells]
        if names and names[0] and names[0] in names[1:]:
            return True
    return False


def staying_classes(rows: tuple[Row, ...], staying: int) -> list[tuple[str, ...]]:
    """For each row the class of each of its cells; "" for one that scrolls, as does one that also
    reaches over columns that scroll.
    """
    return [
        tuple(
            _class_of(column, column + cell.colspan, staying)
            for column, cell in zip(columns, row.cells, strict=True)
        )
        for columns, row in zip(_columns(rows), rows, strict=True)
    ]


def _class_of(begin: int, end: int, staying: int) -> str:
    if end > staying:
        return ""
    return FIRST if begin == 0 else SECOND


def _columns(rows: tuple[Row, ...]) -> list[list[int]]:
    """For each row the column in which each of its cells begins, spans from above respected."""
    covered: dict[int, int] = {}
    result = []
    for row in rows:
        columns, column = [], 0
        # How many further rows a column is covered for.
        below = {under: count - 1 for under, count in covered.items() if count > 1}
        for cell in row.cells:
            while covered.get(column):
                column += 1
            columns.append(column)
            if cell.rowspan > 1:
                for under in range(column, column + cell.colspan):
                    below[under] = cell.rowspan - 1
            column += cell.colspan
        covered = below
        result.append(columns)
    return result
