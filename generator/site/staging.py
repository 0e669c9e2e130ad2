"""The folder of a new site while it fills.

What is the same as on the former site is linked from there: disks are slow and sites are large.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.site.hashing import FileHash, hash_of

CHUNK = 1 << 20


class Staging:
    """A new site.

    ``files`` are size and hash of what stands in it, by path; ``keys`` say of each file that was
    made here what it was made of, for the next time.
    """

    def __init__(
        self,
        folder: Path,
        former: Path,
        former_files: Mapping[str, FileHash],
        keys: Mapping[str, str],
    ) -> None:
        """``former_files`` stand on the ``former`` site as they were made, of what ``keys`` say."""
        self.folder = folder
        self.files: dict[str, FileHash] = {}
        self.keys: dict[str, str] = {}
        self._former, self._former_files, self._former_keys = former, former_files, keys

    def carry(self, path: str, source: Path) -> None:
        """Take a finished file over, from wherever it stands."""
        target = self._target(path)
        _link(source, target)
        former_hash = None
        if source == self._former / path:
            former_hash = self._former_files.get(path)
        self.files[path] = former_hash or hash_of(target)

    def made(self, path: str, key: object, make: Callable[[], Iterable[bytes]]) -> None:
        """Make a file of what ``key`` tells in full, or take the former one of the same key."""
        self.keys[path] = hashlib.sha256(repr(key).encode()).hexdigest()[:32]
        if path in self._former_files and self._former_keys.get(path) == self.keys[path]:
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
    """Give a file a second name where the disk can, else copy it.

    The copy keeps its time, by which the records know the file.
    """
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
