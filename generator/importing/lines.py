"""Facts → lines of a data file: for each number its place, in the order in which a data file has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.importing.amounts import Known
from generator.importing.evidence import ZERO, Evidence, Filled, Spot, money
from generator.importing.facts import Ledger
from generator.model.money import FUNDS, NATURES, SOURCES
from generator.model.subjects import Catalogue
from generator.money import trimmed

IN_YUAN = {"元": 1, "万元": 10_000}
_TOTAL = "合计"
# These two are one number in a data file, whatever the workbook has below them.
_WHOLE = ("上缴上级支出", "对附属单位补助支出")


class Line(Struct, frozen=True):
    """A number (元, or a count) at its place, with the cells that it comes from; ``slack`` is what its rounding leaves open.

    ``less``: the number holds that of another place too, which only the data file may tell (公务接待费 holds 外事). ``blank``: its cell is empty.
    """

    path: tuple[str, ...]
    amount: Decimal
    spots: tuple[Spot, ...]
    counted: bool = False
    slack: Decimal = ZERO
    less: tuple[str, ...] = ()
    blank: bool = False

    def text(self, unit: str) -> str:
        """The number as a data file in ``unit`` has it."""
        return trimmed(self.amount if self.counted else self.amount / IN_YUAN[unit])

    @property
    def source(self) -> str:
        """The comment that tells its cells."""
        told = [str(spot) for spot in self.spots if spot.cell]
        return f"# 来源: {'、'.join(told[:2])}{'等' if len(told) > 2 else ''}" if told else ""


class Figures(Struct, frozen=True):
    """All lines, the outlay of each item by its place, and names for codes."""

    lines: tuple[Line, ...]
    year: Catalogue
    names: Mapping[str, str]

    def key(self, code: str) -> str:
        """A 科目 as a data file writes it: 2010301 行政运行. The catalogue's name wins, so that brackets and blanks are as they should be."""
        return key_of(code, self.year, self.names)


def code_of(text: str) -> str:
    """The code that a key begins or, in brackets, ends with; "" without one."""
    match = re.match(r"\s*(\d{5,7})(?!\d)", text) or re.search(r"[（(](\d{5,7})[)）]\s*$", text)
    return match[1] if match and re.fullmatch("[23](..){2,3}", match[1]) else ""


def key_of(code: str, year: Catalogue, names: Mapping[str, str]) -> str:
    """2010301 行政运行."""
    subject = year.functional(code) or year.economic(code)
    return f"{code} {subject.name if subject else names.get(code, '')}".strip()


def figures_of(ledger: Ledger, evidence: Evidence, year: Catalogue) -> Figures:
    """The lines of a data file."""
    filled = _filled(evidence)

    def key(code: str) -> str:
        return key_of(code, year, evidence.names)

    lines = [
        *_by_item("收入", ledger.income, SOURCES, key),
        *(one for one in filled if one.path[0] in ("使用非财政拨款结余", "结余分配")),
        *_by_item("年初结转和结余", ledger.opening, FUNDS, key),
        *_by_item("年末结转和结余", ledger.closing, FUNDS, key),
        *_outlay(ledger, key),
        *(
            Line(("基本支出构成", name), known.amount, known.spots, slack=known.slack)
            for name, known in ledger.split.items()
        ),
        *(one for one in filled if one.path[0] not in ("使用非财政拨款结余", "结余分配")),
    ]
    return Figures(tuple(lines), year, evidence.names)


def _by_item(
    kind: str, amounts: Mapping[tuple[str, str], Known], firsts: Iterable[str], key: object
) -> Iterator[Line]:
    assert callable(key)
    for first in firsts:
        for (one, code), known in sorted(amounts.items()):
            if one == first:
                yield Line(
                    (kind, first, key(code)) if code else (kind, first),
                    known.amount,
                    known.spots,
                    slack=known.slack,
                )


def _outlay(ledger: Ledger, key: object) -> Iterator[Line]:
    assert callable(key)
    pairs = sorted(
        {(fund, code) for fund, code, _ in (*ledger.outlay, *ledger.budgets)},
        key=lambda one: (FUNDS.index(one[0]), one[1]),
    )
    for fund, code in pairs:
        item = ("支出", fund, key(code))
        for nature in NATURES:
            parts = ledger.outlay.get((fund, code, nature), {})
            if nature in _WHOLE and parts:
                spots = tuple(
                    dict.fromkeys(spot for known in parts.values() for spot in known.spots)
                )
                yield Line(
                    (*item, nature), sum((known.amount for known in parts.values()), ZERO), spots
                )
                continue
            for (project, economic), known in parts.items():
                rest = (*((project,) if project else ()), *((key(economic),) if economic else ()))
                yield Line((*item, nature, *rest), known.amount, known.spots, slack=known.slack)
        kinds = {
            kind: known
            for (one, other, kind), known in ledger.budgets.items()
            if (one, other) == (fund, code)
        }
        if set(kinds) & {"年初", "全年"}:
            for kind in ("年初", "全年"):
                if kind in kinds:
                    yield Line((*item, "预算数", kind), kinds[kind].amount, kinds[kind].spots)
        elif "预算" in kinds:
            yield Line((*item, "预算数"), kinds["预算"].amount, kinds["预算"].spots)


def _told(one: Filled) -> str:
    return trimmed(one.amount) if one.counted else f"{money(one.amount)} 元"


def _totals(evidence: Evidence, first: Mapping[tuple[str, ...], Filled]) -> None:
    """Totals of single places against their parts; a total is never a line of its own."""
    for path, one in first.items():
        if path[-1] != _TOTAL:
            continue
        parts = [
            part for other, part in first.items() if other[:-1] == path[:-1] and part is not one
        ]
        added = sum((part.amount for part in parts), ZERO)
        if added == one.amount:
            continue
        name = "/".join(path)
        if not any(not part.blank for part in parts):
            message = f"{name}是 {_told(one)}，各类一个也没有填"
            evidence.remark(one.spot, message, "没有导入；请分类填进数据文件")
            continue
        spots = "＋".join(str(part.spot) for part in parts if part.amount)
        message = f"{name}是 {_told(one)}，各类相加（{spots}）是 {trimmed(added)}"
        evidence.remark(one.spot, message, "按各类导入；核对这几个格子，把错的改正")


def _filled(evidence: Evidence) -> list[Line]:
    """Numbers of single places. Of two tables with the same one the first wins; a total without its part is told as what is left."""
    first: dict[tuple[str, ...], Filled] = {}
    for one in sorted(evidence.filled, key=lambda one: one.blank):
        other = first.setdefault(one.path, one)
        if (
            other is not one
            and not one.blank
            and abs(other.amount - one.amount) > other.slack + one.slack
        ):
            message = f"{'/'.join(one.path)} 这里是 {_told(one)}，{other.spot} 是 {_told(other)}"
            evidence.remark(one.spot, message, f"用了 {other.spot} 的数；请核对")
    lines = []
    _totals(evidence, first)
    for path, one in first.items():
        if path[-1] == _TOTAL:
            continue
        if any(len(other) > len(path) and other[: len(path)] == path for other in first):
            continue
        part = first.get(one.less)
        amount = one.amount - part.amount if part else one.amount
        spots = (one.spot, *((part.spot,) if part else ()))
        lines.append(
            Line(
                path,
                amount,
                spots,
                one.counted,
                one.slack,
                () if part else one.less,
                one.blank and not amount,
            )
        )
    order = ("三公经费", "机关运行经费", "政府采购", "国有资产", "报表数")
    return sorted(
        lines, key=lambda line: order.index(line.path[0]) if line.path[0] in order else -1
    )
