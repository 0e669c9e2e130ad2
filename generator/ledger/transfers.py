"""内部往来: what units of a 部门 paid one another, found on both sides and taken out of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.ledger.facts import Fact, Facts
from generator.model.base import TypedAmount
from generator.model.rollup import OUTSIDE, Transfer

KINDS = {
    "补助": ("对附属单位补助支出", "上级补助收入"),
    "上缴": ("上缴上级支出", "附属单位上缴收入"),
}
"""A kind of transfer → the nature of the payer's outlay, and the source of the receiver's income.
"""

# Amounts farther apart than this part of the greater are not the same money typed wrongly.
_FAR = Decimal("0.5")


class TakenAmount(Struct, frozen=True):
    """A part of a fact that is taken out (or, with a partner outside, accounted for)."""

    fact: Fact
    amount: Decimal


class Elimination(Struct, frozen=True):
    """One transfer taken out: who paid whom, how much, and from which facts.

    ``declared``: 内部往来 tells it, else it was found.
    """

    kind: str
    payer: str
    receiver: str
    amount: Decimal
    paid: tuple[TakenAmount, ...]
    received: tuple[TakenAmount, ...]
    declared: bool


class MisdeclaredTransfer(Struct, frozen=True):
    """A declared transfer that does not fit: ``name`` is no unit, or the unit's facts are less than
    it (``there``)."""

    transfer: Transfer
    index: int
    side: str
    name: str = ""
    there: Decimal | None = None


class ContradictedTransfer(Struct, frozen=True):
    """A declared transfer (the ``index``-th) of less than both units' files tell alike: what they
    tell besides it is ``besides``."""

    index: int
    declared: Elimination
    besides: Elimination


class Eliminated(Struct, frozen=True):
    """The facts that are left, what was taken out, what found no partner, what is declared wrongly,
    and what the files contradict."""

    facts: Facts
    eliminations: tuple[Elimination, ...]
    unmatched: tuple[TakenAmount, ...]
    wrong: tuple[MisdeclaredTransfer, ...]
    contradicted: tuple[ContradictedTransfer, ...] = ()


def eliminate(facts: Facts, declared: Sequence[Transfer], names: dict[str, str]) -> Eliminated:
    """Take internal transfers out of the facts of all units.

    ``names``: what a unit may be called → its full name.
    """
    books = _Sides(facts)
    declared_pairs: list[tuple[int, Elimination]] = []
    wrong: list[MisdeclaredTransfer] = []
    for index, transfer in enumerate(declared):
        problems = list(_problems(transfer, index, names, books))
        wrong += problems
        if not problems:
            declared_pairs += ((index, pair) for pair in _declared(transfer, names, books))
    matched_pairs = [pair for kind in KINDS for pair in _matched(kind, books)]
    against = tuple(
        ContradictedTransfer(index, pair, besides)
        for index, pair in declared_pairs
        for besides in matched_pairs
        if _same_money(pair, besides)
    )
    done = [*(pair for _, pair in declared_pairs), *matched_pairs]
    remaining = Facts(_remaining(facts, done))
    return Eliminated(remaining, tuple(done), tuple(books.unaccounted()), tuple(wrong), against)


def _remaining(facts: Facts, done: Sequence[Elimination]) -> Iterator[Fact]:
    """The facts without what was taken out of them; one that was taken out whole is gone."""
    gone: dict[int, Decimal] = {}
    for pair in done:
        for taken in (*pair.paid, *pair.received):
            gone[id(taken.fact)] = gone.get(id(taken.fact), Decimal(0)) + taken.amount
    for fact in facts:
        if id(fact) not in gone:
            yield fact
        elif fact.amount != gone[id(fact)]:
            yield replace(fact, amount=fact.amount - gone[id(fact)])


class _Sides:
    """The facts that may be transfers, and how much of each is not accounted for yet."""

    def __init__(self, facts: Facts) -> None:
        natures = {nature for nature, _ in KINDS.values()}
        sources = {source for _, source in KINDS.values()}
        self.facts = [
            fact
            for fact in facts
            if (fact.类型 == "支出" and fact.支出性质 in natures)
            or (fact.类型 == "收入" and fact.来源 in sources)
        ]
        self.open = {id(fact): fact.amount for fact in self.facts}

    def of(self, kind: str, side: str, unit: str = "", code: str = "") -> list[Fact]:
        """The open facts of one side of a kind: 付 or 收; of one unit, under one 科目."""
        nature, source = KINDS[kind]
        wanted = ("支出", nature) if side == "付" else ("收入", source)
        return [
            fact
            for fact in self.facts
            if self.open[id(fact)]
            and _side(fact) == wanted
            and unit in ("", fact.单位)
            and fact.功能科目.startswith(code)
        ]

    def sum(self, facts: Sequence[Fact]) -> Decimal:
        """How much of these facts no transfer accounts for yet."""
        return sum((self.open[id(fact)] for fact in facts), Decimal(0))

    def take(self, facts: Sequence[Fact], amount: Decimal) -> tuple[TakenAmount, ...]:
        """Take an amount out of them, in order."""
        taken = []
        for fact in facts:
            part = min(self.open[id(fact)], amount)
            if part:
                self.open[id(fact)] -= part
                amount -= part
                taken.append(TakenAmount(fact, part))
        return tuple(taken)

    def unaccounted(self) -> Iterator[TakenAmount]:
        """What no transfer accounts for, fact by fact."""
        return (
            TakenAmount(fact, self.open[id(fact)]) for fact in self.facts if self.open[id(fact)]
        )


def _side(fact: Fact) -> tuple[str, str]:
    """What tells the sides of a transfer apart: 支出 and its nature, or 收入 and its source."""
    return fact.类型, fact.支出性质 or fact.来源


def _code(transfer: Transfer, side: str) -> str:
    """The code of the 科目 that a declared transfer names for a side; "" where it names none."""
    typed = getattr(transfer.科目, side, None)
    digits = re.match(r"\d+", str(typed or ""))
    if digits is None:
        return ""
    return digits[0]


def _problems(
    transfer: Transfer, index: int, names: dict[str, str], books: _Sides
) -> Iterator[MisdeclaredTransfer]:
    sides = {"付": str(transfer.付), "收": str(transfer.收)}
    for side, name in sides.items():
        if name != OUTSIDE and name not in names:
            yield MisdeclaredTransfer(transfer, index, side, name)
            continue
        if name == OUTSIDE:
            continue
        there = books.sum(books.of(transfer.种类, side, names[name], _code(transfer, side)))
        if there < transfer.金额.value:
            yield MisdeclaredTransfer(transfer, index, side, names[name], there)
    if names.get(sides["付"], sides["付"]) == names.get(sides["收"], sides["收"]):
        yield MisdeclaredTransfer(transfer, index, "收", sides["收"])


def _declared(transfer: Transfer, names: dict[str, str], books: _Sides) -> Iterator[Elimination]:
    amount: TypedAmount = transfer.金额
    taken: dict[str, tuple[TakenAmount, ...]] = {"付": (), "收": ()}
    for side in taken:
        name = str(getattr(transfer, side))
        if name != OUTSIDE:
            facts = books.of(transfer.种类, side, names[name], _code(transfer, side))
            taken[side] = books.take(facts, amount.value)
    payer, receiver = names.get(str(transfer.付), OUTSIDE), names.get(str(transfer.收), OUTSIDE)
    # With a partner outside nothing is taken out: the money did come into the 部门, or leave it.
    if OUTSIDE not in (payer, receiver):
        yield Elimination(
            transfer.种类, payer, receiver, amount.value, taken["付"], taken["收"], declared=True
        )


def _matched(kind: str, books: _Sides) -> Iterator[Elimination]:
    """Transfers that match to the last digit: one payer and all that its money went to, else one
    amount that stands once on either side."""
    for side, opposite in (("付", "收"), ("收", "付")):
        yield from _matched_alone(kind, side, opposite, books)
    for payment in books.of(kind, "付"):
        amount = books.open[id(payment)]
        same = [
            fact
            for fact in books.of(kind, "收")
            if books.open[id(fact)] == amount and fact.单位 != payment.单位
        ]
        rivals = [fact for fact in books.of(kind, "付") if books.open[id(fact)] == amount]
        if amount and len(same) == 1 and len(rivals) == 1:
            yield _pair(kind, "付", books, amount, [payment], same)


def _matched_alone(kind: str, side: str, opposite: str, books: _Sides) -> Iterator[Elimination]:
    """The transfers of a unit that is alone on its side, and had all that the other side tells."""
    ours, theirs = books.of(kind, side), books.of(kind, opposite)
    units = {fact.单位 for fact in ours}
    partners = dict.fromkeys(fact.单位 for fact in theirs)
    if len(units) != 1 or not partners or not units.isdisjoint(partners):
        return
    if books.sum(ours) != books.sum(theirs):
        return
    for partner in partners:
        its = books.of(kind, opposite, partner)
        yield _pair(kind, side, books, books.sum(its), ours, its)


def _same_money(declared: Elimination, besides: Elimination) -> bool:
    """Whether what was found besides a declared transfer is what both units booked together with
    it, each in one line."""

    def same(left: tuple[TakenAmount, ...], right: tuple[TakenAmount, ...]) -> bool:
        return bool({id(taken.fact) for taken in left} & {id(taken.fact) for taken in right})

    return (
        declared.kind == besides.kind
        and same(declared.paid, besides.paid)
        and same(declared.received, besides.received)
    )


def nearest_partner(taken: TakenAmount, others: Sequence[TakenAmount]) -> TakenAmount | None:
    """Of what else found no partner: the amount of the other side, in another unit's file, that
    comes nearest and is not far off."""
    opposite: dict[tuple[str, str], tuple[str, str]] = {}
    for nature, source in KINDS.values():
        opposite["支出", nature] = ("收入", source)
        opposite["收入", source] = ("支出", nature)
    wanted = opposite.get(_side(taken.fact))
    fits = [
        candidate
        for candidate in others
        if _side(candidate.fact) == wanted
        and candidate.fact.单位 != taken.fact.单位
        and abs(candidate.amount - taken.amount) <= max(candidate.amount, taken.amount) * _FAR
    ]
    return min(fits, key=lambda candidate: abs(candidate.amount - taken.amount), default=None)


def _pair(
    kind: str, side: str, books: _Sides, amount: Decimal, ours: list[Fact], its: list[Fact]
) -> Elimination:
    paid, received = ours, its
    if side == "收":
        paid, received = its, ours
    payer, receiver = paid[0].单位, received[0].单位
    return Elimination(
        kind,
        payer,
        receiver,
        amount,
        books.take(paid, amount),
        books.take(received, amount),
        declared=False,
    )
