"""A Word file (.docx) → what it says. All is read within limits; nothing of it is ever run."""

from __future__ import annotations

import io
from pathlib import Path

from generator.extracting.content import Extract, Spot
from generator.extracting.limits import ATTACHMENT, Most, damaged
from generator.extracting.package import Package, open_package
from generator.extracting.word_numbers import Numbers
from generator.extracting.word_styles import Styles
from generator.extracting.word_text import TextReader
from generator.extracting.xml_part import Element, child, children, name_of, value_of

_NOTES = {"footnotes": "w:footnote", "endnotes": "w:endnote"}


def read_word(path: Path, most: Most = ATTACHMENT) -> Extract:
    """The paragraphs and tables of a Word file, no more than ``most``, and what was left out.
    Raises UnreadableError."""
    with open_package(path, most) as package:
        reader, _ = _read(package, most)
    return Extract(tuple(reader.blocks), tuple(reader.omissions), reader.revisions)


def with_places(path: Path, most: Most) -> tuple[io.BytesIO, list[tuple[Spot, int]]]:
    """A Word file as a package that holds nothing beyond the limits, and where its paragraphs
    stand: each with its number, from 0, among all w:p elements of the body. Raises
    UnreadableError."""
    with open_package(path, most) as package:
        reader, body = _read(package, most)
        elements = (element for element in body.iter() if name_of(element) == "w:p")
        numbers = {element: number for number, element in enumerate(elements)}
        places = [(spot, numbers[p]) for spot, p in reader.places if p in numbers]
    with open_package(path, most) as package:
        return package.copy(), places


def _read(package: Package, most: Most) -> tuple[TextReader, Element]:
    """A reader that has read the body of a Word file, and that body."""
    main = package.main_part()
    parts: dict[str, str] = {}
    for kind, target in package.relations(main):
        parts.setdefault(kind, target)
    body = child(package.part(main), "w:body")
    if body is None:
        raise damaged("里没有正文，不是完整的 Word 文件")
    styles = Styles(_part(package, parts.get("styles")))
    numbers = Numbers(_part(package, parts.get("numbering")), styles)
    reader = TextReader(styles, numbers, _notes(package, parts), most)
    reader.read(body)
    return reader, body


def _part(package: Package, name: str | None) -> Element | None:
    """A part that a document need not have."""
    if name is None or not package.has(name):
        return None
    return package.part(name)


def _notes(package: Package, parts: dict[str, str]) -> dict[tuple[str, str], Element]:
    """The notes at the foot of pages and at the end, by kind and number."""
    notes = {}
    for kind, tag in _NOTES.items():
        root = _part(package, parts.get(kind))
        for element in children(root):
            if name_of(element) == tag:
                notes[tag, value_of(element, "id") or ""] = element
    return notes
