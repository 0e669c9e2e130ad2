"""A pie with labels outside: spread on each side, so that small slices never overlap."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from xml.sax.saxutils import escape

from generator.document.tree import Chart

CENTRE_X, CENTRE_Y, RADIUS = 250, 138, 82
ELBOW, LABEL_GAP, LINE = 100, 16, 15


def pie_shapes(chart: Chart, colours: tuple[str, ...]) -> list[str]:
    """Slices clockwise from the top, each with a leader line to “name share”."""
    values = [Decimal(value) for value in chart.series[0].values]
    whole = sum(values, Decimal(0))
    shapes = []
    labels: list[tuple[int, int, int, str]] = []
    before = Decimal(0)
    for index, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        colour = colours[index % len(colours)]
        shapes.append(_slice(before / whole, (before + value) / whole, colour))
        x, y = _point((before + value / 2) / whole, RADIUS)
        share = (value * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
        labels.append((index, x, y, f"{name} {share.normalize() if share == share.to_integral_value() else share:f}%"))
        before += value
    for right in (False, True):
        side = sorted((label for label in labels if (label[1] >= CENTRE_X) == right), key=lambda label: label[2])
        shapes += _side(side, right=right)
    return shapes


def _side(labels: list[tuple[int, int, int, str]], *, right: bool) -> list[str]:
    """The labels of one side, pushed apart downwards and, where that leaves the picture, back upwards."""
    heights = []
    lowest = 34
    for _, _, y, _ in labels:
        lowest = max(y, lowest)
        heights.append(lowest)
        lowest += LINE
    ceiling = 240
    for index in range(len(heights) - 1, -1, -1):
        heights[index] = min(heights[index], ceiling)
        ceiling = heights[index] - LINE
    shapes = []
    elbow = CENTRE_X + (ELBOW if right else -ELBOW)
    end = elbow + (LABEL_GAP if right else -LABEL_GAP)
    for (_, x, y, text), height in zip(labels, heights, strict=True):
        shapes.append(f'<path d="M{x} {y}L{elbow} {height}H{end}" stroke="#666" stroke-width="0.6" fill="none"/>')
        anchor = "start" if right else "end"
        for offset, part in enumerate(_wrap(text)):
            shapes.append(
                f'<text x="{end + (3 if right else -3)}" y="{height + 4 + 11 * offset}" text-anchor="{anchor}" font-size="10">{escape(part)}</text>'
            )
    return shapes


def _wrap(text: str) -> list[str]:
    """One line, or two where it would run out of the picture."""
    if len(text) <= 15:
        return [text]
    name, share = text.rsplit(" ", 1)
    cut = min(13, len(name))
    return [name[:cut], f"{name[cut:]} {share}".strip()]


def _slice(start: Decimal, end: Decimal, colour: str) -> str:
    style = f'fill="{colour}" stroke="#fff" stroke-width="1"'
    if end - start == 1:
        return f'<circle cx="{CENTRE_X}" cy="{CENTRE_Y}" r="{RADIUS}" {style}/>'
    x1, y1 = _point(start, RADIUS)
    x2, y2 = _point(end, RADIUS)
    large = 1 if end - start > Decimal("0.5") else 0
    return f'<path d="M{CENTRE_X} {CENTRE_Y}L{x1} {y1}A{RADIUS} {RADIUS} 0 {large} 1 {x2} {y2}Z" {style}/>'


def _point(turn: Decimal, radius: int) -> tuple[int, int]:
    """A point on the circle, ``turn`` of the way round from the top. The only trigonometry: coordinates of a drawing, no amounts."""
    over, under = turn.as_integer_ratio()
    angle = math.tau * over / under
    return CENTRE_X + round(radius * math.sin(angle)), CENTRE_Y - round(radius * math.cos(angle))
