"""What a unit is, against what its figures say; names that a file types beside its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.rule import Problem, RuleContext, check
from generator.checks.same_thing import Path
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import PERSONNEL, PUBLIC, is_personnel
from generator.model.money import FUNDS, ExpenseGroup
from generator.reading.nearest import nearest

_INSTITUTION_NAME = re.compile(r".*(中心|馆|院|学校|中学|小学|幼儿园|研究所|站|园|台|社)$")
_OFFICE_NAME = re.compile(r".*(局|委|厅|办公室|委员会|人民政府|政府办|法院|检察院|市委办|县委办)$")
_INSTITUTION_INCOME = ("事业收入", "经营收入")
_FEWEST = 2


@check(
    "性质与科目",
    Group.SENSE,
    Level.WARNING,
    "单位性质与用的科目、名称相符",
    "行政单位用行政运行、行政单位医疗；事业单位用事业运行、绩效工资。性质填错，"
    "机关运行经费就写错了。",
    "《政府收支分类科目》，部门决算报表的填报口径：机关运行经费",
    since="0.2",
)
def nature_and_subjects(context: RuleContext) -> Iterator[Problem]:
    """A 性质 against two signs or more of the other kind of unit, and none of its own."""
    unit = context.statement.accounts.单位
    if unit.口径 != "单位" or unit.下属单位:
        return
    office, institution = _office_signs(context), _institution_signs(context)
    if unit.性质 == "事业单位":
        against, supporting, remedy = office, institution, "行政单位 或 参公事业单位"
    else:
        against, supporting, remedy = institution, office, "事业单位"
    if len(against) < _FEWEST or supporting:
        return
    yield Problem(
        context.place("单位", "性质"),
        f"性质填的是{unit.性质}，{'、'.join(against)}却像{remedy}",
        f"核对性质；是{remedy}的改正，确实没有错的在 核对说明 里写明",
    )


def _office_signs(context: RuleContext) -> list[str]:
    """What speaks for a 行政单位 or 参公事业单位."""
    signs = office_subjects(context)
    name = str(context.statement.accounts.单位.名称).split("（")[0].strip()
    if _OFFICE_NAME.match(name) and not _INSTITUTION_NAME.match(name):
        signs.append(f"名称“{name}”")
    return signs


def office_subjects(context: RuleContext) -> list[str]:
    """The 科目 that only a 行政单位 or 参公事业单位 has, in words."""
    books = context.statement.books
    basic = books.facts.where(类型="支出", 支出性质="基本支出")
    names = {books.name(fact.功能科目) for fact in basic if fact.amount > 0}
    return [f"有“{name}”" for name in ("行政运行", "行政单位医疗") if name in names]


def _institution_signs(context: RuleContext) -> list[str]:
    """What in a file speaks for a 事业单位: its figures and the words of its name."""
    signs = institution_money(context)
    name = str(context.statement.accounts.单位.名称).split("（")[0].strip()
    if _INSTITUTION_NAME.match(name) and not _OFFICE_NAME.match(name):
        signs.append(f"名称“{name}”")
    return signs


def institution_money(context: RuleContext) -> list[str]:
    """The 科目 and incomes that only a 事业单位 has, in words."""
    statement = context.statement
    books, accounts = statement.books, statement.accounts
    spent = [fact for fact in books.facts.where(类型="支出") if fact.amount > 0]
    names = {books.name(fact.功能科目) for fact in spent}
    signs = [f"有“{name}”" for name in ("事业运行", "事业单位医疗") if name in names]
    if any(fact.经济科目 == "30107" for fact in spent):
        signs.append("有 30107 绩效工资")
    sources = {source.名称: source.数 for source in statement.totals.收入来源}
    signs += [f"有{name}" for name in _INSTITUTION_INCOME if not sources[name].is_zero]
    if accounts.结余分配 is not None and accounts.结余分配.value:
        signs.append("有结余分配")
    return signs


@check(
    "资金范围",
    Group.SENSE,
    Level.WARNING,
    "整体自评的资金范围是有支出的资金",
    "没有花过的资金，没有什么可以自评。",
    "《项目支出绩效评价管理办法》",
    since="0.2",
)
def funds_evaluated(context: RuleContext) -> Iterator[Problem]:
    """A fund of 资金范围 that is none, or that has no outlay."""
    evaluation = context.statement.accounts.预算绩效.整体自评
    funds = context.statement.totals.资金
    if evaluation is None:
        return
    for index, typed in enumerate(evaluation.资金范围):
        name = str(typed).strip()
        fund = funds.get(name) or funds.get(name.removesuffix("财政拨款"))
        place = context.place("预算绩效", "整体自评", "资金范围", index)
        if fund is None:
            fix = f"可以写：{'、'.join(FUNDS)}"
            yield Problem(place, f"资金范围里的“{typed}”不是一种资金", fix)
        elif fund.支出.is_zero:
            fix = "删去它，或核对支出里的资金种类"
            yield Problem(place, f"资金范围里有“{typed}”，本年没有这种资金的支出", fix)


@check(
    "科目名称",
    Group.SUBJECTS,
    Level.WARNING,
    "人员经费、公用经费里列举的是经济科目的名称",
    "这些名称照印在“主要包括”后面；没有这个科目，或属于另一类经费，读的人对不上附表。",
    "《政府收支分类科目》中支出经济分类科目",
    since="0.2",
)
def listed_subjects(context: RuleContext) -> Iterator[Problem]:
    """Names listed under 人员经费 and 公用经费 that are no 经济科目, or one of the other group."""
    split = context.statement.accounts.基本支出构成
    if split is None:
        return
    for group, value in ((PERSONNEL, split.人员经费), (PUBLIC, split.公用经费)):
        if isinstance(value, ExpenseGroup):
            path: Path = ("基本支出构成", group, "科目")
            yield from _listed(context, group, path, [str(name).strip() for name in value.科目])


def _listed(context: RuleContext, group: str, path: Path, names: list[str]) -> Iterator[Problem]:
    catalogue = context.statement.books.catalogue
    wanted = group == PERSONNEL
    other_group = PUBLIC if wanted else PERSONNEL
    subjects = catalogue.economic_subjects.values()
    names_of_group = [item.name for item in subjects if is_personnel(item.code) == wanted]
    for index, name in enumerate(names):
        codes = catalogue.named(name, "经济")
        place = context.place(*path, index)
        if not codes:
            near = nearest(name, names_of_group)
            fix = "写经济科目的名称，如 办公费"
            if near:
                fix = f"您是不是想写“{near[0]}”？"
            yield Problem(place, f"{group}的科目里，“{name}”不是经济科目的名称", fix)
        elif all(is_personnel(item.code) != wanted for item in codes):
            yield Problem(
                place,
                f"“{name}”（{codes[0].code}）属于{other_group}，列在了{group}里",
                f"移到{other_group}",
            )
