"""One digit too many or too few in one amount of a 科目, seen from the other amounts of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

from msgspec import Struct

from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level, Place
from generator.findings.rules import Group
from generator.ledger.books import Books
from generator.ledger.facts import FISCAL, Fact, Facts
from generator.ledger.figure import Figure

_POWERS = (Decimal(10), Decimal(100), Decimal(1000))
_FEWEST_DIGITS = 2
_CACHED = "uneven subjects"


class DigitTypo(Struct, frozen=True):
    """An amount that makes a 科目 come out even when it is typed as ``right``."""

    fact: Fact
    right: Decimal


class Uneven(Struct, frozen=True):
    """A 科目 with what it had, spent and has left, and the typos of which each would do: one, or
    one on either side."""

    had: Decimal
    spent: Decimal
    left: Decimal
    typos: tuple[DigitTypo, ...]


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
def one_digit(context: RuleContext) -> Iterator[Problem]:
    """A 科目 of a fiscal fund that would come out even if one of its amounts had a digit more or
    fewer."""
    for (_, code), uneven in uneven_subjects(context).items():
        yield _problem(context, code, uneven)


def uneven_subjects(context: RuleContext) -> Mapping[tuple[str, str], Uneven]:
    """The 科目 that a digit more or fewer would make even, by fund and code."""
    cached = context.cached.get(_CACHED)
    if cached is None:
        cached = context.cached[_CACHED] = dict(_uneven_subjects(context))
    return cast("Mapping[tuple[str, str], Uneven]", cached)


def place_of(context: RuleContext, uneven: Uneven) -> Place:
    """Where the problem of a 科目 is told."""
    return uneven.typos[0].fact.place or context.place("支出")


def _uneven_subjects(context: RuleContext) -> Iterator[tuple[tuple[str, str], Uneven]]:
    books = context.statement.books
    typed = context.statement.accounts.年末结转和结余 is not None
    for fund in FISCAL:
        of_fund = books.facts.where(资金=fund)
        had = of_fund.where(类型=("收入", "年初结转和结余"))
        if not had or any(not fact.功能科目 for fact in had if fact.amount):
            continue
        if typed and any(not fact.功能科目 for fact in of_fund.where(类型=_CLOSING) if fact.amount):
            continue  # how much of it belongs to which 科目 is not told
        for code, facts in of_fund.group(lambda fact: fact.功能科目).items():
            uneven = _uneven(facts, _budgets(books, fund, code))
            if code and uneven is not None:
                yield (fund, code), uneven


def _budgets(books: Books, fund: str, code: str) -> set[Decimal]:
    """The budgets of a 科目 that are known."""
    note = books.notes.get((fund, code))
    if note is None:
        return set()
    return {budget.value for budget in note.预算.values() if isinstance(budget, Figure)}


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
    typos = [typo for fact in facts for typo in _typos(fact, gap)]
    sides = {typo.fact.类型 == "支出" for typo in typos}
    if len(typos) == 1:
        return Uneven(had, spent, left, tuple(typos))
    # More than there was cannot be spent: one of two amounts is wrong. Less may be right.
    if not typos or gap > 0 or len(typos) != len(sides):
        return None
    outlay_is_right, income_is_right = spent in budgets, had in budgets
    if outlay_is_right != income_is_right:
        typos = [typo for typo in typos if (typo.fact.类型 == "支出") is income_is_right]
    return Uneven(had, spent, left, tuple(typos))


def _typos(fact: Fact, gap: Decimal) -> Iterator[DigitTypo]:
    """How one amount may be mistyped so that it explains a gap."""
    digits = fact.amount.normalize().as_tuple().digits
    if fact.amount <= 0 or fact.类型 == _CLOSING or len(digits) < _FEWEST_DIGITS:
        return
    too_small = (fact.类型 == "支出") == (gap > 0)
    for power in _POWERS:
        right = fact.amount * power if too_small else fact.amount / power
        if abs(right - fact.amount) == abs(gap):
            yield DigitTypo(fact, right)


def _problem(context: RuleContext, code: str, uneven: Uneven) -> Problem:
    money, books = context.money, context.statement.books
    first = uneven.typos[0]
    named = [_named(context, typo) for typo in uneven.typos]
    closing = ""
    if uneven.left:
        closing = f"，年末 {money(uneven.left)}"
    fix = f"核对这个数；打错了的改成：{money.typed(first.right)}"
    if len(uneven.typos) > 1:
        either = [f"{typo.fact.类型}改成 {money.typed(typo.right)}" for typo in uneven.typos]
        fix = f"核对这两个数；打错的一个改过来：{'，或'.join(either)}"
    return Problem(
        place_of(context, uneven),
        f"{code} {books.name(code)}有 {money(uneven.had)}，支出 {money(uneven.spent)}{closing}；"
        f"若{'，或'.join(named)}，收支正好相等",
        fix,
        money.number(first.right),
        money.number(first.fact.amount),
    )


def _named(context: RuleContext, typo: DigitTypo) -> str:
    """An amount with what names it, and how it was mistyped."""
    fact = typo.fact
    word = "漏打了一位" if typo.right > fact.amount else "多打了一位"
    economic = fact.经济科目
    listed = context.statement.books.catalogue.economic_subjects.get(economic)
    if listed is not None:
        economic = f"{listed.code} {listed.name}"
    keys = (fact.类型, fact.项目, economic, context.money(fact.amount))
    return " ".join(part for part in keys if part) + word
