"""Tables as printed: rows and columns that add up, 类 and 款 as the sums of what they hold, the
two sides of a balance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.audit.remark import (
    CROSS,
    Agreement,
    AuditItem,
    AuditRemark,
    AuditRule,
    audit_rule,
    remark,
)
from generator.checks.rule import level_if
from generator.findings.place import Level
from generator.money import FACTORS
from generator.statements.grid import BLANK, PrintedCell
from generator.statements.printed_numbers import BARE, shown
from generator.statements.printed_tables import (
    PrintedTable,
    TableRow,
    amount_of,
)
from generator.statements.relation import ADDED_UP, Relation, Term, term_of
from generator.statements.statements import StatedDocument

ROW_RULE = audit_rule("表内横向", CROSS, Level.ERROR, "每行的合计等于各列之和", "勾稽公式 7、9、15")
COLUMN_RULE = audit_rule(
    "表内纵向", CROSS, Level.ERROR, "类、款等于下级之和，合计等于各类之和", "勾稽公式 8、10、14–18"
)

HALF_CENT = Decimal("0.005")
_ZERO, _ONE = Decimal(0), Decimal(1)
_ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "本年收入合计",
        ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"),
    ),
    (
        "本年支出合计",
        ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"),
    ),
    ("合计", ("基本支出", "项目支出")),
    ("小计", ("基本支出", "项目支出")),
    ("本年支出", ("基本支出", "项目支出")),
    ("合计", ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")),
)
"""Heads of columns side by side: the first is the sum of those after it."""


def tables(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of tables."""
    read = document.tables
    for table in read:
        yield from _across(table)
        yield from _economic(table)
        yield from _carried_over(table)
        yield from _down(table)
        yield from _staff_and_office(table)


def cell_remark(
    rule: AuditRule,
    cell: PrintedCell,
    message: str,
    right: str,
    *,
    tail: bool,
    relation: Relation | None = None,
) -> AuditRemark:
    """A remark on a cell of a table; a tail is a hint. Its place names the table."""
    if tail:
        message = f"{message}，可能是尾差"
    return remark(
        rule,
        cell.spot,
        cell.text,
        message,
        printed=cell.text,
        right=right,
        level=level_if(Level.HINT, tail),
        tail=tail,
        relation=relation,
    )


def term_of_cell(cell: PrintedCell, unit: str, sign: int = 1) -> Term | None:
    """The amount of a cell as a term, in 万元; None where none is printed. ``unit`` is that of its
    table, "" where it says none."""
    number = cell.number
    if number is None or amount_of(cell) is None:
        return None
    term = term_of(number, cell.spot, sign=sign)
    if number.kind == BARE:
        return replace(term, scale=FACTORS.get(unit, _ONE))
    return term


def judged(
    rule: AuditRule,
    cell: PrintedCell,
    parts: Sequence[PrintedCell],
    table: PrintedTable,
    what: str,
    less: Sequence[PrintedCell] = (),
) -> Iterator[AuditItem]:
    """A printed sum against its parts, and what is taken off; what is empty counts 0."""
    printed = amount_of(cell)
    if printed is None or not parts:
        return
    amounts = [amount_of(part) or _ZERO for part in parts]
    amounts += [-(amount_of(part) or _ZERO) for part in less]
    value = sum(amounts, _ZERO)
    terms = [
        term_of_cell(cell, table.unit, -1),
        *(term_of_cell(part, table.unit) for part in parts),
        *(term_of_cell(part, table.unit, -1) for part in less),
    ]
    relation = Relation(ADDED_UP, tuple(term for term in terms if term is not None))
    # Each number is rounded by itself; two decimals at least.
    tail = abs(value - printed) <= HALF_CENT * (len([each for each in amounts if each]) + 1)
    if tail:
        yield Agreement(relation)
    if value == printed:
        return
    message = f"{what}相加得 {shown(value)}，印的是 {cell.text}，差 {shown(abs(value - printed))}"
    yield cell_remark(rule, cell, message, shown(value), tail=tail, relation=relation)


# --- Across a row ---


