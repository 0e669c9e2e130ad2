"""How text flows over pages: the model by which a better layout is found before it is set.

It follows the engine: lines of a paragraph stay in twos at the edge of a page, headings keep with
what comes after them, charts and small tables stay whole. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

_ROUNDING = Decimal("0.05")
_NONE = Decimal(0)


class Box(Struct, frozen=True):
    """A block: ``lines`` of ``line`` points that may part, or one of ``line`` points that may not.

    ``sticky``: it keeps with the next one. ``before`` and ``after`` are spaces. ``smaller``: by how
    many points a chart may be less high. ``fixed``: its height has nothing to do with the pitch.
    """

    lines: int
    line: Decimal
    before: Decimal = _NONE
    after: Decimal = _NONE
    sticky: bool = False
    smaller: Decimal = _NONE
    fixed: bool = False

    @property
    def height(self) -> Decimal:
        """The height of the whole block."""
        return self.lines * self.line

    @property
    def begin(self) -> Decimal:
        """What has to fit where the block begins: three lines stay together, of others two do."""
        if self.lines <= 3:
            return self.height
        return self.line * 2


class Paging(Struct, frozen=True):
    """Boxes on pages: on which page each begins, how far each page is filled, what charts gave
    up."""

    begins: tuple[int, ...]
    filled: tuple[Decimal, ...]
    given: tuple[Decimal, ...]

    def gaps(self, height: Decimal, share: Decimal) -> int:
        """How many pages stay empty for more than a share, though something comes after them."""
        return sum((height - used) / height >= share for used in self.filled[:-1])


def flow(boxes: Sequence[Box], height: Decimal, gap: Decimal) -> Paging:
    """The boxes on pages of a height. A chart gives up height rather than leave a gap of that
    share."""
    begins: list[int] = []
    filled: list[Decimal] = []
    given = [_NONE] * len(boxes)
    used, page, after = _NONE, 0, _NONE
    number = 0
    while number < len(boxes):
        last = number
        while boxes[last].sticky and last + 1 < len(boxes):
            last += 1
        need = _need(boxes[number : last + 1], used, after)
        if used + need > height + _ROUNDING and used > 0:
            lacking = used + need - height
            if lacking <= boxes[last].smaller and (height - used) / height >= gap:
                given[last] = lacking
            else:
                filled.append(used)
                used, page = _NONE, page + 1
        for at in range(number, last + 1):
            box = boxes[at]
            if used or not page:
                used += max(after, box.before)
            begins.append(page)
            after = box.after
            for line in range(box.lines):
                alone = box.line - given[at]
                pair = alone * 2 if 2 <= line == box.lines - 2 else alone
                if used + pair > height + _ROUNDING and used > 0 and line:
                    filled.append(used)
                    used, page = _NONE, page + 1
                used += alone
        number = last + 1
    return Paging(tuple(begins), (*filled, used), tuple(given))


def _need(boxes: Sequence[Box], used: Decimal, after: Decimal) -> Decimal:
    """The height that boxes need which have to begin on one page."""
    need = _NONE
    for box in boxes[:-1]:
        need += _space(after, box, used + need) + box.height
        after = box.after
    last = boxes[-1]
    return need + _space(after, last, used + need) + last.begin


def _space(after: Decimal, box: Box, used: Decimal) -> Decimal:
    """The space above a box: none at the top of a page."""
    if not used:
        return _NONE
    return max(after, box.before)
