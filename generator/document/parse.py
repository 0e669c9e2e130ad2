"""The small HTML vocabulary that templates may use → tree.

Anything else in a template is an error.

Blocks: section (kind, landscape), h1–h4 (role, toc, number), p (role), ol (mark: 1. 一、 （一）
…)/li, figure ref, table ref or a hand-written table, nav, pagebreak. Inlines: text, data value (a
printed number), mark (a missing value), br. Numbering (第一部分, 一、, （一）, 1.) is made here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator.document.tree import (
    Block,
    Cell,
    Chart,
    Heading,
    Inline,
    LineBreak,
    Mark,
    Number,
    PageBreak,
    Paragraph,
    Row,
    Section,
    Table,
    Text,
    Toc,
    TocEntry,
    plain,
)
from generator.reading.numerals import chinese
from generator.templating.markup import Element, MarkupError, elements
from generator.templating.vocabulary import References, VocabularyError, vet, where, wordless

_LINE_BREAK = re.compile(r"[ \t]*\n\s*")
HEADING_ROLES = {1: "部分标题", 2: "一级标题", 3: "二级标题", 4: "三级标题"}


class Parser:
    """Turns rendered parts into sections, numbering headings as it goes; for one document only."""

    def __init__(
        self,
        charts: Mapping[str, Chart],
        tables: Mapping[str, Table],
        references: References,
        marks: Sequence[str],
    ) -> None:
        """``marks`` are the numbers of the first headings of the four levels."""
        self.charts = charts
        self.tables = tables
        self.references = references
        self.marks = marks
        self.toc: list[TocEntry] = []
        self._counts = [0, 0, 0, 0, 0]
        self._headings = 0
        self._tables = 0

    def part(self, markup: str, template: str) -> list[Section]:
        """The sections of one rendered template.

        Raises VocabularyError for what the vocabulary does not know.
        """
        try:
            root = elements(markup)
        except MarkupError as error:
            raise VocabularyError(f"模板 {template}：{error}") from error
        sections = []
        wordless(root, template)
        for element in root:
            if not isinstance(element.tag, str):
                raise VocabularyError(f"模板 {template}：不能用 <!-- -->；注释写成 {{# 注释 #}}")
            if element.tag != "section":
                message = f"<{element.tag}> 应放在 <section> 里"
                raise VocabularyError(f"{where(element, template)}：{message}")
            vet(element, template, self.references)
            blocks: list[Block] = []
            for child in element:
                self._block(child, blocks, template)
            landscape = element.get("landscape") == "是"
            sections.append(Section(element.get("kind", "正文"), landscape, tuple(blocks)))
        return sections

    def _block(self, element: Element, blocks: list[Block], template: str) -> None:
        tag = element.tag
        if re.fullmatch("h[1-4]", str(tag)):
            blocks.append(self._heading(element, int(tag[1])))
        elif tag == "p":
            inlines = _inlines(element, template)
            if inlines:
                blocks.append(Paragraph(element.get("role", "正文"), inlines))
        elif tag == "ol":
            self._items(element, blocks, template)
        elif tag == "figure":
            chart = self.charts.get(element.get("ref", ""))
            if chart:
                blocks.append(chart)
        elif tag == "table":
            blocks.append(self._table(element, template))
        elif tag == "nav":
            blocks.append(Toc())
        elif tag == "pagebreak":
            blocks.append(PageBreak())
        else:
            raise VocabularyError(
                f"{where(element, template)}：不能用 <{tag}>；"
                "可用 h1–h4、p、ol、figure、table、nav、pagebreak"
            )

    def _heading(self, element: Element, level: int) -> Heading:
        inlines = _inlines(element, "")
        text = plain(inlines)
        prefix = ""
        if element.get("number") != "否":
            self._counts[level] += 1
            for deeper in range(level + 1, 5):
                self._counts[deeper] = 0
            count = self._counts[level]
            prefix = _marked(self.marks[level - 1], count)
        self._headings += 1
        key = f"h{self._headings}"
        shown = element.get("toc") or prefix + text.replace("\n", "")
        entry = None
        if level <= 2 and shown != "否":
            entry = shown
            self.toc.append(TocEntry(level, shown, key))
        if prefix:
            inlines = (Text(prefix), *inlines)
        role = element.get("role", HEADING_ROLES[level])
        break_before = element.get("break") == "是"
        return Heading(level, inlines, key, role, toc=entry, break_before=break_before)

    def _items(self, element: Element, blocks: list[Block], template: str) -> None:
        mark = element.get("mark", "1.")
        number = 0
        for item in element:
            inner: list[Block] = []
            if any(child.tag == "p" for child in item):
                for child in item:
                    self._block(child, inner, template)
            elif words := _inlines(item, template):
                inner.append(Paragraph("正文", words))
            if not inner:
                continue  # an item whose sentence is left out has no number either
            number += 1
            first = inner[0]
            if isinstance(first, Paragraph):
                inner[0] = Paragraph(first.role, (Text(_marked(mark, number)), *first.inlines))
            blocks.extend(inner)

    def _table(self, element: Element, template: str) -> Table:
        """A table of the form, named by ``ref``, or one that the template writes itself."""
        reference = element.get("ref")
        if reference:
            return self.tables[reference]
        self._tables += 1
        head: list[Row] = []
        body: list[Row] = []
        for group in element:
            rows = [Row(tuple(_cell(cell, template) for cell in row)) for row in group]
            if group.tag == "thead":
                head += rows
            else:
                body += rows
        widths = tuple(int(width) for width in element.get("widths", "").split())
        return Table(
            f"t{self._tables}",
            element.get("name", "表"),
            widths,
            tuple(head),
            tuple(body),
            role=element.get("role", "自评表"),
        )


def inlines(markup: str) -> tuple[Inline, ...]:
    """What stands in a paragraph of rendered markup."""
    return _inlines(elements(markup), "")


def _marked(mark: str, number: int) -> str:
    """The number of an item as the form writes it: ``一、`` → 二、."""
    sign = re.search("[1一]", mark)
    if sign is None:
        return mark
    text = chinese(number)
    if sign[0] == "1":
        text = str(number)
    return f"{mark[: sign.start()]}{text}{mark[sign.end() :]}"


def _cell(element: Element, template: str) -> Cell:
    header = element.tag == "th"
    usual_align = "中" if header else "左"
    return Cell(
        _inlines(element, template),
        colspan=int(element.get("colspan", "1")),
        rowspan=int(element.get("rowspan", "1")),
        align=element.get("align", usual_align),
        header=header,
        scope=element.get("scope", "col"),
        strong=element.get("strong") == "是",
    )


def _inlines(element: Element, template: str) -> tuple[Inline, ...]:
    """What stands in an element, without blanks at both ends. Raises VocabularyError."""
    parts: list[Inline] = []
    _add_text(element.text, parts)
    for child in element:
        if child.tag == "data":
            parts.append(Number(child.text or "", child.get("value", "")))
        elif child.tag == "mark":
            parts.append(Mark(child.text or ""))
        elif child.tag == "br":
            parts.append(LineBreak())
        else:
            raise VocabularyError(
                f"{where(child, template)}：文字里不能用 <{child.tag}>；可用 data、mark、br"
            )
        _add_text(child.tail, parts)
    if parts and isinstance(parts[0], Text):
        parts[0] = Text(parts[0].text.lstrip(" \n\t"))
    if parts and isinstance(parts[-1], Text):
        parts[-1] = Text(parts[-1].text.rstrip(" \n\t"))
    return tuple(part for part in parts if not (isinstance(part, Text) and not part.text))


def _add_text(text: str | None, parts: list[Inline]) -> None:
    """Add text behind ``parts``, to the last of them where that is text too."""
    # A line break in a template or in a clerk's text is no space in Chinese.
    joined = _LINE_BREAK.sub("", text or "")
    if not joined:
        return
    for last in parts[-1:]:
        if isinstance(last, Text):
            parts.pop()
            joined = last.text + joined
    parts.append(Text(joined))


__all__ = ["Parser", "VocabularyError"]
