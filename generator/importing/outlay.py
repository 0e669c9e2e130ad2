"""本年支出 below what was seen: by fund, item and nature first, then by 经济科目, then by project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from generator.importing.amounts import (
    KnownAmount,
    as_observation,
    belongs,
    items_of,
    known_of,
    pairs_stated,
)
from generator.importing.evidence import ZERO, Evidence, Observation
from generator.importing.gaps import gaps_of, is_gap, open_gaps
from generator.importing.solve import Conflict, Solution, SolvedAmount, Variable, solve
from generator.model.money import FUNDS, NATURES
from generator.model.subjects import Catalogue

_KEYS = ("资金", "功能科目", "支出性质", "经济科目")
# These two have no 经济科目 in any table.
_TRANSFERS = ("上缴上级支出", "对附属单位补助支出")
_PERSONNEL = ("301", "303")

Parts = dict[tuple[str, str], KnownAmount]


class SolvedOutlay(Struct):
    """资金, 功能科目, 支出性质 → 项目, 经济科目 → amount (both "" where only the whole is known); 人员 and 公用 where they cannot be given to items.

    ``whole``: the same facts before they were split by 经济科目.
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
    rough = [
        observation
        for observation in observations
        if "经济科目" not in observation.keys
        and "项目" not in observation.keys
        and "经济科目" not in observation.without
    ]
    triples = _triples(observations, rough, year)
    rough_solution = solve(_KEYS[:3], triples, rough)
    settled = _guess(evidence, rough_solution, rough, triples)
    used = [
        triple
        for triple in triples
        if (solved := rough_solution.amounts.get(triple)) and solved.amount
    ]
    unclear = [
        triple
        for triple in triples
        if triple in rough_solution.open and triple[1:] not in settled and _spoken_of(rough, triple)
    ]
    fine = [
        observation
        for observation in observations
        if "经济科目" in observation.keys
        or "项目" in observation.keys
        or "经济科目" in observation.without
    ]
    economics = sorted(
        {code for observation in fine for code in observation.keys.get("经济科目", ())}
    )
    leaves = [
        code
        for code in economics
        if not any(longer != code and longer.startswith(code) for longer in economics)
    ]
    fixed = [
        as_observation(dict(zip(_KEYS, triple, strict=False)), rough_solution.amounts[triple])
        for triple in used
    ]
    plain = [observation for observation in fine if "项目" not in observation.keys]
    spreading = [triple for triple in (*used, *unclear) if triple[2] not in _TRANSFERS]
    spread = solve(
        _KEYS,
        [(*triple, economic) for triple in spreading for economic in leaves],
        [*plain, *fixed],
    )
    # What the first stage compared is not told twice.
    outlay.conflicts = [
        *rough_solution.conflicts,
        *(conflict for conflict in spread.conflicts if not conflict.observation.implied),
    ]
    outlay.below = {**rough_solution.below, **spread.below}
    projects = _projects(evidence, fine, used, spread, fixed, leaves)
    outlay.conflicts += [
        conflict for conflict in projects.conflicts if not conflict.observation.implied
    ]
    for triple in used:
        if is_gap(triple[1]):
            continue
        outlay.totals[triple] = known_of(rough_solution.amounts[triple])
        parts = _by_economic(triple, spread, bool(leaves)) or {
            ("", ""): known_of(rough_solution.amounts[triple])
        }
        names = _names(evidence, fine, triple)
        fund, code, nature = triple
        outlay.facts[fund, code, nature] = (
            _by_project(evidence, triple, names, parts, projects, fine) if names else parts
        )
    outlay.split = _split(outlay, plain)
    return outlay


def _triples(
    observations: Sequence[Observation], rough: Sequence[Observation], year: Catalogue
) -> list[Variable]:
    """All that may have outlay: items of every fund, and what no line tells."""
    items, stated_pairs = items_of(observations), pairs_stated(observations, "资金")
    funds = _used_funds(observations, year, items)
    natures = {fund: NATURES if fund == FUNDS[3] else NATURES[:2] for fund in funds}
    stated = [
        (fund, code, nature)
        for fund in funds
        for code in items
        if belongs(fund, code, year, stated_pairs)
        for nature in natures[fund]
    ]
    gaps = [
        (fund, code, nature)
        for fund in funds
        for code in gaps_of(rough)
        for nature in natures[fund]
    ]
    return [*stated, *open_gaps(_KEYS[:3], gaps, observations)]


