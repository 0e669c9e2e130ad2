"""Tables as grids: spans filled out, rows by key, columns by heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.document.compare.words import number
from generator.document.tree import Row, Table, plain


@dataclass(frozen=True, slots=True)
class Grid:
    """A table without spans: headings of columns, and rows by key in order."""

    heads: tuple[str, ...]
    rows: dict[str, tuple[str, ...]]


def grid(table: Table) -> Grid:
    """The table's grid. A row is known by the words it begins with; of like ones, by their order."""
    width = len(table.widths)
    head, body = _filled(table.head, width), _filled(table.body, width)
    heads = tuple(_joined([row[at] for row in head]) or f"第{at + 1}列" for at in range(width))
    rows: dict[str, tuple[str, ...]] = {}
    for row in body:
        key = name = _key(row)
        times = 1
        while key in rows:
            times += 1
            key = f"{name}（第{times}行）"
        rows[key] = tuple(row)
    return Grid(heads, rows)


def _filled(rows: Sequence[Row], width: int) -> list[list[str]]:
    """Cells by row and column; a spanning cell stands in its first place only, except that headings stand over every column they span."""
    found: list[list[str]] = [[""] * width for _ in rows]
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (at, column) in taken:
                column += 1
            text = re.sub(r"\s+", "", plain(cell.inlines))
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    taken.add((at + down, column + across))
                    if at + down < len(found) and column + across < width and (cell.header or not (down or across)):
                        found[at + down][column + across] = text
            column += cell.colspan
    return found


def _joined(texts: Sequence[str]) -> str:
    return "·".join(dict.fromkeys(text for text in texts if text and text != "栏次" and not re.fullmatch(r"\d{1,3}", text)))


def _key(row: Sequence[str]) -> str:
    """The words that a row begins with, up to its first amount; codes and running numbers are words."""
    words: list[str] = []
    for text in row:
        if words and _is_amount(text):
            break
        words += [text] if text and text not in words else []
    return " ".join(words[:3]) or "（空行）"


def _is_amount(text: str) -> bool:
    return number(text) is not None and not re.fullmatch(r"\d{3}|\d{5}|\d{7}", text)


def line_name(row: Sequence[str], at: int) -> str:
    """What a cell of a row is called: the nearest words before it, for two sides of a table stand in one row; with the code before them."""
    for here in range(at - 1, -1, -1):
        if row[here] and not _is_amount(row[here]) and number(row[here]) is None:
            code = row[here - 1] if here and re.fullmatch(r"\d{3}|\d{5}|\d{7}", row[here - 1]) else ""
            return f"{code} {row[here]}".strip()
    return _key(row)
