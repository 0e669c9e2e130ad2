"""Facts → lines of a data file: each number at its place, in the order of a data file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.importing.amounts import KnownAmount
from generator.importing.evidence import ZERO, CellSpot, Evidence, Filled, Observation, money
from generator.importing.facts import Ledger
from generator.model.control import CONTROL
from generator.model.money import FUNDS, NATURES, SOURCES
from generator.model.subjects import Catalogue
from generator.money import IN_YUAN, trimmed

_TOTAL = "合计"
# These two are one number in a data file, whatever the workbook has below them.
_WHOLE = ("上缴上级支出", "对附属单位补助支出")
_OF_BALANCES = ("使用非财政拨款结余", "结余分配")
ASKED = ("三公经费", "机关运行经费", "政府采购", "国有资产")
"""In these parts of a data file nothing typed is not 0: what a table leaves empty is."""
_PARTS = (*ASKED, "报表数")
_ORDER = {name: index for index, name in enumerate(_PARTS)}


class DataLine(Struct, frozen=True):
    """A number (元, or a count) at its place, with the cells that it comes from.

    ``slack`` is what its rounding leaves open. ``less``: the number holds that of another place
    too, which only the data file may tell (公务接待费 holds 外事). ``blank``: its cell is empty.
    """

    path: tuple[str, ...]
    amount: Decimal
    spots: tuple[CellSpot, ...]
    counted: bool = False
    slack: Decimal = ZERO
    less: tuple[str, ...] = ()
    blank: bool = False

    def text(self, money_unit: str) -> str:
        """The number as a data file in ``money_unit`` has it."""
        if self.counted:
            return trimmed(self.amount)
        return trimmed(self.amount / IN_YUAN[money_unit])

    @property
    def source(self) -> str:
        """The comment that tells its cells."""
        cells = [str(spot) for spot in self.spots if spot.cell]
        if not cells:
            return ""
        others = "等" if len(cells) > 2 else ""
        return f"# 来源: {'、'.join(cells[:2])}{others}"


class Figures(Struct, frozen=True):
    """All lines, and names for codes.

    ``source`` is what messages call the files that they come from. ``offered``: by 资金 and 功能科目,
    the names that projects without one may have. ``complete``: the parts of 支出 (资金, 科目,
    支出性质) whose 经济科目 add up to the total that a table has for them: there is no other.
    """

    lines: tuple[DataLine, ...]
    year: Catalogue
    names: Mapping[str, str]
    source: str = "工作簿"
    offered: Mapping[tuple[str, str], tuple[str, ...]] = {}
    complete: frozenset[tuple[str, ...]] = frozenset()

    def names_offered(self, fund: str, item: str) -> tuple[str, ...]:
        """The names for projects of an item, by its key in a data file."""
        return self.offered.get((fund, code_of(item)), ())

    def key(self, code: str) -> str:
        """A 科目 as a data file writes it: 2010301 行政运行.

        The catalogue's name wins, so that brackets and blanks are as they should be.
        """
        return key_of(code, self.year, self.names)


def code_of(text: str) -> str:
    """The code that a key begins or, in brackets, ends with; "" without one."""
    match = re.match(r"\s*(\d{5,7})(?!\d)", text) or re.search(r"[（(](\d{5,7})[)）]\s*$", text)
    if match and re.fullmatch("[23](..){2,3}", match[1]):
        return str(match[1])
    return ""


def key_of(code: str, year: Catalogue, names: Mapping[str, str]) -> str:
    """2010301 行政运行."""
    subject = year.functional(code) or year.economic(code)
    if subject:
        return f"{code} {subject.name}".strip()
    return f"{code} {names.get(code, '')}".strip()


def figures_of(ledger: Ledger, evidence: Evidence, year: Catalogue) -> Figures:
    """The amounts of a data file as lines, by their paths."""
    filled = _filled(evidence)

    def key(code: str) -> str:
        """A 科目 as a data file writes it."""
        return key_of(code, year, evidence.names)

    lines = [
        *_by_item("收入", ledger.income, SOURCES, key),
        *(line for line in filled if line.path[0] in _OF_BALANCES),
        *_by_item("年初结转和结余", ledger.opening, FUNDS, key),
        *_by_item("年末结转和结余", ledger.closing, FUNDS, key),
        *_outlay(ledger, key),
        *(_line(("基本支出构成", name), amount) for name, amount in ledger.split.items()),
        *(line for line in filled if line.path[0] not in _OF_BALANCES),
        *_sums_in_one_place(filled),
    ]
    complete = frozenset(
        (fund, key(code), nature) for fund, code, nature in _complete(ledger, evidence)
    )
    return Figures(tuple(lines), year, evidence.names, offered=evidence.offered, complete=complete)


def _complete(ledger: Ledger, evidence: Evidence) -> Iterator[tuple[str, str, str]]:
    """The parts of outlay whose amounts are all by 经济科目 and add up to a printed total."""
    totals: dict[tuple[str, str, str], Observation] = {}
    for observation in evidence.observations:
        keys = observation.keys
        whole = [keys.get(name, ()) for name in ("资金", "功能科目", "支出性质")]
        is_total = (
            "经济科目" not in keys and "项目" not in keys and "项目" not in observation.without
        )
        if is_total and not observation.implied and all(len(values) == 1 for values in whole):
            (fund,), (code,), (nature,) = whole
            totals.setdefault((fund, code, nature), observation)
    for part, amounts in ledger.outlay.items():
        total = totals.get(part)
        if total is None or not all(economic for _, economic in amounts):
            continue
        summed = sum((amount.amount for amount in amounts.values()), ZERO)
        slack = sum((amount.slack for amount in amounts.values()), total.slack)
        if abs(summed - total.amount) <= slack:
            yield part


def _sums_in_one_place(lines: Iterable[DataLine]) -> Iterator[DataLine]:
    """Control totals of the amounts that hold another place's, which no table tells: what a clerk
    types there later must be taken off them."""
    for line in lines:
        if line.less and line.amount and not line.counted:
            yield DataLine((CONTROL, line.path[1]), line.amount, line.spots, slack=line.slack)


def _by_item(
    kind: str,
    amounts: Mapping[tuple[str, str], KnownAmount],
    firsts: Iterable[str],
    key: Callable[[str], str],
) -> Iterator[DataLine]:
    """The lines of income, or of balances: by source (or fund), then by item."""
    for first in firsts:
        for (paired, code), amount in sorted(amounts.items()):
            if paired == first:
                item = (key(code),) if code else ()
                yield _line((kind, first, *item), amount)


def _line(path: tuple[str, ...], amount: KnownAmount) -> DataLine:
    """A known amount at its place."""
    return DataLine(path, amount.amount, amount.spots, slack=amount.slack)


def _outlay(ledger: Ledger, key: Callable[[str], str]) -> Iterator[DataLine]:
    """The lines of outlay, those of an item's budgets behind it."""
    pairs = sorted(
        {(fund, code) for fund, code, _ in (*ledger.outlay, *ledger.budgets)},
        key=lambda pair: (FUNDS.index(pair[0]), pair[1]),
    )
    for fund, code in pairs:
        item = ("支出", fund, key(code))
        for nature in NATURES:
            parts = ledger.outlay.get((fund, code, nature), {})
            if nature in _WHOLE and parts:
                yield _sum_line((*item, nature), list(parts.values()))
                continue
            for (project, economic), amount in parts.items():
                names = (project, key(economic) if economic else "")
                yield _line((*item, nature, *filter(None, names)), amount)
        yield from _budget_lines(ledger, fund, code, (*item, "预算数"))


