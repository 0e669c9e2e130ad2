"""The document as a Word file: real styles and headings, a live 目录, native charts, sections that turn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from itertools import count, zip_longest
from typing import Any
from xml.sax.saxutils import escape

from generator.document.tree import (
    UNNUMBERED,
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
)
from generator.writers.docx.charts import add_chart
from generator.writers.docx.package import rezip
from generator.writers.docx.sections import furnish, section_xml, text_width
from generator.writers.docx.styles import HEADINGS, install, style_id
from generator.writers.docx.tables import table_xml
from generator.writers.docx.xml import REVISION, A, C, W, field, paragraph, run, runs

# Above the numbers of bookmarks, which count from 1.
_FIRST_REVISION = 100_000
_TOC = {1: "目录一级", 2: "目录二级"}


def write_docx(document: Document, pages: Mapping[str, str]) -> bytes:
    """The document as .docx. ``pages``: heading id → printed page number, for the 目录; one that is missing stays empty."""
    import docx

    word = docx.Document()
    _clean(word, document)
    install(word.styles.element, document.looks)
    body = word.element.body
    for child in list(body):
        body.remove(child)
    writer = _Writer(document, pages, word.part)
    first_text = next(
        (index for index, one in enumerate(document.sections) if one.kind not in UNNUMBERED), 0
    )
    parts: list[str] = []
    for index, section in enumerate(document.sections):
        own = writer.section(section)
        sect = section_xml(section, document.looks, first_text=index == first_text)
        if index < len(document.sections) - 1:
            # The properties of a section stand in its last paragraph; those of the last one at the end of the body.
            own[-1] = own[-1].replace("</w:pPr>", f"{sect}</w:pPr>", 1)
            parts += own
        else:
            parts += [*own, sect]
    numbers = count(_FIRST_REVISION)
    content = re.sub(
        REVISION, lambda found: found[0].replace('"0"', f'"{next(numbers)}"', 1), "".join(parts)
    )
    word = _filled(word, content)
    furnish(word, document, first_text)
    buffer = BytesIO()
    word.save(buffer)
    return rezip(buffer.getvalue(), seal=True)


def _filled(word: Any, content: str) -> Any:
    """The Word document with its body, parsed as a whole: to move elements from one tree to another costs the square of their number."""
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import parse_xml

    empty = serialize_part_xml(word.element).decode()
    word.part._element = parse_xml(
        empty.replace("<w:body/>", f"<w:body>{content}</w:body>", 1).encode()
    )
    return word.part.document


class _Writer:
    """Writes blocks as XML text; numbers bookmarks and charts."""

    def __init__(self, document: Document, pages: Mapping[str, str], part: Any) -> None:
        self.document = document
        self.pages = pages
        self.part = part
        self.charts = 0
        self.bookmarks = 0

    def section(self, section: Section) -> list[str]:
        """The paragraphs and tables of a section; the last one is a paragraph."""
        parts: list[str] = []
        breaks = False
        for block, after in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, PageBreak):
                breaks = True
                continue
            leads = isinstance(block, Paragraph) and isinstance(after, Table)
            parts += self._block(
                block, text_width(section, self.document.looks), breaks=breaks, leads=leads
            )
            breaks = False
        return parts or [paragraph(style_id("正文"), "")]

    def _block(self, block: Block, width: int, *, breaks: bool, leads: bool) -> list[str]:
        """One block; the paragraph that leads to a table (``leads``) stands on its page."""
        new = ("<w:keepNext/>" if leads else "") + ("<w:pageBreakBefore/>" if breaks else "")
        if isinstance(block, Heading):
            return [self._heading(block, new)]
        if isinstance(block, Paragraph):
            return [paragraph(style_id(block.role), runs(block.inlines), new)]
        if isinstance(block, Table):
            return table_xml(block, width)
        if isinstance(block, Chart):
            self.charts += 1
            drawing = add_chart(
                self.part, block, self.charts, self.document.looks, self.document.date
            )
            keep = "<w:keepNext/>" if block.caption else '<w:keepNext w:val="0"/>'
            shown = [
                paragraph(style_id("图"), drawing, keep).replace(
                    "<w:p>", f'<w:p xmlns:a="{A}" xmlns:c="{C}">', 1
                )
            ]
            return shown + (
                [paragraph(style_id("图题"), run(block.caption))] if block.caption else []
            )
        return self._contents()

    def _heading(self, heading: Heading, new: str) -> str:
        self.bookmarks += 1
        style = style_id(heading.role)
        new = "<w:pageBreakBefore/>" if heading.break_before else new
        # Roles that are no Word heading by themselves (附件标题, 表题) still stand in the outline.
        outline = (
            ""
            if style in {names[0] for names in HEADINGS.values()}
            else f'<w:outlineLvl w:val="{heading.level - 1}"/>'
        )
        start = f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="_Toc_{heading.id}"/>'
        return paragraph(
            style,
            f'{start}{runs(heading.inlines)}<w:bookmarkEnd w:id="{self.bookmarks}"/>',
            new + outline,
        )

    def _contents(self) -> list[str]:
        """A live TOC field (by outline level 1–2), prefilled with the lines and page numbers of the PDF's layout."""
        lines = []
        entries = self.document.toc
        for index, entry in enumerate(entries):
            number = self.pages.get(entry.target, "")
            reference = field(f"PAGEREF _Toc_{entry.target} \\h", number)
            link = (
                f'<w:hyperlink w:anchor="_Toc_{escape(entry.target)}" w:history="1">{run(entry.text)}<w:r>'
                f"<w:tab/></w:r>{reference}</w:hyperlink>"
            )
            begin = end = ""
            if index == 0:
                begin = (
                    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'
                    '<w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText>'
                    "</w:r>"
                    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                )
            if index == len(entries) - 1:
                end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            lines.append(paragraph(style_id(_TOC[entry.level]), begin + link + end))
        return lines or [paragraph(style_id("正文"), "")]


def _clean(word: Any, document: Document) -> None:
    """Metadata of the document itself only: no traces of the library's template, no dates but the document's."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from lxml import etree

    properties = word.core_properties
    moment = datetime.fromisoformat(document.date)
    properties.title, properties.author, properties.last_modified_by = (
        document.title,
        document.unit,
        document.unit,
    )
    properties.comments, properties.keywords, properties.subject, properties.category = (
        "",
        "",
        "",
        "",
    )
    properties.language, properties.revision = document.language, 1
    properties.created = properties.modified = moment
    for key, relation in list(word.part.package.rels.items()):
        if relation.reltype == RT.THUMBNAIL:
            del word.part.package.rels[key]
    settings = word.settings.element
    for one in settings.iter(f"{{{W}}}compatSetting"):
        if one.get(f"{{{W}}}name") == "compatibilityMode":
            # 15 is the layout of Word 2013 and later; the template's 14 would open in compatibility mode.
            one.set(f"{{{W}}}val", "15")
    spacing = settings.find(f"{{{W}}}characterSpacingControl")
    if spacing is None:
        spacing = etree.SubElement(settings, f"{{{W}}}characterSpacingControl")
    spacing.set(f"{{{W}}}val", "compressPunctuation")
