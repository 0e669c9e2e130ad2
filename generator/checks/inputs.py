"""The typed numbers that make up a figure: on which lines they stand, and which of them may have
two digits changed about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.findings.place import Place, line_ranges
from generator.ledger.figure import Figure
from generator.money import WAN, Money, trimmed

# Amounts are exact to a hundredth of a 元; in whole units of that, digits can be compared.
_UNIT = Decimal(1_000_000)
_MOST_RANGES = 8
_MOST_SWAPS = 4


def typed_numbers(figure: Figure) -> Iterator[Figure]:
    """The typed numbers behind a figure."""
    if figure.place is not None and not figure.inputs:
        yield figure
    for part in figure.inputs:
        yield from typed_numbers(part)


def lines_of(*figures: Figure) -> str:
    """The lines of the typed numbers behind figures: 第 35、68—74 行."""
    numbers = [number for figure in figures for number in typed_numbers(figure)]
    lines = {number.place.line for number in numbers if number.place and number.value}
    return line_ranges(lines, _MOST_RANGES) or "没有填数"


def transposed(left: Figure, right: Figure, money: Money) -> str:
    """A hint where one typed number with two neighbouring digits changed about explains the whole
    difference; "" when none does, or too many."""
    gap = left.value - right.value
    shown: Callable[[Decimal], str] = trimmed
    scale, unit = Decimal(1), left.unit
    if left.unit == WAN:
        scale, shown, unit = _UNIT, money.typed, money.unit
    swaps = {*_swaps(left, -gap, scale), *_swaps(right, gap, scale)}
    if not 0 < len(swaps) < _MOST_SWAPS:
        return ""
    words = [
        f"第 {place.line} 行的 {shown(value)} {unit}可能应为 {shown(intended)} {unit}"
        for place, value, intended in sorted(swaps)
    ]
    return f"；{'，或'.join(words)}（相邻两个数字写颠倒了）"


def _swaps(
    figure: Figure, gap: Decimal, scale: Decimal
) -> Iterator[tuple[Place, Decimal, Decimal]]:
    """Typed numbers behind a figure that are off by ``gap`` with two digits changed about: where,
    what stands there, what was meant."""
    for number in typed_numbers(figure):
        if number.place is None:
            continue
        for intended in transpositions(number.value, scale):
            if intended - number.value == gap:
                yield number.place, number.value, intended


def transpositions(value: Decimal, scale: Decimal = _UNIT) -> Iterator[Decimal]:
    """A number with two neighbouring digits changed about, in every way that leaves no zero at its
    head; digits are those of ``value`` times ``scale``."""
    digits = str(abs(int(value * scale)))
    sign = -1 if value < 0 else 1
    for at in range(len(digits) - 1):
        first, second = digits[at], digits[at + 1]
        if first != second and not (at == 0 and second == "0"):
            swapped = digits[:at] + second + first + digits[at + 2 :]
            yield sign * Decimal(int(swapped)) / scale
