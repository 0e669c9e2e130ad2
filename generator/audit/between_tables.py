"""The statutory tables against one another, row by row: one amount stands in several of them, and a
part in one is never larger than its whole in another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.audit.remark import CROSS, AuditRemark, audit_rule
from generator.audit.tables import HALF_CENT, amount_beside, cell_remark, sixes
from generator.findings.place import Level
from generator.model.money import SOURCES
from generator.model.subjects import plain_name
from generator.money import FACTORS, WAN
from generator.statements.grid import PrintedCell
from generator.statements.printed_numbers import MONEY
from generator.statements.printed_tables import PrintedTable, TableRow, amount_of
from generator.statements.statements import StatedDocument

BETWEEN_RULE = audit_rule(
    "表间不符", CROSS, Level.ERROR, "同一个数在各张附表里一样，部分不大于总数", "勾稽公式 25–40"
)
_Key = tuple[str, ...]
"""What an amount is: the budget that it is of, its 科目, its nature."""
_ALL, _GENERAL, _THREE_PUBLIC = "全部", "一般公共", "三公"
_FUND_WORDS: Mapping[str, str] = {
    "一般公共预算财政拨款": _GENERAL,
    "政府性基金预算财政拨款": "政府性基金",
    "国有资本经营预算财政拨款": "国有资本经营",
}
_LINE = re.compile(r"^[一二三四五六七八九十]{1,3}、(?P<name>.{2,40})$")
_ALL_CLASSES = "各类合计"
"""The row 合计 of a table by 功能科目; 合计 is the name of a column, too."""
_NATURES = ("基本支出", "项目支出")
_WHOLE = ("合计", "小计", "本年支出", "本年支出合计")
_SOURCES = tuple(source for source in SOURCES if "财政拨款" not in source)
_MOST = 40
"""Of tables of different things in one file nothing agrees; so much is told of them."""
_UNLIKE = 1000
"""Amounts that differ by so many times are of two units that no table says."""


class _Stated(Struct, frozen=True):
    """An amount as a table has it, in 万元, and the unit of the table."""

    cell: PrintedCell
    amount: Decimal
    table: PrintedTable
    unit: str

    def agrees(self, other: _Stated) -> bool:
        """Whether both may be one amount: in two units one of them is rounded."""
        if self.unit == other.unit:
            return self.amount == other.amount
        return abs(self.amount - other.amount) <= HALF_CENT * max(
            FACTORS[self.unit], FACTORS[other.unit]
        )

    def is_comparable(self, other: _Stated) -> bool:
        """Whether both are of one order of magnitude, or one of them is 0."""
        low, high = sorted((abs(self.amount), abs(other.amount)))
        return not low or high < low * _UNLIKE


def _unit_of(
    table: PrintedTable,
    cells: Mapping[_Key, PrintedCell],
    stated: Mapping[_Key, list[_Stated]],
) -> str:
    """The unit of a table: the one in which most of its amounts agree with the tables before it,
    whatever it says; else the one that it says, or that of the tables before it."""
    agreeing: Counter[str] = Counter()
    for key, cell in cells.items():
        before = stated[key][0] if key in stated else None
        for unit in FACTORS:
            amount = _in_unit(cell, unit)
            if before is not None and amount and before.agrees(_Stated(cell, amount, table, unit)):
                agreeing[unit] += 1
    usual = next((each[0].unit for each in stated.values()), WAN)
    said = table.unit if table.unit in FACTORS else usual
    most = max(agreeing.values(), default=0)
    if agreeing[said] == most:
        return said
    return agreeing.most_common(1)[0][0]


def _in_unit(cell: PrintedCell, unit: str) -> Decimal:
    amount = amount_of(cell) or Decimal(0)
    if cell.number is not None and cell.number.kind == MONEY:
        return amount
    return amount * FACTORS[unit]


def _both(left: _Stated, right: _Stated) -> tuple[str, str]:
    """Two amounts as printed, with their units where these differ."""
    if left.unit == right.unit:
        return left.cell.text or "空", right.cell.text or "空"
    return f"{left.cell.text} {left.unit}", f"{right.cell.text} {right.unit}"


def between_tables(document: StatedDocument) -> Iterator[AuditRemark]:
    """The amounts that two tables say differently."""
    stated: dict[_Key, list[_Stated]] = defaultdict(list)
    for table in document.tables:
        of_table: dict[_Key, list[PrintedCell]] = defaultdict(list)
        for key, cell in _amounts(table):
            if amount_of(cell) is not None or key[0] == _THREE_PUBLIC:
                of_table[key].append(cell)
        # One 科目 on two rows: the lists of two units, or a table that was not understood.
        single = {
            key: cells[0]
            for key, cells in of_table.items()
            if len({amount_of(cell) for cell in cells}) == 1
        }
        unit = _unit_of(table, single, stated)
        for key, cell in single.items():
            stated[key].append(_Stated(cell, _in_unit(cell, unit), table, unit))
    remarks = [*_equal(stated), *_larger(stated)]
    if len(remarks) <= _MOST:
        yield from remarks


def _equal(stated: Mapping[_Key, list[_Stated]]) -> Iterator[AuditRemark]:
    for key, amounts in stated.items():
        first = amounts[0]
        for later in amounts[1:]:
            if later.agrees(first) or later.table.title == first.table.title:
                continue
            if not later.is_comparable(first):
                continue
            here, there = _both(later, first)
            message = f"{_words(key, later)}这里是 {here}，《{first.table.title}》是 {there}"
            tail = abs(later.amount - first.amount) <= _tail(later, first)
            yield cell_remark(
                BETWEEN_RULE, later.cell, later.table, message, first.cell.text, tail=tail
            )


_THREE: tuple[tuple[str, str], ...] = (
    ("因公出国(境)费用", "因公出国（境）费"),
    ("公务接待费", "公务接待费"),
    ("公务用车运行维护费", "公务用车运行维护费"),
)
"""款 of 商品和服务支出, and which of the “三公”经费 they are part of."""


def _larger(stated: Mapping[_Key, list[_Stated]]) -> Iterator[AuditRemark]:
    pairs = [
        (key, (_ALL, *key[1:])) for key in stated if key[0] == _GENERAL and key[1] == "功能科目"
    ]
    pairs += [
        ((_GENERAL, "经济科目", "商品和服务支出", name, "基本支出"), (_THREE_PUBLIC, kind))
        for name, kind in _THREE
    ]
    for part_key, whole_key in pairs:
        if part_key not in stated or whole_key not in stated:
            continue
        part, whole = stated[part_key][0], stated[whole_key][0]
        over = part.amount - whole.amount
        if over <= 0 or part.agrees(whole) or not part.is_comparable(whole):
            continue
        here, there = _both(part, whole)
        message = (
            f"{_words(part_key, part)} {here} 大于《{whole.table.title}》的"
            f"{_words(whole_key, whole)} {there}"
        )
        tail = over <= _tail(part, whole)
        yield cell_remark(BETWEEN_RULE, part.cell, part.table, message, "", tail=tail)


def _tail(left: _Stated, right: _Stated) -> Decimal:
    return HALF_CENT * 4 * max(FACTORS[left.unit], FACTORS[right.unit])


def _words(key: _Key, stated: _Stated) -> str:
    """What an amount is; the row of all classes by the name that it has in its table."""
    fund = "" if key[0] in (_ALL, _THREE_PUBLIC) else f"{key[0]}预算财政拨款"
    parts = [part for part in key[1:] if part not in ("功能科目", "经济科目", "合计", "类")]
    if _ALL_CLASSES in parts:
        parts[parts.index(_ALL_CLASSES)] = _row_name(stated)
    return f"{fund}{' '.join(parts)}"


def _row_name(stated: _Stated) -> str:
    rows = (row for row in stated.table.rows if stated.cell in row.cells)
    return next((row.name for row in rows), "合计")


# --- What each table says ---


def _amounts(table: PrintedTable) -> Iterator[tuple[_Key, PrintedCell]]:
    """The amounts of a table by what they are; nothing of a table that is not known."""
    title = table.title.removesuffix("表")
    if title.endswith("收入支出决算总"):
        yield from _overview(table, is_fiscal="财政拨款" in title)
    elif title == "收入决算":
        yield from _income(table)
    elif title == "支出决算":
        yield from _by_subject(table, _ALL, "")
    elif title == "一般公共预算财政拨款支出决算":
        yield from _by_subject(table, _GENERAL, "")
    elif title == "一般公共预算财政拨款支出决算明细":
        yield from _by_subject(table, _GENERAL, "合计")
        yield from _economic_heads(table)
    elif title == "一般公共预算财政拨款项目支出决算":
        yield from _by_subject(table, _GENERAL, "项目支出")
    elif title == "财政拨款支出决算明细":
        yield from _economic_rows(table)
    elif re.fullmatch("一般公共预算财政拨款基本支出决算(?:明细)?", title):
        yield from _basic(table)
    elif re.fullmatch("(?:政府性基金|国有资本经营)预算财政拨款(?:收入)?支出决算", title):
        yield from _of_fund(table, title.split("预算")[0])
    elif "三公" in title:
        yield from _three_public(table)


def _overview(table: PrintedTable, *, is_fiscal: bool) -> Iterator[tuple[_Key, PrintedCell]]:
    """公开01 and 公开04: the lines 一、二、 and the totals of both sides."""
    for row in table.rows:
        for place, cell in enumerate(row.cells):
            line = _LINE.match(cell.text)
            beside = amount_beside(table, row, place)
            fund = _FUND_WORDS.get(line["name"].removesuffix("收入")) if line else None
            if fund and beside is not None:
                yield (fund, "收入"), beside
            elif line and line["name"] in _SOURCES and beside is not None:
                yield (_ALL, line["name"]), beside
            name = line["name"].removesuffix("支出") if line else ""
            if cell.text == "本年支出合计":
                name = "合计"
            if name and is_fiscal:
                yield from _of_budgets(table, row, place, name)
            elif name and not fund and line and beside is not None and "支出" in cell.text:
                yield (_ALL, "功能科目", name, "合计"), beside


def _of_budgets(
    table: PrintedTable, row: TableRow, place: int, name: str
) -> Iterator[tuple[_Key, PrintedCell]]:
    """The columns of the three budgets behind a line of 公开04."""
    for column in range(place + 1, min(len(table.heads), len(row.cells))):
        fund = _FUND_WORDS.get(table.head(column))
        if fund and name == "合计":
            yield (fund, "支出合计"), row.cells[column]
        elif fund == _GENERAL:
            yield (fund, "功能科目", name, "合计"), row.cells[column]


def _income(table: PrintedTable) -> Iterator[tuple[_Key, PrintedCell]]:
    for row in table.rows:
        if row.code or row.name not in ("合计", "总计"):
            continue
        for column in range(len(row.cells)):
            if table.head(column) in _SOURCES:
                yield (_ALL, table.head(column)), row.cells[column]


def _by_subject(table: PrintedTable, fund: str, nature: str) -> Iterator[tuple[_Key, PrintedCell]]:
    """Rows of 功能科目; ``nature`` is what the first column of amounts is, "" where heads say it."""
    if not table.codes:
        return
    first = table.codes[0] + 2
    columns: dict[int, str] = {}
    for column in range(first, len(table.heads)):
        head = table.head(column)
        if column == first and (nature or head in _WHOLE):
            columns[column] = nature or "合计"
        elif not nature and head in _NATURES:
            columns[column] = head
    for row in table.rows:
        name = row.name.removesuffix("支出") if len(row.code) == 3 else f"{row.code} {row.name}"
        if not row.code:
            name = _ALL_CLASSES if row.name in ("合计", "总计") else ""
        for column, what in columns.items():
            if name and column < len(row.cells):
                yield (fund, "功能科目", name, what), row.cells[column]
                if name == _ALL_CLASSES and what == "合计" and fund != _ALL:
                    yield (fund, "支出合计"), row.cells[column]


def _economic_heads(table: PrintedTable) -> Iterator[tuple[_Key, PrintedCell]]:
    """公开07: 经济科目 across; the row 合计."""
    for row in table.rows:
        if row.code or row.name not in ("合计", "总计"):
            continue
        for column in range(len(row.cells)):
            above, head = plain_name(table.above(column)), plain_name(table.head(column))
            if above and head:
                item = "合计" if head == "小计" else head
                yield (_GENERAL, "经济科目", above, item, "合计"), row.cells[column]


def _economic_rows(table: PrintedTable) -> Iterator[tuple[_Key, PrintedCell]]:
    """公开05: 经济科目 down, the budgets across, with 基本支出 and 项目支出."""
    classes = _classes(table.rows)
    for row in table.rows:
        above = classes.get(row.code[:3], "")
        for column in range(len(row.cells)):
            fund = _FUND_WORDS.get(table.above(column))
            head = table.head(column)
            if fund and above and head in ("合计", *_NATURES):
                item = "合计" if len(row.code) == 3 else plain_name(row.name)
                yield (fund, "经济科目", above, item, head), row.cells[column]
            elif fund and not row.code and row.name in ("合计", "总计") and head == "合计":
                yield (fund, "支出合计"), row.cells[column]


def _basic(table: PrintedTable) -> Iterator[tuple[_Key, PrintedCell]]:
    """公开08: lists of 经济科目 side by side."""
    rows = [
        TableRow(row.cells[at].text, row.cells[at + 1].text, row.cells[at : at + 3], row.spot)
        for row in table.rows
        for at in table.codes
        if at + 2 < len(row.cells) and row.cells[at].text.isdigit()
    ]
    classes = _classes(rows)
    for row in rows:
        above = classes.get(row.code[:3], "")
        item = "合计" if len(row.code) == 3 else plain_name(row.name)
        if above:
            yield (_GENERAL, "经济科目", above, item, "基本支出"), row.cells[2]


def _classes(rows: tuple[TableRow, ...] | list[TableRow]) -> dict[str, str]:
    return {row.code: plain_name(row.name) for row in rows if len(row.code) == 3}


def _of_fund(table: PrintedTable, fund: str) -> Iterator[tuple[_Key, PrintedCell]]:
    """公开10 to 公开12: the row 合计."""
    for row in table.rows:
        if row.code or row.name not in ("合计", "总计"):
            continue
        for column in range(len(row.cells)):
            head, above = table.head(column), table.above(column)
            if head == "本年收入":
                yield (fund, "收入"), row.cells[column]
            elif head == "本年支出" or (head in ("合计", "小计") and above in ("", "本年支出")):
                yield (fund, "支出合计"), row.cells[column]


def _three_public(table: PrintedTable) -> Iterator[tuple[_Key, PrintedCell]]:
    for kind, cells in sixes(table):
        if kind == "决算数":
            names = (
                *("三公经费", "因公出国（境）费", "公务用车购置及运行维护费"),
                *("公务用车购置费", "公务用车运行维护费", "公务接待费"),
            )
            for name, cell in zip(names, cells, strict=True):
                yield (_THREE_PUBLIC, name), cell
