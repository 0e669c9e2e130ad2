"""Tables with a row for each 科目: classes, 款, 项 (and projects), by declared columns or by the 经济科目 in use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.document.tables.base import TOTAL, Gap, Maker, cell, head_rows, leaves, mark_row, select
from generator.document.tree import Cell, Row
from generator.figures.figure import Figure, Missing, exact_difference, total
from generator.figures.ledger import Facts

LEVELS = {"功能科目": (3, 5, 7), "经济科目": (3, 5)}
COLUMNS_A_PAGE = 10
Built = tuple[list[tuple[tuple[Row, ...], tuple[Row, ...], tuple[int, ...]]], list[Gap], bool]


def build(maker: Maker, raw: Mapping[str, Any]) -> Built:
    """The parts (head, body, widths) of a subject table, its gaps, and whether it is empty."""
    key = raw.get("行", "功能科目")
    facts = select(maker.facts(), raw.get("范围"))
    gaps = _gaps(facts, key, raw)
    columns, more = _columns(maker, facts, raw)
    gaps += more
    parts = []
    wide = len(leaves(columns)) > COLUMNS_A_PAGE
    for chunk in _chunks(columns) if wide else [columns]:
        heads = [{"题": "科目编码"}, {"题": raw.get("行题", "科目名称")}, *chunk]
        body = _rows(maker, facts, key, leaves(chunk), projects=raw.get("项目行") == "是")
        if gaps:
            body.append(mark_row(f"本表缺明细：{gaps[0].message}", 2 + len(leaves(chunk))))
        count = len(leaves(chunk))
        parts.append((head_rows(heads), tuple(body), (10, 26, *([max(10, 70 // max(count, 1))] * count))))
    return parts, gaps, not any(fact.amount for fact in facts)


def _gaps(facts: Facts, key: str, raw: Mapping[str, Any]) -> list[Gap]:
    digits = LEVELS[key][-1]
    lacking = [fact for fact in facts if fact.amount and (len(getattr(fact, key)) != digits or not getattr(fact, key).isdigit())]
    gaps = []
    if lacking:
        gaps.append(_gap(lacking, f"{raw['编号']}要按{key}{'项级' if digits == 7 else '款级'}列示", _how(key)))
    if raw.get("项目行") == "是":
        nameless = [fact for fact in facts if fact.amount and not fact.项目]
        if nameless:
            gaps.append(_gap(nameless, f"{raw['编号']}要按项目列示", "项目支出 写成 {项目名称: 金额, …}"))
    return gaps


def _gap(lacking: Sequence[Any], need: str, fix: str) -> Gap:
    places = tuple(dict.fromkeys(fact.place for fact in lacking if fact.place))
    lines = "、".join(str(line) for line in sorted({place.line for place in places})[:8])
    more = "等" if len({place.line for place in places}) > 8 else ""
    return Gap(places, f"{need}，第 {lines}{more} 行只有总数", fix)


def _how(key: str) -> str:
    if key == "经济科目":
        return "把这个数按经济科目款级分开，写成 {30101 基本工资: 金额, 30201 办公费: 金额, …}"
    return "把这个数按项级功能科目分开，写成 {2010301 行政运行: 金额, …}"


def _columns(maker: Maker, facts: Facts, raw: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], list[Gap]]:
    columns: list[Mapping[str, Any]] = list(raw.get("列", ()))
    spread = raw.get("展开")
    if not spread:
        return columns, []
    coded = [fact for fact in facts if fact.经济科目[:3].isdigit()]
    lacking = [fact for fact in facts if fact.amount and len(fact.经济科目) != 5] if spread == "款" else []
    if spread == "类" and len(coded) != len(facts.items):
        return columns, []
    gaps = [_gap(lacking, f"{raw['编号']}要按经济科目款级列示", _how("经济科目"))] if lacking else []
    books = maker.statement.books
    for group in Facts(coded).codes("经济科目", 3):
        inner: list[Mapping[str, Any]] = [{"题": "小计", "经济": group}]
        if spread == "款":
            used = [code for code in Facts(coded).under(group, "经济科目").codes("经济科目") if len(code) == 5]
            inner += [{"题": books.economic(code), "经济": code} for code in used]
            columns.append({"题": f"{group} {books.economic(group)}", "下": inner})
        else:
            columns.append({"题": books.economic(group), "经济": group})
    return columns, gaps


def _chunks(columns: list[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Columns in page-wide portions; the first (合计) is repeated in each, and a group that breaks keeps its heading."""
    first, rest = columns[0], columns[1:]
    flat = [(group, leaf) for group in rest for leaf in leaves([group])]
    pages = []
    for start in range(0, len(flat), COLUMNS_A_PAGE - 1):
        page: list[Mapping[str, Any]] = [first]
        for group, leaf in flat[start : start + COLUMNS_A_PAGE - 1]:
            if not group.get("下"):
                page.append(leaf)
            elif page[-1].get("题") == group["题"]:
                page[-1] = {"题": group["题"], "下": [*page[-1]["下"], leaf]}
            else:
                page.append({"题": group["题"], "下": [leaf]})
        pages.append(page)
    return pages or [columns]


def _rows(maker: Maker, facts: Facts, key: str, columns: list[Mapping[str, Any]], *, projects: bool) -> list[Row]:
    books = maker.statement.books
    name = books.name if key == "功能科目" else books.economic
    levels = LEVELS[key]
    rows = [_row(maker, facts, columns, (cell(TOTAL, align="中", colspan=2, header=True, scope="row"),), always=True)]
    codes = {code[:digits] for code in facts.codes(key) if code.isdigit() for digits in levels if len(code) >= digits}
    for code in sorted(codes):
        depth = levels.index(len(code)) if len(code) in levels else len(levels) - 1
        mine = facts.under(code, key)
        if not any(fact.amount for fact in mine):
            continue
        heads = (cell(code), cell(name(code), indent=depth))
        rows.append(_row(maker, mine, columns, heads, always=False, strong=depth == 0))
        if projects and len(code) == levels[-1]:
            for project, own in mine.group(lambda fact: fact.项目).items():
                if project:
                    rows.append(_row(maker, own, columns, (cell(""), cell(project, indent=depth + 1)), always=False))
    return rows


def _row(maker: Maker, facts: Facts, columns: list[Mapping[str, Any]], heads: tuple[Cell, ...], *, always: bool, strong: bool = False) -> Row:
    label = "".join(part.text for part in heads[-1].inlines if hasattr(part, "text")) or TOTAL
    cells = [maker.amount(_value(facts, column, label), always=always) for column in columns]
    if strong:
        heads = tuple(Cell(one.inlines, one.colspan, one.rowspan, one.align, one.indent, one.header, one.scope, strong=True) for one in heads)
    return Row((*heads, *cells))


def _value(facts: Facts, column: Mapping[str, Any], label: str) -> Figure | Missing:
    if "加" in column:
        plus = total(label, (fact.figure() for one in column["加"] for fact in select(facts, one)))
        minus = total(label, (fact.figure() for one in column.get("减", ()) for fact in select(facts, one)))
        return exact_difference(f"{label}{column['题']}", plus, minus)
    found = select(facts, column.get("筛选"))
    if "经济" in column:
        found = found.under(column["经济"], "经济科目")
    return found.total(f"{label}{column['题']}")
