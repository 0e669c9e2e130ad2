"""The folder of a new shelf while it fills. What is the same as on the former shelf is taken from there: linked, for disks are slow and shelves are large."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.site.hashing import FileHash, fact_of

CHUNK = 1 << 20


class Making:
    """A new shelf. ``files`` are the facts of what stands in it; ``keys`` say of what was made here what it was made of, for the next time."""

    def __init__(
        self, folder: Path, former: Path, there: Mapping[str, FileHash], keys: Mapping[str, str]
    ) -> None:
        """``there``: what stands on the ``former`` shelf as it was made; ``keys``: what that was made of."""
        self.folder = folder
        self.files: dict[str, FileHash] = {}
        self.keys: dict[str, str] = {}
        self._former, self._there, self._before = former, there, keys

    def carry(self, path: str, source: Path) -> None:
        """A finished file, from wherever it stands."""
        target = self._target(path)
        known = self._there.get(path) if source == self._former / path else None
        _link(source, target)
        self.files[path] = known or fact_of(target)

    def made(self, path: str, key: object, make: Callable[[], Iterable[bytes]]) -> None:
        """A file that is made here, of what ``key`` tells in full; while that is the same, the former one is taken."""
        self.keys[path] = hashlib.sha256(repr(key).encode()).hexdigest()[:32]
        if path in self._there and self._before.get(path) == self.keys[path]:
            self.carry(path, self._former / path)
            return
        size, digest = 0, hashlib.sha256()
        with self._target(path).open("wb") as file:
            for part in make():
                size += file.write(part)
                digest.update(part)
        self.files[path] = FileHash(size, digest.hexdigest())

    def _target(self, path: str) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


def _link(source: Path, target: Path) -> None:
    """A second name of a file where the disk knows such a thing, else a copy with its time: the records know files by it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
