"""The tables in which amounts are filled in, over the data file's own structure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal

from msgspec import Struct

from generator.model.money import FUNDS, NATURES
from generator.model.rules import MARK
from generator.model.subjects import ECONOMIC, FUNCTIONAL
from generator.money import trimmed
from generator.reading.amounts import parse_decimal
from generator.web.controls import ANY, ControlKind, column_of, keys_at
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.entries import YamlEntry

OUTLAY, DETAIL = "支出", "支出明细"
MATRICES = ("收入", "年初结转和结余", "年末结转和结余")
"""Parts with a column for each source or fund, and a row for each 科目."""
WHOLE = "不分科目"
"""The row of amounts that are typed as one number for all 科目."""
BY_PROJECT = "项目支出"


class GridColumn(Struct, frozen=True):
    """A column of a table: its name, what is typed into it, and for a 科目 of which kind; ``help``
    for whoever writes words into it."""

    name: str
    kind: ControlKind = ControlKind.NUMBER
    choices: tuple[str, ...] = ()
    subject: str = ""
    short: str = ""
    help: str = ""


class GridCell(Struct, frozen=True):
    """A cell: what stands in it, and the path that it writes to; () for a heading or a sum. A
    heading with a ``key`` may be called otherwise: it is the key of the entry at that path.
    ``before`` is what last year's file has there."""

    value: str
    path: Path = ()
    kind: ControlKind = ControlKind.NUMBER
    key: Path = ()
    before: str = ""


class GridRow(Struct, frozen=True):
    """A row: its cells, and the paths that go when it is taken out."""

    cells: tuple[GridCell, ...]
    removes: tuple[Path, ...] = ()


class PageGrid(Struct, frozen=True):
    """A table of a page. ``name`` is how requests name it; ``headings`` counts the columns on the
    left that say what a row is."""

    name: str
    title: str
    columns: tuple[GridColumn, ...]
    headings: int
    rows: tuple[GridRow, ...]
    sums: tuple[str, ...] = ()


def matrix(name: str, root: YamlEntry) -> PageGrid:
    """科目 × sources, or × funds."""
    sources = list(keys_at((name,)))
    part = root.find(name)
    columns = (
        GridColumn("科目", ControlKind.LINE, subject=FUNCTIONAL),
        *(GridColumn(source, short=_shortened(source)) for source in sources),
    )
    keys: dict[str, dict[str, YamlEntry]] = {}
    totals: dict[str, YamlEntry] = {}
    for source in sources:
        entry = part.find(source) if part else None
        if entry is None:
            continue
        if entry.single and not entry.blank and entry.text.strip() != MARK:
            totals[source] = entry
        for subject in entry.entries:
            keys.setdefault(subject.name.strip(), {})[source] = subject
    rows = [_matrix_row(name, key, sources, found) for key, found in sorted(keys.items())]
    if totals:
        cells = [GridCell(WHOLE)]
        cells += [
            GridCell(_value(totals.get(source)), (name, source) if source in totals else ())
            for source in sources
        ]
        rows.append(GridRow(tuple(cells), tuple((name, source) for source in totals)))
    sums = [_sum(row.cells[number + 1].value for row in rows) for number in range(len(sources))]
    return PageGrid(name, name, columns, 1, tuple(rows), ("合计", *sums))


def _matrix_row(
    name: str, key: str, sources: Sequence[str], entries: dict[str, YamlEntry]
) -> GridRow:
    cells = [GridCell(key, kind=ControlKind.LINE)]
    cells += [GridCell(_value(entries.get(source)), (name, source, key)) for source in sources]
    removes = tuple((name, source, key) for source in entries)
    return GridRow(tuple(cells), removes)


BUDGET_COLUMNS = {"年初": "年初预算数", "全年": "全年预算数"}
"""The columns of the budgets, by their kind."""


def outlay(root: YamlEntry, compared: str = "全年") -> PageGrid:
    """Each 科目 with what it spent, its budgets, its reason and its use. ``compared`` is the kind
    of budget that the form compares with: one number alone is of that kind."""
    columns = (
        GridColumn("资金", ControlKind.CHOICE, FUNDS),
        GridColumn("科目", ControlKind.LINE, subject=FUNCTIONAL),
        GridColumn("决算数", ControlKind.RAW),
        *(GridColumn(name) for name in BUDGET_COLUMNS.values()),
        *(GridColumn(name, ControlKind.TEXT, help=_help(name)) for name in ("原因", "用途")),
    )
    rows = []
    for path, subject in _subjects(root):
        spent = _sum(cell.value for row in _detail_rows(path, subject) for cell in row.cells[-1:])
        cells = (
            GridCell(path[1], kind=ControlKind.CHOICE),
            GridCell(path[2], kind=ControlKind.LINE, key=path),
            GridCell(spent, kind=ControlKind.RAW),
            *(
                _budget_cell(root, budget_path(root, (*path, "预算数"), kind, compared))
                for kind in BUDGET_COLUMNS
            ),
            GridCell(_value(subject.find("原因")), (*path, "原因"), ControlKind.TEXT),
            GridCell(_value(subject.find("用途")), (*path, "用途"), ControlKind.TEXT),
        )
        rows.append(GridRow(cells, (path,)))
    sums = [_sum(row.cells[number].value for row in rows) for number in (2, 3, 4)]
    return PageGrid(OUTLAY, "各科目", columns, 2, tuple(rows), ("合计", "", *sums, "", ""))


