"""What a shelf was when it was last made, kept in the user's cache beside the records of its documents. Without it everything is looked at again, and that is all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from generator.pipeline.cache import read_note, write_note
from generator.reading.stamps import Stamp
from generator.site.collect_units import FileSummary

VERSION = 3


class Memory(Struct, frozen=True):
    """``asked`` tells everything that the shelf was made of; ``stamps`` tell its files, ``keys`` what its pages were made of;
    ``said``: what the data files say, by path."""

    asked: str = ""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, FileSummary] = field(default_factory=dict)
    version: int = 0


def remembered(folder: Path, target: Path) -> Memory:
    """The memory of the shelf at ``target``; empty when there is none."""
    try:
        found = msgspec.convert(read_note(_path(folder, target)), Memory)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        return Memory()
    return found if found.version == VERSION else Memory()


def remember(folder: Path, target: Path, memory: Memory) -> None:
    """Keep the memory of a shelf, whole or not at all."""
    write_note(_path(folder, target), msgspec.to_builtins(replace(memory, version=VERSION)))


def _path(folder: Path, target: Path) -> Path:
    return (
        folder
        / f"shelf-{hashlib.sha256(str(target).encode('utf-8', 'surrogateescape')).hexdigest()}.json"
    )
