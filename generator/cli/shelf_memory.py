"""What a shelf was when it was last made, kept in the user's cache beside the records of its documents. Without it everything is looked at again, and that is all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from generator.cli.gathering import Said

VERSION = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """``asked`` tells everything that the shelf was made of; ``stamps`` are size and time of its files, ``keys`` what its pages were made of;
    ``said``: what the data files say, by path."""

    asked: str = ""
    stamps: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, Said] = field(default_factory=dict)


def remembered(folder: Path, target: Path) -> Memory:
    """The memory of the shelf at ``target``; empty when there is none."""
    try:
        raw = json.loads(_path(folder, target).read_text(encoding="utf-8"))
        if raw["version"] != VERSION:
            return Memory()
        said = {path: Said(str(one["digest"]), str(one["name"]), tuple(map(str, one["units"]))) for path, one in raw["said"].items()}
        stamps = {path: (int(size), int(time)) for path, (size, time) in raw["stamps"].items()}
        return Memory(str(raw["asked"]), stamps, dict(raw["keys"]), said)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def remember(folder: Path, target: Path, memory: Memory) -> None:
    """Keep the memory of a shelf, whole or not at all."""
    place = _path(folder, target)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps({"version": VERSION, **asdict(memory)}), encoding="utf-8")
        os.replace(part, place)
    except OSError:  # the next run looks at everything again
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _path(folder: Path, target: Path) -> Path:
    return folder / f"shelf-{hashlib.sha256(str(target).encode('utf-8', 'surrogateescape')).hexdigest()}.json"
