"""The names of projects whose 经济科目 stand in one table and whose amounts in another: by the
amounts, where only one way fits and none by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.importing.amounts import KnownAmount, Parts, added
from generator.importing.evidence import ZERO, CellSpot, Evidence, NamedProject
from generator.importing.solve import Variable
from generator.model.money import NATURES

_CENT = Decimal("0.01")
_BY_CHANCE = Decimal("0.05")
"""So likely may an accident fit: several ways to share out are tried."""
_MOST_TRIED = 20_000
_ROUND = 5_000
"""An amount that is a multiple of 0.5 万元 is that of many a project: it alone names none."""
_MOST_OFFERED = 8


class ProjectTotal(Struct, frozen=True):
    """What was spent on a project, of all its 经济科目 (``code`` is "") or of those of a class."""

    project: str
    code: str
    amount: Decimal
    slack: Decimal


def shared_out(plain: Parts, totals: Sequence[ProjectTotal]) -> Parts | None:
    """Amounts by 经济科目, each given whole to the project whose totals it makes up.

    None where no way fits, more than one does, or where one would fit by chance.
    """
    codes = sorted(code for _, code in plain)
    projects = list(dict.fromkeys(total.project for total in totals))
    if not all(codes) or len(codes) < len(projects) or len(projects) < 2:
        return None
    if _chance(plain, totals, projects) > _BY_CHANCE:
        return None
    way = _only_way(plain, codes, totals, projects)
    if way is None:
        return None
    return {(project, code): plain["", code] for code, project in zip(codes, way, strict=True)}


def _chance(plain: Parts, totals: Sequence[ProjectTotal], projects: Sequence[str]) -> Decimal:
    """About how many ways to share out would fit if the amounts were any others."""
    spent = added(plain.values())
    if spent.amount <= 0:
        return Decimal(1)
    slack = max((total.slack for total in totals), default=ZERO)
    window = (2 * (slack + spent.slack) + _CENT) / spent.amount
    ways = Decimal(len(projects)) ** len(plain)
    return ways * min(window, Decimal(1)) ** (len(projects) - 1)


def _only_way(
    plain: Parts, codes: Sequence[str], totals: Sequence[ProjectTotal], projects: Sequence[str]
) -> tuple[str, ...] | None:
    """The project of each code, where one way alone agrees with all totals; None where more do, or
    where too many would have to be tried."""
    fitting: list[tuple[str, ...]] = []
    stack: list[tuple[str, ...]] = [()]
    for _ in range(_MOST_TRIED):
        if not stack:
            return fitting[0] if len(fitting) == 1 else None
        given = stack.pop()
        if not all(_may_be(plain, codes, given, total) for total in totals):
            continue
        if len(given) == len(codes):
            fitting.append(given)
            continue
        stack += [(*given, project) for project in projects]
    return None


def _may_be(plain: Parts, codes: Sequence[str], given: Sequence[str], total: ProjectTotal) -> bool:
    """Whether a total can still be, or, where all codes are given, is made up."""
    amount, slack = ZERO, total.slack
    for code, project in zip(codes, given, strict=False):
        if project == total.project and code.startswith(total.code):
            amount += plain["", code].amount
            slack += plain["", code].slack
    if len(given) == len(codes):
        return abs(amount - total.amount) <= slack
    return amount - total.amount <= slack or any(part.amount < 0 for part in plain.values())


def name_projects(evidence: Evidence, facts: dict[tuple[str, str, str], Parts]) -> None:
    """Name the projects of outlay by those of other tables; what is not certain is offered."""
    of_accounts = {name for names in evidence.projects.values() for name in names}
    named = [project for project in evidence.named if project.name not in of_accounts]
    unnamed = {
        triple: parts
        for triple, parts in facts.items()
        if triple[2] == NATURES[1]
        and triple[:2] not in evidence.offered
        and all(not project for project, _ in parts)
    }
    taken: dict[str, CellSpot] = {}
    for triple, parts in unnamed.items():
        fitting = _fitting(triple, parts, named, unnamed)
        by_name = _named(parts, fitting)
        if by_name is not None:
            facts[triple] = by_name
            taken |= {project.name: project.spot for project in fitting}
    for triple, parts in unnamed.items():
        if facts[triple] is parts:
            left = [project for project in named if project.name not in taken]
            evidence.offered[triple[:2]] = _offer(triple, parts, left)
    if taken:
        names = "、".join(list(taken)[:_MOST_OFFERED])
        count = f"等 {len(taken)} 个" if len(taken) > _MOST_OFFERED else ""
        evidence.remark(
            next(iter(taken.values())),
            f"项目的名称（{names}{count}）是按金额对上的",
            "请核对它们在 项目支出 里的科目",
            grave=False,
        )


def _fitting(
    triple: Variable,
    parts: Parts,
    named: Sequence[NamedProject],
    unnamed: Mapping[tuple[str, str, str], Parts],
) -> list[NamedProject]:
    """The projects that make up the outlay of an item, as far as it is certain."""
    of_item = [project for project in named if project.item == triple[1]]
    funds = [key for key in unnamed if key[1] == triple[1]]
    if of_item and len(funds) == 1:
        if _agree(added(map(_known, of_item)), added(parts.values())):
            return of_item
        return []
    of_amount = [
        project
        for project in named
        if not project.item and _agree(_known(project), added(parts.values()))
    ]
    if len(of_amount) != 1 or not of_amount[0].amount % _ROUND:
        return []
    fitting = [
        key
        for key, amounts in unnamed.items()
        if _agree(_known(of_amount[0]), added(amounts.values()))
    ]
    if len(fitting) > 1:
        return []
    return of_amount


def _known(project: NamedProject) -> KnownAmount:
    return KnownAmount(project.amount, (project.spot,), project.slack)


def _agree(left: KnownAmount, right: KnownAmount) -> bool:
    return abs(left.amount - right.amount) <= left.slack + right.slack


def _named(parts: Parts, projects: Sequence[NamedProject]) -> Parts | None:
    """The outlay of an item under the names of its projects; None where they cannot be told
    apart."""
    if not projects:
        return None
    if len(projects) == 1:
        return {(projects[0].name, code): amount for (_, code), amount in parts.items()}
    if set(parts) == {("", "")}:
        return {(project.name, ""): _known(project) for project in projects}
    totals = [ProjectTotal(each.name, "", each.amount, each.slack) for each in projects]
    return shared_out(parts, totals)


def _offer(triple: Variable, parts: Parts, named: Sequence[NamedProject]) -> tuple[str, ...]:
    """The names that a project of an item may have: of its 科目, or not above its amount."""
    total = added(parts.values())
    names = [
        project.name
        for project in named
        if project.item in ("", triple[1])
        and project.amount <= total.amount + total.slack + project.slack
    ]
    return tuple(dict.fromkeys(names))[:_MOST_OFFERED]
