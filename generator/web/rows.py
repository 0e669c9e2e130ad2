"""New rows of a table, typed or pasted → changes of the data file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.reading.amounts import parse_decimal
from generator.web.amounts import NOTHING, typed_value
from generator.web.controls import ControlKind, control_of, schema_at
from generator.web.grids import (
    BUDGET_COLUMNS,
    BY_PROJECT,
    DETAIL,
    MATRICES,
    OUTLAY,
    WHOLE,
    GridColumn,
    budget_path,
    detail,
    matrix,
    outlay,
)
from generator.web.subject_search import SubjectError, is_above, subject_key
from generator.yaml_edit.by_path import Change, ChangeError, Path
from generator.yaml_edit.entries import YamlEntry

Cells = Sequence[str]
_SINGLE_NATURES = ("上缴上级支出", "对附属单位补助支出")
_MOST_ROWS = 2000


class RowProblem(Struct, frozen=True):
    """Why a row cannot be taken: its number, from 1, and what is wrong, in Chinese; said once of
    ``count`` rows of which the same is wrong."""

    row: int
    message: str
    count: int = 1


class PasteUnits(Struct, frozen=True):
    """In which unit amounts were typed, and in which the file has them."""

    typed: str
    file: str


class _RefusedRowError(Exception):
    """Why one row cannot be taken."""


class _TooWideError(_RefusedRowError):
    """A row that has more cells than its table."""


def row_changes(
    name: str,
    rows: Sequence[Cells],
    root: YamlEntry,
    year: int,
    units: PasteUnits,
    compared: str,
) -> tuple[list[Change], list[RowProblem]]:
    """The changes that write rows into the table of a name, and the rows that cannot be taken.

    ``name`` is that of a grid, or the path of a list or mapping, joined by "/"; ``compared`` is the
    kind of budget that the document compares with. Empty rows, rows of sums and a row of headings
    are passed over.
    """
    if len(rows) > _MOST_ROWS:
        return [], [RowProblem(_MOST_ROWS + 1, f"一次最多粘贴 {_MOST_ROWS} 行")]
    table = _Table(name, root, year, units, compared)
    changes: list[Change] = []
    problems: list[RowProblem] = []
    wide: list[RowProblem] = []
    row_of: dict[Path, int] = {}
    for number, cells in enumerate(rows, 1):
        texts = table.with_codes([cell.strip() for cell in cells])
        if not any(texts) or table.passes_over(texts):
            continue
        try:
            of_row = table.changes(texts)
        except _TooWideError as problem:
            wide.append(RowProblem(number, str(problem)))
            continue
        except (_RefusedRowError, SubjectError) as problem:
            problems.append(RowProblem(number, str(problem)))
            continue
        twice = next((change.path for change in of_row if change.path in row_of), None)
        if twice is not None:
            message = f"和第 {row_of[twice]} 行是同一项（{'、'.join(twice[1:])}）；请合成一行"
            problems.append(RowProblem(number, message))
            continue
        row_of |= {change.path: number for change in of_row}
        changes += of_row
    if wide:
        # One column too many is one mistake, in however many rows.
        problems.insert(0, replace(wide[0], count=len(wide)))
    return changes, problems


_SUM = re.compile(r"(?:本年)?(?:收入|支出)?(?:合计|总计|小计)")
_HEADINGS = frozenset(
    ("科目编码", "科目名称", "项目", "合计", "金额", "科目代码", "栏次", "功能分类")
)
"""What workbooks call their columns."""


def _is_amount(text: str) -> bool:
    try:
        parse_decimal(text)
    except ValueError:
        return text in NOTHING
    return True


class _Table:
    """One table of a page, into which rows go."""

    def __init__(
        self, name: str, root: YamlEntry, year: int, units: PasteUnits, compared: str
    ) -> None:
        self._root, self._year, self._units = root, year, units
        self._compared = compared
        self._path: Path = tuple(name.split("/"))
        self._added: dict[Path, int] = {}
        self._headings = 1
        self._columns: Sequence[GridColumn]
        self._write: Callable[[Cells], list[Change]]
        if name in MATRICES:
            self._columns, self._write = matrix(name, root).columns, self._matrix
        elif name == OUTLAY:
            self._columns, self._write = outlay(root).columns, self._outlay
        elif name == DETAIL:
            self._columns, self._write = detail(root).columns, self._detail
            self._headings = detail(root).headings
        else:
            self._columns, self._write = self._of_schema()

    def with_codes(self, texts: list[str]) -> list[str]:
        """A row in which code and name of a 科目 stand in two cells, as the table has them."""
        for at, column in enumerate(self._columns):
            if not column.subject or at + 1 >= len(texts) or not texts[at].isdecimal():
                continue
            if not self._is_name(texts, at + 1):
                continue
            try:
                key = subject_key(f"{texts[at]} {texts[at + 1]}", column.subject, self._year)
            except SubjectError:
                continue
            texts = [*texts[:at], key, *texts[at + 2 :]]
        return texts

    def _is_name(self, texts: Cells, at: int) -> bool:
        """Whether a cell holds the name to the code before it, not what its own column wants: then
        the cells behind it stand one too far to the right."""
        column = self._columns[at] if at < len(self._columns) else None
        text = texts[at]
        if not text or _is_amount(text) or (column and text in column.choices):
            return False
        is_narrow = self._columns[-1].kind is ControlKind.NUMBER and self._headings > 1
        if is_narrow:
            return len(texts) > len(self._columns)
        return any(texts[at + 1 :])

    def passes_over(self, texts: Cells) -> bool:
        """Whether a row holds no entry: the names of the columns, a sum, a 类 or 款 above its
        项."""
        names = {column.name for column in self._columns} | {c.short for c in self._columns}
        filled = [text for text in texts if text]
        if len(filled) > 1 and all(text in names | _HEADINGS for text in filled):
            return True
        if _SUM.fullmatch(re.sub(r"\s", "", filled[0])):
            return True
        return any(
            column.subject and is_above(text, column.subject, self._year)
            for column, text in zip(self._columns, texts, strict=False)
        )

    def changes(self, texts: Cells) -> list[Change]:
        """The changes of one row. Raises _RefusedRowError, SubjectError."""
        padded = [*texts, *[""] * len(self._columns)][: len(self._columns)]
        surplus = [text for text in texts[len(self._columns) :] if text]
        if surplus:
            names = "、".join(column.name or self._path[-1] for column in self._columns)
            raise _TooWideError(
                f"多出 {len(surplus)} 格（“{surplus[0]}”）。这张表有 {len(padded)} 列：{names}；"
                f"照这样排好再复制，粘贴到最后一行的“{self._paste_into()}”格"
            )
        return self._write(padded)

    def _paste_into(self) -> str:
        """The first cell of a new row into which a block can be pasted: no drop-down."""
        typed = (column.name for column in self._columns if not column.choices)
        return next(typed, "") or self._path[-1]

    def _value(self, text: str, column: GridColumn) -> str:
        if column.choices and text not in column.choices:
            raise _RefusedRowError(
                f"“{column.name}”写着“{text}”，只能是：{'、'.join(column.choices)}"
            )
        value = typed_value(text, column.kind, self._units.typed, self._units.file)
        if column.kind in (ControlKind.NUMBER, ControlKind.COUNT) and not _is_amount(value):
            raise _RefusedRowError(f"“{column.name}”写着“{text}”，不是数")
        return value

    def _matrix(self, texts: Cells) -> list[Change]:
        if texts[0] == WHOLE:
            return self._whole(texts)
        subject = subject_key(texts[0], self._columns[0].subject, self._year)
        changes = []
        for column, text in zip(self._columns[1:], texts[1:], strict=True):
            if text and text not in NOTHING:
                key = self._same_code((*self._path, column.name), subject)
                value = self._value(text, column)
                changes.append(Change((*self._path, column.name, key), value))
        if not changes:
            raise _RefusedRowError("这一行还没有金额：在一列里填数")
        return changes

    def _whole(self, texts: Cells) -> list[Change]:
        """Amounts for all 科目 together."""
        changes = []
        for column, text in zip(self._columns[1:], texts[1:], strict=True):
            if text and text not in NOTHING:
                entry = self._root.at(*self._path, column.name)
                if entry is not None and entry.entries:
                    raise _RefusedRowError(f"“{column.name}”已经分科目填了，不能再填一个总数")
                changes.append(Change((*self._path, column.name), self._value(text, column)))
        return changes

    def _outlay(self, texts: Cells) -> list[Change]:
        path = self._subject(texts)
        changes = []
        kinds = {name: kind for kind, name in BUDGET_COLUMNS.items()}
        for column, text in zip(self._columns[3:], texts[3:], strict=True):
            place = (*path, column.name)
            if column.name in kinds:
                place = budget_path(
                    self._root, (*path, "预算数"), kinds[column.name], self._compared
                )
            if text:
                changes.append(Change(place, self._value(text, column)))
        is_new = self._root.at(*path) is None
        return changes or [Change((*path, "预算数"), "")] * is_new

    def _detail(self, texts: Cells) -> list[Change]:
        path = self._subject(texts)
        nature, project, economic, amount = texts[2], texts[3], texts[4], texts[5]
        place = (*path, self._value(nature, self._columns[2]))
        if project and nature != BY_PROJECT:
            raise _RefusedRowError(f"“{nature}”不分项目；有项目的是项目支出")
        if economic and nature in _SINGLE_NATURES:
            raise _RefusedRowError(f"“{nature}”不分经济科目")
        if nature == BY_PROJECT and economic and not project:
            raise _RefusedRowError("项目支出按经济科目分的，要写项目名称")
        if project:
            place = (*place, project)
        if economic:
            key = subject_key(economic, self._columns[4].subject, self._year)
            place = (*place, self._same_code(place, key))
        if not amount:
            raise _RefusedRowError("“金额”还空着")
        return [Change(place, self._value(amount, self._columns[5]))]

    def _subject(self, texts: Cells) -> Path:
        """The path of a row's fund and 科目."""
        fund = self._value(texts[0] or "一般公共预算", self._columns[0])
        subject = subject_key(texts[1], self._columns[1].subject, self._year)
        return ("支出", fund, self._same_code(("支出", fund), subject))

    def _same_code(self, part: Path, key: str) -> str:
        """A key as the file has it already, where an entry has the same code."""
        entry = self._root.at(*part)
        code = key.partition(" ")[0]
        names = [each.name.strip() for each in entry.entries] if entry else []
        return next((name for name in names if name.partition(" ")[0] == code), key)

    def _of_schema(self) -> tuple[Sequence[GridColumn], Callable[[Cells], list[Change]]]:
        """The columns of a list or a mapping, as the schema has them."""
        if schema_at(self._path) is None:
            raise ChangeError("请求读不懂")
        control = control_of(self._path[0], self._root)
        for below in control.below():
            if below.path != self._path:
                continue
            columns = [GridColumn(each.name, each.kind, each.choices) for each in below.columns]
            parts = below.columns[0].parts if below.columns else ()
            if below.kind is ControlKind.ENTRIES and parts:
                columns = [GridColumn(part.name, part.kind, part.choices) for part in parts]
                return [GridColumn("名称", ControlKind.LINE), *columns], self._parts
            if below.kind is ControlKind.ENTRIES:
                return [GridColumn("名称", ControlKind.LINE), *columns], self._entry
            if below.kind is ControlKind.LIST:
                return [GridColumn("", ControlKind.LINE)], self._item
            return columns, self._item
        return [], self._item

    def _entry(self, texts: Cells) -> list[Change]:
        if not texts[0]:
            raise _RefusedRowError("第一格是名称，不能空着")
        return [Change((*self._path, texts[0]), self._value(texts[1], self._columns[1]))]

    def _parts(self, texts: Cells) -> list[Change]:
        """An entry of several values, each in a column of its own; all of them are wanted."""
        if not texts[0]:
            raise _RefusedRowError("第一格是名称，不能空着")
        changes = []
        for column, text in zip(self._columns[1:], texts[1:], strict=True):
            if not text:
                raise _RefusedRowError(f"“{column.name}”还空着")
            value = self._value(text, column)
            changes.append(Change((*self._path, texts[0], column.name), value))
        return changes

    def _item(self, texts: Cells) -> list[Change]:
        number = self._next()
        if not self._columns[0].name:
            return [Change((*self._path, number), self._value(texts[0], self._columns[0]))]
        filled: Mapping[str, str] = {
            column.name: self._value(text, column)
            for column, text in zip(self._columns, texts, strict=True)
            if text
        }
        return [Change((*self._path, number, name), value) for name, value in filled.items()]

    def _next(self) -> str:
        """The number of the next new item of the list."""
        entry = self._root.at(*self._path)
        before = len(entry.entries) if entry else 0
        self._added[self._path] = self._added.get(self._path, before - 1) + 1
        return str(self._added[self._path])
