"""Sections: page size, margins, grid, orientation, page numbers, and the words of a draft."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from generator.document.tree import Document, Section, Table
from generator.forms.styles import FormStyles, Page
from generator.writers.docx.continuing import lines_above
from generator.writers.docx.parts import WordPackage
from generator.writers.docx.styles import style_id
from generator.writers.docx.xml import field, given, paragraph, run

_TWIPS_PER_MM = Decimal(1440) / Decimal("25.4")
_HEADER = 850
_ABOVE = 60
"""Between the lines above the rest of a table, and its head, in twips."""
_FOOT = Decimal(7)
"""Page numbers stand so many millimetres below the type area (GB/T 9704)."""
_USUAL_PITCH = Decimal("1.3")
_NEARLY = Decimal("0.01")


def twips(millimetres: Decimal) -> int:
    """Millimetres → twentieths of a point."""
    return int((millimetres * _TWIPS_PER_MM).to_integral_value())


def text_width(section: Section, styles: FormStyles) -> int:
    """The width of the type area in twips."""
    page = styles.page
    if section.landscape:
        _, right, _, left = page.across
        return twips(page.height - left - right)
    return twips(page.width - page.inner - page.outer)


def section_xml(
    section: Section, styles: FormStyles, references: str, *, restart: bool, above: int = 0
) -> str:
    """sectPr of a section with references to its headers and footers.

    With ``restart`` its pages are counted from 1. Where a table goes on below lines that are ``above``
    twips high, its first page has a header of its own. Margins are those of a right-hand page: on a
    left-hand one Word changes the sides.
    """
    page = styles.page
    width, height = twips(page.width), twips(page.height)
    pitch = styles.roles["正文"].pitch
    if section.landscape:
        size = f'<w:pgSz w:w="{height}" w:h="{width}" w:orient="landscape"/>'
        top, right, bottom, left = map(twips, page.across)
    else:
        size = f'<w:pgSz w:w="{width}" w:h="{height}"/>'
        top, right, bottom, left = map(twips, (page.top, page.outer, page.bottom, page.inner))
        bottom -= _lacking(page, pitch)
    grid = f'<w:docGrid w:type="lines" w:linePitch="{int(pitch * 20)}"/>' if pitch else ""
    start = given(restart, '<w:pgNumType w:start="1"/>')
    header = _HEADER
    if above:
        header = max(0, min(top - above - _ABOVE, _HEADER))
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>{size}'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="{header}" w:footer="{_footer(bottom, styles)}" w:gutter="0"/>{start}'
        f'<w:cols w:space="425"/>{given(above, "<w:titlePg/>")}{grid}</w:sectPr>'
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


def _footer(bottom: int, styles: FormStyles) -> int:
    """How far the page number's line stands from the edge of the paper, in twips."""
    role = styles.roles["页码"]
    line = (role.pitch or role.size * _USUAL_PITCH) * 20
    return max(0, bottom - twips(_FOOT) - int(line))


class Furniture:
    """Page numbers “— 1 —” outside, from the first section of the text on; a draft's words above,
    from the first section on; and what stands above tables that go on.
    """

    def __init__(self, package: WordPackage, document: Document) -> None:
        self._package = package
        self._document = document
        self._headers = 0
        self._words = ""
        self._plain = ""
        if document.draft:
            words = run(document.draft, '<w:color w:val="B00000"/>')
            self._words = paragraph(style_id("审核稿"), words)
            self._plain = self._header(self._words)
        number = "".join((run("— "), field("PAGE", "1"), run(" —")))
        style = style_id("页码")
        self._blank = package.footing("footer1", "ftr", paragraph(style, ""))
        self._right = package.footing("footer2", "ftr", paragraph(style, number, _side("right")))
        self._left = package.footing("footer3", "ftr", paragraph(style, number, _side("left")))
        self._shows_table = False

    def references(self, *, first: bool, numbered: bool | None, above: str) -> str:
        """What a section refers to; what it does not say is as in the section before.

        ``numbered`` tells whether page numbers begin (or are left out) here, None that nothing
        changes. ``above``: what it refers to for a table that goes on.
        """
        references = above
        if not above and ((first and self._plain) or self._shows_table):
            references = self._pair("header", self._nothing(), self._nothing())
        self._shows_table = bool(above)
        if numbered is None:
            return references
        if not numbered:
            return references + self._pair("footer", self._blank, self._blank)
        return references + self._pair("footer", self._right, self._left)

    def above(self, table: Table, width: int, page: str) -> str:
        """What the section of a table that goes on refers to, in a type area of ``width`` twips.

        ``page`` is the number of its first page, as far as it is known: its number stands outside.
        """
        header = self._header(self._words + lines_above(table, self._document, width))
        is_left = page.isdecimal() and int(page) % 2 == 0
        return (
            self._pair("header", header, header)
            + _reference("header", "first", self._nothing())
            + _reference("footer", "first", self._left if is_left else self._right)
        )

    def _nothing(self) -> str:
        """The header of pages without a table that goes on."""
        if not self._plain:
            self._plain = self._header(paragraph(style_id("审核稿"), ""))
        return self._plain

    def _header(self, content: str) -> str:
        self._headers += 1
        return self._package.footing(f"header{self._headers}", "hdr", content)

    @staticmethod
    def _pair(kind: str, odd: str, even: str) -> str:
        return _reference(kind, "even", even) + _reference(kind, "default", odd)


def _side(side: str) -> str:
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLine="0"/>'
    return f'{indent}<w:jc w:val="{side}"/>'


def _reference(kind: str, pages: str, part: str) -> str:
    return f'<w:{kind}Reference w:type="{pages}" r:id="{part}"/>'