def _across(table: PrintedTable) -> Iterator[AuditItem]:
    heads = [table.head(column) for column in range(len(table.heads))]
    for column, head in enumerate(heads):
        for total, part_heads in _ROWS:
            if head != total:
                continue
            columns = _following(heads, column, part_heads)
            if len(columns) < 2 or (len(columns) != len(part_heads) and total in ("合计", "小计")):
                continue
            names = "、".join(heads[each] for each in columns)
            for row in table.rows:
                parts = [cell_at(row, each) for each in columns]
                what = f"“{row.name[:16]}”一行的{names}"
                if column < len(row.cells):
                    yield from judged(ROW_RULE, row.cells[column], parts, table, what)
            break


_ECONOMIC = frozenset(
    (
        *("工资福利支出", "商品和服务支出", "对个人和家庭的补助", "债务利息及费用支出"),
        *("资本性支出（基本建设）", "资本性支出", "对企业补助（基本建设）", "对企业补助"),
        *("对社会保障基金补助", "其他支出"),
    )
)


def _economic(table: PrintedTable) -> Iterator[AuditItem]:
    """公开09 by 经济科目 classes: the column before them is their sum, where nothing else
    follows."""
    heads = [table.head(column) for column in range(len(table.heads))]
    first = next((column for column, head in enumerate(heads) if head in _ECONOMIC), 0)
    columns = range(first, len(heads))
    if len(columns) < 2 or not first or heads[first - 1] not in ("合计", "小计"):
        return
    if not all(heads[column] in _ECONOMIC for column in columns):
        return
    for row in table.rows:
        parts = [cell_at(row, column) for column in columns]
        if first - 1 < len(row.cells) and any(amount_of(part) for part in parts):
            what = f"“{row.name[:16]}”一行各类"
            yield from judged(ROW_RULE, row.cells[first - 1], parts, table, what)


def _following(heads: Sequence[str], column: int, parts: Sequence[str]) -> list[int]:
    """The columns right behind one that have the heads of its parts."""
    columns: list[int] = []
    for each in range(column + 1, len(heads)):
        if heads[each] not in parts or heads[each] in {heads[before] for before in columns}:
            break
        columns.append(each)
    return columns


_OPENING, _CLOSING = "年初结转和结余", "年末结转和结余"


def _carried_over(table: PrintedTable) -> Iterator[AuditItem]:
    """公开10, 公开11: what is left is what was there, and came, less what was spent."""
    columns: dict[str, int] = {}
    for column in range(len(table.heads)):
        head, above = table.head(column), table.above(column)
        if above == "本年支出" and head in ("合计", "小计"):
            head = above
        columns.setdefault(head, column)
    wanted = (_OPENING, "本年收入", "本年支出", _CLOSING)
    if not table.codes or any(head not in columns for head in wanted):
        return
    for row in table.rows:
        opening, income, outlay = (cell_at(row, columns[head]) for head in wanted[:3])
        if columns[_CLOSING] < len(row.cells) and amount_of(outlay) is not None:
            closing = row.cells[columns[_CLOSING]]
            what = f"“{row.name[:16]}”一行的年初结转和结余、本年收入，减去本年支出，"
            yield from judged(ROW_RULE, closing, [opening, income], table, what, [outlay])


# --- Down a column ---


def _down(table: PrintedTable) -> Iterator[AuditItem]:
    for segment in _segments(table):
        by_code: dict[str, TableRow] = {}
        for row in segment.rows:
            if row.code in by_code:
                by_code = {}
                break  # one code twice: the lists of two funds, or of several units
            if row.code:
                by_code[row.code] = row
        for column in segment.columns:
            yield from _levels(table, by_code, column)
            yield from _total(table, segment, by_code, column)


class _Segment(Struct, frozen=True):
    """Rows with their codes, and the columns of amounts that belong to them."""

    rows: tuple[TableRow, ...]
    columns: tuple[int, ...]


