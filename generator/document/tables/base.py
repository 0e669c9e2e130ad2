"""What all shapes of table share: options, results, and how a cell is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, Unpack

from msgspec import Struct, field

from generator.document.numbers import Registry, plain_decimal
from generator.document.tree import Cell, Inline, Mark, Row, Table, Text
from generator.findings.place import Cause, Place
from generator.ledger.facts import Facts
from generator.ledger.figure import WAN, Figure, Missing
from generator.ledger.statement import Statement

TOTAL = "合计"
TO_FILL = "〔待填〕"


Evaluate = Callable[[str], object]
"""Gives the value of an expression of a declaration."""


class DeclarationError(Exception):
    """A table declaration is wrong; the text names the table and what is wrong."""


class TableOptions(Struct, frozen=True):
    """How tables print: ``zero`` is what an empty cell shows (空, 0.00 or 0).

    Total rows always print a number.
    """

    zero: str
    strip_amount: bool
    year: int
    grouped: bool = False
    continued: str = "（续）"


class Gap(Struct, frozen=True):
    """What a table lacks: its number, the places of the lines without detail, what stands there and
    what to write. ``cause`` is the finding for which the detail could not be read."""

    number: str
    places: tuple[Place, ...]
    text: str
    fix: str
    cause: Cause | None = None

    @property
    def message(self) -> str:
        """What is said of this table alone."""
        return f"{self.number}{self.text}"


class BuiltTable(Struct, frozen=True):
    """A finished table: one tree.Table, or several parts of a wide one."""

    number: str
    title: str
    landscape: bool
    tables: tuple[Table, ...]
    gaps: tuple[Gap, ...]
    empty: bool
    explained: bool = False
    """Whether a table without data says so below."""


class TablePart(Struct, frozen=True):
    """One page-wide part of a table: head, body, relative widths."""

    head: tuple[Row, ...]
    body: tuple[Row, ...]
    widths: tuple[int, ...]


class Built(Struct, frozen=True):
    """What a shape makes of a declaration."""

    parts: tuple[TablePart, ...]
    gaps: tuple[Gap, ...]
    empty: bool


class Maker(Struct):
    """What the shapes need to make cells."""

    statement: Statement
    registry: Registry
    options: TableOptions
    evaluate: Evaluate
    missing_values: list[Missing] = field(default_factory=list)

    def amount(self, figure: Figure | Missing, *, always: bool = False) -> Cell:
        """A cell with an amount; zero prints by the form's habit unless ``always``."""
        if isinstance(figure, Missing):
            self.missing_values.append(figure)
            return unknown()
        if figure.is_zero and not always and self.options.zero == "空":
            return Cell((), align="右", value=figure.value)
        # Counts and scores are no money: they print bare.
        strip = self.options.strip_amount or figure.unit != WAN
        text = plain_decimal(figure.printed, 2, strip=strip, grouped=self.options.grouped)
        if figure.is_zero and not always:
            text = self.options.zero
        return Cell((self.registry.number(figure, text),), align="右", value=figure.value)

    def value(self, expression: str) -> Figure | Missing:
        """The amount that an expression of the declaration names.

        Raises DeclarationError when it names none.
        """
        figure = self.evaluate(expression)
        if not isinstance(figure, Figure | Missing):
            raise DeclarationError(f"“{expression}”不是一个数；写成如 本年支出合计、收支总计.数")
        return figure

    def facts(self) -> Facts:
        """All facts."""
        return self.statement.books.facts


class CellFormat(TypedDict, total=False):
    """What a cell may be beside its text, as tree.Cell has it."""

    colspan: int
    rowspan: int
    indent: int
    strong: bool
    scope: str


def cell(
    text: str, *, align: str = "左", header: bool = False, **cell_format: Unpack[CellFormat]
) -> Cell:
    """A cell of plain text; header cells are centred."""
    inlines: tuple[Inline, ...] = ()
    if text:
        inlines = (Text(text),)
    if header and align == "左":
        align = "中"
    return Cell(inlines, align=align, header=header, **cell_format)


def unknown() -> Cell:
    """A cell whose amount cannot be told from the file: a missing value is better than a wrong
    sum."""
    return Cell((Mark(TO_FILL),), align="中")


def mark_row(text: str, width: int) -> Row:
    """A row that says on the draft what the table lacks."""
    return Row((Cell((Mark(f"〔{text}〕"),), colspan=width, align="中"),))
