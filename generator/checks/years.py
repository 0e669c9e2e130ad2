"""Across years and dates: opening balances, comparisons typed beside last year's file, jumps, dates
of publication."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from generator.checks.balances import unequal
from generator.checks.binding import AGAINST
from generator.checks.rule import Problem, RuleContext, check
from generator.checks.same_thing import factor, other_unit
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.figure import Earlier, Figure, Known, ratio
from generator.ledger.figure import difference as change
from generator.ledger.last_year import last_files, split_off
from generator.model.base import TypedAmount
from generator.model.comparison import TOTALS, LastYear
from generator.model.money import FUNDS

JUMP = Decimal(50)
_LEAST = Decimal(1)


@check(
    "年初结转",
    Group.BALANCE,
    Level.WARNING,
    "年初结转和结余等于上年的年末数",
    "上年公开的年末数就是今年的年初数；调整过的要能说明。",
    "勾稽公式 42",
)
def opening_is_last_closing(context: RuleContext) -> Iterator[Problem]:
    """Opening balances by fund against last year's file."""
    for name in FUNDS:
        before = context.last.get(f"年末结转和结余.{name}")
        if before is not None:
            now = context.statement.totals.资金[name].年初
            place = context.place("年初结转和结余", name)
            if split_off(context.statement.accounts) and now.value <= before.value:
                continue  # a part of the balance came along
            yield from unequal(
                context,
                place,
                (f"{name}：今年年初", now),
                (f"{last_files_named(context)}的年末", before),
                "核对两年的文件；调整过年初数的，在 核对说明 里写明原因",
            )


def last_files_named(context: RuleContext) -> str:
    """Last year's files by name: “甲局-2022.yaml”与“乙局-2022.yaml”."""
    names = last_files(context.statement.accounts)
    if not names:
        return "各单位上年合计"
    listed = "与".join(f"“{name}”" for name in names)
    if len(names) <= 1:
        return listed
    return f"{listed}合计"


@check(
    "上年数",
    Group.BALANCE,
    Level.ERROR,
    "填的上年数与上年文件一致",
    "同一个上年数，两处要一样；上年公开过的数不能再变。",
    "勾稽公式 44、47、53",
)
def typed_last_year(context: RuleContext) -> Iterator[Problem]:
    """Typed comparisons beside a file of last year say the same as the file."""
    if not context.last or split_off(context.statement.accounts):
        return
    for path, key, typed in _typed(context):
        yield from _against(context, path, key, typed)


@check(
    "拆分上年",
    Group.BALANCE,
    Level.ERROR,
    "拆分来的单位，上年数不大于原单位的",
    "上年数是从原单位的数里划出来的一部分，不会比原来的全部还大。",
    "公开件常见错误：上年数抄错",
)
def split_last_year(context: RuleContext) -> Iterator[Problem]:
    """A unit that was split off types its own figures of last year; the file of the old unit is
    their limit."""
    if not split_off(context.statement.accounts):
        return
    for path, key, typed in _typed(context):
        before = context.last.get(key)
        if typed is not None and before is not None and typed.value > before.value:
            yield Problem(
                context.place(*path),
                f"{key.replace('.', ' ')}：划入的上年数 {context.money(typed.value)}，"
                f"比原单位{last_files_named(context)}的 {context.money(before.value)}还大",
                "核对划分的数；不是拆分来的，删去 拆分说明",
                f"不超过 {context.money.number(before.value)}",
                context.money.number(typed.value),
                context.money.number(typed.value - before.value),
            )


