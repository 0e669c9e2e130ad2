"""Where the program keeps what it may forget: the user's cache folder."""

from __future__ import annotations

import os
from pathlib import Path

PLACE = "JUESUAN_CACHE"
"""The environment variable that names another folder."""


def cache_folder() -> Path:
    """The folder of records and compiled templates."""
    own = os.environ.get(PLACE)
    if own:
        return Path(own)
    cache = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(cache) if cache else Path.home() / ".cache") / "juesuan"
