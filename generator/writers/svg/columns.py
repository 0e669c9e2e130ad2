"""The clustered column chart: values above the columns, light gridlines, a legend when there are
several series."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from generator.document.tree import Chart
from generator.money import trimmed
from generator.writers.svg.geometry import number
from generator.writers.svg.labels import label, text_width, wrap
from generator.writers.svg.scale import ticks

GRID, AXIS, INK = "#d9d9d9", "#595959", "#000000"
_SMALLEST = Decimal(6)


class _Plot(Struct, frozen=True):
    """The rectangle in which columns stand, and the amounts at its lower and upper edge."""

    left: Decimal
    right: Decimal
    top: Decimal
    bottom: Decimal
    low: Decimal
    high: Decimal

    def y(self, value: Decimal) -> Decimal:
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


class _Bars(Struct, frozen=True):
    """How columns share the width of one category: column width, distance from column to column,
    size of their values."""

    width: Decimal
    pitch: Decimal
    size: Decimal
    upright: bool


def draw_columns(
    chart: Chart,
    colours: tuple[str, ...],
    size: Decimal,
    width: Decimal,
    height: Decimal,
    top: Decimal,
) -> tuple[str, Decimal]:
    """The elements of a column chart below ``top``, and the lower edge of the drawing."""
    parts: list[str] = [label(f"单位：{chart.unit}", Decimal(4), top + size, size, "start")]
    values = [series.amounts for series in chart.series]
    marks = ticks([value for row in values for value in row])
    if len(chart.series) > 1:
        legend, top = _legend([series.name for series in chart.series], colours, size, width, top)
        parts += legend
    left = max(text_width(trimmed(mark), size) for mark in marks) + 8
    band = (width - left - 8) / max(len(chart.categories), 1)
    bars = _bars(chart, band, size)
    # Values that stand upright need their length above the highest column, and below the lowest.
    headroom = _longest(chart, bars.size) + 6 if bars.upright else bars.size * 2
    plot = _Plot(
        left, width - 8, top + size + headroom, top + size + headroom + height, marks[0], marks[-1]
    )
    for mark in marks:
        y = plot.y(mark)
        parts.append(_line(plot.left, y, plot.right, y, AXIS if mark == 0 else GRID))
        parts.append(label(trimmed(mark), plot.left - 4, y + size * Decimal("0.35"), size, "end"))
    for row, (series, amounts) in enumerate(zip(chart.series, values, strict=True)):
        for column, amount in enumerate(amounts):
            middle = (
                plot.left
                + band * column
                + band / 2
                + bars.pitch * (row - Decimal(len(values) - 1) / 2)
            )
            parts += _column(
                plot, bars, middle, amount, series.values[column], colours[row % len(colours)]
            )
    names, edge = _names(chart, plot, band, size)
    return "".join(parts + names), edge


def _names(chart: Chart, plot: _Plot, band: Decimal, size: Decimal) -> tuple[list[str], Decimal]:
    """The categories below the plot, wrapped to their band, and the lower edge."""
    parts: list[str] = []
    edge = plot.bottom
    for column, name in enumerate(chart.categories):
        for index, line in enumerate(wrap(name, size, band - 4, 4)):
            y = plot.bottom + size * Decimal("1.5") + size * Decimal("1.25") * index
            parts.append(label(line, plot.left + band * column + band / 2, y, size))
            edge = max(edge, y)
    return parts, edge + size / 2


def _longest(chart: Chart, size: Decimal) -> Decimal:
    return max(
        (text_width(text, size) for series in chart.series for text in series.values),
        default=Decimal(0),
    )


def _bars(chart: Chart, band: Decimal, size: Decimal) -> _Bars:
    count = max(len(chart.series), 1)
    pitch = min(band * Decimal("0.86") / count, max(Decimal(46), _longest(chart, size) + 6))
    width = min(pitch * Decimal("0.88"), Decimal(40))
    fitting = size
    while fitting > _SMALLEST and _longest(chart, fitting) + 2 > pitch:
        fitting -= Decimal("0.5")
    upright = _longest(chart, fitting) + 2 > pitch
    return _Bars(width, pitch, min(size, pitch) if upright else fitting, upright)


def _column(
    plot: _Plot, bars: _Bars, middle: Decimal, amount: Decimal, text: str, colour: str
) -> list[str]:
    zero, tip = plot.y(Decimal(0)), plot.y(amount)
    upper, lower = min(zero, tip), max(zero, tip)
    parts = []
    if lower > upper:
        parts.append(
            f'<rect x="{number(middle - bars.width / 2)}" y="{number(upper)}" width="{number(bars.width)}"'
            f' height="{number(lower - upper)}" fill="{colour}" stroke="{INK}" stroke-width="0.4"/>'
        )
    if bars.upright:
        x, y = middle + bars.size * Decimal("0.35"), upper - 3
        parts.append(
            label(
                text, x, y, bars.size, "start", f' transform="rotate(-90 {number(x)} {number(y)})"'
            )
        )
    else:
        y = (
            upper - bars.size * Decimal("0.4")
            if amount >= 0
            else lower + bars.size * Decimal("1.1")
        )
        parts.append(label(text, middle, y, bars.size))
    return parts


def _legend(
    names: list[str], colours: tuple[str, ...], size: Decimal, width: Decimal, top: Decimal
) -> tuple[list[str], Decimal]:
    """The legend's elements, centred below the unit's line and wrapped when needed, and its lower
    edge."""
    rows: list[list[int]] = [[]]
    used = Decimal(0)
    for index, name in enumerate(names):
        needed = text_width(name, size) + size * 3
        if rows[-1] and used + needed > width - 16:
            rows.append([])
            used = Decimal(0)
        rows[-1].append(index)
        used += needed
    parts = []
    y = top + size
    for row in rows:
        total = sum((text_width(names[index], size) + size * 3 for index in row), Decimal(0)) - size
        x = (width - total) / 2
        y += size * Decimal("1.5")
        for index in row:
            parts.append(
                f'<rect x="{number(x)}" y="{number(y - size * Decimal("0.85"))}" width="{number(size)}" height="{number(size)}"'
                f' fill="{colours[index % len(colours)]}" stroke="{INK}" stroke-width="0.4"/>'
            )
            parts.append(label(names[index], x + size * Decimal("1.5"), y, size, "start"))
            x += text_width(names[index], size) + size * 3
    return parts, y


def _line(x1: Decimal, y1: Decimal, x2: Decimal, y2: Decimal, colour: str) -> str:
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" stroke="{colour}" stroke-width="0.6"/>'
