"""Interval arithmetic over the rounding of each typed number: tells a tail difference from a mistake."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from generator.ledger.figure import PERCENT, WAN, Figure

_HALF = Decimal("0.5")


class Interval(Struct, frozen=True):
    """All numbers that a printed one may stand for."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        return self.low <= other.high and other.low <= self.high


def decimals_of(value: Decimal) -> int:
    """How many decimals a number was typed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def around(value: Decimal, unit: str) -> Interval:
    """What a typed number may stand for: half a unit of its last digit to each side. Amounts are printed with two decimals, so 180 is 180.00;
    a percentage without decimals is one rounded to whole per cents; counts and scores are exact."""
    if unit not in (WAN, PERCENT):
        return Interval(value, value)
    places = max(2, decimals_of(value)) if unit == WAN else decimals_of(value)
    half = _HALF.scaleb(-places)
    return Interval(value - half, value + half)


def interval(figure: Figure) -> Interval:
    """What a figure may be, given what its typed inputs may stand for. A zero that nobody typed is exact."""
    if figure.place is not None and not figure.inputs:
        return around(figure.value, figure.unit)
    if not figure.inputs:
        return Interval(figure.value, figure.value)
    parts = [interval(part) for part in figure.inputs]
    if figure.formula == "＋":
        return Interval(sum((part.low for part in parts), Decimal(0)), sum((part.high for part in parts), Decimal(0)))
    if figure.formula == "－":
        left, right = parts
        return Interval(left.low - right.high, left.high - right.low)
    if figure.formula == "÷":
        return _ratio(*parts)
    return Interval(figure.value, figure.value)


def as_published(figure: Figure, places: int) -> Interval:
    """What a page may print of a figure, whose sums may be added up from rounded rows.

    A sum of n numbers, each rounded to ``places``, is off by half a unit of the last digit n times
    at the most; of more than four it is hardly ever off by more than √n whole units.
    """
    half = _HALF.scaleb(-places)
    if figure.formula in ("＋", "－") and figure.unit == WAN:
        count = Decimal(max(1, _leaves(figure)))
        width = half * min(count, 2 * count.sqrt())
        return Interval(figure.value - width, figure.value + width)
    if figure.formula == "÷":
        return _ratio(*(as_published(part, 2) for part in figure.inputs))
    return Interval(figure.value - half, figure.value + half)


def _leaves(figure: Figure) -> int:
    """How many typed numbers a figure is made of; zeros count for nothing."""
    if figure.inputs:
        return sum(_leaves(part) for part in figure.inputs)
    return int(figure.value != 0)


def _ratio(part: Interval, whole: Interval) -> Interval:
    """In per cent; a base that may be zero leaves everything open."""
    if whole.low <= 0 <= whole.high:
        return Interval(Decimal("-Infinity"), Decimal("Infinity"))
    ends = [top * 100 / bottom for top in (part.low, part.high) for bottom in (whole.low, whole.high)]
    return Interval(min(ends), max(ends))


def tail(left: Figure, right: Figure) -> bool:
    """Whether two figures that should agree may do so before rounding."""
    return interval(left).meets(interval(right))
