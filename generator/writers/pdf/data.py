"""The document as plain data for the template: texts, spans and looks, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from generator.document.tree import (
    UNNUMBERED,
    Block,
    Changed,
    Chart,
    Document,
    Heading,
    Inline,
    LineBreak,
    Mark,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Toc,
    plain,
)
from generator.writers.css import look
from generator.writers.pages import first_numbered, in_printed_fonts
from generator.writers.pdf.fitting import in_hundredths, pieces
from generator.writers.pdf.styles import page_looks, points, role_looks, text_width
from generator.writers.pdf.tables import Tables
from generator.writers.svg import chart_svg

_FOOT = 7
"""Page numbers stand so many millimetres below the type area (GB/T 9704)."""
_LONGEST = 5000
_CONTENTS = {1: "目录一级", 2: "目录二级"}
_NEEDED = ("页码", "表角", "表注", "图题", *_CONTENTS.values())
"""Roles that the template itself asks for."""

Data = dict[str, Any]


def document_data(document: Document) -> Data:
    """Everything that the template prints. Raises LooksError for a role that the form does not have."""
    return _Writer(document).whole()


def inline_data(inlines: tuple[Inline, ...], room: int) -> str | list[Any]:
    """Inlines as one text, or as texts and [kind, text]; ``room`` is the width of a line in hundredths of its size."""
    parts: list[Any] = []
    for inline in inlines:
        match inline:
            case LineBreak():
                parts.append(["break", ""])
            case Mark():
                parts.append(["mark", inline.text])
            case Changed():
                parts.append(["new" if inline.new else "old", inline.text])
            case _ if parts and isinstance(parts[-1], str):
                parts[-1] += inline.text
            case _:
                parts.append(inline.text)
    split = list(_split(parts, room))
    if len(split) == 1 and isinstance(split[0], str):
        return split[0]
    return split or ""


def _split(parts: list[Any], room: int) -> Iterator[Any]:
    """The parts, with words that are wider than a line opened between their pieces."""
    for part in parts:
        if not isinstance(part, str):
            yield part
            continue
        for number, piece in enumerate(pieces(part, room)):
            if number:
                yield ["soft", ""]
            yield piece


def _clipped(text: str) -> str:
    """A text that is told beside the pages (title, bookmark …): PDF/A has a bound for these."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class _Writer:
    """Gathers what the blocks of a document share: looks of roles, heads of tables, headings."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._looks = document.looks
        self._drawn = in_printed_fonts(document.looks)
        self._roles: dict[str, Data] = {}
        self._headings: dict[str, Data] = {}
        self._tables = Tables(document.looks, inline_data)
        self._level = 0
        self._contents: dict[str, list[Data]] = {}
        for entry in document.toc:
            line = {"role": _CONTENTS[entry.level], "text": entry.text}
            self._contents.setdefault(entry.target, []).append(line)

    def whole(self) -> Data:
        """The document."""
        document = self._document
        first = first_numbered(document)
        for name in (*_NEEDED, *(("审核稿",) if document.draft else ())):
            self._role(name)
        sections = [self._section(section, section is first) for section in document.sections]
        day = date.fromisoformat(document.date)
        return {
            "title": _clipped(document.title),
            "unit": _clipped(document.unit),
            "description": _clipped(f"{document.unit}{document.year}年度决算公开"),
            "date": [day.year, day.month, day.day],
            "draft": document.draft or "",
            "foot": points(Decimal(_FOOT)),
            "sections": sections,
            "headings": self._headings,
            "contents": self._contents,
            "roles": self._roles,
            "faces": self._tables.faces,
        }

    def _role(self, name: str) -> str:
        """The name of a role, whose look the template gets."""
        if name not in self._roles:
            self._roles[name] = role_looks(look(self._looks, name), self._looks)
        return name

    def _section(self, section: Section, first: bool) -> Data:
        page = self._looks.page
        self._width = text_width(section, page)
        blocks: list[Data] = []
        breaks = True
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, PageBreak):
                breaks = True
                continue
            begins = breaks or (isinstance(block, Heading) and block.break_before)
            data = self._block(block, begins, isinstance(after, Table))
            blocks.append({**data, "new-page": begins and bool(blocks)})
            breaks = False
        return {
            **page_looks(section, page),
            "numbered": section.kind not in UNNUMBERED,
            "first": first,
            "blocks": blocks,
        }

    def _block(self, block: Block, begins: bool, leads: bool) -> Data:
        """One block. ``begins``: it stands first on a page; ``leads``: a table comes after it."""
        match block:
            case Heading():
                return self._heading(block, begins)
            case Paragraph():
                text = inline_data(block.inlines, self._room(block.role))
                role = self._role(block.role)
                return {
                    "kind": "paragraph",
                    "role": role,
                    "text": text,
                    "top": begins,
                    "sticky": leads,
                }
            case Toc():
                return {"kind": "contents"}
            case Chart():
                return self._chart(block)
            case Table():
                self._role(block.role)
                return self._tables.data(block, self._width)
            case PageBreak():
                return {}

    def _room(self, role: str) -> int:
        """The width of a line of that role, in hundredths of its size."""
        return in_hundredths(self._width, look(self._looks, role).size)

    def _heading(self, heading: Heading, begins: bool) -> Data:
        role = self._role(heading.role)
        text = inline_data(heading.inlines, self._room(heading.role))
        # PDF/UA wants levels without a gap, whatever a form leaves out.
        self._level = min(heading.level, self._level + 1)
        self._headings[heading.id] = {"role": role, "text": text, "top": begins}
        return {
            "kind": "heading",
            "id": heading.id,
            "level": self._level,
            "outlined": heading.id in self._contents,
            "bookmark": _clipped(heading.toc or plain(heading.inlines).replace("\n", "　")),
        }

    def _chart(self, chart: Chart) -> Data:
        return {
            "kind": "chart",
            "svg": chart_svg(chart, self._drawn),
            "alt": _clipped(chart.alt),
            "caption": chart.caption or "",
            "width": self._width,
        }
