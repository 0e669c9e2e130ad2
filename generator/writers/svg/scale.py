"""The amount axis of a column chart: round ticks around all values."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_WANTED = 5


def ticks(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Round ticks from the lowest to the highest value, zero included; about five of them."""
    low, high = min(*values, Decimal(0)), max(*values, Decimal(0))
    if low == high:
        high = Decimal(1)
    raw = (high - low) / _WANTED
    power = raw.adjusted()
    step = next(scaled for each in _STEPS if (scaled := each.scaleb(power)) >= raw)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(step * count for count in range(int(first), int(last) + 1))
