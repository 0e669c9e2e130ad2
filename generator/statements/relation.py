"""What binds printed numbers to one another: sums, shares and changes, each solved for any of its
numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from generator.extracting.content import Spot
from generator.ledger.interval import Interval
from generator.statements.intervals import HUNDRED
from generator.statements.printed_numbers import SaidNumber

ADDED_UP, SHARE_OF, CHANGED, MOVED, OVERALL = "和", "比", "增减", "两年", "总率"
"""Numbers that add up to nothing; rate, part, whole; rate, change, this year's amount; rate, this
year's amount, last year's; rate and part, and the rates and parts that its whole is the sum of."""
PRICED = "价"
"""Price, total, count: as rate, part, whole, but none of them is computed of the others."""
ANYTHING = Decimal("Infinity")
TermPosition = tuple[Spot, int]
"""The paragraph or cell of a printed number, and its offset there (-1 in a table)."""
_ZERO, _ONE = Decimal(0), Decimal(1)


class Term(Struct, frozen=True):
    """A printed number. ``value`` is in its own unit, ``scale`` brings it into that of its relation;
    ``start`` is its offset in the paragraph (-1 in a table), ``sign`` how it counts in a sum."""

    spot: Spot
    start: int
    text: str
    value: Decimal
    half: Decimal
    scale: Decimal = _ONE
    sign: int = 1
    paragraph: int = -1

    @property
    def position(self) -> TermPosition:
        """Where it stands: two relations that name one position speak of one number."""
        return self.spot, self.start

    @property
    def interval(self) -> Interval:
        """What it may stand for, in the unit of its relation."""
        return Interval(
            (self.value - self.half) * self.scale, (self.value + self.half) * self.scale
        )


class Relation(Struct, frozen=True):
    """Terms that are bound by ``kind``; the sum of a ``ADDED_UP`` lies between ``low`` and
    ``high``."""

    kind: str
    terms: tuple[Term, ...]
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    is_less: bool = False
    """Of ``CHANGED`` and ``MOVED``: this year's amount is the smaller one."""
    is_explained: bool = False
    """Something says how the first term came to be wrong."""

    def wanted(self, index: int) -> Interval | None:
        """What a term would have to be, in its own unit, if all others are right; None where
        nothing says so."""
        solved = _SOLVERS[self.kind](self, index)
        if solved is None:
            return None
        scale = self.terms[index].scale
        return Interval(solved.low / scale, solved.high / scale)

    def exact(self, index: int) -> Decimal | None:
        """The value that a sum wants a term to have, in its own unit; None for other kinds."""
        if self.kind != ADDED_UP or self.low != self.high:
            return None
        term = self.terms[index]
        others = (*self.terms[:index], *self.terms[index + 1 :])
        rest = sum((each.sign * each.value * each.scale for each in others), Decimal(0))
        return (self.low - rest) * term.sign / term.scale


def term_of(number: SaidNumber, spot: Spot, paragraph: int = -1, sign: int = 1) -> Term:
    """A number of the text, or that of a cell, as a term."""
    scale = number.amount / number.value if number.value else _ONE
    width = number.interval.high - number.interval.low
    start = number.start if paragraph >= 0 else -1
    return Term(spot, start, number.text, number.value, width / 2 / scale, scale, sign, paragraph)


def _sum(relation: Relation, index: int) -> Interval:
    low, high = relation.low, relation.high
    for term in (*relation.terms[:index], *relation.terms[index + 1 :]):
        interval = term.interval
        if term.sign > 0:
            low, high = low - interval.high, high - interval.low
        else:
            low, high = low + interval.low, high + interval.high
    if relation.terms[index].sign > 0:
        return Interval(low, high)
    return Interval(-high, -low)


def _share(relation: Relation, index: int) -> Interval | None:
    """rate = 100 part ÷ whole."""
    rate, part, whole = (term.interval for term in relation.terms)
    if index == 0:
        return _quotient(part, whole, HUNDRED)
    if index == 1:
        return _product(rate, whole, 1 / HUNDRED)
    return _quotient(part, rate, HUNDRED)


