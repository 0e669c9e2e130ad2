"""What a site was when it was last made, in the user's cache beside the records of documents.

Without it everything is looked at again, and that is all.
"""

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

VERSION = 4


class Memory(Struct, frozen=True):
    """What a run leaves behind.

    ``content_key`` tells everything that the site was made of, ``stamps`` its files by path, and
    ``keys`` what each of its pages was made of; ``file_summaries`` are what the data files say, by
    path.
    """

    content_key: str = ""
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    file_summaries: Mapping[str, FileSummary] = field(default_factory=dict)
    version: int = 0


def remembered(folder: Path, target: Path) -> Memory:
    """The memory of the site at ``target``; empty when there is none."""
    try:
        memory = msgspec.convert(read_note(_path(folder, target)), Memory)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        return Memory()
    if memory.version != VERSION:
        return Memory()
    return memory


def remember(folder: Path, target: Path, memory: Memory) -> None:
    """Keep the memory of a site, whole or not at all."""
    write_note(_path(folder, target), msgspec.to_builtins(replace(memory, version=VERSION)))


def _path(folder: Path, target: Path) -> Path:
    digest = hashlib.sha256(str(target).encode("utf-8", "surrogateescape")).hexdigest()
    return folder / f"site-{digest}.json"
