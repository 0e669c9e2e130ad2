"""The small HTML vocabulary that templates may use → tree. Anything else in a template is an error.

Blocks: section (kind, landscape), h1–h4 (role, toc, number), p (role), ol (mark: 1. 一、 （一） …)/li, figure ref, table ref or a hand-written table, nav, pagebreak.
Inlines: text, data value (a printed number), mark (a hole), br. Numbering (第一部分, 一、, （一）, 1.) is made here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from generator.document.markup import PLACE, PLACES, TAIL, TEXT, MarkupError, elements
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

DIGITS = "零一二三四五六七八九"
HEADING_ROLES = {1: "部分标题", 2: "一级标题", 3: "二级标题", 4: "三级标题"}


ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "section": ("kind", "landscape"),
    **{f"h{level}": ("number", "role", "toc", "break") for level in range(1, 5)},
    "p": ("role",),
    "ol": ("mark",),
    "li": (),
    "figure": ("ref",),
    "table": ("ref", "name", "widths", "role"),
    "thead": (),
    "tbody": (),
    "tr": (),
    "th": ("colspan", "rowspan", "align", "scope", "strong"),
    "td": ("colspan", "rowspan", "align", "strong"),
    "nav": (),
    "pagebreak": (),
    "data": ("value",),
    "mark": (),
    "br": (),
}
"""The vocabulary: every element, and the attributes that it may have."""
KINDS = ("封面", "目录", "正文", "附表")
# Where no words can stand, and where they belong.
_WORDLESS: Mapping[str, str] = {
    **dict.fromkeys(("document", "section", "li"), "<p>"),
    **dict.fromkeys(("nav", "figure", "pagebreak"), "它外面的 <p>"),
    **dict.fromkeys(("table", "thead", "tbody", "tr"), "<td>、<th>"),
    "ol": "<li>",
}


class VocabularyError(Exception):
    """A template uses an element that the vocabulary does not know; the text names it and, where the page was rendered with marks, the line of the template."""


def chinese_number(number: int) -> str:
    """1 → 一, 12 → 十二, 23 → 二十三 (up to 99)."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones or not tens else "")


class Parser:
    """Turns rendered parts into sections, numbering headings as it goes. One parser serves one document."""

    def __init__(self, charts: Mapping[str, Chart], tables: Mapping[str, Table], roles: Collection[str], marks: Sequence[str]) -> None:
        """``marks`` are the numbers of the first headings of the four levels, as the form writes them."""
        self.charts = charts
        self.tables = tables
        self.roles = roles
        self.marks = marks
        self.toc: list[TocEntry] = []
        self._counts = [0, 0, 0, 0, 0]
        self._headings = 0
        self._tables = 0

    def part(self, markup: str, template: str) -> list[Section]:
        """The sections of one rendered template. Raises VocabularyError for what the vocabulary does not know."""
        try:
            root = elements(markup)
        except MarkupError as error:
            raise VocabularyError(f"模板 {template}：{error}") from error
        sections = []
        _wordless(root, template)
        for element in root:
            if not isinstance(element.tag, str):
                raise VocabularyError(f"模板 {template}：不能用 <!-- -->；注释写成 {{# 注释 #}}")
            if element.tag != "section":
                raise VocabularyError(f"{_where(element, template)}：<{element.tag}> 应放在 <section> 里")
            self._vetted(element, template)
            blocks: list[Block] = []
            for child in element:
                self._block(child, blocks, template)
            sections.append(Section(element.get("kind", "正文"), element.get("landscape") == "是", tuple(blocks)))
        return sections

    def _vetted(self, section: Any, template: str) -> None:
        """Every element and attribute is known, and what it refers to is there."""
        for element in section.iter():
            where = _where(element, template)
            if not isinstance(element.tag, str):
                raise VocabularyError(f"{_where(section, template)}：不能用 <!-- -->；注释写成 {{# 注释 #}}")
            allowed = ATTRIBUTES.get(str(element.tag))
            if allowed is None:
                raise VocabularyError(f"{where}：不能用 <{element.tag}>；可用：{'、'.join(ATTRIBUTES)}")
            for name, value in element.attrib.items():
                if name in PLACES:
                    continue
                if name not in allowed:
                    raise VocabularyError(f"{where}：<{element.tag}> 没有“{name}”；可用：{'、'.join(allowed) or '（没有）'}")
                if name == "role" and value not in self.roles:
                    raise VocabularyError(f"{where}：版面.yaml 没有角色“{value}”；有：{'、'.join(self.roles)}")
                if name == "kind" and value not in KINDS:
                    raise VocabularyError(f"{where}：<section> 的 kind 不能是“{value}”；可用：{'、'.join(KINDS)}")
                if name in ("colspan", "rowspan", "widths") and not all(one.isdecimal() and int(one) > 0 for one in value.split()):
                    raise VocabularyError(f"{where}：“{name}”要写正整数，写的是“{value}”")
            reference = element.get("ref")
            if element.tag == "table" and reference is not None and reference not in self.tables:
                raise VocabularyError(f"{where}：没有“{reference}”这张附表")
            if element.tag != "li" or any(child.tag == "p" for child in element):
                _wordless(element, template)

    def _block(self, element: Any, blocks: list[Block], template: str) -> None:
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
            chart = self.charts.get(element.get("ref"))
            if chart:
                blocks.append(chart)
        elif tag == "table":
            blocks.append(self.tables[element.get("ref")] if element.get("ref") else self._table(element, template))
        elif tag == "nav":
            blocks.append(Toc())
        elif tag == "pagebreak":
            blocks.append(PageBreak())
        else:
            raise VocabularyError(f"{_where(element, template)}：不能用 <{tag}>；可用 h1–h4、p、ol、figure、table、nav、pagebreak")

    def _heading(self, element: Any, level: int) -> Heading:
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
        listed = level <= 2 and shown != "否"
        if listed:
            self.toc.append(TocEntry(level, shown, key))
        whole = ((Text(prefix),) if prefix else ()) + inlines
        breaks = element.get("break") == "是"
        return Heading(level, whole, key, element.get("role", HEADING_ROLES[level]), shown if listed else None, breaks)

    def _items(self, element: Any, blocks: list[Block], template: str) -> None:
        mark = element.get("mark", "1.")
        if not re.search("[1一]", mark):
            raise VocabularyError(f"{_where(element, template)}：<ol> 的 mark 里要有 1 或 一，如 1.、一、（1）、（一）")
        number = 0
        for item in element:
            if item.tag != "li":
                raise VocabularyError(f"{_where(item, template)}：<ol> 里只能用 <li>")
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

    def _table(self, element: Any, template: str) -> Table:
        self._tables += 1
        head: list[Row] = []
        body: list[Row] = []
        for group in element:
            if group.tag not in ("thead", "tbody"):
                raise VocabularyError(f"{_where(group, template)}：<table> 里只能用 <thead>、<tbody>")
            rows = head if group.tag == "thead" else body
            rows.extend(Row(tuple(_cell(cell, template) for cell in row)) for row in group)
        widths = tuple(int(width) for width in element.get("widths", "").split())
        return Table(f"t{self._tables}", element.get("name", "表"), widths, tuple(head), tuple(body), role=element.get("role", "自评表"))


