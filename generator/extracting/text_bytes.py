"""The bytes of a text file of others (.txt, .html) → text, within limits."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from generator.extracting.limits import MAX_TEXT, UnreadableError
from generator.reading.files import MARKS, cannot_open

_DECLARED = re.compile(rb"(?i)charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})")


def refuse_by_status(path: Path, most: int = MAX_TEXT) -> None:
    """Raise UnreadableError for no file, for a pipe or a device, and for a file that is too large."""
    try:
        status = os.stat(path)
    except (OSError, ValueError) as error:
        raise UnreadableError(*cannot_open(error)) from error
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("不是文件（是文件夹或设备）", "写文件名")
    if status.st_size > most:
        raise _too_large(most)


def bytes_of(path: Path, most: int = MAX_TEXT) -> bytes:
    """The bytes of a file. Raises UnreadableError for no file and for one that is too large."""
    raw = start_of(path, most + 1, most)
    if len(raw) > most:  # it has grown since
        raise _too_large(most)
    return raw


def start_of(path: Path, size: int, most: int) -> bytes:
    """The first ``size`` bytes of a file of no more than ``most``. Raises UnreadableError."""
    refuse_by_status(path, most)
    try:
        with path.open("rb") as file:
            return file.read(size)
    except (OSError, ValueError) as error:
        raise UnreadableError(*cannot_open(error)) from error


def _too_large(most: int) -> UnreadableError:
    return UnreadableError(f"太大，超过 {most // 1_000_000} MB", "分成几个文件")


def decoded(raw: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16 with its mark, the encoding that a web page declares, or GBK;
    what fits none of them is replaced sign by sign."""
    named = next((name for mark, name in MARKS if raw.startswith(mark)), "utf-8")
    declared = _DECLARED.search(raw[:2000])
    names = [named, "gb18030"]
    if declared:
        names.insert(1, declared[1].decode("ascii"))
    for name in names:
        try:
            return raw.decode(name)
        except (UnicodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")
