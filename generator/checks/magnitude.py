"""Units and powers of ten: 元 typed as 万元, and a digit too many or too few."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.checks.same_thing import TEN_THOUSAND, Pair, Path, factor, other_unit, pairs, shifted
from generator.checks.years import last_files_named
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import Fact
from generator.model.money import FUNDS
from generator.money import FACTORS, IN_WAN, WAN, YUAN, Money
from generator.reading.amounts import parse_decimal
from generator.reading.nodes import leaves

_FAINT = Decimal("0.05")
_ROUGHLY = Decimal(4_000), Decimal(25_000)
_OTHER = {WAN: YUAN, YUAN: WAN}
_MOST_NAMES = 4
_RIGHT = "两个数都对的，在 核对说明 里写明"


@check(
    "相差万倍",
    Group.SENSE,
    Level.ERROR,
    "同一件事的两个数不差一万倍",
    "元和万元差一万倍：一个数按元填、一个数按万元填，各自看都像是对的。",
    "公开件常见错误：数位和单位",
    since="0.2",
    answerable=True,
)
def ten_thousand_times(context: RuleContext) -> Iterator[Problem]:
    """Two numbers of the same thing, one about ten thousand times the other."""
    least = FACTORS[context.statement.accounts.金额单位]
    apart = [pair for pair in pairs(context) if other_unit(pair.first, pair.second)]
    totals = _totals_apart(context)
    # The rule of the whole file's unit speaks of them where it is certain.
    if totals and not _whole_file(context):
        yield _of_totals(context, totals)
    paths: set[Path] = set()
    for pair in apart:
        if pair.total or _above(pair.path, paths) or _smaller(pair) < least * _FAINT:
            continue
        paths.add(pair.path)
        yield _of_numbers(context, pair, certain=_smaller(pair) >= least)


def _above(path: Path, paths: set[Path]) -> bool:
    """Whether a path, or one below it, was spoken of already: a sum follows from its parts."""
    return any(above[: len(path)] == path for above in paths)


def _totals_apart(context: RuleContext) -> list[Pair]:
    """The totals of the file that are ten thousand times last year's, or a ten-thousandth; where
    several are, roughly is enough: all of last year's were typed in one unit."""
    least = FACTORS[context.statement.accounts.金额单位]
    totals = [pair for pair in pairs(context) if pair.total and _smaller(pair) >= least]
    near = [pair for pair in totals if other_unit(pair.first, pair.second)]
    rough = [pair for pair in totals if _ROUGHLY[0] < factor(pair.first, pair.second) < _ROUGHLY[1]]
    if len(rough) < _TWO_TOTALS:
        return near
    return rough


def _smaller(pair: Pair) -> Decimal:
    return min(pair.first.value, pair.second.value)


def _of_totals(context: RuleContext, totals: list[Pair]) -> Problem:
    """One problem for all totals: what is wrong is the unit of a whole column of numbers."""
    pair = totals[0]
    unit = context.statement.accounts.金额单位
    larger_is_first = pair.first.value > pair.second.value
    # In a file of 万元 the larger numbers were typed in 元; in one of 元 the smaller ones in 万元.
    this_year = larger_is_first == (unit == WAN)
    typed_as, action = (YUAN, "除以") if unit == WAN else (WAN, "乘以")
    fix = f"上年的数多半是按{typed_as}填的：{action} 10000 再填"
    if this_year:
        fix = (
            f"本年的数多半是按{typed_as}填的：{action} 10000 再填；"
            f"或者改成 金额单位: {typed_as}，上年的数也按{typed_as}填"
        )
    names = [later.name for later in totals[1:]]
    others = ""
    if names:
        etc = "等" if len(names) > _MOST_NAMES else ""
        others = f"；{'、'.join(names[:_MOST_NAMES])}{etc}也是"
    money = context.money
    message = (
        f"{pair.name}本年 {money(pair.first.value)}，上年 {money(pair.second.value)}，"
        f"差一万倍左右{others}"
    )
    expected, typed = money.number(pair.second.value), money.number(pair.first.value)
    return Problem(context.place(*pair.path), message, f"{fix}；{_RIGHT}", expected, typed)


