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
    lines = [
        f"{path.relative_to(ROOT)} {path.stat().st_size if path.parent == FOLDER else file_digest(path)}"
        for path in code
    ]
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
