"""Tables with a named item in each line (收入支出决算总表, 机构运行信息表), in one or more blocks side by side; and tables of one line (公开13)."""

from __future__ import annotations

from decimal import Decimal

from generator.importing.columns import target_of
from generator.importing.declared import Table, Target
from generator.importing.evidence import ZERO, Evidence, Filled, Seen, Spot, joined, measure_of
from generator.importing.grid import cell_name
from generator.importing.heads import FOOT, Head, find_head, is_numbering
from generator.importing.lost import Taken
from generator.importing.recognise import Recognised
from generator.importing.subject_tables import slack_of
from generator.importing.words import Lost, NoAmount, amount_of, label_of
from generator.model.subjects import FUNCTIONAL, Catalogue

# In these parts of a data file nothing typed is not 0: what a table leaves empty is.
_ASKED = ("三公经费", "机关运行经费", "政府采购", "国有资产")
_LABELS = frozenset(("项目", "指标", "内容", "项目名称", "收入项目", "支出项目", "统计项目"))


def read_lines(one: Recognised, table: Table, year: Catalogue, into: Evidence) -> None:
    """Read a sheet whose lines have labels, or one whose only line has the numbers."""
    head = find_head(one.sheet)
    if head is None:
        into.remark(
            Spot(one.sheet.name, ""),
            f"认出是“{table.name}”，但找不到表头",
            "检查表头是否被删去，或写一个对照文件（docs/导入对照.md）",
        )
        return
    labels = [
        column for column, path in head.paths.items() if path[-1] in _LABELS or _is_label(path)
    ]
    before = len(into.seen) + len(into.filled)
    taken = Taken(one, head)
    blocks = _Blocks(one, table, head, labels, year, into, taken)
    in_blocks = table.shape == "项目表" or labels
    rows = blocks.read() if in_blocks else _one_line(one, table, head, into, taken)
    taken.tell_rest(table.name.removesuffix("（财决）"), into)
    _drop_unused(one, into)
    into.read.append((one.sheet.name, table.name, rows, len(into.seen) + len(into.filled) - before))


def _drop_unused(one: Recognised, into: Evidence) -> None:
    """An empty cell is 0 where its column is in use; a column without any number has not been filled in."""
    mine = [filled for filled in into.filled if filled.spot.sheet == one.sheet.name]
    used = {filled.spot.cell.rstrip("0123456789") for filled in mine if not filled.blank}
    into.filled[:] = [
        filled
        for filled in into.filled
        if not filled.blank or filled not in mine or filled.spot.cell.rstrip("0123456789") in used
    ]


def _is_label(path: tuple[str, ...]) -> bool:
    return any(
        path[-1].startswith(word) and len(path[-1]) <= len(word) + 12 and "（" in path[-1]
        for word in _LABELS
    )


class _Blocks:
    """The blocks of a sheet, each with its labels and the columns of their numbers."""

    def __init__(
        self,
        one: Recognised,
        table: Table,
        head: Head,
        labels: list[int],
        year: Catalogue,
        into: Evidence,
        taken: Taken,
    ) -> None:
        self.one, self.table, self.head, self.labels = one, table, head, labels
        self.year, self.into, self.taken = year, into, taken
        self.parents = {key.partition("/")[0] for key in table.rows if "/" in key}
        self.targets = {column: _column(table, path) for column, path in head.paths.items()}
        self.slack: dict[int, Decimal] = {}

    def read(self) -> int:
        """Read all blocks; returns how many lines were understood."""
        if not self.labels:
            spot = Spot(self.one.sheet.name, "")
            told = f"认出是“{self.table.name}”，但表头里没有“项目”一列"
            self.into.remark(spot, told, "检查表头，或写一个对照文件（docs/导入对照.md）")
        self.taken.columns |= set(self.labels)
        return sum(self._block(place, start) for place, start in enumerate(self.labels))

    def _block(self, place: int, start: int) -> int:
        last = place + 1 == len(self.labels)
        end = self.one.sheet.width if last else self.labels[place + 1]
        columns = [
            column
            for column in range(start + 1, end)
            if column in self.head.paths and self.head.paths[column][-1] != "行次"
        ]
        self.taken.columns |= {one for one in columns if self.targets[one] is not None}
        rows, parent = 0, ""
        for row in self.one.sheet.rows(self.head.data):
            cell = self.one.sheet.at(row, start)
            if cell is None or is_numbering(self.one.sheet, row):
                continue
            if FOOT.match(cell.text.strip()):
                break
            self.taken.rows.add(row)
            label = label_of(cell.text)
            if label in self.parents:
                parent = label
            target = _row(self.table, label, parent, self.year)
            if target is None:
                spot = Spot(self.one.sheet.name, cell.name)
                _unknown(self.one, self.table, columns, row, cell.text, spot, self.into)
                continue
            rows += 1
            for column in columns if not target.ignored else ():
                self._take(row, column, target)
        return rows

    def _take(self, row: int, column: int, line: Target) -> None:
        target, cell = self.targets[column], self.one.sheet.at(row, column)
        if target is None or target.ignored:
            return
        if cell is None:
            if self.one.sheet.shown(row, column) is None:
                spot = Spot(self.one.sheet.name, cell_name(row, column))
                _say_blank(line, target, spot, self.into)
            return
        spot = Spot(self.one.sheet.name, cell.name)
        try:
            amount = amount_of(cell, 1 if line.counted else self.one.factor)
        except Lost:
            return
        except NoAmount as error:
            advice = "在表里改成数字再导入，或自己填进数据文件"
            self.into.unread += 1
            self.into.remark(spot, f"应是数，写的是“{error}”", advice)
            return
        if column not in self.slack:
            self.slack[column] = slack_of(self.one, [column], self.head.data)
        _say(self.table, line, target, amount, spot, self.slack[column], self.into)


