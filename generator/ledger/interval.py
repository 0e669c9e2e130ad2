"""Interval arithmetic over the rounding of each typed number: tells a tail difference from a
mistake."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from msgspec import Struct

from generator.ledger.figure import PERCENT, WAN, Figure

_HALF = Decimal("0.5")
_CENTS = 2


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
    if not isinstance(exponent, int):
        return 0
    return max(0, -exponent)


def around(value: Decimal, unit: str) -> Interval:
    """What a typed number may stand for: half a unit of its last digit to each side.

    Amounts are printed with two decimals, so 180 is 180.00; a percentage without decimals is one
    rounded to whole per cents; counts and scores are exact.
    """
    if unit not in (WAN, PERCENT):
        return Interval(value, value)
    places = decimals_of(value)
    if unit == WAN:
        places = max(_CENTS, places)
    half = _HALF.scaleb(-places)
    return Interval(value - half, value + half)


def interval(figure: Figure) -> Interval:
    """What a figure may be, given what its typed inputs may stand for.

    A zero that nobody typed is exact.
    """
    if figure.place is not None and not figure.inputs:
        return around(figure.value, figure.unit)
    if not figure.inputs:
        return Interval(figure.value, figure.value)
    parts = [interval(part) for part in figure.inputs]
    if figure.formula == "÷":
        return _ratio(*parts)
    if figure.formula == "＋":
        return Interval(
            sum((part.low for part in parts), Decimal(0)),
            sum((part.high for part in parts), Decimal(0)),
        )
    if figure.formula == "－":
        left, right = parts
        return Interval(left.low - right.high, left.high - right.low)
    return Interval(figure.value, figure.value)


def as_published(figure: Figure, places: int) -> Interval:
    """What a page may print of a figure, whose sums may be added up from rounded rows.

    A sum of n numbers that rounding to ``places`` changes is off by half a unit of the last digit
    n times at the most; of more than four it is hardly ever off by more than √n whole units. A
    rate is that of two amounts as a page prints them.
    """
    half = _HALF.scaleb(-places)
    if figure.formula == "÷":
        return _ratio(*(_on_page(as_published(part, _CENTS), _CENTS) for part in figure.inputs))
    if figure.formula in ("＋", "－") and figure.unit == WAN:
        count = Decimal(_rounded_leaves(figure, places))
        width = half * max(Decimal(1), min(count, 2 * count.sqrt()))
        return Interval(figure.value - width, figure.value + width)
    return Interval(figure.value - half, figure.value + half)


def _on_page(limits: Interval, places: int) -> Interval:
    """The least and the greatest number of so many decimals within limits."""
    unit = Decimal(1).scaleb(-places)
    low = limits.low.quantize(unit, ROUND_CEILING)
    high = limits.high.quantize(unit, ROUND_FLOOR)
    if low > high:
        return limits
    return Interval(low, high)


def _rounded_leaves(figure: Figure, places: int) -> int:
    """How many of the typed numbers that a figure is made of have more decimals than ``places``."""
    if figure.inputs:
        return sum(_rounded_leaves(part, places) for part in figure.inputs)
    return int(figure.value != round(figure.value, places))


def _ratio(part: Interval, whole: Interval) -> Interval:
    """In per cent; a base that may be zero leaves everything open."""
    if whole.low <= 0 <= whole.high:
        return Interval(Decimal("-Infinity"), Decimal("Infinity"))
    ends = [
        top * 100 / bottom for top in (part.low, part.high) for bottom in (whole.low, whole.high)
    ]
    return Interval(min(ends), max(ends))


def tail(left: Figure, right: Figure) -> bool:
    """Whether two figures that should agree may do so before rounding."""
    return interval(left).meets(interval(right))
