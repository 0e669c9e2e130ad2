"""Commands in advice, as whoever runs the program types them: with make, or juesuan itself."""

from __future__ import annotations

import os
import re
from pathlib import Path

_YEAR = re.compile(r"--year (?=[^\s写])")


def under_make() -> bool:
    """Whether make runs the program: then options are written as make takes them."""
    return bool(os.environ.get("JUESUAN_MAKE"))


def check_command(target: Path) -> str:
    """The command that checks a data file."""
    if under_make():
        return f"make check DATA={target}"
    return f"juesuan check {target}"


def options_as_typed(text: str) -> str:
    """A message with the options of juesuan, as make takes them where make runs the program."""
    return _YEAR.sub("YEAR=", text).replace("--year ", "YEAR ") if under_make() else text