def _column(table: Table, path: tuple[str, ...]) -> Target | None:
    """Where the numbers of a column go; None for a column that nobody knows."""
    target = target_of(table.columns, path)
    if target is not None:
        return target
    budget = _measure(path)
    if budget:
        return Target({"数": (budget,)})
    return None if table.columns else Target()


def _row(table: Table, label: str, parent: str, year: Catalogue) -> Target | None:
    """The target of a line: under its parent where one is declared (the same words stand in one table twice)."""
    under = table.rows.get(f"{parent}/{label}") if parent else None
    found = under or table.rows.get(label)
    if found is None and table.classes:
        classes = [subject for subject in year.named(label, FUNCTIONAL) if subject.level == "类"]
        found = Target({"类型": ("支出",), "功能科目": (classes[0].code,)}) if classes else None
    return found


def _unknown(
    one: Recognised,
    table: Table,
    columns: list[int],
    row: int,
    text: str,
    spot: Spot,
    into: Evidence,
) -> None:
    for column in columns:
        try:
            amount = amount_of(one.sheet.at(row, column), one.factor)
        except NoAmount:
            amount = None
        if amount:
            into.remark(
                spot,
                f"“{table.name}”里不认识这一行：{text}（有数）",
                "没有导入；要导入就在对照文件里写它的去向（docs/导入对照.md）",
                grave=False,
            )
            return


def _measure(path: tuple[str, ...]) -> str:
    for part in path:
        for word, measure in (
            ("年初预算", "年初"),
            ("全年预算", "全年"),
            ("调整预算", "全年"),
            ("预算数", "预算"),
        ):
            if part.startswith(word):
                return measure
    return ""


def _say(
    table: Table,
    line: Target,
    column: Target,
    amount: Decimal | None,
    spot: Spot,
    slack: Decimal,
    into: Evidence,
) -> None:
    measure = measure_of(line.keys, column.keys)
    path = line.path or column.path
    if path:
        if amount is not None:
            place = _measured(path, measure)
            if place:
                into.filled.append(
                    Filled(
                        place,
                        amount,
                        spot,
                        line.counted or column.counted,
                        line.less if place == path else (),
                        ZERO if line.counted else slack,
                    )
                )
        return
    if measure == "决算":
        into.seen.append(
            Seen(
                joined(table.book, line.keys, column.keys),
                amount or ZERO,
                spot,
                measure,
                slack,
                implied=amount is None,
            )
        )


def _say_blank(line: Target, column: Target, spot: Spot, into: Evidence) -> None:
    """A line that was read and an empty cell in it."""
    path = line.path or column.path
    place = (
        _measured(path, measure_of(line.keys, column.keys)) if path and path[0] in _ASKED else ()
    )
    if place:
        into.filled.append(Filled(place, ZERO, spot, line.counted or column.counted, blank=True))


def _measured(path: tuple[str, ...], measure: str) -> tuple[str, ...]:
    """Where a number of one kind goes: a place that ends in 决算数 has its 预算数 beside it, of one kind or of two."""
    if measure == "决算":
        return path
    if path[0] != "三公经费" or path[-1] != "决算数" or path[-2] == "外事":
        return ()
    above = path[:-2] if path[-2] == "国内" else path[:-1]
    return (*above, "预算数") if measure == "预算" else (*above, "预算数", measure)


def _one_line(one: Recognised, table: Table, head: Head, into: Evidence, taken: Taken) -> int:
    """The first line below the head that has a number."""
    targets = {column: _three_public(table, path) for column, path in head.paths.items()}
    taken.columns |= {column for column, target in targets.items() if target is not None}
    for row in one.sheet.rows(head.data):
        if is_numbering(one.sheet, row) or FOOT.match(one.sheet.row(row)[0].text):
            continue
        read = sum(
            _one_number(one, target, head, row, column, into)
            for column, target in targets.items()
            if target is not None and not target.ignored
        )
        if read:
            taken.rows.add(row)
            return 1
    return 0


def _one_number(
    one: Recognised, target: Target, head: Head, row: int, column: int, into: Evidence
) -> bool:
    """One number of the line; whether something could be read."""
    cell = one.sheet.at(row, column)
    if cell is None:
        return False
    spot = Spot(one.sheet.name, cell.name)
    try:
        amount = amount_of(cell, one.factor)
    except Lost:
        return False
    except NoAmount as error:
        advice = "在表里改成数字再导入，或自己填进数据文件"
        into.unread += 1
        into.remark(spot, f"应是金额，写的是“{error}”", advice)
        return False
    place = _measured(target.path, _measure(head.paths[column]) or "决算")
    if amount is None or not place:
        return False
    less = target.less if place == target.path else ()
    slack = slack_of(one, [column], head.data)
    into.filled.append(Filled(place, amount, spot, less=less, slack=slack))
    return True


def _three_public(table: Table, path: tuple[str, ...]) -> Target | None:
    """The item of a column, however 预算数 and 决算数 stand over or under it."""
    items = [
        label_of(part) for part in path if not _measure((part,)) and not part.startswith("决算数")
    ]
    for name in ("/".join(items), *reversed(items)):
        if name in table.rows:
            return table.rows[name]
    return None
