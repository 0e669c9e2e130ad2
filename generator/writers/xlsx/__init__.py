"""The statutory tables as a workbook: one sheet each, real numbers, formulas where amounts add up,
ready to print. No text can become a formula."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from generator.document.tree import Document, Section, Sheet, Table, plain
from generator.writers.docx.package import rezip
from generator.writers.xlsx.book import new_book
from generator.writers.xlsx.formats import Formats
from generator.writers.xlsx.layout import layout_of
from generator.writers.xlsx.review import write_review
from generator.writers.xlsx.table import write_table

_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME = 31
WIDEST_FIXED = 420
"""Columns that stay in sight take no more than so many pixels: a screen has to show others."""


def write_xlsx(document: Document, *, review: bool = False) -> bytes:
    """The tables of a document as .xlsx; a draft's findings stand on the first sheet.

    The same document gives the same bytes. With ``review`` it is the 底稿: its first sheet has
    every number of the sentences with a formula over the tables.
    """
    buffer = BytesIO()
    book = new_book(buffer)
    moment = datetime.fromisoformat(document.date)
    book.set_properties({"title": document.title, "author": document.unit_name, "created": moment})
    formats = Formats(book, document.styles)
    for section in document.sections:
        if section.kind == "审核":
            _remarks(book, formats, document, section)
    if review:
        _page(book, document, "底稿", landscape=True)
    firsts = {
        number: _sheet(book, formats, document, number + 1, sheet)
        for number, sheet in enumerate(document.sheets)
    }
    if review:
        write_review(
            book,
            formats,
            document,
            [sheet_name(number, sheet.title) for number, sheet in enumerate(document.sheets, 1)],
            firsts,
        )
    book.close()
    return rezip(buffer.getvalue(), seal=True)


def _sheet(book: Any, formats: Formats, document: Document, number: int, sheet: Sheet) -> int:
    """Write one table; returns the row of its first line."""
    name = sheet_name(number, sheet.title)
    layout = layout_of(sheet.table, formats.size(sheet.table), landscape=sheet.landscape)
    page = _page(book, document, name, landscape=sheet.landscape)
    year = f"{document.year}年度"
    written = write_table(page, formats, sheet.title, sheet.table, layout, year=year)
    # Title and heads stand on every page, and stay in sight on the screen; of a table that is
    # wider than a page the columns that say what a row is, too.
    page.repeat_rows(written.first, written.heads)
    fixed = layout.labels if layout.width(0, layout.labels) <= WIDEST_FIXED else 0
    page.freeze_panes(written.heads + 1, fixed)
    if layout.scale:
        page.repeat_columns(0, layout.labels - 1)
        page.set_v_pagebreaks([first for first, _ in layout.pages[1:]])
        page.set_print_scale(layout.scale)
    return written.heads + 1


def sheet_name(number: int, title: str) -> str:
    """A name that Excel takes: two digits and the title, at most 31 characters."""
    return f"{number:02d} {_FORBIDDEN.sub('', title)}"[:LONGEST_NAME].rstrip()


def _remarks(book: Any, formats: Formats, document: Document, section: Section) -> None:
    page = _page(book, document, "审核意见", landscape=section.landscape)
    line = 0
    for block in section.blocks:
        if isinstance(block, Table):
            layout = layout_of(block, formats.size(block), landscape=section.landscape)
            line = write_table(page, formats, "", block, layout, start=line).last + 1
        elif hasattr(block, "inlines"):
            formats.write(page, line, 0, plain(block.inlines), formats.note)
            line += 1


def _page(book: Any, document: Document, name: str, *, landscape: bool) -> Any:
    page = book.add_worksheet(name)
    page.set_paper(9)
    if landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(
        left=Decimal("0.7"), right=Decimal("0.7"), top=Decimal("0.75"), bottom=Decimal("0.75")
    )
    page.center_horizontally()
    page.set_footer("&C— &P —")
    if document.draft:
        page.set_header(f"&C{document.draft.replace('&', '&&')}")
    return page
