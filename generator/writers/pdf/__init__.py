"""The PDF, set by Typst: archivable (PDF/A-3a) and right for screen readers (PDF/UA-1) in one
file."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from msgspec import convert
from msgspec.json import Encoder
from msgspec.structs import replace

from generator.document.tree import Document, tables_of
from generator.fonts.coverage import uncovered
from generator.fonts.machine import has_sign
from generator.writers.pages import (
    Adjustments,
    PdfResult,
    font_folders,
    in_printed_fonts,
    printed_numbers,
)
from generator.writers.pdf.data import Prepared, prepared
from generator.writers.pdf.drawings import can_give
from generator.writers.pdf.process import PagesReport, lay_out
from generator.writers.pdf.revising import PageFacts, Revision, revised

__all__ = ["write_pdf"]

_ENCODER = Encoder(decimal_format="number", enc_hook=str)
_FINE = Decimal("0.00001")
_MISSING = "〓"
"""What printers put in place of a character that they do not have."""
_TEMPLATE = Path(__file__).with_name("document.typ")


def write_pdf(document: Document, attached: str = "", *, pages_only: bool = False) -> PdfResult:
    """The document as PDF; with ``pages_only`` nothing but the page numbers.

    ``attached`` are its figures for programs as JSON, which the file carries ("" for none).

    It is laid out a second time where the pages of the first layout can be bettered. Raises StylesError
    when the document uses a role that the form does not have, and LayoutError when the pages cannot
    be set, or the file would not conform to PDF/A and PDF/UA.
    """
    day = datetime.fromisoformat(document.date).replace(tzinfo=UTC)
    settings = {
        "template": str(_TEMPLATE),
        "fonts": [str(folder) for folder in font_folders(document.styles)],
        "timestamp": int(day.timestamp()),
        "pdf": not pages_only,
        "attached": attached,
    }
    first = prepared(document, Revision())
    revision = Revision()

    def better(report: PagesReport) -> bytes | None:
        """The data of a layout with better pages than those that it reports; None where there is
        none."""
        nonlocal revision
        revision = _revision(document, first, convert(report, PageFacts))
        if revision.is_empty:
            return None
        return _encoded(document, prepared(document, revision, first))

    report, pdf = lay_out(settings, _encoded(document, first), better)
    facts = convert(report, PageFacts)
    counts = {label: count for label, count, _ in facts.headings}
    adjustments = replace(_adjustments(revision, first), begins=_table_numbers(document, facts))
    return PdfResult(pdf, printed_numbers(document, counts), adjustments)


def _table_numbers(document: Document, facts: PageFacts) -> dict[str, str]:
    """The printed number of the page on which each table begins, by its id."""
    before = [page - count for _, count, page in facts.headings]
    tables = [table for table in tables_of(document) if table.head or table.body]
    if not before or len(tables) != len(facts.begins):
        return {}
    return {
        table.id: str(page - before[-1])
        for table, (page, _) in zip(tables, facts.begins, strict=True)
        if page > before[-1]
    }


def _adjustments(revision: Revision, first: Prepared) -> Adjustments:
    """What a revision does, in the words that other writers know."""
    return Adjustments(
        {
            number: (Decimal(first.runs[number].grid) / count).quantize(_FINE)
            for number, count in revision.lines.items()
        },
        revision.charts,
        {number: Decimal(str(share)) for number, share in revision.squeezes.items()},
    )


def _revision(document: Document, first: Prepared, facts: PageFacts) -> Revision:
    """What the next layout does otherwise."""
    rules = document.styles.fitting
    if rules is None:
        return Revision()
    drawn = in_printed_fonts(document.styles)
    revision = revised(
        first.runs,
        first.tables.plans,
        facts,
        rules,
        lambda number: can_give(first.charts[number], drawn),
    )
    # The pages of a draft are not bound.
    numbered = [page - count for _, count, page in facts.headings if page != count]
    is_odd = bool(numbered) and numbered[-1] % 2 == 1
    if is_odd != first.bound_right and numbered and not document.draft:
        revision = replace(revision, bound_right=is_odd)
    return revision


def _encoded(document: Document, content: Prepared) -> bytes:
    """The data for the template, without characters that no face has."""
    text = _ENCODER.encode(content.data).decode()
    # A file that shows nothing in the place of a character is neither archivable nor honest.
    lacking = uncovered(text)
    if document.styles.machine:
        lacking = frozenset(sign for sign in lacking if not has_sign(sign))
    missing = dict.fromkeys(map(ord, lacking), _MISSING)
    return text.translate(missing).encode("utf-8", "replace")
