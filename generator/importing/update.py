"""What an import into a data file changes, and what it leaves to the clerk."""

from __future__ import annotations

from msgspec import Struct, field


class ImportedChange(Struct, frozen=True):
    """One difference: the line of the file (0 for a new one), its place, the old and the new
    number."""

    line: int
    path: tuple[str, ...]
    old: str
    new: str
    source: str


class Update(Struct):
    """The text after all changes, the changes, what was left for the clerk, and parts that a
    data file need not have."""

    text: str
    changes: list[ImportedChange] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
