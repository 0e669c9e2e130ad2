"""Statutory tables in Word: each has a section of its own, so that its further pages say whose they are.

Word repeats the heads of a table, and nothing else of it. A section whose first page differs has a
header for all pages after that: there stand the title（续）, 部门, 公开XX表 and 单位, as in the PDF. The
table itself stays as it is, for programs and for screen readers.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from generator.document.tree import Block, Document, Heading, PageBreak, Section, Table
from generator.forms.styles import FormStyles
from generator.writers.css import style_of
from generator.writers.docx.styles import style_id
from generator.writers.docx.xml import paragraph, run
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
    right = "　".join(part for part in (table.corner, table.right) if part)
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs><w:jc w:val="left"/>'
    line = f"{run(table.left)}<w:r><w:tab/></w:r>{run(right)}"
    return paragraph(style_id(_TITLE), run(title)) + paragraph(style_id(_CORNER), line, tab)


def height_above(styles: FormStyles) -> int:
    """How high these lines are, in twips."""
    roles = (style_of(styles, name) for name in (_TITLE, _CORNER))
    return int(sum(pitch_of(role) + role.before + role.after for role in roles) * 20)
