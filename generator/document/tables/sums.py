"""Which amounts of a table add up to which; only what adds up exactly is said.

They add up by rows (合计, 类, 款, 项), by columns (合计, 小计), or by the lines above a bold line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain

from msgspec.structs import replace

from generator.document.tables.base import TablePart
from generator.document.tables.columns import Column, leaves
from generator.document.tree import Cell, Row, plain

Position = tuple[int, int]
"""A row of the body and a column, both from 0."""
Candidate = tuple[Position, tuple[Position, ...]]
"""The position of a sum, and those of the amounts that it may add up."""
_CLASS_DIGITS = 3
# In groups beside each other: code, name, amount.
_GROUP_WIDTH = 3
_AMOUNT_IN_GROUP = 2
_GRAND_TOTAL = -1
PARTIAL = ("合计", "小计", "本年收入合计", "本年支出合计")


def with_sums(part: TablePart, candidates: Iterable[Candidate]) -> TablePart:
    """The part with ``sums`` where a candidate adds up exactly.

    Of several for one cell the first.
    """
    grid = by_position(part.body)
    sums: dict[Position, tuple[Position, ...]] = {}
    for position, addends in candidates:
        if position in sums:
            continue
        amounts = _exact_addends(grid, position, addends)
        if amounts:
            sums[position] = amounts
    rows = (_with_sums_of_row(row, index, sums) for index, row in enumerate(part.body))
    return replace(part, body=tuple(rows))


def _exact_addends(
    grid: Mapping[Position, Cell], position: Position, addends: tuple[Position, ...]
) -> tuple[Position, ...]:
    """Those of ``addends`` that have amounts, if the cell at ``position`` is exactly their sum."""
    cell = grid.get(position)
    if cell is None or not cell.value or position in addends:
        return ()
    present = tuple(
        addend for addend in addends if addend in grid and grid[addend].value is not None
    )
    if sum((grid[addend].value or Decimal(0) for addend in present), Decimal(0)) != cell.value:
        return ()
    return present


def by_position(body: Sequence[Row]) -> dict[Position, Cell]:
    """Each cell of a body by its position (in statutory tables no cell of a body spans rows)."""
    grid: dict[Position, Cell] = {}
    for index, row in enumerate(body):
        column = 0
        for cell in row.cells:
            grid[index, column] = cell
            column += cell.colspan
    return grid


def _with_sums_of_row(row: Row, index: int, sums: Mapping[Position, tuple[Position, ...]]) -> Row:
    cells = []
    column = 0
    for cell in row.cells:
        addends = sums.get((index, column))
        cells.append(replace(cell, sums=addends) if addends else cell)
        column += cell.colspan
    return Row(tuple(cells))


def of_levels(levels: Sequence[int | None], columns: Iterable[int]) -> list[Candidate]:
    """Rows under rows, by the levels of all rows (-1 is 合计, None adds up nothing).

    A row of level n adds up the rows of level n + 1 below it, until the next of its own level or
    above; 合计 adds up those of level 0 wherever they stand.
    """
    candidates: list[Candidate] = []
    for index, level in enumerate(levels):
        if level is None:
            continue
        below = _rows_one_level_down(levels, index, level)
        if below:
            candidates += [
                ((index, column), tuple((row, column) for row in below)) for column in columns
            ]
    return candidates


def _rows_one_level_down(levels: Sequence[int | None], index: int, level: int) -> list[int]:
    rows = []
    start = 0
    if level != _GRAND_TOTAL:
        start = index + 1
    for row in range(start, len(levels)):
        lower = levels[row]
        if lower is None or row == index:
            continue
        if lower <= level and level != _GRAND_TOTAL:
            break
        if lower == level + 1:
            rows.append(row)
    return rows


def of_columns(columns: Sequence[Column], rows: Iterable[int], first: int) -> list[Candidate]:
    """Columns beside columns: the first of a group (合计, 小计) adds up the others.

    ``first`` is the grid column of the first leaf.
    """
    sums = list(_sums_of_group(columns, first))
    return [
        ((row, total), tuple((row, addend) for addend in addends))
        for row in rows
        for total, addends in sums
    ]


def _sums_of_group(group: Sequence[Column], start: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Leaves of columns beside each other that add up others, those further down first."""
    starts: list[int] = []
    for column in group:
        starts.append(start)
        if column.below:
            yield from _sums_of_group(column.below, start)
        start += len(leaves([column]))
    if len(group) < 2 or group[0].title not in PARTIAL:
        return
    beside = list(zip(group[1:], starts[1:], strict=True))
    for path, total in _paths(group[0], starts[0]):
        addends = [leaf for column, at in beside for leaf in _representing(column, at, path)]
        if addends:
            yield total, tuple(addends)


