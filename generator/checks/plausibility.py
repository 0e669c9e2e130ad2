"""Sense: figures that may be right each by itself, and are hardly right together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.checks.one_digit import place_of, uneven_subjects
from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.checks.same_thing import Pair, Path, factor, other_unit, pairs, shifted
from generator.findings.place import Cause, Level
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL, Facts
from generator.ledger.figure import Figure
from generator.ledger.matters import ORDINARY

_TRAVELLERS, _GUESTS, _FOREIGN_GUESTS = 10, 50, 20
_TIMES = 10
_FIFTH = 5


@check(
    "科目有支无收",
    Group.BALANCE,
    Level.WARNING,
    "每个科目的支出有收入或年初结转",
    "收入按科目填的，一个科目花的钱多于它的收入加年初结转，多半是收入记错了科目。",
    "勾稽公式 19",
)
def spent_without_income(context: RuleContext) -> Iterator[Problem]:
    """A 项 of a fiscal fund that spends more than it has, where all income and opening balances are
    told by 项."""
    books = context.statement.books
    for fund in FISCAL:
        of_fund = books.facts.where(资金=fund)
        had = of_fund.where(类型=("收入", "年初结转和结余"))
        if not had or any(not fact.功能科目 for fact in had if fact.amount):
            continue
        codes = had.group(lambda fact: fact.功能科目)
        for code, spent in of_fund.where(类型="支出").group(lambda fact: fact.功能科目).items():
            if not code:
                continue  # a 科目 that could not be read: nothing can be said of its income
            out = spent.total("")
            resources = codes.get(code, Facts(())).total("")
            if out.printed <= resources.printed:
                continue
            note = books.notes.get((fund, code))
            place = context.place(*note.path) if note else context.place("支出", fund)
            message = "没有收入，也没有年初结转"
            if not resources.is_zero:
                message = f"只有收入和年初结转 {context.money(resources.value)}"
            uneven = uneven_subjects(context).get((fund, code))
            cause = None
            if uneven:
                cause = Cause("科目差一位", place_of(context, uneven))
            yield Problem(
                place,
                f"{code} {books.name(code)}支出 {context.money(out.value)}，{message}",
                "核对收入、年初结转和支出里的科目是不是同一个",
                found=context.money.number(out.value),
                difference=context.money.number(resources.value - out.value),
                cause=cause,
            )


@check(
    "采购超支出",
    Group.SENSE,
    Level.WARNING,
    "政府采购不多于本年支出",
    "采购是支出的一部分；比全部支出还多，多半是单位填错或多打了一位。",
    "公开件常见错误：数位和单位",
    answerable=True,
    grave=True,
)
def bought_more_than_spent(context: RuleContext) -> Iterator[Problem]:
    """政府采购 above the whole outlay."""
    bought, spent = context.statement.政府采购.总额, context.statement.totals.本年支出合计
    if isinstance(bought, Figure) and bought.printed > spent.printed:
        message = (
            f"政府采购支出总额 {context.money(bought.value)}，"
            f"超过本年支出合计 {context.money(spent.value)}"
        )
        yield Problem(
            context.place("政府采购"),
            message,
            "核对货物、工程、服务的金额和金额单位",
            f"不超过 {context.money.number(spent.value)}",
            context.money.number(bought.value),
            level=Level.ERROR,
            since="0.2",
        )


@check(
    "运行经费偏小",
    Group.SENSE,
    Level.HINT,
    "机关运行经费与公用经费相差不太远",
    "部门里行政、参公单位的公用经费一般占大部分；少到不足五分之一，可能少打了一位。",
    "部门决算报表的填报口径：机关运行经费，公开件常见错误：数位和单位",
)
def running_far_below(context: RuleContext) -> Iterator[Problem]:
    """A typed 机关运行经费 of a 部门 with ordinary units, far below 公用经费."""
    accounts, public = context.statement.accounts, context.statement.totals.公用经费.数
    running_cost = accounts.机关运行经费.决算数
    mixed = any(unit.性质 == ORDINARY for unit in accounts.单位.下属单位)
    if running_cost is None or not isinstance(public, Figure):
        return
    if shifted(Figure(running_cost.value, "万元", ""), public):
        return  # a digit too many or too few says it better
    if mixed and 0 < running_cost.value * _FIFTH < public.value:
        yield Problem(
            context.place("机关运行经费", "决算数"),
            (
                f"机关运行经费 {context.money(running_cost.value)}，"
                f"公用经费有 {context.money(public.value)}"
            ),
            "核对是不是少打了一位；行政、参公单位确实只占这些的不用改",
        )


@check(
    "人次异常",
    Group.SENSE,
    Level.HINT,
    "人次与团组数、批次相称",
    "一个团组十几人、一批接待几十人很少见；一批至少有一个人，人次不会少于批次：多半是打错了数。",
    "公开件常见错误：数位和单位",
    grave=True,
)
def too_many_people(context: RuleContext) -> Iterator[Problem]:
    """People by group, far too many or fewer than groups."""
    public = context.statement.三公
    kinds = (
        (
            "出国（境）",
            public.团组数,
            "个团组",
            public.人次,
            _TRAVELLERS,
            ("三公经费", "因公出国境费"),
        ),
        (
            "国内公务接待",
            public.国内.批次,
            "批次",
            public.国内.人次,
            _GUESTS,
            ("三公经费", "公务接待费", "国内"),
        ),
        (
            "外事接待",
            public.外事.批次,
            "批次",
            public.外事.人次,
            _FOREIGN_GUESTS,
            ("三公经费", "公务接待费", "外事"),
        ),
    )
    for name, groups, unit, people, most, path in kinds:
        if not isinstance(groups, Figure) or not isinstance(people, Figure):
            continue
        if groups.value == 0 or people.value == 0:
            continue
        message = f"{name} {groups.value:f} {unit}，{people.value:f} 人次"
        place = context.place(*path, "人次")
        if people.value < groups.value:
            fix = "人次不会少于批次、团组数：核对两个数，有没有填反"
            yield Problem(place, message, fix, level=Level.ERROR, since="0.2")
        elif people.value > groups.value * most:
            # Twice as many as is rare already: hardly one group, one visit.
            absurd = people.value > groups.value * most * 2
            level = level_if(Level.WARNING, absurd)
            yield Problem(place, message, "核对两个数，有没有多打一位", level=level)
    yield from _fewer_guests_than_visits(context)


def _fewer_guests_than_visits(context: RuleContext) -> Iterator[Problem]:
    """The occasions of 国内公务接待 that have fewer 人次 than 批次."""
    for index, occasion in enumerate(context.statement.accounts.三公经费.公务接待费.国内.具体内容):
        visits, guests = occasion.批次, occasion.人次
        if visits is not None and guests is not None and 0 < guests.value < visits.value:
            yield Problem(
                context.place("三公经费", "公务接待费", "国内", "具体内容", index, "人次"),
                f"“{occasion.事由}” {visits.value:f} 批次，{guests.value:f} 人次",
                "人次不会少于批次：核对两个数，有没有填反",
                level=Level.ERROR,
                since="0.2",
            )


_BUDGETS = ("预算数", "年初预算数", "全年预算数", "年初预算", "调整后预算数")
_OUTLAYS = ("决算数", "预算执行数", "执行数")
_FAR = 8


@check(
    "预算悬殊",
    Group.SENSE,
    Level.HINT,
    "预算数与决算数、年初与全年预算数相差不到八倍",
    "相差近十倍，多半是多打、漏打了一位，或用错了金额单位。",
    "公开件常见错误：数位和单位",
    answerable=True,
    grave=True,
)
def budget_far_off(context: RuleContext) -> Iterator[Problem]:
    """A budget eight times the outlay, or an eighth of it; two budgets as far from each other."""
    paths: set[Path] = set()
    for pair in pairs(context):
        words = {pair.first_words, pair.second_words}
        if not words <= {*_BUDGETS, *_OUTLAYS} or pair.path in paths:
            continue
        # These have rules of their own, which say more.
        if other_unit(pair.first, pair.second) or shifted(pair.first, pair.second):
            continue
        if factor(pair.first, pair.second) >= _FAR:
            paths.add(pair.path)
            level = _gravity(context, pair)
            yield Problem(
                pair.second.place or context.place(*pair.path),
                f"{pair.name}的{pair.second_words} {context.money(pair.second.value)}，"
                f"{pair.first_words} {context.money(pair.first.value)}",
                _FIXES.get(level, _SURE_FIX),
                level=level,
                since="0.2" if level is Level.ERROR else "",
            )


_FARTHER, _ABSURD = 50, 3
_SURE_FIX = "核对两个数，有没有多打、漏打一位；确实如此的，在 核对说明 里写明"
_FIXES: Mapping[Level | None, str] = {None: "核对两个数；确实相差这么多的不用改"}


def _gravity(context: RuleContext, pair: Pair) -> Level | None:
    """How grave the distance of a pair is: an 错误 where one number is above all that the unit
    spends several times, a 警告 where it is hardly so; None as the rule has it."""
    spent = context.statement.totals.本年支出合计.value
    large = max(pair.first.value, pair.second.value)
    small = min(pair.first.value, pair.second.value)
    if large > spent * _ABSURD and small * _FARTHER <= large:
        return Level.ERROR
    odd_one = large > spent or factor(pair.first, pair.second) >= _FARTHER
    if odd_one or _paid_to_people(context, pair):
        return Level.WARNING
    return None


def _paid_to_people(context: RuleContext, pair: Pair) -> bool:
    """Whether the pair is of a 科目 that has 基本支出 alone: that is known when the year begins."""
    items = context.statement.books.notes.values()
    note = next((note for note in items if note.path == pair.path), None)
    if note is None:
        return False
    books = context.statement.books
    spent = books.facts.where(类型="支出", 资金=note.资金, 功能科目=note.功能科目)
    return bool(spent) and all(fact.支出性质 == "基本支出" for fact in spent if fact.amount)


@check(
    "绩效个数",
    Group.SENSE,
    Level.WARNING,
    "开展绩效管理的项目不多于项目支出的项目",
    "项目支出里一共只有这么多项目。",
    "公开件常见错误：个数不符",
)
def more_evaluated_than_there_are(context: RuleContext) -> Iterator[Problem]:
    """Counts of 预算绩效 above the number of projects, where the ledger names every project."""
    spent = context.statement.books.facts.where(类型="支出", 支出性质="项目支出")
    names = {fact.项目 for fact in spent}
    if not any(fact.amount for fact in spent):
        yield from _evaluated_without_projects(context)
        return
    listed = set(map(str, context.statement.accounts.预算绩效.项目))
    if not names or "" in names:
        yield from _counts_apart(context)
        yield from _too_many_for_the_money(context)
        return
    # In a 部门 one name may stand for the projects of several units.
    units = 1 + len(context.statement.accounts.单位.下属单位)
    most = len(names | listed) * units
    above = [(key, count) for key, count in _counts(context) if count > most]
    if not above:
        yield from _counts_apart(context)
    shared = ""
    if units > 1:
        shared = f"，{units} 个单位也不会超过 {most} 个"
    for key, count in above:
        yield Problem(
            context.place("预算绩效", key),
            f"{key} {count:f} 个项目，项目支出里一共只有 {len(names | listed)} 个{shared}",
            "核对个数和项目支出里的项目",
            f"不超过 {most}",
            f"{count:f}",
        )


def _evaluated_without_projects(context: RuleContext) -> Iterator[Problem]:
    """Projects are watched or evaluated, and there is no 项目支出 at all."""
    for key, count in _counts(context):
        if key in _AFTER_OUTLAY and count > 0:
            yield Problem(
                context.place("预算绩效", key),
                f"{key} {count:f} 个项目，本年没有项目支出",
                "核对个数，或核对支出里有没有漏填项目支出",
                since="0.2",
            )


_COUNTS = ("事前绩效评估", "绩效目标", "绩效监控", "绩效自评")
_AFTER_OUTLAY = ("绩效监控", "绩效自评")
_CHEAPEST, _FEW = Decimal("0.1"), 20


def _counts(context: RuleContext) -> list[tuple[str, Decimal]]:
    """The counts of projects that are known, by their keys."""
    figures = [(key, getattr(context.statement.预算绩效, key)) for key in _COUNTS]
    return [(key, figure.value) for key, figure in figures if isinstance(figure, Figure)]


def _counts_apart(context: RuleContext) -> Iterator[Problem]:
    """The counts of projects ten times apart."""
    counts = [(key, count) for key, count in _counts(context) if count > 0]
    if not counts:
        return
    small_key, small = min(counts, key=lambda named: named[1])
    large_key, large = max(counts, key=lambda named: named[1])
    if large >= small * _TIMES:
        yield Problem(
            context.place("预算绩效", large_key),
            f"{large_key} {large:f} 个项目，{small_key}只有 {small:f} 个",
            "核对两个个数；确实如此的不用改",
            level=Level.HINT,
            since="0.2",
        )


def _too_many_for_the_money(context: RuleContext) -> Iterator[Problem]:
    """More projects than the outlay of projects can pay, where the ledger does not name them."""
    spent = context.statement.totals.支出种类[1].数
    for key, count in _counts(context):
        if count > max(spent.value / _CHEAPEST, Decimal(_FEW)):
            yield Problem(
                context.place("预算绩效", key),
                f"{key} {count:f} 个项目，项目支出一共 {context.money(spent.value)}",
                "核对个数，有没有多打几位",
                since="0.2",
            )
