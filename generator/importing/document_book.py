"""A published document (Word, PDF, web page) → its tables as sheets, and what it says every year.

A unit that has only last year's document starts from it: the tables of a document are those of a
workbook, printed. Cells are named as Word names them: D14 is in the fourth column and the
fourteenth row of its table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.extracting.documents import REFUSED, read_document
from generator.extracting.limits import UnreadableError
from generator.importing.declared import KnownTable
from generator.importing.document_cover import year_of_titles, year_on_cover
from generator.importing.document_parts import TableOfDocument, tables_with_tops, width_of
from generator.importing.document_texts import DocumentTexts, lines_of, texts_of
from generator.importing.grid import MAX_WIDTH, SheetCell, Workbook, WorkbookError, WorkbookSheet
from generator.importing.raw_sheets import Area
from generator.importing.recognise import years_on

DOCUMENTS = (".docx", ".pdf", ".html", ".htm")
"""The endings of the documents that are read."""
_NUMBER = re.compile(r"((?:公开|财决)\d\d(?:-\d)?表)")
_APART = re.compile(
    r"[\t\n]+|\s{2,}|\u3000+"
    r"|(?=(?:金额)?单位[：:]\s*(?:人民币)?\s*(?:万元|元))|(?=(?:部门|编制单位)[：:])"
)
"""Between texts that stand at both edges of one line: 部门：某局　公开01表　单位：万元."""


def is_document(path: Path) -> bool:
    """Whether a file is a document by the ending of its name, or one that is told to be none."""
    return path.suffix.lower() in (*DOCUMENTS, *REFUSED)


def read_document_book(path: Path, known: Sequence[KnownTable]) -> tuple[Workbook, DocumentTexts]:
    """The tables of a document, and its texts; ``known`` are the tables that have names.

    Raises WorkbookError with words for the clerk.
    """
    try:
        extract = read_document(path)
    except UnreadableError as error:
        fix = error.fix.replace("审核", "导入")
        raise WorkbookError(f"{path.name} {error.message}", f"请{fix}") from error
    sheets = tuple(map(_sheet, tables_with_tops(extract, known)))
    if not sheets:
        raise WorkbookError(
            f"{path.name} 里没有表", "请用附表齐全的文件，或向决算软件要 Excel 格式的报表"
        )
    lines = lines_of(extract)
    year = year_on_cover(lines)
    if not (year or any(map(years_on, sheets))):
        year = year_of_titles(extract)
    return Workbook(path.name, sheets, document=True, year=year), texts_of(lines, sheets)


def _parts_of(lines: Sequence[str]) -> list[list[str]]:
    """Lines above a table, each cut where it has texts at both edges."""
    apart = (_APART.split(_NUMBER.sub("\t\\1\t", line)) for line in lines)
    return [[part.strip() for part in parts if part.strip()] for parts in apart]


def _sheet(part: TableOfDocument) -> WorkbookSheet:
    """A table as a sheet: first what stands at its top, then its rows."""
    lines = _parts_of(part.lines)
    first = len(lines) + len(part.head)
    cells: dict[tuple[int, int], SheetCell] = {}
    merged: list[Area] = []
    for row, texts in enumerate(lines):
        for column, text in enumerate(texts):
            cells[row, column] = SheetCell(row, column, text, above=first)
    free: dict[int, int] = {}
    """The first row in which nothing from above covers a column."""
    rows = [*part.head, *part.table.rows]
    reach = width_of(part.table) if part.head else MAX_WIDTH
    end = len(lines) + len(rows)
    for row, line in enumerate(rows, len(lines)):
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
    return WorkbookSheet(f"表{part.number}", cells, tuple(merged), reach=reach, printed=True)
