"""Whether a file is still the same, without reading it: size, time of its content, time of the
last change of whatever kind. The last cannot be set by hand, as the second can."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

Stamp = tuple[int, int, int]
"""Size, and the two times in nanoseconds.

The third is 0 where the disk keeps another time there.
"""


def stamp_of(path: Path | str) -> Stamp:
    """The stamp of a file, or of a link itself. Raises OSError."""
    stat = os.lstat(path)
    # On Windows this time is that of the file's creation, which says nothing.
    return stat.st_size, stat.st_mtime_ns, 0 if os.name == "nt" else stat.st_ctime_ns


def is_same(before: Stamp | None, now: Stamp) -> bool:
    """Whether the stamps alone show that nothing has changed."""
    return before == now and now[2] != 0


def digest_of_file(path: Path | str) -> str:
    """The SHA-256 of a file, read piece by piece. Raises OSError, also for what is no file: a pipe
    would be waited for, a device has no end."""
    if not os.path.isfile(path):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
