"""A file of any of the formats that documents are published in → what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generator.audit.file_kinds import refuse_by_start
from generator.extracting.content import Extract, ExtractedCell, ExtractedTable, Omission
from generator.extracting.content import Spot as At
from generator.extracting.limits import WHOLE_DOCUMENT, UnreadableError
from generator.extracting.pdf import read_pdf
from generator.extracting.plain import read_plain
from generator.extracting.web import read_web
from generator.extracting.word import read_word
from generator.importing.grid import WorkbookError, WorkbookSheet, read_workbook
from generator.importing.stored import FORMULA

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
    refuse_by_start(path, suffix)
    return reader(path)


def _word(path: Path) -> Extract:
    return read_word(path, WHOLE_DOCUMENT)


LOST, ERRORS = "是公式，没有算过，没有数可以审核", "是错误值，没有数可以审核"
LOST_FIXES = {
    LOST: "用 Excel 或 WPS 打开，按 Ctrl+S 保存一次（公式就算出来了），再审核",
    ERRORS: "在 Excel 里改好公式，保存后再审核",
}
"""Why a cell says nothing, and what to do."""


def _workbook(path: Path) -> Extract:
    """The sheets of a workbook, each a table."""
    try:
        workbook = read_workbook(path)
    except WorkbookError as error:
        raise _unreadable(path, error) from error
    sheets = [sheet for sheet in workbook.sheets if sheet.visible and sheet.cells]
    omissions = tuple(lost for sheet in sheets for lost in _lost(sheet))
    has_numbers = any(cell.number is not None for s in sheets for cell in s.cells.values())
    if not has_numbers and any(lost.kind == LOST for lost in omissions):
        raise UnreadableError("里的数都是公式，没有算过，没有数可以审核", LOST_FIXES[LOST])
    tables = (_table(sheet, number) for number, sheet in enumerate(sheets, 1))
    return Extract(tuple(tables), omissions)


_LARGEST = 20_000
"""A merged area of more cells holds nothing that a table says."""


def _unreadable(path: Path, error: WorkbookError) -> UnreadableError:
    """What an import says of a workbook, said of an audit."""
    message = error.message.removeprefix(path.name).strip()
    fix = error.fix.removeprefix("请") or "用 Excel 或 WPS 打开看是不是完整，另存为 .xlsx 再审核"
    return UnreadableError(*(each.replace("导入", "审核") for each in (message, fix)))


def _lost(sheet: WorkbookSheet) -> Iterator[Omission]:
    """The cells of a sheet of which nothing can be read, told once for each reason."""
    for kind, cells in (
        (LOST, [cell for cell in sheet.lost() if cell.lost == FORMULA]),
        (ERRORS, [cell for cell in sheet.lost() if cell.lost != FORMULA]),
    ):
        if cells:
            names = "、".join(cell.name for cell in cells[:3])
            etc = f"等 {len(cells)} 格" if len(cells) > 3 else ""
            spot = At(0, 0, cells[0].row + 1, cells[0].column + 1, sheet=sheet.name)
            yield Omission(kind, spot, f"工作表“{sheet.name}”的 {names} {etc}")


def _table(sheet: WorkbookSheet, number: int) -> ExtractedTable:
    """A sheet as a table; a merged area is one cell over several rows and columns."""
    spans, covered = _spans(sheet)
    rows = []
    for row in range(sheet.height):
        cells = []
        for column in range(sheet.width):
            if (row, column) in covered:
                continue
            cell = sheet.at(row, column)
            text = cell.text if cell is not None else ""
            spot = At(0, number, row + 1, column + 1, sheet=sheet.name)
            columns, down = spans.get((row, column), (1, 1))
            cells.append(ExtractedCell(text, spot, columns, down))
        rows.append(tuple(cells))
    return ExtractedTable(tuple(rows), At(0, number, 1, 1, sheet=sheet.name))


_Place = tuple[int, int]


def _spans(sheet: WorkbookSheet) -> tuple[dict[_Place, _Place], set[_Place]]:
    """How many columns and rows the first cell of each merged area covers, and what it covers."""
    spans: dict[_Place, _Place] = {}
    covered: set[_Place] = set()
    for top, left, bottom, right in sheet.merged:
        bottom, right = min(bottom, sheet.height - 1), min(right, sheet.width - 1)
        area = {(row, at) for row in range(top, bottom + 1) for at in range(left, right + 1)}
        if len(area) < 2 or len(area) > _LARGEST or area & covered or (top, left) in spans:
            continue
        spans[top, left] = (right - left + 1, bottom - top + 1)
        covered |= area - {(top, left)}
    return spans, covered


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
