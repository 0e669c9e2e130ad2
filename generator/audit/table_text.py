"""The statutory tables against the text and one another: what both say of one figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.audit.remark import CROSS, Agreement, AuditItem, audit_rule
from generator.audit.tables import HALF_CENT, amount_beside, cell_remark, term_of_cell
from generator.audit.three_public import SIX_ITEMS, SPENT, counts_down, sixes
from generator.extracting.content import Spot
from generator.findings.place import Level
from generator.ledger.figure import round_half_up
from generator.money import FACTORS, YUAN
from generator.statements.grid import PrintedCell
from generator.statements.mentions import CLASS, ITEM
from generator.statements.printed_tables import PrintedTable, amount_of
from generator.statements.relation import ADDED_UP, Relation, Term, term_of
from generator.statements.sections import ANNEX
from generator.statements.statements import StatedDocument

TEXT_RULE = audit_rule(
    "表文不符", CROSS, Level.ERROR, "附表与说明、各附表之间同一个数一样", "勾稽公式 25–56"
)


class _Said(Struct, frozen=True):
    """What a table says of a figure."""

    name: str
    cell: PrintedCell
    table: PrintedTable
    spot: Spot


_TOTALS: Mapping[str, Mapping[str, str]] = {
    "收入决算表": {
        "本年收入合计": "本年收入合计",
        "上级补助收入": "上级补助收入",
        "事业收入": "事业收入",
        "经营收入": "经营收入",
        "附属单位上缴收入": "附属单位上缴收入",
        "其他收入": "其他收入",
    },
    "支出决算表": {
        "本年支出合计": "本年支出合计",
        "基本支出": "基本支出",
        "项目支出": "项目支出",
        "上缴上级支出": "上缴上级支出",
        "经营支出": "经营支出",
        "对附属单位补助支出": "对附属单位补助支出",
    },
    "一般公共预算财政拨款支出决算表": {
        "合计": "一般公共预算财政拨款支出",
        "小计": "一般公共预算财政拨款支出",
        "本年支出": "一般公共预算财政拨款支出",
        "本年支出合计": "一般公共预算财政拨款支出",
        "基本支出": "一般公共预算财政拨款基本支出",
    },
}
"""By title: what the amounts of the row 合计 are, by the heads of their columns."""
_LABELS: Mapping[str, Mapping[str, str]] = {
    "收入支出决算总表": {
        "本年收入合计": "本年收入合计",
        "本年支出合计": "本年支出合计",
        "总计": "收支总计",
    },
    "财政拨款收入支出决算总表": {"总计": "财政拨款收支总计"},
    "一般公共预算财政拨款基本支出决算表": {
        "人员经费合计": "人员经费",
        "公用经费合计": "公用经费",
    },
}
"""By title: what stands behind a label."""
_SUMS = ("合计", "小计")


def tables_and_text(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of the figures that a table says like the text, or like a table before it."""
    read = document.tables
    first: dict[str, _Said] = {}
    for figure in (each for table in read for each in _said(table)):
        amount = amount_of(figure.cell)
        if amount is None:
            continue
        mention = document.figures.usual(figure.name)
        where, beside, text = "", None, ""
        term: Term | None = None
        if mention is not None and not mention.number.about:
            beside, text = mention.number.amount, mention.number.text
            term = term_of(mention.number, mention.spot, mention.paragraph, -1)
            where = f"说明（{document.places.name(mention.spot)}）"
        elif figure.name in first:
            before = first[figure.name]
            beside, text = amount_of(before.cell), before.cell.text
            term = term_of_cell(before.cell, before.table.unit, -1)
            where = f"《{before.table.title}》"
        first.setdefault(figure.name, figure)
        in_table = term_of_cell(figure.cell, figure.table.unit)
        relation = None
        if in_table is not None and term is not None:
            relation = Relation(ADDED_UP, (in_table, term))
        if beside is not None and _agree(amount, beside, text) and relation is not None:
            yield Agreement(relation)
        if beside is None or _agree(amount, beside, text):
            continue
        if mention is None and _agree(beside, amount, figure.cell.text):
            continue  # the table before it is in 元, this one is not
        tail = abs(beside - amount) <= HALF_CENT * 4
        name = figure.name.removeprefix(CLASS).removeprefix(ITEM).rpartition("/")[2]
        message = f"{name}这里是 {figure.cell.text}，{where}是 {text}"
        yield cell_remark(TEXT_RULE, figure.cell, message, text, tail=tail, relation=relation)
    for table in read:
        yield from _counts(document, table)


