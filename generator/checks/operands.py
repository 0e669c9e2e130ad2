"""The typed numbers that make up a figure: on which lines they stand, and which of them may have two digits changed about."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.figures.figure import WAN, Figure

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
    lines = sorted({one.place.line for figure in figures for one in typed_numbers(figure) if one.place and one.value})
    ranges: list[list[int]] = []
    for line in lines:
        if ranges and line - ranges[-1][1] <= 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    shown = "、".join(str(first) if first == last else f"{first}—{last}" for first, last in ranges[:_MOST_RANGES])
    return f"第 {shown} 行{'等' if len(ranges) > _MOST_RANGES else ''}" if ranges else "没有填数"


def transposed(left: Figure, right: Figure) -> str:
    """A hint where one typed number with two neighbouring digits changed about explains the whole difference; "" when none does, or too many."""
    gap = left.value - right.value
    scale = _UNIT if left.unit == WAN else Decimal(1)
    found = {(one.place, one.value, meant) for one in typed_numbers(left) for meant in _swaps(one.value, scale) if meant - one.value == -gap}
    found |= {(one.place, one.value, meant) for one in typed_numbers(right) for meant in _swaps(one.value, scale) if meant - one.value == gap}
    told = [f"第 {place.line} 行的 {_plain(value)} {left.unit}可能应为 {_plain(meant)} {left.unit}" for place, value, meant in sorted(found, key=str) if place]
    return f"；{'，或'.join(told)}（相邻两个数字写颠倒了）" if 0 < len(told) < _MOST_SWAPS else ""


def _swaps(value: Decimal, scale: Decimal) -> Iterator[Decimal]:
    digits = str(abs(int(value * scale)))
    sign = -1 if value < 0 else 1
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1] and not (at == 0 and digits[1] == "0"):
            yield sign * Decimal(int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])) / scale


def _plain(value: Decimal) -> str:
    text = f"{value.quantize(Decimal(1) / _UNIT):f}"
    return text.rstrip("0").rstrip(".")
