"""A table as WordprocessingML text: fixed layout, repeated heads, spans."""

from __future__ import annotations

from generator.document.tree import Cell, Row, Table
from generator.writers.docx.styles import style_id
from generator.writers.docx.xml import paragraph, run, runs

_BORDER = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_MARGINS = (
    '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
)
_ALIGN = {"左": "left", "中": "center", "右": "right"}


def table_xml(table: Table, width: int) -> list[str]:
    """The lines above, the table, and its notes, for a type area of ``width`` twips."""
    parts = []
    corner = style_id("表角")
    keep = "<w:keepNext/>"
    if table.corner:
        parts.append(paragraph(corner, run(table.corner), keep))
    if table.left or table.right:
        tab = f'{keep}<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs><w:jc w:val="left"/>'
        parts.append(
            paragraph(corner, f"{run(table.left)}<w:r><w:tab/></w:r>{run(table.right)}", tab)
        )
    parts.append(_grid(table, width))
    parts += [paragraph(style_id("表注"), runs(note)) for note in table.notes]
    if not table.notes:
        # Word needs a paragraph after a table; this one takes no room to speak of.
        parts.append(
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
            '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
        )
    return parts


def _grid(table: Table, width: int) -> str:
    whole = sum(table.widths)
    widths = [part * width // whole for part in table.widths]
    columns = "".join(f'<w:gridCol w:w="{part}"/>' for part in widths)
    cant_split = table.role == "表格"
    covered: dict[int, tuple[int, Cell]] = {}
    compact = table.compact
    rows = [
        _row(row, widths, covered, table.role, head=True, whole=True, keep=compact)
        for row in table.head
    ]
    keep = [compact and row is not table.body[-1] for row in table.body]
    rows += [
        _row(row, widths, covered, table.role, head=False, whole=cant_split, keep=kept)
        for row, kept in zip(table.body, keep, strict=True)
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_BORDER}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/>{_MARGINS}<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{_attribute(table.name)}"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(
    row: Row,
    widths: list[int],
    covered: dict[int, tuple[int, Cell]],
    role: str,
    *,
    head: bool,
    whole: bool,
    keep: bool = False,
) -> str:
    cells: list[str] = []
    waiting = list(row.cells)
    column = 0
    while column < len(widths):
        if column in covered:
            left, cell = covered[column]
            cells.append(
                _cell(
                    cell, widths[column : column + cell.colspan], role, merge="continue", keep=keep
                )
            )
            if left > 1:
                covered[column] = (left - 1, cell)
            else:
                del covered[column]
        elif waiting:
            cell = waiting.pop(0)
            merge = "restart" if cell.rowspan > 1 else ""
            cells.append(
                _cell(cell, widths[column : column + cell.colspan], role, merge=merge, keep=keep)
            )
            if cell.rowspan > 1:
                covered[column] = (cell.rowspan - 1, cell)
        else:
            break
        column += cell.colspan
    properties = ("<w:cantSplit/>" if whole else "") + ("<w:tblHeader/>" if head else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, widths: list[int], role: str, *, merge: str, keep: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    joined = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    # Side heads of a form keep its own type; only the heads of statutory tables have their own look.
    style = style_id("表头" if cell.header and role == "表格" else role)
    align = "center" if cell.header else _ALIGN[cell.align]
    indent = (
        f'<w:ind w:leftChars="{cell.indent * 100}" w:left="{cell.indent * 180}" w:firstLine="0"/>'
        if cell.indent
        else ""
    )
    content = "" if merge == "continue" else runs(cell.inlines, strong=cell.strong)
    inner = paragraph(
        style, content, f'{"<w:keepNext/>" if keep else ""}{indent}<w:jc w:val="{align}"/>'
    )
    return (
        "<w:tc><w:tcPr>"
        f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/>{span}{joined}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{inner}</w:tc>"
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
