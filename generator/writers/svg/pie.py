"""The pie chart: shares with one decimal, labels outside with leader lines, pushed apart so that none overlap."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from generator.document.tree import Chart
from generator.writers.svg.geometry import Span, number, on_circle, spread
from generator.writers.svg.labels import label, text_width, wrap

_LEADER = Decimal(12)
_ARM = Decimal(22)
_LINE = Decimal("1.3")
_GAP = Decimal(4)
_EDGE = Decimal(3)
_HALF = Decimal("0.5")


class _Slice(Struct, frozen=True):
    """One slice: its colour, its beginning and end in turns, and the lines of its label."""

    colour: str
    begin: Decimal
    end: Decimal
    lines: tuple[str, ...]

    @property
    def middle(self) -> Decimal:
        return (self.begin + self.end) / 2


def share_text(value: Decimal, total: Decimal) -> str:
    """The share of a total as printed: one decimal, half up, e.g. ``30.1%``."""
    return f"{(value / total * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def draw_pie(
    chart: Chart,
    colours: tuple[str, ...],
    size: Decimal,
    width: Decimal,
    height: Decimal,
    top: Decimal,
) -> tuple[str, Decimal]:
    """The elements of a pie chart below ``top``, and the lower edge of the drawing."""
    radius = min(height * Decimal("0.42"), width * Decimal("0.2"))
    room = width / 2 - radius - _ARM - _EDGE * 2
    slices = _slices(chart, colours, size, room)
    right = [piece for piece in slices if piece.middle < _HALF]
    left = [piece for piece in reversed(slices) if piece.middle >= _HALF]
    line = size * _LINE
    needed = Decimal(0)
    for side in (left, right):
        heights = [line * len(piece.lines) + _GAP for piece in side]
        needed = max(needed, sum(heights, Decimal(0)))
    tall = max(radius * 2 + _LEADER * 2, needed) + _GAP * 2
    centre_x, centre_y = width / 2, top + tall / 2
    parts = _discs(slices, centre_x, centre_y, radius)
    for side, direction in ((right, 1), (left, -1)):
        wishes = []
        for piece in side:
            _, wished_y = on_circle(centre_x, centre_y, radius + _LEADER, piece.middle)
            wishes.append(Span(wished_y, line * len(piece.lines)))
        middles = spread(wishes, top + _GAP, top + tall - _GAP, _GAP)
        for piece, y in zip(side, middles, strict=True):
            parts += _label(piece, direction, centre_x, centre_y, radius, y, size)
    return "".join(parts), top + tall


def _slices(chart: Chart, colours: tuple[str, ...], size: Decimal, room: Decimal) -> list[_Slice]:
    values = [Decimal(text) for text in chart.series[0].values]
    total = sum(values, Decimal(0))
    slices = []
    done = Decimal(0)
    for index, (name, value) in enumerate(zip(chart.categories, values, strict=True)):
        # The last slice touches the first one: never the same colour.
        clash = index > 0 and index == len(values) - 1 and index % len(colours) == 0
        colour = colours[(index + int(clash)) % len(colours)]
        share = share_text(value, total)
        lines = _lines(name, share, size, room)
        slices.append(_Slice(colour, done / total, (done + value) / total, lines))
        done += value
    return slices


def _lines(name: str, share: str, size: Decimal, room: Decimal) -> tuple[str, ...]:
    """The label of a slice: its name and share on one line when there is room, else wrapped."""
    label_text = f"{name} {share}"
    if text_width(label_text, size) <= room:
        return (label_text,)
    lines = wrap(name, size, room, 3)
    together = f"{lines[-1]} {share}"
    if text_width(together, size) <= room:
        return (*lines[:-1], together)
    return (*lines, share)


def _discs(slices: list[_Slice], x: Decimal, y: Decimal, radius: Decimal) -> list[str]:
    if len(slices) == 1:
        # An arc that ends where it begins would not be drawn.
        return [
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
            f' fill="{slices[0].colour}" stroke="#ffffff"/>'
        ]
    parts = []
    for piece in slices:
        from_x, from_y = on_circle(x, y, radius, piece.begin)
        to_x, to_y = on_circle(x, y, radius, piece.end)
        large = int(piece.end - piece.begin > _HALF)
        parts.append(
            f'<path d="M{number(x)} {number(y)}L{number(from_x)} {number(from_y)}'
            f"A{number(radius)} {number(radius)} 0 {large} 1 {number(to_x)} {number(to_y)}Z"
            f'" fill="{piece.colour}" stroke="#ffffff" stroke-width="1" stroke-linejoin="round"/>'
        )
    return parts


def _label(
    piece: _Slice,
    direction: int,
    x: Decimal,
    y: Decimal,
    radius: Decimal,
    middle: Decimal,
    size: Decimal,
) -> list[str]:
    """The leader line (from the rim, bent, to the text) and the lines of text."""
    rim = on_circle(x, y, radius, piece.middle)
    bend = on_circle(x, y, radius + _LEADER / 2, piece.middle)
    end = x + direction * (radius + _ARM)
    points = " ".join(
        f"{number(a)},{number(b)}"
        for a, b in (rim, bend, (end - direction * 6, middle), (end - direction * 2, middle))
    )
    parts = [f'<polyline points="{points}" fill="none" stroke="#595959" stroke-width="0.6"/>']
    anchor = "start" if direction > 0 else "end"
    first = middle - size * _LINE * (len(piece.lines) - 1) / 2 + size * Decimal("0.35")
    for index, line in enumerate(piece.lines):
        parts.append(label(line, end, first + size * _LINE * index, size, anchor))
    return parts
