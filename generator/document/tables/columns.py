"""Columns of a declaration: spanning heads, filters, column numbers, widths, and page-wide portions of a wide table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from generator.document.tables.base import cell
from generator.document.tables.declaration import Raw, refuse_unknown, select
from generator.document.tree import Cell, Row
from generator.figures.figure import Figure, exact_difference, total
from generator.figures.ledger import Facts

KEYS = ("题", "下", "筛选", "加", "减", "未填则", "数")
# A type area in points, and what one amount, one code and a usual name need at 小五 (9 points a character).
PORTRAIT, LANDSCAPE = 440, 636
CODE, NAME, AMOUNT, WIDEST = 46, 172, 48, 96


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or a spanning head with columns below. ``label`` joins the heads from the top; ``economic`` is a 经济科目.

    ``number`` is its 栏次. ``raw`` tells which facts it adds, or the expression of its value.
    """

    title: str
    label: str
    raw: Raw
    below: tuple[Column, ...] = ()
    economic: str = ""
    number: int = 0


def parse(raws: Sequence[Raw], above: str = "") -> tuple[Column, ...]:
    """The columns of a declaration. Raises DeclarationError for unknown keys."""
    found = []
    for raw in raws:
        refuse_unknown(raw, KEYS, "列")
        refuse_unknown(raw.get("未填则", {}), ("加", "减"), "未填则")
        label = f"{above}{raw['题']}"
        found.append(Column(raw["题"], label, raw, parse(raw.get("下", ()), f"{label}·")))
    return tuple(found)


def leaves(columns: Iterable[Column]) -> list[Column]:
    """The columns that hold values, left to right."""
    return [leaf for column in columns for leaf in (leaves(column.below) if column.below else [column])]


def numbered(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns with their 栏次, which count the leaves from 1."""
    count = 0

    def visit(column: Column) -> Column:
        nonlocal count
        if column.below:
            return replace(column, below=tuple(visit(one) for one in column.below))
        count += 1
        return replace(column, number=count)

    return tuple(visit(column) for column in columns)


def head_rows(columns: Sequence[Column]) -> tuple[Row, ...]:
    """Spanning heads; a column without columns below reaches down to the last row."""
    depth = max(_depth(column) for column in columns)
    rows: list[list[Cell]] = [[] for _ in range(depth)]

    def place(column: Column, level: int) -> None:
        span = 1 if column.below else depth - level
        rows[level].append(cell(column.title, header=True, colspan=len(leaves([column])), rowspan=span))
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


def value(facts: Facts, column: Column, label: str, scope: Facts) -> Figure:
    """What ``column`` adds of the row's ``facts``; ``scope`` (all facts of the table) decides whether 未填则 applies."""
    name = f"{label} {column.label}"
    raw = _active(column.raw, scope)
    if "加" in raw:
        plus = total(f"{name}加项", (fact.figure() for one in raw["加"] for fact in select(facts, one)))
        minus = total(f"{name}减项", (fact.figure() for one in raw.get("减", ()) for fact in select(facts, one)))
        return exact_difference(name, plus, minus) if raw.get("减") else plus.named(name)
    found = wanted(facts, column, scope)
    return (found.under(column.economic, "经济科目") if column.economic else found).total(name)


def wanted(facts: Facts, column: Column, scope: Facts) -> Facts:
    """The facts that bear upon a column, whatever their 经济科目."""
    raw = _active(column.raw, scope)
    if "加" in raw:
        return Facts(fact for one in (*raw["加"], *raw.get("减", ())) for fact in select(facts, one))
    return select(facts, raw.get("筛选"))


def _active(raw: Raw, scope: Facts) -> Raw:
    """The column as declared, or its 未填则 when the file has no fact that it asks for."""
    other = raw.get("未填则")
    return other if other and not select(scope, raw.get("筛选")) else raw


def portions(columns: Sequence[Column], most: int) -> list[tuple[Column, ...]]:
    """Page-wide portions of at most ``most`` leaves; the first column (合计) stands in each, and a group that breaks keeps its head."""
    if len(leaves(columns)) <= most:
        return [tuple(columns)]
    first, rest = columns[0], columns[1:]
    room = max(most - len(leaves([first])), 1)
    pages: list[list[Column]] = [[]]
    for group in rest:
        waiting = leaves([group])
        while waiting:
            free = room - len(leaves(pages[-1]))
            # A subtotal alone at the edge of a page is hard to read: the group starts on the next page instead.
            if free == 0 or (pages[-1] and free < min(3, len(waiting))):
                pages.append([])
                continue
            now, waiting = waiting[:free], waiting[free:]
            pages[-1].append(replace(group, below=tuple(now)) if group.below else now[0])
    return [(first, *page) for page in pages]


def subject_widths(count: int, *, landscape: bool) -> tuple[int, ...]:
    """Widths of code, name and ``count`` amounts: names get what amounts do not need."""
    page = LANDSCAPE if landscape else PORTRAIT
    amount = min(max((page - CODE - NAME) // max(count, 1), AMOUNT), WIDEST)
    return (CODE, max(page - CODE - count * amount, 90), *([amount] * count))