def _changed(relation: Relation, index: int) -> Interval | None:
    """rate = 100 change ÷ (now ∓ change)."""
    rate, change, now = (term.interval for term in relation.terms)
    way = -1 if relation.is_less else 1
    if index == 0:
        last = _plus(now, _product(change, Interval(_ONE, _ONE), Decimal(-way)))
        return _quotient(change, last, HUNDRED)
    part = Interval(rate.low / HUNDRED, rate.high / HUNDRED)
    base = Interval(_ONE + part.low, _ONE + part.high)
    if way < 0:
        base = Interval(_ONE - part.high, _ONE - part.low)
    if index == 1:
        moved = _quotient(part, base, _ONE)
        return moved and _product(now, moved, _ONE)
    grown = _quotient(base, part, _ONE)
    return grown and _product(change, grown, _ONE)


def _moved(relation: Relation, index: int) -> Interval | None:
    """rate = 100 |now − last| ÷ last."""
    rate, now, last = (term.interval for term in relation.terms)
    is_less = relation.is_less
    part = Interval(rate.low / HUNDRED, rate.high / HUNDRED)
    factor = Interval(_ONE + part.low, _ONE + part.high)
    if is_less:
        factor = Interval(_ONE - part.high, _ONE - part.low)
    if index == 0:
        both = (last, now) if is_less else (now, last)
        apart = Interval(both[0].low - both[1].high, both[0].high - both[1].low)
        return _quotient(apart, last, HUNDRED)
    if index == 1:
        return _product(last, factor, _ONE)
    return _quotient(now, factor, _ONE)


def _overall(relation: Relation, index: int) -> Interval | None:
    """rate = 100 part ÷ Σ (100 part ÷ rate): what completions leave open for that of all."""
    intervals = [term.interval for term in relation.terms]
    wholes = [
        None if of_rate == index else _quotient(intervals[of_rate + 1], intervals[of_rate], HUNDRED)
        for of_rate in range(2, len(intervals), 2)
    ]
    if index < 2:
        budgets = [each for each in wholes if each is not None]
        if len(budgets) < len(wholes):
            return None
        budget = Interval(
            sum((e.low for e in budgets), _ZERO), sum((e.high for e in budgets), _ZERO)
        )
        if index == 0:
            return _quotient(intervals[1], budget, HUNDRED)
        return _product(intervals[0], budget, 1 / HUNDRED)
    at = (index - 2) // 2
    others = [*wholes[:at], *wholes[at + 1 :]]
    left = _quotient(intervals[1], intervals[0], HUNDRED)
    for each in others:
        if each is None or left is None:
            return None
        left = Interval(left.low - each.high, left.high - each.low)
    if left is None or left.low <= 0:
        return None
    if index % 2 == 0:
        return _quotient(intervals[index + 1], left, HUNDRED)
    return _product(intervals[index - 1], left, 1 / HUNDRED)


def _plus(left: Interval, right: Interval) -> Interval:
    return Interval(left.low + right.low, left.high + right.high)


def _product(left: Interval, right: Interval, factor: Decimal) -> Interval:
    ends = _ends(left, right)
    values = [first * second * factor for first, second in ends]
    return Interval(min(values), max(values))


def _quotient(left: Interval, right: Interval, factor: Decimal) -> Interval | None:
    if right.low <= 0 <= right.high:
        return None
    values = [top * factor / bottom for top, bottom in _ends(left, right)]
    return Interval(min(values), max(values))


def _ends(left: Interval, right: Interval) -> Sequence[tuple[Decimal, Decimal]]:
    return [
        (first, second) for first in (left.low, left.high) for second in (right.low, right.high)
    ]


_SOLVERS = {
    ADDED_UP: _sum,
    SHARE_OF: _share,
    PRICED: _share,
    CHANGED: _changed,
    MOVED: _moved,
    OVERALL: _overall,
}