def _of_numbers(context: RuleContext, pair: Pair, *, certain: bool) -> Problem:
    """The problem of two numbers, with what to type instead of the one that is likely wrong."""
    unit = context.statement.accounts.金额单位
    first = (pair.first_words, pair.first)
    second = (pair.second_words, pair.second)
    small, large = sorted((first, second), key=lambda named: named[1].value)
    if unit == WAN:
        (words, wrong), right = large, large[1].value / TEN_THOUSAND
        typed_as, action = YUAN, "除以"
    else:
        (words, wrong), right = small, small[1].value * TEN_THOUSAND
        typed_as, action = WAN, "乘以"
    fix = f"{words}多半是按{typed_as}填的：{action} 10000 再填"
    if wrong.place is not None and not wrong.inputs:
        fix = f"{words}多半是按{typed_as}填的，改成：{context.money.typed(right)}"
    message = (
        f"{pair.name}：{pair.first_words} {context.money(pair.first.value)}，"
        f"{pair.second_words} {context.money(pair.second.value)}，差一万倍左右"
    )
    level = Level.ERROR if certain else Level.WARNING
    fix = f"{fix}；{_RIGHT}"
    money = context.money
    expected, typed = money.number(pair.second.value), money.number(pair.first.value)
    return Problem(context.place(*pair.path), message, fix, expected, typed, level=level)


@check(
    "错位",
    Group.SENSE,
    Level.WARNING,
    "同一件事的两个数不是正好差十倍",
    "数字一样、只差一个零，多半是多打、漏打了一个零，或小数点错了位。",
    "公开件常见错误：数位和单位",
    since="0.2",
)
def point_misplaced(context: RuleContext) -> Iterator[Problem]:
    """Two numbers of the same thing with the same digits, ten, a hundred or a thousand times
    apart."""
    paths: set[Path] = set()
    for pair in pairs(context):
        if _above(pair.path, paths) or not shifted(pair.first, pair.second):
            continue
        paths.add(pair.path)
        money = context.money
        yield Problem(
            context.place(*pair.path),
            f"{pair.name}：{pair.first_words} {money(pair.first.value)}，"
            f"{pair.second_words} {money(pair.second.value)}，"
            f"正好差 {factor(pair.first, pair.second):f} 倍",
            "核对两个数，有没有多打、漏打一个零，或小数点错了位",
            money.number(pair.second.value),
            money.number(pair.first.value),
        )


_TIMES_REST = 1000


@check(
    "一数独大",
    Group.SENSE,
    Level.WARNING,
    "一个项目、一个经济科目不会大过其余全部的一千倍",
    "其余各数都只有它的千分之几，多半是这一个数用错了金额单位。",
    "公开件常见错误：数位和单位",
    since="0.2",
)
def larger_than_all_others(context: RuleContext) -> Iterator[Problem]:
    """An amount of the ledger more than a thousand times all the others of its kind together."""
    for kind in ("支出", "收入"):
        for fact, others in _alone(context, kind):
            name = fact.项目 or fact.经济科目 or fact.来源 or fact.功能科目
            size = f"{name} {context.money(fact.amount)}"
            fix = "核对这个数的金额单位"
            if context.money.unit == WAN:
                fix += f"；若是按元填的，改成：{context.money.typed(fact.amount / TEN_THOUSAND)}"
            yield Problem(
                fact.place or context.place(kind),
                f"{size}，其余的{kind}合起来只有 {context.money(others)}",
                fix,
            )


def _alone(context: RuleContext, kind: str) -> Iterator[tuple[Fact, Decimal]]:
    """The amount of a kind that is more than a thousand times all the others together, if there is
    one, and what these are."""
    facts = context.statement.books.facts.where(类型=kind)
    group = [fact for fact in facts if fact.amount > 0]
    if len(group) < 3:
        return
    largest = max(group, key=lambda fact: fact.amount)
    others = sum((fact.amount for fact in group), Decimal(0)) - largest.amount
    if largest.amount > others * _TIMES_REST:
        yield largest, others


@check(
    "金额单位",
    Group.BALANCE,
    Level.ERROR,
    "金额单位与填的数相符",
    "元和万元差一万倍：单位填错了，全部数字都错，各表之间却处处相等。",
    "勾稽公式 42，公开件常见错误：数位和单位",
)
def unit_of_amounts(context: RuleContext) -> Iterator[Problem]:
    """Figures that are ten thousand times those of last year's file, or a ten-thousandth: an
    opening balance exactly, or the totals roughly."""
    pair = _whole_file(context)
    if pair is None:
        return
    unit = context.statement.accounts.金额单位
    right_unit = _OTHER[unit]
    yield Problem(
        context.place("金额单位"),
        f"金额单位填的是{unit}，{pair.name}就是 {context.money(pair.first.value)}，"
        f"{pair.second_words}是 {context.money(pair.second.value)}，差一万倍左右",
        f"改成：金额单位: {right_unit}",
        right_unit,
        unit,
    )


