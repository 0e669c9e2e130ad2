"""Tables with a named item in each line, in one or more blocks side by side, and tables of one
line.

Such are 收入支出决算总表 and 机构运行信息表; of one line is 公开13.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.importing.columns import target_of
from generator.importing.declared import KnownTable, Target
from generator.importing.evidence import (
    ZERO,
    CellSpot,
    Evidence,
    Filled,
    Observation,
    joined,
    measure_of,
)
from generator.importing.grid import SheetCell, cell_name
from generator.importing.heads import FOOT, Head, find_head, is_numbering
from generator.importing.lines import ASKED
from generator.importing.lost import TakenCells, read_amount, remark_no_head
from generator.importing.recognise import Recognised
from generator.importing.subject_tables import number_at, slack_of
from generator.importing.words import LostCellError, NoAmountError, amount_of, label_of
from generator.model.control import CONTROL
from generator.model.subjects import FUNCTIONAL, Catalogue

_SUM_OF_THREE = (CONTROL, "三公经费")
_BUDGET_WORDS = (
    ("年初预算", "年初"),
    ("全年预算", "全年"),
    ("调整预算", "全年"),
    ("预算数", "预算"),
)
_LABELS = frozenset(("项目", "指标", "内容", "项目名称", "收入项目", "支出项目", "统计项目"))


def read_lines(recognised: Recognised, table: KnownTable, year: Catalogue, into: Evidence) -> None:
    """Read a sheet whose lines have labels, or one whose only line has the numbers."""
    head = find_head(recognised.sheet)
    if head is None:
        remark_no_head(recognised.sheet, table.name, "", into)
        return
    labels = [
        column for column, path in head.paths.items() if path[-1] in _LABELS or _is_label(path)
    ]
    before = len(into.observations) + len(into.filled)
    taken = TakenCells(recognised, head)
    if table.shape == "项目表" or labels:
        rows = _Blocks(recognised, table, head, labels, year, into, taken).read()
    else:
        rows = _one_line(recognised, table, head, into, taken)
    taken.remark_rest(table.name.removesuffix("（财决）"), into)
    _drop_unused(recognised, into)
    numbers = len(into.observations) + len(into.filled) - before
    into.read.append((recognised.sheet.name, table.name, rows, numbers))


def _drop_unused(recognised: Recognised, into: Evidence) -> None:
    """Drop the empty cells of a column without any number: it has not been filled in.

    In a column that is in use an empty cell is 0.
    """
    name = recognised.sheet.name
    used = {
        _letters_of(filled.spot)
        for filled in into.filled
        if filled.spot.sheet == name and not filled.blank
    }
    into.filled[:] = [
        filled
        for filled in into.filled
        if not filled.blank or filled.spot.sheet != name or _letters_of(filled.spot) in used
    ]


def _letters_of(spot: CellSpot) -> str:
    """The column of a cell: C of C12."""
    return spot.cell.rstrip("0123456789")


def _is_label(path: tuple[str, ...]) -> bool:
    """Whether a column holds labels: 项目（单位：万元）."""
    return any(
        path[-1].startswith(word) and len(path[-1]) <= len(word) + 12 and "（" in path[-1]
        for word in _LABELS
    )


class _Blocks:
    """The blocks of a sheet, each with its labels and the columns of their numbers."""

    def __init__(
        self,
        recognised: Recognised,
        table: KnownTable,
        head: Head,
        labels: list[int],
        year: Catalogue,
        into: Evidence,
        taken: TakenCells,
    ) -> None:
        self.recognised, self.table, self.head, self.labels = recognised, table, head, labels
        self.year, self.into, self.taken = year, into, taken
        self.parents = {key.partition("/")[0] for key in table.rows if "/" in key}
        self.targets = {column: _column(table, path) for column, path in head.paths.items()}
        self.slack: dict[int, Decimal] = {}

    def read(self) -> int:
        """Read all blocks; returns how many lines were understood."""
        if not self.labels:
            spot = CellSpot(self.recognised.sheet.name, "")
            message = f"认出是“{self.table.name}”，但表头里没有“项目”一列"
            self.into.remark(spot, message, "检查表头，或写一个对照文件（docs/导入对照.md）")
        self.taken.columns |= set(self.labels)
        return sum(self._block(number, start) for number, start in enumerate(self.labels))

    def _block(self, number: int, start: int) -> int:
        """Read the block whose labels stand in column ``start``; returns its lines."""
        sheet = self.recognised.sheet
        _, end = (*self.labels, sheet.width)[number : number + 2]
        columns = [
            column
            for column in range(start + 1, end)
            if column in self.head.paths and self.head.paths[column][-1] != "行次"
        ]
        self.taken.columns |= {column for column in columns if self.targets[column] is not None}
        rows, parent = 0, ""
        for row in sheet.rows(self.head.data):
            cell = sheet.at(row, start)
            if cell is None or is_numbering(sheet, row):
                continue
            if FOOT.match(cell.text.strip()):
                break
            self.taken.rows.add(row)
            label = label_of(cell.text)
            if label in self.parents:
                parent = label
            target = _row(self.table, label, parent, self.year)
            if target is None:
                self._unknown(columns, row, cell)
                continue
            rows += 1
            if not target.ignored:
                for column in columns:
                    self._take(row, column, target)
        return rows

    def _take(self, row: int, column: int, line: Target) -> None:
        """Read one cell of a line as the value that its column has."""
        target, cell = self.targets[column], self.recognised.sheet.at(row, column)
        if target is None or target.ignored:
            return
        if cell is None:
            if self.recognised.sheet.shown(row, column) is None:
                _say_blank(line, target, _empty(self.recognised, row, column), self.into)
            return
        spot = CellSpot(self.recognised.sheet.name, cell.name)
        try:
            factor = 1 if line.counted else self.recognised.factor
            amount = read_amount(cell, factor, spot, self.into, "数")
        except LostCellError:
            return
        if column not in self.slack:
            self.slack[column] = slack_of(self.recognised, [column], self.head.data)
        self._say(line, target, amount, spot, self.slack[column])

    def _say(
        self, line: Target, column: Target, amount: Decimal | None, spot: CellSpot, slack: Decimal
    ) -> None:
        """Add what a cell says: a number for a place of the data file, or an amount under its
        keys."""
        measure = measure_of(line.keys, column.keys)
        path = line.path or column.path
        if line.path and len(column.keys.get("资金", ())) == 1:
            # A place of the file takes the number of the whole line, not that of one fund.
            return
        if not path and measure == "决算":
            self.into.observations.append(
                Observation(
                    joined(self.table.book, line.keys, column.keys),
                    amount or ZERO,
                    spot,
                    measure,
                    slack,
                    implied=amount is None,
                )
            )
        if not path or amount is None:
            return
        place = _measured(path, measure)
        if place:
            less = line.less if place == path else ()
            counted = line.counted or column.counted
            if line.counted:
                slack = ZERO
            self.into.filled.append(Filled(place, amount, spot, counted, less, slack))

    def _unknown(self, columns: list[int], row: int, cell: SheetCell) -> None:
        """A remark on a line that nobody knows, where it has a number."""
        for column in columns:
            try:
                amount = amount_of(self.recognised.sheet.at(row, column), self.recognised.factor)
            except NoAmountError:
                amount = None
            if amount:
                self.into.remark(
                    CellSpot(self.recognised.sheet.name, cell.name),
                    f"“{self.table.name}”里不认识这一行：{cell.text}（有数）",
                    "没有导入；要导入就在对照文件里写它的去向（docs/导入对照.md）",
                    grave=False,
                )
                return


def _column(table: KnownTable, path: tuple[str, ...]) -> Target | None:
    """Where the numbers of a column go; None for a column that nobody knows."""
    target = target_of(table.columns, path)
    if target is not None:
        return target
    budget = _measure(path)
    if budget:
        return Target({"数": (budget,)})
    if table.columns:
        return None
    return Target()


def _row(table: KnownTable, label: str, parent: str, year: Catalogue) -> Target | None:
    """The target of a line; None for a line that nobody knows.

    It is found under its parent where one is declared: the same words stand in one table twice.
    """
    under = None
    if parent:
        under = table.rows.get(f"{parent}/{label}")
    target = under or table.rows.get(label)
    if target is not None or not table.classes:
        return target
    classes = [subject for subject in year.named(label, FUNCTIONAL) if subject.level == "类"]
    if not classes:
        return None
    return Target({"类型": ("支出",), "功能科目": (classes[0].code,)})


def _measure(path: tuple[str, ...]) -> str:
    """Which budget a column holds: 年初, 全年, or 预算 (one of the two); "" for none."""
    for part in path:
        for word, measure in _BUDGET_WORDS:
            if part.startswith(word):
                return measure
    return ""


def _say_blank(line: Target, column: Target, spot: CellSpot, into: Evidence) -> None:
    """A line that was read and an empty cell in it."""
    path = line.path or column.path
    if not path or path[0] not in ASKED:
        return
    place = _measured(path, measure_of(line.keys, column.keys))
    if place:
        into.filled.append(Filled(place, ZERO, spot, line.counted or column.counted, blank=True))


def _measured(path: tuple[str, ...], measure: str) -> tuple[str, ...]:
    """The place of a number of one kind; () where the data file has none for it.

    A place that ends in 决算数 has its 预算数 beside it, of one kind or of two.
    """
    if measure == "决算":
        return path
    if path[0] != "三公经费" or path[-1] != "决算数" or path[-2] == "外事":
        return ()
    part = path[:-1]
    if part[-1] == "国内":
        part = part[:-1]
    if measure == "预算":
        return (*part, "预算数")
    return (*part, "预算数", measure)


def _one_line(
    recognised: Recognised, table: KnownTable, head: Head, into: Evidence, taken: TakenCells
) -> int:
    """The first line below the head that has a number."""
    targets = {column: _three_public(table, path) for column, path in head.paths.items()}
    taken.columns |= {column for column, target in targets.items() if target is not None}
    for row in recognised.sheet.rows(head.data):
        if is_numbering(recognised.sheet, row) or FOOT.match(recognised.sheet.row(row)[0].text):
            continue
        read = sum(
            _one_number(recognised, target, head, row, column, into)
            for column, target in targets.items()
            if target is not None and not target.ignored
        )
        if read:
            taken.rows.add(row)
            _blanks_beside_sums(recognised, targets, head, row, into)
            return 1
    return 0


def _blanks_beside_sums(
    recognised: Recognised,
    targets: Mapping[int, Target | None],
    head: Head,
    row: int,
    into: Evidence,
) -> None:
    """Empty cells of a line whose other cells make up its sum are zeros: 合计 14.34, 12.49, 1.85."""
    measures = {column: _measure(head.paths[column]) or "决算" for column in targets}
    for measure in dict.fromkeys(measures.values()):
        columns = {
            column: target
            for column, target in targets.items()
            if target is not None and target.path and measures[column] == measure
        }
        sums = [column for column, target in columns.items() if target.path == _SUM_OF_THREE]
        parts = [column for column, target in columns.items() if target.path[0] != CONTROL]
        amounts = {column: number_at(recognised, row, column) for column in (*sums, *parts)}
        added = sum((amounts[column] or ZERO for column in parts), ZERO)
        slack = slack_of(recognised, parts, head.data) * (len(parts) + 1)
        if not any(abs((amounts[column] or ZERO) - added) <= slack and added for column in sums):
            continue
        for column in (column for column in parts if amounts[column] is None):
            place = _measured(columns[column].path, measure)
            if place:
                into.filled.append(Filled(place, ZERO, _empty(recognised, row, column)))


def _empty(recognised: Recognised, row: int, column: int) -> CellSpot:
    """An empty cell of a row, called as its neighbours are."""
    above = recognised.sheet.row(row)[0].above
    return CellSpot(recognised.sheet.name, cell_name(row - above, column))


def _one_number(
    recognised: Recognised, target: Target, head: Head, row: int, column: int, into: Evidence
) -> bool:
    """Read one number of the line. Returns whether something could be read."""
    cell = recognised.sheet.at(row, column)
    if cell is None:
        return False
    spot = CellSpot(recognised.sheet.name, cell.name)
    try:
        amount = read_amount(cell, recognised.factor, spot, into)
    except LostCellError:
        return False
    place = _measured(target.path, _measure(head.paths[column]) or "决算")
    if amount is None or not place:
        return False
    less = target.less if place == target.path else ()
    slack = slack_of(recognised, [column], head.data)
    into.filled.append(Filled(place, amount, spot, less=less, slack=slack))
    return True


def _three_public(table: KnownTable, path: tuple[str, ...]) -> Target | None:
    """The item of a column, however 预算数 and 决算数 stand over or under it."""
    items = [
        label_of(part) for part in path if not _measure((part,)) and not part.startswith("决算数")
    ]
    for name in ("/".join(items), *reversed(items)):
        if name in table.rows:
            return table.rows[name]
    return None
