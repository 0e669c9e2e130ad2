"""Tables with a 科目 in each line → what they say.

Several may stand side by side on a sheet, and one may go on over several sheets.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.columns import TargetColumn, columns_of
from generator.importing.declared import Keys, KnownTable
from generator.importing.evidence import (
    ZERO,
    CellSpot,
    Evidence,
    Missed,
    Observation,
    joined,
    measure_of,
)
from generator.importing.grid import SheetCell
from generator.importing.heads import FOOT, Head, code_at, find_head, is_numbering
from generator.importing.lost import TakenCells, remark_no_head
from generator.importing.recognise import Recognised
from generator.importing.subject_totals import SubjectTable
from generator.importing.words import (
    SUMS,
    LostCellError,
    NoAmountError,
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
    if len(code) not in lengths:
        return ""
    return kind


def read_subjects(
    sheets: list[Recognised], table: KnownTable, year: Catalogue, into: Evidence
) -> None:
    """Read all sheets of one table (wide ones go on over several)."""
    state = SubjectTable()
    for recognised in sheets:
        state.unread = state.unread or recognised.cut
        head = find_head(recognised.sheet)
        if head is None or not (head.codes or head.names):
            remark_no_head(recognised.sheet, table.name, "（科目编码、科目名称）", into)
            continue
        before = len(into.observations)
        taken = TakenCells(recognised, head)
        blocks = _blocks(head, year, recognised, table, taken)
        rows = sum(
            _Block(recognised, table, head, block, state, year, into, taken).read()
            for block in blocks
        )
        taken.remark_rest(table.name, into)
        numbers = len(into.observations) - before
        if rows and not numbers:
            taken.remark_nothing(table.name, into)
        into.read.append((recognised.sheet.name, table.name, rows, numbers))
    if state.spots:
        state.close(table, into)


class _Part(Struct, frozen=True):
    codes: tuple[int, ...]
    names: tuple[int, ...]
    columns: tuple[TargetColumn, ...]


def _blocks(
    head: Head, year: Catalogue, recognised: Recognised, table: KnownTable, taken: TakenCells
) -> list[_Part]:
    """The tables that stand side by side: each begins with its own codes."""
    leading = head.codes or head.names
    starts = [
        column
        for index, column in enumerate(leading)
        if not index or column - leading[index - 1] > 1
    ]
    parts = []
    for start, end in pairwise((*starts, recognised.sheet.width)):
        below = [column for column in head.values() if start < column < end]
        codes = tuple(column for column in head.codes if start <= column < end)
        columns, unknown = columns_of(table, _without_title(head, codes, below), below, year)
        taken.columns |= set(below) - {column for column, _ in unknown}
        names = tuple(column for column in head.names if start <= column < end)
        taken.columns |= {*codes, *names}
        parts.append(_Part(codes, names, tuple(columns)))
    return parts


def _without_title(head: Head, codes: Sequence[int], columns: Sequence[int]) -> Head:
    """A head without what stands over the codes of a block, too: 人员经费 over 科目编码, 科目名称 and
    决算数 says what its rows are, and nothing of the column."""
    block = [*codes[:1], *columns]
    if not codes or len(block) < 2:
        return head
    above = zip(*(head.paths[column][:-1] for column in block), strict=False)
    shared = len(list(takewhile(lambda parts: len(set(parts)) == 1, above)))
    bare = {column: head.paths[column][shared:] for column in block}
    return replace(head, paths=head.paths | bare)


def number_at(recognised: Recognised, row: int, column: int) -> Decimal | None:
    """The amount in a cell, in 元; None for an empty one or what is no amount."""
    try:
        return amount_of(recognised.sheet.at(row, column), recognised.factor)
    except NoAmountError:
        return None


class _Block:
    """One block of one sheet, line by line."""

    def __init__(
        self,
        recognised: Recognised,
        table: KnownTable,
        head: Head,
        part: _Part,
        state: SubjectTable,
        year: Catalogue,
        into: Evidence,
        taken: TakenCells,
    ) -> None:
        self.recognised, self.table, self.head, self.part = recognised, table, head, part
        self.state, self.year, self.into, self.taken = state, year, into, taken
        self.item = ""
        self.slack = slack_of(recognised, [column.column for column in part.columns], head.data)

    def read(self) -> int:
        """Read the lines; returns how many had a 科目, a project or a total."""
        rows = 0
        for row in self.recognised.sheet.rows(self.head.data):
            first = self.recognised.sheet.row(row)[0]
            if is_numbering(self.recognised.sheet, row):
                continue
            if FOOT.match(first.text.strip()):
                break
            self.taken.rows.add(row)
            rows += self._line(row)
        self.state.spots.append(CellSpot(self.recognised.sheet.name, ""))
        return rows

    def _line(self, row: int) -> bool:
        """Read one line. Returns whether it had a 科目, a project or a total."""
        typed = self._typed(row)
        if is_mistyped(typed) and self._numbers(row):
            self._unread(row, f"编码“{typed}”不全是数字")
            return False
        code, name = self._code_and_name(row)
        kind = _kind(code)
        if kind:
            self._subject_line(row, kind, code, name)
            return True
        target = self.table.sums.get(label_of(name))
        if target is not None:
            if not target.ignored:
                self._amounts(row, target.keys, "")
            return True
        if label_of(name) in _TOTALS or squeezed(name) in _TOTALS:
            self.item = ""
            self._amounts(row, {}, "")
            return True
        if not self._numbers(row):
            return False
        if not code and name and self.item:
            self._project_line(row, name)
            return True
        problem = f"编码“{typed or code}”不对"
        if not code:
            problem = f"这一行“{self.recognised.sheet.row(row)[0].text}”没有科目编码"
        self._unread(row, problem)
        return False

    def _code_and_name(self, row: int) -> tuple[str, str]:
        """The code and the name of a line, each "" where it has none."""
        sheet = self.recognised.sheet
        code, beside = code_at(sheet, row, self.part.codes or self.part.names)
        cells = filter(None, (sheet.at(row, column) for column in self.part.names))
        name = next((cell.text.strip() for cell in cells), "") or beside
        if not code and self.part.names:
            # A table without a column of codes has them before the names.
            code, named = code_at(sheet, row, self.part.names)
            if _kind(code):
                name = named or name
            else:
                code = ""
        if not code and not name:
            name = self._reaching(row)
        return code, name

    def _subject_line(self, row: int, kind: str, code: str, name: str) -> None:
        """Read the line of a 科目."""
        # A table of one name has 功能科目 in its lines in one province and 经济科目 in another: the
        # codes tell.
        self.state.of = kind
        if name:
            self.into.names.setdefault(code, name.strip())
        self.item = code if len(code) == 7 else ""
        self._amounts(row, {kind: (code,)}, code)

    def _project_line(self, row: int, name: str) -> None:
        """Read the line of a project, which stands below its item."""
        projects = self.into.projects.setdefault(self.item, [])
        if name not in projects:
            projects.append(name)
        keys = {"功能科目": (self.item,), "支出性质": ("项目支出",), "项目": (name,)}
        self._amounts(row, keys, "")

    def _typed(self, row: int) -> str:
        """The code of a line as it stands in its cells."""
        cells = [
            cell for column in self.part.codes if (cell := self.recognised.sheet.at(row, column))
        ]
        return squeezed("".join(dict.fromkeys(cell.text for cell in cells)))

    def _unread(self, row: int, problem: str) -> None:
        """A remark on a line with amounts that is not understood.

        What the table lists is then not all that it has.
        """
        self.state.unread = True
        self.into.unread += 1
        cell = next(iter(self.recognised.sheet.row(row)))
        should = "功能科目应以 2 开头，3、5 或 7 位；经济科目以 3 开头，3 或 5 位"
        message = f"“{self.table.name}”里{problem}（{should}），这一行没有导入"
        self.into.remark(
            CellSpot(self.recognised.sheet.name, cell.name),
            message,
            "在表里改正编码再导入；是多余的说明就不用管",
        )

    def _reaching(self, row: int) -> str:
        """The label that reaches into this block from the one beside it; "" where none does.

        公用经费合计 stands over five columns.
        """
        start = min((*self.part.codes, *self.part.names))
        for column in range(start - 1, -1, -1):
            cell = self.recognised.sheet.at(row, column)
            if cell:
                if cell.number is None:
                    return cell.text
                return ""
        return ""

    def _numbers(self, row: int) -> bool:
        return any(number_at(self.recognised, row, column.column) for column in self.part.columns)

    def _amounts(self, row: int, keys: Keys, code: str) -> None:
        """Read the amounts of a line, whose 科目 is ``code`` ("" for none)."""
        if code:
            self.state.listed.add(code)
        for column in self.part.columns:
            try:
                amount = amount_of(self._cell(row, column), self.recognised.factor)
            except NoAmountError as error:
                self._no_amount(row, keys, column, error)
                continue
            measure = measure_of(self.table.book, keys, column.target.keys)
            if amount is None and (
                column.column >= self.recognised.sheet.reach
                or not self._blank_is_zero(keys, code, measure)
            ):
                continue
            if _natures_differ(keys, column.target.keys):
                continue
            observation = Observation(
                joined(self.table.book, column.target.keys, keys),
                amount or ZERO,
                self._spot(row, column),
                measure,
                self.slack,
                label=column.path,
                implied=amount is None,
            )
            self.into.observations.append(observation)
            line = code or keys.get("项目", ("",))[0]
            self.state.count(line, column, self.part.columns, observation)

    def _cell(self, row: int, column: TargetColumn) -> SheetCell | None:
        return self.recognised.sheet.at(row, column.column)

    def _spot(self, row: int, column: TargetColumn) -> CellSpot:
        """The place of an amount; that of the sheet for a blank."""
        cell = self._cell(row, column)
        return CellSpot(self.recognised.sheet.name, cell.name if cell else "")

    def _blank_is_zero(self, keys: Keys, code: str, measure: str) -> bool:
        """Whether a blank is zero: in a line of its own, not in one of sums or of budgets."""
        if measure != "决算":
            return False
        deepest = 7 if "功能科目" in keys else 5
        return len(code) >= deepest or "项目" in keys

    def _no_amount(self, row: int, keys: Keys, column: TargetColumn, error: NoAmountError) -> None:
        """Note a cell that holds no amount, with a remark where there is none of it yet."""
        spot = self._spot(row, column)
        self._missed(keys, column, spot)
        if not isinstance(error, LostCellError):
            advice = "在表里改成数字再导入，或自己填进数据文件"
            self.into.unread += 1
            self.into.remark(spot, f"应是金额，写的是“{error}”", advice)

    def _missed(self, keys: Keys, column: TargetColumn, spot: CellSpot) -> None:
        """Keep the keys of an amount that cannot be read: its place must not go without a word."""
        if measure_of(self.table.book, keys, column.target.keys) == "决算":
            all_keys = joined(self.table.book, column.target.keys, keys)
            self.into.missed.append(Missed(all_keys, spot))


def _natures_differ(line: Keys, column: Keys) -> bool:
    """Whether a line and a column of a table tell two natures of outlay: the cell is not read."""
    natures = {keys["支出性质"] for keys in (line, column) if "支出性质" in keys}
    return len(natures) > 1


def slack_of(recognised: Recognised, columns: list[int], first: int) -> Decimal:
    """What rounding leaves open: half a unit of the last digit, in 元.

    It does so when a sheet in 万元 is printed with two decimals; 0 when its numbers are exact.
    """
    if recognised.factor == 1:
        return ZERO
    digits = [
        number
        for row in recognised.sheet.rows(first)
        for column in columns
        if (cell := recognised.sheet.at(row, column)) and (number := cell.number)
    ]
    if any(number != round(number, 2) for number in digits):
        return ZERO
    return CENT * recognised.factor
