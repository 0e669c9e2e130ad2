"""Which font file serves which typeface of a form: the one place that knows where fonts lie."""

from __future__ import annotations

import os
import pwd
from pathlib import Path

from msgspec import Struct

FOLDER = Path(pwd.getpwuid(os.getuid()).pw_dir) / ".local" / "share" / "fonts" / "juesuan"
_FAMILIES = {
    "小标宋": ("FandolSong", True),
    "黑体": ("FandolHei", False),
    "楷体": ("FandolKai", False),
    "仿宋": ("FandolFang R", False),
    "宋体": ("FandolSong", False),
}
_BOLD = {"FandolSong", "FandolHei"}
_FALLBACK = ("Noto Serif CJK SC", "Noto Sans CJK SC")


class Face(Struct, frozen=True):
    """A typeface: its family, the families to try after it, and its weight (400 or 700)."""

    family: str
    fallbacks: tuple[str, ...]
    weight: int


def family(name: str, bold: bool) -> Face:
    """The face that serves a form's typeface; one that is not known is served by 宋体."""
    found, heavy = _FAMILIES.get(name, _FAMILIES["宋体"])
    weight = 700 if (bold or heavy) and found in _BOLD else 400
    return Face(found, _FALLBACK, weight)


SERVING = (
    ("FandolSong", 400, "FandolSong-Regular.otf"),
    ("FandolSong", 700, "FandolSong-Bold.otf"),
    ("FandolHei", 400, "FandolHei-Regular.otf"),
    ("FandolHei", 700, "FandolHei-Bold.otf"),
    ("FandolKai", 400, "FandolKai-Regular.otf"),
    ("FandolFang R", 400, "FandolFang-Regular.otf"),
)
