"""项目支出 by project and 经济科目, where the tables tell both."""

from __future__ import annotations

from collections.abc import Sequence

from generator.importing.amounts import (
    OUTLAY_KEYS,
    KnownAmount,
    Parts,
    added,
    as_observation,
    known_of,
)
from generator.importing.evidence import Evidence, Observation
from generator.importing.project_names import ProjectTotal, shared_out
from generator.importing.solve import Solution, Variable, solve
from generator.model.money import FUNDS, NATURES


def names_of_projects(
    evidence: Evidence, fine: Sequence[Observation], triple: Variable
) -> list[str]:
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


def projects_of(
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
        for project in names_of_projects(evidence, fine, triple)
        for economic in (leaves or [""])
    ]
    if not variables:
        return Solution()
    solved_earlier = [
        as_observation(dict(zip(OUTLAY_KEYS, variable, strict=True)), solved)
        for variable, solved in spread.amounts.items()
    ]
    of_projects = [observation for observation in fine if "项目" in observation.keys]
    keys = (*OUTLAY_KEYS[:3], "项目", "经济科目")
    return solve(keys, variables, [*of_projects, *solved_earlier, *fixed])


def by_project(
    evidence: Evidence,
    triple: Variable,
    names: Sequence[str],
    plain: Parts,
    solution: Solution,
    fine: Sequence[Observation],
) -> Parts:
    """项目支出 by project and 经济科目.

    Where both are known but not together, the 经济科目 stay, since the tables need them.
    """
    result: Parts = {}
    loose = False
    for project in names:
        by_code = _project_by_economic(solution, (*triple, project))
        if by_code is not None:
            result.update({(project, code): amount for code, amount in by_code.items()})
            continue
        total = next(
            (observation for observation in fine if _is_total(observation, triple, project)), None
        )
        if total is not None:
            loose = True
            result[project, ""] = KnownAmount(total.amount, (total.spot,), total.slack)
    lost = _differs(result, plain)
    if result and not lost and (not loose or ("", "") in plain):
        return result
    shared = shared_out(plain, _totals(fine, triple, names))
    if shared is not None:
        message = f"{triple[1]} 的项目（{'、'.join(names)}）各有哪些经济科目，是按金额对上的"
        spot = next(iter(plain.values())).spots[0]
        evidence.remark(spot, message, "已按项目填好，请核对", grave=False)
        return shared
    if loose or lost:
        evidence.offered[triple[0], triple[1]] = tuple(names)
        message = f"{triple[1]} 的项目（{'、'.join(names)}）各有哪些经济科目，这几张表没有写"
        evidence.remark(
            next(iter(plain.values())).spots[0],
            message,
            "已按经济科目填在 项目支出 下，项目名称写着待填；请按项目分开",
            grave=False,
        )
    return plain


def _totals(
    fine: Sequence[Observation], triple: Variable, names: Sequence[str]
) -> list[ProjectTotal]:
    """What the tables tell of the projects of an item, of all 经济科目 and of their classes."""
    totals = []
    for observation in fine:
        name, *_ = observation.keys.get("项目", ("",))
        codes = observation.keys.get("经济科目", ("",))
        is_of_item = observation.keys.get("功能科目") == triple[1:2]
        is_of_fund = triple[0] in observation.keys.get("资金", FUNDS)
        if name in names and len(codes) == 1 and is_of_item and is_of_fund:
            total = ProjectTotal(name, codes[0], observation.amount, observation.slack)
            totals.append(total)
    return totals


def _project_by_economic(solution: Solution, project: Variable) -> dict[str, KnownAmount] | None:
    """The amounts of a project by 经济科目; None where some are open, or of classes only."""
    if any(variable[:4] == project for variable in solution.open):
        return None
    amounts = {
        variable[4]: known_of(solved)
        for variable, solved in solution.amounts.items()
        if variable[:4] == project and solved.amount
    }
    if any(len(code) != 5 for code in amounts):
        return None
    return amounts


def _differs(result: Parts, plain: Parts) -> bool:
    """Whether the sums of two ways to split differ by more than rounding leaves open."""
    left, right = added(result.values()), added(plain.values())
    return abs(left.amount - right.amount) > left.slack + right.slack


def _is_total(observation: Observation, triple: Variable, project: str) -> bool:
    """Whether an amount is that of a project of an item, whatever its 经济科目."""
    wanted = (
        observation.keys.get("项目") == (project,)
        and observation.keys.get("功能科目") == triple[1:2]
        and triple[0] in observation.keys.get("资金", FUNDS)
    )
    return wanted and "经济科目" not in observation.keys
