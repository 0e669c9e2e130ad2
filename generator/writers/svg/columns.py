"""Clustered columns."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal
from xml.sax.saxutils import escape

from generator.document.tree import Chart

LEFT, RIGHT, TOP, BOTTOM = 70, 490, 44, 212
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def column_shapes(chart: Chart, colours: tuple[str, ...]) -> list[str]:
    """Axis with round ticks, light grid, columns with their values above, category names, and a legend for several series."""
    values = [[Decimal(value) for value in one.values] for one in chart.series]
    top = max((value for row in values for value in row), default=Decimal(0))
    step = _round_step(top)
    steps = max(1, int((top / step).to_integral_value(ROUND_CEILING))) if top else 1
    scale = Decimal(BOTTOM - TOP) / (step * steps)
    shapes = []
    for tick in range(steps + 1):
        y = BOTTOM - int(step * tick * scale)
        shapes.append(
            f'<path d="M{LEFT} {y}H{RIGHT}" stroke="{"#333" if tick == 0 else "#d9d9d9"}" stroke-width="0.6" fill="none"/>'
        )
        shapes.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{(step * tick).normalize():f}</text>')
    slot = (RIGHT - LEFT) // len(chart.categories)
    width = min(56, slot * 7 // 10 // len(chart.series))
    for index, name in enumerate(chart.categories):
        middle = LEFT + slot * index + slot // 2
        start = middle - width * len(chart.series) // 2
        for number, row in enumerate(values):
            value = row[index]
            height = max(int(value * scale), 0)
            x = start + width * number
            colour = colours[number % len(colours)]
            shapes.append(
                f'<rect x="{x + 2}" y="{BOTTOM - height}" width="{width - 4}" height="{height}" fill="{colour}" stroke="#333" stroke-width="0.5"/>'
            )
            shapes.append(f'<text x="{x + width // 2}" y="{BOTTOM - height - 5}" text-anchor="middle">{value:f}</text>')
        shapes.append(f'<text x="{middle}" y="{BOTTOM + 16}" text-anchor="middle">{escape(name)}</text>')
    return shapes + _legend(chart, colours)


def _legend(chart: Chart, colours: tuple[str, ...]) -> list[str]:
    if len(chart.series) < 2:
        return []
    widths = [30 + 12 * len(one.name) for one in chart.series]
    x = (500 - sum(widths)) // 2
    shapes = []
    for one, width, colour in zip(chart.series, widths, colours, strict=False):
        shapes.append(
            f'<rect x="{x}" y="{BOTTOM + 23}" width="10" height="10" fill="{colour}" stroke="#333" stroke-width="0.5"/>'
        )
        shapes.append(f'<text x="{x + 15}" y="{BOTTOM + 32}">{escape(one.name)}</text>')
        x += width
    return shapes


def _round_step(top: Decimal) -> Decimal:
    """A step of 1, 2, 2.5 or 5 × a power of ten that gives four or five grid lines."""
    if not top:
        return Decimal(1)
    rough = top / 4
    power = Decimal(10) ** rough.adjusted()
    return next(step * power for step in STEPS if step * power >= rough)
