"""What came of changes that a page asks for."""

from __future__ import annotations

from msgspec import Struct

from generator.yaml_edit.by_path import Path


class EditConflict(Struct, frozen=True):
    """A place that was changed elsewhere meanwhile: what stands there now, and what was wanted: a
    value, that the entry goes (``removed``), or another name for it (``key``)."""

    path: Path
    theirs: str
    mine: str
    removed: bool = False
    key: str | None = None
    address: Path = ()


class Refusal(Struct, frozen=True):
    """A change that cannot be made, and why, in Chinese."""

    path: Path
    message: str


class Saved(Struct, frozen=True):
    """What came of a change: the revision of the file now, and the one just before; places that
    were not changed since somebody else had changed them."""

    revision: int
    before: int
    conflicts: tuple[EditConflict, ...] = ()
    refusals: tuple[Refusal, ...] = ()
