"""Tables of a Word file that look like one.

Word repeats only the first rows of a table. A long form with heads in its midst therefore stands in
several tables of the same columns, between which nothing is seen: an empty paragraph that is hidden.
"""

from __future__ import annotations

from msgspec.structs import replace

from generator.extracting.content import ExtractedCell
from generator.extracting.xml_part import Element, child, children, is_on, name_of, value_of

_WITHOUT_WORDS = {"w:pPr", "w:bookmarkStart", "w:bookmarkEnd", "w:proofErr"}


def pieces_of(table: Element) -> list[Element]:
    """A table, and what goes on below it: hidden paragraphs and tables in turn."""
    pieces = [table]
    grid = _grid(table)
    while grid:
        between = pieces[-1].getnext()
        if between is None or not _is_unseen(between):
            break
        below = between.getnext()
        if below is None or name_of(below) != "w:tbl" or _grid(below) != grid:
            break
        pieces += [between, below]
    return pieces


def with_open_labels(
    rows: list[list[ExtractedCell]], pieces: list[Element]
) -> list[list[ExtractedCell]]:
    """The rows of a table with the names of its later parts where they are seen.

    The name of a part stands beside the head that repeats, in a cell without a rule below; the cell
    under it is empty. Both are one cell here.
    """
    begin = 0
    for number, piece in enumerate(pieces):
        count = sum(name_of(row) == "w:tr" for row in piece)
        if number and begin + 1 < len(rows) and rows[begin] and rows[begin + 1]:
            (label, *beside), (blank, *below) = rows[begin], rows[begin + 1]
            if not blank.text and label.rows == 1 and _is_open_below(piece):
                rows[begin] = [replace(label, rows=blank.rows + 1), *beside]
                rows[begin + 1] = below
        begin += count
    return rows


def _is_open_below(piece: Element) -> bool:
    """Whether the first cell of a piece has no rule at its lower edge."""
    bottom = child(piece, "w:tr", "w:tc", "w:tcPr", "w:tcBorders", "w:bottom")
    return bottom is not None and value_of(bottom) in ("nil", "none")


def _grid(table: Element) -> list[str | None]:
    """The widths of the columns."""
    columns = children(child(table, "w:tblGrid"))
    return [value_of(column, "w") for column in columns if name_of(column) == "w:gridCol"]


def _is_unseen(element: Element) -> bool:
    """Whether an element is a paragraph that says nothing, whose mark is hidden."""
    if name_of(element) != "w:p" or any(name_of(part) not in _WITHOUT_WORDS for part in element):
        return False
    properties = child(element, "w:pPr")
    if child(properties, "w:sectPr") is not None:
        return False
    return is_on(child(properties, "w:rPr", "w:vanish")) is True