def _sum_line(path: tuple[str, ...], parts: Sequence[KnownAmount]) -> DataLine:
    """Several amounts as one number."""
    spots = tuple(dict.fromkeys(spot for part in parts for spot in part.spots))
    return DataLine(path, sum((part.amount for part in parts), ZERO), spots)


def _budget_lines(
    ledger: Ledger, fund: str, code: str, place: tuple[str, ...]
) -> Iterator[DataLine]:
    """The budgets of an item: one number, or one for 年初 and one for 全年."""
    kinds = {
        kind: budget
        for (budget_fund, budget_code, kind), budget in ledger.budgets.items()
        if (budget_fund, budget_code) == (fund, code)
    }
    dated = [kind for kind in ("年初", "全年") if kind in kinds]
    for kind in dated:
        yield DataLine((*place, kind), kinds[kind].amount, kinds[kind].spots)
    if "预算" in kinds and not dated:
        yield DataLine(place, kinds["预算"].amount, kinds["预算"].spots)


def _shown(filled: Filled) -> str:
    """A number as messages write it."""
    if filled.counted:
        return trimmed(filled.amount)
    return f"{money(filled.amount)} 元"


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
            message = f"{name}是 {_shown(total)}，各类一个也没有填"
            evidence.remark(total.spot, message, "没有导入；请分类填进数据文件")
            continue
        spots = "＋".join(str(part.spot) for part in parts if part.amount)
        message = f"{name}是 {_shown(total)}，各类相加（{spots}）是 {trimmed(added)}"
        evidence.remark(total.spot, message, "按各类导入；核对这几个格子，把错的改正")


def _filled(evidence: Evidence) -> list[DataLine]:
    """Numbers of single places.

    Of two tables with the same place the first wins; of a number that holds another place's it is
    what is left without that.
    """
    first: dict[tuple[str, ...], Filled] = {}
    for filled in sorted(evidence.filled, key=lambda filled: filled.blank):
        earlier = first.setdefault(filled.path, filled)
        difference = abs(earlier.amount - filled.amount)
        if not filled.blank and difference > earlier.slack + filled.slack:
            place, there = "/".join(filled.path), f"{earlier.spot} 是 {_shown(earlier)}"
            message = f"{place} 这里是 {_shown(filled)}，{there}"
            evidence.remark(filled.spot, message, f"用了 {earlier.spot} 的数；请核对")
    _totals(evidence, first)
    lines = [
        _filled_line(filled, first.get(filled.less))
        for path, filled in first.items()
        if path[-1] != _TOTAL and not _has_finer(path, first)
    ]
    return sorted(lines, key=lambda line: _ORDER.get(line.path[0], -1))


def _has_finer(path: tuple[str, ...], paths: Iterable[tuple[str, ...]]) -> bool:
    """Whether a place below another is filled, too."""
    return any(len(longer) > len(path) and longer[: len(path)] == path for longer in paths)


def _filled_line(filled: Filled, part: Filled | None) -> DataLine:
    """The line of a number; ``part`` is the number of another place which it holds."""
    amount, spots, less = filled.amount, [filled.spot], filled.less
    if part:
        amount -= part.amount
        spots.append(part.spot)
        less = ()
    blank = filled.blank and not amount
    return DataLine(filled.path, amount, tuple(spots), filled.counted, filled.slack, less, blank)
