"""How long texts are shortened, in messages and on a terminal: a clerk reads a line, not a page."""

from __future__ import annotations

import re

LONGEST_QUOTE = 40
LONGEST_MESSAGE = 300
_QUOTED = re.compile(r"“([^“”]*)”")


def quotable(text: str, most: int = LONGEST_QUOTE) -> str:
    """A text as a message quotes it: of a long one the beginning and the end."""
    if len(text) <= most:
        return text
    end = most // 4
    return f"{text[: most - end - 1]}…{text[-end:]}"


def beginning(text: str, most: int) -> str:
    """A text in at most ``most`` signs: of a long one the beginning."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def ending(text: str, most: int) -> str:
    """A text in at most ``most`` signs: of a long one the end."""
    return text if len(text) <= most else f"…{text[1 - most :]}"


def bounded(message: str) -> str:
    """A message no longer than messages are: long quotations in it are shortened first, and then
    its middle is left out."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    shorter = _QUOTED.sub(lambda match: f"“{quotable(match[1])}”", message)
    return quotable(shorter, LONGEST_MESSAGE)
