"""A published document (Word, PDF, web page) → its tables as sheets, and what it says every year.

A unit that has only last year's document starts from it: the tables of a document are those of a
workbook, printed. Cells are named as Word names them: D14 is in the fourth column and the
fourteenth row of its table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.extracting.content import Extract, ExtractedParagraph, ExtractedTable
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
_NUMBER = re.compile(r"((?:公开|财决)\d\d(?:-\d)?表)")
_APART = re.compile(
    r"[\t\n]+|\s{2,}|\u3000+"
    r"|(?=(?:金额)?单位[：:]\s*(?:人民币)?\s*(?:万元|元))|(?=(?:部门|编制单位)[：:])"
)
"""Between texts that stand at both edges of one line: 部门：某局　公开01表　单位：万元."""
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


def _sheets(extract: Extract) -> Iterator[WorkbookSheet]:
    """The tables in order, each below the lines that stand above it."""
    above: list[str] = []
    number = 0
    for block in extract.blocks:
        if isinstance(block, ExtractedParagraph):
            if block.text.strip():
                above.append(block.text.strip())
            continue
        number += 1
        yield _sheet(f"表{number}", _lines_above(above), block)
        above = []


def _lines_above(texts: Sequence[str]) -> list[list[str]]:
    """The last short lines above a table, each cut where it has texts at both edges."""
    lines = [
        _NUMBER.sub("\t\\1\t", text)
        for text in texts[-_ABOVE:]
        if len(text) <= _LONGEST_LINE and not _NOTE.match(text) and text[-1] not in "。；"
    ]
    return [[part.strip() for part in _APART.split(line) if part.strip()] for line in lines]


def _sheet(name: str, above: list[list[str]], table: ExtractedTable) -> WorkbookSheet:
    """A table as a sheet: first the lines above it, then its rows."""
    first = len(above)
    cells: dict[tuple[int, int], SheetCell] = {}
    merged: list[Area] = []
    for row, texts in enumerate(above):
        for column, text in enumerate(texts):
            cells[row, column] = SheetCell(row, column, text, above=first)
    free: dict[int, int] = {}
    """The first row in which nothing from above covers a column."""
    end = first + len(table.rows)
    for row, line in enumerate(table.rows, first):
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
