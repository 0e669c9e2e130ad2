"""The statutory tables against one another, row by row: one amount stands in several of them, and a
part in one is never larger than its whole in another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.audit.remark import CROSS, Agreement, AuditItem, AuditRemark, audit_rule
from generator.audit.table_amounts import (
    ALL,
    ALL_CLASSES,
    BASIC,
    BY_FUNCTION,
    BY_NATURE,
    FISCAL,
    GENERAL,
    PROJECT,
    SUM,
    THREE_PUBLIC,
    AmountKey,
    amounts_of_table,
)
from generator.audit.tables import HALF_CENT, cell_remark, term_of_cell
from generator.findings.place import Level
from generator.money import FACTORS, WAN
from generator.statements.grid import PrintedCell
from generator.statements.printed_numbers import MONEY, shown
from generator.statements.printed_tables import PrintedTable, amount_of
from generator.statements.relation import ADDED_UP, ANYTHING, Relation, Term
from generator.statements.statements import StatedDocument

BETWEEN_RULE = audit_rule(
    "表间不符", CROSS, Level.ERROR, "同一个数在各张附表里一样，部分不大于总数", "勾稽公式 25–40"
)
_NATURES = (BASIC, PROJECT)
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

    def terms(self, sign: int = 1) -> Iterator[Term]:
        """The amount as a term; nothing of an empty cell."""
        term = term_of_cell(self.cell, self.unit, sign)
        if term is not None:
            yield term

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
    cells: Mapping[AmountKey, PrintedCell],
    stated: Mapping[AmountKey, list[_Stated]],
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


def between_tables(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of the amounts that two tables say."""
    stated: dict[AmountKey, list[_Stated]] = defaultdict(list)
    for table in document.tables:
        of_table: dict[AmountKey, list[PrintedCell]] = defaultdict(list)
        for key, cell in amounts_of_table(table):
            if amount_of(cell) is not None or key[0] == THREE_PUBLIC:
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
    checked = [*_equal(stated), *_larger(stated), *_basic_sum(stated)]
    if sum(isinstance(each, AuditRemark) for each in checked) <= _MOST:
        yield from checked


def _equal(stated: Mapping[AmountKey, list[_Stated]]) -> Iterator[AuditItem]:
    for key, amounts in stated.items():
        first = amounts[0]
        for later in amounts[1:]:
            if later.table.title == first.table.title:
                continue
            relation = Relation(ADDED_UP, (*later.terms(), *first.terms(-1)))
            if later.agrees(first):
                yield Agreement(relation)
                continue
            if not later.is_comparable(first):
                continue
            here, there = _both(later, first)
            message = f"{_words(key, later)}这里是 {here}，《{first.table.title}》是 {there}"
            tail = abs(later.amount - first.amount) <= _tail(later, first)
            yield cell_remark(
                BETWEEN_RULE,
                later.cell,
                message,
                first.cell.text,
                tail=tail,
                relation=relation,
            )


_THREE: tuple[tuple[str, str], ...] = (
    ("因公出国(境)费用", "因公出国（境）费"),
    ("公务接待费", "公务接待费"),
    ("公务用车运行维护费", "公务用车运行维护费"),
)
"""款 of 商品和服务支出, and which of the “三公”经费 they are part of."""


_ABROAD = (THREE_PUBLIC, "因公出国（境）费")


def _larger(stated: Mapping[AmountKey, list[_Stated]]) -> Iterator[AuditItem]:
    pairs = [
        (key, (ALL, *key[1:])) for key in stated if key[0] == GENERAL and key[1] == BY_FUNCTION
    ]
    # What is of 基本支出 or 项目支出 alone, in the whole: 公开08 and 公开09 in 公开07.
    pairs += [
        (key, (*key[:-1], SUM)) for key in stated if key[1] == BY_NATURE and key[-1] in _NATURES
    ]
    pairs += [
        ((GENERAL, BY_NATURE, "商品和服务支出", name, BASIC), (THREE_PUBLIC, kind))
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
        relation = Relation(ADDED_UP, (*part.terms(), *whole.terms(-1)), -ANYTHING)
        item = cell_remark(BETWEEN_RULE, part.cell, message, "", tail=tail, relation=relation)
        if whole_key == _ABROAD and not tail:
            # What teachers and researchers travel for is none of the “三公”经费.
            item = replace(item, level=Level.WARNING)
        yield item


def _tail(left: _Stated, right: _Stated) -> Decimal:
    return HALF_CENT * 4 * max(FACTORS[left.unit], FACTORS[right.unit])


def _words(key: AmountKey, stated: _Stated) -> str:
    """What an amount is; the row of all classes by the name that it has in its table."""
    fund = {ALL: "", THREE_PUBLIC: "", FISCAL: FISCAL}.get(key[0], f"{key[0]}预算财政拨款")
    parts = [part for part in key[1:] if part not in (BY_FUNCTION, BY_NATURE, SUM, "类")]
    if ALL_CLASSES in parts:
        parts[parts.index(ALL_CLASSES)] = _row_name(stated)
    return f"{fund}{' '.join(parts)}"


def _row_name(stated: _Stated) -> str:
    rows = (row for row in stated.table.rows if stated.cell in row.cells)
    return next((row.name for row in rows), "合计")


def _basic_sum(stated: Mapping[AmountKey, list[_Stated]]) -> Iterator[AuditItem]:
    """公开08, all its classes together, against the 基本支出 of 公开06; where no class is told to
    be wrong by itself."""
    basic = next(iter(stated.get((GENERAL, BY_FUNCTION, ALL_CLASSES, BASIC), ())), None)
    classes = [
        amounts
        for key, amounts in stated.items()
        if key[:2] == (GENERAL, BY_NATURE) and key[3:] == (SUM, BASIC)
    ]
    sums = [each for amounts in classes for each in amounts if "基本支出" in each.table.title]
    differing = any(not amounts[0].agrees(each) for amounts in classes for each in amounts)
    if basic is None or not sums or differing:
        return
    total = sum((each.amount for each in sums), Decimal(0))
    factor = max(FACTORS[basic.unit], FACTORS[sums[0].unit])
    over = abs(total - basic.amount)
    terms = [term for each in sums for term in each.terms()]
    relation = Relation(ADDED_UP, (*terms, *basic.terms(-1)))
    if not over:
        yield Agreement(relation)
    if not over or not basic.amount or over > basic.amount * _UNLIKE:
        return
    tail = over <= HALF_CENT * factor * (len(sums) + 1)
    message = (
        f"各类合计 {shown(total)} 万元，《{basic.table.title}》的基本支出合计是 {basic.cell.text}"
        f"{'' if basic.unit == WAN else f' {basic.unit}'}"
    )
    largest = max(sums, key=lambda each: each.amount)
    yield cell_remark(BETWEEN_RULE, largest.cell, message, "", tail=tail, relation=relation)
