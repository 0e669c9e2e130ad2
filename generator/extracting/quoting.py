"""Words of a text for a message: enough to find the place, and never a whole number of a person."""

from __future__ import annotations

import re

_LONG_NUMBER = re.compile(r"(?<!\d)(\d{3})(?:[- ]?\d){4,}[Xx]?")
_BEFORE, _AFTER, _FAR = 10, 14, 60
_OF_NUMBERS = "0123456789Xx- "


def masked(text: str) -> str:
    """A text in which of long numbers the first three digits are left: findings are passed on."""
    return _LONG_NUMBER.sub(r"\1…", text)


def around(text: str, offset: int) -> str:
    """Some words of the line on which a character stands, before it and after."""
    nearest, farthest = max(0, offset - _FAR), min(len(text), offset + _FAR)
    start = max(text.rfind("\n", nearest, offset) + 1, nearest)
    end = text.find("\n", offset, farthest)
    if end < 0:
        end = farthest
    first, last = max(start, offset - _BEFORE), min(end, offset + _AFTER)
    # A number is not cut in two: its parts would no longer be seen as one.
    while first > start and text[first - 1].isdigit() and text[first].isdigit():
        first -= 1
    while last < end and text[last - 1].isdigit() and text[last] in _OF_NUMBERS:
        last += 1
    words = masked(text[first:last]).strip()
    if first > 0 and text[first - 1] != "\n":
        words = f"…{words}"
    if last < len(text) and text[last] != "\n":
        words = f"{words}…"
    return words
