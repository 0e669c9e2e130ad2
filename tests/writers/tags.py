"""The structure of a PDF as a screen reader meets it: elements, and the head cells of each cell of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pypdf

Element = dict[str, Any]


def elements(reader: pypdf.PdfReader) -> list[Element]:
    """All structure elements, in reading order."""
    return list(_below(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def _below(node: Any) -> Iterator[Element]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _below(child)
    elif isinstance(node, dict):
        if node.get("/S"):
            yield node
        if "/K" in node:
            yield from _below(node["/K"])


def attribute(element: Element, name: str) -> Any:
    """An attribute of an element, or None."""
    owners = element.get("/A", [])
    for owner in owners if isinstance(owners, list) else [owners]:
        if name in owner.get_object():
            return owner.get_object()[name]
    return None


def cells_with_heads(table: Element) -> Iterator[tuple[Element, list[Element], list[Element]]]:
    """Each data cell of a table: the head cells that it names, and those that stand above it in the head."""
    rows = [row for row in _below(table["/K"]) if row["/S"] == "/TR"]
    named = {cell["/ID"]: cell for row in rows for cell in _cells(row) if "/ID" in cell}
    above: dict[int, list[Element]] = {}
    covered: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in _cells(row):
            while (number, column) in covered:
                column += 1
            width = int(attribute(cell, "/ColSpan") or 1)
            height = int(attribute(cell, "/RowSpan") or 1)
            columns = range(column, column + width)
            covered |= {
                (number + down, across): True for down in range(height) for across in columns
            }
            if cell["/S"] == "/TH":
                for across in columns:
                    above.setdefault(across, []).append(cell)
            else:
                found = {id(head): head for across in columns for head in above.get(across, [])}
                yield cell, _named(cell, named), list(found.values())
            column += width


def _cells(row: Element) -> list[Element]:
    return [cell for cell in _below(row["/K"]) if cell["/S"] in ("/TH", "/TD")]


def _named(cell: Element, known: dict[Any, Element]) -> list[Element]:
    """The head cells that a cell names, and those that these name in their turn."""
    found: dict[Any, Element] = {}
    waiting = list(attribute(cell, "/Headers") or [])
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = known[key]
            waiting += list(attribute(known[key], "/Headers") or [])
    return list(found.values())
