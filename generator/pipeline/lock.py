"""Runs that write to one folder take turns: two at once would meet in half-written files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.reading.folders import cache_folder


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes to the folder, and keep others waiting meanwhile.

    The lock lies in the user's cache, so that nothing is left beside the documents; where it cannot
    be made, do without. Raises OSError when the folder cannot be made.
    """
    from filelock import FileLock

    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()
    path = cache_folder() / "locks" / f"{name}.lock"
    lock = FileLock(path)
    with suppress(OSError, NotImplementedError):
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
