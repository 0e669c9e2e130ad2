"""A table as WordprocessingML text: fixed layout, repeated heads, spans.

Word repeats the first rows of a table and no others. A long form with heads in its midst becomes
several tables, one for each head; between them stands a paragraph that is hidden, so that they look
like one table, as it is in the other formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from xml.sax.saxutils import quoteattr

from msgspec.structs import replace

from generator.document.tree import Cell, Row, Table, plain
from generator.forms.styles import FormStyles
from generator.writers.css import style_of
from generator.writers.docx.styles import (
    FORM_HEAD,
    TABLE,
    cell_margins,
    spacing_of,
    style_id,
)
from generator.writers.docx.xml import given, paragraph, run, runs
from generator.writers.pdf.fitting import (
    LONG_ROW,
    WHOLE,
    apart,
    in_hundredths,
    lines_of,
    room_of,
    shrinking,
)
from generator.writers.pdf.parts import FormPart, parts_of, placed
from generator.writers.pdf.styles import pitch_of, points

_LOOK = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
    ' w:noHBand="1" w:noVBand="1"/>'
)
_ALIGN = {"左": "left", "中": "center", "右": "right"}
_KEEP = "<w:keepNext/>"
# Word needs a paragraph after a table. It has no height to speak of, for it would begin a page of
# its
# own where the table fills one; the room below the table is its space, which ends with the page.
_AFTER = (
    '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="140" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
# Hidden, and without height where somebody shows what is hidden.
_BETWEEN = (
    '<w:p><w:pPr><w:keepNext/><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:vanish/><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
# The name of a part stands beside the head that repeats, and its cell reaches down from there.
_OPEN_BELOW = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'
_OPEN_ABOVE = '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>'
_ONE_PAGE = Decimal("0.6")
"""A form that fills so much of a page by estimate may go on on a second one."""


def two_edged(left: str, right: str, width: int, styles: FormStyles, keep: str = "") -> str:
    """A line above a table with a text at each edge of ``width`` twips, or two lines."""
    style, edge = style_of(styles, "表角"), f'<w:tab w:val="right" w:pos="{width}"/>'
    properties = f'{keep}<w:tabs>{edge}</w:tabs><w:jc w:val="left"/>'
    room = in_hundredths(Decimal(width) / 20, style.size)
    return "".join(
        paragraph(
            style_id("表角"),
            given(at_left, run(at_left)) + given(at_right, f"<w:r><w:tab/></w:r>{run(at_right)}"),
            properties,
        )
        for at_left, at_right in apart(left, right, room)
    )


def table_xml(table: Table, width: int, styles: FormStyles, share: Decimal) -> list[str]:
    """The lines above, the table, and its notes, for a type area of ``width`` twips.

    ``share`` is that of their height which the rows keep.
    """
    parts = []
    corner = style_id("表角")
    if table.corner:
        parts.append(paragraph(corner, run(table.corner), _KEEP))
    if table.left or table.right:
        parts.append(two_edged(table.left, table.right, width, styles, _KEEP))
    grids = [
        _Grid(table, part, width, styles, share).xml() for part in _divided(table, width, styles)
    ]
    parts.append(_BETWEEN.join(grids))
    parts += [paragraph(style_id("表注"), runs(note)) for note in table.notes]
    if not table.notes:
        parts.append(_AFTER)
    return parts


def _divided(table: Table, width: int, styles: FormStyles) -> list[FormPart]:
    """A table in parts, each with the head that repeats; a form that fits on a page is one part."""
    undivided = [FormPart(table.head, table.body)]
    if table.head or table.compact:
        return undivided
    role = style_of(styles, table.role)
    room = in_hundredths(Decimal(width) / 20, role.size)
    # With the room above and below its text, a row has about a line more than that.
    lines = sum(_lines(table, table.body, room)) + len(table.body)
    page = styles.page
    if lines * pitch_of(role) < points(page.height - page.top - page.bottom) * _ONE_PAGE:
        return undivided
    parts = parts_of(table)
    if any(part.head for part in parts):
        return parts
    return undivided


def _with_label_in_head(part: FormPart) -> FormPart:
    """A part whose name stands in its head, so that every page has it; below it is one empty
    cell."""
    (head, *heads), (begin, *others) = part.head, part.body
    label = begin.cells[0]
    named = Row((replace(head.cells[0], inlines=label.inlines), *head.cells[1:]))
    unnamed = Row((replace(label, inlines=()), *begin.cells[1:]))
    return replace(part, head=(named, *heads), body=(unnamed, *others))


def _lines(table: Table, rows: tuple[Row, ...], room: int) -> list[int]:
    """How many lines of text each row is high, about; cells that reach further down do not
    count."""
    return [
        max(
            (
                lines_of(cell.inlines, room_of(table, cell, column, room))
                for column, cell in row
                if cell.rowspan == 1
            ),
            default=1,
        )
        for row in placed(rows, len(table.widths))
    ]


class _Grid:
    """The rows and cells of one table, or of one part of a form."""

    def __init__(
        self, table: Table, part: FormPart, width: int, styles: FormStyles, share: Decimal
    ) -> None:
        if part.labelled:
            part = _with_label_in_head(part)
        self._table = replace(table, head=part.head, body=part.body)
        self._labelled = part.labelled
        self._styles = styles
        self._share = share
        total = sum(table.widths)
        self._widths = [part * width // total for part in table.widths]
        self._size = style_of(styles, table.role).size
        self._room = in_hundredths(Decimal(width) / 20, self._size)
        # Cells that reach down: by column, how many rows are still to come.
        self._covered: dict[int, tuple[int, Cell]] = {}

    def xml(self) -> str:
        """The table itself."""
        table = self._table
        columns = "".join(f'<w:gridCol w:w="{part}"/>' for part in self._widths)
        unbroken = [True] * len(table.body)
        if table.role != "表格":
            unbroken = [lines <= LONG_ROW for lines in _lines(table, table.body, self._room)]
        begins, goes_on = "", ""
        if self._labelled:
            begins, goes_on = _OPEN_BELOW, _OPEN_ABOVE
        rows = [
            self._row(row, head=True, unbroken=True, keep=table.compact, label=begins)
            for row in table.head
        ]
        for row, is_unbroken in zip(table.body, unbroken, strict=True):
            keep = table.compact and row is not table.body[-1]
            rows.append(self._row(row, head=False, unbroken=is_unbroken, keep=keep, label=goes_on))
            goes_on = ""
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE}"/>'
            f'<w:tblW w:w="{sum(self._widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/>{cell_margins(self._share)}{_LOOK}'
            f"<w:tblCaption w:val={quoteattr(table.name)}/></w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _row(self, row: Row, *, head: bool, unbroken: bool, keep: bool, label: str) -> str:
        cells = [
            self._cell(cell, column, merge=merge, keep=keep, borders=given(not column, label))
            for column, cell, merge in self._placed(row)
        ]
        properties = ""
        if unbroken:
            properties += "<w:cantSplit/>"
        if head:
            properties += "<w:tblHeader/>"
        if properties:
            properties = f"<w:trPr>{properties}</w:trPr>"
        return f"<w:tr>{properties}{''.join(cells)}</w:tr>"

    def _placed(self, row: Row) -> Iterator[tuple[int, Cell, str]]:
        """The cells of a row with their columns, those that reach down from above among them."""
        waiting = list(row.cells)
        column = 0
        while column < len(self._widths):
            if column in self._covered:
                left, cell = self._covered.pop(column)
                merge = "continue"
            elif waiting:
                cell = waiting.pop(0)
                left = cell.rowspan
                merge = "restart" if left > 1 else ""
            else:
                return
            if left > 1:
                self._covered[column] = (left - 1, cell)
            yield column, cell, merge
            column += cell.colspan

    def _cell(self, cell: Cell, column: int, *, merge: str, keep: bool, borders: str) -> str:
        width = sum(self._widths[column : column + cell.colspan])
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.colspan > 1:
            properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
        if merge:
            properties += f'<w:vMerge w:val="{merge}"/>'
        properties += borders
        return (
            f'<w:tc><w:tcPr>{properties}<w:vAlign w:val="center"/></w:tcPr>'
            f"{self._paragraph(cell, column, blank=merge == 'continue', keep=keep)}</w:tc>"
        )

    def _paragraph(self, cell: Cell, column: int, *, blank: bool, keep: bool) -> str:
        role, style = self._table.role, style_id(self._table.role)
        if cell.header and role == "表格":
            role, style = "表头", style_id("表头")
        elif cell.header:
            style = FORM_HEAD
        properties = given(keep, _KEEP)
        properties += spacing_of(style_of(self._styles, role), self._share)
        if cell.indent:
            left = int(cell.indent * self._size * 20)
            properties += (
                f'<w:ind w:leftChars="{cell.indent * 100}" w:left="{left}" w:firstLine="0"/>'
            )
        align = "center" if cell.header else _ALIGN[cell.align]
        properties += f'<w:jc w:val="{align}"/>'
        content = "" if blank else self._content(cell, column)
        return paragraph(style, content, properties)

    def _content(self, cell: Cell, column: int) -> str:
        """The text of a cell; an amount that is wider than its column is made smaller."""
        room = room_of(self._table, cell, column, self._room)
        percent = shrinking(plain(cell.inlines), room)
        if percent == WHOLE:
            return runs(cell.inlines, strong=cell.strong)
        half_points = int(self._size * 2 * percent / WHOLE)
        return runs(cell.inlines, strong=cell.strong, half_points=half_points)
