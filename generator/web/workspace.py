"""The clerk's folder: its data files, each opened once, and where its documents lie."""

from __future__ import annotations

import threading
from pathlib import Path

from generator.forms.folders import Roots
from generator.pipeline.formats import DRAFT_SUFFIX, FORMATS, file_name
from generator.pipeline.inputs import data_files_in
from generator.web.data_file import DataFile

DOCUMENTS = "公开文档"
"""The folder of the finished documents, in the clerk's folder."""
EXAMPLES = "例子"
"""The folder with copies of the examples."""


class NotThere(Exception):
    """A file that the folder does not have."""


class Workspace:
    """A folder with data files; what lies outside it cannot be named."""

    def __init__(self, folder: Path, roots: Roots) -> None:
        self.folder = folder.resolve()
        self.roots = roots
        self._open: dict[str, DataFile] = {}
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """The data files, by name, the newest year first."""
        names = [file.name for file in data_files_in(self.folder) if file.is_file()]
        return sorted(names, reverse=True)

    def file(self, name: str) -> DataFile:
        """A data file of the folder. Raises NotThere, Unreadable."""
        # A name that the folder lists has no path in it.
        if name not in self.names():
            raise NotThere(name)
        with self._lock:
            if name not in self._open:
                self._open[name] = DataFile(self.folder / name, self.roots)
            return self._open[name]

    def examples(self) -> list[str]:
        """The examples that were copied into the folder, apart from the clerk's own files."""
        folder = self.folder / EXAMPLES
        return [file.name for file in data_files_in(folder)] if folder.is_dir() else []

    @property
    def documents(self) -> Path:
        """Where documents are written."""
        return self.folder / DOCUMENTS

    def documents_of(self, name: str) -> list[Path]:
        """The documents of a data file that are there, final ones first."""
        stem = Path(name).stem
        stems = (stem, stem + DRAFT_SUFFIX)
        places = [self.documents / file_name(each, kind) for each in stems for kind in FORMATS]
        return [place for place in places if place.is_file()]
