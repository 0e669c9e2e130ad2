"""Sections: page size, margins, orientation, page numbers, and the words of a draft."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from generator.document.tree import Document, Section
from generator.forms.styles import Looks
from generator.writers.docx.styles import style_id
from generator.writers.docx.xml import NAMESPACES, field, paragraph, run


def twips(millimetres: Decimal) -> int:
    """Millimetres → twentieths of a point."""
    return int((millimetres * 1440 / Decimal("25.4")).to_integral_value())


def text_width(section: Section, looks: Looks) -> int:
    """The width of the type area in twips."""
    page = looks.page
    if section.landscape:
        return twips(page.height - page.top - page.bottom)
    return twips(page.width - page.inner - page.outer)


def section_xml(section: Section, looks: Looks, *, first_text: bool) -> str:
    """sectPr of a section; the first of the text starts the count of pages at 1."""
    page = looks.page
    width, height = twips(page.width), twips(page.height)
    if section.landscape:
        size = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        # Turned so that the head of a wide page lies at the binding edge.
        margins = (page.inner, page.top, page.outer, page.bottom)
    else:
        size = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        margins = (page.top, page.outer, page.bottom, page.inner)
    top, right, bottom, left = (twips(one) for one in margins)
    start = '<w:pgNumType w:start="1"/>' if first_text else ""
    return (
        "<w:sectPr>"
        f'<w:type w:val="nextPage"/>{size}<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="850" w:footer="{twips(Decimal(25))}" w:gutter="0"/>{start}<w:cols w:space="425"/>'
        "</w:sectPr>"
    )


def furnish(word: Any, document: Document, first_text: int) -> None:
    """Page numbers “— 1 —” outside, from the first section of the text on; the draft's words above, from the first section on."""
    from lxml import etree

    word.settings.odd_and_even_pages_header_footer = True
    if document.draft:
        for header in (word.sections[0].header, word.sections[0].even_page_header):
            _replace(
                header,
                paragraph(
                    style_id("审核稿"),
                    run(document.draft, '<w:rPr><w:color w:val="B00000"/></w:rPr>'),
                ),
                etree,
            )
    number = "".join((run("— "), field("PAGE", "1"), run(" —")))
    for index, right in ((0, None), (first_text, True)):
        section = word.sections[index]
        for footer, at_right in ((section.footer, True), (section.even_page_footer, False)):
            if right is None:
                _replace(footer, paragraph(style_id("页码"), ""), etree)
                continue
            side = "right" if at_right else "left"
            _replace(
                footer,
                paragraph(
                    style_id("页码"),
                    number,
                    f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLine="0"/><w:jc w:val="{side}"/>',
                ),
                etree,
            )


def _replace(part: Any, xml: str, etree: Any) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    element.append(etree.fromstring(f"<w:x {NAMESPACES}>{xml}</w:x>")[0])
