"""Tables as grids: spans filled out, lines by key, columns by heading.

What stands side by side in one row is several lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from generator.document.tree import Cell, Mark, Number, Row, Table, plain

_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")
_ITEM = 7
_WORDS = 3
# Columns that count lines: a line that moved is the same line.
_COUNTING = ("行次", "序号")
STATUTORY = "表格"


class GridLine(Struct, frozen=True):
    """One line: what it is called, and what stands in it by heading.

    ``words`` are the headings under which it is named.
    """

    name: str
    cells: Mapping[str, str]
    words: frozenset[str]


class Grid(Struct, frozen=True):
    """A table without spans: headings by key, and lines by key in order.

    Like headings are told apart by their order.
    """

    heads: Mapping[str, str]
    lines: Mapping[str, GridLine]


class _Slot(Struct, frozen=True):
    text: str
    amount: bool


def grid(table: Table) -> Grid:
    """The table's grid.

    A line is known by the words it begins with; of like ones, by their order.
    """
    width = len(table.widths)
    columns = zip(*_filled(table.head, width), strict=True)
    titles = [_joined([slot.text for slot in column]) for column in columns] or [""] * width
    keys = _numbered_alike(title or f"第{number}列" for number, title in enumerate(titles, 1))
    heads = {
        key: title
        for key, title in zip(keys, titles, strict=True)
        if title.split("·")[-1] not in _COUNTING
    }
    lines: dict[str, GridLine] = {}
    # The code of the 项 under which a line stands; "" outside of one.
    item = ""
    for row in _filled(table.body, width):
        for span in _sides(row) if table.role == STATUTORY else (range(width),):
            printed = [at for at in span if row[at].text and keys[at] in heads]
            words = [at for at in printed if not row[at].amount]
            names = [row[at].text for at in _first_words(row, span, words)]
            name = " ".join(dict.fromkeys(names))
            key = name
            if names and _CODE.fullmatch(names[0]):
                item = ""
                if len(names[0]) == _ITEM:
                    item = names[0]
            elif item and not row[span[0]].text:
                # A project is known by the 科目 under which it stands: others may have one of the
                # same name.
                key = f"{item} {name}"
            if printed:
                cells = {keys[at]: row[at].text for at in printed}
                named_by = frozenset(keys[at] for at in words)
                lines[_free(key or "（数）", lines)] = GridLine(name, cells, named_by)
    return Grid(heads, lines)


def line_name(cells: Sequence[Cell], at: int) -> str:
    """What a cell of a row is called: the nearest words before it, with the code before them.

    The nearest, for several lines may stand side by side.
    """
    for here in range(at - 1, -1, -1):
        text = _text(cells[here])
        if text and not _is_amount(cells[here]) and not re.fullmatch(r"\d{1,2}", text):
            before = ""
            if here:
                before = _text(cells[here - 1])
            if not _CODE.fullmatch(before):
                return text
            return f"{before} {text}"
    if not cells:
        return ""
    return _text(cells[0])


def _text(cell: Cell) -> str:
    return re.sub(r"\s+", "", plain(cell.inlines))


def _is_amount(cell: Cell) -> bool:
    """Whether a cell holds an amount, or the missing value where one belongs.

    Codes and running numbers are words.
    """
    return cell.value is not None or any(isinstance(part, Number | Mark) for part in cell.inlines)


def _sides(row: Sequence[_Slot]) -> Iterator[range]:
    """The columns of each line of a row: words after amounts begin another one."""
    start, amounts = 0, False
    for at, slot in enumerate(row):
        if slot.amount:
            amounts = True
        elif amounts and slot.text:
            yield range(start, at)
            start, amounts = at, False
    yield range(start, len(row))


def _first_words(row: Sequence[_Slot], columns: range, words: Sequence[int]) -> list[int]:
    """The words that a line begins with, up to its first amount."""
    first = next((at for at in columns if row[at].amount), columns.stop)
    return [at for at in words if at < first][:_WORDS] or list(words[:1])


def _numbered_alike(names: Iterator[str]) -> list[str]:
    keys: dict[str, str] = {}
    for name in names:
        keys[_free(name, keys)] = name
    return list(keys)


def _free(name: str, taken: Mapping[str, object]) -> str:
    key, times = name, 1
    while key in taken:
        times += 1
        key = f"{name}（第{times}个）"
    return key


def _filled(rows: Sequence[Row], width: int) -> list[list[_Slot]]:
    """Cells by row and column.

    A spanning cell stands in its first place only, but a heading over every column it spans.
    """
    slots = [[_Slot("", amount=False)] * width for _ in rows]
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while (at, column) in taken:
                column += 1
            slot = _Slot(_text(cell), _is_amount(cell))
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    taken.add((at + down, column + across))
                    inside = at + down < len(slots) and column + across < width
                    if inside and (cell.header or not (down or across)):
                        slots[at + down][column + across] = slot
            column += cell.colspan
    return slots


def _joined(texts: Sequence[str]) -> str:
    titles = [
        text for text in texts if text and text != "栏次" and not re.fullmatch(r"\d{1,3}", text)
    ]
    return "·".join(dict.fromkeys(titles))
