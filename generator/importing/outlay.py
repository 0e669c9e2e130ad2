"""本年支出 below its observations: first by fund, item and nature, then by 经济科目, then by
project."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from generator.importing.amounts import (
    OUTLAY_KEYS,
    KnownAmount,
    Parts,
    added,
    as_observation,
    belongs,
    items_of,
    known_of,
    pairs_stated,
)
from generator.importing.evidence import ZERO, Evidence, Observation
from generator.importing.gaps import gaps_of, is_gap, open_gaps
from generator.importing.outlay_projects import by_project, names_of_projects, projects_of
from generator.importing.project_names import name_projects
from generator.importing.solve import Conflict, Solution, SolvedAmount, Variable, solve
from generator.model.money import FUNDS, NATURES
from generator.model.subjects import Catalogue

# These two have no 经济科目 in any table.
_TRANSFERS = ("上缴上级支出", "对附属单位补助支出")
_PERSONNEL = ("301", "303")


class SolvedOutlay(Struct):
    """``facts``: 资金, 功能科目, 支出性质 → 项目, 经济科目 → amount.

    The last two are "" where only their sum is known. ``split``: 人员 and 公用 where they cannot
    be given to items. ``totals``: the facts before they were split by 经济科目.
    """

    facts: dict[tuple[str, str, str], Parts] = field(default_factory=dict)
    split: dict[str, KnownAmount] = field(default_factory=dict)
    totals: dict[Variable, KnownAmount] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    below: dict[Variable, SolvedAmount] = field(default_factory=dict)


def outlay_of(
    evidence: Evidence, observations: Sequence[Observation], year: Catalogue
) -> SolvedOutlay:
    """The facts of 支出."""
    outlay = SolvedOutlay()
    rough = [observation for observation in observations if not _is_fine(observation)]
    fine = [observation for observation in observations if _is_fine(observation)]
    triples = _triples(observations, rough, year)
    totals = solve(OUTLAY_KEYS[:3], triples, rough)
    settled = _guess(evidence, totals, rough, triples)
    used = [
        triple for triple in triples if (solved := totals.amounts.get(triple)) and solved.amount
    ]
    unclear = [
        triple
        for triple in triples
        if triple in totals.open and triple[1:] not in settled and _spoken_of(rough, triple)
    ]
    leaves = _leaves(fine)
    fixed = [
        as_observation(dict(zip(OUTLAY_KEYS, triple, strict=False)), totals.amounts[triple])
        for triple in used
    ]
    plain = [observation for observation in fine if "项目" not in observation.keys]
    spreading = [triple for triple in (*used, *unclear) if triple[2] not in _TRANSFERS]
    spread = solve(
        OUTLAY_KEYS,
        [(*triple, economic) for triple in spreading for economic in leaves],
        [*plain, *fixed],
    )
    projects = projects_of(evidence, fine, used, spread, fixed, leaves)
    outlay.conflicts = [*totals.conflicts, *spread.conflicts, *_not_implied(projects)]
    outlay.below = {**totals.below, **spread.below}
    for triple in used:
        if is_gap(triple[1]):
            continue
        total = known_of(totals.amounts[triple])
        outlay.totals[triple] = total
        parts: Parts = {("", ""): total}
        if leaves:
            parts = _by_economic(triple, spread) or parts
        names = names_of_projects(evidence, fine, triple)
        if names:
            parts = by_project(evidence, triple, names, parts, projects, fine)
        fund, code, nature = triple
        outlay.facts[fund, code, nature] = parts
    name_projects(evidence, outlay.facts)
    outlay.split = _split(outlay, plain)
    return outlay


def _is_fine(observation: Observation) -> bool:
    """Whether an amount tells 经济科目 or a project."""
    keys = observation.keys
    return "经济科目" in keys or "项目" in keys or "经济科目" in observation.without


def _leaves(observations: Sequence[Observation]) -> list[str]:
    """The 经济科目 that amounts tell, without those that have others below them."""
    codes = sorted(
        {code for observation in observations for code in observation.keys.get("经济科目", ())}
    )
    return [
        code
        for code in codes
        if not any(longer != code and longer.startswith(code) for longer in codes)
    ]


def _not_implied(solution: Solution) -> list[Conflict]:
    """The conflicts with what a cell says; the first stage has compared the others."""
    return [conflict for conflict in solution.conflicts if not conflict.observation.implied]


def _triples(
    observations: Sequence[Observation], rough: Sequence[Observation], year: Catalogue
) -> list[Variable]:
    """All that may have outlay: items of every fund, and what no line tells."""
    items, stated_pairs = items_of(observations), pairs_stated(observations, "资金")
    funds = _used_funds(observations, year, items)
    natures: dict[str, tuple[str, ...]] = dict.fromkeys(funds, NATURES[:2])
    if FUNDS[3] in natures:
        natures[FUNDS[3]] = NATURES
    stated: list[Variable] = []
    gaps: list[Variable] = []
    for fund in funds:
        of_fund = [code for code in items if belongs(fund, code, year, stated_pairs)]
        stated += ((fund, code, nature) for code in of_fund for nature in natures[fund])
        gaps += ((fund, code, nature) for code in gaps_of(rough) for nature in natures[fund])
    return [*stated, *open_gaps(OUTLAY_KEYS[:3], gaps, observations)]


def _used_funds(
    observations: Sequence[Observation], year: Catalogue, items: Sequence[str]
) -> list[str]:
    """The funds that may have outlay.

    Without any table by fund, everything is taken for 一般公共预算 (and said so).
    """
    stated = {
        observation.keys["资金"][0]
        for observation in observations
        if len(observation.keys.get("资金", ())) == 1 and observation.amount
    }
    return [
        fund
        for fund in FUNDS
        if fund in (FUNDS[0], FUNDS[3])
        or fund in stated
        or any(belongs(fund, code, year, set()) for code in items)
    ]


def _guess(
    evidence: Evidence,
    solution: Solution,
    observations: Sequence[Observation],
    triples: Sequence[Variable],
) -> set[Variable]:
    """Where no table tells the fund of any item, put all under 一般公共预算 and remark on it.

    Returns the items and natures so settled.
    """
    if any(fund == FUNDS[0] for fund, _ in pairs_stated(observations, "资金")):
        return set()
    groups: dict[Variable, list[Variable]] = {}
    for triple in triples:
        if triple in solution.open and not is_gap(triple[1]):
            groups.setdefault(triple[1:], []).append(triple)
    settled: set[Variable] = set()
    first_of: dict[str, Observation] = {}
    for (code, nature), open_ in groups.items():
        total = _total_over_funds(observations, code, nature)
        solved_sum = sum(
            (
                solved.amount
                for triple, solved in solution.amounts.items()
                if triple[1:] == (code, nature)
            ),
            ZERO,
        )
        if total is None or total.amount < solved_sum:
            continue
        first = next((triple for triple in open_ if triple[0] == FUNDS[0]), open_[0])
        remainder = total.amount - solved_sum
        solution.amounts[first] = SolvedAmount(remainder, (total,), total.slack)
        settled.add((code, nature))
        if remainder:
            first_of.setdefault(code, total)
    if first_of:
        names = f"{'、'.join(sorted(first_of)[:5])} 等 {len(first_of)} 个科目"
        evidence.remark(
            next(iter(first_of.values())).spot,
            f"没有分资金的表（财决07、09、11 或 公开06、10、12），分不出 {names}是哪种资金",
            "已都放在 一般公共预算 下；有其他资金的请移出来",
        )
    return settled


def _total_over_funds(
    observations: Sequence[Observation], code: str, nature: str
) -> Observation | None:
    """The first amount of an item of one nature that tells no fund."""
    matching = (
        observation
        for observation in observations
        if observation.keys.get("功能科目") == (code,)
        and observation.keys.get("支出性质") == (nature,)
        and "资金" not in observation.keys
    )
    return next(matching, None)


def _spoken_of(observations: Sequence[Observation], triple: Variable) -> bool:
    """Whether some amount may hold a fact; what no table speaks of is nothing."""
    return any(
        observation.amount
        and all(
            triple[index].startswith(observation.keys.get(key, ("",)))
            for index, key in enumerate(OUTLAY_KEYS[:3])
        )
        for observation in observations
    )


def _by_economic(triple: Variable, spread: Solution) -> Parts:
    """One item of one nature by 经济科目.

    Nothing where the tables do not tell, or go no deeper than the classes.
    """
    if any(variable[:3] == triple for variable in spread.open):
        return {}
    amounts = {
        variable[3]: solved
        for variable, solved in spread.amounts.items()
        if variable[:3] == triple and solved.amount
    }
    if any(len(code) != 5 for code in amounts):
        return {}
    return {("", code): known_of(solved) for code, solved in amounts.items()}


def _split(outlay: SolvedOutlay, plain: Sequence[Observation]) -> dict[str, KnownAmount]:
    """人员经费 and 公用经费 of 一般公共预算基本支出.

    Only where a table tells them for all items together and the items have no 经济科目.
    """
    basic = [
        parts
        for triple, parts in outlay.facts.items()
        if triple[0] == FUNDS[0] and triple[2] == NATURES[0]
    ]
    if basic and all(("", "") not in parts for parts in basic):
        return {}
    of_basic = [observation for observation in plain if _is_basic(observation)]
    leaves = [(code,) for code in _leaves(of_basic)]
    by_code = [
        Observation(
            {"经济科目": observation.keys["经济科目"]},
            observation.amount,
            observation.spot,
            slack=observation.slack,
            implied=observation.implied,
        )
        for observation in of_basic
    ]
    solution = solve(("经济科目",), leaves, by_code)
    amounts = {code: known_of(solved) for (code,), solved in solution.amounts.items()}
    if not leaves or solution.open or not any(amount.amount for amount in amounts.values()):
        return {}
    outlay.conflicts += solution.conflicts
    personnel: list[KnownAmount] = []
    public: list[KnownAmount] = []
    for code, amount in amounts.items():
        if amount.amount:
            kind = personnel if code.startswith(_PERSONNEL) else public
            kind.append(amount)
    return {"人员经费": added(personnel), "公用经费": added(public)}


def _is_basic(observation: Observation) -> bool:
    """Whether an amount is 基本支出 of 一般公共预算 by 经济科目, over all items."""
    return (
        observation.keys.get("资金") == FUNDS[:1]
        and observation.keys.get("支出性质") == NATURES[:1]
        and "经济科目" in observation.keys
        and "功能科目" not in observation.keys
    )
