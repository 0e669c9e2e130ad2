"""A line chart as SVG, for the growth of time with the size of a unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil

_COLOURS = ("#1f4e79", "#c55a11", "#548235", "#7f6000", "#7030a0")
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 360, 240, 46, 34, 12, 46
Points = Sequence[tuple[float, float]]


def panels(drawn: Sequence[tuple[str, Mapping[str, Points]]], across: str) -> str:
    """Charts beside each other, each with a title and its lines; ``across`` names what grows to the right."""
    width = _WIDTH * len(drawn)
    inner = "".join(
        f'<g transform="translate({_WIDTH * number} 0)">{_panel(title, lines, across)}</g>'
        for number, (title, lines) in enumerate(drawn)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" font-family="sans-serif" font-size="11">'
        f'<rect width="{width}" height="{_HEIGHT}" fill="#fff"/>{inner}</svg>\n'
    )


def _panel(title: str, lines: Mapping[str, Points], across: str) -> str:
    most_x, most_y = (
        _round_up(max(point[axis] for points in lines.values() for point in points))
        for axis in (0, 1)
    )
    plot_width, plot_height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def at(x: float, y: float) -> str:
        return f"{_LEFT + x / most_x * plot_width:.1f},{_TOP + plot_height - y / most_y * plot_height:.1f}"

    parts = [f'<text x="{_LEFT}" y="14" font-weight="bold">{escape(title)}</text>']
    for step in range(5):
        x, y = most_x * step / 4, most_y * step / 4
        parts.append(
            f'<path d="M{at(0, y)} L{at(most_x, y)}" stroke="#ddd"/><text x="{_LEFT - 4}" y="{at(0, y).split(",")[1]}" text-anchor="end">{y:g}</text>'
        )
        parts.append(
            f'<text x="{at(x, 0).split(",")[0]}" y="{_HEIGHT - _BOTTOM + 14}" text-anchor="middle">{x:g}</text>'
        )
    parts.append(
        f'<text x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 8}" text-anchor="end">{escape(across)}</text>'
    )
    for number, (name, points) in enumerate(lines.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(at(*point) for point in points)}"/>'
        )
        parts += [
            f'<circle r="3" fill="{colour}" cx="{at(*point).split(",")[0]}" cy="{at(*point).split(",")[1]}"/>'
            for point in points
        ]
        parts.append(
            f'<text x="{_LEFT + 8 + 64 * number}" y="{_TOP - 6}" fill="{colour}">{escape(name)}</text>'
        )
    return "".join(parts)


def _round_up(value: float) -> float:
    """The next round number above: 1, 2, 4 or 8 times a power of ten."""
    if value <= 0:
        return 1
    power = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    return next(
        (step * power for step in (1, 2, 4, 8) if step * power >= value),
        ceil(value / power) * power,
    )
