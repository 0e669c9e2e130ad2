"""Long lists, as 预算管理一体化 exports them: each line one amount, equal lines are added up.

The 科目, fund, nature and project of an amount stand in columns of its line.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.importing.columns import target_of
from generator.importing.declared import KnownTable, Target
from generator.importing.evidence import ZERO, CellSpot, Evidence, Observation, joined, measure_of
from generator.importing.heads import FOOT, Head, find_head, is_numbering
from generator.importing.lost import TakenCells, read_amount
from generator.importing.recognise import Recognised
from generator.importing.words import (
    LostCellError,
    code_and_name,
    squeezed,
)
from generator.model.money import FUNDS, NATURES

# What the words of the systems mean; a mapping file adds its own under 值.
_MEANT = {
    "资金": {
        **{fund[:4]: fund for fund in FUNDS[:3]},
        "政府性基金": FUNDS[1],
        "国有资本": FUNDS[2],
        "单位资金": FUNDS[3],
        "财政专户": FUNDS[3],
        "事业": FUNDS[3],
    },
    "支出性质": {
        "基本": NATURES[0],
        "人员类": NATURES[0],
        "公用经费": NATURES[0],
        "项目支出": NATURES[1],
        "特定目标": NATURES[1],
        "其他运转": NATURES[1],
    },
}
_DIGITS = {"功能科目": 7, "经济科目": 5}
# An amount is observed three times, each time finer: the first time in the sum of an item, then in
# those of its parts.
_LEVELS = (
    ("资金", "功能科目", "支出性质"),
    ("资金", "功能科目", "支出性质", "经济科目"),
    ("资金", "功能科目", "支出性质", "项目", "经济科目"),
)

LineKeys = dict[str, tuple[str, ...]]
"""The keys of one line, as its columns tell them."""
SumKeys = tuple[tuple[str, tuple[str, ...]], ...]
"""The keys of a sum of lines, in order."""
Sums = dict[tuple[str, SumKeys], tuple[Decimal, CellSpot]]
"""The measure and the keys of a sum → the sum and its first cell."""


def read_register(recognised: Recognised, table: KnownTable, into: Evidence) -> None:
    """Read the lines of a list sheet into the evidence."""
    head = find_head(recognised.sheet)
    targets = _targets(table, head)
    if head is None or not any(target.read == "功能科目" for target in targets.values()):
        into.remark(
            CellSpot(recognised.sheet.name, ""),
            f"认出是“{table.name}”，但找不到 读作 功能科目 的一列",
            "检查表头，或对照文件里列的写法（docs/导入对照.md）",
        )
        return
    _Register(recognised, table, head, targets, into).read()


class _Register:
    """A list sheet: its lines, the ``targets`` of its columns, and the ``sums`` of its amounts."""

    def __init__(
        self,
        recognised: Recognised,
        table: KnownTable,
        head: Head,
        targets: Mapping[int, Target],
        into: Evidence,
    ) -> None:
        self.recognised, self.table, self.head = recognised, table, head
        self.targets, self.into = targets, into
        self.sums: Sums = {}

    def read(self) -> None:
        """Read the lines, and add their sums to the evidence."""
        rows = 0
        sheet = self.recognised.sheet
        taken = TakenCells(self.recognised, self.head)
        taken.columns |= set(self.targets)
        for row in sheet.rows(self.head.data):
            if is_numbering(sheet, row):
                continue
            if FOOT.match(sheet.row(row)[0].text):
                break
            taken.rows.add(row)
            keys = self._keys(row)
            if keys is None:
                continue
            rows += 1
            for column, target in self.targets.items():
                if not target.read and not target.ignored:
                    self._add(keys, target, row, column)
        taken.remark_rest(self.table.name, self.into)
        before = len(self.into.observations)
        for (measure, levels), (amount, spot) in self.sums.items():
            self.into.observations.append(Observation(dict(levels), amount, spot, measure))
        observed = len(self.into.observations) - before
        self.into.read.append((sheet.name, self.table.name, rows, observed))

    def _keys(self, row: int) -> LineKeys | None:
        """What a line says of itself; None for a sum (no code), and for what is not understood.

        Of what is not understood the evidence has a remark.
        """
        keys: dict[str, tuple[str, ...]] = {}
        for column, target in self.targets.items():
            cell = self.recognised.sheet.shown(row, column)
            if not target.read or cell is None:
                continue
            if target.read in _DIGITS:
                code, name = code_and_name(cell.text)
                if len(code) != _DIGITS[target.read]:
                    if target.read == "功能科目":
                        return None
                    continue
                keys[target.read] = (code,)
                if name:
                    self.into.names.setdefault(code, name)
            elif target.read == "项目":
                keys["项目"] = (cell.text.strip(),)
            else:
                intended = _intended(self.table, target.read, cell.text)
                if not intended:
                    spot = CellSpot(self.recognised.sheet.name, cell.name)
                    self.into.unread += 1
                    self.into.remark(
                        spot,
                        f"不知道“{cell.text}”是哪种{target.read}，这一行没有导入",
                        f"在对照文件里写 值: {{{cell.text}: …}}（docs/导入对照.md）",
                    )
                    return None
                keys[target.read] = (intended,)
        if "功能科目" not in keys:
            return None
        return keys

    def _add(self, line: LineKeys, target: Target, row: int, column: int) -> None:
        """Add the amount of a cell to the sums that it is part of."""
        cell = self.recognised.sheet.at(row, column)
        if cell is None:
            return
        spot = CellSpot(self.recognised.sheet.name, cell.name)
        try:
            amount = read_amount(cell, self.recognised.factor, spot, self.into)
        except LostCellError:
            return
        if amount is None:
            return
        measure = measure_of(self.table.book, target.keys)
        keys = joined(self.table.book, target.keys, line)
        nature = keys.get("支出性质", ("",))[0]
        project = keys.get("项目", ("",))[0]
        if nature == NATURES[1] and project and measure == "决算":
            projects = self.into.projects.setdefault(keys["功能科目"][0], [])
            if project not in projects:
                projects.append(project)
        for sum_keys in _sum_keys(keys, nature, measure):
            before, first_spot = self.sums.get((measure, sum_keys), (ZERO, spot))
            self.sums[measure, sum_keys] = (before + amount, first_spot)


def _targets(table: KnownTable, head: Head | None) -> dict[int, Target]:
    """The columns that are known, with their targets."""
    if head is None:
        return {}
    return {
        column: target
        for column, path in head.paths.items()
        if (target := target_of(table.columns, path))
    }


def _intended(table: KnownTable, key: str, text: str) -> str:
    """The value that a text means for a key; "" for one that is not known."""
    word = squeezed(text)
    declared = table.values.get(word)
    if declared and key in declared.keys:
        return declared.keys[key][0]
    return next((meaning for begin, meaning in _MEANT[key].items() if begin in word), "")


def _sum_keys(keys: LineKeys, nature: str, measure: str) -> list[SumKeys]:
    """The keys of the sums that an amount is part of, each once; budgets are of items only."""
    levels: tuple[tuple[str, ...], ...] = (("资金", "功能科目"),)
    if measure == "决算":
        levels = _LEVELS
    selections = (
        tuple(
            (key, keys[key])
            for key in ("类型", *level)
            if key in keys and not (key == "项目" and nature != NATURES[1])
        )
        for level in levels
    )
    return list(dict.fromkeys(selections))
