"""Commands in advice, as whoever runs the program types them: with make, or juesuan itself."""

from __future__ import annotations

import os
from pathlib import Path


def under_make() -> bool:
    """Whether make runs the program: then options are written as make takes them."""
    return bool(os.environ.get("JUESUAN_MAKE"))


def check_command(target: Path) -> str:
    """The command that checks a data file."""
    if under_make():
        return f"make check DATA={target}"
    return f"juesuan check {target}"
