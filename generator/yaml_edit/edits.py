"""Replacements in a text: what a slip of the keyboard is mended with, and where a mended text's columns lie in the typed one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Finding


class Edit(Struct, frozen=True, order=True):
    """``put`` stands for the characters from ``start`` to ``end`` (offsets in the typed text); it never holds or removes a line end."""

    start: int
    end: int
    put: str


class Slip(Struct, frozen=True):
    """A finding and the edits that mend it; none where only the clerk can know.

    ``guesses`` are what is read on with although nobody writes it into the file: they may add whole lines. ``finding`` is None where another
    part of the program says it better.
    """

    finding: Finding | None
    edits: tuple[Edit, ...] = ()
    guesses: tuple[Edit, ...] = ()

    def moved(self, by: int, lines: int) -> Slip:
        """The same of a text in which this one begins ``by`` characters and ``lines`` lines further on."""
        edits, guesses = (
            tuple(Edit(one.start + by, one.end + by, one.put) for one in some)
            for some in (self.edits, self.guesses)
        )
        finding = self.finding and replace(
            self.finding, place=replace(self.finding.place, line=self.finding.place.line + lines)
        )
        return Slip(finding, edits, guesses)


def in_order(edits: Iterable[Edit]) -> list[Edit]:
    """Edits as they stand in the text, each once."""
    return sorted(dict.fromkeys(edits), key=lambda one: (one.start, one.end, one.put))


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
    """Places in the mended text → places in the typed one, so that a caret stands under what the clerk typed."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        # By line: where each replacement ends up in the mended text, and by how much all up to it have grown the line.
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
                    line + len(self._added) + more for more in range(edit.put.count("\n"))
                ]
                continue
            starts, grown = self._lines.setdefault(line, ([], []))
            so_far = grown[-1] if grown else 0
            starts.append(edit.start - begin + 1 + so_far)
            grown.append(so_far + len(edit.put) - (edit.end - edit.start))

    def typed(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the typed text; an added line stands for the one it was put before."""
        line -= bisect_left(self._added, line)
        if line not in self._lines:
            return line, column
        starts, grown = self._lines[line]
        before = bisect_left(starts, column)
        return line, max(1, column - grown[before - 1]) if before else column


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
    end = len(text) if end < 0 else end
    return end - (text[max(offset, end - 1) : end] == "\r")
