"""The one script of the web page: it opens the origin of a number, and reads nothing else."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path


@cache
def origins_script() -> str:
    """The script as it stands in the page."""
    return Path(__file__).with_name("origins.js").read_text(encoding="utf-8")


@cache
def script_source() -> str:
    """The source that a content security policy allows: this very script, no other one."""
    digest = b64encode(hashlib.sha256(origins_script().encode()).digest()).decode()
    return f"'sha256-{digest}'"
