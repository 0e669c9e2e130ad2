"""A workbook → sheets of cells (extract.py knows the library); from here on a number is a Decimal."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct, field

MAX_BYTES = 60_000_000
SECONDS = 120
# Excel keeps and shows 15 digits; what a stored sum has behind them is noise of binary fractions.
_DIGITS = Context(prec=15)


class WorkbookError(Exception):
    """A workbook cannot be read; the text says why and what to do, in Chinese."""


class Cell(Struct, frozen=True):
    """One cell that is not empty. ``number`` is None for a text."""

    row: int
    column: int
    text: str
    number: Decimal | None = None

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
    """A sheet: its cells, and the areas merged into one cell (first row, first column, last row, last column)."""

    name: str
    cells: dict[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    visible: bool = True
    _owners: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for top, left, bottom, right in self.merged:
            # A title merged over a thousand columns would only cost time.
            for row in range(top, min(bottom, top + 200) + 1):
                for column in range(left, min(right, left + 400) + 1):
                    self._owners[row, column] = (top, left)

    @property
    def height(self) -> int:
        """One more than the last row that has something."""
        return max((row for row, _ in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        """One more than the last column that has something."""
        return max((column for _, column in self.cells), default=-1) + 1

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that stands here itself."""
        return self.cells.get((row, column))

    def shown(self, row: int, column: int) -> Cell | None:
        """The cell that is seen here: of a merged area the one that holds its value."""
        return self.cells.get(self._owners.get((row, column), (row, column)))

    def row(self, row: int) -> list[Cell]:
        """The cells of a row, from left to right."""
        return [cell for column in range(self.width) if (cell := self.at(row, column))]


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
        raise WorkbookError(f"{label} 太大（{size // 1_000_000} MB），不像是一个单位的决算报表，请检查是否选错了文件")
    with path.open("rb") as file:
        start = file.read(512)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<html", b"<HTML", b"<!DOCTYPE", b"<?xml", b"<table")):
        raise WorkbookError(f"{label} 的后缀是表格，内容却是网页；请用 Excel 或 WPS 打开，另存为 .xlsx 再导入")
    if start.startswith(b"%PDF"):
        raise WorkbookError(f"{label} 是 PDF，读不出单元格；请向决算软件要 Excel 格式的报表")
    found = _extracted(path)
    if found.get("error") == "密码" or ("error" in found and start.startswith(b"\xd0\xcf\x11\xe0") and b"E\0n\0c\0r\0y\0p\0t" in path.read_bytes()):
        raise WorkbookError(f"{label} 加了密码，打不开；请用 Excel 或 WPS 打开，去掉密码另存一份再导入")
    if "error" in found:
        raise WorkbookError(f"{label} 不是表格文件，或没有拷贝完整，读不出来；请用 Excel 或 WPS 打开看看，另存为 .xlsx 再导入")
    sheets = tuple(_sheet(raw) for raw in found["sheets"])
    if not any(sheet.cells for sheet in sheets):
        raise WorkbookError(f"{label} 里没有内容（{len(sheets)} 张表都是空的），请从决算软件重新导出")
    return Workbook(label, sheets)


def _extracted(path: Path) -> dict[str, Any]:
    """What extract.py, in a process of its own, says of a file."""
    program = Path(__file__).with_name("extract.py")
    try:
        done = subprocess.run([sys.executable, "-P", str(program), str(path)], capture_output=True, check=False, timeout=SECONDS)  # noqa: S603 (our own program)
    except subprocess.TimeoutExpired:
        return {"error": "坏"}
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
            cells[row, column] = Cell(row, column, plain_number(number), number) if number.is_finite() else Cell(row, column, text)
        elif bare:
            cells[row, column] = Cell(row, column, bare)
    return Sheet(raw["name"], cells, tuple(tuple(area) for area in raw["merged"]), raw["visible"])


def plain_number(number: Decimal) -> str:
    """A number in the shortest plain digits: 2010301, 12.5."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
