"""The statutory tables: declarations of the form (附表.yaml) over the ledger. A new table is a new declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from generator.document.tables import sheet_tables, subject_tables
from generator.document.tables.base import BuiltTable, DeclarationError, Gap, Maker, TableOptions
from generator.document.tables.subject_tables import Built
from generator.document.tree import Inline, Table, Text

SHAPES: Mapping[str, Callable[[Maker, Mapping[str, Any]], Built]] = {
    "科目表": subject_tables.build,
    "对照表": sheet_tables.balance,
    "并列表": sheet_tables.side_by_side,
    "单行表": sheet_tables.single_row,
}


def build_tables(maker: Maker, declarations: Sequence[Mapping[str, Any]]) -> list[BuiltTable]:
    """The tables of a form, in order. Raises DeclarationError when a declaration is wrong."""
    return [_build(maker, raw, index) for index, raw in enumerate(declarations, 1)]


def _build(maker: Maker, raw: Mapping[str, Any], index: int) -> BuiltTable:
    shape = SHAPES.get(raw["形状"])
    if shape is None:
        raise DeclarationError(f"附表.yaml“{raw['标题']}”的形状“{raw['形状']}”不存在；可用：{'、'.join(SHAPES)}")
    try:
        parts, gaps, empty = shape(maker, raw)
    except KeyError as error:
        raise DeclarationError(f"附表.yaml“{raw['标题']}”缺少 {error}") from error
    unit = maker.statement.accounts.单位
    notes: list[tuple[Inline, ...]] = [(Text(_fill(maker, raw["注"])),)] if raw.get("注") else []
    if empty and raw.get("空表说明"):
        notes.append((Text(_fill(maker, raw["空表说明"])),))
    tables = tuple(
        Table(
            id=f"附表{index}-{number}",
            name=raw["标题"] + ("（续）" if number > 1 else ""),
            widths=widths,
            head=head,
            body=body,
            corner=raw["编号"],
            left=f"{unit.口径}：{unit.名称}",
            right="单位：万元",
            notes=tuple(notes) if number == len(parts) else (),
        )
        for number, (head, body, widths) in enumerate(parts, 1)
    )
    return BuiltTable(raw["编号"], raw["标题"], raw.get("方向") == "横向", tables, tuple(gaps), empty)


def _fill(maker: Maker, text: str) -> str:
    return text.replace("{口径}", maker.statement.accounts.单位.口径).replace("{年度}", str(maker.options.year))


__all__ = ["BuiltTable", "DeclarationError", "Gap", "Maker", "TableOptions", "build_tables"]