def _used_funds(
    observations: Sequence[Observation], year: Catalogue, items: Sequence[str]
) -> list[str]:
    """The funds that may have outlay. Without any table by fund, everything is taken for 一般公共预算 (and said so)."""
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
    """Where no table tells the fund of any item, all is put under 一般公共预算 and the clerk is told. Returns the items and natures so settled."""
    if any(fund == FUNDS[0] for fund, _ in pairs_stated(observations, "资金")):
        return set()
    groups: dict[Variable, list[Variable]] = {}
    for triple in triples:
        if triple in solution.open and not is_gap(triple[1]):
            groups.setdefault(triple[1:], []).append(triple)
    settled: set[Variable] = set()
    first_of: dict[str, Observation] = {}
    for (code, nature), open_ in groups.items():
        sums = [
            observation
            for observation in observations
            if observation.keys.get("功能科目") == (code,)
            and observation.keys.get("支出性质") == (nature,)
            and "资金" not in observation.keys
        ]
        solved_sum = sum(
            (
                solved.amount
                for triple, solved in solution.amounts.items()
                if triple[1:] == (code, nature)
            ),
            ZERO,
        )
        if not sums or sums[0].amount < solved_sum:
            continue
        first = next((triple for triple in open_ if triple[0] == FUNDS[0]), open_[0])
        solution.amounts[first] = SolvedAmount(
            sums[0].amount - solved_sum, (sums[0],), sums[0].slack
        )
        settled.add((code, nature))
        if sums[0].amount != solved_sum:
            first_of.setdefault(code, sums[0])
    if first_of:
        message = f"没有分资金的表（财决07、09、11 或 公开06、10、12），分不出 {'、'.join(sorted(first_of)[:5])} 等 {len(first_of)} 个科目是哪种资金"
        evidence.remark(
            next(iter(first_of.values())).spot,
            message,
            "已都放在 一般公共预算 下；有其他资金的请移出来",
        )
    return settled


def _spoken_of(observations: Sequence[Observation], triple: Variable) -> bool:
    """Whether some amount may hold a fact; what no table speaks of is nothing."""
    return any(
        observation.amount
        and all(
            triple[place].startswith(observation.keys.get(key, ("",)))
            for place, key in enumerate(_KEYS[:3])
        )
        for observation in observations
    )


def _by_economic(triple: Variable, spread: Solution, is_stated: bool) -> Parts:
    """One item of one nature by 经济科目; nothing where the tables do not tell, or go no deeper than the classes."""
    if not is_stated or any(variable[:3] == triple for variable in spread.open):
        return {}
    amounts = {
        variable[3]: solved
        for variable, solved in spread.amounts.items()
        if variable[:3] == triple and solved.amount
    }
    return (
        {("", code): known_of(solved) for code, solved in amounts.items()}
        if all(len(code) == 5 for code in amounts)
        else {}
    )


def _names(evidence: Evidence, fine: Sequence[Observation], triple: Variable) -> list[str]:
    """The projects of one item of one fund."""
    if triple[2] != NATURES[1] or not evidence.projects.get(triple[1]):
        return []
    stated_pairs = {
        observation.keys["项目"][0]
        for observation in fine
        if observation.keys.get("功能科目") == triple[1:2]
        and "项目" in observation.keys
        and triple[0] in observation.keys.get("资金", FUNDS)
    }
    return [name for name in evidence.projects[triple[1]] if name in stated_pairs]


def _projects(
    evidence: Evidence,
    fine: Sequence[Observation],
    used: Sequence[Variable],
    spread: Solution,
    fixed: Sequence[Observation],
    leaves: Sequence[str],
) -> Solution:
    """项目支出 by project and 经济科目."""
    variables = [
        (*triple, project, economic)
        for triple in used
        for project in _names(evidence, fine, triple)
        for economic in (leaves or [""])
    ]
    solved_earlier = [
        as_observation(dict(zip(_KEYS, variable, strict=True)), solved)
        for variable, solved in spread.amounts.items()
    ]
    return (
        solve(
            (*_KEYS[:3], "项目", "经济科目"),
            variables,
            [
                *(observation for observation in fine if "项目" in observation.keys),
                *solved_earlier,
                *fixed,
            ],
        )
        if variables
        else Solution()
    )