def _typed(context: RuleContext) -> Iterator[tuple[tuple[str, ...], str, TypedAmount | None]]:
    """Every figure of last year that can be typed: where, its key in last year's file, and what is
    typed."""
    last_year = context.statement.accounts.上年
    if isinstance(last_year, LastYear):
        for key in TOTALS:
            yield ("上年", key), key, getattr(last_year, key)
    accounts = context.statement.accounts
    public = accounts.三公经费
    cars = public.公务用车购置及运行维护费
    entries = {
        ("三公经费", "因公出国境费"): public.因公出国境费,
        ("三公经费", "公务用车购置及运行维护费"): cars,
        ("三公经费", "公务用车购置及运行维护费", "购置费"): cars.购置费,
        ("三公经费", "公务用车购置及运行维护费", "运行维护费"): cars.运行维护费,
        ("三公经费", "公务接待费"): public.公务接待费,
        ("机关运行经费",): accounts.机关运行经费,
    }
    for path, entry in entries.items():
        yield (*path, "上年决算数"), ".".join(path), getattr(entry, "上年决算数", None)


def _against(
    context: RuleContext, path: tuple[str, ...], key: str, typed: TypedAmount | None
) -> Iterator[Problem]:
    """A typed figure of last year that is not the one of last year's file."""
    before = context.last.get(key)
    if typed is None or before is None:
        return
    figure = Figure(typed.value, "万元", key, place=context.place(*path))
    yield from unequal(
        context,
        context.place(*path),
        (f"{key.replace('.', ' ')}：填的上年数", figure),
        (f"{last_files_named(context)}里是", before),
        "改正这个数，或删去它（从上年文件自动取）",
    )


@check(
    "增减过半",
    Group.SENSE,
    Level.HINT,
    "比上年增减超过一半的数请再看一遍",
    "这样大的变动多半有缘故，也多半是抄错数的样子。",
    "《地方预决算公开操作规程》中说明的要求，公开件常见错误：数位和单位",
)
def jumps(context: RuleContext) -> Iterator[Problem]:
    """A figure that changed by more than half (and by more than one 万元)."""
    for name, path, now, last in _compared(context):
        if isinstance(now, Figure) and isinstance(last, Figure):
            gap = change("", now, last)
            rate = ratio("", gap, last)
            # What lies ten thousand times apart is told by 相差万倍.
            large = abs(gap.value) > _LEAST and not other_unit(now, last)
            if rate is not None and abs(rate.value) > JUMP and large:
                word = "增长" if gap.value > 0 else "下降"
                level = _gravity(name, now, last)
                yield Problem(
                    context.place(*path),
                    f"{name}比上年{word} {abs(rate.value):.1f}%（{context.money(last.value)} → "
                    f"{context.money(now.value)}）",
                    "确实如此就不用改" if level is None else _SURE_FIX,
                    level=level,
                    value=AGAINST.join(map(context.money.number, (now.value, last.value))),
                )


_TEN_TIMES, _STEADY = 8, 4
_SURE_FIX = "核对两年的数，有没有多打、漏打一位；确实如此的，在 核对说明 里写明"
_SELDOM_JUMPS = ("机关运行经费",)


def _gravity(name: str, now: Figure, last: Figure) -> Level | None:
    """A 警告 where two years are about ten times apart, 机关运行经费 four times: a digit too many
    or too few; None as the rule has it."""
    times = _STEADY if name in _SELDOM_JUMPS else _TEN_TIMES
    if factor(now, last) >= times:
        return Level.WARNING
    return None


def _compared(context: RuleContext) -> Iterator[tuple[str, tuple[str, ...], Known, Earlier]]:
    sums, public = context.statement.totals, context.statement.三公
    for compared in (sums.收支总计, sums.财政拨款收支总计, sums.一般公共预算财政拨款支出):
        yield compared.路径[-1], ("上年", compared.路径[-1]), compared.数, compared.上年
    for kind in public.各项:
        yield kind.名称, kind.路径[:-1], kind.决算, kind.上年
    bought, running = public.购置费, public.运行维护费
    figures = [figure for figure in (bought.决算, bought.上年) if isinstance(figure, Figure)]
    # Where no car was bought in either year, the whole of 公务用车 says the same.
    if any(not figure.is_zero for figure in figures):
        yield running.名称, running.路径[:-1], running.决算, running.上年
    office = context.statement.机关运行经费
    if office.适用:
        yield "机关运行经费", ("机关运行经费",), office.决算, office.上年


