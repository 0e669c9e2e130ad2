"""Tables as grids: spans filled out, lines by key, columns by heading. What stands side by side in one row is several lines."""

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


class Line(Struct, frozen=True):
    """One line: what it is called, and what stands in it by heading. ``words`` are the headings under which it is named."""

    name: str
    cells: Mapping[str, str]
    words: frozenset[str]


class Grid(Struct, frozen=True):
    """A table without spans: headings by key (like ones are told apart by their order), and lines by key in order."""

    heads: Mapping[str, str]
    lines: Mapping[str, Line]


class _Slot(Struct, frozen=True):
    text: str
    amount: bool


def grid(table: Table) -> Grid:
    """The table's grid. A line is known by the words it begins with; of like ones, by their order."""
    width = len(table.widths)
    titles = [
        _joined([slot.text for slot in column])
        for column in zip(*_filled(table.head, width), strict=True)
    ] or [""] * width
    keys = _told_apart(title or f"第{at + 1}列" for at, title in enumerate(titles))
    heads = {
        key: title
        for key, title in zip(keys, titles, strict=True)
        if title.split("·")[-1] not in _COUNTING
    }
    lines: dict[str, Line] = {}
    above = ""
    for row in _filled(table.body, width):
        for columns in _sides(row) if table.role == STATUTORY else (range(width),):
            words = [
                at for at in columns if row[at].text and not row[at].amount and keys[at] in heads
            ]
            cells = {keys[at]: row[at].text for at in columns if row[at].text and keys[at] in heads}
            named = [row[at].text for at in _first_words(row, columns, words)]
            code = named[0] if named and _CODE.fullmatch(named[0]) else ""
            above = code if len(code) == _ITEM else "" if code else above
            name = " ".join(dict.fromkeys(named))
            # A project is known by the 科目 under which it stands: others may have one of the same name.
            key = (
                name if code or not above or row[columns[0]].text else f"{above} {name}"
            ) or "（数）"
            if cells:
                lines[_free(key, lines)] = Line(name, cells, frozenset(keys[at] for at in words))
    return Grid(heads, lines)


def line_name(cells: Sequence[Cell], at: int) -> str:
    """What a cell of a row is called: the nearest words before it, for several lines may stand side by side; with the code before them."""
    for here in range(at - 1, -1, -1):
        text = _text(cells[here])
        if text and not _is_amount(cells[here]) and not re.fullmatch(r"\d{1,2}", text):
            before = _text(cells[here - 1]) if here else ""
            return f"{before} {text}" if _CODE.fullmatch(before) else text
    return _text(cells[0]) if cells else ""


def _text(cell: Cell) -> str:
    return re.sub(r"\s+", "", plain(cell.inlines))


def _is_amount(cell: Cell) -> bool:
    """Whether a cell holds an amount, or the hole where one belongs; codes and running numbers are words."""
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


def _told_apart(names: Iterator[str]) -> list[str]:
    found: dict[str, str] = {}
    for name in names:
        found[_free(name, found)] = name
    return list(found)


def _free(name: str, taken: Mapping[str, object]) -> str:
    key, times = name, 1
    while key in taken:
        times += 1
        key = f"{name}（第{times}个）"
    return key


def _filled(rows: Sequence[Row], width: int) -> list[list[_Slot]]:
    """Cells by row and column; a spanning cell stands in its first place only, except that headings stand over every column they span."""
    found = [[_Slot("", amount=False)] * width for _ in rows]
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
                    if (
                        at + down < len(found)
                        and column + across < width
                        and (cell.header or not (down or across))
                    ):
                        found[at + down][column + across] = slot
            column += cell.colspan
    return found


def _joined(texts: Sequence[str]) -> str:
    return "·".join(
        dict.fromkeys(
            text for text in texts if text and text != "栏次" and not re.fullmatch(r"\d{1,3}", text)
        )
    )
