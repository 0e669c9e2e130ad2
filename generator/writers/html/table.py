"""Tables → HTML, with as few elements as possible."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from html import escape

from generator.document.tree import Cell, Inline, Row, Table, plain
from generator.writers.html.staying import staying_classes, staying_columns

Write = Callable[[tuple[Inline, ...]], str]

# Left-aligned cells need no class.
_ALIGN = {"左": "", "中": "c", "右": "r"}


def table_element(table: Table, write: Write) -> str:
    """The table element alone; ``write`` turns inlines into HTML."""
    total = sum(table.widths) or 1
    staying = staying_columns(table)
    columns = "".join(f'<col style="width:{100 * width / total:.3f}%"/>' for width in table.widths)
    head = ""
    if table.head:
        head = f"<thead{_on_paper(table)}>{_rows(table.head, write, staying)}</thead>"
    coded = " coded" if staying > 1 else ""
    return (
        f'<table class="{escape(table.role)}{coded}" aria-label="{escape(table.name)}">'
        f"<colgroup>{columns}</colgroup>"
        f"{head}<tbody>{_rows(table.body, write, staying, _long_rows(table))}</tbody></table>"
    )


def _on_paper(table: Table) -> str:
    """What a browser prints above the heads, on each page of a table: whose it is, and its unit."""
    lines = [part for part in (table.corner, table.left, table.right) if part]
    if not lines:
        return ""
    return f' data-line="{escape("　".join((table.name, *lines)))}"'


def indents(tables: list[Table]) -> list[int]:
    """The indents (characters) that occur in cells, for the style sheet."""
    occurring: set[int] = set()
    for table in tables:
        for row in (*table.head, *table.body):
            occurring.update(cell.indent for cell in row.cells)
    return sorted(occurring - {0})


def table_lines(table: Table) -> str:
    """The lines right above a table: the corner (公开01表), then left and right (部门：…,
    单位：万元) on one line.
    """
    lines = ""
    if table.corner:
        lines = f'<p class="表角">{escape(table.corner)}</p>'
    if table.left:
        right = ""
        if table.right:
            right = f"<span>{escape(table.right)}</span>"
        return f'{lines}<p class="表角 两头">{escape(table.left)}{right}</p>'
    if not table.right:
        return lines
    return f'{lines}<p class="表角">{escape(table.right)}</p>'


def _rows(
    rows: tuple[Row, ...], write: Write, staying: int, long: frozenset[int] = frozenset()
) -> str:
    opening = {False: "<tr>", True: '<tr class="l">'}
    classes = staying_classes(rows, staying)
    return "".join(
        f"{opening[index in long]}{_cells(row, classes[index], write)}</tr>"
        for index, row in enumerate(rows)
    )


def _cells(row: Row, classes: tuple[str, ...], write: Write) -> str:
    return "".join(
        _cell(cell, stays, write) for cell, stays in zip(row.cells, classes, strict=True)
    )


# A type area 156 mm wide holds about so many characters of a form's text; a row higher than so many
# lines may break.
_CHARACTERS = 40
_LINES = 12


def _long_rows(table: Table) -> frozenset[int]:
    """The rows of a form (of no statutory table) that are too high to be kept on one page."""
    if table.role == "表格":
        return frozenset()
    total, columns = sum(table.widths) or 1, max(len(table.widths), 1)
    mean = total / columns
    return frozenset(
        index
        for index, row in enumerate(table.body)
        if any(
            len(plain(cell.inlines)) * total > _LINES * _CHARACTERS * cell.colspan * mean
            for cell in row.cells
        )
    )


def _cell(cell: Cell, stays: str, write: Write) -> str:
    # A header without words heads nothing: a screen reader would stumble over it.
    header = cell.header and bool(cell.inlines)
    shaded = "h" if cell.header and not header else ""
    classes = tuple(
        name
        for name in (
            _ALIGN[cell.align],
            "b" if cell.strong else "",
            f"i{cell.indent}" if cell.indent else "",
            stays,
            shaded,
        )
        if name
    )
    scope = cell.scope if header else ""
    opening = _opening(classes, cell.colspan, cell.rowspan, scope)
    return f"{opening}{write(cell.inlines)}</{'th' if header else 'td'}>"


@lru_cache(maxsize=512)
def _opening(classes: tuple[str, ...], colspan: int, rowspan: int, scope: str) -> str:
    """The opening tag of a cell, a header where it has a scope: thousands of cells have a few
    dozen.
    """
    attributes = ""
    if classes:
        attributes = f' class="{" ".join(classes)}"'
    if colspan > 1:
        attributes += f' colspan="{colspan}"'
    if rowspan > 1:
        attributes += f' rowspan="{rowspan}"'
    if scope:
        return f'<th{attributes} scope="{scope}">'
    return f"<td{attributes}>"
