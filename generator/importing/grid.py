"""A workbook → sheets of cells (extract.py knows the library), whose numbers are Decimals."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from generator.extracting.reader_process import run_reader, wanted_memory
from generator.importing.raw_sheets import Area, RawSheet, RawWorkbook
from generator.importing.stored import FORMULA
from generator.money import trimmed
from generator.reading.files import cannot_open

WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".et", ".ods")
"""The endings of the workbooks that are read."""
MAX_BYTES = 60_000_000
SECONDS = 60
MEMORY = 1_500_000_000
"""Bytes for reading: the largest sheet that is read takes half of them in the library."""
MAX_WIDTH = 600
MAX_MERGED = 500_000
TOP = 9
# Excel keeps and shows 15 digits; what a stored sum has behind them is noise of binary fractions.
_DIGITS = Context(prec=15)
_WEB_PAGE = re.compile(rb"(?i)<(?:html|!doctype|!--|\?xml|table|head|meta)|mime-version:")
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = b"E\0n\0c\0r\0y\0p\0t"


class WorkbookError(Exception):
    """A workbook cannot be read: ``message`` says why, ``fix`` what to do ("" where the message says
    it, too), in Chinese; the text of the error is both."""

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__("；".join(filter(None, (message, fix))))
        self.message = message
        self.fix = fix


class SheetCell(Struct, frozen=True, gc=False):
    """One cell that is not empty. ``number`` is None for a text.

    ``lost`` says why nothing can be read: FORMULA has no stored result, or an error value (#REF!).
    ``above``: the first rows of the sheet that are lines above the table of a document.
    """

    row: int
    column: int
    text: str
    number: Decimal | None = None
    lost: str = ""
    above: int = 0

    @property
    def name(self) -> str:
        """As Excel and Word call it: C12; "" of a line above a table."""
        if self.row < self.above:
            return ""
        return cell_name(self.row - self.above, self.column)


def cell_name(row: int, column: int) -> str:
    """The name of a cell; rows and columns count from 0 here, from 1 and A there."""
    letters, remaining = "", column
    while remaining >= 0:
        letters = chr(ord("A") + remaining % 26) + letters
        remaining = remaining // 26 - 1
    return f"{letters}{row + 1}"


class WorkbookSheet(Struct, frozen=True):
    """A sheet: its cells, and the areas merged into one cell (first row, first column, last row,
    last column). ``unread`` says why a sheet was not read, ``unread_fix`` what to do. A blank tells
    nothing in column ``reach`` and behind it: the rows of data end before. ``printed``: it is a table
    of a published document."""

    name: str
    cells: dict[tuple[int, int], SheetCell]
    merged: tuple[Area, ...] = ()
    visible: bool = True
    unread: str = ""
    unread_fix: str = ""
    reach: int = MAX_WIDTH
    printed: bool = False
    _owners: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _rows: dict[int, list[SheetCell]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self._rows:
            return
        for cell in self.cells.values():
            self._rows.setdefault(cell.row, []).append(cell)
        looked_at = 0
        for top, left, bottom, right in self.merged:
            # A title merged over a thousand columns would only cost time.
            rows = range(top, min(bottom, top + 200) + 1)
            columns = range(left, min(right, left + 400) + 1)
            looked_at += len(rows) * len(columns)
            if looked_at > MAX_MERGED:
                break
            for row in rows:
                for column in columns:
                    self._owners[row, column] = (top, left)

    @property
    def height(self) -> int:
        """One more than the last row that has something."""
        return next(reversed(self._rows), -1) + 1

    @property
    def filled(self) -> int:
        """How many rows have something."""
        return len(self._rows)

    @property
    def width(self) -> int:
        """One more than the last column that has something, as far as tables reach."""
        return min(
            max((cells[-1].column for cells in self._rows.values()), default=-1) + 1, MAX_WIDTH
        )

    def at(self, row: int, column: int) -> SheetCell | None:
        """The cell that stands here itself."""
        return self.cells.get((row, column))

    def shown(self, row: int, column: int) -> SheetCell | None:
        """The cell that is seen here: of a merged area the one that holds its value."""
        return self.cells.get(self._owners.get((row, column), (row, column)))

    def row(self, row: int) -> list[SheetCell]:
        """The cells of a row, from left to right."""
        return self._rows.get(row, [])

    def rows(self, first: int) -> Iterator[int]:
        """The rows from ``first`` on that have something."""
        return (row for row in self._rows if row >= first)

    def with_texts(self, texts: Mapping[tuple[int, int], str]) -> WorkbookSheet:
        """This sheet with other texts in some of its cells."""
        cells = {
            position: replace(cell, text=texts.get(position, cell.text))
            for position, cell in self.cells.items()
        }
        return replace(self, cells=cells, _owners={}, _rows={})

    def top(self) -> list[SheetCell]:
        """The cells of the first rows, where a sheet says what it is."""
        return [cell for row in range(TOP) for cell in self.row(row)]

    def lost(self) -> list[SheetCell]:
        """The cells of which nothing can be read, though something stands there."""
        return [cell for cells in self._rows.values() for cell in cells if cell.lost]


class Workbook(Struct, frozen=True):
    """The sheets of a file, in order; ``label`` names the file in messages.

    ``document``: the sheets are the tables of a published document; ``year`` is the one that its
    titles tell, 0 where they tell none.
    """

    label: str
    sheets: tuple[WorkbookSheet, ...]
    document: bool = False
    year: int = 0


def read_workbook(path: Path) -> Workbook:
    """Read a workbook (.xls, .xlsx, .xlsm, .xlsb, .et, .ods).

    Raises WorkbookError with words for the clerk.
    """
    label = path.name
    _refuse_by_size(path)
    try:
        with path.open("rb") as file:
            start = file.read(512)
    except OSError as error:
        message, fix = cannot_open(error)
        raise WorkbookError(f"{label} {message}", fix) from error
    _refuse_by_start(label, start)
    raw = _extracted(path)
    if "error" in raw:
        raise _refusal(path, start, raw["error"])
    sheets = tuple(_sheet(sheet) for sheet in raw["sheets"])
    if any(sheet.cells for sheet in sheets):
        return Workbook(label, sheets)
    unread = next((sheet for sheet in sheets if sheet.unread), None)
    if unread:
        raise WorkbookError(f"{label} 的工作表 {unread.name} {unread.unread}", unread.unread_fix)
    raise WorkbookError(f"{label} 里没有内容（{len(sheets)} 张表都是空的）", "请从决算软件重新导出")


def _refuse_by_size(path: Path) -> None:
    """Raise WorkbookError for what is no file, is empty, or is too large."""
    if path.is_dir():
        raise WorkbookError(f"{path.name} 是一个文件夹", "请写明里面的哪个表格文件")
    if path.exists() and not path.is_file():
        raise WorkbookError(f"{path.name} 不是文件，是设备", "请写明表格文件的文件名")
    if not path.is_file():
        raise WorkbookError(f"没有这个文件：{path}", "请检查文件名和所在文件夹")
    size = path.stat().st_size
    if not size:
        raise WorkbookError(f"{path.name} 是空文件（0 字节）", "请从决算软件重新导出")
    if size > MAX_BYTES:
        raise WorkbookError(
            f"{path.name} 太大（{size // 1_000_000} MB），不像是一个单位的决算报表",
            "请检查是否选错了文件",
        )


def _refuse_by_start(label: str, start: bytes) -> None:
    """Raise WorkbookError for a file that begins like a page of the web, or like a PDF."""
    if _WEB_PAGE.match(_letters(start)):
        raise WorkbookError(
            f"{label} 的后缀是表格，内容却是网页", "请用 Excel 或 WPS 打开，另存为 .xlsx 再导入"
        )
    if start.startswith(b"%PDF"):
        raise WorkbookError(f"{label} 是 PDF，读不出单元格", "请向决算软件要 Excel 格式的报表")


def _refusal(path: Path, start: bytes, error: str) -> WorkbookError:
    """What to say of a workbook that extract.py could not read."""
    label = path.name
    encrypted = start.startswith(_OLD_FORMAT) and _ENCRYPTED in path.read_bytes()
    if error == "密码" or encrypted:
        return WorkbookError(
            f"{label} 加了密码，打不开", "请用 Excel 或 WPS 打开，去掉密码另存一份再导入"
        )
    if error == "太大":
        return WorkbookError(
            f"{label} 里的内容太多（或解开以后太大），不像是一个单位的决算报表",
            "请检查是否选错了文件，或用 Excel 打开，只留要导入的表，另存为 .xlsx 再导入",
        )
    if error == "太慢":
        return WorkbookError(f"{label} 读了 {SECONDS} 秒还没有读完", _AGAIN)
    if _is_text(start):
        return WorkbookError(f"{label} 不是表格文件，里面是纯文本（如 CSV）", _AGAIN)
    return WorkbookError(
        f"{label} 不是表格文件，或没有拷贝完整，读不出来",
        "请用 Excel 或 WPS 打开看看，另存为 .xlsx 再导入",
    )


_AGAIN = "请用 Excel 或 WPS 打开，只留要导入的表，另存为 .xlsx 再导入"


def _letters(start: bytes) -> bytes:
    """The beginning of a file without marks and blanks, one byte a letter."""
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")


def _is_text(start: bytes) -> bool:
    """Whether a file begins like a text: no control characters but ends of lines."""
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", start)


def _extracted(path: Path) -> RawWorkbook:
    """What extract.py, in a process of its own, says of a file."""
    try:
        done = run_reader("generator.importing.extract", str(path), seconds=SECONDS, memory=MEMORY)
    except subprocess.TimeoutExpired:
        return {"error": "太慢"}
    if wanted_memory(done):
        return {"error": "太大"}
    if done.returncode:
        if b"ModuleNotFoundError" in done.stderr:
            raise WorkbookError("缺少读表格的组件 python-calamine；请运行 make setup")
        return {"error": "坏"}
    extracted: RawWorkbook = json.loads(done.stdout)
    return extracted


def _sheet(raw: RawSheet) -> WorkbookSheet:
    """A sheet from what extract.py says of it."""
    cells: dict[tuple[int, int], SheetCell] = {}
    for row, column, is_number, text in raw["cells"]:
        # Leading blanks show the level of a 科目 only; the code says it better.
        bare = text.strip(" \u3000\u00a0\r\n\t")
        if is_number:
            cells[row, column] = _number_cell(row, column, text)
        elif bare:
            cells[row, column] = SheetCell(row, column, bare)
    for row, column, lost in raw["marks"]:
        shown = "" if lost == FORMULA else lost
        cells[row, column] = SheetCell(row, column, shown, lost=lost)
    if raw["marks"]:
        cells = dict(sorted(cells.items()))
    # JSON has no tuples.
    merged = tuple((top, left, bottom, right) for top, left, bottom, right in raw["merged"])
    return WorkbookSheet(raw["name"], cells, merged, raw["visible"], *_unread(raw))


def _number_cell(row: int, column: int, text: str) -> SheetCell:
    """A cell that holds a number; what is not finite (NaN) stays a text."""
    number = _DIGITS.create_decimal(text)
    if not number.is_finite():
        return SheetCell(row, column, text)
    return SheetCell(row, column, trimmed(number), number)


def _unread(raw: RawSheet) -> tuple[str, str]:
    """Why a sheet was not read, and what to do; "" where it was."""
    if "far" in raw:
        return (
            f"最后一个有内容的格子远在 {cell_name(*raw['far'])}，范围太大，没有读",
            "删去表后面多余的行、列（或那个格子），另存一份再导入",
        )
    if "rows" in raw:
        return (
            f"有 {raw['rows']} 行，不像一个单位的决算表，没有读",
            "检查是否选错了文件，删去多余的行再导入",
        )
    return "", ""
