"""One digit too many or too few in one amount of a 科目, seen from the other amounts of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

from msgspec import Struct

from generator.checks.rule import Problem, Subject, check
from generator.findings.place import Level, Place
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL, Fact, Facts
from generator.ledger.figure import Figure

_POWERS = (Decimal(10), Decimal(100), Decimal(1000))
_FEWEST_DIGITS = 2


class Slip(Struct, frozen=True):
    """An amount that makes a 科目 come out even when it is typed as ``right``."""

    fact: Fact
    right: Decimal


class Uneven(Struct, frozen=True):
    """A 科目 with what it had, spent and has left, and the slips of which each would do: one, or
    one on either side."""

    had: Decimal
    spent: Decimal
    left: Decimal
    slips: tuple[Slip, ...]


@check(
    "科目差一位",
    Group.SENSE,
    Level.WARNING,
    "一个科目的收支之差不正好是漏打、多打的一位",
    "收入和支出的差，正好等于其中一个数多打或漏打一位造成的差：多半是这个数打错了。",
    "公开件常见错误：数位和单位",
    since="0.2",
    answerable=True,
)
def one_digit(subject: Subject) -> Iterator[Problem]:
    """A 科目 of a fiscal fund that would come out even if one of its amounts had a digit more or
    fewer."""
    for (_, code), uneven in slips(subject).items():
        yield _problem(subject, code, uneven)


def slips(subject: Subject) -> Mapping[tuple[str, str], Uneven]:
    """The slips by fund and 科目."""
    known = subject.kept.get("slips")
    if known is None:
        known = subject.kept["slips"] = dict(_slips(subject))
    return cast("Mapping[tuple[str, str], Uneven]", known)


def place_of_slip(subject: Subject, uneven: Uneven) -> Place:
    """Where the problem of a 科目 is told."""
    return uneven.slips[0].fact.place or subject.place("支出")


def _slips(subject: Subject) -> Iterator[tuple[tuple[str, str], Uneven]]:
    books = subject.statement.books
    typed = subject.statement.accounts.年末结转和结余 is not None
    for fund in FISCAL:
        mine = books.facts.where(资金=fund)
        had = mine.where(类型=("收入", "年初结转和结余"))
        if not had or any(not fact.功能科目 for fact in had if fact.amount):
            continue
        if typed and any(not fact.功能科目 for fact in mine.where(类型=_CLOSING) if fact.amount):
            continue  # how much of it belongs to which 科目 is not told
        for code, facts in mine.group(lambda fact: fact.功能科目).items():
            budgets = books.notes[fund, code].预算.values() if (fund, code) in books.notes else ()
            amounts = {budget.value for budget in budgets if isinstance(budget, Figure)}
            uneven = _uneven(facts, amounts) if code else None
            if uneven is not None:
                yield (fund, code), uneven


_CLOSING = "年末结转和结余"


def _uneven(facts: Facts, budgets: set[Decimal]) -> Uneven | None:
    """The amounts that a digit more or fewer would make right; None where there is none, or where
    it cannot be told which. A budget tells which of two sides is right."""
    had = facts.where(类型=("收入", "年初结转和结余")).total("").value
    spent = facts.where(类型="支出").total("").value
    left = facts.where(类型=_CLOSING).total("").value
    gap = had - spent - left
    if not gap or spent <= 0 or had <= 0:
        return None
    found = [slip for fact in facts for slip in _of(fact, gap)]
    sides = {slip.fact.类型 == "支出" for slip in found}
    if len(found) == 1:
        return Uneven(had, spent, left, tuple(found))
    # More than there was cannot be spent: one of two amounts is wrong. Less may be right.
    if not found or gap > 0 or len(found) != len(sides):
        return None
    known = (spent in budgets, had in budgets)
    if known[0] != known[1]:
        found = [slip for slip in found if (slip.fact.类型 == "支出") is known[1]]
    return Uneven(had, spent, left, tuple(found))


def _of(fact: Fact, gap: Decimal) -> Iterator[Slip]:
    """The slips of one amount that explain a gap."""
    digits = fact.amount.normalize().as_tuple().digits
    if fact.amount <= 0 or fact.类型 == _CLOSING or len(digits) < _FEWEST_DIGITS:
        return
    too_small = (fact.类型 == "支出") == (gap > 0)
    for power in _POWERS:
        right = fact.amount * power if too_small else fact.amount / power
        if abs(right - fact.amount) == abs(gap):
            yield Slip(fact, right)


def _problem(subject: Subject, code: str, uneven: Uneven) -> Problem:
    money, books = subject.money, subject.statement.books
    first = uneven.slips[0]
    named = [_named(subject, slip) for slip in uneven.slips]
    rest = f"，年末 {money(uneven.left)}" if uneven.left else ""
    fixes = [money.typed(slip.right) for slip in uneven.slips]
    fix = f"核对这个数；打错了的改成：{fixes[0]}"
    if len(fixes) > 1:
        either = [
            f"{slip.fact.类型}改成 {right}" for slip, right in zip(uneven.slips, fixes, strict=True)
        ]
        fix = f"核对这两个数；打错的一个改过来：{'，或'.join(either)}"
    return Problem(
        place_of_slip(subject, uneven),
        f"{code} {books.name(code)}有 {money(uneven.had)}，支出 {money(uneven.spent)}{rest}；若{'，或'.join(named)}，收支正好相等",
        fix,
        money.number(first.right),
        money.number(first.fact.amount),
    )


def _named(subject: Subject, slip: Slip) -> str:
    """An amount with what names it, and how it was mistyped."""
    fact = slip.fact
    word = "漏打了一位" if slip.right > fact.amount else "多打了一位"
    known = subject.statement.books.catalogue.economic_subjects.get(fact.经济科目)
    economic = f"{known.code} {known.name}" if known else fact.经济科目
    keys = (fact.类型, fact.项目, economic, subject.money(fact.amount))
    return " ".join(part for part in keys if part) + word
