"""对照表: income on the left, outlay by class on the right, totals below.

行次 run down the left and on down the right.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import zip_longest

from generator.document.tables.base import Built, DeclarationError, Maker, TablePart, cell
from generator.document.tables.columns import (
    LANDSCAPE,
    Column,
    bare,
    head_rows,
    leaves,
    numbered,
    page_width,
    parse,
    settled,
    value,
)
from generator.document.tables.declaration import flag, naming, select
from generator.document.tables.sums import of_columns, of_lines, with_sums
from generator.document.tree import Cell, Row
from generator.forms.declarations import BalanceDeclaration, LineDeclaration
from generator.ledger.facts import Facts
from generator.model.subjects import functional_classes
from generator.reading.numerals import chinese

# 行次, an amount, and an amount under the longer heads of a landscape page, in points.
_LINE, _AMOUNT, _WIDE = 24, 50, 61


def build(maker: Maker, raw: BalanceDeclaration) -> Built:
    """The one part of a 对照表. Raises DeclarationError for a wrong declaration."""
    scope = select(maker.facts(), raw.get("范围"))
    lines = flag(raw, "行次", default=True)
    left_columns, right_columns = _columns(raw)
    if len(leaves(left_columns)) != 1:
        raise DeclarationError("“左列”只能是一列")
    width = len(leaves(right_columns))
    left = [_side(maker, line) for line in raw["左"]]
    right = _classes(maker, scope, leaves(settled(right_columns, scope)), raw.get("不列", ()))
    pairs = list(zip_longest(left, right))
    for total in raw["底"]:
        left_total = None
        if "左" in total:
            left_total = _side(maker, total["左"])
        right_total = None
        if "右" in total:
            right_total = _side(maker, total["右"])
        pairs.append((left_total, right_total))
    body = []
    for number, (income, outlay) in enumerate(pairs, 1):
        left_half = _half(income, number, 1, lines=lines)
        right_half = _half(outlay, len(pairs) + number, width, lines=lines)
        body.append(Row((*left_half, *right_half)))
    head = _head(raw, left_columns, right_columns, lines=lines)
    income_printed = any(amount.inlines for cells in left for amount in cells[1:])
    empty = not income_printed and not any(fact.amount for fact in scope)
    part = TablePart(head, tuple(body), _widths(width, page_width(raw), lines=lines))
    step = int(lines)
    first = 3 + 2 * step
    candidates = of_lines(body, 1 + step, 0)
    for column in range(first, first + width):
        candidates += of_lines(body, column, 2 + step)
    candidates += of_columns(right_columns, range(len(body)), first)
    return Built((with_sums(part, candidates),), (), empty)


def _columns(raw: BalanceDeclaration) -> tuple[tuple[Column, ...], tuple[Column, ...]]:
    """The amount columns of both sides; their 栏次 run on from the left to the right."""
    left = parse(raw["左列"]) if "左列" in raw else bare(["决算数"])
    right = parse(raw["右列"])
    together = numbered((*left, *right))
    return together[: len(left)], together[len(left) :]


def _side(maker: Maker, raw: LineDeclaration) -> list[Cell]:
    """Title and amounts of one side of a line; a total is bold and always printed."""
    always = flag(raw, "合计")
    with naming(f"行“{raw['题']}”"):
        amounts = raw["数"]
        if isinstance(amounts, str):
            amounts = [amounts]
        cells = [maker.amount(maker.value(text), always=always) for text in amounts]
        return [cell(raw["题"], indent=int(raw.get("缩进", 0)), strong=always), *cells]


def _classes(
    maker: Maker, scope: Facts, columns: list[Column], unlisted: Collection[str]
) -> list[list[Cell]]:
    """A line for each class: the statutory ones of the year but ``unlisted``.

    After them any other in use, so that no amount is left out.
    """
    names = {
        subject.code: subject.name
        for subject in functional_classes(maker.options.year)
        if subject.code not in unlisted
    }
    used = Facts(fact for fact in scope if fact.amount)
    for code in used.codes(digits=3):
        names.setdefault(code, maker.statement.books.name(code))
    lines = []
    for number, (code, name) in enumerate(names.items(), 1):
        spent = scope.under(code)
        amounts = [maker.amount(value(spent, column, name)) for column in columns]
        lines.append([cell(f"{chinese(number)}、{name}"), *amounts])
    return lines


def _half(cells: list[Cell] | None, number: int, width: int, *, lines: bool) -> list[Cell]:
    """One side of a line with its 行次; a side without content is blank but numbered.

    Raises DeclarationError when amounts are missing.
    """
    title, *amounts = cells or [cell("")] * (1 + width)
    if len(amounts) != width:
        raise DeclarationError(f"底里第 {number} 行的数要有 {width} 个")
    if lines:
        return [title, cell(str(number), align="中"), *amounts]
    return [title, *amounts]


def _head(
    raw: BalanceDeclaration, left: tuple[Column, ...], right: tuple[Column, ...], *, lines: bool
) -> tuple[Row, ...]:
    titles = ["项目"]
    numbers_head = [cell("栏次", header=True)]
    if lines:
        titles.append("行次")
        numbers_head.append(cell("", header=True))
    income = Column(raw.get("左题", "收入"), "", below=(*bare(titles), *left))
    outlay = Column(raw.get("右题", "支出"), "", below=(*bare(titles), *right))
    rows = head_rows([income, outlay])
    if not flag(raw, "栏次"):
        return rows
    numbers: list[Cell] = []
    for columns in (left, right):
        numbers += numbers_head
        numbers += [cell(str(leaf.number), header=True) for leaf in leaves(columns)]
    return (*rows, Row(tuple(numbers)))


def _widths(right: int, page: int, *, lines: bool) -> tuple[int, ...]:
    """The longest names (16 characters on the left, 15 on the right) stand on one line."""
    line = (_LINE,) * lines
    amount = _WIDE if page == LANDSCAPE else _AMOUNT
    name = page - 2 * sum(line) - (1 + right) * amount
    left = max(name // 2, min(150, name - 140))
    return (left, *line, amount, name - left, *line, *([amount] * right))
