"""A document in pages, whichever engine set them: the file, the printed page numbers, and what can
go wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.document.tree import UNNUMBERED, Document, Heading, Section
from generator.fonts import FOLDER, Chain, chain
from generator.fonts.faces import BOLD
from generator.forms.styles import FormStyles, Role


class LayoutError(Exception):
    """The pages of a document could not be set; the text says why, in Chinese."""


class Adjustments(Struct, frozen=True):
    """What a layout does otherwise than usual to save pages, for a writer that follows it.

    ``runs``: the share of its pitch that a run of pages keeps, by its number; a run begins where a
    page has to. ``charts``: how many points of its height a chart gives up, by its number.
    ``tables``: the share of their height that the rows of a table keep, by its number. ``begins``: the
    printed number of the page on which a table begins, by its id.
    """

    runs: Mapping[int, Decimal] = {}
    charts: Mapping[int, Decimal] = {}
    tables: Mapping[int, Decimal] = {}
    begins: Mapping[str, str] = {}


UNADJUSTED = Adjustments()
"""Pages as they come."""


class PdfResult(Struct, frozen=True):
    """The file, and the printed page number (``"12"``) of each heading by its id.

    The number is "" before the count begins. ``adjustments`` say how the pages came about.
    """

    data: bytes
    pages: Mapping[str, str]
    adjustments: Adjustments = UNADJUSTED


def first_numbered(document: Document) -> Section | None:
    """The section on whose first page the count begins.

    The first of kind 正文, else the first that is no cover or contents.
    """
    numbered = [section for section in document.sections if section.kind not in UNNUMBERED]
    texts = (section for section in numbered if section.kind == "正文")
    return next(texts, numbered[0] if numbered else None)


def printed_numbers(document: Document, counts: Mapping[str, int]) -> dict[str, str]:
    """The printed page number of each heading; ``counts`` are the pages since the count began.

    A heading of a section before that has none.
    """
    first = first_numbered(document)
    numbers = {}
    begun = False
    for section in document.sections:
        begun = begun or section is first
        for block in section.blocks:
            if isinstance(block, Heading) and block.id in counts:
                numbers[block.id] = str(counts[block.id]) if begun else ""
    return numbers


def faces_of(role: Role, styles: FormStyles) -> Chain:
    """The faces that print a role, of the machine where the styles say so."""
    names = (role.face.name, role.face.word, *role.face.stack)
    return chain(names, bold=role.bold, machine=styles.machine)


def font_folders(styles: FormStyles) -> list[Path]:
    """The folders of all faces that print the roles, ours first."""
    faces = [face for role in styles.roles.values() for face in faces_of(role, styles).faces]
    return list(dict.fromkeys((FOLDER, *(face.file.parent for face in faces))))


def in_printed_fonts(styles: FormStyles) -> FormStyles:
    """Looks whose roles name the families that print them: for what an engine reads as CSS or
    SVG."""
    roles = {}
    for name, role in styles.roles.items():
        faces = faces_of(role, styles)
        face = replace(role.face, stack=faces.families)
        # A plain text may be printed by a heavy face: 小标宋 is one.
        roles[name] = replace(role, face=face, bold=role.bold or faces.face.weight >= BOLD)
    return replace(styles, roles=roles)
