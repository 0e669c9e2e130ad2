"""Tables as plain data for the template: cells in the order of their rows, spans, and which rows may break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from generator.document.tree import Cell, Inline, Row, Table, plain
from generator.forms.styles import Looks
from generator.writers.css import look
from generator.writers.pdf.fitting import WHOLE, in_hundredths, lines_of, room_of, shrinking
from generator.writers.pdf.styles import points, role_looks

Data = dict[str, Any]
InlineData = Callable[[tuple[Inline, ...], int], str | list[Any]]
_LONG = 12
"""Lines of a row of a form that are too many to keep on one page at any cost."""


class Tables:
    """Makes the data of tables; ``faces`` are the looks of head cells that came up, by name."""

    def __init__(self, looks: Looks, inline_data: InlineData) -> None:
        self._looks = looks
        self._inline = inline_data
        self.faces: dict[str, Data] = {}

    def data(self, table: Table, width: Decimal) -> Data:
        """A table in a type area of ``width`` points."""
        role = look(self._looks, table.role)
        page = self._looks.page
        # The lines of text that a page holds, whichever way it lies.
        height = points(min(page.height, page.width) - page.top - page.bottom)
        highest = int(height / (role.pitch or role.size * 2))
        most = highest // 2 if table.role == "表格" else _LONG
        room = in_hundredths(width, role.size)
        face = self._face(table)
        aligns = _usual_aligns(table)
        head, _ = self._cells(table, table.head, room, highest, aligns)
        body, lines = self._cells(table, table.body, room, most, aligns)
        return {
            "kind": "table",
            "role": table.role,
            "widths": list(table.widths),
            "aligns": aligns,
            "head-face": face,
            "head": head,
            "body": body,
            "corner": table.corner,
            "left": table.left,
            "right": table.right,
            "notes": [self._inline(note, room) for note in table.notes],
            "keep": table.compact and lines * 4 < highest * 3,
            "below": 4 if table.notes else 8,
        }

    def _face(self, table: Table) -> str:
        """Heads of statutory tables have a look of their own; those of others have the size of their role."""
        name = table.role
        if name not in self.faces:
            head = role_looks(look(self._looks, "表头"), self._looks)
            own = role_looks(look(self._looks, name), self._looks)
            sizes = {} if name == "表格" else {"size": own["size"], "pitch": own["pitch"]}
            self.faces[name] = {**head, **sizes}
        return name

    def _cells(
        self,
        table: Table,
        rows: tuple[Row, ...],
        width: int,
        most: int,
        aligns: list[str],
    ) -> tuple[list[Any], int]:
        """The cells of rows one after another, and how many lines all of them take, about.

        A row of more than ``most`` lines may break over pages.
        """
        cells: list[Any] = []
        whole = 0
        for placed in _placed(rows, len(table.widths)):
            lines = 1
            for column, cell in placed:
                room = room_of(table, cell, column, width)
                count = lines_of(cell.inlines, room)
                if cell.rowspan == 1:
                    lines = max(lines, count)
                breakable = count > most or cell.rowspan > 1
                cells.append(self._cell(table, cell, room, breakable, aligns[column]))
            whole += lines
        return cells, whole

    def _cell(self, table: Table, cell: Cell, room: int, breakable: bool, usual: str) -> str | Data:
        size = shrinking(plain(cell.inlines), room)
        data: Data = {"text": self._inline(cell.inlines, room * WHOLE // size)}
        if cell.align != usual:
            data["align"] = cell.align
        for name in ("colspan", "rowspan"):
            if getattr(cell, name) > 1:
                data[name] = getattr(cell, name)
        if cell.indent:
            data["indent"] = cell.indent
        if cell.strong:
            data["strong"] = True
        if size < WHOLE:
            data["size"] = size
        if breakable:
            data["breakable"] = True
        if cell.header:
            data["face"] = table.role
        text = data["text"]
        return text if len(data) == 1 and isinstance(text, str) else data


def _usual_aligns(table: Table) -> list[str]:
    """How most cells of each column of the body are aligned: then only the others have to say so."""
    counts = [Counter[str]() for _ in table.widths]
    for placed in _placed(table.body, len(table.widths)):
        for column, cell in placed:
            counts[column][cell.align] += 1
    return [max(count, key=lambda align: (count[align], align), default="左") for count in counts]


def _placed(rows: tuple[Row, ...], width: int) -> Iterator[list[tuple[int, Cell]]]:
    """The cells of each row with their columns, past those that a span from above covers."""
    covered = [0] * width
    for row in rows:
        placed = []
        column = 0
        for cell in row.cells:
            while column < width and covered[column]:
                column += 1
            placed.append((column, cell))
            for inside in range(column, min(width, column + cell.colspan)):
                covered[inside] = cell.rowspan
            column += cell.colspan
        covered = [max(0, left - 1) for left in covered]
        yield placed
