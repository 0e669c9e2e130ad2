"""Tables with a 科目 in each line (also several side by side, also over several sheets) → what they say."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal

from msgspec import Struct, field

from generator.importing.columns import Column, columns_of
from generator.importing.declared import Table
from generator.importing.evidence import ZERO, Evidence, Missed, Seen, Spot, joined, measure_of
from generator.importing.heads import FOOT, Head, code_at, find_head, is_numbering
from generator.importing.lost import Taken
from generator.importing.recognise import Recognised
from generator.importing.words import (
    SUMS,
    Lost,
    NoAmount,
    amount_of,
    is_mistyped,
    label_of,
    squeezed,
)
from generator.model.subjects import Catalogue

_LENGTHS = {"2": ("功能科目", (3, 5, 7)), "3": ("经济科目", (3, 5))}
_TOTALS = SUMS | {"本年支出合计", "本年收入合计", "支出合计", "收入合计", "支出总计"}
CENT = Decimal("0.005")


def _kind(code: str) -> str:
    """功能科目 or 经济科目 as the code tells; "" for what is no code."""
    kind, lengths = _LENGTHS.get(code[:1], ("", ()))
    return kind if len(code) in lengths else ""


class _Table(Struct):
    """One table over all its sheets."""

    listed: set[str] = field(default_factory=set)
    economics: set[str] = field(default_factory=set)
    totals: dict[tuple[str, str], tuple[Decimal, Spot]] = field(default_factory=dict)
    sums: dict[tuple[str, str], Decimal] = field(default_factory=lambda: defaultdict(lambda: ZERO))
    spots: list[Spot] = field(default_factory=list)
    unread: bool = False
    scopes: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    of: str = ""


def read_subjects(sheets: list[Recognised], table: Table, year: Catalogue, into: Evidence) -> None:
    """Read all sheets of one table (wide ones go on over several)."""
    whole = _Table()
    for one in sheets:
        head = find_head(one.sheet)
        if head is None or not (head.codes or head.names):
            into.remark(
                Spot(one.sheet.name, ""),
                f"认出是“{table.name}”，但找不到表头（科目编码、科目名称）",
                "检查表头是否被删去，或写一个对照文件（docs/导入对照.md）",
            )
            continue
        before = len(into.seen)
        taken = Taken(one, head)
        blocks = _blocks(head, year, one, table, taken)
        rows = sum(
            _Block(one, table, head, block, whole, year, into, taken).read() for block in blocks
        )
        taken.tell_rest(table.name, into)
        into.read.append((one.sheet.name, table.name, rows, len(into.seen) - before))
    if whole.spots:
        _close(table, whole, into)


class _Part(Struct, frozen=True):
    codes: tuple[int, ...]
    names: tuple[int, ...]
    columns: tuple[Column, ...]


def _blocks(
    head: Head, year: Catalogue, one: Recognised, table: Table, taken: Taken
) -> list[_Part]:
    """The tables that stand side by side: each begins with its own codes."""
    leading = head.codes or head.names
    starts = [
        column
        for place, column in enumerate(leading)
        if not place or column - leading[place - 1] > 1
    ]
    parts = []
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else one.sheet.width
        mine = [column for column in head.values() if start < column < end]
        columns, unknown = columns_of(table, head, mine, year)
        taken.columns |= set(mine) - {column for column, _ in unknown}
        codes = tuple(column for column in head.codes if start <= column < end)
        names = tuple(column for column in head.names if start <= column < end)
        taken.columns |= {*codes, *names}
        parts.append(_Part(codes, names, tuple(columns)))
    return parts


def _number(one: Recognised, row: int, column: int) -> Decimal | None:
    try:
        return amount_of(one.sheet.at(row, column), one.factor)
    except NoAmount:
        return None


class _Block:
    """One block of one sheet, line by line."""

    def __init__(
        self,
        one: Recognised,
        table: Table,
        head: Head,
        part: _Part,
        whole: _Table,
        year: Catalogue,
        into: Evidence,
        taken: Taken,
    ) -> None:
        self.taken = taken
        self.one, self.table, self.head, self.part, self.whole, self.year, self.into = (
            one,
            table,
            head,
            part,
            whole,
            year,
            into,
        )
        self.item = ""
        self.slack = slack_of(one, [column.column for column in part.columns], head.data)

    def read(self) -> int:
        """Read the lines; returns how many had a 科目, a project or a total."""
        rows = 0
        for row in self.one.sheet.rows(self.head.data):
            first = self.one.sheet.row(row)[0]
            if is_numbering(self.one.sheet, row):
                continue
            if FOOT.match(first.text.strip()):
                break
            self.taken.rows.add(row)
            rows += self._line(row)
        self.whole.spots.append(Spot(self.one.sheet.name, ""))
        return rows

    def _line(self, row: int) -> bool:
        sheet = self.one.sheet
        typed = self._typed(row)
        if is_mistyped(typed) and self._numbers(row):
            self._unread(row, f"编码“{typed}”不全是数字")
            return False
        code, beside = code_at(sheet, row, self.part.codes or self.part.names)
        name = (
            next(
                (
                    cell.text.strip()
                    for column in self.part.names
                    if (cell := sheet.at(row, column))
                ),
                "",
            )
            or beside
        )
        if not code and self.part.names:
            code, named = code_at(sheet, row, self.part.names)
            code, name = (code, named or name) if _kind(code) else ("", name)
        if not code and not name:
            name = self._reaching(row)
        label = label_of(name or beside)
        if kind := _kind(code):
            # A table of one name has 功能科目 in its lines in one province and 经济科目 in another: the codes tell.
            self.whole.of = kind
            if name:
                self.into.names.setdefault(code, name.strip())
            self.item = code if len(code) == 7 else ""
            self._amounts(row, {kind: (code,)}, code)
            return True
        if label in self.table.sums:
            target = self.table.sums[label]
            if not target.ignored:
                self._amounts(row, target.keys, "")
            return True
        if label in _TOTALS or squeezed(name) in _TOTALS:
            self.item = ""
            self._amounts(row, {}, "")
            return True
        if not self._numbers(row):
            return False
        if not code and name and self.item:
            self.into.projects.setdefault(self.item, [])
            if name not in self.into.projects[self.item]:
                self.into.projects[self.item].append(name)
            self._amounts(
                row, {"功能科目": (self.item,), "支出性质": ("项目支出",), "项目": (name,)}, ""
            )
            return True
        self._unread(
            row,
            f"编码“{typed or code}”不对"
            if code
            else f"这一行“{next(iter(sheet.row(row))).text}”没有科目编码",
        )
        return False

    def _typed(self, row: int) -> str:
        """The code of a line as it stands in its cells."""
        cells = [cell for column in self.part.codes if (cell := self.one.sheet.at(row, column))]
        return squeezed("".join(dict.fromkeys(cell.text for cell in cells)))

    def _unread(self, row: int, told: str) -> None:
        """A line with amounts that is not understood: what the table lists is then not all it has."""
        self.whole.unread = True
        self.into.unread += 1
        cell = next(iter(self.one.sheet.row(row)))
        should = "功能科目应以 2 开头，3、5 或 7 位；经济科目以 3 开头，3 或 5 位"
        message = f"“{self.table.name}”里{told}（{should}），这一行没有导入"
        self.into.remark(
            Spot(self.one.sheet.name, cell.name),
            message,
            "在表里改正编码再导入；是多余的说明就不用管",
        )

    def _reaching(self, row: int) -> str:
        """The label that reaches into this block from the one beside it (公用经费合计 over five columns)."""
        start = min((*self.part.codes, *self.part.names))
        for column in range(start - 1, -1, -1):
            cell = self.one.sheet.at(row, column)
            if cell:
                return cell.text if cell.number is None else ""
        return ""

    def _numbers(self, row: int) -> bool:
        return any(_number(self.one, row, column.column) for column in self.part.columns)

    def _amounts(self, row: int, keys: dict[str, tuple[str, ...]] | object, code: str) -> None:
        assert isinstance(keys, dict)
        if code:
            self.whole.listed.add(code)
        for column in self.part.columns:
            cell = self.one.sheet.at(row, column.column)
            spot = Spot(self.one.sheet.name, cell.name if cell else "")
            try:
                amount = amount_of(cell, self.one.factor)
            except Lost:
                self._missed(keys, column, spot)
                continue
            except NoAmount as error:
                self.into.unread += 1
                self._missed(keys, column, spot)
                self.into.remark(
                    spot, f"应是金额，写的是“{error}”", "在表里改成数字再导入，或自己填进数据文件"
                )
                continue
            measure = measure_of(self.table.book, keys, column.target.keys)
            if amount is None and (
                measure != "决算"
                or (len(code) < (7 if "功能科目" in keys else 5) and "项目" not in keys)
            ):
                continue  # a blank is zero in a line of its own; in a line of sums it tells nothing
            found = joined(self.table.book, column.target.keys, keys)
            # A line of a table that tells the nature of its outlay in the column keeps both.
            if (
                "支出性质" in keys
                and "支出性质" in column.target.keys
                and keys["支出性质"] != column.target.keys["支出性质"]
            ):
                continue
            spot = spot if cell else Spot(self.one.sheet.name, "")
            self.into.seen.append(
                Seen(
                    found,
                    amount or ZERO,
                    spot,
                    measure,
                    self.slack,
                    label=column.path,
                    implied=amount is None,
                )
            )
            self._count(
                found, column, code or str(keys.get("项目", ("",))[0]), amount or ZERO, spot
            )

    def _missed(self, keys: dict[str, tuple[str, ...]], column: Column, spot: Spot) -> None:
        """Keep the keys of an amount that cannot be read: its place must not go without a word."""
        if measure_of(self.table.book, keys, column.target.keys) == "决算":
            found = joined(self.table.book, column.target.keys, keys)
            self.into.missed.append(Missed(found, spot))

    def _count(
        self,
        found: dict[str, tuple[str, ...]],
        column: Column,
        line: str,
        amount: Decimal,
        spot: Spot,
    ) -> None:
        """Keep what is needed to say that a table has nothing else."""
        scope = {
            key: values
            for key, values in found.items()
            if key not in ("功能科目", "经济科目", "项目")
        }
        self.whole.scopes[repr(scope)] = scope
        key = (line, repr(scope))
        if column.economic:
            self.whole.economics.add(column.economic)
            if len(column.economic) == 5 or not any(
                other.startswith(column.economic) and len(other) == 5 for other in self._spread()
            ):
                self.whole.sums[key] += amount
        else:
            self.whole.totals[key] = (amount, spot)

    def _spread(self) -> set[str]:
        return {
            column.economic for column in self.part.columns if column.economic
        } | self.whole.economics


def slack_of(one: Recognised, columns: list[int], first: int) -> Decimal:
    """Half a unit of the last digit when a sheet in 万元 is printed with two decimals; 0 when its numbers are exact."""
    if one.factor == 1:
        return ZERO
    digits = [
        number
        for row in one.sheet.rows(first)
        for column in columns
        if (cell := one.sheet.at(row, column)) and (number := cell.number)
    ]
    exact = any(number != round(number, 2) for number in digits)
    return ZERO if exact else CENT * one.factor


def _close(table: Table, whole: _Table, into: Evidence) -> None:
    """What a table does not list is zero: other 科目 in its lines, and in a wide one other 经济科目 where the listed ones make the whole."""
    spot = whole.spots[0]
    listed = tuple(
        sorted(
            code
            for code in whole.listed
            if not any(other != code and other.startswith(code) for other in whole.listed)
        )
    )
    for scope in whole.scopes.values() if not whole.unread else ():
        if not whole.listed or re.search(r"'(?:预算|年初|全年)'", repr(scope)):
            continue
        of = whole.of or table.of
        into.seen.append(
            Seen(
                scope,
                ZERO,
                spot,
                without={of: listed},
                label=f"{table.name}里没有列的科目",
                implied=True,
            )
        )
    deepest = tuple(
        sorted(
            code
            for code in whole.economics
            if not any(other != code and other.startswith(code) for other in whole.economics)
        )
    )
    for (line, told), (amount, where) in whole.totals.items():
        if deepest and len(line) == 7 and line.isdigit() and whole.sums.get((line, told)) == amount:
            keys = {**whole.scopes[told], "功能科目": (line,)}
            into.seen.append(
                Seen(
                    keys,
                    ZERO,
                    where,
                    without={"经济科目": deepest},
                    label=f"{table.name}里没有列的经济科目",
                    implied=True,
                )
            )
