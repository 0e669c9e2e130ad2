"""Statutory tables in Word: each has a section of its own, so that its further pages say whose they are.

Word repeats the heads of a table, and nothing else of it. A section whose first page differs has a
header for all pages after that: there stand the title（续）, 部门, 公开XX表 and 单位, as in the PDF. The
table itself stays as it is, for programs and for screen readers.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from generator.document.tree import Block, Document, Heading, PageBreak, Section, Table, Text
from generator.writers.css import style_of
from generator.writers.docx.styles import style_id
from generator.writers.docx.tables import two_edged
from generator.writers.docx.xml import paragraph, run
from generator.writers.pdf.fitting import apart, in_hundredths, lines_of
from generator.writers.pdf.styles import pitch_of

_TITLE, _CORNER = "表题续", "表角"


def divided(document: Document) -> Iterator[Section]:
    """The sections of a document, those of statutory tables divided where a page begins anyway."""
    for section in document.sections:
        if section.kind != "附表":
            yield section
            continue
        blocks: list[Block] = []
        for block in section.blocks:
            begins = isinstance(block, PageBreak)
            if isinstance(block, Heading) and block.break_before:
                begins = True
                block = replace(block, break_before=False)
            if begins and blocks:
                yield replace(section, blocks=tuple(blocks))
                blocks = []
            if not isinstance(block, PageBreak):
                blocks.append(block)
        yield replace(section, blocks=tuple(blocks))


def table_that_goes_on(section: Section) -> Table | None:
    """The statutory table of a section, which may go on; None where it has none, or several."""
    tables = [block for block in section.blocks if isinstance(block, Table)]
    if section.kind != "附表" or len(tables) != 1 or not tables[0].head:
        return None
    return tables[0]


def lines_above(table: Table, document: Document, width: int) -> str:
    """What stands above the table from its second page on, in a type area of ``width`` twips."""
    title = table.name.removesuffix(document.continued) + document.continued
    corner = two_edged(table.left, _right(table), width, document.styles)
    return paragraph(style_id(_TITLE), run(title)) + corner


def height_above(table: Table, document: Document, width: int) -> int:
    """How high these lines are, in twips; the words of a draft stand above them."""
    title, corner = (style_of(document.styles, name) for name in (_TITLE, _CORNER))
    room = in_hundredths(Decimal(width) / 20, corner.size)
    texts = [(title, table.name + document.continued)]
    texts += [(corner, left or right) for left, right in apart(table.left, _right(table), room)]
    if document.draft:
        texts.append((style_of(document.styles, "审核稿"), document.draft))
    points = Decimal(0)
    for role, text in texts:
        lines = lines_of((Text(text),), in_hundredths(Decimal(width) / 20, role.size))
        points += pitch_of(role) * lines + role.before + role.after
    return int(points * 20)


def _right(table: Table) -> str:
    """What stands at the right edge of the line above the further pages."""
    return "　".join(part for part in (table.corner, table.right) if part)