def _by_project(
    evidence: Evidence,
    triple: Variable,
    names: Sequence[str],
    plain: Parts,
    solution: Solution,
    fine: Sequence[Observation],
) -> Parts:
    """项目支出 by project and 经济科目. Where both are known but not together, the 经济科目 stay, since the tables need them."""
    result: Parts = {}
    loose = False
    for project in names:
        own_variables = [
            variable
            for variable in (*solution.amounts, *solution.open)
            if variable[:4] == (*triple, project)
        ]
        parts = {
            variable[4]: solved
            for variable in own_variables
            if (solved := solution.amounts.get(variable)) and solved.amount
        }
        total = next(
            (observation for observation in fine if _is_total(observation, triple, project)), None
        )
        if not any(variable in solution.open for variable in own_variables) and all(
            len(code) == 5 for code in parts
        ):
            result.update({(project, code): known_of(solved) for code, solved in parts.items()})
        elif total is not None:
            loose = True
            result[project, ""] = KnownAmount(total.amount, (total.spot,), total.slack)
    sums = [
        sum((amount.amount for amount in amounts.values()), ZERO) for amounts in (result, plain)
    ]
    lost = abs(sums[0] - sums[1]) > sum(
        (amount.slack for amounts in (result, plain) for amount in amounts.values()), ZERO
    )
    if not result or lost or (loose and ("", "") not in plain):
        if loose or lost:
            message = f"{triple[1]} 的项目（{'、'.join(names)}）各有哪些经济科目，这几张表没有写"
            evidence.remark(
                next(iter(plain.values())).spots[0],
                message,
                "已按经济科目填在 项目支出 下；请按项目分开",
                grave=False,
            )
        return plain
    return result


def _is_total(observation: Observation, triple: Variable, project: str) -> bool:
    wanted = (
        observation.keys.get("项目") == (project,)
        and observation.keys.get("功能科目") == triple[1:2]
        and triple[0] in observation.keys.get("资金", FUNDS)
    )
    return wanted and "经济科目" not in observation.keys


def _split(outlay: SolvedOutlay, plain: Sequence[Observation]) -> dict[str, KnownAmount]:
    """人员经费 and 公用经费 of 一般公共预算基本支出, where a table tells them for all items together and the items have no 经济科目."""
    basic = [
        parts
        for triple, parts in outlay.facts.items()
        if triple[0] == FUNDS[0] and triple[2] == NATURES[0]
    ]
    if basic and all(("", "") not in parts for parts in basic):
        return {}
    of_basic = [observation for observation in plain if _is_basic(observation)]
    codes = sorted(
        {code for observation in of_basic for code in observation.keys.get("经济科目", ())}
    )
    leaves = [
        (code,)
        for code in codes
        if not any(longer != code and longer.startswith(code) for longer in codes)
    ]
    solution = solve(
        ("经济科目",),
        leaves,
        [
            Observation(
                {"经济科目": observation.keys["经济科目"]},
                observation.amount,
                observation.spot,
                slack=observation.slack,
                implied=observation.implied,
            )
            for observation in of_basic
        ],
    )
    if (
        not leaves
        or solution.open
        or not any(solved.amount for solved in solution.amounts.values())
    ):
        return {}
    parts: dict[str, list[tuple[str, SolvedAmount]]] = {"人员经费": [], "公用经费": []}
    for (code,), solved in solution.amounts.items():
        parts["人员经费" if code.startswith(_PERSONNEL) else "公用经费"].append((code, solved))
    outlay.conflicts += solution.conflicts
    return {
        name: _added([solved for _, solved in members if solved.amount])
        for name, members in parts.items()
    }


def _is_basic(observation: Observation) -> bool:
    return (
        observation.keys.get("资金") == FUNDS[:1]
        and observation.keys.get("支出性质") == NATURES[:1]
        and "经济科目" in observation.keys
        and "功能科目" not in observation.keys
    )


def _added(amounts: Iterable[SolvedAmount]) -> KnownAmount:
    amounts = list(amounts)
    spots = tuple(
        dict.fromkeys(observation.spot for solved in amounts for observation in solved.observations)
    )
    return KnownAmount(
        sum((solved.amount for solved in amounts), ZERO),
        spots,
        sum((solved.slack for solved in amounts), ZERO),
    )
