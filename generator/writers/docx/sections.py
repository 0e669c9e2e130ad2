"""Sections: page size, margins, grid, orientation, page numbers, and the words of a draft."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from generator.document.tree import Document, Section
from generator.forms.styles import Looks, Page
from generator.writers.docx.parts import WordPackage
from generator.writers.docx.styles import style_id
from generator.writers.docx.xml import field, given, paragraph, run

_TWIPS_PER_MM = Decimal(1440) / Decimal("25.4")
_HEADER = 850
_FOOT = Decimal(7)
"""Page numbers stand so many millimetres below the type area (GB/T 9704)."""
_USUAL_PITCH = Decimal("1.3")
_NEARLY = Decimal("0.01")


def twips(millimetres: Decimal) -> int:
    """Millimetres → twentieths of a point."""
    return int((millimetres * _TWIPS_PER_MM).to_integral_value())


def text_width(section: Section, looks: Looks) -> int:
    """The width of the type area in twips."""
    page = looks.page
    if section.landscape:
        return twips(page.height - page.top - page.bottom)
    return twips(page.width - page.inner - page.outer)


def section_xml(section: Section, looks: Looks, references: str, *, restart: bool) -> str:
    """sectPr of a section with references to its headers and footers.

    With ``restart`` its pages are counted from 1. Margins are those of a right-hand page: on a
    left-hand one Word changes the sides.
    """
    page = looks.page
    width, height = twips(page.width), twips(page.height)
    pitch = looks.roles["正文"].pitch
    if section.landscape:
        size = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        # Turned so that the head of a wide page lies at the binding edge.
        top, right, bottom, left = map(twips, (page.inner, page.top, page.outer, page.bottom))
    else:
        size = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        top, right, bottom, left = map(twips, (page.top, page.outer, page.bottom, page.inner))
        bottom -= _lacking(page, pitch)
    grid = f'<w:docGrid w:type="lines" w:linePitch="{int(pitch * 20)}"/>' if pitch else ""
    start = given(restart, '<w:pgNumType w:start="1"/>')
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{_HEADER}" w:footer="{_footer(bottom, looks)}" w:gutter="0"/>{start}'
        f'<w:cols w:space="425"/>{grid}</w:sectPr>'
    )


def _lacking(page: Page, pitch: Decimal | None) -> int:
    """By how many twips the type area is lower than its lines.

    22 lines of 29 points are 638 points, the 225 mm of the type area 637.8: Word would print 21.
    """
    if not pitch:
        return 0
    height = Decimal(twips(page.height) - twips(page.top) - twips(page.bottom))
    lines = (height / (pitch * 20)).to_integral_value(ROUND_HALF_UP)
    lacking = lines * pitch * 20 - height
    return int(lacking) if 0 < lacking < height * _NEARLY else 0


def _footer(bottom: int, looks: Looks) -> int:
    """How far the page number's line stands from the edge of the paper, in twips."""
    role = looks.roles["页码"]
    line = (role.pitch or role.size * _USUAL_PITCH) * 20
    return max(0, bottom - twips(_FOOT) - int(line))


class Furniture:
    """Page numbers “— 1 —” outside, from the first section of the text on, and a draft's words
    above, from the first section on."""

    def __init__(self, package: WordPackage, document: Document) -> None:
        self._header = ""
        if document.draft:
            words = run(document.draft, '<w:color w:val="B00000"/>')
            content = paragraph(style_id("审核稿"), words)
            self._header = package.footing("header1", "hdr", content)
        number = "".join((run("— "), field("PAGE", "1"), run(" —")))
        style = style_id("页码")
        self._blank = package.footing("footer1", "ftr", paragraph(style, ""))
        self._right = package.footing("footer2", "ftr", paragraph(style, number, _side("right")))
        self._left = package.footing("footer3", "ftr", paragraph(style, number, _side("left")))

    def references(self, *, first: bool, numbered: bool | None) -> str:
        """What a section refers to; what it does not say is as in the section before.

        ``numbered`` tells whether page numbers begin (or are left out) here, None that nothing
        changes.
        """
        references = ""
        if first and self._header:
            references += _reference("header", self._header, self._header)
        if numbered is None:
            return references
        if not numbered:
            return references + _reference("footer", self._blank, self._blank)
        return references + _reference("footer", self._right, self._left)


def _side(side: str) -> str:
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLine="0"/>'
    return f'{indent}<w:jc w:val="{side}"/>'


def _reference(kind: str, odd: str, even: str) -> str:
    return (
        f'<w:{kind}Reference w:type="even" r:id="{even}"/>'
        f'<w:{kind}Reference w:type="default" r:id="{odd}"/>'
    )
