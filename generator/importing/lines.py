"""Facts → lines of a data file: for each number its place, in the order in which a data file has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.importing.amounts import KnownAmount
from generator.importing.evidence import ZERO, CellSpot, Evidence, Filled, money
from generator.importing.facts import Ledger
from generator.model.money import FUNDS, NATURES, SOURCES
from generator.model.subjects import Catalogue
from generator.money import trimmed

IN_YUAN = {"元": 1, "万元": 10_000}
_TOTAL = "合计"
# These two are one number in a data file, whatever the workbook has below them.
_WHOLE = ("上缴上级支出", "对附属单位补助支出")


class DataLine(Struct, frozen=True):
    """A number (元, or a count) at its place, with the cells that it comes from; ``slack`` is what its rounding leaves open.

    ``less``: the number holds that of another place too, which only the data file may tell (公务接待费 holds 外事). ``blank``: its cell is empty.
    """

    path: tuple[str, ...]
    amount: Decimal
    spots: tuple[CellSpot, ...]
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
        cells = [str(spot) for spot in self.spots if spot.cell]
        return f"# 来源: {'、'.join(cells[:2])}{'等' if len(cells) > 2 else ''}" if cells else ""


class Figures(Struct, frozen=True):
    """All lines, the outlay of each item by its place, and names for codes."""

    lines: tuple[DataLine, ...]
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
        *(line for line in filled if line.path[0] in ("使用非财政拨款结余", "结余分配")),
        *_by_item("年初结转和结余", ledger.opening, FUNDS, key),
        *_by_item("年末结转和结余", ledger.closing, FUNDS, key),
        *_outlay(ledger, key),
        *(
            DataLine(("基本支出构成", name), amount.amount, amount.spots, slack=amount.slack)
            for name, amount in ledger.split.items()
        ),
        *(line for line in filled if line.path[0] not in ("使用非财政拨款结余", "结余分配")),
    ]
    return Figures(tuple(lines), year, evidence.names)


def _by_item(
    kind: str, amounts: Mapping[tuple[str, str], KnownAmount], firsts: Iterable[str], key: object
) -> Iterator[DataLine]:
    assert callable(key)
    for first in firsts:
        for (paired, code), amount in sorted(amounts.items()):
            if paired == first:
                yield DataLine(
                    (kind, first, key(code)) if code else (kind, first),
                    amount.amount,
                    amount.spots,
                    slack=amount.slack,
                )


def _outlay(ledger: Ledger, key: object) -> Iterator[DataLine]:
    assert callable(key)
    pairs = sorted(
        {(fund, code) for fund, code, _ in (*ledger.outlay, *ledger.budgets)},
        key=lambda pair: (FUNDS.index(pair[0]), pair[1]),
    )
    for fund, code in pairs:
        item = ("支出", fund, key(code))
        for nature in NATURES:
            parts = ledger.outlay.get((fund, code, nature), {})
            if nature in _WHOLE and parts:
                spots = tuple(dict.fromkeys(spot for part in parts.values() for spot in part.spots))
                yield DataLine(
                    (*item, nature), sum((part.amount for part in parts.values()), ZERO), spots
                )
                continue
            for (project, economic), amount in parts.items():
                below = (*((project,) if project else ()), *((key(economic),) if economic else ()))
                yield DataLine(
                    (*item, nature, *below), amount.amount, amount.spots, slack=amount.slack
                )
        kinds = {
            kind: amount
            for (budget_fund, budget_code, kind), amount in ledger.budgets.items()
            if (budget_fund, budget_code) == (fund, code)
        }
        if set(kinds) & {"年初", "全年"}:
            for kind in ("年初", "全年"):
                if kind in kinds:
                    yield DataLine((*item, "预算数", kind), kinds[kind].amount, kinds[kind].spots)
        elif "预算" in kinds:
            yield DataLine((*item, "预算数"), kinds["预算"].amount, kinds["预算"].spots)


def _message(filled: Filled) -> str:
    return trimmed(filled.amount) if filled.counted else f"{money(filled.amount)} 元"


def _totals(evidence: Evidence, first: Mapping[tuple[str, ...], Filled]) -> None:
    """Totals of single places against their parts; a total is never a line of its own."""
    for path, total in first.items():
        if path[-1] != _TOTAL:
            continue
        parts = [
            part
            for part_path, part in first.items()
            if part_path[:-1] == path[:-1] and part is not total
        ]
        added = sum((part.amount for part in parts), ZERO)
        if added == total.amount:
            continue
        name = "/".join(path)
        if not any(not part.blank for part in parts):
            message = f"{name}是 {_message(total)}，各类一个也没有填"
            evidence.remark(total.spot, message, "没有导入；请分类填进数据文件")
            continue
        spots = "＋".join(str(part.spot) for part in parts if part.amount)
        message = f"{name}是 {_message(total)}，各类相加（{spots}）是 {trimmed(added)}"
        evidence.remark(total.spot, message, "按各类导入；核对这几个格子，把错的改正")


def _filled(evidence: Evidence) -> list[DataLine]:
    """Numbers of single places. Of two tables with the same one the first wins; a total without its part is told as what is left."""
    first: dict[tuple[str, ...], Filled] = {}
    for filled in sorted(evidence.filled, key=lambda filled: filled.blank):
        earlier = first.setdefault(filled.path, filled)
        if (
            earlier is not filled
            and not filled.blank
            and abs(earlier.amount - filled.amount) > earlier.slack + filled.slack
        ):
            message = f"{'/'.join(filled.path)} 这里是 {_message(filled)}，{earlier.spot} 是 {_message(earlier)}"
            evidence.remark(filled.spot, message, f"用了 {earlier.spot} 的数；请核对")
    lines = []
    _totals(evidence, first)
    for path, filled in first.items():
        if path[-1] == _TOTAL:
            continue
        if any(len(longer) > len(path) and longer[: len(path)] == path for longer in first):
            continue
        part = first.get(filled.less)
        amount = filled.amount - part.amount if part else filled.amount
        spots = (filled.spot, *((part.spot,) if part else ()))
        lines.append(
            DataLine(
                path,
                amount,
                spots,
                filled.counted,
                filled.slack,
                () if part else filled.less,
                filled.blank and not amount,
            )
        )
    order = ("三公经费", "机关运行经费", "政府采购", "国有资产", "报表数")
    return sorted(
        lines, key=lambda line: order.index(line.path[0]) if line.path[0] in order else -1
    )
