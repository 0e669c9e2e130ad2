"""The statutory tables: declarations of the form (附表.yaml) over the ledger. A new table is a new declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from generator.document.tables import balance, items, side_by_side, single_row, subject_tables
from generator.document.tables.base import (
    Built,
    BuiltTable,
    DeclarationError,
    Gap,
    Maker,
    TableOptions,
)
from generator.document.tables.declaration import Raw, naming
from generator.document.tables.placeholders import note, titled, words
from generator.document.tree import Inline, Sheet, Table

SHAPES: Mapping[str, Callable[[Maker, Raw], Built]] = {
    "科目表": subject_tables.build,
    "对照表": balance.build,
    "并列表": side_by_side.build,
    "单行表": single_row.build,
    "项目表": items.build,
}
LEFT, RIGHT = "{口径}：{全称}", "单位：万元"


def build_tables(maker: Maker, declarations: Sequence[Raw]) -> list[BuiltTable]:
    """The tables of a form, in order. Raises DeclarationError, which names the table, when a declaration is wrong."""
    tables = []
    for index, raw in enumerate(declarations, 1):
        try:
            tables.append(_build(maker, raw, index))
        except DeclarationError as error:
            raise DeclarationError(f"附表.yaml 第 {index} 张“{raw['标题']}”：{error}") from error
    return tables


def build_sheets(
    maker: Maker, declarations: Sequence[Raw], tables: Sequence[BuiltTable]
) -> tuple[Sheet, ...]:
    """Each table as a sheet of a workbook: one that is cut into parts on paper is built again as a whole."""
    sheets = []
    for raw, table in zip(declarations, tables, strict=True):
        whole = (
            table.tables[0]
            if len(table.tables) == 1
            else _build(maker, {**raw, "每页列数": "10000"}, 0).tables[0]
        )
        sheets.append(Sheet(table.title, table.landscape, whole))
    return tuple(sheets)


def _build(maker: Maker, raw: Raw, index: int) -> BuiltTable:
    texts = {
        "左上": LEFT,
        "右上": RIGHT,
        **{key: raw[key] for key in ("标题", "编号", "左上", "右上") if key in raw},
    }
    raw = {
        **titled(maker.evaluate, raw),
        **{key: _words(key, maker, text) for key, text in texts.items()},
    }
    landscape = raw.get("方向") == "横向"
    built = SHAPES[raw["形状"]](maker, raw)
    wanted = ("注", "空表说明") if built.empty else ("注",)
    notes: dict[str, tuple[Inline, ...]] = {
        key: _note(key, maker, raw[key]) for key in wanted if raw.get(key)
    }
    tables = tuple(
        Table(
            id=f"附表{index}-{number}",
            name=raw["标题"] + (maker.options.continued if number > 1 else ""),
            widths=part.widths,
            head=part.head,
            body=part.body,
            corner=raw["编号"],
            left=raw["左上"],
            right=raw["右上"],
            notes=tuple(one for one in notes.values() if one) if number == len(built.parts) else (),
        )
        for number, part in enumerate(built.parts, 1)
    )
    return BuiltTable(
        raw["编号"],
        raw["标题"],
        landscape,
        tables,
        built.gaps,
        built.empty,
        bool(notes.get("空表说明")),
    )


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
