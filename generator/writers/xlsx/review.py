"""底稿: every number of every sentence beside a live formula over the cells of the tables, and
whether they agree, sign and all.

Number and direction are read from the sentence as it stands on the sheet: whoever changes 减少 to
增加 there, or a digit, sees the line turn red.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from generator.document.tree import DOWN, UP, Document, ReviewLine, Token
from generator.writers.xlsx.formats import Formats
from generator.writers.xlsx.layout import height_of, lines_in

HEADS = ("节", "句子", "数的名称", "方向", "印出", "按附表重算", "相差", "怎样算来")
_WIDTHS = (150, 400, 150, 50, 85, 90, 65, 300)
"""Widths of the columns in pixels."""
_SIZE = Decimal(10)
_HEAD_HEIGHT = 24
_TALLEST = 400
"""Excel has no row that is higher."""
_SIGNS = (1, -1)
"""The sign of a number, by whether it is taken off."""
_RED = "#ffc7ce"


class _ReviewFormats(Struct, frozen=True):
    """The formats of the cells."""

    text: Any
    centred: Any
    number: Any


def write_review(
    book: Any, formats: Formats, document: Document, names: Sequence[str], firsts: Mapping[int, int]
) -> None:
    """Write the sheet 底稿.

    ``names`` are the sheets of the tables, ``firsts`` the sheet row of each one's first line.
    """
    page = book.get_worksheet_by_name("底稿")
    head = formats.text(bold=True, bg_color="#eef2f5", align="center", text_wrap=True)
    for column, (title, width) in enumerate(zip(HEADS, _WIDTHS, strict=True)):
        page.set_column_pixels(column, column, width)
        page.write_string(0, column, title, head)
    page.set_row(0, _HEAD_HEIGHT)
    last = max(len(document.review), 1)
    page.freeze_panes(1, 2)
    page.repeat_rows(0)
    page.autofilter(0, 0, last, len(HEADS) - 1)
    formats_of_lines = _ReviewFormats(
        formats.text(text_wrap=True),
        formats.text(align="center"),
        formats.text(num_format="0.00####"),
    )
    for row, line in enumerate(document.review, 1):
        _write_line(page, formats, formats_of_lines, row, line)
        page.write_formula(
            row,
            5,
            formula(line, names, firsts),
            formats_of_lines.number,
            _with_sign(line, _printed(line)),
        )
    red = book.add_format({"bg_color": _RED})
    wrong = "=IF(ISERROR($G2),TRUE,$G2<>0)"
    page.conditional_format(1, 3, last, 6, {"type": "formula", "criteria": wrong, "format": red})


def _write_line(
    page: Any, formats: Formats, formats_of_lines: _ReviewFormats, row: int, line: ReviewLine
) -> None:
    """All cells of a line but the one that is computed from the tables."""
    texts = {0: line.section, 1: line.sentence, 2: line.label, 7: line.note}
    lines = 1
    for column, text in texts.items():
        formats.write(page, row, column, text, formats_of_lines.text)
        lines = max(lines, lines_in(text, _WIDTHS[column], _SIZE))
    page.set_row(row, min(height_of(lines, _SIZE), _TALLEST))
    cell = f"$B{row + 1}"
    if line.way is None:
        page.write_blank(row, 3, None, formats_of_lines.centred)
    else:
        word = line.way.word
        start = _position(line.sentence, line.way.at)
        page.write_formula(
            row, 3, f"=MID({cell},{start},{len(word)})", formats_of_lines.centred, word
        )
    page.write_formula(row, 4, _as_printed(line, cell), formats_of_lines.number, _printed(line))
    difference = _sign(line) * _printed(line) - _with_sign(line, _printed(line))
    page.write_formula(row, 6, _difference(line, row + 1), formats_of_lines.number, difference)


def _printed(line: ReviewLine) -> Decimal:
    return Decimal(line.printed.replace(",", ""))


def _with_sign(line: ReviewLine, printed: Decimal) -> Decimal:
    """What the tables give for a line."""
    return printed * _SIGNS[line.negative]


def _sign(line: ReviewLine) -> int:
    """The sign that the sentence gives to a printed number."""
    falls = line.negative
    if line.way is not None:
        falls = line.way.down
    return _SIGNS[falls]


def _position(text: str, at: int) -> int:
    """A place in a text as Excel counts: from 1, and rare characters twice."""
    return len(text[:at].encode("utf-16-le")) // 2 + 1


def _as_printed(line: ReviewLine, cell: str) -> str:
    """The number in the sentence; an error where another sign than the one behind it follows."""
    start = _position(line.sentence, line.at)
    length = len(line.printed)
    number = f'VALUE(SUBSTITUTE(MID({cell},{start},{length}),",",""))'
    after = line.sentence[line.at + length : line.at + length + 1].replace('"', '""')
    return f'=IF(MID({cell},{start + length},1)="{after}",{number},NA())'


def _difference(line: ReviewLine, row: int) -> str:
    """The number with its sign, less what the tables give."""
    sign = "-" if line.negative else ""
    if line.way is not None:
        up, down = (",".join(f'"{word}"' for word in words) for words in (UP, DOWN))
        is_up, is_down = (f"ISNUMBER(MATCH(D{row},{{{words}}},0))" for words in (up, down))
        sign = f"IF({is_down},-1,IF({is_up},1,NA()))*"
    return f"=ROUND({sign}E{row}-F{row},4)"


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
