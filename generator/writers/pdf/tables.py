"""Tables as plain data for the template: cells in the order of their rows, spans, and which rows
may break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.document.tree import Cell, Document, Inline, Row, Table, plain
from generator.writers.css import style_of
from generator.writers.pdf.fitting import (
    LONG_ROW,
    WHOLE,
    apart,
    in_hundredths,
    lines_of,
    room_of,
    shrinking,
)
from generator.writers.pdf.parts import cut_spans, parts_of, placed
from generator.writers.pdf.revising import Revision, TablePlan
from generator.writers.pdf.styles import USUAL, pitch_of, points, role_data, scaled

Data = dict[str, Any]
InlineData = Callable[[tuple[Inline, ...], int], str | list[Any]]
_INSET = Decimal("1.5")
"""What the upper and the lower side of a cell keep free, in points."""


class Area(Struct, frozen=True):
    """The type area of the pages of a run, in points, and the number of the run in the document."""

    width: Decimal
    height: Decimal
    run: int


class _Sheet(Struct, frozen=True):
    """What holds for all cells of a table: the look of heads, the width in hundredths,
    alignments."""

    table: Table
    face: str
    room: int
    aligns: list[str]


class _PartCells(Struct, frozen=True):
    """A part of a table, head and body: its cells, how many lines each row takes, and the number of
    the cell with which each row of the body begins."""

    head: list[str | Data]
    head_lines: list[int]
    body: list[str | Data]
    lines: list[int]
    starts: list[int]


class Tables:
    """Makes the data of tables, in their order in the document.

    ``faces`` are the styles of head cells that came up, ``roles`` those of text, by name; ``plans`` say
    how each table is foreseen that has cells. What ``earlier`` made serves again unless the revision
    changes it.
    """

    def __init__(
        self,
        document: Document,
        inline_data: InlineData,
        revision: Revision,
        earlier: Tables | None = None,
    ) -> None:
        self._styles = document.styles
        self._continued = document.continued
        self._inline = inline_data
        self._revision = revision
        self._earlier: list[tuple[Data, TablePlan | None]] = []
        self._done: list[tuple[Data, TablePlan | None]] = []
        self.faces: dict[str, Data] = {}
        self.roles: dict[str, Data] = {}
        self.plans: list[TablePlan] = []
        if earlier is not None:
            self._earlier = earlier._done
            self.faces |= earlier.faces
            self.roles |= earlier.roles

    def data(self, table: Table, area: Area) -> Data:
        """A table on its pages."""
        number = len(self.plans)
        if self._earlier and not self._revision.changes(number):
            made = self._earlier[len(self._done)]
        else:
            made = self._made(table, area, number)
        self._done.append(made)
        data, plan = made
        if plan is not None:
            self.plans.append(plan)
        return data

    def _made(self, table: Table, area: Area, number: int) -> tuple[Data, TablePlan | None]:
        """The data of a table, and how it is foreseen; ``number`` counts those that have cells."""
        role = style_of(self._styles, table.role)
        page = self._styles.page
        share = self._revision.squeezes.get(number, USUAL)
        # The lines of text that a page holds, whichever way it lies.
        least = points(min(page.height, page.width) - page.top - page.bottom)
        highest = int(least / (role.pitch or role.size * 2))
        most = LONG_ROW
        if table.role == "表格":
            most = highest // 2
        room = in_hundredths(area.width, role.size)
        sheet = _Sheet(table, self._named(table, share), room, _usual_aligns(table))
        parts = self._parts(sheet, self._revision.begins.get(number, ()), highest, most)
        lines_in_all = sum(sum(lines) for part in parts for lines in (part.head_lines, part.lines))
        keep = table.compact and lines_in_all * 4 < highest * 3
        foreseen = self._plan(table, area, parts, reports=not keep and lines_in_all * 2 > highest)
        if any(lines > most for part in parts for lines in part.lines):
            foreseen = replace(foreseen, breaks=True)
        plan = _with_marks(parts, foreseen)
        wide = in_hundredths(area.width, style_of(self._styles, "表角").size)
        corner = "　".join(part for part in (table.corner, table.right) if part)
        data = {
            "kind": "table",
            "role": sheet.face,
            "widths": list(table.widths),
            "aligns": sheet.aligns,
            "inset": _INSET * share,
            "parts": [{"head": part.head, "body": part.body} for part in parts],
            "continued": table.name.removesuffix(self._continued) + self._continued,
            "corner": table.corner,
            "above": apart(table.left, table.right, wide),
            "going-on": apart(table.left, corner, wide),
            "notes": [self._inline(note, room) for note in table.notes],
            "keep": keep,
            "below": 4 if table.notes else 8,
        }
        return data, plan

    def _parts(
        self, sheet: _Sheet, begins: Sequence[int], highest: int, most: int
    ) -> list[_PartCells]:
        """The parts of a table as cells. Rows with which pages begin (``begins``) are counted
        through all of them; a head has no more than ``highest`` lines of a row, a body ``most``."""
        parts: list[_PartCells] = []
        done = 0
        columns = len(sheet.table.widths)
        for part in parts_of(sheet.table):
            cuts = [row - done for row in begins if 0 < row - done < len(part.body)]
            rows = cut_spans(part.body, cuts, columns)
            starts = _starts(rows)
            head, head_lines = self._cells(sheet, part.head, highest)
            body, lines = self._cells(sheet, rows, most)
            if part.labelled:
                head[0] = _open(head[0], "bottom")
                for start in (starts[row] for row in (0, *cuts)):
                    body[start] = _open(body[start], "top")
            parts.append(_PartCells(head, head_lines, body, lines, starts))
            done += len(lines)
        return parts

    def _plan(
        self,
        table: Table,
        area: Area,
        parts: list[_PartCells],
        *,
        reports: bool,
    ) -> TablePlan:
        """How the table is foreseen: lines of each row → heights; ``reports``: its layout says where rows stand.

        A head in the midst of the table counts with the row below it.
        """
        pitch, note = (pitch_of(style_of(self._styles, name)) for name in (table.role, "表注"))
        padding = _INSET * 2
        above, *inner = (
            sum((line * pitch + padding for line in part.head_lines), Decimal(0)) for part in parts
        )
        rows: list[Decimal] = []
        for head, part in zip([Decimal(0), *inner], parts, strict=True):
            heights = [line * pitch + padding for line in part.lines]
            heights[:1] = [head + height for height in heights[:1]]
            rows += heights
        spans = any(cell.rowspan > 1 for row in table.body for cell in row.cells)
        notes = len(table.notes) * (note + padding)
        asked = range(len(rows))
        if not reports or self._styles.fitting is None:
            asked = range(0)
        elif not spans:
            asked = asked[-self._styles.fitting.rows - 1 :]
        return TablePlan(area.run, area.height, above, rows, notes, asked, spans)

    def _named(self, table: Table, share: Decimal) -> str:
        """The name by which the template finds the styles of a table's text and heads.

        Heads of statutory tables have a look of their own; those of others have the size of their role.
        """
        name = table.role
        if share != USUAL:
            name = f"{table.role}@{share}"
        if name not in self.faces:
            head = role_data(scaled(style_of(self._styles, "表头"), share), self._styles)
            body = role_data(scaled(style_of(self._styles, table.role), share), self._styles)
            self.roles[name] = body
            self.faces[name] = head
            if table.role != "表格":
                self.faces[name] = {**head, "size": body["size"], "pitch": body["pitch"]}
        return name

    def _cells(
        self, sheet: _Sheet, rows: tuple[Row, ...], most: int
    ) -> tuple[list[str | Data], list[int]]:
        """The cells of rows one after another, and how many lines each row takes, about.

        A row that has a cell of more than ``most`` lines may break over pages. The engine breaks it
        only where each of its cells may break.
        """
        cells: list[str | Data] = []
        grid = list(placed(rows, len(sheet.table.widths)))
        lines_of_rows = [1] * len(grid)
        high: set[int] = set()
        for index, row in enumerate(grid):
            for column, cell in row:
                count = lines_of(cell.inlines, room_of(sheet.table, cell, column, sheet.room))
                if cell.rowspan == 1:
                    lines_of_rows[index] = max(lines_of_rows[index], count)
                if count > most:
                    high.update(range(index, index + cell.rowspan))
        for index, row in enumerate(grid):
            for column, cell in row:
                room = room_of(sheet.table, cell, column, sheet.room)
                data = self._cell(sheet, cell, room, sheet.aligns[column])
                if cell.rowspan > 1 or index in high:
                    data["breakable"] = True
                if lines_of(cell.inlines, room) > most:
                    # What stands in the middle of a cell stands in the middle of each page of it.
                    data |= {"align": cell.align, "top": True}
                is_text_alone = len(data) == 1 and isinstance(data["text"], str)
                cells.append(data["text"] if is_text_alone else data)
        return cells, lines_of_rows

    def _cell(self, sheet: _Sheet, cell: Cell, room: int, usual: str) -> Data:
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
        if cell.header:
            data["face"] = sheet.face
        return data


def _open(cell: str | Data, side: str) -> Data:
    """A cell without a rule on one side."""
    data = {"text": cell} if isinstance(cell, str) else cell
    return {**data, "open": side}


def _marked(cell: str | Data, mark: str) -> Data:
    """A cell whose place the layout tells."""
    data = {"text": cell} if isinstance(cell, str) else cell
    return {**data, "marks": [*data.get("marks", ()), mark]}


def _with_marks(parts: list[_PartCells], foreseen: TablePlan) -> TablePlan | None:
    """How the table is foreseen, with marks in the cells whose places its layout has to tell; None
    for one without cells."""
    marked = [
        (part.body, min(start, len(part.body) - 1))
        for part in parts
        for start in part.starts
        if part.body
    ]
    if len(marked) != len(foreseen.rows) or not marked:
        return None
    for cells, start in (marked[row] for row in foreseen.asked):
        cells[start] = _marked(cells[start], "row")
    parts[0].body[0] = _marked(parts[0].body[0], "begin")
    parts[-1].body[-1] = _marked(parts[-1].body[-1], "end")
    return foreseen


def _starts(rows: tuple[Row, ...]) -> list[int]:
    """The number of the cell that each row begins with; a row that spans cover has none of its
    own."""
    return [0, *accumulate(len(row.cells) for row in rows)][: len(rows)]


def _usual_aligns(table: Table) -> list[str]:
    """How most cells of each column of the body are aligned: then only the others have to say
    so."""
    counts = [Counter[str]() for _ in table.widths]
    for row in placed(table.body, len(table.widths)):
        for column, cell in row:
            counts[column][cell.align] += 1
    return [max(count, key=lambda align: (count[align], align), default="左") for count in counts]