def _counts(document: StatedDocument, table: PrintedTable) -> Iterator[AuditItem]:
    """The counts of the table of the “三公”经费 against those of the text, where all its places
    outside the annexes say one number."""
    for name, cell in counts_down(table):
        places = [each for each in document.figures.all(name) if each.section.part != ANNEX]
        in_table = term_of_cell(cell, "")
        counts = {each.number.value for each in places}
        if in_table is None or len(counts) != 1 or places[0].number.about:
            continue
        mention = places[0]
        term = term_of(mention.number, mention.spot, mention.paragraph, -1)
        relation = Relation(ADDED_UP, (in_table, term))
        if in_table.value == term.value:
            yield Agreement(relation)
            continue
        text = mention.number.text
        where = document.places.name(mention.spot)
        message = f"{name}这里是 {cell.text}，说明（{where}）是 {text}"
        yield cell_remark(TEXT_RULE, cell, message, text, tail=False, relation=relation)


def _agree(amount: Decimal, beside: Decimal, text: str) -> bool:
    """Whether an amount of a table is that of the text, also where the table is in 元."""
    if amount == beside:
        return True
    decimals = len(text.partition(".")[2].rstrip("亿万元"))
    return round_half_up(amount * FACTORS[YUAN], decimals) == beside


def _said(table: PrintedTable) -> Iterator[_Said]:
    """The figures of the text that a table says too."""
    for row in table.rows:
        by_head = _TOTALS.get(table.title)
        if by_head and not row.code and row.name in ("合计", "总计"):
            for column in range(len(table.heads)):
                name = by_head.get(table.head(column))
                if name and column < len(row.cells):
                    yield _Said(name, row.cells[column], table, row.spot)
        for column, cell in enumerate(row.cells):
            name = _LABELS.get(table.title, {}).get(cell.text)
            beside = amount_beside(table, row, column) if name else None
            if name and beside is not None:
                yield _Said(name, beside, table, row.spot)
    if table.title == "一般公共预算财政拨款支出决算表":
        yield from _subjects(table)
    fund = _FUNDS.get(table.title.removesuffix("收入支出决算表").removesuffix("支出决算表"))
    if fund:
        yield from _of_fund(table, fund)
    for kind, cells in sixes(table):
        if kind == SPENT:
            for name, cell in zip(SIX_ITEMS, cells, strict=True):
                yield _Said(name, cell, table, cell.spot)


_FUNDS: Mapping[str, str] = {
    "政府性基金预算财政拨款": "政府性基金预算财政拨款",
    "国有资本经营预算财政拨款": "国有资本经营预算财政拨款",
}


def _of_fund(table: PrintedTable, fund: str) -> Iterator[_Said]:
    """Income and outlay of another budget, and its outlay by 项."""
    names: dict[str, str] = {}
    for row in table.rows:
        names[row.code] = row.name
        is_total = not row.code and row.name in ("合计", "总计")
        for column in range(min(len(table.heads), len(row.cells))):
            head, above = table.head(column), table.above(column)
            is_outlay = head == "本年支出" or (head in _SUMS and above in ("", "本年支出"))
            if is_total and head == "本年收入":
                yield _Said(f"{fund}收入", row.cells[column], table, row.spot)
            elif is_total and is_outlay:
                yield _Said(f"{fund}支出", row.cells[column], table, row.spot)
            elif is_outlay and len(row.code) == 7:
                above_it = names.get(row.code[:3], ""), names.get(row.code[:5], "")
                name = f"{ITEM}{above_it[0]}/{above_it[1]}/{row.name}"
                yield _Said(name, row.cells[column], table, row.spot)


def _subjects(table: PrintedTable) -> Iterator[_Said]:
    """类 and 项 of the outlay of the general budget."""
    if not table.codes:
        return
    column = table.codes[0] + 2
    names: dict[str, str] = {}
    for row in table.rows:
        if not row.code or column >= len(row.cells):
            continue
        names[row.code] = row.name
        if len(row.code) == 3:
            plain = row.name.removesuffix("支出")
            yield _Said(f"{CLASS}{plain}", row.cells[column], table, row.spot)
        elif len(row.code) == 7:
            above = names.get(row.code[:3], ""), names.get(row.code[:5], "")
            name = f"{ITEM}{above[0]}/{above[1]}/{row.name}"
            yield _Said(name, row.cells[column], table, row.spot)
