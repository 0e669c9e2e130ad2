"""Which amounts of a table add up to which: by its rows (合计, 类, 款, 项), by its columns (合计, 小计), by its lines below. Only what adds up exactly is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec.structs import replace

from generator.document.tables.base import Part
from generator.document.tables.columns import Column, leaves
from generator.document.tree import Cell, Row, plain

Place = tuple[int, int]
Candidate = tuple[Place, tuple[Place, ...]]
PARTIAL = ("合计", "小计", "本年收入合计", "本年支出合计")


def with_sums(part: Part, candidates: Iterable[Candidate]) -> Part:
    """The part with ``sums`` where a candidate adds up exactly; of several for one cell the first that does."""
    grid = places(part.body)
    found: dict[Place, tuple[Place, ...]] = {}
    for place, addends in candidates:
        cell = grid.get(place)
        if (
            place in found
            or cell is None
            or cell.value is None
            or cell.value == 0
            or place in addends
        ):
            continue
        own = tuple(one for one in addends if one in grid and grid[one].value is not None)
        if len(own) > 1 or (own and len(addends) > 1):
            if sum((grid[one].value or Decimal(0) for one in own), Decimal(0)) == cell.value:
                found[place] = own
        elif own and grid[own[0]].value == cell.value:
            found[place] = own
    return replace(
        part, body=tuple(_marked(row, index, found) for index, row in enumerate(part.body))
    )


def places(body: Sequence[Row]) -> dict[Place, Cell]:
    """Each cell of a body by row and column (bodies of statutory tables have no cells that span rows)."""
    found: dict[Place, Cell] = {}
    for index, row in enumerate(body):
        column = 0
        for cell in row.cells:
            found[index, column] = cell
            column += cell.colspan
    return found


def _marked(row: Row, index: int, found: dict[Place, tuple[Place, ...]]) -> Row:
    cells = []
    column = 0
    for cell in row.cells:
        cells.append(replace(cell, sums=found[index, column]) if (index, column) in found else cell)
        column += cell.colspan
    return Row(tuple(cells))


def of_levels(levels: Sequence[int | None], columns: Iterable[int]) -> list[Candidate]:
    """Rows under rows: a row of level n adds up the rows of level n + 1 below it, until the next of its own level or above. Level -1 is 合计."""
    found: list[Candidate] = []
    for index, level in enumerate(levels):
        if level is None:
            continue
        below = []
        for other in range(len(levels)) if level == -1 else range(index + 1, len(levels)):
            lower = levels[other]
            if lower is None or other == index:
                continue
            if lower <= level and level != -1:
                break
            if lower == level + 1:
                below.append(other)
        if below:
            found += [
                ((index, column), tuple((other, column) for other in below)) for column in columns
            ]
    return found


def of_columns(columns: Sequence[Column], rows: Iterable[int], first: int) -> list[Candidate]:
    """Columns beside columns: the first of a group (合计, 小计) adds up the others; ``first`` is the grid column of the first leaf."""
    sums: list[tuple[int, tuple[int, ...]]] = []

    def visit(group: Sequence[Column], start: int) -> None:
        stands: list[int] = []
        position = start
        for column in group:
            stands.append(position)
            if column.below:
                visit(column.below, position)
            position += len(leaves([column]))
        if len(group) > 1 and group[0].title in PARTIAL:
            for path, place in _paths(group[0], stands[0]):
                parts = [
                    one
                    for column, at in zip(group[1:], stands[1:], strict=True)
                    for one in _representing(column, at, path)
                ]
                if parts:
                    sums.append((place, tuple(parts)))

    visit(columns, first)
    return [
        ((row, total), tuple((row, one) for one in parts)) for row in rows for total, parts in sums
    ]


def _paths(column: Column, place: int) -> list[tuple[tuple[str, ...], int]]:
    """The leaves of a column with the titles that lead down to them: none for a column without columns below."""
    if not column.below:
        return [((), place)]
    found: list[tuple[tuple[str, ...], int]] = []
    for inner in column.below:
        found += [((inner.title, *path), at) for path, at in _paths(inner, place)]
        place += len(leaves([inner]))
    return found


def _representing(column: Column, place: int, path: tuple[str, ...]) -> list[int]:
    """The leaves that stand for a column in a sum: under its own 合计 or 小计, or all of them; of those, the ones at the end of ``path`` (预算数)."""
    inner = column.below
    used = _paths(inner[0], place) if inner and inner[0].title in PARTIAL else _paths(column, place)
    return [at for titles, at in used if titles[len(titles) - len(path) :] == path]


def of_groups(body: Sequence[Row], groups: int) -> list[Candidate]:
    """Groups of code, name, amount beside each other: a class adds up its 款; the amounts of the last row add up classes of the first group, of the others, or all."""
    grid = places(body)
    found: list[Candidate] = []
    tops: list[list[Place]] = []
    for group in range(groups):
        codes = {
            row: plain(grid[row, 3 * group].inlines)
            for row in range(len(body) - 1)
            if (row, 3 * group) in grid
        }
        mine = [row for row, code in codes.items() if len(code) == 3]
        tops.append([(row, 3 * group + 2) for row in mine])
        for row in mine:
            below = [
                (other, 3 * group + 2)
                for other, code in codes.items()
                if len(code) > 3 and code.startswith(codes[row])
            ]
            found.append(((row, 3 * group + 2), tuple(below)))
    last = len(body) - 1
    for place in [
        place for place, cell in grid.items() if place[0] == last and cell.value is not None
    ]:
        for chosen in (tops[:1], tops[1:], tops):
            found.append((place, tuple(one for group in chosen for one in group)))
    return found


def of_lines(body: Sequence[Row], column: int, titles: int) -> list[Candidate]:
    """Lines above lines: a bold line (本年收入合计, 总计) adds up the lines above it down from the bold line before, or with it."""
    grid = places(body)
    bold = [
        index
        for index in range(len(body))
        if (cell := grid.get((index, titles))) is not None
        and cell.strong
        and "计" in plain(cell.inlines)
    ]
    found: list[Candidate] = []
    before = -1
    for index in bold:
        between = [
            one
            for one in range(before + 1, index)
            if (cell := grid.get((one, titles))) is not None and cell.indent == 0
        ]
        first = [before] if before >= 0 else []
        found += [
            ((index, column), tuple((one, column) for one in (*first, *chosen)))
            for chosen in (between, between[:1])
        ]
        before = index
    return found
