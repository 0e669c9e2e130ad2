"""Signs and rules of a page of a PDF → lines, paragraphs and tables. Nothing here knows the library
that read them. Lengths are whole hundredths of a point."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.extracting.limits import MAX_PAGE_CELLS

_CLOSE = 250
"""A length within which two rules are one, and a rule reaches another."""
_GAP = 160
"""A gap of so many hundredths of the size of the type parts two cells of a line."""
_BLANK = 35
"""And one of so many parts two words of letters."""
_SMALLEST, _SMALL = 400, 800
_OVER = 100
"""So far a rule reaches beyond its ends."""
_FAR = 10**9


class Sign(NamedTuple):
    """A printed character: its box (the baseline is ``bottom``; y grows upwards)."""

    text: str
    left: int
    right: int
    bottom: int
    top: int

    @property
    def size(self) -> int:
        """How high it is."""
        return max(self.top - self.bottom, 100)

    @property
    def middle(self) -> int:
        """Its middle, upwards."""
        return (self.top + self.bottom) // 2


class RuledLine(NamedTuple):
    """A ruled line: along x where ``flat``, else along y."""

    flat: bool
    at: int
    start: int
    end: int


class PageLine(NamedTuple):
    """A line of text: its pieces, parted where the gap is wide, each with its left and right."""

    pieces: tuple[tuple[str, int, int], ...]
    left: int
    right: int
    middle: int
    size: int

    @property
    def text(self) -> str:
        """The line as one text."""
        return " ".join(piece for piece, _, _ in self.pieces)


class PageTable(NamedTuple):
    """A table: where its top is, and its rows of text, columns covered, rows covered."""

    top: int
    rows: list[list[tuple[str, int, int]]]


def lines_of(signs: Sequence[Sign]) -> list[PageLine]:
    """Signs as lines, from the top."""
    rows: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda item: -item.middle):
        if rows and 2 * abs(_middle(rows[-1]) - sign.middle) < max(sign.size, _SMALLEST):
            rows[-1].append(sign)
        else:
            rows.append([sign])
    return [_line(row) for row in rows]


def _middle(row: Sequence[Sign]) -> int:
    return sum(sign.middle for sign in row[:8]) // len(row[:8])


def _line(row: Sequence[Sign]) -> PageLine:
    ordered = sorted(row, key=lambda sign: sign.left)
    size = sorted(sign.size for sign in ordered)[len(ordered) // 2]
    pieces: list[tuple[str, int, int]] = []
    text, left, right = ordered[0].text, ordered[0].left, ordered[0].right
    for sign in ordered[1:]:
        gap = sign.left - right
        if 100 * gap > _GAP * max(size, _SMALL):
            pieces.append((text, left, right))
            text, left = "", sign.left
        elif 100 * gap > _BLANK * size and text and _latin(text[-1]) and _latin(sign.text):
            text += " "
        text += sign.text
        right = max(right, sign.right)
    pieces.append((text, left, right))
    return PageLine(tuple(pieces), ordered[0].left, right, _middle(ordered), size)


def _latin(sign: str) -> bool:
    return sign[:1].isascii() and sign[:1].isalnum()


# --- Ruled tables ---


def ruled_tables(
    signs: Sequence[Sign], rules: Sequence[RuledLine]
) -> tuple[list[PageTable], list[Sign]]:
    """The tables that rules make, and the signs outside them."""
    tables = []
    outside = list(signs)
    for flat, upright in _groups(rules):
        ys = _positions(rule.at for rule in flat)
        xs = _positions(rule.at for rule in upright)
        too_few = len(ys) < 2 or (len(xs) < 3 and len(ys) < 3) or len(xs) < 2
        if too_few or len(xs) * len(ys) > MAX_PAGE_CELLS:
            continue
        inside = [sign for sign in outside if _within(sign, xs, ys)]
        if not inside:
            continue
        taken = set(map(id, inside))
        outside = [sign for sign in outside if id(sign) not in taken]
        tables.append(PageTable(ys[-1], _cells(inside, flat, upright, xs, ys)))
    return tables, outside


def _groups(rules: Sequence[RuledLine]) -> Iterator[tuple[list[RuledLine], list[RuledLine]]]:
    """Rules that touch one another, each group by direction."""
    flat = [rule for rule in rules if rule.flat]
    upright = [rule for rule in rules if not rule.flat]
    group = list(range(len(rules)))
    index = {id(rule): number for number, rule in enumerate([*flat, *upright])}

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    across = sorted(upright, key=lambda rule: rule.at)
    places = [rule.at for rule in across]
    for first in flat:
        begin = bisect_left(places, first.start - _CLOSE)
        for second in across[begin : bisect_right(places, first.end + _CLOSE)]:
            if second.start - _CLOSE <= first.at <= second.end + _CLOSE:
                group[root(index[id(first)])] = root(index[id(second)])
    members: dict[int, tuple[list[RuledLine], list[RuledLine]]] = defaultdict(lambda: ([], []))
    for rule in [*flat, *upright]:
        members[root(index[id(rule)])][0 if rule.flat else 1].append(rule)
    return iter(members.values())


def _positions(values: Iterator[int]) -> list[int]:
    """Positions in order, those that are close together once."""
    positions: list[int] = []
    for value in sorted(values):
        if not positions or value - positions[-1] > _CLOSE:
            positions.append(value)
    return positions


def _within(sign: Sign, xs: Sequence[int], ys: Sequence[int]) -> bool:
    x = (sign.left + sign.right) // 2
    return xs[0] <= x <= xs[-1] and ys[0] <= sign.middle <= ys[-1]


def _cells(
    signs: Sequence[Sign],
    flat: Sequence[RuledLine],
    upright: Sequence[RuledLine],
    xs: Sequence[int],
    ys: Sequence[int],
) -> list[list[tuple[str, int, int]]]:
    """The cells: elementary ones, joined where no rule parts them."""
    height, width = len(ys) - 1, len(xs) - 1
    owner = {(row, column): (row, column) for row in range(height) for column in range(width)}

    def root(cell: tuple[int, int]) -> tuple[int, int]:
        while owner[cell] != cell:
            owner[cell] = owner[owner[cell]]
            cell = owner[cell]
        return cell

    beside, below = _spans(upright, xs), _spans(flat, ys)

    for row in range(height):
        middle = (ys[row] + ys[row + 1]) // 2
        for column in range(width - 1):
            if not _covered(beside[column + 1], middle):
                owner[root((row, column + 1))] = root((row, column))
    for column in range(width):
        middle = (xs[column] + xs[column + 1]) // 2
        for row in range(height - 1):
            if not _covered(below[row + 1], middle):
                owner[root((row + 1, column))] = root((row, column))
    members: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for cell in owner:
        members[root(cell)].append(cell)
    texts: dict[tuple[int, int], list[Sign]] = defaultdict(list)
    for sign in signs:
        column = _band(xs, (sign.left + sign.right) // 2)
        texts[root((_band(ys, sign.middle), column))].append(sign)
    rows: dict[int, list[tuple[int, tuple[str, int, int]]]] = defaultdict(list)
    for first, cells in members.items():
        top = max(row for row, _ in cells)
        left = min(column for _, column in cells)
        columns = max(column for _, column in cells) - left + 1
        deep = top - min(row for row, _ in cells) + 1
        text = "".join(line.text for line in lines_of(texts[first])) if texts[first] else ""
        rows[height - 1 - top].append((left, (text, columns, deep)))
    return [[cell for _, cell in sorted(rows[row])] for row in range(height)]


_Spans = list[tuple[int, int]]
"""Pieces of a line, in order, that do not touch."""


def _spans(rules: Sequence[RuledLine], positions: Sequence[int]) -> list[_Spans]:
    """Where the line at each position is ruled."""
    spans: list[_Spans] = [[] for _ in positions]
    for rule in sorted(rules, key=lambda rule: rule.start):
        first = bisect_left(positions, rule.at - _CLOSE)
        for place in range(first, bisect_right(positions, rule.at + _CLOSE)):
            start, end = rule.start - _OVER, rule.end + _OVER
            line = spans[place]
            if line and start <= line[-1][1]:
                line[-1] = line[-1][0], max(line[-1][1], end)
            else:
                line.append((start, end))
    return spans


def _covered(spans: _Spans, at: int) -> bool:
    place = bisect_right(spans, (at, _FAR)) - 1
    return place >= 0 and spans[place][0] <= at <= spans[place][1]


def _band(positions: Sequence[int], value: int) -> int:
    return min(max(bisect_left(positions, value) - 1, 0), len(positions) - 2)
