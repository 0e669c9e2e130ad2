"""底稿: every number of every sentence beside a live formula over the cells of the tables, and whether they agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from generator.document.tree import Document, ReviewLine, Token
from generator.writers.xlsx.formats import Formats

HEADS = ("节", "句子", "数的名称", "印出", "按附表重算", "相差", "怎样算来")
WIDTHS = (24, 60, 26, 12, 14, 10, 60)


def write_review(
    book: Any, formats: Formats, document: Document, names: Sequence[str], firsts: Mapping[int, int]
) -> None:
    """Write the sheet 底稿; ``names`` are the sheets of the tables, ``firsts`` the sheet row of each one's first line."""
    page = book.get_worksheet_by_name("底稿")
    head = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#eef2f5", "align": "center", "valign": "vcenter"}
    )
    text = formats.add({"border": 1, "text_wrap": True, "valign": "top"})
    number = book.add_format({"border": 1, "num_format": "0.00####", "valign": "top"})
    for column, (title, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, title, head)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(document.review), 1), len(HEADS) - 1)
    before: tuple[str, str] | None = None
    for row, line in enumerate(document.review, 1):
        same = before == (line.section, line.sentence)
        formats.write(page, row, 0, "" if same else line.section, text)
        formats.write(page, row, 1, "" if same else line.sentence, text)
        formats.write(page, row, 2, line.label, text)
        printed = Decimal(line.printed.replace(",", ""))
        page.write_number(row, 3, printed, number)
        page.write_formula(row, 4, formula(line, names, firsts), number, printed)
        page.write_formula(row, 5, f"=ROUND(ABS(E{row + 1})-ABS(D{row + 1}),4)", number, Decimal(0))
        formats.write(page, row, 6, line.note, text)
        before = (line.section, line.sentence)
    red = book.add_format({"bg_color": "#ffc7ce"})
    page.conditional_format(
        1,
        5,
        max(len(document.review), 1),
        5,
        {"type": "cell", "criteria": "!=", "value": 0, "format": red},
    )


def formula(line: ReviewLine, names: Sequence[str], firsts: Mapping[int, int]) -> str:
    """The tokens of a line as an Excel formula."""
    return "=" + "".join(_piece(token, names, firsts) for token in line.tokens)


def _piece(token: Token, names: Sequence[str], firsts: Mapping[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    if isinstance(token, tuple):
        sheet, row, column = token
        return f"'{names[sheet]}'!{xl_rowcol_to_cell(firsts[sheet] + row, column)}"
    if isinstance(token, Decimal):
        return f"{token:f}" if token >= 0 else f"({token:f})"
    return token
