"""Balances: both sides of the whole, each fund, and totals given beside their detail."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.rule import Problem, Subject, rule
from generator.figures.figure import Figure, total
from generator.figures.ledger import FISCAL
from generator.model.money import FUNDS
from generator.reading.place import Level


@rule("B1", Level.ERROR, "收入总计等于支出总计", "tables.md 公式 2、4、5")
def both_sides(subject: Subject) -> Iterator[Problem]:
    """Income and outlay totals agree exactly."""
    sums = subject.statement.totals
    left, right = sums.收支总计.数, sums.支出总计
    if left.value != right.value:
        gap = left.value - right.value
        yield Problem(
            subject.place("年末结转和结余"),
            f"收入总计 {left.value:f} 万元与支出总计 {right.value:f} 万元不等，相差 {gap:f} 万元",
            "核对收入、支出、年初和年末结转和结余；年末不填时自动算出",
        )


@rule("B2", Level.ERROR, "结转和结余不为负", "tables.md 公式 6")
def no_negative_balance(subject: Subject) -> Iterator[Problem]:
    """Closing balances are not negative: no fund spends more than it has."""
    for name in FUNDS:
        fund = subject.statement.totals.资金[name]
        if fund.年末.value < 0:
            extra = "、使用非财政拨款结余" if name == FUNDS[-1] else ""
            yield Problem(
                subject.place("支出", name),
                f"{name}：支出 {fund.支出.value:f} 万元超过年初结转和结余{extra}加本年收入 {fund.年初.value + fund.收入.value:f} 万元，年末成了 {fund.年末.value:f} 万元",
                f"核对{name}的收入、支出和年初结转和结余",
            )


@rule("B3", Level.ERROR, "每种资金年初＋收入＝支出＋年末", "tables.md 公式 13、19")
def fund_balance(subject: Subject) -> Iterator[Problem]:
    """Where closing balances are typed, each fiscal fund balances by itself."""
    for name in FISCAL:
        fund = subject.statement.totals.资金[name]
        gap = fund.年初.value + fund.收入.value - fund.支出.value - fund.年末.value
        if gap:
            yield Problem(
                subject.place("年末结转和结余", name),
                f"{name}：年初 {fund.年初.value:f} ＋ 收入 {fund.收入.value:f} － 支出 {fund.支出.value:f} 应等于年末 {fund.年末.value:f}，相差 {gap:f} 万元",
                f"年末应为 {fund.年末.value + gap:f} 万元，或核对其他三个数",
            )


@rule("B4", Level.ERROR, "人员经费＋公用经费＝一般公共预算基本支出", "tables.md 公式 18")
def basic_split(subject: Subject) -> Iterator[Problem]:
    """The two groups of basic outlay add up to it."""
    sums = subject.statement.totals
    parts = [sums.人员经费.数, sums.公用经费.数]
    known = [part for part in parts if isinstance(part, Figure)]
    basic = sums.资金[FISCAL[0]].基本支出
    if len(known) == len(parts):
        both = total("", known)
        if both.printed != basic.printed:
            yield Problem(
                subject.place("基本支出构成"),
                f"人员经费与公用经费合计 {both.printed:f} 万元，一般公共预算基本支出 {basic.printed:f} 万元，相差 {both.printed - basic.printed:f} 万元",
                "核对 基本支出构成 与 支出.一般公共预算 里各项的基本支出",
            )


@rule("B5", Level.ERROR, "基本支出构成与经济科目明细一致", "design.md §4 给了两次就核对")
def split_given_twice(subject: Subject) -> Iterator[Problem]:
    """基本支出构成 beside full 经济科目 detail says the same."""
    statement = subject.statement
    split = statement.accounts.基本支出构成
    if split is None:
        return
    for group in (statement.totals.人员经费, statement.totals.公用经费):
        value = getattr(split, group.名称)
        amount = getattr(value, "合计", value)
        if isinstance(group.数, Figure) and amount.value != group.数.value:
            yield Problem(
                amount.place,
                f"{group.名称}填 {amount.value:f} 万元，按经济科目相加是 {group.数.value:f} 万元",
                "改正其中一处，或删去 基本支出构成（由明细自动得出）",
            )
