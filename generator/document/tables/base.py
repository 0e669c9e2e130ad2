"""What all shapes of table share: options, cells, heads, and gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.document.numbers import Registry, plain_decimal
from generator.document.tree import Cell, Inline, Mark, Row, Table, Text
from generator.figures.figure import Figure, Missing
from generator.figures.ledger import Fact, Facts
from generator.figures.statement import Statement
from generator.reading.place import Place

TOTAL = "合计"


class DeclarationError(Exception):
    """A table declaration is wrong; the text names the table and what is wrong."""


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How tables print: ``zero`` is what an empty cell shows (空, 0.00 or 0); total rows always print a number."""

    zero: str
    strip_amount: bool
    year: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What a table lacks: the places of the lines without detail, and what to write there."""

    places: tuple[Place, ...]
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class BuiltTable:
    """A finished table: one tree.Table, or several parts of a wide one."""

    number: str
    title: str
    landscape: bool
    tables: tuple[Table, ...]
    gaps: tuple[Gap, ...]
    empty: bool


@dataclass(slots=True)
class Maker:
    """What the shapes need to make cells. ``evaluate`` gives the value of an expression of a declaration."""

    statement: Statement
    registry: Registry
    options: TableOptions
    evaluate: Callable[[str], Any]
    holes: list[Missing] = field(default_factory=list)

    def amount(self, figure: Figure | Missing, *, always: bool = False) -> Cell:
        """A cell with an amount; zero prints by the form's habit unless ``always``."""
        if isinstance(figure, Missing):
            self.holes.append(figure)
            return Cell((Mark("〔待填〕"),), align="中")
        if figure.is_zero and not always and self.options.zero == "空":
            return Cell((), align="右")
        text = plain_decimal(figure.printed, 2, strip=self.options.strip_amount)
        if figure.is_zero and not always:
            text = self.options.zero
        return Cell((self.registry.number(figure, text),), align="右")

    def facts(self) -> Facts:
        """All facts."""
        return self.statement.books.facts


def cell(text: str, *, align: str = "左", header: bool = False, **more: Any) -> Cell:
    """A cell of plain text."""
    inlines: tuple[Inline, ...] = (Text(text),) if text else ()
    return Cell(inlines, align="中" if header and align == "左" else align, header=header, **more)


def select(facts: Facts, wanted: Mapping[str, Any] | None) -> Facts:
    """The facts that a declaration's 筛选 wants; a list means one of its values."""
    if not wanted:
        return facts
    keys = {key: tuple(value) if isinstance(value, list) else str(value) for key, value in wanted.items()}
    unknown = set(keys) - set(Fact.__slots__)
    if unknown:
        raise DeclarationError(f"筛选里有不认识的项：{'、'.join(sorted(unknown))}")
    return facts.where(**keys)


def head_rows(columns: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Spanning heads from a tree of columns: {题} or {题, 下: [columns]}."""
    depth = max(_depth(column) for column in columns)
    rows: list[list[Cell]] = [[] for _ in range(depth)]

    def place(column: Mapping[str, Any], level: int) -> None:
        below = column.get("下")
        span = 1 if below else depth - level
        rows[level].append(cell(column["题"], header=True, colspan=len(leaves([column])), rowspan=span))
        for inner in below or ():
            place(inner, level + 1)

    for column in columns:
        place(column, 0)
    return tuple(Row(tuple(row)) for row in rows)


def leaves(columns: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The columns that hold values, left to right."""
    return [leaf for column in columns for leaf in (leaves(column["下"]) if column.get("下") else [column])]


def _depth(column: Mapping[str, Any]) -> int:
    return 1 + max((_depth(inner) for inner in column.get("下") or ()), default=0)


def mark_row(text: str, width: int) -> Row:
    """A row that says on the draft what the table lacks."""
    return Row((Cell((Mark(f"〔{text}〕"),), colspan=width, align="中"),))