def _help(name: str) -> str:
    """What is written into a column of words, with an example."""
    column = column_of(("支出", FUNDS[0], ANY, name))
    if not column.example:
        return column.help
    return f"{column.help}{column.example}。"


def budget_path(root: YamlEntry, path: Path, kind: str, compared: str) -> Path:
    """Where a budget of a kind stands, or is to be written, at a 预算数."""
    budget = root.at(*path)
    is_one_number = budget is not None and budget.single and not budget.blank
    if is_one_number and kind == compared:
        return path
    return (*path, kind)


def _budget_cell(root: YamlEntry, path: Path) -> GridCell:
    return GridCell(_value(root.at(*path)), path)


def detail(root: YamlEntry) -> PageGrid:
    """Every amount of 支出 on a row of its own."""
    columns = (
        GridColumn("资金", ControlKind.CHOICE, FUNDS),
        GridColumn("科目", ControlKind.LINE, subject=FUNCTIONAL),
        GridColumn("支出性质", ControlKind.CHOICE, NATURES),
        GridColumn("项目", ControlKind.LINE),
        GridColumn("经济科目", ControlKind.LINE, subject=ECONOMIC),
        GridColumn("金额"),
    )
    rows = [row for path, subject in _subjects(root) for row in _detail_rows(path, subject)]
    total = _sum(row.cells[-1].value for row in rows)
    return PageGrid(DETAIL, "明细", columns, 5, tuple(rows), ("合计", "", "", "", "", total))


def _subjects(root: YamlEntry) -> Iterator[tuple[Path, YamlEntry]]:
    """The 科目 of 支出, with their paths."""
    part = root.find("支出")
    for fund in part.entries if part else ():
        for subject in fund.entries:
            yield ("支出", fund.name.strip(), subject.name.strip()), subject


def _detail_rows(path: Path, subject: YamlEntry) -> Iterator[GridRow]:
    """The amounts of one 科目."""
    for nature in subject.entries:
        name = nature.name.strip()
        if name not in NATURES:
            continue
        here = (*path, name)
        if nature.single:
            yield _detail_row(path, name, "", "", nature, here)
        elif name != BY_PROJECT:
            for economic in nature.entries:
                key = economic.name.strip()
                yield _detail_row(path, name, "", key, economic, (*here, key))
        else:
            yield from _project_rows(path, nature, here)


def _project_rows(path: Path, nature: YamlEntry, here: Path) -> Iterator[GridRow]:
    for project in nature.entries:
        title = project.name.strip()
        if project.single:
            yield _detail_row(path, BY_PROJECT, title, "", project, (*here, title))
        for economic in project.entries:
            key = economic.name.strip()
            yield _detail_row(path, BY_PROJECT, title, key, economic, (*here, title, key))
        if not project.single and not project.entries:
            yield _detail_row(path, BY_PROJECT, title, "", project, (*here, title))


def _detail_row(
    path: Path, nature: str, project: str, economic: str, entry: YamlEntry, place: Path
) -> GridRow:
    key_of_project = place[: len(path) + 2] if project else ()
    key_of_economic = place if economic else ()
    cells = (
        GridCell(path[1], kind=ControlKind.LINE),
        GridCell(path[2], kind=ControlKind.LINE),
        GridCell(nature, kind=ControlKind.LINE),
        GridCell(project, kind=ControlKind.LINE, key=key_of_project),
        GridCell(economic, kind=ControlKind.LINE, key=key_of_economic),
        GridCell(_value(entry), place),
    )
    return GridRow(cells, (_emptied(entry, place, len(path)),))


def _emptied(entry: YamlEntry, place: Path, most: int) -> Path:
    """The path that goes with an entry: its project, and the kind of outlay, where nothing else
    stands there."""
    here = entry
    while len(place) > most + 1 and here.parent is not None and len(here.parent.entries) == 1:
        here, place = here.parent, place[:-1]
    return place


def _value(entry: YamlEntry | None) -> str:
    """What stands in a cell; "" for what is still to be filled in."""
    if entry is None or not entry.single or entry.text.strip() == MARK:
        return ""
    return entry.text.rstrip("\n")


def _sum(values: Iterable[str]) -> str:
    """The sum of what is typed, without what is no number; "" where nothing is typed."""
    amounts: list[Decimal] = []
    for value in values:
        with suppress(ValueError):
            amounts.append(parse_decimal(value))
    return trimmed(sum(amounts, Decimal(0))) if amounts else ""


def _shortened(source: str) -> str:
    """A heading that needs less room: 一般公共预算财政拨款收入 → 一般公共预算."""
    return source.replace("财政拨款收入", "")
