"""Replacements in a text: what a slip of the keyboard is mended with, and where a mended text's columns lie in the typed one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.reading.place import Finding


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """``put`` stands for the characters from ``start`` to ``end`` (offsets in the typed text); it never holds or removes a line end."""

    start: int
    end: int
    put: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A finding and the edits that mend it; none where only the clerk can know.

    ``guesses`` are what is read on with although nobody writes it into the file: they may add whole lines. ``finding`` is None where another
    part of the program says it better.
    """

    finding: Finding | None
    edits: tuple[Edit, ...] = ()
    guesses: tuple[Edit, ...] = ()


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits; of two that overlap the first wins."""
    parts, done = [], 0
    for edit in sorted(set(edits)):
        if edit.start < done:
            continue
        parts += [text[done : edit.start], edit.put]
        done = edit.end
    return "".join([*parts, text[done:]])


class Columns:
    """Places in the mended text → places in the typed one, so that a caret stands under what the clerk typed."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self._lines: dict[int, list[tuple[int, int]]] = {}
        self._added: list[int] = []
        done, line, counted = 0, 1, 0
        for edit in sorted(set(edits)):
            if edit.start < done:
                continue
            done = edit.end
            line += text.count("\n", counted, edit.start)
            counted = edit.start
            begin = text.rfind("\n", 0, edit.start) + 1
            if "\n" in edit.put:
                self._added += [line] * edit.put.count("\n")
                continue
            self._lines.setdefault(line, []).append((edit.start - begin + 1, len(edit.put) - (edit.end - edit.start)))

    def typed(self, line: int, column: int) -> tuple[int, int]:
        """The line and column in the typed text; an added line stands for the one it was put before."""
        added = sum(1 for number, before in enumerate(self._added) if line > before + number)
        return self._typed(line - added, column)

    def _typed(self, line: int, column: int) -> tuple[int, int]:
        shift = 0
        for start, grown in self._lines.get(line, ()):
            if column - shift > start:
                shift += grown
        return line, max(1, column - shift)
