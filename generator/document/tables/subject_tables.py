"""科目表: a row for each 科目 and project, by declared columns or by the 经济科目 in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.document.tables.base import (
    TOTAL,
    Built,
    Gap,
    Maker,
    TablePart,
    cell,
    mark_row,
    unknown,
)
from generator.document.tables.columns import (
    Column,
    bare,
    concerning,
    head_rows,
    leaves,
    number_row,
    numbered,
    page_width,
    parse,
    portions,
    settled,
    subject_widths,
    value,
)
from generator.document.tables.declaration import flag, select, table_name
from generator.document.tables.gaps import Need, doubtful, gap, mark
from generator.document.tables.sums import of_columns, of_levels, with_sums
from generator.document.tree import Cell, Row, plain
from generator.forms.declarations import SubjectTableDeclaration
from generator.ledger.facts import Fact, Facts

LEVELS = {"功能科目": (3, 5, 7), "经济科目": (3, 5)}
HEADS = {
    "功能科目": ("项目", "功能分类科目编码", "科目名称"),
    "经济科目": ("项目", "经济分类科目编码", "科目名称"),
}
COLUMNS_A_PAGE = 10


class _Grid(Struct, frozen=True):
    """What the rows of one table have in common.

    ``lacking`` are the facts that no row or no column can claim for sure, for each column those
    that concern it.
    """

    maker: Maker
    key: str
    scope: Facts
    by_code: Mapping[str, Facts]
    columns: Sequence[Column]
    lacking: Sequence[Facts]
    projects: bool


def build(maker: Maker, raw: SubjectTableDeclaration) -> Built:
    """The parts of a 科目表, its gaps, and whether it is empty.

    Raises DeclarationError for a wrong declaration.
    """
    key = raw.get("行", "功能科目")
    scope = select(maker.facts(), raw.get("范围"))
    columns, needs = _spread(maker, scope, raw)
    needs = list(dict.fromkeys([Need(key, LEVELS[key][-1]), *needs]))
    missing = {need: need.lacking(scope) for need in needs}
    lacking = Facts(dict.fromkeys(fact for facts in missing.values() for fact in facts))
    projects = flag(raw, "项目行")
    if projects:
        needs.append(Need("项目"))
        missing[needs[-1]] = needs[-1].lacking(scope)
    gaps: list[Gap] = []
    for need in needs:
        gaps += gap(table_name(raw), need, missing[need], maker.statement.books)
    parts = []
    by_code = _by_code(scope, key)
    columns = settled(columns, scope)
    for number, portion in enumerate(portions(columns, int(raw.get("每页列数", COLUMNS_A_PAGE)))):
        lowest = leaves(portion)
        concerned = _by_column(lacking, lowest)
        body = _rows(_Grid(maker, key, scope, by_code, lowest, concerned, projects), raw)
        count = len(lowest)
        if gaps and number == 0:
            body.insert(0, mark_row(mark([need for need in needs if missing[need]]), 2 + count))
        widths = subject_widths(count, page_width(raw))
        part = TablePart(_head(raw, key, portion), tuple(body), widths)
        levels = [_level(row, LEVELS[key]) for row in body]
        candidates = of_levels(levels, range(2, 2 + count))
        candidates += of_columns(portion, range(len(body)), 2)
        parts.append(with_sums(part, candidates))
    return Built(tuple(parts), tuple(gaps), not any(fact.amount for fact in scope))


def _level(row: Row, levels: tuple[int, ...]) -> int | None:
    """How deep a row stands: -1 for 合计, then by the length of its code.

    A project stands below its 项. None for a row of another kind.
    """
    if len(row.cells) < 2:
        return None
    code = plain(row.cells[0].inlines)
    if row.cells[0].header:
        return -1
    if not code:
        return len(levels)
    if len(code) not in levels:
        return None
    return levels.index(len(code))


def _head(raw: SubjectTableDeclaration, key: str, columns: Sequence[Column]) -> tuple[Row, ...]:
    row_titles = raw.get("行题", {})
    over, code, name = (
        row_titles.get(part, usual)
        for part, usual in zip(("总", "编码", "名称"), HEADS[key], strict=True)
    )
    pair = bare((code, name))
    subject = pair
    if over:
        subject = (Column(over, over, below=pair),)
    rows = head_rows((*subject, *columns))
    if not flag(raw, "栏次"):
        return rows
    return (*rows, number_row(columns, (cell("栏次", header=True, colspan=2),)))


def _spread(
    maker: Maker, scope: Facts, raw: SubjectTableDeclaration
) -> tuple[tuple[Column, ...], list[Need]]:
    """The declared columns, and what they need of the facts.

    When the declaration says 展开, there is one for each 经济科目 in use, too.
    """
    columns = parse(raw["列"])
    if "展开" not in raw:
        return numbered(columns), []
    level = raw["展开"]
    used = Facts(fact for fact in scope if fact.amount and fact.经济科目[:3].isdecimal())
    if level == "类" and not used:
        # A list of projects alone is a complete table too, as many units publish it.
        return numbered(columns), []
    books = maker.statement.books
    spread = []
    for group in used.codes("经济科目", 3):
        title = books.economic(group)
        if level == "类":
            spread.append(Column(title, title, economic=group))
            continue
        inner = [Column("小计", f"{title}小计", economic=group)]
        for code in used.under(group, "经济科目").codes("经济科目"):
            if len(code) == LEVELS["经济科目"][-1]:
                name = books.economic(code)
                inner.append(Column(name, f"{title}·{name}", economic=code))
        spread.append(Column(title, title, below=tuple(inner)))
    return numbered((*columns, *spread)), [Need("经济科目", 5 if level == "款" else 3)]


def _rows(grid: _Grid, raw: SubjectTableDeclaration) -> list[Row]:
    books = grid.maker.statement.books
    name = books.name if grid.key == "功能科目" else books.economic
    levels = LEVELS[grid.key]
    total = (cell(TOTAL, align="中", colspan=2, header=True, scope="row", strong=True),)
    top = _row(grid, grid.scope, "", total, TOTAL, always=True)
    rows = []
    for code, facts in grid.by_code.items():
        depth = levels.index(len(code))
        strong = depth == 0
        heads = (cell(code, strong=strong), cell(name(code), indent=depth, strong=strong))
        rows.append(_row(grid, facts, code, heads, f"{code} {name(code)}"))
        if grid.projects and depth == len(levels) - 1:
            rows += _project_rows(grid, facts, code, depth + 1)
    if raw.get("合计行") == "末":
        return [*rows, top]
    return [top, *rows]


def _by_code(scope: Facts, key: str) -> dict[str, Facts]:
    """The facts under each code that has a row, in order.

    These are the codes in use, with the classes and 款 above them.
    """
    by_code: dict[str, list[Fact]] = {}
    for fact in scope:
        code = getattr(fact, key)
        if fact.amount and code.isdecimal():
            for digits in LEVELS[key]:
                if len(code) >= digits:
                    by_code.setdefault(code[:digits], []).append(fact)
    return {code: Facts(by_code[code]) for code in sorted(by_code)}


def _by_column(lacking: Facts, columns: Sequence[Column]) -> list[Facts]:
    """Of the facts that lack detail, those that concern each column."""
    return [concerning(lacking, column) if lacking else lacking for column in columns]


def _project_rows(grid: _Grid, facts: Facts, code: str, indent: int) -> list[Row]:
    of_projects = Facts(fact for fact in facts if fact.项目 and fact.amount)
    by_project = of_projects.group(lambda fact: fact.项目)
    rows = []
    for project, project_facts in by_project.items():
        # Whatever lacks detail elsewhere in this 项 is no concern of a project whose lines are
        # complete.
        lacking = [
            concerned.where(项目=project, 功能科目=code) if concerned else concerned
            for concerned in grid.lacking
        ]
        heads = (cell(""), cell(project, indent=indent))
        rows.append(_row(replace(grid, lacking=lacking), project_facts, code, heads, project))
    return rows


def _row(
    grid: _Grid,
    facts: Facts,
    code: str,
    heads: tuple[Cell, ...],
    label: str,
    *,
    always: bool = False,
) -> Row:
    cells = list(heads)
    for column, lacking in zip(grid.columns, grid.lacking, strict=True):
        if lacking and doubtful(lacking, (grid.key, code), column.economic):
            cells.append(unknown())
        else:
            cells.append(grid.maker.amount(value(facts, column, label), always=always))
    return Row(tuple(cells))
