"""Columns of a declaration: heads, filters, numbers, widths, and the portions of a wide table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.document.tables.base import cell
from generator.document.tables.declaration import Filter, read_filter
from generator.document.tree import Cell, Row
from generator.forms.declarations import AddedDeclaration, ColumnDeclaration, TableDeclaration
from generator.ledger.facts import Facts
from generator.ledger.figure import Figure, exact_difference, total

# A type area in points, and what one amount, one code and a usual name need at 小五 (a character of
# which is 9 points wide).
PORTRAIT, LANDSCAPE = 440, 636
CODE, NAME, AMOUNT, WIDEST = 46, 172, 48, 96


class Column(Struct, frozen=True):
    """One column, or a spanning head with columns below.

    ``label`` joins the heads from the top. ``plus`` and ``minus`` tell which facts it adds and
    subtracts; ``otherwise`` what it does instead when the file has no fact that it asks for
    (未填则). ``expression`` is that of its value, where it adds no facts. ``economic`` is a
    经济科目. ``number`` is its 栏次.
    """

    title: str
    label: str
    plus: tuple[Filter, ...] = (Filter({}),)
    minus: tuple[Filter, ...] = ()
    otherwise: tuple[tuple[Filter, ...], tuple[Filter, ...]] | None = None
    expression: str | None = None
    below: tuple[Column, ...] = ()
    economic: str = ""
    number: int = 0


def parse(raws: Sequence[ColumnDeclaration], above: str = "") -> tuple[Column, ...]:
    """The columns of a declaration."""
    columns = []
    for raw in raws:
        label = f"{above}{raw['题']}"
        plus, minus = _filters(raw)
        otherwise = None
        if "未填则" in raw:
            otherwise = _filters(raw["未填则"])
        below = parse(raw.get("下", ()), f"{label}·")
        columns.append(Column(raw["题"], label, plus, minus, otherwise, raw.get("数"), below))
    return tuple(columns)


def bare(titles: Iterable[str]) -> tuple[Column, ...]:
    """Columns with these titles, which add up no facts."""
    return parse([{"题": title} for title in titles])


def _filters(
    raw: ColumnDeclaration | AddedDeclaration,
) -> tuple[tuple[Filter, ...], tuple[Filter, ...]]:
    """What is added and what is subtracted."""
    if "加" not in raw:
        return (read_filter(raw.get("筛选")),), ()
    return tuple(map(read_filter, raw["加"])), tuple(map(read_filter, raw.get("减", ())))


def settled(columns: Iterable[Column], scope: Facts) -> tuple[Column, ...]:
    """The columns as they add up ``scope``, all facts of the table.

    A column goes by its 未填则 where the scope has no facts that it asks for.
    """
    settled_columns = []
    for column in columns:
        below = settled(column.below, scope)
        if column.otherwise and not any(chosen.of(scope) for chosen in column.plus):
            column = replace(column, plus=column.otherwise[0], minus=column.otherwise[1])
        settled_columns.append(replace(column, below=below))
    return tuple(settled_columns)


def leaves(columns: Iterable[Column]) -> list[Column]:
    """The columns that hold values, left to right."""
    lowest: list[Column] = []
    for column in columns:
        lowest += leaves(column.below) if column.below else [column]
    return lowest


def numbered(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with their 栏次, which count the leaves from 1."""
    count = 0

    def visit(column: Column) -> Column:
        nonlocal count
        if column.below:
            return replace(column, below=tuple(map(visit, column.below)))
        count += 1
        return replace(column, number=count)

    return tuple(visit(column) for column in columns)


def head_rows(columns: Sequence[Column]) -> tuple[Row, ...]:
    """Spanning heads; a column without columns below reaches down to the last row."""
    depth = max(_depth(column) for column in columns)
    rows: list[list[Cell]] = [[] for _ in range(depth)]

    def place(column: Column, level: int) -> None:
        span = 1
        if not column.below:
            span = depth - level
        width = len(leaves([column]))
        rows[level].append(cell(column.title, header=True, colspan=width, rowspan=span))
        for inner in column.below:
            place(inner, level + 1)

    for column in columns:
        place(column, 0)
    return tuple(Row(tuple(row)) for row in rows)


def _depth(column: Column) -> int:
    return 1 + max((_depth(inner) for inner in column.below), default=0)


def number_row(columns: Sequence[Column], first: tuple[Cell, ...]) -> Row:
    """The row of 栏次 under the heads, after ``first``."""
    return Row((*first, *(cell(str(leaf.number), header=True) for leaf in leaves(columns))))


def value(facts: Facts, column: Column, label: str) -> Figure:
    """What a settled ``column`` adds of the row's ``facts``."""
    name = f"{label} {column.label}"
    if not column.minus:
        return total(name, _added(facts, column.plus, column.economic))
    plus = total(f"{name}加项", _added(facts, column.plus, column.economic))
    minus = total(f"{name}减项", _added(facts, column.minus, column.economic))
    return exact_difference(name, plus, minus)


def _added(facts: Facts, filters: Iterable[Filter], economic: str) -> Iterator[Figure]:
    for chosen in filters:
        added = chosen.of(facts)
        if economic:
            added = added.under(economic, "经济科目")
        yield from (fact.figure for fact in added)


def concerning(facts: Facts, column: Column) -> Facts:
    """The facts that bear upon a settled column, whatever their 经济科目."""
    filters = (*column.plus, *column.minus)
    return Facts(fact for chosen in filters for fact in chosen.of(facts))


def portions(columns: Sequence[Column], most: int) -> list[tuple[Column, ...]]:
    """Page-wide portions of at most ``most`` leaves.

    The first column (合计) stands in each, and a group that breaks keeps its head.
    """
    if len(leaves(columns)) <= most:
        return [tuple(columns)]
    first = columns[0]
    room = max(most - len(leaves([first])), 1)
    pages: list[list[Column]] = [[]]
    for group in columns[1:]:
        waiting = leaves([group])
        while waiting:
            free = room - len(leaves(pages[-1]))
            # A subtotal alone at the edge of a page is hard to read: the group starts on the next.
            if free == 0 or (pages[-1] and free < min(3, len(waiting))):
                pages.append([])
                continue
            now, waiting = waiting[:free], waiting[free:]
            pages[-1].append(replace(group, below=tuple(now)) if group.below else now[0])
    return [(first, *page) for page in pages]


def page_width(declaration: TableDeclaration) -> int:
    """The width of the page that a table stands on, by its 方向."""
    if declaration.get("方向") == "横向":
        return LANDSCAPE
    return PORTRAIT


def subject_widths(count: int, page: int) -> tuple[int, ...]:
    """Widths of code, name and ``count`` amounts: names get what amounts do not need."""
    amount = min(max((page - CODE - NAME) // max(count, 1), AMOUNT), WIDEST)
    return (CODE, max(page - CODE - count * amount, 90), *([amount] * count))
