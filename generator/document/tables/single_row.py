"""单行表: one row of values under spanning heads (“三公”经费)."""

from __future__ import annotations

from generator.document.tables.base import Built, Maker, Part
from generator.document.tables.columns import head_rows, leaves, number_row, numbered, parse
from generator.document.tables.declaration import Raw, flag
from generator.document.tables.sums import of_columns, with_sums
from generator.document.tree import Row
from generator.figures.figure import Figure

KEYS = ("列", "栏次")


def build(maker: Maker, raw: Raw) -> Built:
    """The one part of a 单行表; it is empty when every value is zero. Raises DeclarationError or KeyError for a wrong declaration."""
    columns = numbered(parse(raw["列"]))
    values = [maker.value(leaf.raw["数"]) for leaf in leaves(columns)]
    head = head_rows(columns)
    if flag(raw, "栏次"):
        head = (*head, number_row(columns, ()))
    row = Row(tuple(maker.amount(value, always=True) for value in values))
    empty = all(isinstance(value, Figure) and value.is_zero for value in values)
    part = with_sums(Part(head, (row,), (1,) * len(values)), of_columns(columns, (0,), 0))
    return Built((part,), (), empty)
