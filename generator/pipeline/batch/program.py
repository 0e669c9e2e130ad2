"""What is the same for all data files of a run, as one digest: the program, Python, the libraries, the fonts."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from generator.reading.folders import home_folder

ROOT = Path(__file__).resolve().parents[2]
NAME = "juesuan"
_LAYOUT = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig", "freetype")
"""The system's libraries that set a page; the name of the file tells the version."""

_FONT_SETTINGS = ("FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT", "XDG_DATA_DIRS")
"""Variables of the environment that lead fontconfig elsewhere."""


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of the program, of the libraries that it uses, of the fonts and of which of them are preferred, as they are on this machine."""
    folders = [*font_folders(), *_preferences()]
    settings = [f"{name}={os.environ.get(name, '')}" for name in _FONT_SETTINGS]
    return digest_of(
        [_program(), *settings, *(line for folder in folders for line in _listed(folder))]
    )


@lru_cache(maxsize=1)
def version_of() -> str:
    """A digest that is the same on every machine whose documents are the same: the program, its libraries, and the fonts by name and size."""
    fonts = sorted(
        f"{line.rpartition('/')[2].rpartition(' ')[0]}"
        for folder in font_folders()
        for line in _listed(folder)
    )
    return digest_of([_program(), *dict.fromkeys(fonts)])


def digest_of(lines: Iterable[str]) -> str:
    """One digest of many lines."""
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def file_digest(path: Path) -> str:
    """The digest of a file; "" where none can be read (a pipe or a device has no end)."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


@cache
def _program() -> str:
    """A digest of the program and its libraries: a process runs those that it began with."""
    code = sorted(one for one in ROOT.rglob("*") if one.is_file() and one.suffix != ".pyc")
    lines = [f"{one.relative_to(ROOT)} {file_digest(one)}" for one in code]
    return digest_of(
        [*lines, f"python {sys.version_info[0]}.{sys.version_info[1]}", *libraries(), *_layout()]
    )


def libraries() -> list[str]:
    """The libraries that are used, with those that they use, and their versions; not those that only tests or a cluster need."""
    found: dict[str, str] = {}
    waiting = [NAME]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        try:
            found[one] = version(one)
            waiting += _needs(one)
        except PackageNotFoundError:
            found[one] = ""
    return [f"{name} {number}" for name, number in sorted(found.items()) if name != NAME]


def _needs(name: str) -> Iterator[str]:
    for one in requires(name) or []:
        found = re.match(r"[\w.-]+", one)
        if found and "extra ==" not in one:
            yield re.sub(r"[-_.]+", "-", found[0]).lower()


def _layout() -> list[str]:
    folders = [
        folder
        for home in ("/usr/lib", "/usr/lib64", "/usr/local/lib")
        for folder in (Path(home), *Path(home).glob("*-linux-*"))
    ]
    return sorted(
        {
            path.name
            for folder in folders
            for name in _LAYOUT
            for path in folder.glob(f"lib{name}.so.*")
        }
    )


def font_folders() -> list[Path]:
    """Where fontconfig, and the program, look for fonts."""
    shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
    return [*shared, *home_font_folders(), ROOT.parent / ".fonts"]


def home_font_folders() -> list[Path]:
    """Those of them that are the user's own."""
    home = home_folder()
    return (
        [home / ".fonts", _below(home, "XDG_DATA_HOME", ".local/share") / "fonts"] if home else []
    )


def _preferences() -> list[Path]:
    """Where fontconfig is told which font to take for which."""
    home = home_folder()
    return [
        Path("/etc/fonts"),
        *([_below(home, "XDG_CONFIG_HOME", ".config") / "fontconfig"] if home else []),
    ]


def _below(home: Path, variable: str, usual: str) -> Path:
    return Path(os.environ.get(variable) or home / usual)


def _listed(folder: Path) -> Iterator[str]:
    """The files below a folder, with size and time: fonts are many and large."""
    for home, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            told = (
                os.stat(os.path.join(home, name), follow_symlinks=True)
                if os.path.exists(os.path.join(home, name))
                else None
            )
            yield f"{home}/{name} {told.st_size} {told.st_mtime_ns}" if told else f"{home}/{name}"
