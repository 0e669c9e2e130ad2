"""内部往来: what units of a 部门 paid one another, found on both sides and taken out of both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
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
"""A kind of transfer → the nature of the payer's outlay, and the source of the receiver's income."""

# Amounts farther apart than this part of the greater are not the same money typed wrongly.
_FAR = Decimal("0.5")


class Taken(Struct, frozen=True):
    """A part of a fact that is taken out (or, with a partner outside, accounted for)."""

    fact: Fact
    amount: Decimal


class Elimination(Struct, frozen=True):
    """One transfer taken out: who paid whom, how much, and from which facts. ``declared``: 内部往来 tells it, else it was found."""

    kind: str
    payer: str
    receiver: str
    amount: Decimal
    paid: tuple[Taken, ...]
    received: tuple[Taken, ...]
    declared: bool


class Wrong(Struct, frozen=True):
    """A declared transfer that does not fit: ``name`` is no unit, or the unit's facts are less than it (``there``)."""

    transfer: Transfer
    index: int
    side: str
    name: str = ""
    there: Decimal | None = None


class Contradicted(Struct, frozen=True):
    """A declared transfer (the ``index``-th) of less than both units' files tell alike: what they tell besides it is ``rest``."""

    index: int
    declared: Elimination
    rest: Elimination


class Eliminated(Struct, frozen=True):
    """The facts that are left, what was taken out, what found no partner, what is declared wrongly, and what the files contradict."""

    facts: Facts
    eliminations: tuple[Elimination, ...]
    unmatched: tuple[Taken, ...]
    wrong: tuple[Wrong, ...]
    contradicted: tuple[Contradicted, ...] = ()


def eliminate(facts: Facts, declared: Sequence[Transfer], names: dict[str, str]) -> Eliminated:
    """Take internal transfers out of the facts of all units. ``names``: what a unit may be called → its full name."""
    books = _Sides(facts)
    told: list[tuple[int, Elimination]] = []
    wrong: list[Wrong] = []
    for index, transfer in enumerate(declared):
        problems = list(_problems(transfer, index, names, books))
        wrong += problems
        if not problems:
            told += ((index, pair) for pair in _declared(transfer, names, books))
    seen = [pair for kind in KINDS for pair in _found(kind, books)]
    against = tuple(
        Contradicted(index, pair, rest)
        for index, pair in told
        for rest in seen
        if _same_money(pair, rest)
    )
    done = [*(pair for _, pair in told), *seen]
    gone = {id(one.fact): Decimal(0) for pair in done for one in (*pair.paid, *pair.received)}
    for pair in done:
        for one in (*pair.paid, *pair.received):
            gone[id(one.fact)] += one.amount
    left = [
        fact if id(fact) not in gone else replace(fact, amount=fact.amount - gone[id(fact)])
        for fact in facts
    ]
    kept = Facts(
        new for old, new in zip(facts, left, strict=True) if new.amount or id(old) not in gone
    )
    return Eliminated(kept, tuple(done), tuple(books.rest()), tuple(wrong), against)


class _Sides:
    """The facts that may be transfers, and how much of each is not accounted for yet."""

    def __init__(self, facts: Facts) -> None:
        natures = {nature for nature, _ in KINDS.values()}
        sources = {source for _, source in KINDS.values()}
        self.facts = [
            one
            for one in facts
            if (one.类型 == "支出" and one.支出性质 in natures)
            or (one.类型 == "收入" and one.来源 in sources)
        ]
        self.open = {id(one): one.amount for one in self.facts}

    def of(self, kind: str, side: str, unit: str = "", code: str = "") -> list[Fact]:
        """The open facts of one side of a kind: 付 or 收; of one unit, under one 科目."""
        nature, source = KINDS[kind]
        fits: Callable[[Fact], bool] = (
            (lambda one: one.类型 == "支出" and one.支出性质 == nature)
            if side == "付"
            else (lambda one: one.类型 == "收入" and one.来源 == source)
        )
        return [
            one
            for one in self.facts
            if self.open[id(one)]
            and fits(one)
            and unit in ("", one.单位)
            and one.功能科目.startswith(code)
        ]

    def sum(self, facts: Sequence[Fact]) -> Decimal:
        """How much of them is open."""
        return sum((self.open[id(one)] for one in facts), Decimal(0))

    def take(self, facts: Sequence[Fact], amount: Decimal) -> tuple[Taken, ...]:
        """Take an amount out of them, in order."""
        taken = []
        for one in facts:
            part = min(self.open[id(one)], amount)
            if part:
                self.open[id(one)] -= part
                amount -= part
                taken.append(Taken(one, part))
        return tuple(taken)

    def rest(self) -> Iterator[Taken]:
        """What nothing accounts for."""
        return (Taken(one, self.open[id(one)]) for one in self.facts if self.open[id(one)])


