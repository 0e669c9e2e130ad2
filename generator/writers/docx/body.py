"""The blocks of a document as WordprocessingML text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import zip_longest

from generator.document.tree import (
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
    TocEntry,
    plain,
)
from generator.writers.css import style_of
from generator.writers.docx.charts import add_chart, chart_size
from generator.writers.docx.contents import bookmark, contents_lines, entry_fields
from generator.writers.docx.parts import WordPackage
from generator.writers.docx.sections import text_width
from generator.writers.docx.styles import HEADINGS, spacing_of, style_id
from generator.writers.docx.tables import table_xml
from generator.writers.docx.xml import given, paragraph, run, runs
from generator.writers.pages import Adjustments
from generator.writers.pdf.styles import USUAL, narrowed

_LEVELS = {identifier: level for identifier, _, level in HEADINGS.values()}
"""The outline level of each style that has one by itself."""


_NO_SPACE = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
"""Drawings bring the room around them along, as in the PDF."""
_LEEWAY = 6
"""Points that charts give up beyond those of the PDF, where they do: its pages are full to the last
line then, and Word breaks a line here and there otherwise."""


class BodyWriter:
    """Writes blocks; numbers bookmarks, charts, tables, and runs of pages, as the layout does."""

    def __init__(
        self,
        document: Document,
        pages: Mapping[str, str],
        package: WordPackage,
        adjustments: Adjustments,
    ) -> None:
        self._document = document
        self._pages = pages
        self._package = package
        self._adjustments = adjustments
        self._charts = 0
        self._tables = 0
        self._bookmarks = 0
        self._runs = 0
        self._scale = USUAL
        self._entries: dict[str, list[TocEntry]] = {}
        for entry in document.toc:
            self._entries.setdefault(entry.target, []).append(entry)

    def section(self, section: Section) -> list[str]:
        """The paragraphs and tables of a section; the last one is a paragraph."""
        parts: list[str] = []
        width = text_width(section, self._document.styles)
        self._begin()
        breaks = False
        for number, (block, after) in enumerate(zip_longest(section.blocks, section.blocks[1:])):
            if isinstance(block, PageBreak):
                breaks = True
                continue
            if number and (breaks or (isinstance(block, Heading) and block.break_before)):
                self._begin()
            leads = isinstance(block, Paragraph) and isinstance(after, Table)
            parts += self._block(block, width, breaks=breaks, leads=leads)
            breaks = False
        return parts or [paragraph(style_id("正文"), "")]

    def _begin(self) -> None:
        """A page that has to begin anew: what follows has the pitch of its run."""
        self._scale = self._adjustments.runs.get(self._runs, USUAL)
        self._runs += 1

    def _spacing(self, role: str) -> str:
        return spacing_of(style_of(self._document.styles, role), self._scale)

    def _block(self, block: Block, width: int, *, breaks: bool, leads: bool) -> list[str]:
        """One block; the paragraph that leads to a table (``leads``) stands on its page."""
        new = given(leads, "<w:keepNext/>") + given(breaks, "<w:pageBreakBefore/>")
        match block:
            case Heading():
                return [self._heading(block, new, width)]
            case Paragraph():
                properties = new + self._spacing(block.role) + self._narrow(block, width)
                return [paragraph(style_id(block.role), runs(block.inlines), properties)]
            case Table():
                return self._table(block, width)
            case Chart():
                return self._chart(block)
            case _:
                return contents_lines(self._document, self._pages)

    def _table(self, table: Table, width: int) -> list[str]:
        share = self._adjustments.tables.get(self._tables, USUAL)
        if table.head or table.body:
            self._tables += 1
        return table_xml(table, width, self._document.styles, share)

    def _chart(self, chart: Chart) -> list[str]:
        self._charts += 1
        document = self._document
        less = self._adjustments.charts.get(self._charts - 1, Decimal(0))
        if less:
            less += _LEEWAY
        size = chart_size(chart, document.styles, less)
        drawing = add_chart(
            self._package, chart, self._charts, document.styles, document.date, size
        )
        if not chart.caption:
            return [paragraph(style_id("图"), drawing, f'<w:keepNext w:val="0"/>{_NO_SPACE}')]
        return [
            paragraph(style_id("图"), drawing, f"<w:keepNext/>{_NO_SPACE}"),
            paragraph(style_id("图题"), run(chart.caption)),
        ]

    def _narrow(self, block: Heading | Paragraph, width: int) -> str:
        """A centred text of several lines is narrower at both sides, as in the PDF."""
        role = style_of(self._document.styles, block.role)
        side = int(narrowed(role, plain(block.inlines), Decimal(width) / 20) * 20)
        return given(side, f'<w:ind w:left="{side}" w:right="{side}" w:firstLine="0"/>')

    def _heading(self, heading: Heading, new: str, width: int) -> str:
        self._bookmarks += 1
        style = style_id(heading.role)
        if heading.break_before:
            new = "<w:pageBreakBefore/>"
        outline = ""
        # Headings of attachments lie deeper than their look says, and roles that are no Word
        # heading by themselves (附件标题, 表题) still stand in the outline.
        if _LEVELS.get(style) != heading.level - 1:
            outline = f'<w:outlineLvl w:val="{heading.level - 1}"/>'
        number, name = self._bookmarks, bookmark(heading.id)
        content = (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
            f"{entry_fields(self._entries.get(heading.id, ()))}{runs(heading.inlines)}"
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
        look = self._spacing(heading.role) + self._narrow(heading, width)
        return paragraph(style, content, new + look + outline)
