"""A file of any of the formats that documents are published in → what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.extracting.content import Extract, ExtractedCell, ExtractedTable, Omission
from generator.extracting.content import Spot as At
from generator.extracting.documents import READERS, REFUSED, read_document
from generator.extracting.file_kinds import refuse_by_start
from generator.extracting.limits import MAX_TABLE_CELLS, UnreadableError
from generator.extracting.size import refuse_too_many_cells, refuse_too_much
from generator.importing.grid import WorkbookError, WorkbookSheet, cell_name, read_workbook
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


UNREAD = "没有审核的工作表"
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
    visible = [sheet for sheet in workbook.sheets if sheet.visible]
    refusals = [refused for sheet in visible if (refused := _refused(sheet))]
    sheets = [sheet for sheet in visible if sheet.cells and not _refused(sheet)]
    if refusals and not sheets:
        raise UnreadableError(*refusals[0])
    refuse_too_many_cells(sum(sheet.height * sheet.width for sheet in sheets))
    omissions = tuple(lost for sheet in sheets for lost in _lost(sheet))
    omissions += tuple(Omission(UNREAD, At(0), "；".join(refused)) for refused in refusals)
    has_numbers = any(cell.number is not None for s in sheets for cell in s.cells.values())
    if not has_numbers and any(lost.kind == LOST for lost in omissions):
        raise UnreadableError("里的数都是公式，没有算过，没有数可以审核", LOST_FIXES[LOST])
    tables = (_table(sheet, number) for number, sheet in enumerate(sheets, 1))
    return refuse_too_much(Extract(tuple(tables), omissions))


def _refused(sheet: WorkbookSheet) -> tuple[str, str] | None:
    """Why a sheet is not audited, and what to do; None where it is."""
    name = f"工作表“{sheet.name}”"
    if sheet.unread:
        return f"{name}{_of_audit(sheet.unread)}", _of_audit(sheet.unread_fix)
    height, width = sheet.height, sheet.width
    if height * width <= MAX_TABLE_CELLS:
        return None
    return (
        f"{name}的范围太大（到 {cell_name(height - 1, width - 1)}，{height * width // 10_000} 万格；"
        f"一张表最多 {MAX_TABLE_CELLS // 10_000} 万格），没有审核",
        "删去表后面多余的行、列，或把表分成几张，另存一份再审核",
    )


_LARGEST = 20_000
"""A merged area of more cells holds nothing that a table says."""


def _unreadable(path: Path, error: WorkbookError) -> UnreadableError:
    """What an import says of a workbook, said of an audit."""
    message = error.message.removeprefix(path.name).strip()
    fix = error.fix.removeprefix("请") or "用 Excel 或 WPS 打开看是不是完整，另存为 .xlsx 再审核"
    return UnreadableError(_of_audit(message), _of_audit(fix))


def _of_audit(text: str) -> str:
    return text.replace("导入", "审核")


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
    height, width = sheet.height, sheet.width
    spans, covered = _spans(sheet, height, width)
    rows = []
    for row in range(height):
        cells = []
        for column in range(width):
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


def _spans(
    sheet: WorkbookSheet, height: int, width: int
) -> tuple[dict[_Place, _Place], set[_Place]]:
    """How many columns and rows the first cell of each merged area covers, and what it covers."""
    spans: dict[_Place, _Place] = {}
    covered: set[_Place] = set()
    looked_at = 0
    for top, left, bottom, right in sheet.merged:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        size = max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if size < 2 or size > _LARGEST or (top, left) in spans:
            continue
        looked_at += size
        if looked_at > height * width:
            break  # Excel merges no cell twice
        area = {(row, at) for row in range(top, bottom + 1) for at in range(left, right + 1)}
        if area & covered:
            continue
        spans[top, left] = (right - left + 1, bottom - top + 1)
        covered |= area - {(top, left)}
    return spans, covered


_WORKBOOKS = (".xlsx", ".xls", ".et", ".ods")
READABLE = (*READERS, *_WORKBOOKS)
"""The endings of the files that can be audited."""
NAMED = (*READABLE, *REFUSED)
"""Those, and the ones of which it is said what to do instead."""
