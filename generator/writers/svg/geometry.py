"""The geometry of drawings: points on circles, and text rectangles pushed apart.

Only coordinates live here, never amounts: this is the one place of the writers where binary fractions occur (sine and cosine),
and they are cut to hundredths of a unit at once, so that every machine draws the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from generator.money import trimmed

HUNDREDTH = Decimal("0.01")


def number(value: Decimal) -> str:
    """A coordinate as SVG text: at most two decimals, without trailing zeros."""
    return trimmed(value.quantize(HUNDREDTH, ROUND_HALF_UP))


def on_circle(
    centre_x: Decimal, centre_y: Decimal, radius: Decimal, turn: Decimal
) -> tuple[Decimal, Decimal]:
    """The point at ``turn`` (0 to 1, clockwise from twelve o'clock) of a circle."""
    angle = math.radians(turn * 360)
    across, up = Decimal(f"{math.sin(angle):.6f}"), Decimal(f"{math.cos(angle):.6f}")
    return centre_x + radius * across, centre_y - radius * up


class Span(Struct, frozen=True):
    """A vertical extent that would like its middle at ``middle``."""

    middle: Decimal
    height: Decimal


def spread(spans: Sequence[Span], top: Decimal, bottom: Decimal, gap: Decimal) -> list[Decimal]:
    """New middles of spans (given from top to bottom), none overlapping, each as near to its wish as simply possible.

    When they do not all fit between ``top`` and ``bottom``, they start at ``top`` and go beyond ``bottom``.
    """
    starts: list[Decimal] = []
    edge = top
    for span in spans:
        start = max(span.middle - span.height / 2, edge)
        starts.append(start)
        edge = start + span.height + gap
    edge = bottom
    for index in range(len(spans) - 1, -1, -1):
        start = min(starts[index], edge - spans[index].height)
        starts[index] = start
        edge = start - gap
    edge = top
    for index, span in enumerate(spans):
        starts[index] = max(starts[index], edge)
        edge = starts[index] + span.height + gap
    return [start + span.height / 2 for start, span in zip(starts, spans, strict=True)]
