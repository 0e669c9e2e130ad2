"""The typed numbers that make up a figure: on which lines they stand, and which of them may have two digits changed about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.findings.place import Place
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
    lines = sorted(
        {
            one.place.line
            for figure in figures
            for one in typed_numbers(figure)
            if one.place and one.value
        }
    )
    ranges: list[list[int]] = []
    for line in lines:
        if ranges and line - ranges[-1][1] <= 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    shown = "、".join(
        str(first) if first == last else f"{first}—{last}" for first, last in ranges[:_MOST_RANGES]
    )
    return f"第 {shown} 行{'等' if len(ranges) > _MOST_RANGES else ''}" if ranges else "没有填数"


def transposed(left: Figure, right: Figure, money: Money) -> str:
    """A hint where one typed number with two neighbouring digits changed about explains the whole difference; "" when none does, or too many."""
    gap = left.value - right.value
    scale = _UNIT if left.unit == WAN else Decimal(1)
    slips = {*_slips(left, -gap, scale), *_slips(right, gap, scale)}
    if not 0 < len(slips) < _MOST_SWAPS:
        return ""
    shown = money.typed if left.unit == WAN else trimmed
    unit = money.unit if left.unit == WAN else left.unit
    words = [
        f"第 {place.line} 行的 {shown(value)} {unit}可能应为 {shown(meant)} {unit}"
        for place, value, meant in sorted(slips)
    ]
    return f"；{'，或'.join(words)}（相邻两个数字写颠倒了）"


def _slips(
    figure: Figure, gap: Decimal, scale: Decimal
) -> Iterator[tuple[Place, Decimal, Decimal]]:
    """Typed numbers behind a figure that are off by ``gap`` with two digits changed about: where,
    what stands there, what was meant."""
    for number in typed_numbers(figure):
        if number.place is None:
            continue
        for meant in _swaps(number.value, scale):
            if meant - number.value == gap:
                yield number.place, number.value, meant


def _swaps(value: Decimal, scale: Decimal) -> Iterator[Decimal]:
    digits = str(abs(int(value * scale)))
    sign = -1 if value < 0 else 1
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1] and not (at == 0 and digits[1] == "0"):
            yield (
                sign
                * Decimal(int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]))
                / scale
            )
