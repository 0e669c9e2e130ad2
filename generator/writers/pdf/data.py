"""The document as plain data for the template: texts, spans and styles, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

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
from generator.forms.styles import Role
from generator.writers.css import style_of
from generator.writers.pages import first_numbered, in_printed_fonts
from generator.writers.pdf.contents import Contents
from generator.writers.pdf.drawings import lowered
from generator.writers.pdf.fitting import in_hundredths, pieces
from generator.writers.pdf.revising import Revision
from generator.writers.pdf.runs import PageRun, PageRuns
from generator.writers.pdf.styles import (
    USUAL,
    narrowed,
    page_data,
    points,
    role_data,
    scaled,
    text_height,
    text_width,
)
from generator.writers.pdf.tables import Area, Tables

_FOOT = 7
"""Page numbers stand so many millimetres below the type area (GB/T 9704)."""
_LONGEST = 5000
_FINE = Decimal("0.00001")
_NEEDED = ("页码", "表角", "表题续", "表注", "图题")
"""Roles that the template itself asks for."""

Data = dict[str, Any]


class Prepared(Struct, frozen=True):
    """A document as the template reads it, and what is needed to judge the pages that come of
    it."""

    data: Data
    runs: list[PageRun]
    tables: Tables
    charts: list[Chart]
    bound_right: bool


def prepared(document: Document, revision: Revision, earlier: Prepared | None = None) -> Prepared:
    """A document for the template, otherwise than ``earlier`` as the revision says.

    Raises StylesError for a role that the form does not have.
    """
    writer = _Writer(document, revision, earlier)
    data = writer.document_data()
    return Prepared(data, writer.runs.done, writer.tables, writer.charts, writer.bound_right)


def inline_data(inlines: tuple[Inline, ...], room: int) -> str | list[Any]:
    """Inlines as one text, or as texts and [kind, text]; ``room`` is the width of a line in
    hundredths of its size."""
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


class _Setting(Struct, frozen=True):
    """Where a block is set: the type area of its section in points, and how the pitch of its run of
    pages is scaled."""

    width: Decimal
    height: Decimal
    scale: Decimal = USUAL


class _Writer:
    """Gathers what the blocks of a document share: looks of roles, heads of tables, headings."""

    def __init__(self, document: Document, revision: Revision, earlier: Prepared | None) -> None:
        self._document = document
        self._styles = document.styles
        self._drawn = in_printed_fonts(document.styles)
        self._revision = revision
        self._roles: dict[str, Data] = {}
        self._contents = Contents(document)
        self._level = 0  # of the heading before: the levels of an outline have no gap
        before = earlier.tables if earlier else None
        self.tables = Tables(document, inline_data, revision, before)
        self.runs = PageRuns(document.styles)
        self.charts: list[Chart] = []
        # Odd pages of the file carry even numbers where an odd number of pages stands before them.
        ahead = [section for section in document.sections if section.kind in UNNUMBERED]
        self.bound_right = len(ahead) % 2 == 1
        if revision.bound_right is not None:
            self.bound_right = revision.bound_right

    def document_data(self) -> Data:
        """The document."""
        document = self._document
        first = first_numbered(document)
        for name in (*_NEEDED, *(("审核稿",) if document.draft else ())):
            self._role(name, USUAL)
        sections = [self._section(section, first=section is first) for section in document.sections]
        day = date.fromisoformat(document.date)
        return {
            "title": _clipped(document.title),
            "unit": _clipped(document.unit_name),
            "description": _clipped(f"{document.unit_name}{document.year}年度决算公开"),
            "date": [day.year, day.month, day.day],
            "draft": document.draft or "",
            "foot": points(Decimal(_FOOT)),
            "sections": sections,
            "roles": {**self._roles, **self.tables.roles},
            "faces": self.tables.faces,
        }

    def _style(self, name: str, scale: Decimal) -> Role:
        """The look of a role in a run whose pitch is scaled."""
        return scaled(style_of(self._styles, name), scale)

    def _role(self, name: str, scale: Decimal) -> str:
        """The name by which the template gets the look of a role in a run whose pitch is scaled."""
        key = f"{name}@{scale}"
        if scale == USUAL:
            key = name
        if key not in self._roles:
            self._roles[key] = role_data(self._style(name, scale), self._styles)
        return key

    def _section(self, section: Section, *, first: bool) -> Data:
        page = self._styles.page
        setting = _Setting(text_width(section, page), text_height(section, page))
        headings: dict[str, Data] = {}
        breaks = True
        runs: list[Data] = []
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, PageBreak):
                breaks = True
                continue
            begins = breaks or (isinstance(block, Heading) and block.break_before)
            if begins:
                setting = replace(setting, scale=self._begin_run(setting.height))
                runs.append({"new-page": True, "blocks": []})
            data = self._block(block, setting, begins=begins, leads=isinstance(after, Table))
            if isinstance(block, Heading):
                headings[block.id] = self._heading_look(block, setting, begins=begins)
            self._foresee(block, data, setting.scale)
            runs[-1]["blocks"].append({**data, "wide": setting.width})
            breaks = False
        if not runs:
            self._begin_run(setting.height)
            runs.append({"new-page": True, "blocks": []})
        runs[0]["new-page"] = False
        for data, run in zip(reversed(runs), reversed(self.runs.done), strict=False):
            data["measured"] = run.foreseen and len(run.blocks) > 1
        is_numbered = section.kind not in UNNUMBERED
        return {
            **page_data(section, page),
            "bound-right": is_numbered and self.bound_right,
            "numbered": is_numbered,
            "first": first,
            "headings": headings,
            "continues": any(isinstance(block, Table) for block in section.blocks),
            "runs": runs,
        }

    def _begin_run(self, height: Decimal) -> Decimal:
        """Begin a run of pages. Returns how its pitch is scaled: as many lines stand on its pages
        as the revision says."""
        number = len(self.runs.done)
        grid = self.runs.begin(height)
        lines = self._revision.lines.get(number, grid)
        return (Decimal(grid) / lines).quantize(_FINE)

    def _foresee(self, block: Block, data: Data, scale: Decimal) -> None:
        """Tell the run what stands in it."""
        match block:
            case Heading():
                self.runs.text(self._style(block.role, scale), heading=block.id)
            case Paragraph():
                self.runs.text(self._style(block.role, scale), sticky=data["sticky"])
            case Chart():
                self.runs.chart(len(self.charts) - 1)
            case Table() if data["keep"]:
                self.runs.unbroken()
            case _:
                self.runs.unforeseen()

    def _block(self, block: Block, setting: _Setting, *, begins: bool, leads: bool) -> Data:
        """One block. ``begins``: it stands first on a page; ``leads``: a table comes after it."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                text = inline_data(block.inlines, self._room(block.role, setting.width))
                role = self._role(block.role, setting.scale)
                return {
                    "kind": "paragraph",
                    "role": role,
                    "text": text,
                    "top": begins,
                    "sticky": leads,
                    "narrow": self._narrow(block.role, block.inlines, setting.width),
                }
            case Toc():
                return self._contents.data()
            case Chart():
                return self._chart(block, setting.width)
            case Table():
                area = Area(setting.width, setting.height, len(self.runs.done) - 1)
                return self.tables.data(block, area)
            case PageBreak():
                return {}

    def _room(self, role: str, width: Decimal) -> int:
        """A width in points, in hundredths of the size of a role."""
        return in_hundredths(width, style_of(self._styles, role).size)

    def _narrow(self, role: str, inlines: tuple[Inline, ...], width: Decimal) -> Decimal:
        """How much a centred text is narrower at each side of a line, in points."""
        return narrowed(style_of(self._styles, role), plain(inlines), width)

    def _heading_look(self, heading: Heading, setting: _Setting, *, begins: bool) -> Data:
        """How a heading looks; ``begins``: it stands first on a page."""
        return {
            "look": self._roles[self._role(heading.role, setting.scale)],
            "text": inline_data(heading.inlines, self._room(heading.role, setting.width)),
            "top": begins,
            "narrow": self._narrow(heading.role, heading.inlines, setting.width),
        }

    def _heading(self, heading: Heading) -> Data:
        """What a heading is in the outline; its look is told apart."""
        # PDF/UA wants levels without a gap, whatever a form leaves out.
        self._level = min(heading.level, self._level + 1)
        return {
            "kind": "heading",
            "id": heading.id,
            "level": self._level,
            "outlined": heading.id in self._contents.lines,
            "bookmark": _clipped(heading.toc or plain(heading.inlines).replace("\n", "　")),
        }

    def _chart(self, chart: Chart, width: Decimal) -> Data:
        less = self._revision.charts.get(len(self.charts), Decimal(0))
        self.charts.append(chart)
        return {
            "kind": "chart",
            "svg": lowered(chart, self._drawn, less),
            "alt": _clipped(chart.alt),
            "caption": chart.caption or "",
            "width": width,
        }
