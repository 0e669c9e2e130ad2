"""Balances beside the outlay of the year: what flows into the closing balance unseen."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.balances import unequal
from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL, Facts
from generator.ledger.figure import Figure
from generator.model.comparison import LastYear
from generator.model.money import FUNDS
from generator.reading.nodes import MappingNode

_CENT = Decimal("0.01")
_TIMES = 3
_MUCH = 2


@check(
    "结余偏大",
    Group.SENSE,
    Level.WARNING,
    "结转和结余不比全年的支出还多",
    "收入多打一个零，别处看不出来，只会变成结余；年末的结余比全年花的钱还多，多半是收入填大了。",
    "《预算法》第四十二条",
    since="0.2",
)
def balance_above_outlay(context: RuleContext) -> Iterator[Problem]:
    """A closing balance larger than the year's outlay where the opening one was small; an opening
    balance twice the year's outlay."""
    sums = context.statement.totals
    for name in FUNDS:
        fund = sums.资金[name]
        if fund.支出.value <= 0:
            continue
        opening, closing, spent = fund.年初.value, fund.年末.value, fund.支出.value
        if closing > spent and closing > opening * _TIMES:
            yield Problem(
                context.place("收入", _source(name)),
                f"{name}：年初 {context.money(opening)}，全年支出 {context.money(spent)}，"
                f"年末却有 {context.money(closing)}",
                f"核对{name}的收入，有没有多打一位",
            )
        elif closing * _MUCH > spent and closing > opening * _TIMES and name not in FISCAL:
            yield Problem(
                context.place("收入", _source(name)),
                f"{name}：年初 {context.money(opening)}，全年支出 {context.money(spent)}，"
                f"年末有 {context.money(closing)}",
                f"核对{name}的收入，有没有多打一位；确实如此的不用改",
                level=Level.HINT,
            )
        elif opening > spent * _MUCH:
            yield Problem(
                context.place("年初结转和结余", name),
                f"{name}：年初结转和结余 {context.money(opening)}，"
                f"全年支出只有 {context.money(spent)}",
                "核对年初结转和结余，有没有多打一位",
            )


def _source(fund: str) -> str:
    """The key of the income that belongs to a fund; 其他资金 has several."""
    if fund in FISCAL:
        return f"{fund}财政拨款收入"
    return "事业收入"


_MANY, _SHARE = 5, 20
_TENFOLD, _TRIFLE = 8, 1000


@check(
    "科目结余偏大",
    Group.SENSE,
    Level.WARNING,
    "一个科目的收入不比它的支出多出几倍",
    "一个科目的收入多打一个零，只会变成这个科目的结余，总数上看不出来。",
    "《预算法》第四十二条",
    since="0.2",
)
def item_income_above_outlay(context: RuleContext) -> Iterator[Problem]:
    """The fiscal income of a 项 five times its outlay, and no trifle beside the fund's outlay; or
    about ten times it. An opening balance of a 项 that its outlay of the year did not need."""
    books = context.statement.books
    for fund in FISCAL:
        spent = context.statement.totals.资金[fund].支出
        income = books.facts.where(类型="收入", 资金=fund)
        outlay_of_fund = _all_outlay_typed(context, fund)
        for code, facts in income.group(lambda fact: fact.功能科目).items():
            outlay = books.facts.where(类型="支出", 资金=fund, 功能科目=code).total("")
            received = facts.total("")
            surplus = received.value - outlay.value
            if code and received.value > 0 and outlay.is_zero and outlay_of_fund:
                yield _without_outlay(context, code, facts)
            if not code or outlay.value <= 0 or received.value <= outlay.value * _MANY:
                continue
            large = surplus * _SHARE >= spent.value
            tenfold = received.value >= outlay.value * _TENFOLD
            if large or (tenfold and surplus * _TRIFLE >= spent.value):
                sure = large or _basic_alone(books.facts, fund, code)
                yield Problem(
                    next((fact.place for fact in facts if fact.place), context.place("收入")),
                    f"{code} {books.name(code)}收入 {context.money(received.value)}，"
                    f"支出只有 {context.money(outlay.value)}",
                    "核对这个科目的收入，有没有多打一位",
                    level=level_if(Level.HINT, not sure),
                )
        yield from _openings_not_needed(context, fund, spent)


def _all_outlay_typed(context: RuleContext, fund: str) -> bool:
    """Whether the outlay of a fund is told by 科目 that could all be read, nothing is said to be
    left of it, and no 科目 spends what another one has: that is told of this one."""
    if context.statement.accounts.年末结转和结余 is not None:
        return False
    of_fund = context.statement.books.facts.where(资金=fund)
    outlay = of_fund.where(类型="支出").group(lambda fact: fact.功能科目)
    typed = context.node("支出", fund)
    if not isinstance(typed, MappingNode) or len(typed) != len(outlay) or "" in outlay:
        return False
    had = of_fund.where(类型=("收入", "年初结转和结余"))
    return all(
        facts.total("").value <= had.where(功能科目=code).total("").value
        for code, facts in outlay.items()
    )


def _without_outlay(context: RuleContext, code: str, facts: Facts) -> Problem:
    """The income of a 项 of which nothing was spent, and nothing is said to be left."""
    received = facts.total("").value
    name = context.statement.books.name(code)
    return Problem(
        next((fact.place for fact in facts if fact.place), context.place("收入")),
        f"{code} {name}收入 {context.money(received)}，没有支出",
        "核对收入和支出里的科目是不是同一个；确实全部结转的，填写 年末结转和结余",
        found=context.money.number(received),
    )