@check(
    "公开日期",
    Group.COMPLETE,
    Level.WARNING,
    "要填公开日期",
    "封面和目录印公开时间，审查时用它看是否按时。",
    "《预算法》第十四条，四川部门决算公开的格式：公开时间",
)
def date_after_year(context: RuleContext) -> Iterator[Problem]:
    """The date of publication is there."""
    accounts = context.statement.accounts
    day = accounts.单位.公开日期
    if day is None:
        yield Problem(
            context.place("单位"),
            "没有填公开日期，封面和目录不印日期",
            f"填写 单位.公开日期，如 {accounts.年度 + 1}-09-24",
        )


@check(
    "公开日期过早",
    Group.COMPLETE,
    Level.ERROR,
    "公开日期在决算年度之后",
    "年度还没有过完，不会有决算：公开日期或年度填错了。",
    "《预算法》第八十条，《预算法》第十四条",
)
def date_within_year(context: RuleContext) -> Iterator[Problem]:
    """The date of publication lies after the year."""
    accounts = context.statement.accounts
    day = accounts.单位.公开日期
    if day is not None and day.year <= accounts.年度:
        yield Problem(
            context.place("单位", "公开日期"),
            f"公开日期 {day.isoformat()} 不晚于决算年度 {accounts.年度} 年",
            f"公开日期应在 {accounts.年度 + 1} 年；或者年度应为 {day.year - 1}",
        )


_LATEST = 2
"""So many years after the year of the accounts they are published at the latest."""


@check(
    "公开时限",
    Group.SENSE,
    Level.WARNING,
    "批复后 20 日内公开",
    "预算法规定批复后 20 日内公开；逾期在专项检查里扣分。",
    "《预算法》第十四条，《预算法实施条例》第六条",
    answerable=True,
    grave=True,
)
def within_twenty_days(context: RuleContext) -> Iterator[Problem]:
    """公开日期 lies between 批复日期 and twenty days later; and before the last day of October of
    the next year."""
    unit, year = context.statement.accounts.单位, context.statement.accounts.年度
    if unit.公开日期 is None:
        return
    place = context.place("单位", "公开日期")
    approved = unit.批复日期
    if approved is not None and approved.year <= year:
        yield Problem(
            context.place("单位", "批复日期"),
            f"批复日期 {approved.isoformat()} 不晚于决算年度 {year} 年",
            f"批复日期应在 {year + 1} 年；或者年度应为 {approved.year - 1}",
            level=Level.ERROR,
            since="0.2",
        )
        return
    if unit.公开日期.year > year + _LATEST:
        yield Problem(
            place,
            f"公开日期 {unit.公开日期.isoformat()}，"
            f"是 {year} 年度以后第 {unit.公开日期.year - year} 年",
            "核对公开日期和年度；确是补公开的，在 核对说明 里写明",
            level=Level.ERROR,
            since="0.2",
        )
        return
    if unit.批复日期 is not None:
        latest = unit.批复日期 + timedelta(days=20)
        if unit.公开日期 < unit.批复日期:
            yield Problem(
                place,
                f"公开日期 {unit.公开日期.isoformat()} 早于批复日期 {unit.批复日期.isoformat()}",
                "核对两个日期",
            )
        elif unit.公开日期 > latest:
            late = (unit.公开日期 - latest).days
            yield Problem(
                place,
                f"公开日期 {unit.公开日期.isoformat()} 比批复后 20 日（{latest.isoformat()}）晚 "
                f"{late} 天",
                f"在 {latest.isoformat()} 以前公开",
                latest.isoformat(),
            )
    elif unit.公开日期 > date(year + 1, 10, 31):
        yield Problem(
            place,
            f"公开日期 {unit.公开日期.isoformat()} 晚于 {year + 1} 年 10 月 31 日",
            "核对公开日期；地方最迟 10 月 31 日公开",
        )
