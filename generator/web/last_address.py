"""The address at which a folder was served last, for a working day: a page that is still open goes on
where the program was closed and opened again."""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from generator.reading.folders import cache_folder

_SECONDS = 12 * 60 * 60
_LONGEST = 1_000


class LastAddress(Struct, frozen=True):
    """A port and the secret of an address; 0 and "" where there is none."""

    port: Annotated[int, Meta(ge=0, le=65_535)] = 0
    token: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{32,64}$|^$")] = ""


def folder_name(folder: Path) -> str:
    """What stands for a folder in the names of files outside it."""
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()


def last_address(folder: Path) -> LastAddress:
    """Where a folder was served last; none where that is long ago, or others may have written
    it."""
    try:
        place = _place(folder)
        status = place.stat()
        if time.time() - status.st_mtime > _SECONDS or _is_of_others(status):
            return LastAddress()
        return msgspec.json.decode(place.read_bytes()[:_LONGEST], type=LastAddress)
    except (OSError, msgspec.MsgspecError):
        return LastAddress()


def note_address(folder: Path, address: LastAddress) -> None:
    """Remember where a folder is served, as far as the disk allows; nobody else may read it."""
    with suppress(OSError):
        place = _place(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
            file.write(msgspec.json.encode(address))


def _place(folder: Path) -> Path:
    return cache_folder() / "serve" / f"juesuan-{folder_name(folder)}.json"


def _is_of_others(status: os.stat_result) -> bool:
    """Whether others may read or write a file, where the system says so."""
    if not hasattr(os, "getuid"):
        return False
    return status.st_uid != os.getuid() or bool(status.st_mode & 0o077)
