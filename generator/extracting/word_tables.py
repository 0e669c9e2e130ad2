"""Tables of a Word file that look like one.

Word repeats only the first rows of a table. A long form with heads in its midst therefore stands in
several tables of the same columns, between which nothing is seen: an empty paragraph that is hidden.
"""

from __future__ import annotations

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
