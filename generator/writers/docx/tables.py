"""A table as WordprocessingML text: fixed layout, repeated heads, spans."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from xml.sax.saxutils import quoteattr

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
from generator.writers.pdf.fitting import WHOLE, apart, in_hundredths, room_of, shrinking

_LOOK = (
    '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0"'
    ' w:noHBand="1" w:noVBand="1"/>'
)
_ALIGN = {"左": "left", "中": "center", "右": "right"}
_KEEP = "<w:keepNext/>"
# Word needs a paragraph after a table. It has no height to speak of, for it would begin a page of its
# own where the table fills one; the room below the table is its space, which ends with the page.
_AFTER = (
    '<w:p><w:pPr><w:snapToGrid w:val="0"/>'
    '<w:spacing w:before="0" w:after="140" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)


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
    parts.append(_Grid(table, width, styles, share).xml())
    parts += [paragraph(style_id("表注"), runs(note)) for note in table.notes]
    if not table.notes:
        parts.append(_AFTER)
    return parts


class _Grid:
    """The rows and cells of one table."""

    def __init__(self, table: Table, width: int, styles: FormStyles, share: Decimal) -> None:
        self._table = table
        self._styles = styles
        self._share = share
        whole = sum(table.widths)
        self._widths = [part * width // whole for part in table.widths]
        self._size = style_of(styles, table.role).size
        self._room = in_hundredths(Decimal(width) / 20, self._size)
        # Cells that reach down: by column, how many rows are still to come.
        self._covered: dict[int, tuple[int, Cell]] = {}

    def xml(self) -> str:
        """The table itself."""
        table = self._table
        columns = "".join(f'<w:gridCol w:w="{part}"/>' for part in self._widths)
        statutory = table.role == "表格"
        rows = [self._row(row, head=True, whole=True, keep=table.compact) for row in table.head]
        for row in table.body:
            keep = table.compact and row is not table.body[-1]
            rows.append(self._row(row, head=False, whole=statutory, keep=keep))
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{TABLE}"/>'
            f'<w:tblW w:w="{sum(self._widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/>{cell_margins(self._share)}{_LOOK}'
            f"<w:tblCaption w:val={quoteattr(table.name)}/></w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
        )

    def _row(self, row: Row, *, head: bool, whole: bool, keep: bool) -> str:
        cells = [
            self._cell(cell, column, merge=merge, keep=keep)
            for column, cell, merge in self._placed(row)
        ]
        properties = ""
        if whole:
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

    def _cell(self, cell: Cell, column: int, *, merge: str, keep: bool) -> str:
        width = sum(self._widths[column : column + cell.colspan])
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        if cell.colspan > 1:
            properties += f'<w:gridSpan w:val="{cell.colspan}"/>'
        if merge:
            properties += f'<w:vMerge w:val="{merge}"/>'
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