def _whole_file(context: RuleContext) -> Pair | None:
    """The pair that shows that the unit of the whole file is wrong, against last year's file."""
    sums, last = context.statement.totals, context.last
    unit = context.statement.accounts.金额单位
    for fund in FUNDS:
        now, before = sums.资金[fund].年初, last.get(f"年末结转和结余.{fund}")
        if before is not None and _times(now.value, before.value, unit, Decimal("0.999")):
            words = f"{last_files_named(context)}的年末"
            return Pair(f"{fund}的年初结转和结余", ("金额单位",), "", now, words, before)
    apart = []
    for compared in (sums.收支总计, sums.财政拨款收支总计, sums.一般公共预算财政拨款支出):
        name = compared.路径[-1]
        then = last.get(name)
        if then is not None and _times(compared.数.value, then.value, unit, Decimal("0.2")):
            apart.append(Pair(name, ("金额单位",), "", compared.数, "上年", then))
    if len(apart) < _TWO_TOTALS:
        return None
    return apart[0]


def _times(now: Decimal, last: Decimal, unit: str, nearness: Decimal) -> bool:
    """Whether one is ten thousand times the other, in the direction that the other unit would
    mend; ``nearness`` is 1 for exactly."""
    small, large = (last, now) if unit == WAN else (now, last)
    if small <= 0 or large <= 0:
        return False
    rate = large / small / TEN_THOUSAND
    return nearness < rate < 1 / nearness


_TWO_TOTALS = 2
_HUGE, _ABSURD = Decimal(1_000_000), Decimal(100_000_000)
_SMALL, _TINY = Decimal(20), Decimal("0.1")
_LARGE, _LEAST_TYPED = Decimal(50_000), Decimal(100)
_FEW = 5


@check(
    "金额大小",
    Group.SENSE,
    Level.WARNING,
    "收支总计的大小合乎常理",
    "一个单位一年收支上百亿，或不到二十万元，多半是金额单位填错了。",
    "公开件常见错误：数位和单位",
    answerable=True,
    grave=True,
)
def size_of_amounts(context: RuleContext) -> Iterator[Problem]:
    """A total that hardly any unit has, or amounts that nobody types in that unit."""
    if _totals_apart(context):
        return  # last year's totals say it with more certainty
    unit, total_amount = context.statement.accounts.金额单位, context.statement.totals.收支总计.数
    right_unit = _OTHER[unit]
    place = context.place("金额单位")
    fix = f"核对金额单位；若填的数是{right_unit}，改成：金额单位: {right_unit}"
    amounts = _typed(context)
    if unit == WAN and total_amount.value > _HUGE:
        size = f"{Money(WAN).number(total_amount.value / IN_WAN['亿元'])} 亿元"
        is_in_yuan = len(amounts) >= _FEW and min(amounts) >= _LEAST_TYPED
        level = level_if(Level.ERROR, total_amount.value > _ABSURD or is_in_yuan)
        message = f"金额单位填的是{unit}，收支总计就是 {size}"
    elif unit == YUAN and 0 < total_amount.value < _SMALL:
        level = level_if(Level.ERROR, total_amount.value < _TINY)
        message = f"金额单位填的是{unit}，收支总计就是 {context.money(total_amount.value)}"
    elif (
        unit == WAN
        and total_amount.value > _LARGE
        and len(amounts) >= _FEW
        and min(amounts) >= _LEAST_TYPED
    ):
        level = None
        smallest = context.money.typed(min(amounts))
        message = f"金额单位填的是{unit}，填的数里最小的却是 {smallest}，像是按元填的"
    elif unit == YUAN and amounts and min(amounts) < FACTORS[YUAN]:
        level = None
        smallest = context.money(min(amounts))
        message = f"金额单位填的是{unit}，填的数里却有 {smallest}，像是按万元填的"
    else:
        return
    if level is None and (list(_alone(context, "支出")) or list(_alone(context, "收入"))):
        return  # one number is wrong, not the unit of all
    since = ""
    if level:
        since = "0.2"
        fix += "；填的数没有错的，在 核对说明 里写明"
    yield Problem(place, message, fix, right_unit, unit, level=level, since=since)


_NOT_MONEY = ("预算绩效", "单位", "国有资产", "报表数")


def _typed(context: RuleContext) -> list[Decimal]:
    """All amounts above zero that the file types in its unit, in 万元; counts and scores are
    none."""
    by_unit = FACTORS[context.statement.accounts.金额单位]
    amounts = []
    for path, scalar in leaves(context.root):
        is_count = path[-1] in ("批次", "人次", "团组数", "保有量", "数量") or "车型" in path
        if path[0] in _NOT_MONEY or is_count or path[0] == "年度":
            continue
        try:
            amounts.append(parse_decimal(scalar) * by_unit)
        except ValueError:
            continue
    return [amount for amount in amounts if amount > 0]
