"""YAML's quotes: where one closes, and a text put in them."""

from __future__ import annotations


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
    """The text in single quotes, or in double ones when it has a single one: the first kind shows
    what is inside as it is.
    """
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
