"""The statutory tables: declarations of the form (附表.yaml) over the ledger.

A new table is a new declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import cast

from generator.document.tables import balance, items, side_by_side, single_row, subject_tables
from generator.document.tables.base import (
    Built,
    BuiltTable,
    DeclarationError,
    Gap,
    Maker,
    TableOptions,
)
from generator.document.tables.declaration import naming
from generator.document.tables.placeholders import note, titled, words
from generator.document.tree import Inline, Sheet, Table
from generator.forms.declarations import TableDeclaration

Shape = Callable[[Maker, TableDeclaration], Built]
SHAPES: Mapping[str, Shape] = {
    "科目表": cast("Shape", subject_tables.build),
    "对照表": cast("Shape", balance.build),
    "并列表": cast("Shape", side_by_side.build),
    "单行表": cast("Shape", single_row.build),
    "项目表": cast("Shape", items.build),
}
"""What builds a table of each 形状, which says what the declaration has."""
LEFT, RIGHT = "{口径}：{全称}", "单位：万元"


def build_tables(maker: Maker, declarations: Sequence[TableDeclaration]) -> list[BuiltTable]:
    """The tables of a form, in order.

    Raises DeclarationError, which names the table, when a declaration is wrong.
    """
    tables = []
    for index, raw in enumerate(declarations, 1):
        try:
            tables.append(_build(maker, raw, index))
        except DeclarationError as error:
            raise DeclarationError(f"附表.yaml 第 {index} 张“{raw['标题']}”：{error}") from error
    return tables


def build_sheets(
    maker: Maker, declarations: Sequence[TableDeclaration], tables: Sequence[BuiltTable]
) -> tuple[Sheet, ...]:
    """Each table as a sheet of a workbook.

    One that is cut into parts on paper is built again, in one part.
    """
    sheets = []
    for raw, table in zip(declarations, tables, strict=True):
        on_one_sheet = table
        if len(table.tables) > 1:
            uncut = cast("TableDeclaration", {**raw, "每页列数": "10000"})
            on_one_sheet = _build(maker, uncut, 0)
        sheets.append(Sheet(table.title, table.landscape, on_one_sheet.tables[0]))
    return tuple(sheets)


def _build(maker: Maker, declaration: TableDeclaration, index: int) -> BuiltTable:
    raw = _with_words(maker, declaration)
    built = SHAPES[raw["形状"]](maker, raw)
    # A table without data also says why.
    explained = built.empty and bool(raw.get("空表说明"))
    notes = []
    if raw.get("注"):
        notes.append(_note("注", maker, raw["注"]))
    if explained:
        explanation = _note("空表说明", maker, raw["空表说明"])
        explained = bool(explanation)
        notes.append(explanation)
    tables = []
    for number, part in enumerate(built.parts, 1):
        is_first, is_last = number == 1, number == len(built.parts)
        table = Table(
            id=f"附表{index}-{number}",
            name=raw["标题"] if is_first else f"{raw['标题']}{maker.options.continued}",
            widths=part.widths,
            head=part.head,
            body=part.body,
            corner=raw["编号"],
            left=raw["左上"],
            right=raw["右上"],
            notes=tuple(filter(None, notes)) if is_last else (),
        )
        tables.append(table)
    return BuiltTable(
        raw["编号"],
        raw["标题"],
        landscape=raw.get("方向") == "横向",
        tables=tuple(tables),
        gaps=built.gaps,
        empty=built.empty,
        explained=explained,
    )


def _with_words(maker: Maker, declaration: TableDeclaration) -> TableDeclaration:
    """A declaration with the words of its titles and corners filled in."""
    texts: dict[str, object] = {"左上": LEFT, "右上": RIGHT}
    declared: Mapping[str, object] = declaration
    for key in ("标题", "编号", "左上", "右上"):
        if key in declared:
            texts[key] = declared[key]
    titles = titled(maker.evaluate, declaration)
    corners = {key: _words(key, maker, text) for key, text in texts.items()}
    return cast("TableDeclaration", {**titles, **corners})


def _words(key: str, maker: Maker, text: object) -> str:
    with naming(key):
        return words(maker.evaluate, text)


def _note(key: str, maker: Maker, text: object) -> tuple[Inline, ...]:
    with naming(key):
        return note(maker, text)


__all__ = [
    "BuiltTable",
    "DeclarationError",
    "Gap",
    "Maker",
    "TableOptions",
    "build_sheets",
    "build_tables",
]
