"""Balances beside the outlay of the year: what flows into the closing balance unseen."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.balances import unequal
from generator.checks.rule import Problem, Subject, check
from generator.figures.figure import Figure
from generator.figures.ledger import FISCAL
from generator.model.comparison import LastYear
from generator.model.money import FUNDS
from generator.reading.place import Level
from generator.reading.rule import Group

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
def balance_above_outlay(subject: Subject) -> Iterator[Problem]:
    """A closing balance larger than the year's outlay where the opening one was small; an opening
    balance of fiscal money twice the year's outlay."""
    sums = subject.statement.totals
    for name in FUNDS:
        fund = sums.资金[name]
        if fund.支出.value <= 0:
            continue
        opening, closing, spent = fund.年初.value, fund.年末.value, fund.支出.value
        if closing > spent and closing > opening * _TIMES:
            yield Problem(
                subject.place("收入", _source(name)),
                f"{name}：年初 {subject.money(opening)}，全年支出 {subject.money(spent)}，年末却有 {subject.money(closing)}",
                f"核对{name}的收入，有没有多打一位",
            )
        elif name in FISCAL and opening > spent * _MUCH:
            yield Problem(
                subject.place("年初结转和结余", name),
                f"{name}：年初结转和结余 {subject.money(opening)}，全年支出只有 {subject.money(spent)}",
                "核对年初结转和结余，有没有多打一位",
            )


def _source(fund: str) -> str:
    """The key of the income that belongs to a fund; 其他资金 has several."""
    return f"{fund}财政拨款收入" if fund in FISCAL else "事业收入"


@check(
    "年初与上年年末",
    Group.BALANCE,
    Level.WARNING,
    "年初结转和结余等于填的上年年末数",
    "上年公开的年末数就是今年的年初数；调整过的要能说明。",
    "勾稽公式 42",
    since="0.2",
)
def opening_is_typed_closing(subject: Subject) -> Iterator[Problem]:
    """The opening balance of all funds against 上年.年末结转和结余, as typed."""
    last = subject.statement.accounts.上年
    if not isinstance(last, LastYear) or last.年末结转和结余 is None or subject.last:
        return
    closing = last.年末结转和结余
    before = Figure(closing.value, "万元", "上年年末", place=closing.place)
    opening = subject.statement.totals.年初结转和结余
    yield from unequal(
        subject,
        subject.place("年初结转和结余"),
        ("今年年初结转和结余", opening),
        ("填的上年年末结转和结余", before),
        "核对两个数；调整过年初数的，在 核对说明 里写明原因",
    )
