"""Tables of a Word file that look like one.

Word repeats only the first rows of a table. A long form with heads in its midst therefore stands in
several tables of the same columns, between which nothing is seen: an empty paragraph that is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from generator.extracting.content import ExtractedCell
from generator.extracting.word_styles import integer_in
from generator.extracting.xml_part import Element, child, children, is_on, name_of, value_of

_ROUNDED = 30
"""By so many twentieths of a point may columns differ: half a millimetre."""
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
        if below is None or name_of(below) != "w:tbl" or not _is_alike(grid, _grid(below)):
            break
        pieces += [between, below]
    return pieces


def is_layout(table: Element) -> bool:
    """Whether a table only holds others in place: they have more cells than it has itself."""
    cells = sum(1 for row in within(table, "w:tr") for _ in within(row, "w:tc"))
    inside = (element for element in table.iter() if name_of(element) == "w:tc")
    # As few are counted as decide it: tables in tables are looked through by each around them.
    return next(islice(inside, 2 * cells, None), None) is not None


def with_open_labels(
    rows: list[list[ExtractedCell]], begins: Mapping[int, Element]
) -> list[list[ExtractedCell]]:
    """The rows of a table with the names of its later parts where they are seen.

    The name of a part stands beside the head that repeats, in a cell without a rule below; the cell
    under it is empty. Both are one cell here. ``begins`` are the first rows of
    the later parts, by number.
    """
    for begin, first_row in begins.items():
        if begin + 1 < len(rows) and rows[begin] and rows[begin + 1]:
            (label, *beside), (blank, *below) = rows[begin], rows[begin + 1]
            if not blank.text and label.rows == 1 and _is_open_below(first_row):
                rows[begin] = [replace(label, rows=blank.rows + 1), *beside]
                rows[begin + 1] = below
    return rows


def within(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, also those in content controls."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        name = name_of(element)
        if name == wanted:
            yield element
        elif name not in ("w:tr", "w:tc", "w:tblPr", "w:tblGrid", "w:trPr"):
            waiting += reversed(element)


def _is_open_below(row: Element) -> bool:
    """Whether the first cell of a row has no rule at its lower edge."""
    cell = next(within(row, "w:tc"), None)
    bottom = child(cell, "w:tcPr", "w:tcBorders", "w:bottom")
    return bottom is not None and value_of(bottom) in ("nil", "none")


def _grid(table: Element) -> list[int]:
    """The widths of the columns in twentieths of a point."""
    columns = children(child(table, "w:tblGrid"))
    widths = (value_of(column, "w") for column in columns if name_of(column) == "w:gridCol")
    return [integer_in(width) or 0 for width in widths]


def _is_alike(grid: Sequence[int], below: Sequence[int]) -> bool:
    """Whether two tables have the same columns; Word rounds widths that it saves again."""
    if len(grid) != len(below):
        return False
    return all(
        abs(width - other_width) <= _ROUNDED for width, other_width in zip(grid, below, strict=True)
    )


def _is_unseen(element: Element) -> bool:
    """Whether an element is a paragraph that says nothing, whose mark is hidden."""
    if name_of(element) != "w:p" or any(name_of(part) not in _WITHOUT_WORDS for part in element):
        return False
    properties = child(element, "w:pPr")
    if child(properties, "w:sectPr") is not None:
        return False
    return is_on(child(properties, "w:rPr", "w:vanish")) is True
