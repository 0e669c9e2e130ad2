"""What is known of a data file, and whether it still is: the files that were read with it are as
they were."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path as FilePath

from msgspec import Struct

from generator.forms.folders import Roots
from generator.pipeline.batch.sources import data_files, form_folders, read_accounts
from generator.pipeline.checking import CheckResult
from generator.reading.stamps import Stamp, stamp_of


class KnownState(Struct, frozen=True):
    """What is known of a file at a revision, with the files that were read, as they were then."""

    revision: int
    files: tuple[FilePath, ...]
    stamps: tuple[Stamp | None, ...]
    checked: CheckResult

    def holds(self, revision: int) -> bool:
        """Whether it still is what would come out."""
        return self.revision == revision and stamps_of(self.files) == self.stamps


def read_with(path: FilePath, roots: Roots) -> tuple[FilePath, ...]:
    """The files that are read with a data file, in whatever folder: last year's, those of units and
    what they name in turn, attachments; those that are not there, too, for they may come. And the
    files of its form, with the folders that new ones may come into."""
    read = cache(read_accounts)
    files = [file for file in data_files(path, read) if file != path]
    for folder in form_folders(path, roots, read):
        files += [folder, *folder.iterdir()]
    return tuple(files)


def stamps_of(files: Sequence[FilePath]) -> tuple[Stamp | None, ...]:
    """What would show that one of these files has changed; None for one that is not there."""
    return tuple(map(_stamp, files))


def _stamp(file: FilePath) -> Stamp | None:
    try:
        return stamp_of(FilePath(os.path.realpath(file)))
    except (OSError, ValueError):
        return None