def _segments(table: PrintedTable) -> Iterator[_Segment]:
    """A table has one list of codes, or several side by side (公开08), which are one list."""
    if not table.codes:
        return
    width = len(table.heads)
    if len(table.codes) == 1:
        first = table.codes[0] + 2
        columns = tuple(c for c in range(first, width) if table.head(c) not in ("行次", "备注"))
        yield _Segment(table.rows, columns)
        return
    rows = []
    for row in table.rows:
        for code in table.codes:
            if code + 2 < width and row.cells[code].text.isdigit():
                cells = (row.cells[code], row.cells[code + 1], row.cells[code + 2])
                rows.append(TableRow(cells[0].text, cells[1].text, cells, cells[0].spot))
    yield _Segment(tuple(rows), (2,))


def _levels(
    table: PrintedTable, by_code: Mapping[str, TableRow], column: int
) -> Iterator[AuditItem]:
    """类 as the sum of its 款, 款 as the sum of its 项."""
    children: dict[str, list[TableRow]] = {}
    for code, row in by_code.items():
        if len(code) > 3:
            children.setdefault(code[:-2], []).append(row)
    for code, rows in children.items():
        above = by_code.get(code)
        if above is None or column >= len(above.cells):
            continue
        parts = [cell_at(row, column) for row in rows]
        if all(amount_of(part) is None for part in parts):
            continue
        what = f"{code} {above.name[:16]}的下级{_head(table, column)}"
        yield from judged(COLUMN_RULE, above.cells[column], parts, table, what)


def _total(
    table: PrintedTable, segment: _Segment, by_code: Mapping[str, TableRow], column: int
) -> Iterator[AuditItem]:
    """合计 as the sum of the 类."""
    totals = [row for row in segment.rows if not row.code and row.name in ("合计", "总计")]
    classes = [row for code, row in by_code.items() if len(code) == 3]
    if len(totals) != 1 or not classes or column >= len(totals[0].cells):
        return
    parts = [cell_at(row, column) for row in classes]
    if any(amount_of(part) for part in parts):
        what = f"各类{_head(table, column)}"
        yield from judged(COLUMN_RULE, totals[0].cells[column], parts, table, what)


def _head(table: PrintedTable, column: int) -> str:
    head = table.head(column) if column < len(table.heads) else ""
    if head:
        return f"（{head}）"
    return ""


# --- 人员经费 and 公用经费 ---

_STAFF_CLASSES = ("301", "303")
_BASIC = re.compile("基本支出决算(?:明细)?表$")


def _staff_and_office(table: PrintedTable) -> Iterator[AuditItem]:
    """人员经费合计 as 301 and 303, 公用经费合计 as the other classes (公开08)."""
    if not _BASIC.search(table.title) or not table.codes:
        return
    staff: list[PrintedCell] = []
    office: list[PrintedCell] = []
    for row in table.rows:
        for at in table.codes:
            if at + 2 < len(row.cells) and re.fullmatch(r"3\d\d", row.cells[at].text):
                amount = amount_of(row.cells[at + 2])
                if amount is None and row.cells[at + 2].text:
                    return  # what stands there is still to be filled in
                is_staff = row.cells[at].text in _STAFF_CLASSES
                (staff if is_staff else office).append(row.cells[at + 2])
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            parts = {"人员经费合计": staff, "公用经费合计": office}.get(cell.text)
            amounts = [each for each in row.cells[column + 1 :] if amount_of(each) is not None]
            if parts and any(amount_of(part) for part in parts) and amounts:
                yield from judged(COLUMN_RULE, amounts[0], parts, table, "各类")


def cell_at(row: TableRow, column: int) -> PrintedCell:
    """The cell of a column; a blank one where the row ends before it."""
    if column < len(row.cells):
        return row.cells[column]
    return BLANK


def amount_beside(table: PrintedTable, row: TableRow, label_column: int) -> PrintedCell | None:
    """The amount behind a label: the number of its line may stand between them."""
    ranked = label_column + 1 < len(table.heads) and "行次" in table.heads[label_column + 1]
    column = label_column + 2 if ranked else label_column + 1
    if column >= len(row.cells) or amount_of(row.cells[column]) is None:
        return None
    return row.cells[column]
