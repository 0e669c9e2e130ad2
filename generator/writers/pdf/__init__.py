"""The PDF, set by Typst: archivable (PDF/A-3a) and right for screen readers (PDF/UA-1) in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from msgspec.json import Encoder

from generator.document.tree import Document
from generator.fonts.coverage import uncovered
from generator.fonts.machine import has_sign
from generator.writers.pages import PdfResult, font_folders, printed_numbers
from generator.writers.pdf.data import document_data
from generator.writers.pdf.process import lay_out

__all__ = ["write_pdf"]

_ENCODER = Encoder(decimal_format="number", enc_hook=str)
_MISSING = "〓"
"""What printers put in place of a character that they do not have."""
_TEMPLATE = Path(__file__).with_name("document.typ")


def write_pdf(document: Document, attached: str = "", *, pages_only: bool = False) -> PdfResult:
    """The document as PDF; with ``pages_only`` nothing but the page numbers.

    ``attached`` are its figures for programs as JSON, which the file carries ("" for none).

    Raises LooksError when the document uses a role that the form does not have, and LayoutError when
    the pages cannot be set, or the file would not conform to PDF/A and PDF/UA.
    """
    day = datetime.fromisoformat(document.date).replace(tzinfo=UTC)
    settings = {
        "template": str(_TEMPLATE),
        "fonts": [str(folder) for folder in font_folders(document.looks)],
        "timestamp": int(day.timestamp()),
        "pdf": not pages_only,
        "attached": attached,
    }
    text = _ENCODER.encode(document_data(document)).decode()
    # A file that shows nothing in the place of a character is neither archivable nor honest.
    lacking = uncovered(text)
    if document.looks.machine:
        lacking = frozenset(sign for sign in lacking if not has_sign(sign))
    missing = dict.fromkeys(map(ord, lacking), _MISSING)
    data = text.translate(missing).encode("utf-8", "replace")
    reply, pdf = lay_out(settings, data)
    return PdfResult(pdf, printed_numbers(document, reply["pages"]))
