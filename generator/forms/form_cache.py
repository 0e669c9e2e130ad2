"""What was read of a form, for as long as its files are as they were: the workbench answers for
days, and whoever mends a form by hand expects to see it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from generator.forms.contents import MAIN
from generator.forms.folders import OWN, Roots
from generator.reading.files import is_file
from generator.reading.stamps import Stamp, stamp_of

T = TypeVar("T")
_MOST = 64
State = tuple[tuple[str, Stamp | None], ...]
"""The files of a form by their paths, each with what would show that it has changed."""


class FormCache(Generic[T]):
    """A function of a form's name and of where forms are looked for, whose answers are kept.

    ``read`` gives the answer and the folders that it rests on; what it raises is not kept.
    """

    def __init__(self, read: Callable[[str, Roots], tuple[T, Sequence[Path]]]) -> None:
        self._read = read
        self._answers: dict[tuple[str, Roots], tuple[T, tuple[Path, ...], State]] = {}

    def __call__(self, name: str, roots: Roots = OWN) -> T:
        """The answer as the files are now."""
        before = self._answers.get((name, roots))
        if before is not None and before[2] == state_of(before[1], roots):
            return before[0]
        answer, folders = self._read(name, roots)
        if len(self._answers) >= _MOST:
            self._answers.clear()
        self._answers[name, roots] = answer, tuple(folders), state_of(folders, roots)
        return answer

    def cache_clear(self) -> None:
        """Forget all answers."""
        self._answers.clear()


def state_of(folders: Sequence[Path], roots: Roots) -> State:
    """The files of some folders of forms, and which of ``roots`` have a form of their names."""
    homes = (
        (str(root / folder.name), None)
        for folder in folders
        for root in roots
        if is_file(root / folder.name / MAIN)
    )
    return (*homes, *(entry for folder in folders for entry in _entries(folder)))


def _entries(folder: Path) -> list[tuple[str, Stamp | None]]:
    try:
        return sorted((entry.path, _stamp(entry.path)) for entry in os.scandir(folder))
    except OSError:
        return []


def _stamp(path: str) -> Stamp | None:
    try:
        return stamp_of(path)
    except OSError:
        return None
