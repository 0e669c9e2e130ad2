"""Words of a text for a message: enough to find the place, and never a whole number of a person."""

from __future__ import annotations

import re

_LONG_NUMBER = re.compile(r"(?<!\d)(\d{3})(?:[- ]?\d){4,}[Xx]?")
_BEFORE, _AFTER = 10, 14


def masked(text: str) -> str:
    """A text in which of long numbers the first three digits are left: findings are passed on."""
    return _LONG_NUMBER.sub(r"\1…", text)


def around(text: str, offset: int) -> str:
    """Some words of the line on which a character stands, before it and after."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    first, last = max(start, offset - _BEFORE), min(end, offset + _AFTER)
    # A number is not cut in two: its parts would no longer be seen as one.
    while first > start and text[first - 1].isdigit() and text[first].isdigit() and offset - first < 40:
        first -= 1
    while last < end and _in_number(text, last) and last - offset < 60:
        last += 1
    head, tail = "…" if first > start else "", "…" if last < end else ""
    return f"{head}{masked(text[first:last]).strip()}{tail}"


def _in_number(text: str, offset: int) -> bool:
    return text[offset - 1].isdigit() and text[offset] in "0123456789Xx- "
