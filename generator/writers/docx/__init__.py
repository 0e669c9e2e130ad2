"""The document as a Word file: real styles and headings, a live 目录, native charts, sections that
turn. Only what Word 2010 and WPS know is used."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count

from generator.document.tree import UNNUMBERED, Document, Section
from generator.writers.docx.body import BodyWriter
from generator.writers.docx.continuing import divided, height_above, table_that_goes_on
from generator.writers.docx.parts import WordPackage
from generator.writers.docx.sections import Furniture, section_xml, text_width
from generator.writers.docx.styles import styles_xml
from generator.writers.docx.xml import DECLARATION, NAMESPACES, REVISION
from generator.writers.pages import UNADJUSTED, Adjustments

__all__ = ["write_docx"]

# Above the numbers of bookmarks, which count from 1.
_FIRST_REVISION = 100_000


def write_docx(
    document: Document, pages: Mapping[str, str], adjustments: Adjustments = UNADJUSTED
) -> bytes:
    """The document as .docx.

    ``pages``: heading id → printed page number, for the 目录; one that is missing stays empty.
    ``adjustments``: what the pages that these numbers are of do otherwise than usual.
    """
    package = WordPackage(document, styles_xml(document.styles))
    furniture = Furniture(package, document)
    writer = BodyWriter(document, pages, package, adjustments)
    sections = list(divided(document))
    first_text = _first_text(sections)
    last = len(sections) - 1
    parts: list[str] = []
    for index, section in enumerate(sections):
        blocks = writer.section(section)
        numbered = None
        if index == first_text:
            numbered = True
        elif index == 0:
            numbered = False
        table = table_that_goes_on(section)
        above, height = "", 0
        if table:
            width = text_width(section, document.styles)
            above = furniture.above(table, width, adjustments.begins.get(table.id, ""))
            height = height_above(table, document, width)
        references = furniture.references(first=index == 0, numbered=numbered, above=above)
        properties = section_xml(
            section,
            document.styles,
            references,
            restart=index == first_text,
            above=height,
        )
        if index < last:
            # The properties of a section stand in its last paragraph, those of the last one at
            # the end of the body.
            blocks[-1] = blocks[-1].replace("</w:pPr>", f"{properties}</w:pPr>", 1)
            parts += blocks
        else:
            parts += [*blocks, properties]
    numbers = count(_FIRST_REVISION)
    content = re.sub(
        REVISION, lambda match: match[0].replace('"0"', f'"{next(numbers)}"', 1), "".join(parts)
    )
    text = f"{DECLARATION}<w:document {NAMESPACES}><w:body>{content}</w:body></w:document>"
    return package.finished(text)


def _first_text(sections: Sequence[Section]) -> int:
    """The first section whose pages are counted."""
    numbered = (index for index, section in enumerate(sections) if section.kind not in UNNUMBERED)
    return next(numbered, 0)
