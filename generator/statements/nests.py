"""Shares within shares: 基本支出812.5万元，占65%（人员经费700万元，占86.15%；公用经费…）. The parts of a
list may be told as shares of the part that they belong to, or of the whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from msgspec import Struct

from generator.ledger.interval import Interval
from generator.statements.intervals import HUNDRED, percent
from generator.statements.mentions import (
    Mention,
    ReadParagraph,
    before,
    class_name,
    is_amount,
)

_REACH = 400


class Nest(Struct, frozen=True):
    """Where a share stands: where the brackets around it and its part open, where the 其中 before
    it stands that is said of an amount, of a part with a share where there are such (-1 for
    none). ``parents`` are those parts,
    ``in_brackets`` the part that the brackets explain.
    ``is_inside``: nothing says that the list around it goes on."""

    opened: int
    among: int
    is_inside: bool
    parents: tuple[Mention, ...] = ()
    in_brackets: Mention | None = None


class ReadShare(Struct, frozen=True):
    """A share and its part. ``usual`` is what it says that it is of, else what the shares of its
    sentence are of; ``named`` what the last share that says it is of; None where not known."""

    share: Mention
    part: Mention
    usual: Mention | None
    named: Mention | None
    nest: Nest

    def gives(self, whole: Mention | None) -> bool:
        """Whether the part is so many per cent of ``whole``."""
        if whole is None:
            return False
        open_to = percent(self.part.number.interval, whole.number.interval)
        return open_to is not None and self.share.number.interval.meets(open_to)

    def apart(self, whole: Mention | None) -> Decimal:
        """By how many points the printed share differs from the part's share of ``whole``."""
        if whole is None or not whole.number.amount:
            return HUNDRED
        right = self.part.number.amount * HUNDRED / whole.number.amount
        return abs(right - self.share.number.value)

    def may_be_of(self, parent: Mention) -> bool:
        """Whether the part may belong to ``parent``: no class of 功能科目 is part of another."""
        return not (class_name(self.part.label) and class_name(parent.label))


def wholes_of(shares: Sequence[ReadShare]) -> list[Mention | None]:
    """What the shares of one list are of (at least one, in the order of the text; none says it).

    All shares of a list are of one whole: the usual one, the one named before, or the part that
    the list belongs to. Of these readings the one that gives most of the printed shares holds, the
    first of them where several do; inside a part, the one that comes nearest.
    """
    readings = list(_readings(shares))
    scores = [sum(map(ReadShare.gives, shares, reading)) for reading in readings]
    best = max(scores)
    likely = [reading for reading, score in zip(readings, scores, strict=True) if score == best]
    first = shares[0]
    is_known = first.usual is not None or best > 0
    if best == len(shares) or not (first.nest.is_inside and is_known):
        return likely[0]
    return min(likely, key=lambda reading: sum(map(ReadShare.apart, shares, reading)))


def _readings(shares: Sequence[ReadShare]) -> Iterator[list[Mention | None]]:
    nest = shares[0].nest
    usual = [each.usual for each in shares]
    named = [each.named or each.usual for each in shares]
    yield usual
    yield named
    if nest.opened < 0:
        yield _to_the_best_end(shares, named, usual, len(shares))
    for parent in nest.parents:
        inside = [parent if each.may_be_of(parent) else each.usual for each in shares]
        if nest.among <= nest.opened or parent is nest.in_brackets:
            yield inside
        else:
            # A list in brackets ends with them, one behind 其中 goes back to the list around it.
            end = _complete(shares, parent)
            yield _to_the_best_end(shares, inside, usual, end)
            yield _to_the_best_end(shares, inside, named, end)


def _complete(shares: Sequence[ReadShare], parent: Mention) -> int:
    """How many shares stand before the list of what ``parent`` consists of must end, since their
    parts make all of it; all where they never do."""
    low = high = Decimal(0)
    for count, each in enumerate(shares, 1):
        part = each.part.number.interval
        low, high = low + part.low, high + part.high
        if Interval(low, high).meets(parent.number.interval):
            return count
    return len(shares)


def _to_the_best_end(
    shares: Sequence[ReadShare],
    inside: Sequence[Mention | None],
    around: Sequence[Mention | None],
    end: int,
) -> list[Mention | None]:
    """The wholes ``inside`` of a list, then those of the list ``around`` it, to which it goes back
    at the latest after ``end`` shares: where that gives most of the printed shares, and comes
    nearest to the others."""
    count, apart = 0, Decimal(0)
    best, best_end = (count, apart), 0
    pairs = zip(shares[:end], inside, around, strict=False)
    for taken, (each, inner, outer) in enumerate(pairs, 1):
        count += each.gives(inner) - each.gives(outer)
        apart += each.apart(outer) - each.apart(inner)
        if (count, apart) > best:
            best, best_end = (count, apart), taken
    return [*inside[:best_end], *around[best_end:]]


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
    in_brackets = parents[0] if parents else None
    among = text.rfind("其中", begin, start)
    ahead = [each for each in inside if each.number.end <= among]
    shared = [each for each in ahead if id(each) in parts] or ahead
    is_inside = opened >= 0
    if shared:
        parents += shared[-1:]
        is_inside = is_inside or "；" not in text[among:start]
    else:
        among = -1
    return Nest(opened, among, is_inside, tuple(dict.fromkeys(parents)), in_brackets)


def depths(text: str) -> list[int]:
    """How many brackets are open at each place of a text, and at its end."""
    steps = ((sign == "（") - (sign == "）") for sign in text)
    return list(accumulate(steps, initial=0))


def _open_bracket(text: str, begin: int, end: int) -> int:
    """Where the innermost brackets open that are open at ``end``; -1 for none."""
    opened: list[int] = []
    for offset in range(begin, end):
        if text[offset] == "（":
            opened.append(offset)
        elif text[offset] == "）" and opened:
            opened.pop()
    return opened[-1] if opened else -1
