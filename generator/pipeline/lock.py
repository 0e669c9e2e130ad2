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

    Nothing is left beside the documents. Where the disk knows no locks, do without. Raises OSError
    when the folder cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # Windows opens no folders.
        with _locked_in_cache(folder):
            yield
        return
    try:
        _lock(handle)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Lock the folder itself, for every user of the machine."""
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


@contextmanager
def _locked_in_cache(folder: Path) -> Iterator[None]:
    """Lock a file in the user's cache that stands for the folder."""
    from filelock import FileLock

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
