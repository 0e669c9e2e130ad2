"""A workbook → sheets of cells (extract.py knows the library); from here on a number is a Decimal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.importing.stored import FORMULA
from generator.money import trimmed

MAX_BYTES = 60_000_000
SECONDS = 60
MAX_WIDTH = 600
MAX_MERGED = 500_000
TOP = 9
# Excel keeps and shows 15 digits; what a stored sum has behind them is noise of binary fractions.
_DIGITS = Context(prec=15)


class WorkbookError(Exception):
    """A workbook cannot be read; the text says why and what to do, in Chinese."""


class Cell(Struct, frozen=True):
    """One cell that is not empty. ``number`` is None for a text.

    ``lost`` says why nothing can be read: FORMULA has no stored result, or an error value (#REF!).
    """

    row: int
    column: int
    text: str
    number: Decimal | None = None
    lost: str = ""

    @property
    def name(self) -> str:
        """As Excel calls it: C12."""
        return cell_name(self.row, self.column)


def cell_name(row: int, column: int) -> str:
    """The name of a cell; rows and columns count from 0 here, from 1 and A there."""
    letters, rest = "", column
    while rest >= 0:
        letters = chr(ord("A") + rest % 26) + letters
        rest = rest // 26 - 1
    return f"{letters}{row + 1}"


class Sheet(Struct, frozen=True):
    """A sheet: its cells, and the areas merged into one cell (first row, first column, last row,
    last column). ``unread`` says why a sheet was not read."""

    name: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    visible: bool = True
    unread: str = ""
    _owners: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _rows: dict[int, list[Cell]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self._rows:
            return
        for cell in self.cells.values():
            self._rows.setdefault(cell.row, []).append(cell)
        for top, left, bottom, right in self.merged:
            if len(self._owners) > MAX_MERGED:
                break
            # A title merged over a thousand columns would only cost time.
            for row in range(top, min(bottom, top + 200) + 1):
                for column in range(left, min(right, left + 400) + 1):
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

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that stands here itself."""
        return self.cells.get((row, column))

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell that is seen here: of a merged area the one that holds its value."""
        return self.cells.get(self._owners.get((row, column), (row, column)))

    def row(self, row: int) -> list[Cell]:
        """The cells of a row, from left to right."""
        return self._rows.get(row, [])

    def rows(self, first: int) -> Iterator[int]:
        """The rows from ``first`` on that have something."""
        return (row for row in self._rows if row >= first)

    def top(self) -> list[Cell]:
        """The cells of the first rows, where a sheet says what it is."""
        return [cell for row in range(TOP) for cell in self.row(row)]

    def lost(self) -> list[Cell]:
        """The cells of which nothing can be read, though something stands there."""
        return [cell for cells in self._rows.values() for cell in cells if cell.lost]


class Workbook(Struct, frozen=True):
    """The sheets of a file, in order; ``label`` names the file in messages."""

    label: str
    sheets: tuple[Sheet, ...]


def read_workbook(path: Path) -> Workbook:
    """Read a workbook (.xls, .xlsx, .xlsm, .xlsb, .et, .ods). Raises WorkbookError with words for the clerk."""
    label = path.name
    if path.is_dir():
        raise WorkbookError(f"{label} 是一个文件夹，请写明里面的哪个表格文件")
    if not path.is_file():
        raise WorkbookError(f"没有这个文件：{path}；请检查文件名和所在文件夹")
    size = path.stat().st_size
    if not size:
        raise WorkbookError(f"{label} 是空文件（0 字节），请从决算软件重新导出")
    if size > MAX_BYTES:
        raise WorkbookError(
            f"{label} 太大（{size // 1_000_000} MB），不像是一个单位的决算报表，请检查是否选错了文件"
        )
    with path.open("rb") as file:
        start = file.read(512)
    if re.match(
        rb"(?i)<(?:html|!doctype|!--|\?xml|table|head|meta)|mime-version:", _letters(start)
    ):
        raise WorkbookError(
            f"{label} 的后缀是表格，内容却是网页；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入"
        )
    if start.startswith(b"%PDF"):
        raise WorkbookError(f"{label} 是 PDF，读不出单元格；请向决算软件要 Excel 格式的报表")
    found = _extracted(path)
    if found.get("error") == "密码" or (
        "error" in found
        and start.startswith(b"\xd0\xcf\x11\xe0")
        and b"E\0n\0c\0r\0y\0p\0t" in path.read_bytes()
    ):
        raise WorkbookError(
            f"{label} 加了密码，打不开；请用 Excel 或 WPS 打开，去掉密码另存一份再导入"
        )
    if found.get("error") == "太大":
        raise WorkbookError(
            f"{label} 里的内容太多（或解开以后太大），不像是一个单位的决算报表；请检查是否选错了文件，或用 Excel 打开，只留要导入的表，另存为 .xlsx 再导入"
        )
    if found.get("error") == "太慢":
        raise WorkbookError(f"{label} 读了 {SECONDS} 秒还没有读完；{_AGAIN}")
    if "error" in found and _is_text(start):
        raise WorkbookError(f"{label} 不是表格文件，里面是纯文本（如 CSV）；{_AGAIN}")
    if "error" in found:
        raise WorkbookError(
            f"{label} 不是表格文件，或没有拷贝完整，读不出来；请用 Excel 或 WPS 打开看看，另存为 .xlsx 再导入"
        )
    sheets = tuple(_sheet(raw) for raw in found["sheets"])
    unread = next((sheet for sheet in sheets if sheet.unread), None)
    if unread and not any(sheet.cells for sheet in sheets):
        raise WorkbookError(f"{label} 的工作表 {unread.name} {unread.unread}")
    if not any(sheet.cells for sheet in sheets):
        raise WorkbookError(
            f"{label} 里没有内容（{len(sheets)} 张表都是空的），请从决算软件重新导出"
        )
    return Workbook(label, sheets)


_AGAIN = "请用 Excel 或 WPS 打开，只留要导入的表，另存为 .xlsx 再导入"


def _letters(start: bytes) -> bytes:
    """The beginning of a file without marks and blanks, one byte a letter."""
    return start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")


def _is_text(start: bytes) -> bool:
    """Whether a file begins like a text: no control characters but ends of lines."""
    return not re.search(rb"[\x00-\x08\x0e-\x1f]", start)


def _extracted(path: Path) -> dict[str, Any]:
    """What extract.py, in a process of its own, says of a file."""
    program = [sys.executable, "-P", "-m", "generator.importing.extract", str(path)]
    home = str(Path(__file__).resolve().parents[2])
    others = os.environ.get("PYTHONPATH")
    surroundings = os.environ | {"PYTHONPATH": f"{home}{os.pathsep}{others}" if others else home}
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            program, capture_output=True, check=False, timeout=SECONDS, env=surroundings
        )
    except subprocess.TimeoutExpired:
        return {"error": "太慢"}
    if b"memory allocation of" in done.stderr or b"MemoryError" in done.stderr:
        return {"error": "太大"}
    if done.returncode:
        if b"ModuleNotFoundError" in done.stderr:
            raise WorkbookError("缺少读表格的组件 python-calamine；请运行 make setup")
        return {"error": "坏"}
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _sheet(raw: dict[str, Any]) -> Sheet:
    cells = {}
    for row, column, is_number, text in raw["cells"]:
        # Leading blanks show the level of a 科目 only; the code says it better.
        bare = text.strip(" \u3000\u00a0\r\n\t")
        if is_number:
            number = _DIGITS.create_decimal(text)
            cells[row, column] = (
                Cell(row, column, trimmed(number), number)
                if number.is_finite()
                else Cell(row, column, text)
            )
        elif bare:
            cells[row, column] = Cell(row, column, bare)
    for row, column, lost in raw["marks"]:
        cells[row, column] = Cell(row, column, "" if lost == FORMULA else lost, lost=lost)
    if raw["marks"]:
        cells = dict(sorted(cells.items()))
    merged = tuple(tuple(area) for area in raw["merged"])
    return Sheet(raw["name"], cells, merged, raw["visible"], _unread(raw))


def _unread(raw: dict[str, Any]) -> str:
    """Why a sheet was not read; "" where it was."""
    if "far" in raw:
        return f"最后一个有内容的格子远在 {cell_name(*raw['far'])}，范围太大，没有读；删去表后面多余的行、列（或那个格子），另存一份再导入"
    if "rows" in raw:
        return f"有 {raw['rows']} 行，不像一个单位的决算表，没有读；检查是否选错了文件，删去多余的行再导入"
    return ""
