"""A file of any of the formats that documents are published in → what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from generator.extracting.content import Extract, ExtractedCell, ExtractedTable
from generator.extracting.content import Spot as At
from generator.extracting.limits import WHOLE_DOCUMENT, UnreadableError
from generator.extracting.pdf import read_pdf
from generator.extracting.plain import read_plain
from generator.extracting.web import read_web
from generator.extracting.word import read_word
from generator.importing.grid import WorkbookError, WorkbookSheet, read_workbook

_AS_DOCX = "用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”再审核"
_REFUSED: Mapping[str, tuple[str, str]] = {
    ".doc": ("是旧格式的 Word 文件（.doc）", _AS_DOCX),
    ".wps": ("是 WPS 文字文件（.wps）", _AS_DOCX),
    ".rtf": ("是 RTF 文件", _AS_DOCX),
    ".odt": ("是 OpenDocument 文件（.odt）", _AS_DOCX),
    ".ofd": ("是 OFD 文件", "用阅读器打开，另存为 PDF 或 Word 再审核"),
    ".jpg": ("是图片", "要有文字的 Word、PDF 或网页文件"),
    ".jpeg": ("是图片", "要有文字的 Word、PDF 或网页文件"),
    ".png": ("是图片", "要有文字的 Word、PDF 或网页文件"),
    ".zip": ("是压缩包", "解压后写里面的文件或文件夹"),
    ".rar": ("是压缩包", "解压后写里面的文件或文件夹"),
}


def read_any(path: Path) -> Extract:
    """What a document says. Raises UnreadableError with the way out."""
    suffix = path.suffix.lower()
    if suffix in _REFUSED:
        raise UnreadableError(*_REFUSED[suffix])
    reader = _READERS.get(suffix)
    if reader is None:
        kinds = "、".join(READABLE)
        raise UnreadableError(f"不认得这种文件（{suffix or '没有扩展名'}）", f"可以审核：{kinds}")
    if not path.exists():
        raise UnreadableError("没有这个文件", "检查文件名和所在文件夹")
    return reader(path)


def _word(path: Path) -> Extract:
    return read_word(path, WHOLE_DOCUMENT)


def _workbook(path: Path) -> Extract:
    """The sheets of a workbook, each a table."""
    try:
        workbook = read_workbook(path)
    except WorkbookError as error:
        raise UnreadableError(str(error), "用 Excel 打开，另存为 .xlsx") from error
    sheets = [sheet for sheet in workbook.sheets if sheet.visible and sheet.cells]
    return Extract(tuple(_table(sheet, number) for number, sheet in enumerate(sheets, 1)))


def _table(sheet: WorkbookSheet, number: int) -> ExtractedTable:
    rows = []
    for row in range(sheet.height):
        cells = []
        for column in range(sheet.width):
            cell = sheet.at(row, column)
            text = cell.text if cell is not None else ""
            spot = At(0, number, row + 1, column + 1, sheet=sheet.name)
            cells.append(ExtractedCell(text, spot))
        rows.append(tuple(cells))
    return ExtractedTable(tuple(rows), At(0, number, 1, 1, sheet=sheet.name))


_READERS: Mapping[str, Callable[[Path], Extract]] = {
    ".docx": _word,
    ".pdf": read_pdf,
    ".html": read_web,
    ".htm": read_web,
    ".txt": read_plain,
    ".md": read_plain,
    ".xlsx": _workbook,
    ".xls": _workbook,
    ".et": _workbook,
    ".ods": _workbook,
}
READABLE = tuple(_READERS)
"""The endings of the files that can be audited."""
NAMED = (*READABLE, *_REFUSED)
"""Those, and the ones of which it is said what to do instead."""
