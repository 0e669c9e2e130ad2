"""Interval arithmetic over what printed numbers leave open, and how far a printed result is off."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Decimal

from generator.ledger.interval import Interval

HUNDRED = Decimal(100)


def added(intervals: Iterable[Interval]) -> Interval:
    """The sum."""
    low = high = Decimal(0)
    for interval in intervals:
        low += interval.low
        high += interval.high
    return Interval(low, high)


def less(left: Interval, right: Interval) -> Interval:
    """The difference."""
    return Interval(left.low - right.high, left.high - right.low)


def percent(part: Interval, whole: Interval) -> Interval | None:
    """A part of a whole in per cent; None where the whole may be zero."""
    if whole.low <= 0 <= whole.high:
        return None
    ends = [
        top * HUNDRED / bottom
        for top in (part.low, part.high)
        for bottom in (whole.low, whole.high)
    ]
    return Interval(min(ends), max(ends))


def divided(part: Interval, rate: Interval) -> Interval | None:
    """The whole of which a part is so many per cent; None where the rate may be zero."""
    if rate.low <= 0:
        return None
    ends = [
        top * HUNDRED / bottom for top in (part.low, part.high) for bottom in (rate.low, rate.high)
    ]
    return Interval(min(ends), max(ends))


def size(interval: Interval) -> Interval:
    """The absolute value."""
    if interval.low >= 0:
        return interval
    if interval.high <= 0:
        return Interval(-interval.high, -interval.low)
    return Interval(Decimal(0), max(-interval.low, interval.high))


def cut(value: Decimal, decimals: int) -> Decimal:
    """Cut off instead of rounded."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)


def last_digit(decimals: int) -> Decimal:
    """One unit of the last digit."""
    return Decimal(1).scaleb(-decimals)


def wider(interval: Interval, by: Decimal) -> Interval:
    """An interval with so much more to each side."""
    return Interval(interval.low - by, interval.high + by)
