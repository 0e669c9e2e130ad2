"""Everything that the documents of a data file depend on: the files that it names, and those that they name; the form; the program and the fonts."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path.home() / ".local/share/fonts", ROOT.parent / ".fonts")

Source = tuple[str, str, str]
"""A kind (文件, 文件夹, 清单), a path, and the digest of what stands there; "" where there is nothing."""


def data_files(path: Path) -> list[Path]:
    """The file, last year's files, the units' files, Word files of 附件, and what these name in turn. Those that are not there are named, too."""
    from generator.figures.last_year import last_files
    from generator.model.load import load

    found: dict[Path, None] = {}
    waiting = [path]
    while waiting:
        one = waiting.pop()
        if one in found:
            continue
        found[one] = None
        if not one.is_file() or one.suffix.lower() == ".docx":
            continue
        accounts = (loaded := load(one)).accounts or loaded.rest
        if accounts is not None:
            named = [*last_files(accounts), *accounts.汇总, *(part.文件 for part in accounts.附件 if part.文件)]
            waiting += [one.parent / str(name) for name in named]
    return list(found)


def form_folders(path: Path, roots: Sequence[Path]) -> list[Path]:
    """The folders of the form that a data file uses; none when it names no form that exists."""
    from generator.document.form import FormError, load_form
    from generator.model.load import load

    accounts = (loaded := load(path)).accounts or loaded.rest
    try:
        return list(load_form(str(accounts.版式), tuple(roots)).chain) if accounts else []
    except FormError:
        return []


def sources(path: Path, roots: Sequence[Path]) -> list[Source]:
    """All sources of a data file with their digests, as they are now."""
    files = data_files(path)
    folders = [folder for one in files if one.suffix.lower() != ".docx" and one.is_file() for folder in form_folders(one, roots)]
    found = [("文件", str(one.absolute())) for one in files]
    found += [("文件夹", str(folder.absolute())) for folder in dict.fromkeys(folders)]
    found += [("清单", str(root.absolute())) for root in roots]
    return [(kind, where, digest(kind, where)) for kind, where in found]


def digest(kind: str, where: str) -> str:
    """The digest of a source as it is now."""
    path = Path(where)
    if kind == "文件":
        return _file(path)
    if kind == "清单":
        return _text(sorted(one.name for one in path.iterdir() if one.is_dir())) if path.is_dir() else ""
    return _text(f"{one.name} {_file(one)}" for one in sorted(path.iterdir()) if one.is_file()) if path.is_dir() else ""


def _file(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _text(lines: Iterator[str] | Sequence[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of the program, of the libraries that it uses, and of the fonts that are installed, as they are on this machine."""
    return _text([_program(), *(line for folder in _FONTS for line in _listed(folder))])


@lru_cache(maxsize=1)
def version_of() -> str:
    """A digest that is the same on every machine whose documents are the same: the program, its libraries, and the fonts by name and size."""
    fonts = sorted(f"{line.rpartition('/')[2].rpartition(' ')[0]}" for folder in _FONTS for line in _listed(folder))
    return _text([_program(), *dict.fromkeys(fonts)])


def _program() -> str:
    code = sorted(one for one in ROOT.rglob("*") if one.is_file() and one.suffix != ".pyc")
    lines = [f"{one.relative_to(ROOT)} {_file(one)}" for one in code]
    return _text([*lines, *_libraries()])


def _libraries() -> Iterator[str]:
    try:
        needed = requires("juesuan") or []
    except PackageNotFoundError:
        needed = []
    for one in needed:
        name = one.split(";")[0].split("[")[0].split("=")[0].split("<")[0].split(">")[0].split("~")[0].strip()
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue


def _listed(folder: Path) -> Iterator[str]:
    """The files below a folder, with size and time: fonts are many and large."""
    for home, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            told = os.stat(os.path.join(home, name), follow_symlinks=True) if os.path.exists(os.path.join(home, name)) else None
            yield f"{home}/{name} {told.st_size} {told.st_mtime_ns}" if told else f"{home}/{name}"
