"""The head of a table: where it stands, what each column is called, where the data begin.

A column is called by the path of its merged heads.
"""

from __future__ import annotations

import re

from msgspec import Struct

from generator.importing.grid import SheetCell, WorkbookSheet
from generator.importing.words import SUMS, code_and_name, is_numeric, joined_code, squeezed

_CODE = re.compile(
    r"(?:科目|分类).{0,4}(?:编码|代码)|^(?:科目)?(?:编码|代码)$|^[类款项]$|^科目$"
    r"|^(?:支出)?功能(?:分类)?(?:科目)?$"
)
_NAME = re.compile(r"名称|^项目$|^科目名称|^收入$|^支出$|^经济分类科目$|^指标$|^内容$")
_ANCHOR = re.compile(
    r"科目.{0,4}(?:编码|代码|名称)|^(?:编码|代码)$|^项目(?:名称|（.*）)?$|^科目$"
    r"|^(?:支出)?功能(?:分类|科目)|^(?:支出)?经济分类|^行次$|^栏次$"
)
FOOT = re.compile(r"^(?:注|说明|备注|审核|制表|填表|单位负责人|编制说明|本表)")
_WORDLESS = frozenset(("项目", "栏次", "金额", "决算数", "本年", ""))
_LEVELS = ("类", "款", "项")
_BESIDE_NUMBERS = ("栏次", "行次", "甲", "乙", "丙", "", "-", "—", *_LEVELS)
_LAST_YEAR = re.compile("(?:上年|去年|上一年)度?.{0,4}(?:[决预]算数?|金额|数)")
_OF_YEAR = re.compile(
    r"(20[0-4]\d)年?度?((?:收入|支出)?[决预]算数?|(?:年初|全年|调整)预算数?|金额|)"
)
"""A column that is called by its year: 2023年决算数, 2023年度."""
_UNITS = re.compile(r"（(?:单位：)?(?:万元|元)）")


class Head(Struct, frozen=True):
    """The head of a table: its first row ``top``, and ``data``, the first row of data.

    ``paths`` are those of the columns; ``codes``, ``names`` and ``lines`` (行次) are columns.
    """

    top: int
    data: int
    paths: dict[int, tuple[str, ...]]
    codes: tuple[int, ...]
    names: tuple[int, ...]
    lines: tuple[int, ...]

    def values(self) -> list[int]:
        """The columns that may hold amounts."""
        aside = {*self.codes, *self.names, *self.lines}
        return [column for column in sorted(self.paths) if column not in aside]


def find_head(sheet: WorkbookSheet) -> Head | None:
    """The head of a sheet's table; None when there is none."""
    top = next((row for row in range(min(sheet.height, 25)) if _is_head(sheet, row)), None)
    if top is None:
        return None
    while top and _goes_above(sheet, top - 1):
        top -= 1
    depth = top + 1
    while depth < min(sheet.height, top + 9) and not _is_data(sheet, top, depth):
        depth += 1
    rows = [row for row in range(top, depth) if not is_numbering(sheet, row)]
    paths = {column: path for column in range(sheet.width) if (path := _path(sheet, rows, column))}
    # The software has 类, 款, 项 in the line of column numbers.
    for row in range(top, depth):
        if row in rows:
            continue
        levels = [cell for cell in sheet.row(row) if cell.text in _LEVELS]
        paths.update({cell.column: (*paths.get(cell.column, ()), cell.text) for cell in levels})
    codes = tuple(
        column
        for column, path in paths.items()
        if any(_CODE.search(part) for part in path[-1:] if part not in ("项目",))
    )
    names = tuple(
        column for column, path in paths.items() if column not in codes and _NAME.search(path[-1])
    )
    lines = tuple(column for column, path in paths.items() if path[-1] == "行次")
    return Head(top, depth, paths, codes, names, lines)


def with_years_named(sheet: WorkbookSheet, year: int) -> WorkbookSheet:
    """A sheet whose columns are called 决算数 and 上年决算数, where they were called by years."""
    head = find_head(sheet)
    if head is None:
        return sheet
    texts: dict[tuple[int, int], str] = {}
    for cell in (cell for row in range(head.top, head.data) for cell in sheet.row(row)):
        named = _OF_YEAR.fullmatch(squeezed(cell.text))
        if named and int(named[1]) in (year, year - 1):
            last = {year: "", year - 1: "上年"}[int(named[1])]
            texts[cell.row, cell.column] = f"{last}{named[2] or '决算数'}"
    if not texts:
        return sheet
    return sheet.with_texts(texts)


def is_of_last_year(path: tuple[str, ...]) -> bool:
    """Whether a column has last year's amounts; 上年结转 is this year's."""
    return any(_LAST_YEAR.fullmatch(part) for part in path)


def _goes_above(sheet: WorkbookSheet, row: int) -> bool:
    """Whether a row above the first head with a known word is a head too.

    It is where it has several words, and neither a title nor “单位：万元”.
    """
    cells = sheet.row(row)
    return len(cells) > 1 and not any(
        cell.number is not None or re.search("[：:]|表$|年度?$", cell.text.strip())
        for cell in cells
    )


