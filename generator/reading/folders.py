"""Where the program keeps what it may forget: the user's cache folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

PLACE = "JUESUAN_CACHE"
"""The environment variable that names another folder."""


def cache_folder() -> Path:
    """The folder of records and compiled templates."""
    chosen = os.environ.get(PLACE)
    if chosen:
        return Path(chosen)
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if cache:
        return Path(cache, "juesuan")
    home = home_folder()
    if home:
        return home / ".cache" / "juesuan"
    # Windows numbers no users; its folder for temporary files is the user's own.
    user = ""
    if hasattr(os, "getuid"):
        user = f"-{os.getuid()}"
    return Path(tempfile.gettempdir(), f"juesuan{user}")


def home_folder() -> Path | None:
    """The user's home; None for one without, as in a container that runs under a bare number."""
    try:
        return Path.home()
    except RuntimeError:
        return None
