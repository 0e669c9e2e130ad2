"""What a slip of the keyboard is to the program: what is said of it, and what it is mended with."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Finding
from generator.yaml_edit.edits import Edit


class Typo(Struct, frozen=True):
    """A finding and the edits that mend it; none where only the clerk can know.

    ``guesses`` are what is read on with although nobody writes it into the file: they may add whole
    lines. ``finding`` is None where another part of the program says it better.
    """

    finding: Finding | None
    edits: tuple[Edit, ...] = ()
    guesses: tuple[Edit, ...] = ()

    def moved(self, characters: int, lines: int) -> Typo:
        """The same of a text in which this one begins so many characters and lines further on."""
        return Typo(
            self.finding and _finding_moved(self.finding, lines),
            tuple(_edit_moved(edit, characters) for edit in self.edits),
            tuple(_edit_moved(edit, characters) for edit in self.guesses),
        )


def _finding_moved(finding: Finding, lines: int) -> Finding:
    place = replace(finding.place, line=finding.place.line + lines)
    return replace(finding, place=place)


def _edit_moved(edit: Edit, characters: int) -> Edit:
    return Edit(edit.start + characters, edit.end + characters, edit.put)