def _paths(column: Column, leaf: int) -> list[tuple[tuple[str, ...], int]]:
    """The leaves of a column with the titles that lead down to them (none for a leaf itself)."""
    if not column.below:
        return [((), leaf)]
    paths: list[tuple[tuple[str, ...], int]] = []
    for inner in column.below:
        paths += [((inner.title, *path), at) for path, at in _paths(inner, leaf)]
        leaf += len(leaves([inner]))
    return paths


def _representing(column: Column, leaf: int, path: tuple[str, ...]) -> list[int]:
    """The leaves that stand for a column in a sum: under its own 合计 or 小计, or all of them.

    Of those, the ones at the end of ``path`` (预算数).
    """
    inner = column.below
    if inner and inner[0].title in PARTIAL:
        column = inner[0]
    return [at for titles, at in _paths(column, leaf) if titles[len(titles) - len(path) :] == path]


def of_groups(body: Sequence[Row], groups: int) -> list[Candidate]:
    """Groups of code, name, amount beside each other: a class adds up its 款.

    The amounts of the last row add up classes of the first group, of the others, or all.
    """
    grid = by_position(body)
    candidates: list[Candidate] = []
    classes_of_groups: list[list[Position]] = []
    last = len(body) - 1
    for first in range(0, groups * _GROUP_WIDTH, _GROUP_WIDTH):
        amount = first + _AMOUNT_IN_GROUP
        codes = {
            row: plain(grid[row, first].inlines) for row in range(last) if (row, first) in grid
        }
        classes = [row for row, code in codes.items() if len(code) == _CLASS_DIGITS]
        classes_of_groups.append([(row, amount) for row in classes])
        for row in classes:
            below = _rows_of_class(codes, codes[row])
            candidates.append(((row, amount), tuple((inner, amount) for inner in below)))
    for position, cell in grid.items():
        if position[0] != last or cell.value is None:
            continue
        for chosen in (classes_of_groups[:1], classes_of_groups[1:], classes_of_groups):
            candidates.append((position, tuple(chain.from_iterable(chosen))))
    return candidates


def _rows_of_class(codes: Mapping[int, str], code: str) -> list[int]:
    """The rows of the 款 of a class."""
    return [
        row
        for row, longer in codes.items()
        if len(longer) > _CLASS_DIGITS and longer.startswith(code)
    ]


def of_lines(body: Sequence[Row], column: int, titles: int) -> list[Candidate]:
    """Lines above lines: a bold line (本年收入合计, 总计) adds up those above it.

    They begin at the bold line before, or below it. ``titles`` is the column of the lines' names.
    """
    grid = by_position(body)
    names = [grid.get((index, titles)) for index in range(len(body))]
    candidates: list[Candidate] = []
    before: int | None = None
    for index, name in enumerate(names):
        if name is None or not name.strong or "计" not in plain(name.inlines):
            continue
        start = 0
        if before is not None:
            start = before + 1
        between = [row for row in range(start, index) if _is_outermost(names[row])]
        head = []
        if before is not None:
            head = [before]
        for chosen in (between, between[:1]):
            candidates.append(((index, column), tuple((row, column) for row in (*head, *chosen))))
        before = index
    return candidates


def _is_outermost(name: Cell | None) -> bool:
    return name is not None and name.indent == 0
