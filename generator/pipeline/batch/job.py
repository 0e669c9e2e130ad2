"""One data file of a run as it is asked for, before anything is made of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from generator.pipeline.batch.result import Result
from generator.reading.named_files import allowed_folders

if TYPE_CHECKING:
    from generator.pipeline.produce import Public


class Job(Struct, frozen=True):
    """One data file, where its documents go, and how they are made.

    ``number`` is its place in the run; ``records`` the folder of the records; ``public`` makes what
    is published beside the documents, and then there are no drafts; ``allowed`` are the folders
    besides its own from which the data file may name files; ``engine`` sets the pages ("": that of
    the form); ``fonts`` answers the setting 字体 ("": as the file does).
    """

    number: int
    path: Path
    output: Path
    formats: tuple[str, ...]
    roots: tuple[Path, ...]
    records: Path
    public: Public | None = None
    allowed: tuple[Path, ...] = field(default_factory=allowed_folders)
    engine: str = ""
    fonts: str = ""


Done = tuple[Job, Result]
"""A job and its result."""
