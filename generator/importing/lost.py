"""What stands in a sheet and is not read: formulas without a result, error values, columns and
lines that no reader took. Nothing that a sheet says goes missing without a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from generator.importing.evidence import CellSpot, Evidence
from generator.importing.grid import SheetCell, WorkbookSheet, cell_name
from generator.importing.heads import FOOT, Head, is_numbering, is_of_last_year
from generator.importing.recognise import Recognised
from generator.importing.stored import FORMULA
from generator.importing.words import LostCellError, NoAmountError, amount_of

MOST_COLUMNS = 12
# Columns whose numbers count lines, or name things, and are no amounts.
_NO_AMOUNTS = re.compile("序号$|行次|栏次|编[号码]$|代码$|年度$|年份$|日期$|时间$|电话|%|比例|率$")
_SAVE = "用 Excel 或 WPS 打开这个工作簿，按 Ctrl+S 保存一次（公式就算出来了），再导入"
_FIX = "在 Excel 里改好这个公式（或直接填数），保存再导入"
_REPORT = "没有导入；要导入就在对照文件里写它的去向（docs/导入对照.md）"


_NOTHING = "看它的表头与通常的有什么不同，改成通常的再导入，或自己填"
_NO_HEAD = "检查表头是否被删去，或写一个对照文件（docs/导入对照.md）"
_NO_HEAD_PRINTED = (
    "看这张表的头几行是不是它的表头（PDF 里有时分不出来）；"
    "换成 Word 文件或 Excel 报表再导入，或自己填"
)
_APART = "是另一张表的，分到单独的工作表再导入；是同一张表的，删去中间的“注”等文字"
_APART_PRINTED = "是另一张表的，在 Word 里分成两张、写上表名再导入；是同一张表的，自己填这几行"


def remark_no_head(sheet: WorkbookSheet, table: str, heads: str, into: Evidence) -> None:
    """A remark on a table that is known, and whose head is not found."""
    advice = _NO_HEAD
    if sheet.printed:
        advice = _NO_HEAD_PRINTED
    into.remark(CellSpot(sheet.name, ""), f"认出是“{table}”，但找不到表头{heads}", advice)


def read_amount(
    cell: SheetCell, factor: int, spot: CellSpot, into: Evidence, kind: str = "金额"
) -> Decimal | None:
    """The amount of a cell, in 元; None for an empty one. Raises LostCellError where there is none,
    which is said by then: ``kind`` is what it should be."""
    try:
        return amount_of(cell, factor)
    except LostCellError:
        raise
    except NoAmountError as error:
        advice = "在表里改成数字再导入，或自己填进数据文件"
        into.unread += 1
        into.remark(spot, f"应是{kind}，写的是“{error}”", advice)
        raise LostCellError from error


def remark_lost(sheet: WorkbookSheet, into: Evidence) -> None:
    """One remark for the formulas of a sheet that have no result, and one for its error values."""
    lost = sheet.lost()
    into.unread += len(lost)
    formulas = [cell for cell in lost if cell.lost == FORMULA]
    errors = [cell for cell in lost if cell.lost != FORMULA]
    if formulas:
        spot = CellSpot(sheet.name, formulas[0].name)
        into.remark(spot, f"{_cells(formulas)}是公式，还没有算过，读不出数", _SAVE)
    if errors:
        spot = CellSpot(sheet.name, errors[0].name)
        into.remark(spot, f"{_cells(errors)}是错误值 {errors[0].lost}，读不出数", _FIX)


def _cells(cells: Sequence[SheetCell]) -> str:
    """The first cells for a message, with a blank or “格” behind them."""
    names = "、".join(cell.name for cell in cells[:3])
    if len(cells) > 3:
        return f"{names} 等 {len(cells)} 格"
    return f"{names} "


class TakenCells:
    """The cells of a sheet that are dealt with: read, left out by declaration, or remarked on."""

    def __init__(self, recognised: Recognised, head: Head) -> None:
        self.sheet, self.head = recognised.sheet, head
        self.aside: set[int] = {*head.codes, *head.lines}
        self.aside |= {
            column for column, path in head.paths.items() if _NO_AMOUNTS.search(path[-1])
        }
        self.columns: set[int] = set()
        self.rows: set[int] = set()

    def remark_rest(self, name: str, into: Evidence) -> None:
        """A remark for each column, and one for the lines, with figures that nobody dealt with."""
        below: list[SheetCell] = []
        columns: dict[int, list[SheetCell]] = {}
        for row in self.sheet.rows(self.head.data):
            figures = [cell for cell in self.sheet.row(row) if self._is_figure(cell)]
            if row in self.rows:
                for cell in figures:
                    if cell.column not in self.columns:
                        columns.setdefault(cell.column, []).append(cell)
            elif self._is_line(row, figures):
                below += figures[:1]
        self._remark_last_year(name, columns, into)
        into.unread += sum(map(len, columns.values())) + len(below)
        for column, cells in list(columns.items())[:MOST_COLUMNS]:
            path = "/".join(self.head.paths.get(column, ()))
            message, where = "有一列没有表头", cells[0].name
            if path:
                message, where = f"不认识这一列：{path}", self._name(column)
            spot = CellSpot(self.sheet.name, where)
            into.unknown = True
            into.remark(spot, f"“{name}”里{message}（有 {len(cells)} 个数）", f"这一列{_REPORT}")
        if others := list(columns)[MOST_COLUMNS:]:
            spot = CellSpot(self.sheet.name, self._name(others[0]))
            into.remark(
                spot, f"“{name}”里从这一列起还有 {len(others)} 列不认识", f"这些列{_REPORT}"
            )
        if below:
            which = "这一行"
            if len(below) > 1:
                which = f"等 {len(below)} 行"
            spot = CellSpot(self.sheet.name, below[0].name)
            advice = _APART
            if self.sheet.printed:
                advice = _APART_PRINTED
            into.remark(spot, f"“{name}”下面{which}还有数，没有读", advice)

    def remark_nothing(self, name: str, into: Evidence) -> None:
        """A remark on a table whose lines are known and which has figures, none of them read."""
        figures = (
            cell
            for row in self.sheet.rows(self.head.data)
            for cell in self.sheet.row(row)
            if row in self.rows and cell.column in self.columns and self._is_figure(cell)
        )
        first = next(figures, None)
        if first is not None:
            spot = CellSpot(self.sheet.name, first.name)
            into.remark(spot, f"“{name}”有数，一个也没有读", _NOTHING)

    def _remark_last_year(
        self, name: str, columns: dict[int, list[SheetCell]], into: Evidence
    ) -> None:
        """One light remark for all columns of last year's numbers, which are taken out."""
        paths = self.head.paths
        last = [column for column in columns if is_of_last_year(paths.get(column, ()))]
        for column in last:
            del columns[column]
        if last:
            names = "、".join("/".join(paths[column]) for column in last[:3])
            spot = CellSpot(self.sheet.name, self._name(last[0]))
            message = f"“{name}”里 {names} 是上年的数，没有导入"
            into.remark(spot, message, "上年的数写在 上年 里，或导入上年的文件", grave=False)

    def _is_figure(self, cell: SheetCell) -> bool:
        """Whether a cell holds an amount in a column that may hold amounts."""
        try:
            return cell.column not in self.aside and bool(amount_of(cell, 1))
        except NoAmountError:
            return False

    def _is_line(self, row: int, figures: Sequence[SheetCell]) -> bool:
        """Whether a line that no reader took is one of a table, and no note or telephone number."""
        first = self.sheet.row(row)[0]
        if is_numbering(self.sheet, row):
            return False
        if FOOT.match(first.text) or not figures:
            return False
        return len(figures) > 1 or (figures[0] is not first and figures[0].column in self.columns)

    def _name(self, column: int) -> str:
        """The lowest cell of a column's head."""
        for row in range(self.head.data - 1, self.head.top - 1, -1):
            cell = self.sheet.at(row, column)
            if cell and cell.number is None and cell.text:
                return cell.name
        return cell_name(self.head.top, column)
