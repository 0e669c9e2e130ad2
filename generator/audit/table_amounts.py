"""What each statutory table says of which amount: the amounts of tables by the budget, the 科目 and
the nature that they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.audit.tables import amount_beside
from generator.audit.three_public import SIX_ITEMS, SPENT, sixes
from generator.model.money import SOURCES
from generator.model.subjects import plain_name
from generator.statements.grid import PrintedCell
from generator.statements.printed_tables import PrintedTable, TableRow

AmountKey = tuple[str, ...]
"""What an amount is: the budget that it is of, its 科目, its nature."""
ALL, GENERAL, THREE_PUBLIC, FISCAL = "全部", "一般公共", "三公", "财政拨款"
ALL_CLASSES = "各类合计"
"""The row 合计 of a table by 功能科目; 合计 is the name of a column, too."""
BY_FUNCTION, BY_NATURE, SUM, BASIC, PROJECT = "功能科目", "经济科目", "合计", "基本支出", "项目支出"
OPENING, OUTLAY, INCOME = "年初结转和结余", "支出合计", "收入"
_FUND_WORDS: Mapping[str, str] = {
    "一般公共预算财政拨款": GENERAL,
    "政府性基金预算财政拨款": "政府性基金",
    "国有资本经营预算财政拨款": "国有资本经营",
}
_LINE = re.compile(r"^[一二三四五六七八九十]{1,3}、(?P<name>.{2,40})$")
_NATURES = (BASIC, PROJECT)
_WHOLE = ("合计", "小计", "本年支出", "本年支出合计")
_SOURCES = tuple(source for source in SOURCES if "财政拨款" not in source)
_TOTAL_ROWS = ("合计", "总计")


def amounts_of_table(table: PrintedTable) -> Iterator[tuple[AmountKey, PrintedCell]]:
    """The amounts of a table by what they are; nothing of a table that is not known."""
    title = table.title.removesuffix("表")
    if title.endswith("收入支出决算总"):
        yield from _overview(table, is_fiscal="财政拨款" in title)
    elif title in ("收入决算", "收入决算总", "收入总"):
        yield from _income(table)
    elif title in ("支出决算", "支出决算总", "支出总"):
        yield from _by_subject(table, ALL, "")
    elif title == "一般公共预算财政拨款支出决算":
        yield from _by_subject(table, GENERAL, "")
    elif title == "一般公共预算财政拨款支出决算明细":
        yield from _by_subject(table, GENERAL, SUM)
        yield from _economic_heads(table, SUM)
    elif title == "一般公共预算财政拨款项目支出决算":
        yield from _by_subject(table, GENERAL, PROJECT)
        yield from _economic_heads(table, PROJECT)
    elif title == "财政拨款支出决算明细":
        yield from _economic_rows(table)
    elif re.fullmatch("一般公共预算财政拨款基本支出决算(?:明细)?", title):
        yield from _basic(table)
    elif re.fullmatch("(?:政府性基金|国有资本经营|一般公共)预算财政拨款(?:收入)?支出决算", title):
        yield from _of_fund(table, title.split("预算")[0])
    elif "三公" in title:
        yield from _three_public(table)


def _overview(table: PrintedTable, *, is_fiscal: bool) -> Iterator[tuple[AmountKey, PrintedCell]]:
    """公开01 and 公开04: the lines 一、二、 and the totals of both sides."""
    what = INCOME
    for row in table.rows:
        for column, cell in enumerate(row.cells):
            if cell.text.startswith("年初财政拨款结转"):
                what = OPENING  # and the lines below it tell it by budgets
            line = _LINE.match(cell.text)
            beside = amount_beside(table, row, column)
            fund = _FUND_WORDS.get(line["name"].removesuffix(INCOME)) if line else None
            if fund and beside is not None:
                yield (fund, what), beside
            elif line and line["name"] in _SOURCES and beside is not None:
                yield (ALL, line["name"]), beside
            name = line["name"].removesuffix("支出") if line else ""
            if cell.text == "本年支出合计":
                name = SUM
            if name and is_fiscal:
                yield from _of_budgets(table, row, column, name)
            elif name and not fund and line and beside is not None and "支出" in cell.text:
                yield (ALL, BY_FUNCTION, name, SUM), beside


def _of_budgets(
    table: PrintedTable, row: TableRow, label_column: int, name: str
) -> Iterator[tuple[AmountKey, PrintedCell]]:
    """The columns of the three budgets behind a line of 公开04."""
    for column in range(label_column + 1, min(len(table.heads), len(row.cells))):
        head = table.head(column)
        fund = FISCAL if head == SUM else _FUND_WORDS.get(head)
        if fund and name == SUM:
            yield (fund, OUTLAY), row.cells[column]
        elif fund and fund != FISCAL:
            yield (fund, BY_FUNCTION, name, SUM), row.cells[column]


def _income(table: PrintedTable) -> Iterator[tuple[AmountKey, PrintedCell]]:
    for row in table.rows:
        if row.code or row.name not in _TOTAL_ROWS:
            continue
        for column in range(len(row.cells)):
            if table.head(column) in _SOURCES:
                yield (ALL, table.head(column)), row.cells[column]


def _by_subject(
    table: PrintedTable, fund: str, nature: str
) -> Iterator[tuple[AmountKey, PrintedCell]]:
    """Rows of 功能科目; ``nature`` is what the first column of amounts is, "" where heads say
    it."""
    if not table.codes:
        return
    first = table.codes[0] + 2
    columns: dict[int, str] = {}
    for column in range(first, len(table.heads)):
        head = table.head(column)
        if column == first and (nature or head in _WHOLE):
            columns[column] = nature or SUM
        elif not nature and head in _NATURES:
            columns[column] = head
    for row in table.rows:
        name = row.name.removesuffix("支出") if len(row.code) == 3 else f"{row.code} {row.name}"
        if not row.code:
            name = ALL_CLASSES if row.name in _TOTAL_ROWS else ""
        for column, what in columns.items():
            if name and column < len(row.cells):
                yield (fund, BY_FUNCTION, name, what), row.cells[column]
                if name == ALL_CLASSES and what == SUM and fund != ALL:
                    yield (fund, OUTLAY), row.cells[column]


def _economic_heads(table: PrintedTable, nature: str) -> Iterator[tuple[AmountKey, PrintedCell]]:
    """公开07, and 公开09 where it has them: 经济科目 across; the row 合计."""
    for row in table.rows:
        if row.code or row.name not in _TOTAL_ROWS:
            continue
        for column in range(len(row.cells)):
            above, head = plain_name(table.above(column)), plain_name(table.head(column))
            if above and head:
                item = "合计" if head == "小计" else head
                yield (GENERAL, BY_NATURE, above, item, nature), row.cells[column]


def _economic_rows(table: PrintedTable) -> Iterator[tuple[AmountKey, PrintedCell]]:
    """公开05: 经济科目 down, the budgets across, with 基本支出 and 项目支出."""
    classes = _classes(table.rows)
    for row in table.rows:
        above = classes.get(row.code[:3], "")
        for column in range(len(row.cells)):
            fund = _FUND_WORDS.get(table.above(column))
            head = table.head(column)
            if fund and above and head in (SUM, *_NATURES):
                item = "合计" if len(row.code) == 3 else plain_name(row.name)
                yield (fund, BY_NATURE, above, item, head), row.cells[column]
            elif row.code or row.name not in _TOTAL_ROWS:
                continue
            elif fund and head == SUM:
                yield (fund, OUTLAY), row.cells[column]
            elif fund == GENERAL and head in _NATURES:
                yield (fund, BY_FUNCTION, ALL_CLASSES, head), row.cells[column]
            elif not fund and head == SUM:
                yield (FISCAL, OUTLAY), row.cells[column]


def _basic(table: PrintedTable) -> Iterator[tuple[AmountKey, PrintedCell]]:
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
            yield (GENERAL, BY_NATURE, above, item, BASIC), row.cells[2]


def _classes(rows: tuple[TableRow, ...] | list[TableRow]) -> dict[str, str]:
    return {row.code: plain_name(row.name) for row in rows if len(row.code) == 3}


def _of_fund(table: PrintedTable, fund: str) -> Iterator[tuple[AmountKey, PrintedCell]]:
    """公开10 to 公开12: the row 合计, and the outlay of each class."""
    for row in table.rows:
        is_total = not row.code and row.name in _TOTAL_ROWS
        for column in range(len(row.cells)):
            head, above = table.head(column), table.above(column)
            is_outlay = head == "本年支出" or (head in (SUM, "小计") and above in ("", "本年支出"))
            if is_outlay and len(row.code) == 3:
                name = row.name.removesuffix("支出")
                yield (fund, BY_FUNCTION, name, SUM), row.cells[column]
            elif is_outlay and is_total:
                yield (fund, OUTLAY), row.cells[column]
            elif is_total and head == "本年收入":
                yield (fund, INCOME), row.cells[column]
            elif is_total and head == OPENING:
                yield (fund, OPENING), row.cells[column]


def _three_public(table: PrintedTable) -> Iterator[tuple[AmountKey, PrintedCell]]:
    for kind, cells in sixes(table):
        if kind == SPENT:
            for name, cell in zip(SIX_ITEMS, cells, strict=True):
                yield (THREE_PUBLIC, name), cell
