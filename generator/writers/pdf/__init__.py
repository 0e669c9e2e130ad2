"""The PDF: tagged (PDF/UA-1), with bookmarks and page numbers; and which heading stands on which page."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from generator.document.tree import Document, Heading
from generator.writers.pdf.engine import run
from generator.writers.pdf.fonts import PROJECT_FONTS, FontSource
from generator.writers.pdf.markup import START, print_html

__all__ = ["FontSource", "PdfResult", "PdfWarning", "write_pdf"]


class PdfWarning(UserWarning):
    """Something unexpected while laying out: the PDF exists, but may not look as meant."""


class PdfResult(Struct, frozen=True):
    """The file, and the printed page number (``"12"``) of each heading by its id; "" before the count begins."""

    data: bytes
    pages: Mapping[str, str]


def write_pdf(document: Document, fonts: FontSource | None = None) -> PdfResult:
    """The document as PDF. ``fonts`` names folders with fonts; by default those of the project, beside the system's.

    Raises LooksError when the document uses a role that the form does not have; warns (PdfWarning) of whatever
    the layout engine complains about, once for each complaint.
    """
    links = {entry.target: entry.text for entry in document.toc}
    data, pages, messages = run(print_html(document), fonts or PROJECT_FONTS, links)
    for message in dict.fromkeys(messages):
        warnings.warn(
            f"排版 PDF 时有意外情况，请把这一行告诉维护者：{message}", PdfWarning, stacklevel=2
        )
    return PdfResult(data, _printed(document, pages))


def _printed(document: Document, pages: list[Any]) -> dict[str, str]:
    sheets: dict[str, int] = {}
    for sheet, page in enumerate(pages, 1):
        for anchor in page.anchors:
            sheets.setdefault(anchor, sheet)
    before = sheets.get(START, 1) - 1
    headings = [
        block.id
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Heading)
    ]
    return {
        key: str(sheets[key] - before) if sheets[key] > before else ""
        for key in headings
        if key in sheets
    }
