"""The pie chart: shares as the text prints them, labels in a column at each side.

A leader goes from the rim straight outwards, then level to the channel between the pie and the
labels, and slantwise through it. As the order of the labels is that of the slices, no leader crosses
another, the pie, or a label.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate, pairwise

from msgspec import Struct

from generator.document.tree import Chart
from generator.writers.svg.geometry import Span, number, on_circle, spread
from generator.writers.svg.labels import label, text_width, wrap

_STUB = Decimal(6)
_CHANNEL = Decimal(9)
_ARM = Decimal(24)
_LINE = Decimal("1.3")
_GAP = Decimal(4)
_EDGE = Decimal(3)
_HALF = Decimal("0.5")
_CLEAR = Decimal("0.06")
"""Leaders at one side should lie so far apart, by the radius; else the pie is turned."""
_TURNS = 36
_LIGHTER = Decimal("0.6")


class _Slice(Struct, frozen=True):
    """One slice: its colour, its beginning and end in turns, and the lines of its label."""

    colour: str
    begin: Decimal
    end: Decimal
    lines: tuple[str, ...]

    @property
    def middle(self) -> Decimal:
        return (self.begin + self.end) / 2 % 1


class _Disc(Struct, frozen=True):
    """Where the pie is, and how large."""

    x: Decimal
    y: Decimal
    radius: Decimal


def share_text(value: Decimal, total: Decimal) -> str:
    """The share of a total with one decimal, half up, e.g. ``30.1%``."""
    return f"{(value / total * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def shares_of(chart: Chart) -> tuple[str, ...]:
    """The share of each slice as it is printed."""
    if chart.shares:
        return chart.shares
    amounts = chart.series[0].amounts
    total = sum(amounts, Decimal(0))
    return tuple(share_text(amount, total) for amount in amounts)


def colour_of(index: int, colours: Sequence[str]) -> str:
    """The colour of a slice: beyond the last colour of the form they come again, ever lighter."""
    again, number = divmod(index, len(colours))
    if not again:
        return colours[number]
    strength = _LIGHTER**again
    channels = (int(colours[number][at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{int(255 - (255 - channel) * strength):02x}" for channel in channels)


def first_turn(amounts: Sequence[Decimal]) -> Decimal:
    """By what part of a whole turn the first slice begins after twelve o'clock.

    0 where the leaders of labels lie apart, else where they lie farthest apart: thin slices side by
    side belong to the left or to the right, for at the top and at the foot their leaders would meet.
    """
    total = sum(amounts, Decimal(0))
    edges = [edge / total for edge in accumulate(amounts, initial=Decimal(0))]
    middles = [(begin + end) / 2 for begin, end in pairwise(edges)]
    best, turn = _nearest(middles, Decimal(0)), Decimal(0)
    if best >= _CLEAR:
        return turn
    for step in range(1, _TURNS):
        tried = Decimal(step) / _TURNS
        apart = _nearest(middles, tried)
        if apart > best:
            best, turn = apart, tried
    return turn


def _nearest(middles: Sequence[Decimal], turn: Decimal) -> Decimal:
    """How near two leaders at one side come to each other, by the radius, with the pie turned."""
    heights: tuple[list[Decimal], list[Decimal]] = ([], [])
    for middle in middles:
        turned = (middle + turn) % 1
        heights[turned >= _HALF].append(on_circle(Decimal(0), Decimal(0), Decimal(1), turned)[1])
    gaps = [after - before for side in heights for before, after in pairwise(sorted(side))]
    return min(gaps, default=Decimal(2))


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
    left = [piece for piece in slices if piece.middle >= _HALF]
    right.sort(key=lambda piece: piece.middle)
    left.sort(key=lambda piece: -piece.middle)
    line = size * _LINE
    needed = Decimal(0)
    for side in (left, right):
        heights = [line * len(piece.lines) + _GAP for piece in side]
        needed = max(needed, sum(heights, Decimal(0)))
    tall = max((radius + _STUB) * 2, needed) + _GAP * 2
    disc = _Disc(width / 2, top + tall / 2, radius)
    parts = _discs(slices, disc)
    for side, direction in ((right, 1), (left, -1)):
        wishes = []
        for piece in side:
            _, wished_y = on_circle(disc.x, disc.y, radius + _STUB, piece.middle)
            wishes.append(Span(wished_y, line * len(piece.lines)))
        middles = spread(wishes, top + _GAP, top + tall - _GAP, _GAP)
        for piece, y in zip(side, middles, strict=True):
            parts += _label(piece, direction, disc, y, size)
    return "".join(parts), top + tall


def _slices(chart: Chart, colours: tuple[str, ...], size: Decimal, room: Decimal) -> list[_Slice]:
    amounts = chart.series[0].amounts
    total = sum(amounts, Decimal(0))
    slices = []
    done = first_turn(amounts) * total
    labels = zip(chart.categories, shares_of(chart), strict=True)
    for index, ((name, share), amount) in enumerate(zip(labels, amounts, strict=True)):
        colour = colour_of(index, colours)
        lines = _lines(name, share, size, room)
        slices.append(_Slice(colour, done / total, (done + amount) / total, lines))
        done += amount
    return slices


def _lines(name: str, share: str, size: Decimal, room: Decimal) -> tuple[str, ...]:
    """The label of a slice: its name and share on one line when there is room, else wrapped."""
    if text_width(f"{name} {share}", size) <= room:
        return (f"{name} {share}",)
    lines = _wrapped(name, share, size, room)
    # As narrow as so many lines allow: none of them is left with a single character.
    narrower = room
    while narrower > size * 4:
        narrower -= size / 2
        tried = _wrapped(name, share, size, narrower)
        if len(tried) > len(lines) or "…" in tried[-1]:
            break
        lines = tried
    return lines


def _wrapped(name: str, share: str, size: Decimal, room: Decimal) -> tuple[str, ...]:
    lines = wrap(name, size, room, 3)
    together = f"{lines[-1]} {share}"
    if text_width(together, size) <= room:
        return (*lines[:-1], together)
    return (*lines, share)


def _discs(slices: list[_Slice], disc: _Disc) -> list[str]:
    x, y, radius = disc.x, disc.y, disc.radius
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


def _label(piece: _Slice, direction: int, disc: _Disc, middle: Decimal, size: Decimal) -> list[str]:
    """The leader and the lines of text, which stand around the height of ``middle``."""
    rim = on_circle(disc.x, disc.y, disc.radius, piece.middle)
    stub = on_circle(disc.x, disc.y, disc.radius + _STUB, piece.middle)
    channel = disc.x + direction * (disc.radius + _CHANNEL)
    end = disc.x + direction * (disc.radius + _ARM)
    points = " ".join(
        f"{number(x)},{number(y)}"
        for x, y in (
            rim,
            stub,
            (channel, stub[1]),
            (end - direction * 5, middle),
            (end - direction * 2, middle),
        )
    )
    parts = [f'<polyline points="{points}" fill="none" stroke="#595959" stroke-width="0.6"/>']
    anchor = "start" if direction > 0 else "end"
    first = middle - size * _LINE * (len(piece.lines) - 1) / 2 + size * Decimal("0.35")
    for index, line in enumerate(piece.lines):
        parts.append(label(line, end, first + size * _LINE * index, size, anchor))
    return parts
