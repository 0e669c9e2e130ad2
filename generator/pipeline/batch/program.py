"""What is the same for all data files of a run, as one digest: the program, Python, the libraries,
the fonts.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from generator.fonts import FOLDER
from generator.fonts.machine import folders as font_folders

ROOT = Path(__file__).resolve().parents[2]
NAME = "juesuan"
_LAYOUT = ("pango-1.0", "pangoft2-1.0", "harfbuzz", "harfbuzz-subset", "fontconfig", "freetype")
"""The system's libraries that set a page; the name of the file tells the version."""


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of the program, of the libraries that it uses, and of this machine's fonts."""
    # Documents may be set in the typefaces of this machine (字体: 本机).
    fonts = (line for folder in font_folders() for line in _listed(folder))
    return digest_of([_program(), *fonts])


@lru_cache(maxsize=1)
def version_of() -> str:
    """A digest that is the same on every machine whose documents are the same: the program with its
    fonts, and its libraries."""
    return _program()


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
    code = sorted(path for path in ROOT.rglob("*") if path.is_file() and path.suffix != ".pyc")
    # Of the fonts, 45 MB that nobody edits, the size says enough.
    lines: list[str] = []
    for path in code:
        content = str(path.stat().st_size) if path.parent == FOLDER else file_digest(path)
        lines.append(f"{path.relative_to(ROOT)} {content}")
    python = f"python {sys.version_info[0]}.{sys.version_info[1]}"
    return digest_of([*lines, python, *libraries(), *_layout()])


def libraries() -> list[str]:
    """The libraries that are used, with those that they use, and their versions.

    Those that only tests or a cluster need are not among them.
    """
    versions: dict[str, str] = {}
    waiting = [NAME]
    while waiting:
        name = waiting.pop()
        if name in versions:
            continue
        try:
            versions[name] = version(name)
            waiting += _needs(name)
        except PackageNotFoundError:
            versions[name] = ""
    return [f"{name} {number}" for name, number in sorted(versions.items()) if name != NAME]


def _needs(name: str) -> Iterator[str]:
    """The normalized names of the libraries that a library always needs."""
    for requirement in requires(name) or []:
        match = re.match(r"[\w.-]+", requirement)
        if match and "extra ==" not in requirement:
            yield re.sub(r"[-_.]+", "-", match[0]).lower()


def _layout() -> list[str]:
    """The files of the system's libraries that set a page."""
    names: set[str] = set()
    for home in map(Path, ("/usr/lib", "/usr/lib64", "/usr/local/lib")):
        for folder in (home, *home.glob("*-linux-*")):
            for library in _LAYOUT:
                names.update(path.name for path in folder.glob(f"lib{library}.so.*"))
    return sorted(names)


def _listed(folder: Path) -> Iterator[str]:
    """The files below a folder, with size and time: fonts are many and large."""
    for home, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(home, name)
            if os.path.exists(path):
                status = os.stat(path)
                yield f"{home}/{name} {status.st_size} {status.st_mtime_ns}"
            else:
                # A link that leads nowhere.
                yield f"{home}/{name}"
