"""项目表: lines that the form names one by one, each with figures of its own kind.

They are amounts or counts, in one or more groups beside each other (机构运行信息表).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from msgspec import Struct

from generator.document.tables.base import Built, DeclarationError, Maker, TablePart, cell
from generator.document.tables.columns import bare, head_rows, page_width
from generator.document.tables.declaration import flag, naming
from generator.document.tree import Cell, Row
from generator.forms.declarations import GroupDeclaration, ItemTableDeclaration, LineDeclaration
from generator.ledger.figure import Figure, Missing

_NUMBER, _AMOUNT = 24, 62


class _Group(Struct, frozen=True):
    """One group: the head of its names, the heads of its figures, its lines."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[LineDeclaration, ...]


def build(maker: Maker, raw: ItemTableDeclaration) -> Built:
    """The one part of a 项目表; it is empty when no line has an amount.

    Raises DeclarationError for a wrong declaration.
    """
    groups = [_group(declared) for declared in raw["组"]]
    counted = flag(raw, "行次")
    figures: list[Figure | Missing] = []
    columns: list[list[tuple[Cell, ...]]] = []
    number = 0
    for group in groups:
        lines = []
        for line in group.lines:
            number += 1
            lines.append(_line(maker, group, line, number if counted else 0, figures))
        columns.append(lines)
    blanks = [tuple(cell("") for _ in range(_width(group, counted=counted))) for group in groups]
    rows = []
    for parts in zip_longest(*columns):
        cells: list[Cell] = []
        for part, blank in zip(parts, blanks, strict=True):
            cells += part or blank
        rows.append(Row(tuple(cells)))
    titles: list[str] = []
    for group in groups:
        titles += (
            [group.title, "行次", *group.columns] if counted else [group.title, *group.columns]
        )
    page = page_width(raw)
    widths = tuple(
        width for group in groups for width in _widths(group, page // len(groups), counted=counted)
    )
    empty = all(isinstance(figure, Figure) and figure.is_zero for figure in figures)
    return Built((TablePart(head_rows(bare(titles)), tuple(rows), widths),), (), empty)


def _group(raw: GroupDeclaration) -> _Group:
    lines = raw["行"]
    for line in lines:
        expressions = _expressions(line)
        if len(expressions) > len(raw["列"]):
            width = len(raw["列"])
            raise DeclarationError(
                f"“{line['题']}”这一行有 {len(expressions)} 个数，只有 {width} 列"
            )
    return _Group(raw.get("题", "项目"), tuple(raw["列"]), tuple(lines))


def _expressions(line: LineDeclaration) -> Sequence[str]:
    """The figures of a line, one for each column: a list, or a single one as it stands."""
    declared = line.get("数", [])
    if isinstance(declared, list):
        return declared
    return [declared]


def _line(
    maker: Maker, group: _Group, raw: LineDeclaration, number: int, figures: list[Figure | Missing]
) -> tuple[Cell, ...]:
    expressions = _expressions(raw)
    with naming(f"行“{raw['题']}”"):
        padding = [""] * (len(group.columns) - len(expressions))
        cells = [_value(maker, text, figures) for text in (*expressions, *padding)]
    indent = "　" * int(raw.get("缩进", 0))
    return (
        cell(f"{indent}{raw['题']}"),
        *([cell(str(number), align="中")] if number else []),
        *cells,
    )


def _value(maker: Maker, expression: str, figures: list[Figure | Missing]) -> Cell:
    """A figure, a text like — that stands for none, or an empty cell."""
    if not expression:
        return cell("")
    value = maker.evaluate(expression)
    if isinstance(value, str):
        return cell(value, align="中")
    if not isinstance(value, Figure | Missing):
        raise DeclarationError(f"“{expression}”不是一个数，也不是引号里的文字")
    figures.append(value)
    return maker.amount(value, always=True)


def _width(group: _Group, *, counted: bool) -> int:
    return 1 + int(counted) + len(group.columns)


def _widths(group: _Group, page: int, *, counted: bool) -> tuple[int, ...]:
    number = (_NUMBER,) if counted else ()
    return (
        max(page - sum(number) - _AMOUNT * len(group.columns), 90),
        *number,
        *([_AMOUNT] * len(group.columns)),
    )
