"""What a shelf was when it was last made, kept in the user's cache beside the records of its documents. Without it everything is looked at again, and that is all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from generator.cli.gathering import Said

VERSION = 2


class Memory(Struct, frozen=True):
    """``asked`` tells everything that the shelf was made of; ``stamps`` are size and time of its files, ``keys`` what its pages were made of;
    ``said``: what the data files say, by path."""

    asked: str = ""
    stamps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)
    version: int = 0


def remembered(folder: Path, target: Path) -> Memory:
    """The memory of the shelf at ``target``; empty when there is none."""
    try:
        found = msgspec.convert(json.loads(_path(folder, target).read_text(encoding="ascii")), Memory)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        return Memory()
    return found if found.version == VERSION else Memory()


def remember(folder: Path, target: Path, memory: Memory) -> None:
    """Keep the memory of a shelf, whole or not at all."""
    place = _path(folder, target)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Python's own JSON: a file's name may hold bytes that are no UTF-8, which msgspec's cannot write.
        part.write_text(json.dumps(msgspec.to_builtins(replace(memory, version=VERSION))), encoding="ascii")
        os.replace(part, place)
    except OSError:  # the next run looks at everything again
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _path(folder: Path, target: Path) -> Path:
    return folder / f"shelf-{hashlib.sha256(str(target).encode('utf-8', 'surrogateescape')).hexdigest()}.json"
