"""单行表: one row of values under spanning heads (“三公”经费)."""

from __future__ import annotations

from generator.document.tables.base import Built, DeclarationError, Maker, TablePart
from generator.document.tables.columns import Column, head_rows, leaves, number_row, numbered, parse
from generator.document.tables.declaration import flag, naming
from generator.document.tables.sums import of_columns, with_sums
from generator.document.tree import Row
from generator.forms.declarations import SingleRowDeclaration
from generator.ledger.figure import Figure, Missing


def build(maker: Maker, raw: SingleRowDeclaration) -> Built:
    """The one part of a 单行表; it is empty when every value is zero.

    Raises DeclarationError for a wrong declaration.
    """
    columns = numbered(parse(raw["列"]))
    values = [_value(maker, leaf) for leaf in leaves(columns)]
    head = head_rows(columns)
    if flag(raw, "栏次"):
        head = (*head, number_row(columns, ()))
    row = Row(tuple(maker.amount(value, always=True) for value in values))
    empty = all(isinstance(value, Figure) and value.is_zero for value in values)
    part = with_sums(TablePart(head, (row,), (1,) * len(values)), of_columns(columns, (0,), 0))
    return Built((part,), (), empty)


def _value(maker: Maker, column: Column) -> Figure | Missing:
    if column.expression is None:
        raise DeclarationError(f"列“{column.label}”缺少“数”")
    with naming(f"列“{column.label}”"):
        return maker.value(column.expression)