def _is_head(sheet: WorkbookSheet, row: int) -> bool:
    """Whether a row has the words of a head."""
    texts = [squeezed(cell.text) for cell in sheet.row(row) if cell.number is None]
    if len(texts) < 2:
        # A head whose first line is one cell merged over all columns has the words below it.
        return False
    words = sum(1 for text in texts if _ANCHOR.search(text))
    return (
        bool(words)
        or sum(1 for text in texts if text in ("收入", "支出", "预算数", "决算数", "合计")) >= 2
    )


def is_numbering(sheet: WorkbookSheet, row: int) -> bool:
    """The line 栏次: column numbers 1, 2, 3, or letters and dashes beside them."""
    cells = sheet.row(row)
    numbers = [cell for cell in cells if re.fullmatch(r"\d{1,3}(?:=.*)?", cell.text)]
    others = [
        cell for cell in cells if cell not in numbers and squeezed(cell.text) not in _BESIDE_NUMBERS
    ]
    if others or not numbers:
        return bool(cells) and not others and any(squeezed(cell.text) == "栏次" for cell in cells)
    counted = [int(re.match(r"\d+", cell.text)[0]) for cell in numbers]  # type: ignore[index]
    is_labelled = any(squeezed(cell.text) == "栏次" for cell in cells)
    return is_labelled or (
        len(counted) > 1
        and counted == list(range(counted[0], counted[0] + len(counted)))
        and counted[0] < 3
    )


def _is_data(sheet: WorkbookSheet, top: int, row: int) -> bool:
    """Whether the data have begun: with a code, a sum, or a label with a number.

    In a table of one line the row has numbers alone.
    """
    cells = sheet.row(row)
    if not cells:
        return False
    if is_numbering(sheet, row):
        return False
    first = cells[0]
    if FOOT.match(first.text):
        return True
    if first.column <= 3 and len(re.sub(r"\D", "", code_and_name(first.text)[0])) in (3, 5, 7):
        return True
    below = squeezed(first.text)
    numbers = [cell for cell in cells if is_numeric(cell)]
    if below in SUMS or below.endswith("合计"):
        # 合计 is the first word of many a head as well: there the row has no numbers, and heads
        # stand beside it.
        beside = [cell for cell in cells[1:] if not is_numeric(cell)]
        return not beside or bool(numbers)
    if re.match(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])", first.text):
        return True
    return bool(numbers) and (is_numeric(first) or row > top)


def _path(sheet: WorkbookSheet, rows: list[int], column: int) -> tuple[str, ...]:
    """The heads over a column from top to bottom, without words that tell nothing.

    Each merged head is in it once.
    """
    parts: list[str] = []
    before = None
    for level, row in enumerate(rows):
        cell = sheet.shown(row, column)
        if cell is None and not sheet.merged:
            cell = _from_left(sheet, rows, level, column)
        # Twice the same cell is one merged head; two cells with the same words are 其他支出 (399)
        # and 其他支出 (39999).
        if cell is not None and cell is not before:
            text = re.sub("^其中：?", "", _UNITS.sub("", squeezed(cell.text)))
            if text:
                parts.append(text)
        before = cell
    return tuple(parts)


def _from_left(sheet: WorkbookSheet, rows: list[int], level: int, column: int) -> SheetCell | None:
    """The head to the left, which reaches over a blank that has a head below it.

    Only without merged areas: .ods, or a program that leaves cells empty.
    """
    below = rows[level + 1 :]
    if not any(sheet.at(row, column) for row in below):
        return None
    above = _above(sheet, rows, level, column)
    for left in range(column - 1, -1, -1):
        if _above(sheet, rows, level, left) is not above:
            return None  # it belongs to another head above
        cell = sheet.at(rows[level], left)
        if cell is not None:
            # A head that has nothing under it is a column of its own and does not reach further.
            reaches = any(sheet.at(row, left) for row in below)
            if reaches:
                return cell
            return None
    return None


def _above(sheet: WorkbookSheet, rows: list[int], level: int, column: int) -> SheetCell | None:
    """The head over a cell of the head; None in the first row."""
    if not level:
        return None
    return _owner(sheet, rows, level - 1, column)


def _owner(sheet: WorkbookSheet, rows: list[int], level: int, column: int) -> SheetCell | None:
    """The head of a column on one level, or the one that reaches over it from the left."""
    return sheet.at(rows[level], column) or _from_left(sheet, rows, level, column)


def essential(path: tuple[str, ...]) -> tuple[str, ...]:
    """A path without sums and empty words: 本年支出/小计 → 本年支出; only 合计 stays 合计."""
    parts = tuple(part for part in path if part not in SUMS and part not in _WORDLESS)
    if not parts and any(part in SUMS for part in path):
        return ("合计",)
    return parts or path[-1:]


def code_at(sheet: WorkbookSheet, row: int, columns: tuple[int, ...]) -> tuple[str, str]:
    """The code and, where it stands in the same cell, the name of a line."""
    cells = [sheet.at(row, column) for column in columns]
    texts = [cell.text for cell in cells if cell]
    if not texts:
        return "", ""
    code = joined_code(texts)
    name = next((name for text in texts if (name := code_and_name(text)[1])), "")
    return code, name
