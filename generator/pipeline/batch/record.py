"""What a run leaves behind of each data file, so that the next one renders only what changed.

Records lie in the user's cache folder, not beside the documents: what lies there may be published
as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from msgspec import ValidationError
from msgspec.structs import replace

from generator.pipeline.batch.job import Job
from generator.pipeline.batch.program import program
from generator.pipeline.batch.result import Result, from_builtins
from generator.pipeline.batch.sources import Source, digest, sources
from generator.pipeline.cache import read_note, write_note
from generator.reading.folders import cache_folder
from generator.reading.named_files import allowing
from generator.reading.stamps import digest_of_file, is_same, stamp_of

VERSION = 3
UNCHANGED = "未变"
"""What stands in place of the seconds where nothing had to be made."""

_digest = lru_cache(maxsize=None)(digest)
"""Within one look at the records a source is read once: hundreds of units share a form."""


def unchanged(job: Job) -> Result | None:
    """The result of the last run, when its documents stand there as it left them.

    None when anything that they depend on has changed since, or the record cannot be read.
    """
    try:
        raw = read_note(_path(job))
        result = from_builtins(raw["result"])
        fresh = (
            raw["asked"] == _asked(job)
            and raw["program"] == program()
            and result.files == tuple(name for name, _, _ in raw["files"])
            and all(_stands(job, *line) for line in raw["files"])
            and all(_digest(kind, where) == before for kind, where, before in raw["sources"])
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError, ValidationError):
        return None
    if not fresh:
        return None
    stale = tuple(name for name in result.stale if os.path.exists(name))
    return replace(result, seconds=UNCHANGED, stale=stale, aside=())


def forget() -> None:
    """A new run looks at everything again."""
    _digest.cache_clear()
    program.cache_clear()


def keep(job: Job, result: Result, before: Sequence[Source]) -> None:
    """Record the result of a job; ``before`` are its sources as they were when it began.

    What could not be made is not recorded, nor what changed meanwhile.
    """
    if result.error or any(digest(kind, where) != earlier for kind, where, earlier in before):
        return
    try:
        files = [
            (name, stamp_of(os.path.realpath(name)), digest_of_file(name)) for name in result.files
        ]
    except OSError:
        return
    write_note(
        _path(job),
        {
            "version": VERSION,
            "asked": _asked(job),
            "program": program(),
            "sources": before,
            "files": files,
            "result": result.as_builtins(),
        },
    )


def moved(job: Job, places: Mapping[str, str]) -> None:
    """Record that the documents of a job stand elsewhere now: ``places`` has their new paths."""
    # Without a record the next run makes them again.
    with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        raw = read_note(_path(job))
        names = [(places.get(name, name), digest) for name, _, digest in raw["files"]]
        raw["files"] = [(name, stamp_of(os.path.realpath(name)), digest) for name, digest in names]
        raw["result"]["files"] = [name for name, _ in names]
        write_note(_path(job), raw)


def left(job: Job, path: Path) -> bool:
    """Whether the record of version 0.1 knows a document as it stands there.

    The documents of that version have no seal.
    """
    try:
        record = _path(job)
        if not record.is_file():
            return False
        raw = json.loads(record.read_text(encoding="utf-8"))
        stat = path.stat()
        return raw["version"] == 2 and [str(path), stat.st_size, stat.st_mtime_ns] in raw["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def now(job: Job) -> list[Source]:
    """The sources of a job as they are now."""
    with allowing(job.allowed):
        return sources(job.path, job.roots)


def _path(job: Job) -> Path:
    """The record of a job: named after the folder and the stem of its documents."""
    documents = f"{job.output.absolute()}\n{job.path.stem}".encode("utf-8", "surrogateescape")
    return job.records / f"{hashlib.sha256(documents).hexdigest()}.json"


def records() -> Path:
    """The folder of the records."""
    return cache_folder()


def _asked(job: Job) -> list[object]:
    """What was asked for, as JSON has it.

    Another file of the same name, the same one called otherwise, other formats or other forms are
    another thing.
    """
    return [
        VERSION,
        str(job.path),
        str(job.path.absolute()),
        list(job.formats),
        job.engine,
        job.fonts,
        [str(root) for root in job.roots],
        job.public is not None,
        [str(folder) for folder in job.allowed],
    ]


def _stands(job: Job, name: str, stamp: Sequence[int], digest: str) -> bool:
    """Whether a document is byte for byte as it was left. Raises OSError when it is not there."""
    size, time, change = stamp
    real = os.path.realpath(name)
    now = stamp_of(real)
    if job.public is not None:
        # Those of a site have been compared with its manifest, or lie in its workshop: and each
        # site that is made links them, which changes their last time.
        return (size, time) == now[:2]
    return is_same((size, time, change), now) or digest_of_file(real) == digest
