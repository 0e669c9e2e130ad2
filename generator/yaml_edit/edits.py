"""Replacements in a text: what a typo is mended with, and where the columns of a mended text lie in
the typed one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct


class Edit(Struct, frozen=True, order=True):
    """``put`` stands for the characters from ``start`` to ``end``, offsets in the typed text."""

    start: int
    end: int
    put: str


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Edits as they stand in the text, each once."""
    return sorted(dict.fromkeys(edits), key=lambda edit: (edit.start, edit.end, edit.put))


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits; of two that overlap the first wins."""
    return replaced(text, in_order(edits))


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits that are in order; of two that overlap the first wins."""
    parts, done = [], 0
    for edit in edits:
        if edit.start < done:
            continue
        parts += [text[done : edit.start], edit.put]
        done = edit.end
    return "".join([*parts, text[done:]])


class Columns:
    """Places in the mended text → places in the typed one.

    So a caret stands under what the clerk typed.
    """

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        # By line: where each replacement ends up in the mended text, and by how much all up to it
        # have grown the line.
        self._lines: dict[int, tuple[list[int], list[int]]] = {}
        # The lines of the mended text after which one more was added, in order.
        self._added: list[int] = []
        done, line, counted, begin = 0, 1, 0, 0
        for edit in in_order(edits):
            if edit.start < done:
                continue
            done = edit.end
            ends = text.count("\n", counted, edit.start)
            if ends:
                line += ends
                begin = text.rfind("\n", counted, edit.start) + 1
            counted = edit.start
            if "\n" in edit.put:
                self._added += [
                    line + len(self._added) + below for below in range(edit.put.count("\n"))
                ]
                continue
            starts, grown = self._lines.setdefault(line, ([], []))
            so_far = next(reversed(grown), 0)
            starts.append(edit.start - begin + 1 + so_far)
            grown.append(so_far + len(edit.put) - (edit.end - edit.start))

    def typed(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the typed text.

        An added line stands for the one it was put before.
        """
        line -= bisect_left(self._added, line)
        if line not in self._lines:
            return line, column
        starts, grown = self._lines[line]
        before = bisect_left(starts, column)
        if not before:
            return line, column
        return line, max(1, column - grown[before - 1])


@lru_cache(maxsize=8)
def line_starts(text: str) -> tuple[int, ...]:
    """The offsets at which the lines of a text begin."""
    return (0, *(match.end() for match in re.finditer("\n", text)))


def position(text: str, at: int) -> tuple[int, int]:
    """Line and column (from 1) of an offset, without walking the text again."""
    starts = line_starts(text)
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1


def line_stop(text: str, offset: int) -> int:
    """Where the line ends in which an offset lies, before its line end."""
    end = text.find("\n", offset)
    if end < 0:
        end = len(text)
    return end - (text[max(offset, end - 1) : end] == "\r")
