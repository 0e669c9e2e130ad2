"""Where a clerk's data lies: in a folder of its own beside the kit, which no update touches."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from generator.reading.folders import home_folder

NAME = "决算数据"
KIT_NAME = "决算公开-"
"""How the folder of every kit begins, whatever its version."""
_XDG = re.compile(r'^XDG_DOCUMENTS_DIR="\$HOME/(?P<name>[^"]+)"', re.MULTILINE)
_PERSONAL = 5
"""CSIDL_PERSONAL: Windows' number for the folder of documents."""


def data_folder(kit: Path | None) -> Path:
    """The folder of the clerk's data, made where it is missing. Raises OSError.

    It lies beside the kit, so that a second version finds it, too; where nobody may write there
    (a stick that is locked, a folder of programs), among the user's documents.
    """
    places = [place / NAME for place in _places(kit)]
    for folder in places:
        if _takes_files(folder):
            return folder
    # Nothing can be written anywhere: the error names the last place.
    places[-1].mkdir(parents=True, exist_ok=True)
    return places[-1]


def _places(kit: Path | None) -> Iterator[Path]:
    """Folders that may hold the data, the best first."""
    if kit is not None:
        yield outside(kit)
    documents = _documents()
    if documents is not None:
        yield documents
    yield Path(tempfile.gettempdir())


def outside(kit: Path) -> Path:
    """The folder around a kit.

    Windows unpacks an archive into a folder of the archive's name: that goes with the kit when the
    clerk deletes an old version, so the data lies outside of it, too.
    """
    folder = kit.parent
    while folder.name.startswith(KIT_NAME) and folder != folder.parent:
        folder = folder.parent
    return folder


def _takes_files(folder: Path) -> bool:
    """Make the folder, and try whether a file can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # What os.access says of a network folder or a stick is not always so.
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _documents() -> Path | None:
    """The user's documents; None for a user without a home."""
    if sys.platform == "win32":
        return _windows_documents()
    home = home_folder()
    if home is None:
        return None
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    try:
        match = _XDG.search((config / "user-dirs.dirs").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        match = None
    folder = home
    if match:
        folder = home / match["name"]
    if folder.is_dir():
        return folder
    return home


def _windows_documents() -> Path | None:
    """The same on Windows, where the folder may have been moved to another drive."""
    if sys.platform != "win32":
        return None
    import ctypes

    buffer = ctypes.create_unicode_buffer(32768)
    ctypes.windll.shell32.SHGetFolderPathW(None, _PERSONAL, None, 0, buffer)
    if buffer.value:
        return Path(buffer.value)
    return home_folder()
