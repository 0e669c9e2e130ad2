"""Shares within shares: 基本支出812.5万元，占65%（人员经费700万元，占86.15%；公用经费…）. A part may
be told as a share of the part that it belongs to, or of the whole."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.statements.intervals import HUNDRED, percent
from generator.statements.mentions import Mention, ReadParagraph, before, is_amount

_REACH = 400


class Nest(Struct, frozen=True):
    """Where a share stands: where the brackets around it and its part open, where the 其中 before
    it stands that is said of a part with a share (-1 for none). ``parents`` are those parts."""

    opened: int
    among: int
    is_inside: bool
    parents: tuple[Mention, ...] = ()

    def whole_of(
        self, share: Mention, part: Mention, usual: Mention | None, named: Mention | None
    ) -> Mention | None:
        """What a share is of that names nothing: the usual whole; the part that it belongs to, or
        what the share before it names (``named``), where only that gives the share."""
        candidates = [each for each in (usual, named, *self.parents) if each is not None]
        for whole in candidates:
            if _fits(share, part, whole):
                return whole
        if usual is None or not self.is_inside:
            return usual
        return min(candidates, key=lambda whole: _apart(share, part, whole))


def nest_of(
    paragraph: ReadParagraph,
    mentions: Sequence[Mention],
    index: int,
    part: Mention,
    parts: Collection[int],
) -> Nest:
    """Where the share at ``index`` stands. ``parts`` are the amounts that have a share."""
    text, share = paragraph.text, mentions[index]
    start = part.number.start
    begin = max(text.rfind(sign, max(0, start - _REACH), start) for sign in "。！？") + 1
    begin = max(begin, start - _REACH)
    opened = _open_bracket(text, begin, start)
    inside = [
        each
        for each in before(mentions, index)
        if is_amount(each) and each.sentence == share.sentence and each.number.start >= begin
    ]
    parents = [each for each in inside if each.number.end <= opened][-1:]
    among = text.rfind("其中", begin, start)
    shared = [each for each in inside if each.number.end <= among and id(each) in parts]
    is_inside = opened >= 0
    if shared:
        parents += shared[-1:]
        is_inside = is_inside or "；" not in text[among:start]
    else:
        among = -1
    return Nest(opened, among, is_inside, tuple(parents))


def _open_bracket(text: str, begin: int, end: int) -> int:
    """Where the innermost brackets open that are open at ``end``; -1 for none."""
    opened: list[int] = []
    for place in range(begin, end):
        if text[place] == "（":
            opened.append(place)
        elif text[place] == "）" and opened:
            opened.pop()
    return opened[-1] if opened else -1


def _fits(share: Mention, part: Mention, whole: Mention) -> bool:
    open_to = percent(part.number.interval, whole.number.interval)
    return open_to is not None and share.number.interval.meets(open_to)


def _apart(share: Mention, part: Mention, whole: Mention) -> Decimal:
    if not whole.number.amount:
        return HUNDRED
    return abs(part.number.amount * HUNDRED / whole.number.amount - share.number.value)
