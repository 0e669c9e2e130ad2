"""Tables that are no list of 科目: two-sided balance sheets (对照表), groups side by side (并列表), one row of values (单行表)."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from generator.document.parse import chinese_number
from generator.document.tables.base import Gap, Maker, cell, head_rows, leaves, mark_row, select
from generator.document.tables.subject_tables import Built, _gaps
from generator.document.tree import Cell, Row
from generator.figures.figure import Figure
from generator.model.subjects import functional_classes


def balance(maker: Maker, raw: Mapping[str, Any]) -> Built:
    """收入 on the left, 支出 by class on the right, totals below; line numbers run down the left and on down the right."""
    facts = select(maker.facts(), raw["范围"])
    classes = functional_classes(maker.options.year)
    left = list(raw["左"])
    right = []
    for number, subject in enumerate(classes, 1):
        spent = facts.under(subject.code)
        values = [select(spent, one.get("筛选")).total(f"{subject.name}{one['题']}") for one in raw["右列"]]
        right.append((f"{chinese_number(number)}、{subject.name}", values))
    bottom = raw["底"]
    lines = max(len(left), len(right)) + len(bottom)
    columns = [
        {"题": "收入", "下": [{"题": "项目"}, {"题": "行次"}, {"题": raw.get("金额题", "决算数")}]},
        {"题": "支出", "下": [{"题": "项目"}, {"题": "行次"}, *raw["右列"]]},
    ]
    rows: list[Row] = []
    empty_right = [cell("")] * (2 + len(raw["右列"]))
    for number, (one, other) in enumerate(zip_longest(left, right), 1):
        cells = [cell(one["题"]), _number(number), maker.amount(maker.evaluate(one["数"]))] if one else [cell(""), _number(number), cell("")]
        cells += [cell(other[0]), _number(lines + number), *(maker.amount(value) for value in other[1])] if other else empty_right
        rows.append(Row(tuple(cells)))
    for offset, pair in enumerate(bottom, len(rows) + 1):
        one, other = pair.get("左"), pair.get("右")
        cells = [_strong(one["题"]), _number(offset), maker.amount(maker.evaluate(one["数"]), always=True)] if one else [cell(""), _number(offset), cell("")]
        if other:
            cells += [_strong(other["题"]), _number(lines + offset), *(maker.amount(maker.evaluate(text), always=True) for text in other["数"])]
        else:
            cells += [cell(""), _number(lines + offset), *([cell("")] * len(raw["右列"]))]
        rows.append(Row(tuple(cells)))
    count = len(raw["右列"])
    return [(head_rows(columns), tuple(rows), (38, 5, 13, 36, 5, *([13] * count)))], [], False


def _number(line: int) -> Cell:
    return cell(str(line), align="中")


def _strong(text: str) -> Cell:
    return cell(text, strong=not text.startswith("　"))


def side_by_side(maker: Maker, raw: Mapping[str, Any]) -> Built:
    """Groups of 经济科目 beside each other (code, name, amount), and total rows below."""
    facts = select(maker.facts(), raw["范围"])
    gaps: list[Gap] = _gaps(facts, "经济科目", raw)
    books = maker.statement.books
    groups: list[list[tuple[Cell, ...]]] = []
    for group in raw["组"]:
        lines: list[tuple[Cell, ...]] = []
        for code in group:
            mine = facts.under(code, "经济科目")
            lines.append((cell(code, strong=True), cell(books.economic(code), strong=True), maker.amount(mine.total(books.economic(code)), always=True)))
            for inner in mine.codes("经济科目"):
                if len(inner) == 5 and any(fact.amount for fact in mine.under(inner, "经济科目")):
                    lines.append((cell(inner), cell(books.economic(inner), indent=1), maker.amount(mine.under(inner, "经济科目").total(books.economic(inner)))))
        groups.append(lines)
    blank = (cell(""), cell(""), cell(""))
    rows = [Row(tuple(part for line in parts for part in line)) for parts in zip_longest(*groups, fillvalue=blank)]
    span = 3 * len(groups)
    sums: list[Cell] = []
    for index, one in enumerate(raw["底"]):
        last = index == len(raw["底"]) - 1
        used = sum(part.colspan for part in sums)
        sums += [
            cell(one["题"], align="中", colspan=2, strong=True),
            _wide(maker.amount(maker.evaluate(one["数"]), always=True), span - used - 2 if last else 1),
        ]
    rows.append(Row(tuple(sums)))
    if gaps:
        rows.append(mark_row(f"本表缺明细：{gaps[0].message}", span))
    heads = head_rows([{"题": text} for _ in groups for text in ("科目编码", "科目名称", "决算数")])
    return [(heads, tuple(rows), (9, 25, 12) * len(groups))], gaps, not any(fact.amount for fact in facts)


def _wide(one: Cell, span: int) -> Cell:
    return Cell(one.inlines, max(span, 1), one.rowspan, one.align)


def single_row(maker: Maker, raw: Mapping[str, Any]) -> Built:
    """One row of values under spanning heads, with a row of column numbers."""
    columns = raw["列"]
    ends = leaves(columns)
    numbers = Row(tuple(cell(str(number), header=True) for number in range(1, len(ends) + 1)))
    values = [maker.evaluate(one["数"]) for one in ends]
    row = Row(tuple(maker.amount(value, always=True) for value in values))
    empty = all(isinstance(value, Figure) and value.is_zero for value in values)
    return [((*head_rows(columns), numbers), (row,), (12,) * len(ends))], [], empty
