"""功能科目, 支出性质, 经济科目 and 资金 that do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.binding import AGAINST
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level, Place
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL, Fact, Facts
from generator.model.subjects import BudgetSubject

# 项 of insurance and housing → the 经济科目 under which 基本支出 of them is booked.
_PAIRS = {
    "2080505": ("30108",),
    "2080506": ("30109",),
    "2101101": ("30110", "30307"),
    "2101102": ("30110", "30307"),
    "2101103": ("30111", "30307"),
    "2210201": ("30113",),
}
_SALARY = ("30101", "30102", "30103", "30107", "30108", "30109", "30110", "30111", "30113")
_FUNDS = {
    "一般公共预算": "功能-一般公共预算",
    "政府性基金预算": "功能-政府性基金预算",
    "国有资本经营预算": "功能-国有资本经营预算",
}


def _outlays(context: RuleContext, nature: str) -> Iterator[tuple[Fact, Place]]:
    for fact in context.statement.books.facts.where(类型="支出", 支出性质=nature):
        if fact.place is not None and fact.amount:
            yield fact, fact.place


@check(
    "基建在基本支出",
    Group.SUBJECTS,
    Level.ERROR,
    "基本支出里没有基本建设",
    "基本建设（309）都是项目支出，公开08表没有它的位置。",
    "《政府收支分类科目》中支出经济分类科目，勾稽公式 17",
)
def construction(context: RuleContext) -> Iterator[Problem]:
    """基本建设 (309) typed under 基本支出: it is always 项目支出."""
    for fact, place in _outlays(context, "基本支出"):
        if fact.经济科目.startswith("309"):
            name = context.statement.books.economic(fact.经济科目)
            yield Problem(
                place,
                f"基本支出里有 {fact.经济科目} {name}，基本建设属于项目支出",
                "移到项目支出；若是办公设备等，用 310 的科目",
            )


@check(
    "工资在项目支出",
    Group.SUBJECTS,
    Level.WARNING,
    "项目支出里没有在编人员的工资、社保",
    "在编人员的工资、社保、公积金属于基本支出；放在项目里会使人员经费偏小。",
    "《预算法实施条例》第五条，勾稽公式 16、34",
)
def salaries(context: RuleContext) -> Iterator[Problem]:
    """Pay of staff (30101 …) typed under 项目支出, where it does not belong."""
    for fact, place in _outlays(context, "项目支出"):
        if fact.经济科目 in _SALARY:
            name = context.statement.books.economic(fact.经济科目)
            yield Problem(
                place,
                f"项目支出里有 {fact.经济科目} {name}",
                "在编人员的移到基本支出；编外人员的用 30199 其他工资福利支出 或 30226 劳务费",
            )


@check(
    "行政运行",
    Group.SUBJECTS,
    Level.HINT,
    "行政运行以基本支出为主，一般行政管理事务是项目支出",
    "按科目的定义，前者反映基本支出，后者反映项目支出。公开件里行政运行带一些项目支出的很多，"
    "所以项目支出比基本支出还多才提。",
    "《政府收支分类科目》中行政运行的说明",
)
def running(context: RuleContext) -> Iterator[Problem]:
    """行政运行 that is mostly projects, or 一般行政管理事务 with 基本支出."""
    books = context.statement.books
    for nature, name, counterpart in (
        ("项目支出", "行政运行", "基本支出"),
        ("基本支出", "一般行政管理事务", "项目支出"),
    ):
        codes = set()
        for fact, place in _outlays(context, nature):
            key = (fact.资金, fact.功能科目)
            if books.name(fact.功能科目) != name or key in codes:
                continue
            codes.add(key)
            spent = books.facts.where(类型="支出", 资金=fact.资金, 功能科目=fact.功能科目)
            here, there = (spent.where(支出性质=each).total("") for each in (nature, counterpart))
            if name == "行政运行" and here.value <= there.value:
                continue
            amounts = (
                f"{nature} {context.money(here.value)}，{counterpart} {context.money(there.value)}"
            )
            yield Problem(
                place,
                f"{fact.功能科目} {name}里{amounts}，这个科目反映的是{counterpart}",
                "核对支出性质和科目；确实如此就不用改",
                value=AGAINST.join(map(context.money.number, (here.value, there.value))),
            )


@check(
    "科目与用途",
    Group.SUBJECTS,
    Level.WARNING,
    "社保、公积金的功能科目与经济科目相配",
    "养老、医疗、公积金的功能科目各有自己的经济科目，配错的多半是抄串了行。",
    "公开件常见错误：科目和用途配错，勾稽公式 33",
)
def pairs(context: RuleContext) -> Iterator[Problem]:
    """Insurance and housing booked under another 经济科目."""
    books = context.statement.books
    for fact, place in _outlays(context, "基本支出"):
        wanted = _PAIRS.get(fact.功能科目)
        if wanted and len(fact.经济科目) == 5 and fact.经济科目 not in wanted:
            message = (
                f"{fact.功能科目} {books.name(fact.功能科目)}用的是 {fact.经济科目} "
                f"{books.economic(fact.经济科目)}"
            )
            fix = f"一般用 {' 或 '.join(f'{code} {books.economic(code)}' for code in wanted)}"
            yield Problem(place, message, fix, wanted[0], fact.经济科目)


@check(
    "科目与资金",
    Group.SUBJECTS,
    Level.WARNING,
    "科目属于这种资金",
    "基金、国资有自己的功能科目，放错资金，公开06、10、12表都会错。",
    "勾稽公式 29、30",
)
def funds(context: RuleContext) -> Iterator[Problem]:
    """A 功能科目 under a fund of which it is no 科目."""
    books = context.statement.books
    for (fund, code), note in books.notes.items():
        item = books.catalogue.functional(code)
        if item is not None and _is_of_another(item, fund):
            yield _of_another(context.place(*note.path), item, f"{fund}下面")
    others = (fact for fact in books.facts.where(资金=FISCAL) if fact.类型 != "支出")
    by_item = Facts(others).group(lambda fact: (fact.类型, fact.资金, fact.功能科目))
    for (kind, fund, code), facts in by_item.items():
        item = books.catalogue.functional(code)
        place = facts.items[0].place
        if item is not None and place is not None and _is_of_another(item, fund):
            yield _of_another(place, item, f"{fund}的{kind}里")


def _is_of_another(item: BudgetSubject, fund: str) -> bool:
    """Whether a 科目 belongs to another budget than the one in which it stands."""
    return fund in _FUNDS and item.kind in _FUNDS.values() and item.kind != _FUNDS[fund]


def _of_another(place: Place, item: BudgetSubject, where: str) -> Problem:
    budget = item.kind.removeprefix("功能-")
    return Problem(
        place,
        f"{item} 是{budget}的科目，写在了{where}",
        f"移到{budget}，或核对编码",
    )
