"""The data files that a command takes: files, or folders with all data files in them."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.pipeline.exit_codes import CommandError
from generator.pipeline.formats import DRAFT_SUFFIX, REVIEW_SUFFIX


def data_files_in(path: Path) -> list[Path]:
    """The file itself, or the data files of a folder in order (not those of folders in it)."""
    if not path.is_dir():
        return [path]
    return sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in (".yaml", ".yml") and not file.name.startswith(".")
    )


def data_files_of(paths: Sequence[Path]) -> list[Path]:
    """The files among ``paths``, and those of the folders among them, each once.

    This is the rule for every command that takes several files. Raises CommandError when there is
    none.
    """
    files = each_once(file for path in paths for file in data_files_in(path))
    if not files:
        raise CommandError(f"{'、'.join(map(str, paths))} 里没有数据文件（.yaml）")
    return files


def refuse_collisions(paths: Sequence[Path], otherwise: str = "") -> None:
    """Raises CommandError where the documents of two files would have one name.

    ``otherwise`` says what else can be done than to rename one of them.
    """
    collisions = colliding(paths)
    if collisions:
        names = "、".join(map(str, collisions))
        fix = f"请给其中一个改名{otherwise}"
        raise CommandError(f"有同名的数据文件，文档会互相覆盖：{names}；{fix}")


def not_one_file(path: Path) -> str:
    """Why a command that takes one data file cannot take this, in Chinese; "" when it can."""
    if path.is_dir():
        return (
            f"这是一个文件夹，不是数据文件：{path}；请写明文件夹里的文件，如 {path}/某局-2023.yaml"
        )
    if not path.is_file():
        return f"没有这个文件：{path}；请检查文件名和所在文件夹"
    return ""


def each_once(paths: Iterable[Path]) -> list[Path]:
    """The files in order, each once, however it is called.

    data/甲.yaml, /home/…/data/甲.yaml and data/部门/../甲.yaml are one; a link is another file.
    """
    files: dict[tuple[str, str], Path] = {}
    for path in paths:
        files.setdefault((os.path.realpath(path.parent), path.name), path)
    return list(files.values())


def colliding(paths: Sequence[Path]) -> list[Path]:
    """Files whose documents would have one name.

    They are 甲.yaml and 甲.yml; on some disks 甲A and 甲a, and two spellings of one character;
    and 甲（审核稿）, which is what the draft of 甲 is called.
    """
    count = Counter(_document(path) for path in paths)
    return [path for path in paths if count[_document(path)] > 1]


def _document(path: Path) -> str:
    """The name of the documents of a data file, as a disk may compare it."""
    name = unicodedata.normalize("NFC", path.stem)
    for suffix in (REVIEW_SUFFIX, DRAFT_SUFFIX):
        name = name.removesuffix(suffix)
    return name.casefold()
