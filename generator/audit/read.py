"""A file of any of the formats that documents are published in → what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.extracting.content import Extract, ExtractedCell, ExtractedTable, Omission
from generator.extracting.content import Spot as At
from generator.extracting.documents import READERS, REFUSED, read_document
from generator.extracting.file_kinds import refuse_by_start
from generator.extracting.limits import UnreadableError
from generator.importing.grid import WorkbookError, WorkbookSheet, read_workbook
from generator.importing.stored import FORMULA


def read_any(path: Path) -> Extract:
    """What a document or a workbook says. Raises UnreadableError with the way out."""
    suffix = path.suffix.lower()
    if suffix in READERS or suffix in REFUSED:
        return read_document(path)
    if suffix not in _WORKBOOKS:
        kinds = "、".join(READABLE)
        raise UnreadableError(f"不认得这种文件（{suffix or '没有扩展名'}）", f"可以审核：{kinds}")
    if not path.exists():
        raise UnreadableError("没有这个文件", "检查文件名和所在文件夹")
    refuse_by_start(path, suffix)
    return _workbook(path)


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


_WORKBOOKS = (".xlsx", ".xls", ".et", ".ods")
READABLE = (*READERS, *_WORKBOOKS)
"""The endings of the files that can be audited."""
NAMED = (*READABLE, *REFUSED)
"""Those, and the ones of which it is said what to do instead."""
