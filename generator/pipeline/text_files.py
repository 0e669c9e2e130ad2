"""Data files that a command has changed, written back as they were encoded."""

from __future__ import annotations

from pathlib import Path

from generator.pipeline.outputs import write_whole

_MARKED = "utf-8-sig"


def write_back(path: Path, text: str, encoding: str) -> None:
    """Write the changed text of a file that was read in ``encoding``. Raises OSError.

    A byte order mark and line ends stay as they were; another encoding becomes UTF-8.
    """
    if encoding != _MARKED:
        encoding = "utf-8"
    write_whole(path, text.encode(encoding))
