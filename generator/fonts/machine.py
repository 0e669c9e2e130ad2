"""The faces of this machine (字体: 本机), found in the folders where Linux, Windows and macOS keep
fonts.

Fontconfig is not asked: Windows has none, and its preferences differ from user to user.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from generator.fonts.faces import Face
from generator.fonts.name_table import faces_in, has_character

Library = Mapping[str, Sequence[Face]]
"""The faces of a machine by each of their names, in small letters."""
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_MOST_FILES, _MOST_FOLDERS = 5000, 2000


def library() -> Library:
    """The upright faces of this machine by each of their names, in small letters."""
    return _library(tuple(folders()))


def folders() -> list[Path]:
    """Where this machine keeps fonts, the user's own folders first."""
    if sys.platform == "win32":
        local, windows = os.environ.get("LOCALAPPDATA"), os.environ.get("WINDIR", r"C:\Windows")
        of_user = []
        if local:
            of_user = [Path(local, "Microsoft", "Windows", "Fonts")]
        return [*of_user, Path(windows, "Fonts")]
    home = Path(os.path.expanduser("~"))
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    data = os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")
    shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [
        Path(data, "fonts"),
        home / ".fonts",
        *(Path(f, "fonts") for f in shared.split(":") if f),
    ]


# Faces that have what few have: the machine's own come before ours where it has them.
_RICH = (
    *(
        "SimSun-ExtB",
        "SimSun-ExtG",
        "宋体-方正超大字符集",
        "方正宋体-超大字符集",
        "FZSong-Extended",
    ),
    *("Plangothic P1", "Plangothic P2", "TH-Tshyn-P0", "TH-Tshyn-P1", "TH-Tshyn-P2"),
    *("HanaMinA", "HanaMinB", "Noto Serif CJK SC", "Source Han Serif SC", "思源宋体"),
)


def rich_faces() -> tuple[Face, ...]:
    """The faces of this machine that characters are taken from which no other face has."""
    faces_by_name = library()
    return tuple(face for name in _RICH for face in faces_by_name.get(name.casefold(), ())[:1])


def has_sign(sign: str) -> bool:
    """Whether one of them can print a character."""
    return any(has_character(face.file, face.index, sign) for face in rich_faces())


@lru_cache(maxsize=4)
def _library(places: tuple[Path, ...]) -> Library:
    faces: dict[str, list[Face]] = {}
    for path in _files(places):
        for described in faces_in(path):
            if described.italic:
                continue
            face = Face(path, described.family, described.weight, index=described.index)
            for name in described.names:
                faces.setdefault(name.casefold(), []).append(face)
    return faces


def _files(places: tuple[Path, ...]) -> Iterator[Path]:
    """The font files below some folders, in a fixed order; a folder that links lead to again is
    passed over."""
    seen: set[tuple[int, int]] = set()
    waiting = list(reversed(places))
    count = 0
    while waiting and len(seen) < _MOST_FOLDERS:
        folder = waiting.pop()
        try:
            state = folder.stat()
            names = sorted(os.listdir(folder))
        except (OSError, ValueError):
            continue
        if (state.st_dev, state.st_ino) in seen:
            continue
        seen.add((state.st_dev, state.st_ino))
        inner = []
        for name in names:
            path = folder / name
            try:
                mode = path.stat().st_mode
            except (OSError, ValueError):
                continue
            if stat.S_ISDIR(mode):
                inner.append(path)
            elif stat.S_ISREG(mode) and path.suffix.lower() in _SUFFIXES:
                yield path
                count += 1
                if count >= _MOST_FILES:
                    return
        waiting += reversed(inner)
