"""A published document (Word, PDF, web page) → its tables as sheets, and what it says every year.

A unit that has only last year's document starts from it: the tables of a document are those of a
workbook, printed. Cells are named as Word names them: D14 is in the fourth column and the
fourteenth row of its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.extracting.content import (
    Extract,
    ExtractedCell,
    ExtractedParagraph,
    ExtractedTable,
)
from generator.extracting.documents import REFUSED, read_document
from generator.extracting.limits import UnreadableError
from generator.importing.document_texts import DocumentTexts, texts_of, year_of_titles
from generator.importing.grid import MAX_WIDTH, SheetCell, Workbook, WorkbookError, WorkbookSheet
from generator.importing.raw_sheets import Area

DOCUMENTS = (".docx", ".pdf", ".html", ".htm")
"""The endings of the documents that are read."""
_ABOVE = 4
"""So many lines above a table say what it is: 附表, its title, 公开XX表, 部门 and 单位."""
_LONGEST_LINE = 80
_MOST_HEADS = 6
_NUMBER = re.compile(r"((?:公开|财决)\d\d(?:-\d)?表)")
_APART = re.compile(
    r"[\t\n]+|\s{2,}|\u3000+"
    r"|(?=(?:金额)?单位[：:]\s*(?:人民币)?\s*(?:万元|元))|(?=(?:部门|编制单位)[：:])"
)
"""Between texts that stand at both edges of one line: 部门：某局　公开01表　单位：万元."""
_AMOUNT = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_PAGE_EDGE = re.compile(r"[-—–\s]*\d{0,4}[-—–\s]*|（?续表?）?|第\s*\d+\s*页.*")
"""What may stand between two parts of one table: a page number, 续表."""
_NOTE = re.compile(r"注\d*[：:]")
"""A note below the table before."""


def is_document(path: Path) -> bool:
    """Whether a file is a document by the ending of its name, or one that is told to be none."""
    return path.suffix.lower() in (*DOCUMENTS, *REFUSED)


def read_document_book(path: Path) -> tuple[Workbook, DocumentTexts]:
    """The tables of a document, and its texts. Raises WorkbookError with words for the clerk."""
    try:
        extract = read_document(path)
    except UnreadableError as error:
        fix = error.fix.replace("审核", "导入")
        raise WorkbookError(f"{path.name} {error.message}", f"请{fix}") from error
    sheets = tuple(_sheets(extract))
    if not sheets:
        raise WorkbookError(
            f"{path.name} 里没有表", "请用附表齐全的文件，或向决算软件要 Excel 格式的报表"
        )
    book = Workbook(path.name, sheets, document=True, year=year_of_titles(extract))
    return book, texts_of(extract)


class _Top(Struct, frozen=True):
    """What stands at the top of a table: the lines above it, its heads, and how wide it is."""

    lines: list[list[str]]
    head: tuple[tuple[ExtractedCell, ...], ...]
    width: int


def _sheets(extract: Extract) -> Iterator[WorkbookSheet]:
    """The tables in order, each below the lines that stand above it.

    A table that goes on after the end of a page, without a title, has those of the part before.
    """
    above: list[str] = []
    number = 0
    before: _Top | None = None
    for block in extract.blocks:
        if isinstance(block, ExtractedParagraph):
            if block.text.strip():
                above.append(block.text.strip())
            continue
        number += 1
        top = _Top(_lines_above(above), (), _width(block))
        if before is not None and _goes_on(above, block, before):
            top = before
            if _texts(block.rows[0]) == _texts(before.head[0]):
                top = replace(before, head=())
        yield _sheet(f"表{number}", top, block)
        before = replace(top, head=top.head or _head_of(block))
        above = []


def _width(table: ExtractedTable) -> int:
    """How many columns the widest row has."""
    return max((sum(cell.columns for cell in row) for row in table.rows), default=0)


def _texts(row: Sequence[ExtractedCell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]


def _has_amounts(row: Sequence[ExtractedCell]) -> bool:
    return any(_AMOUNT.fullmatch(text) for text in _texts(row))


def _head_of(table: ExtractedTable) -> tuple[tuple[ExtractedCell, ...], ...]:
    """The rows before the first one with a number, as far as heads reach."""
    return tuple(takewhile(lambda row: not _has_amounts(row), table.rows[:_MOST_HEADS]))


def _goes_on(between: Sequence[str], table: ExtractedTable, before: _Top) -> bool:
    """Whether a table is the next part of the one before: nothing but a page number between."""
    if not (table.rows and before.head and all(map(_PAGE_EDGE.fullmatch, between))):
        return False
    first = table.rows[0]
    alike = _texts(first) == _texts(before.head[0]) or _has_amounts(first)
    return alike and _width(table) == before.width


def _lines_above(texts: Sequence[str]) -> list[list[str]]:
    """The last short lines above a table, each cut where it has texts at both edges."""
    lines = [
        _NUMBER.sub("\t\\1\t", text)
        for text in texts[-_ABOVE:]
        if len(text) <= _LONGEST_LINE and not _NOTE.match(text) and text[-1] not in "。；"
    ]
    return [[part.strip() for part in _APART.split(line) if part.strip()] for line in lines]


def _sheet(name: str, top: _Top, table: ExtractedTable) -> WorkbookSheet:
    """A table as a sheet: first what stands at its top, then its rows."""
    first = len(top.lines) + len(top.head)
    cells: dict[tuple[int, int], SheetCell] = {}
    merged: list[Area] = []
    for row, texts in enumerate(top.lines):
        for column, text in enumerate(texts):
            cells[row, column] = SheetCell(row, column, text, above=first)
    free: dict[int, int] = {}
    """The first row in which nothing from above covers a column."""
    rows = [*top.head, *table.rows]
    end = len(top.lines) + len(rows)
    for row, line in enumerate(rows, len(top.lines)):
        column = 0
        for cell in line:
            while free.get(column, 0) > row:
                column += 1
            if column >= MAX_WIDTH:
                break
            text = " ".join(cell.text.split())
            if text:
                cells[row, column] = SheetCell(row, column, text, above=first)
            bottom, edge = min(row + cell.rows, end), min(column + cell.columns, MAX_WIDTH)
            if (bottom, edge) != (row + 1, column + 1):
                merged.append((row, column, bottom - 1, edge - 1))
                free.update(dict.fromkeys(range(column, edge), bottom))
            column = edge
    return WorkbookSheet(name, cells, tuple(merged))
