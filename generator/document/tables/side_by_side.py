"""并列表: groups of 经济科目 beside each other (code, name, amount), and a row of totals below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from msgspec.structs import replace

from generator.document.tables.base import (
    Built,
    DeclarationError,
    Maker,
    TablePart,
    cell,
    mark_row,
    unknown,
)
from generator.document.tables.columns import bare, head_rows, page_width
from generator.document.tables.declaration import naming, select, table_name
from generator.document.tables.gaps import Need, doubtful, gap, mark
from generator.document.tables.sums import of_groups, with_sums
from generator.document.tree import Cell, Row
from generator.forms.declarations import SideBySideDeclaration
from generator.ledger.facts import Facts

_NEED = Need("经济科目", 5)
_CODE, _AMOUNT = 46, 52


def build(maker: Maker, raw: SideBySideDeclaration) -> Built:
    """The one part of a 并列表. Raises DeclarationError for a wrong declaration."""
    scope = select(maker.facts(), raw.get("范围"))
    lacking = _NEED.lacking(scope)
    gaps = gap(table_name(raw), _NEED, lacking, maker.statement.books)
    catalogue = maker.statement.books.catalogue.economic_subjects if raw.get("款") == "全部" else ()
    listed = [code for code in catalogue if len(code) == 5 and code not in raw.get("不列", ())]
    groups = [
        [line for code in group for line in _lines(maker, scope, lacking, code, listed)]
        for group in _groups(raw, scope)
    ]
    blank = (cell(""), cell(""), cell(""))
    rows = [
        Row(tuple(part for line in parts for part in line))
        for parts in zip_longest(*groups, fillvalue=blank)
    ]
    span = 3 * len(groups)
    if gaps:
        rows.insert(0, mark_row(mark([_NEED]), span))
    rows.append(_totals(maker, raw, span))
    titles = raw.get("列题", ["科目编码", "科目名称", "决算数"])
    heads = head_rows(bare([*titles] * len(groups)))
    page = page_width(raw)
    widths = (_CODE, page // len(groups) - _CODE - _AMOUNT, _AMOUNT)
    part = with_sums(
        TablePart(heads, tuple(rows), widths * len(groups)), of_groups(rows, len(groups))
    )
    return Built((part,), tuple(gaps), not any(fact.amount for fact in scope))


def _groups(raw: SideBySideDeclaration, scope: Facts) -> list[list[str]]:
    """The classes of each group.

    Classes in use that the form does not foresee join the last one, so that no amount is left out.
    """
    groups = [list(group) for group in raw["组"]]
    foreseen = {code for group in groups for code in group}
    used = {fact.经济科目[:3] for fact in scope if fact.amount and fact.经济科目[:3].isdecimal()}
    return [*groups[:-1], [*groups[-1], *sorted(used - foreseen)]]


def _lines(
    maker: Maker, scope: Facts, lacking: Facts, code: str, listed: Sequence[str]
) -> list[tuple[Cell, ...]]:
    """A class and its 款: those in use, and those that are ``listed`` in any case."""
    books = maker.statement.books
    spent = Facts(fact for fact in scope.under(code, "经济科目") if fact.amount)
    used = {inner for inner in spent.codes("经济科目") if len(inner) == _NEED.digits}
    used |= {inner for inner in listed if inner.startswith(code)}
    lines: list[tuple[Cell, ...]] = []
    for line_code in (code, *sorted(used)):
        top = line_code == code
        name = books.economic(line_code)
        if doubtful(lacking, ("经济科目", line_code)):
            amount = unknown()
        else:
            total = scope.under(line_code, "经济科目").total(f"{line_code} {name}")
            amount = maker.amount(total)
        title = cell(name, indent=0 if top else 1, strong=top)
        lines.append((cell(line_code, strong=top), title, amount))
    return lines


def _totals(maker: Maker, raw: SideBySideDeclaration, span: int) -> Row:
    """人员经费合计 and 公用经费合计 in one row; the last amount takes what is left of the width."""
    cells: list[Cell] = []
    for number, total in enumerate(raw["底"], 1):
        title_span = int(total.get("跨", 2))
        used = sum(part.colspan for part in cells) + title_span
        if used >= span:
            raise DeclarationError(f"“底”太宽：各“跨”和数一共要少于 {span} 列")
        with naming(f"底的“{total['题']}”"):
            amount = maker.amount(maker.value(total["数"]), always=True)
        cells.append(cell(total["题"], align="中", colspan=title_span, strong=True))
        is_last = number == len(raw["底"])
        cells.append(replace(amount, colspan=span - used if is_last else 1))
    return Row(tuple(cells))
