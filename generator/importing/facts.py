"""What the tables say → the facts of a ledger, each with the cells that it comes from.

The facts are 收入, 支出, 年初 and 年末结转和结余, and budgets.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from generator.importing.amounts import (
    KnownAmount,
    as_observation,
    belongs,
    items_of,
    known_of,
    pairs_stated,
)
from generator.importing.conflicts import remark_conflicts
from generator.importing.evidence import ZERO, Evidence, Observation, money
from generator.importing.gaps import gaps_of, is_gap, open_gaps
from generator.importing.outlay import SolvedOutlay, outlay_of
from generator.importing.solve import Conflict, Solution, SolvedAmount, Variable, solve
from generator.importing.unplaced import PlacedAmounts, remark_unplaced
from generator.model.money import FUNDS, SOURCES
from generator.model.subjects import Catalogue

_BALANCES = ("年初结转和结余", "年末结转和结余")
_OPPOSITE = {"年初": "全年", "全年": "年初"}


class Ledger(Struct):
    """The facts.

    ``outlay``: 资金, 功能科目, 支出性质 → 项目, 经济科目 → amount; the last two are "" where only
    their sum is known.

    ``split``: 人员经费 and 公用经费, where they cannot be given to items.
    """

    income: dict[tuple[str, str], KnownAmount] = field(default_factory=dict)
    opening: dict[tuple[str, str], KnownAmount] = field(default_factory=dict)
    closing: dict[tuple[str, str], KnownAmount] = field(default_factory=dict)
    outlay: dict[tuple[str, str, str], dict[tuple[str, str], KnownAmount]] = field(
        default_factory=dict
    )
    split: dict[str, KnownAmount] = field(default_factory=dict)
    budgets: dict[tuple[str, str, str], KnownAmount] = field(default_factory=dict)


def ledger_of(evidence: Evidence, year: Catalogue) -> Ledger:
    """The facts below the observations.

    What disagrees, or has no place in a data file, becomes a remark of the evidence.
    """
    ledger = Ledger()
    _untyped(evidence)
    conflicts: list[Conflict] = []
    placed: list[PlacedAmounts] = []
    for kind, key, firsts, into in (
        ("收入", "来源", SOURCES, ledger.income),
        (_BALANCES[0], "资金", FUNDS, ledger.opening),
        (_BALANCES[1], "资金", FUNDS, ledger.closing),
    ):
        observations = [_plain(observation, key) for observation in _of(evidence, kind)]
        into.update(_table(evidence, kind, key, firsts, observations, year, conflicts))
        of_kind: dict[Variable, KnownAmount] = dict(into.items())
        placed.append(PlacedAmounts(kind, observations, (key, "功能科目"), of_kind))
    outlay = outlay_of(evidence, _of(evidence, "支出"), year)
    ledger.outlay, ledger.split = outlay.facts, outlay.split
    conflicts += outlay.conflicts
    _below(evidence, outlay.below, "支出")
    placed += _placed_outlay(_of(evidence, "支出"), outlay)
    _budgets(evidence, ledger, year)
    _negative(evidence, ledger)
    remark_conflicts(evidence, conflicts)
    remark_unplaced(evidence, placed, conflicts)
    return ledger


def _placed_outlay(
    observations: Sequence[Observation], outlay: SolvedOutlay
) -> tuple[PlacedAmounts, PlacedAmounts]:
    """本年支出 as observed and as solved: without 经济科目, and with them."""
    names = ("资金", "功能科目", "支出性质", "项目", "经济科目")
    without = [observation for observation in observations if "经济科目" not in observation.keys]
    coded = [observation for observation in observations if "经济科目" in observation.keys]
    facts: dict[Variable, KnownAmount] = {
        (*triple, *below): amount
        for triple, parts in outlay.facts.items()
        for below, amount in parts.items()
    }
    return (
        PlacedAmounts("支出", without, names[:3], outlay.totals),
        PlacedAmounts("支出", coded, names, facts, bool(outlay.split)),
    )


def _untyped(evidence: Evidence) -> None:
    """Amounts of which no declaration says whether they are income or outlay."""
    sheets = {
        observation.spot.sheet: observation
        for observation in reversed(evidence.observations)
        if observation.amount and "类型" not in observation.keys
    }
    for observation in sheets.values():
        amount = f"{observation.label or '数'} {money(observation.amount)} 元"
        message = f"读到了 {amount}，对照文件没有说它是收入还是支出"
        advice = "没有导入；在对照文件的 账 或这一列里写 类型（docs/导入对照.md）"
        evidence.remark(observation.spot, message, advice)


def _of(evidence: Evidence, kind: str) -> list[Observation]:
    """The amounts of one kind that are no budgets."""
    return [
        observation
        for observation in evidence.observations
        if observation.keys.get("类型") == (kind,) and observation.measure == "决算"
    ]


def _table(
    evidence: Evidence,
    kind: str,
    key: str,
    firsts: Sequence[str],
    observations: Sequence[Observation],
    year: Catalogue,
    conflicts: list[Conflict],
) -> dict[tuple[str, str], KnownAmount]:
    """An amount for each source (or fund), by item as far as the tables tell it."""
    if not observations:
        return {}
    rough = [
        observation
        for observation in observations
        if "功能科目" not in observation.keys and not observation.without
    ]
    totals = solve((key,), [(first,) for first in firsts], rough)
    pairs = _pairs(key, firsts, observations, year)
    inner = [
        observation
        for observation in observations
        if "功能科目" in observation.keys or observation.without
    ]
    fixed = [as_observation({key: first}, solved) for (first,), solved in totals.amounts.items()]
    detail = solve((key, "功能科目"), pairs, [*inner, *fixed, *rough])
    conflicts += detail.conflicts
    if not items_of(observations):
        conflicts += totals.conflicts
    _below(evidence, {**totals.below, **detail.below}, kind)
    result: dict[tuple[str, str], KnownAmount] = {}
    for first in firsts:
        codes = [code for paired, code in pairs if paired == first and code]
        result.update(_by_item(evidence, kind, first, codes, totals, detail))
    return result


def _pairs(
    key: str, firsts: Sequence[str], observations: Sequence[Observation], year: Catalogue
) -> list[Variable]:
    """The pairs of a source (or fund) and an item that may have an amount."""
    items, stated_pairs = items_of(observations), pairs_stated(observations, key)
    pairs: list[Variable] = [
        (first, code)
        for first in firsts
        for code in items
        if belongs(first, code, year, stated_pairs)
    ]
    # A fund of which no table tells the items is one fact by itself, so that sums over funds can
    # be compared.
    with_items = {first for first, _ in pairs}
    pairs += [(first, "") for first in firsts if first not in with_items]
    gaps = gaps_of(observations)
    possible = [(first, code) for first in firsts if first in with_items for code in gaps]
    return pairs + open_gaps((key, "功能科目"), possible, observations)


def _by_item(
    evidence: Evidence,
    kind: str,
    first: str,
    codes: Sequence[str],
    totals: Solution,
    detail: Solution,
) -> dict[tuple[str, str], KnownAmount]:
    """The amounts of one source (or fund): those of its items, or where they are open its total."""
    items = [code for code in codes if not is_gap(code)]
    total = totals.amounts.get((first,))
    amounts = {
        code: solved
        for code in codes
        if (solved := detail.amounts.get((first, code))) and solved.amount
    }
    loose = any(
        (first, code) in detail.open or (is_gap(code) and code in amounts) for code in codes
    )
    if total is None or (items and not loose and (amounts or not total.amount)):
        return {
            (first, code): known_of(solved) for code, solved in amounts.items() if not is_gap(code)
        }
    if not total.amount:
        return {}
    if items and loose and kind == "收入":
        evidence.remark(
            total.observations[0].spot,
            f"{kind}里“{first}”只有总数，分不到项级科目",
            "只填了总数；要分到项级科目，请自己填",
            grave=False,
        )
    return {(first, ""): known_of(total)}


def _plain(observation: Observation, key: str) -> Observation:
    """An amount with the keys of its kind alone.

    Income has a source and so no fund, a balance the other way round.
    """
    wanted = ("类型", "功能科目", key)
    keys = {name: values for name, values in observation.keys.items() if name in wanted}
    funds = observation.keys.get("资金", ())
    if key == "来源" and "来源" not in keys and funds:
        keys["来源"] = tuple(source for source in SOURCES if source.startswith(funds))
    without = {name: values for name, values in observation.without.items() if name == "功能科目"}
    return replace(observation, keys=keys, without=without)


def _below(evidence: Evidence, below: dict[Variable, SolvedAmount], kind: str) -> None:
    """Remark on what is left of a total after its parts where that is below zero."""
    for variable, solved in below.items():
        what = "/".join((kind, *(part for part in variable if part and not is_gap(part))))
        message = f"{what} 由合计减去其他各数推出来是 {money(solved.amount)} 元，表里没有这个负数"
        evidence.remark(
            solved.observations[0].spot, message, "没有导入；核对合计和各明细，或自己填"
        )


def _negative(evidence: Evidence, ledger: Ledger) -> None:
    """Closing balances below zero are taken as they stand, and said."""
    negative = [
        ("/".join(filter(None, keys)), amount)
        for keys, amount in ledger.closing.items()
        if amount.amount < 0
    ]
    if negative:
        balances = "；".join(
            f"{what} {money(amount.amount)} 元（{amount.spots[0]}）" for what, amount in negative
        )
        advice = "照着导入了；结余一般不会是负数，核对各科目的年初、收入、支出"
        evidence.remark(
            negative[0][1].spots[0],
            f"{_BALANCES[1]}有 {len(negative)} 个负数：{balances}",
            advice,
            grave=False,
        )


def _budgets(evidence: Evidence, ledger: Ledger, year: Catalogue) -> None:
    """Budgets of items.

    A table over all funds gives an item's budget to the only fund that has the item.
    """
    used = {(fund, code) for fund, code, _ in ledger.outlay}
    for observation in filter(_is_item_budget, evidence.observations):
        code = observation.keys["功能科目"][0]
        having = _funds_of_budget(observation, code, used, year)
        if len(having) == 1 and (observation.amount or (having[0], code) in used):
            ledger.budgets.setdefault(
                (having[0], code, observation.measure),
                KnownAmount(observation.amount, (observation.spot,)),
            )
        elif len(having) > 1 and observation.amount:
            budget = f"{code} 的预算数 {money(observation.amount)} 元"
            message = f"{budget}不分资金，而这个科目有 {'、'.join(having)}"
            evidence.remark(observation.spot, message, "没有导入；请分开填在各资金的 预算数 里")
    measures = {observation.measure for observation in evidence.observations}
    if measures >= set(_OPPOSITE):
        _blank_budgets(ledger)


def _is_item_budget(observation: Observation) -> bool:
    """Whether an amount is the budget of one item, whatever its nature."""
    keys = observation.keys
    codes = keys.get("功能科目", ())
    return (
        observation.measure != "决算"
        and keys.get("类型") == ("支出",)
        and len(codes) == 1
        and len(codes[0]) == 7
        and "支出性质" not in keys
        and "经济科目" not in keys
    )


def _funds_of_budget(
    observation: Observation, code: str, used: Container[tuple[str, str]], year: Catalogue
) -> list[str]:
    """The funds that a budget may be of: those with outlay of the item, else the first that may."""
    funds = observation.keys.get("资金", FUNDS)
    having = [fund for fund in funds if (fund, code) in used]
    if having or len(funds) == 1:
        return having or list(funds)
    return [fund for fund in funds if belongs(fund, code, year, set())][:1]


def _blank_budgets(ledger: Ledger) -> None:
    """Beside a budget of one kind a blank is none of the other kind: zero."""
    for fund, code, kind in list(ledger.budgets):
        if kind in _OPPOSITE:
            spots = ledger.budgets[fund, code, kind].spots
            ledger.budgets.setdefault((fund, code, _OPPOSITE[kind]), KnownAmount(ZERO, spots))
