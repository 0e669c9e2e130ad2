"""本年支出 below what was seen: by fund, item and nature first, then by 经济科目, then by project."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from generator.importing.amounts import Known, as_seen, belongs, items_of, known_of, told_of
from generator.importing.evidence import ZERO, Evidence, Seen
from generator.importing.gaps import gaps_of, is_gap, open_gaps
from generator.importing.solve import Conflict, Found, Solution, Variable, solve
from generator.model.money import FUNDS, NATURES
from generator.model.subjects import Catalogue

_KEYS = ("资金", "功能科目", "支出性质", "经济科目")
# These two have no 经济科目 in any table.
_TRANSFERS = ("上缴上级支出", "对附属单位补助支出")
_PERSONNEL = ("301", "303")

Parts = dict[tuple[str, str], Known]


class Outlay(Struct):
    """资金, 功能科目, 支出性质 → 项目, 经济科目 → amount (both "" where only the whole is known); 人员 and 公用 where they cannot be given to items.

    ``whole``: the same facts before they were split by 经济科目.
    """

    facts: dict[tuple[str, str, str], Parts] = field(default_factory=dict)
    split: dict[str, Known] = field(default_factory=dict)
    whole: dict[Variable, Known] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    below: dict[Variable, Found] = field(default_factory=dict)


def outlay_of(evidence: Evidence, seen: Sequence[Seen], year: Catalogue) -> Outlay:
    """The facts of 支出."""
    outlay = Outlay()
    rough = [
        one
        for one in seen
        if "经济科目" not in one.keys and "项目" not in one.keys and "经济科目" not in one.without
    ]
    triples = _triples(seen, rough, year)
    whole = solve(_KEYS[:3], triples, rough)
    settled = _guess(evidence, whole, rough, triples)
    used = [triple for triple in triples if (found := whole.found.get(triple)) and found.amount]
    unclear = [
        triple
        for triple in triples
        if triple in whole.open and triple[1:] not in settled and _spoken_of(rough, triple)
    ]
    fine = [
        one
        for one in seen
        if "经济科目" in one.keys or "项目" in one.keys or "经济科目" in one.without
    ]
    economics = sorted({code for one in fine for code in one.keys.get("经济科目", ())})
    leaves = [
        code
        for code in economics
        if not any(other != code and other.startswith(code) for other in economics)
    ]
    fixed = [
        as_seen(dict(zip(_KEYS, triple, strict=False)), whole.found[triple]) for triple in used
    ]
    plain = [one for one in fine if "项目" not in one.keys]
    spreading = [triple for triple in (*used, *unclear) if triple[2] not in _TRANSFERS]
    spread = solve(
        _KEYS,
        [(*triple, economic) for triple in spreading for economic in leaves],
        [*plain, *fixed],
    )
    # What the first stage compared is not told twice.
    outlay.conflicts = [
        *whole.conflicts,
        *(one for one in spread.conflicts if not one.seen.implied),
    ]
    outlay.below = {**whole.below, **spread.below}
    projects = _projects(evidence, fine, used, spread, fixed, leaves)
    outlay.conflicts += [one for one in projects.conflicts if not one.seen.implied]
    for triple in used:
        if is_gap(triple[1]):
            continue
        outlay.whole[triple] = known_of(whole.found[triple])
        parts = _by_economic(triple, spread, bool(leaves)) or {
            ("", ""): known_of(whole.found[triple])
        }
        names = _names(evidence, fine, triple)
        fund, code, nature = triple
        outlay.facts[fund, code, nature] = (
            _by_project(evidence, triple, names, parts, projects, fine) if names else parts
        )
    outlay.split = _split(outlay, plain)
    return outlay


def _triples(seen: Sequence[Seen], rough: Sequence[Seen], year: Catalogue) -> list[Variable]:
    """All that may have outlay: items of every fund, and what no line tells."""
    items, told = items_of(seen), told_of(seen, "资金")
    funds = _used_funds(seen, year, items)
    natures = {fund: NATURES if fund == FUNDS[3] else NATURES[:2] for fund in funds}
    known = [
        (fund, code, nature)
        for fund in funds
        for code in items
        if belongs(fund, code, year, told)
        for nature in natures[fund]
    ]
    gaps = [
        (fund, code, nature)
        for fund in funds
        for code in gaps_of(rough)
        for nature in natures[fund]
    ]
    return [*known, *open_gaps(_KEYS[:3], gaps, seen)]


def _used_funds(seen: Sequence[Seen], year: Catalogue, items: Sequence[str]) -> list[str]:
    """The funds that may have outlay. Without any table by fund, everything is taken for 一般公共预算 (and said so)."""
    told = {
        one.keys["资金"][0] for one in seen if len(one.keys.get("资金", ())) == 1 and one.amount
    }
    return [
        fund
        for fund in FUNDS
        if fund in (FUNDS[0], FUNDS[3])
        or fund in told
        or any(belongs(fund, code, year, set()) for code in items)
    ]


def _guess(
    evidence: Evidence, whole: Solution, seen: Sequence[Seen], triples: Sequence[Variable]
) -> set[Variable]:
    """Where no table tells the fund of any item, all is put under 一般公共预算 and the clerk is told. Returns the items and natures so settled."""
    if any(fund == FUNDS[0] for fund, _ in told_of(seen, "资金")):
        return set()
    groups: dict[Variable, list[Variable]] = {}
    for triple in triples:
        if triple in whole.open and not is_gap(triple[1]):
            groups.setdefault(triple[1:], []).append(triple)
    settled: set[Variable] = set()
    first_of: dict[str, Seen] = {}
    for (code, nature), open_ in groups.items():
        sums = [
            one
            for one in seen
            if one.keys.get("功能科目") == (code,)
            and one.keys.get("支出性质") == (nature,)
            and "资金" not in one.keys
        ]
        known = sum(
            (found.amount for triple, found in whole.found.items() if triple[1:] == (code, nature)),
            ZERO,
        )
        if not sums or sums[0].amount < known:
            continue
        first = next((one for one in open_ if one[0] == FUNDS[0]), open_[0])
        whole.found[first] = Found(sums[0].amount - known, (sums[0],), sums[0].slack)
        settled.add((code, nature))
        if sums[0].amount != known:
            first_of.setdefault(code, sums[0])
    if first_of:
        message = f"没有分资金的表（财决07、09、11 或 公开06、10、12），分不出 {'、'.join(sorted(first_of)[:5])} 等 {len(first_of)} 个科目是哪种资金"
        evidence.remark(
            next(iter(first_of.values())).spot,
            message,
            "已都放在 一般公共预算 下；有其他资金的请移出来",
        )
    return settled


def _spoken_of(seen: Sequence[Seen], triple: Variable) -> bool:
    """Whether some amount may hold a fact; what no table speaks of is nothing."""
    return any(
        one.amount
        and all(
            triple[place].startswith(one.keys.get(key, ("",)))
            for place, key in enumerate(_KEYS[:3])
        )
        for one in seen
    )


def _by_economic(triple: Variable, spread: Solution, told: bool) -> Parts:
    """One item of one nature by 经济科目; nothing where the tables do not tell, or go no deeper than the classes."""
    if not told or any(variable[:3] == triple for variable in spread.open):
        return {}
    found = {
        variable[3]: one
        for variable, one in spread.found.items()
        if variable[:3] == triple and one.amount
    }
    return (
        {("", code): known_of(one) for code, one in found.items()}
        if all(len(code) == 5 for code in found)
        else {}
    )


def _names(evidence: Evidence, fine: Sequence[Seen], triple: Variable) -> list[str]:
    """The projects of one item of one fund."""
    if triple[2] != NATURES[1] or not evidence.projects.get(triple[1]):
        return []
    told = {
        one.keys["项目"][0]
        for one in fine
        if one.keys.get("功能科目") == triple[1:2]
        and "项目" in one.keys
        and triple[0] in one.keys.get("资金", FUNDS)
    }
    return [name for name in evidence.projects[triple[1]] if name in told]


def _projects(
    evidence: Evidence,
    fine: Sequence[Seen],
    used: Sequence[Variable],
    spread: Solution,
    fixed: Sequence[Seen],
    leaves: Sequence[str],
) -> Solution:
    """项目支出 by project and 经济科目."""
    variables = [
        (*triple, project, economic)
        for triple in used
        for project in _names(evidence, fine, triple)
        for economic in (leaves or [""])
    ]
    known = [
        as_seen(dict(zip(_KEYS, variable, strict=True)), found)
        for variable, found in spread.found.items()
    ]
    return (
        solve(
            (*_KEYS[:3], "项目", "经济科目"),
            variables,
            [*(one for one in fine if "项目" in one.keys), *known, *fixed],
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
    fine: Sequence[Seen],
) -> Parts:
    """项目支出 by project and 经济科目. Where both are known but not together, the 经济科目 stay, since the tables need them."""
    result: Parts = {}
    loose = False
    for project in names:
        mine = [
            variable
            for variable in (*solution.found, *solution.open)
            if variable[:4] == (*triple, project)
        ]
        parts = {
            variable[4]: one
            for variable in mine
            if (one := solution.found.get(variable)) and one.amount
        }
        whole = next((one for one in fine if _is_whole(one, triple, project)), None)
        if not any(variable in solution.open for variable in mine) and all(
            len(code) == 5 for code in parts
        ):
            result.update({(project, code): known_of(one) for code, one in parts.items()})
        elif whole is not None:
            loose = True
            result[project, ""] = Known(whole.amount, (whole.spot,), whole.slack)
    sums = [sum((known.amount for known in some.values()), ZERO) for some in (result, plain)]
    lost = abs(sums[0] - sums[1]) > sum(
        (known.slack for some in (result, plain) for known in some.values()), ZERO
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


def _is_whole(one: Seen, triple: Variable, project: str) -> bool:
    wanted = (
        one.keys.get("项目") == (project,)
        and one.keys.get("功能科目") == triple[1:2]
        and triple[0] in one.keys.get("资金", FUNDS)
    )
    return wanted and "经济科目" not in one.keys


def _split(outlay: Outlay, plain: Sequence[Seen]) -> dict[str, Known]:
    """人员经费 and 公用经费 of 一般公共预算基本支出, where a table tells them for all items together and the items have no 经济科目."""
    basic = [
        parts
        for triple, parts in outlay.facts.items()
        if triple[0] == FUNDS[0] and triple[2] == NATURES[0]
    ]
    if basic and all(("", "") not in parts for parts in basic):
        return {}
    mine = [one for one in plain if _is_basic(one)]
    codes = sorted({code for one in mine for code in one.keys.get("经济科目", ())})
    leaves = [
        (code,)
        for code in codes
        if not any(other != code and other.startswith(code) for other in codes)
    ]
    found = solve(
        ("经济科目",),
        leaves,
        [
            Seen(
                {"经济科目": one.keys["经济科目"]},
                one.amount,
                one.spot,
                slack=one.slack,
                implied=one.implied,
            )
            for one in mine
        ],
    )
    if not leaves or found.open or not any(one.amount for one in found.found.values()):
        return {}
    parts: dict[str, list[tuple[str, Found]]] = {"人员经费": [], "公用经费": []}
    for (code,), one in found.found.items():
        parts["人员经费" if code.startswith(_PERSONNEL) else "公用经费"].append((code, one))
    outlay.conflicts += found.conflicts
    return {name: _added([one for _, one in some if one.amount]) for name, some in parts.items()}


def _is_basic(one: Seen) -> bool:
    return (
        one.keys.get("资金") == FUNDS[:1]
        and one.keys.get("支出性质") == NATURES[:1]
        and "经济科目" in one.keys
        and "功能科目" not in one.keys
    )


def _added(some: Iterable[Found]) -> Known:
    some = list(some)
    spots = tuple(dict.fromkeys(one.spot for found in some for one in found.given))
    return Known(
        sum((found.amount for found in some), ZERO),
        spots,
        sum((found.slack for found in some), ZERO),
    )
