"""The figures inside a PDF: what the site gives out of a unit, and its tables, in one JSON file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.document.tree import Cell, Row, Sheet, plain
from generator.interface.entry import Entry
from generator.interface.fields import UNIT, VERSION, names
from generator.interface.records import compact, detail_lines, main_lines, whole_json
from generator.money import trimmed

ATTACHED_NAME = "juesuan.json"
"""What the file is called inside the PDF."""


def attached_json(entry: Entry, sheets: Sequence[Sheet]) -> str:
    """The figures of a unit and year, and the tables of its document."""
    head = {"版本": VERSION, "单位": {name: getattr(entry, name) for name in names(UNIT)}}
    lists = {
        "指标": main_lines(entry),
        "明细": detail_lines(entry),
        "附表": (compact(_table(sheet)) for sheet in sheets),
    }
    return whole_json(head, lists)


def _table(sheet: Sheet) -> dict[str, Any]:
    table = sheet.table
    return {
        "名称": sheet.title,
        "编号": table.corner,
        "左上": table.left,
        "右上": table.right,
        "列数": len(table.widths),
        "表头": list(_rows(table.head)),
        "表体": list(_rows(table.body)),
    }


def _rows(rows: tuple[Row, ...]) -> Iterator[list[str | dict[str, Any]]]:
    for row in rows:
        yield [_cell(cell) for cell in row.cells]


def _cell(cell: Cell) -> str | dict[str, Any]:
    """A text; an object for an amount, or a cell that spans others."""
    shown: dict[str, Any] = {"文字": plain(cell.inlines)}
    if cell.value is not None:
        shown = {"数": trimmed(cell.value)}
    if cell.colspan > 1:
        shown["跨列"] = cell.colspan
    if cell.rowspan > 1:
        shown["跨行"] = cell.rowspan
    return shown["文字"] if list(shown) == ["文字"] else shown
