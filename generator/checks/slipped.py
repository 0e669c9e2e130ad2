"""One digit too many or too few in one amount of a 科目, seen from the other amounts of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from generator.checks.rule import Problem, Subject, check
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL, Fact, Facts

_POWERS = (Decimal(10), Decimal(100), Decimal(1000))
_FEWEST_DIGITS = 2


class Slip(Struct, frozen=True):
    """An amount that makes a 科目 come out at zero when it is typed as ``right``."""

    fact: Fact
    right: Decimal
    times: Decimal


@check(
    "科目差一位",
    Group.SENSE,
    Level.WARNING,
    "一个科目的收支之差不正好是漏打、多打的一位",
    "收入和支出的差，正好等于其中一个数多打或漏打一个零造成的差：多半就是这个数打错了。",
    "公开件常见错误：数位和单位",
    since="0.2",
    answerable=True,
)
def one_digit(subject: Subject) -> Iterator[Problem]:
    """A 科目 of a fiscal fund that would come out even if one of its amounts had a digit more or
    fewer. What has a closing balance typed is not looked at: other rules do."""
    if subject.statement.accounts.年末结转和结余 is not None:
        return
    books = subject.statement.books
    for fund in FISCAL:
        mine = books.facts.where(资金=fund)
        had = mine.where(类型=("收入", "年初结转和结余"))
        if not had or any(not fact.功能科目 for fact in had if fact.amount):
            continue
        for code, facts in mine.group(lambda fact: fact.功能科目).items():
            slip = _slip(facts) if code else None
            if slip is not None:
                yield _problem(subject, f"{code} {books.name(code)}", facts, slip)


def _sides(facts: Facts) -> tuple[Decimal, Decimal]:
    """What a 科目 had, and what it spent."""
    had = facts.where(类型=("收入", "年初结转和结余")).total("")
    return had.value, facts.where(类型="支出").total("").value


def _slip(facts: Facts) -> Slip | None:
    """The amount that a digit more or fewer would make right; None where there is none, or where
    several would do."""
    had, spent = _sides(facts)
    gap = had - spent
    if gap <= 0 or spent <= 0:
        return None
    found = []
    for fact in facts:
        if fact.amount <= 0 or len(fact.amount.normalize().as_tuple().digits) < _FEWEST_DIGITS:
            continue
        for power in _POWERS:
            is_outlay = fact.类型 == "支出"
            right = fact.amount * power if is_outlay else fact.amount / power
            if abs(right - fact.amount) == gap:
                found.append(Slip(fact, right, power))
    return found[0] if len(found) == 1 else None


def _problem(subject: Subject, name: str, facts: Facts, slip: Slip) -> Problem:
    money = subject.money
    had, spent = _sides(facts)
    fact = slip.fact
    word = "漏打" if fact.类型 == "支出" else "多打"
    known = subject.statement.books.catalogue.economic_subjects.get(fact.经济科目)
    economic = f"{known.code} {known.name}" if known else fact.经济科目
    keys = (fact.类型, fact.项目, economic, money(fact.amount))
    amount = " ".join(part for part in keys if part)
    return Problem(
        fact.place or subject.place("支出"),
        f"{name}有 {money(had)}，支出 {money(spent)}；若{amount}{word}了零，收支正好相等",
        f"核对这个数；打错了的改成：{money.typed(slip.right)}",
        money.number(slip.right),
        money.number(fact.amount),
    )
