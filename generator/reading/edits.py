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
    """A finding and the edits that mend it; none where only the clerk can know."""

    finding: Finding
    edits: tuple[Edit, ...] = ()


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
    """Columns of the mended text → columns of the typed one, so that a caret stands under what the clerk typed."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        self._lines: dict[int, list[tuple[int, int]]] = {}
        done, line, counted = 0, 1, 0
        for edit in sorted(set(edits)):
            if edit.start < done:
                continue
            done = edit.end
            line += text.count("\n", counted, edit.start)
            counted = edit.start
            begin = text.rfind("\n", 0, edit.start) + 1
            self._lines.setdefault(line, []).append((edit.start - begin + 1, len(edit.put) - (edit.end - edit.start)))

    def typed(self, line: int, column: int) -> int:
        """The column in the typed text."""
        shift = 0
        for start, grown in self._lines.get(line, ()):
            if column - shift > start:
                shift += grown
        return max(1, column - shift)