def _code(transfer: Transfer, side: str) -> str:
    typed = getattr(transfer.科目, side) if transfer.科目 else None
    found = re.match(r"\d+", str(typed or ""))
    return found[0] if found else ""


def _problems(
    transfer: Transfer, index: int, names: dict[str, str], books: _Sides
) -> Iterator[Wrong]:
    sides = {"付": str(transfer.付), "收": str(transfer.收)}
    for side, name in sides.items():
        if name != OUTSIDE and name not in names:
            yield Wrong(transfer, index, side, name)
            continue
        if name == OUTSIDE:
            continue
        there = books.sum(books.of(transfer.种类, side, names[name], _code(transfer, side)))
        if there < transfer.金额.value:
            yield Wrong(transfer, index, side, names[name], there)
    if names.get(sides["付"], sides["付"]) == names.get(sides["收"], sides["收"]):
        yield Wrong(transfer, index, "收", sides["收"])


def _declared(transfer: Transfer, names: dict[str, str], books: _Sides) -> Iterator[Elimination]:
    amount: TypedAmount = transfer.金额
    taken = {}
    for side in ("付", "收"):
        name = str(getattr(transfer, side))
        facts = (
            books.of(transfer.种类, side, names[name], _code(transfer, side))
            if name != OUTSIDE
            else []
        )
        taken[side] = books.take(facts, amount.value)
    payer, receiver = names.get(str(transfer.付), OUTSIDE), names.get(str(transfer.收), OUTSIDE)
    # With a partner outside nothing is taken out: the money did come into the 部门, or leave it.
    if OUTSIDE not in (payer, receiver):
        yield Elimination(
            transfer.种类, payer, receiver, amount.value, taken["付"], taken["收"], declared=True
        )


def _found(kind: str, books: _Sides) -> Iterator[Elimination]:
    """Transfers that match to the last digit: one payer and all that its money went to, else one amount that stands once on either side."""
    for side, other in (("付", "收"), ("收", "付")):
        for unit in dict.fromkeys(one.单位 for one in books.of(kind, side)):
            mine, theirs = books.of(kind, side, unit), books.of(kind, other)
            alone = len({one.单位 for one in books.of(kind, side)}) == 1 and unit not in {
                one.单位 for one in theirs
            }
            if alone and theirs and books.sum(mine) == books.sum(theirs):
                for partner in dict.fromkeys(one.单位 for one in theirs):
                    its = books.of(kind, other, partner)
                    yield _pair(kind, side, books, books.sum(its), mine, its)
    for one in books.of(kind, "付"):
        amount = books.open[id(one)]
        same = [
            other
            for other in books.of(kind, "收")
            if books.open[id(other)] == amount and other.单位 != one.单位
        ]
        rivals = [other for other in books.of(kind, "付") if books.open[id(other)] == amount]
        if amount and len(same) == 1 and len(rivals) == 1:
            yield _pair(kind, "付", books, amount, [one], same)


def _same_money(declared: Elimination, rest: Elimination) -> bool:
    """Whether what was found besides a declared transfer is what both units booked together with it, each in one line."""

    def same(one: tuple[Taken, ...], other: tuple[Taken, ...]) -> bool:
        return bool({id(taken.fact) for taken in one} & {id(taken.fact) for taken in other})

    return (
        declared.kind == rest.kind
        and same(declared.paid, rest.paid)
        and same(declared.received, rest.received)
    )


def nearest_partner(taken: Taken, others: Sequence[Taken]) -> Taken | None:
    """Of what else found no partner: the amount of the other side, in another unit's file, that comes nearest and is not far off."""
    side = (taken.fact.类型, taken.fact.支出性质 or taken.fact.来源)
    sides = [(("支出", nature), ("收入", source)) for nature, source in KINDS.values()]
    wanted = next(
        (right if side == left else left for left, right in sides if side in (left, right)), None
    )
    fits = [
        one
        for one in others
        if (one.fact.类型, one.fact.支出性质 or one.fact.来源) == wanted
        and one.fact.单位 != taken.fact.单位
        and abs(one.amount - taken.amount) <= max(one.amount, taken.amount) * _FAR
    ]
    return min(fits, key=lambda one: abs(one.amount - taken.amount), default=None)


def _pair(
    kind: str, side: str, books: _Sides, amount: Decimal, mine: list[Fact], its: list[Fact]
) -> Elimination:
    paid, received = (mine, its) if side == "付" else (its, mine)
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
