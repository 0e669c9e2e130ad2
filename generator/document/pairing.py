"""Two sequences → the items of both that belong together, by names from exact to vague."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

Item = TypeVar("Item")

Runs = Iterator[tuple[bool, Sequence[Item], Sequence[Item]]]
"""Parts of two sequences, in order, and whether these are the same in both."""

_MOST_ITEMS = 500


def paired(
    left: Sequence[Item], right: Sequence[Item], names: Sequence[Callable[[Item], str]]
) -> Iterator[tuple[Item | None, Item | None]]:
    """The items of two sequences that belong together, in order: those with the same first name,
    between these those with the same second one …; None beside what only one of them has."""
    name, *vaguer = names
    for is_same, lefts, rights in _runs(left, right, name):
        if is_same:
            yield from zip(lefts, rights, strict=True)
        elif lefts and rights and vaguer:
            yield from paired(lefts, rights, vaguer)
        elif len(lefts) == len(rights):
            yield from zip(lefts, rights, strict=True)
        else:
            yield from ((item, None) for item in lefts)
            yield from ((None, item) for item in rights)


def _runs(left: Sequence[Item], right: Sequence[Item], name: Callable[[Item], str]) -> Runs[Item]:
    """The runs of items whose names are the same in two sequences, and those between them."""
    lefts, rights = list(map(name, left)), list(map(name, right))
    start, end = shared_ends(lefts, rights)
    stop, halt = len(left) - end, len(right) - end
    yield True, left[:start], right[:start]
    blocks = _equal_blocks(lefts[start:stop], rights[start:halt])
    here, there = start, start
    for begin, other, size in blocks:
        yield False, left[here : start + begin], right[there : start + other]
        here, there = start + begin + size, start + other + size
        yield True, left[start + begin : here], right[start + other : there]
    yield False, left[here:stop], right[there:halt]
    yield True, left[stop:], right[halt:]


def _equal_blocks(lefts: Sequence[str], rights: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Where names are the same in two sequences, and how many in a row; of long ones only those
    names that stand once in either, which takes no longer for longer sequences."""
    if max(len(lefts), len(rights)) <= _MOST_ITEMS:
        yield from SequenceMatcher(None, lefts, rights, autojunk=False).get_matching_blocks()
        return
    frequent = Counter(lefts), Counter(rights)
    positions = {name: index for index, name in enumerate(rights)}
    last = -1
    for index, name in enumerate(lefts):
        is_single = frequent[0][name] == frequent[1][name] == 1
        if is_single and positions[name] > last:
            last = positions[name]
            yield index, last, 1


def shared_ends(lefts: Sequence[str], rights: Sequence[str]) -> tuple[int, int]:
    """How many items two sequences share at the beginning, and then at the end."""
    shorter = min(len(lefts), len(rights))
    start = next((at for at in range(shorter) if lefts[at] != rights[at]), shorter)
    rest = shorter - start
    end = next((at for at in range(rest) if lefts[-1 - at] != rights[-1 - at]), rest)
    return start, end