def _basic_alone(facts: Facts, fund: str, code: str) -> bool:
    """Whether a 项 has 基本支出 alone, of which hardly anything is carried over."""
    outlay = facts.where(类型="支出", 资金=fund, 功能科目=code)
    return all(fact.支出性质 == "基本支出" for fact in outlay if fact.amount)


def _openings_not_needed(context: RuleContext, fund: str, spent: Figure) -> Iterator[Problem]:
    """The opening balances of 项 that alone exceed what the 项 spent, and grew all the same."""
    books = context.statement.books
    of_fund = books.facts.where(资金=fund)
    openings = of_fund.where(类型="年初结转和结余")
    for code, facts in openings.group(lambda fact: fact.功能科目).items():
        opening = facts.total("").value
        received = of_fund.where(类型="收入", 功能科目=code).total("").value
        outlay = of_fund.where(类型="支出", 功能科目=code).total("").value
        if not code or outlay <= 0 or opening <= outlay or received * _MUCH <= outlay:
            continue
        if (opening + received - outlay) * _SHARE >= spent.value:
            yield Problem(
                next((fact.place for fact in facts if fact.place), context.place("年初结转和结余")),
                f"{code} {books.name(code)}年初 {context.money(opening)}，"
                f"本年收入 {context.money(received)}，支出只有 {context.money(outlay)}",
                "核对这个科目的年初结转和结余，有没有多打一位",
                level=Level.HINT,
                since="0.2",
            )


_OPENINGS = (
    ("年初结转和结余", "收支总计", "本年支出合计"),
    ("年初财政拨款结转和结余", "财政拨款收支总计", "一般公共预算财政拨款支出"),
)


@check(
    "年初大于上年",
    Group.SENSE,
    Level.WARNING,
    "年初结转和结余不大于上年收支总计减去上年支出",
    "上年的总计花掉一部分，剩下的才结转到今年：年初比剩下的还多，多半是多打了一位。",
    "《预算法》第四十二条，勾稽公式 42",
    since="0.2",
    answerable=True,
    grave=True,
)
def opening_within_last_year(context: RuleContext) -> Iterator[Problem]:
    """This year's opening balance within what last year's totals leave; where last year's closing
    balance is known, that says more."""
    last_year = context.statement.accounts.上年
    typed = isinstance(last_year, LastYear) and last_year.年末结转和结余 is not None
    if context.last or typed:
        return
    sums = context.statement.totals
    last = {row.路径[-1]: row.上年 for row in context.statement.compared}
    openings = (sums.年初结转和结余, sums.年初财政拨款结转和结余)
    for opening, (name, whole_name, spent_name) in zip(openings, _OPENINGS, strict=True):
        available, spent = last.get(whole_name), last.get(spent_name)
        if not isinstance(available, Figure) or available.value <= 0:
            continue
        gone = spent.value if isinstance(spent, Figure) else Decimal(0)
        left = available.value - gone
        words = f"上年{whole_name} {context.money(available.value)}"
        if gone:
            words += f"，减去上年{spent_name}只剩 {context.money(left)}"
        if opening.value - left <= _CENT or left < 0:
            continue
        yield Problem(
            context.place("年初结转和结余"),
            f"{name} {context.money(opening.value)}，{words}",
            "核对年初结转和结余、上年的数；调整过年初数的，在 核对说明 里写明",
            f"不超过 {context.money.number(left)}",
            context.money.number(opening.value),
            level=level_if(Level.ERROR, opening.value > available.value),
        )
        return


@check(
    "多用结余",
    Group.SENSE,
    Level.WARNING,
    "使用非财政拨款结余只弥补收支差额",
    "用结余是为了补上当年的差额；用了以后年末反而比年初多出一截，多半是这个数填大了。",
    "《事业单位财务规则》",
    since="0.2",
)
def used_without_need(context: RuleContext) -> Iterator[Problem]:
    """使用非财政拨款结余 larger than what 其他资金 lacked this year."""
    sums = context.statement.totals
    fund, used = sums.资金[FUNDS[-1]], sums.使用非财政拨款结余
    lacking = fund.支出.value + sums.结余分配.value - fund.收入.value
    if used.value > 0 and used.value > max(lacking, fund.支出.value / _SHARE) * _MUCH:
        yield Problem(
            context.place("使用非财政拨款结余"),
            f"使用非财政拨款结余 {context.money(used.value)}，"
            f"其他资金的收支差额只有 {context.money(max(lacking, Decimal(0)))}",
            "核对这个数，有没有多打一位",
        )


@check(
    "年初与上年年末",
    Group.BALANCE,
    Level.WARNING,
    "年初结转和结余等于填的上年年末数",
    "上年公开的年末数就是今年的年初数；调整过的要能说明。",
    "勾稽公式 42",
    since="0.2",
)
def opening_is_typed_closing(context: RuleContext) -> Iterator[Problem]:
    """The opening balance of all funds against 上年.年末结转和结余, as typed."""
    last = context.statement.accounts.上年
    if not isinstance(last, LastYear) or last.年末结转和结余 is None or context.last:
        return
    closing = last.年末结转和结余
    before = Figure(closing.value, "万元", "上年年末", place=closing.place)
    opening = context.statement.totals.年初结转和结余
    yield from unequal(
        context,
        context.place("上年", "年末结转和结余"),
        ("今年年初结转和结余", opening),
        ("填的上年年末结转和结余", before),
        "核对两个数；调整过年初数的，在 核对说明 里写明原因",
    )
