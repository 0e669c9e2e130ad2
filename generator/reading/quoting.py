"""YAML's quotes: where one closes, and a text put in them. And what a message may quote."""

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


def bounded(message: str) -> str:
    """A message no longer than messages are: long quotations in it are shortened first, and then
    its middle is left out."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    shorter = _QUOTED.sub(lambda match: f"“{quotable(match[1])}”", message)
    return quotable(shorter, LONGEST_MESSAGE)


def closing_quote(text: str, start: int) -> int:
    """The offset after the quote that closes the one at ``start``; -1 when none does."""
    mark = text[start]
    at = start + 1
    while at < len(text):
        if mark == '"' and text[at] == "\\":
            at += 2
            continue
        if text[at] == mark:
            if mark == "'" and text[at + 1 : at + 2] == "'":
                at += 2
                continue
            return at + 1
        at += 1
    return -1


def quoted(text: str) -> str:
    """The text in single quotes, or in double ones when it has a single one: the first kind shows what is inside as it is."""
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