def _wordless(element: Any, template: str) -> None:
    """Raise VocabularyError for words that stand where only elements can: they would not be printed."""
    belong = _WORDLESS.get(element.tag)
    texts = [(element.get(TEXT) or element.get(PLACE), element.text), *((child.get(TAIL) or child.get(PLACE), child.tail) for child in element)]
    for place, text in texts if belong else ():
        if text and text.strip():
            words = " ".join(text.split())
            shown = words if len(words) <= 20 else f"{words[:20]}……"
            inside = f"<{element.tag}> 里" if element.tag != "document" else "<section> 外面"
            raise VocabularyError(f"模板 {place or template}：“{shown}”直接写在 {inside}，不会印出；要写在 {belong} 里")


def inlines(markup: str) -> tuple[Inline, ...]:
    """What stands in a paragraph of rendered markup."""
    return _inlines(elements(markup), "")


def _where(element: Any, template: str) -> str:
    """The template of an element, and its line where the page was rendered with marks."""
    return f"模板 {element.get(PLACE) or template}"


def _marked(mark: str, number: int) -> str:
    """The number of an item as the form writes it: ``一、`` → 二、."""
    return re.sub("[1一]", lambda found: str(number) if found[0] == "1" else chinese_number(number), mark, count=1)


def _cell(element: Any, template: str) -> Cell:
    return Cell(
        _inlines(element, template),
        colspan=int(element.get("colspan", "1")),
        rowspan=int(element.get("rowspan", "1")),
        align=element.get("align", "中" if element.tag == "th" else "左"),
        header=element.tag == "th",
        scope=element.get("scope", "col"),
        strong=element.get("strong") == "是",
    )


def _inlines(element: Any, template: str) -> tuple[Inline, ...]:
    found: list[Inline] = []

    def text(value: str | None) -> None:
        # A line break in a template or in a clerk's text is no space in Chinese.
        kept = re.sub(r"[ \t]*\n\s*", "", value or "")
        if not kept:
            return
        if found and isinstance(found[-1], Text):
            kept = found.pop().text + kept  # type: ignore[union-attr]
        found.append(Text(kept))

    text(element.text)
    for child in element:
        if child.tag == "data":
            found.append(Number(child.text or "", child.get("value")))
        elif child.tag == "mark":
            found.append(Mark(child.text or ""))
        elif child.tag == "br":
            found.append(LineBreak())
        else:
            raise VocabularyError(f"{_where(child, template)}：文字里不能用 <{child.tag}>；可用 data、mark、br")
        text(child.tail)
    if found and isinstance(found[0], Text):
        found[0] = Text(found[0].text.lstrip(" \n\t"))
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip(" \n\t"))
    return tuple(part for part in found if not (isinstance(part, Text) and not part.text))
