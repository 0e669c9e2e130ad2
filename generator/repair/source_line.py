"""A line as it was typed, and the whole text around it: where in the file each sign stands."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.findings.place import Place
from generator.yaml_edit.edits import Edit

# Blanks besides space and tab that keyboards and web pages put into a text.
BLANKS = "\u3000\u00a0\u2002\u2003\u2009"
ALL_BLANKS = " \t" + BLANKS
_WIDTHS = {"\t": 2, "\u3000": 2}


class SourceLine(Struct, frozen=True):
    """A line of a file: its number (from 1), its offset in the text, its signs without line end.

    ``lead`` is the blanks of whatever kind that it begins with, ``body`` all that follows. Columns
    are counted from 0, in the line; offsets in the text.
    """

    file: str
    number: int
    start: int
    text: str
    lead: str
    body: str

    @classmethod
    def at(cls, file: str, number: int, start: int, text: str) -> SourceLine:
        """The line ``text`` that begins at the offset ``start``."""
        width = len(text) - len(text.lstrip(ALL_BLANKS))
        return cls(file, number, start, text, text[:width], text[width:])

    @property
    def end(self) -> int:
        """The offset behind its last sign."""
        return self.start + len(self.text)

    @property
    def spaces(self) -> int:
        """How many spaces it begins with, which are the only blanks that YAML counts."""
        return len(self.text) - len(self.text.lstrip(" "))

    def place(self, column: int) -> Place:
        """The place of a column."""
        return Place(self.file, self.number, column + 1)

    def edit(self, begin: int, end: int, put: str) -> Edit:
        """``put`` for the signs from one column to another."""
        return Edit(self.start + begin, self.start + end, put)

    def behind_blanks(self, column: int) -> int:
        """The first column from ``column`` on that is no blank."""
        while column < len(self.text) and self.text[column] in ALL_BLANKS:
            column += 1
        return column


class SourceText(Struct, frozen=True):
    """The text of a file. ``keys`` are those of the data file.

    They tell a key from a text that happens to hold a colon.
    """

    text: str
    file: str
    keys: frozenset[str]

    def end_of_line(self, offset: int) -> int:
        """The offset at which the line ends in which an offset lies."""
        end = self.text.find("\n", offset)
        if end >= 0:
            return end
        return len(self.text)

    def lines(self) -> Iterator[SourceLine]:
        """All lines, in order."""
        start = 0
        for number, text in enumerate(self.text.split("\n"), 1):
            yield SourceLine.at(self.file, number, start, text.rstrip("\r"))
            start += len(text) + 1

    def lines_after(self, line: SourceLine, most: int) -> Iterator[str]:
        """The texts of up to ``most`` lines after one, without copying the rest of the text."""
        start = line.end + 1
        for _ in range(most):
            if start > len(self.text):
                return
            end = self.end_of_line(start)
            yield self.text[start:end]
            start = end + 1


def width_of(lead: str) -> int:
    """How many spaces stand for the blanks of a lead."""
    return sum(width_of_blank(blank) for blank in lead)


def width_of_blank(blank: str) -> int:
    """How many spaces stand for a blank."""
    return _WIDTHS.get(blank, 1)
