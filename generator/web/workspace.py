"""The clerk's folder: its data files, each opened once, and where its documents lie."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from generator.forms.folders import Roots
from generator.pipeline.formats import DRAFT_SUFFIX, FORMATS, file_name
from generator.pipeline.inputs import data_files_in
from generator.pipeline.outputs import write_whole
from generator.web.data_file import DataFile

DOCUMENTS = "公开文档"
"""The folder of the finished documents, in the clerk's folder."""


class NotThereError(Exception):
    """A file that the folder does not have."""


class Workspace:
    """A folder with data files, and folders with some; what lies outside it cannot be named.

    A file of an inner folder is named with it: 某局/某局-2023.yaml.
    ``examples`` is a folder with data files that may be copied into it. Revisions of the files
    count from ``first_revision`` on: a page that was open before goes on with an older one.
    """

    def __init__(
        self, folder: Path, roots: Roots, examples: Path | None = None, first_revision: int = 0
    ) -> None:
        # Not resolved: a drive letter that stands for a network folder stays what the clerk knows.
        self.folder = folder.absolute()
        self.roots = roots
        self._examples = examples
        self._first_revision = first_revision
        self._open: dict[str, DataFile] = {}
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """The data files, by name, the newest year first; then those of the inner folders."""
        names = sorted(self._names_in(self.folder), reverse=True)
        for folder in sorted(self.folder.iterdir()):
            # What the system keeps to itself is passed over.
            with suppress(PermissionError):
                if self._is_inner(folder):
                    names += sorted(self._names_in(folder), reverse=True)
        return names

    def _is_inner(self, folder: Path) -> bool:
        """Whether a folder lies in ours, not elsewhere behind a link or a junction of Windows, and
        may hold data files."""
        if not folder.is_dir() or folder.name == DOCUMENTS or folder.name.startswith("."):
            return False
        return Path(os.path.realpath(folder)).parent == Path(os.path.realpath(self.folder))

    def _names_in(self, folder: Path) -> Iterator[str]:
        for file in data_files_in(folder):
            if file.is_file():
                yield self.name_of(file)

    def name_of(self, path: Path) -> str:
        """What a file of the folder is called, or a folder in it."""
        return path.relative_to(self.folder).as_posix()

    def name_of_read(self, read: str) -> str:
        """What a file is called that was read with one of the folder; "" for one elsewhere."""
        path = Path(os.path.normpath(read))
        if not path.is_relative_to(self.folder) or self.name_of(path) not in self.names():
            return ""
        return self.name_of(path)

    def file(self, name: str) -> DataFile:
        """A data file of the folder. Raises NotThereError, UnreadableTextError."""
        # A name that the folder lists does not lead out of it.
        if name not in self.names():
            raise NotThereError(name)
        with self._lock:
            if name not in self._open:
                self._open[name] = DataFile(
                    self.folder / name, self.roots, name, self._first_revision
                )
            return self._open[name]

    def examples(self) -> list[str]:
        """The examples that may be copied into the folder, and are not there yet."""
        if self._examples is None or not self._examples.is_dir():
            return []
        here = set(self.names())
        return [file.name for file in data_files_in(self._examples) if file.name not in here]

    def copy_example(self, name: str) -> None:
        """Copy an example into the folder, with what it reads beside it; nothing that is there is
        replaced. Raises NotThereError, OSError."""
        if self._examples is None or name not in self.examples():
            raise NotThereError(name)
        text = (self._examples / name).read_text(encoding="utf-8")
        others = [place for place in self._examples.glob("*/*") if place.is_file()]
        beside = [place for place in others if place.name in text]
        for source in (self._examples / name, *beside):
            target = self.folder / source.relative_to(self._examples)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                write_whole(target, source.read_bytes())

    def documents(self, name: str) -> Path:
        """Where the documents of a data file are written: in a folder beside it."""
        return (self.folder / name).parent / DOCUMENTS

    def documents_of(self, name: str) -> list[Path]:
        """The documents of a data file that are there, final ones first."""
        stem = Path(name).stem
        stems = (stem, stem + DRAFT_SUFFIX)
        places = [
            self.documents(name) / file_name(each, kind) for each in stems for kind in FORMATS
        ]
        return [place for place in places if place.is_file()]
