"""What a run leaves behind of each data file, so that the next one renders only what changed.

Records lie in the user's cache folder, not beside the documents: what lies there may be published as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import ValidationError
from msgspec.structs import replace

from generator.cli.batch.one import Job
from generator.cli.batch.program import program
from generator.cli.batch.result import Result, from_plain
from generator.cli.batch.sources import Source, digest, sources
from generator.reading.folders import cache_folder
from generator.reading.named_files import allowing

VERSION = 2
KEPT = "未变"
"""What stands in place of the seconds where nothing had to be made."""

_digest = lru_cache(maxsize=None)(digest)
"""Within one look at the records a source is read once: hundreds of units share a form."""


def unchanged(job: Job) -> Result | None:
    """The result of the last run, when nothing that the documents depend on has changed since and they stand there as it left them; else None."""
    try:
        raw = json.loads(_path(job).read_text(encoding="utf-8"))
        result = from_plain(raw["result"])
        fresh = (
            raw["asked"] == _asked(job)
            and raw["program"] == program()
            and all(_stands(*one) for one in raw["files"])
            and all(_digest(kind, where) == found for kind, where, found in raw["sources"])
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError, ValidationError):
        return None
    return replace(result, seconds=KEPT, stale=tuple(one for one in result.stale if os.path.exists(one))) if fresh else None


def forget() -> None:
    """A new run looks at everything again."""
    _digest.cache_clear()
    program.cache_clear()


def keep(job: Job, result: Result, before: Sequence[Source]) -> None:
    """Keep the result of a job; ``before`` are its sources as they were when it began. What could not be made is not kept, nor what changed meanwhile."""
    if result.trouble or any(digest(kind, where) != found for kind, where, found in before):
        return
    try:
        files = [(name, stat.st_size, stat.st_mtime_ns) for name in result.files if (stat := os.stat(name))]
    except OSError:
        return
    _write(_path(job), {"version": VERSION, "asked": _asked(job), "program": program(), "sources": before, "files": files, "result": result.plain()})


def moved(job: Job, places: Mapping[str, str]) -> None:
    """The documents of a job, as they were kept, stand elsewhere now: ``places`` gives the new path of each."""
    with suppress(OSError, ValueError, KeyError, TypeError):  # without a record the next run makes them again
        raw = json.loads(_path(job).read_text(encoding="utf-8"))
        raw["files"] = [(places.get(name, name), size, time) for name, size, time in raw["files"]]
        raw["result"]["files"] = [places.get(name, name) for name in raw["result"]["files"]]
        _write(_path(job), raw)


def _write(target: Path, raw: Mapping[str, Any]) -> None:
    """Write a record whole or not at all."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
        os.replace(part, target)
    except (OSError, ValueError):  # without a record the next run makes the documents again, and that is all
        with suppress(OSError):
            part.unlink(missing_ok=True)


def now(job: Job) -> list[Source]:
    """The sources of a job as they are now."""
    with allowing(job.allowed):
        return sources(job.path, job.roots)


def _path(job: Job) -> Path:
    whole = f"{job.output.absolute()}\n{job.path.stem}"
    return job.records / f"{hashlib.sha256(whole.encode('utf-8', 'surrogateescape')).hexdigest()}.json"


def records() -> Path:
    """The folder of the records."""
    return cache_folder()


def _asked(job: Job) -> list[Any]:
    """What was asked for: another file of the same name, the same one called otherwise, other formats or other forms are another thing."""
    return [
        VERSION,
        str(job.path),
        str(job.path.absolute()),
        list(job.formats),
        [str(root) for root in job.roots],
        job.public is not None,
        [str(folder) for folder in job.allowed],
    ]


def _stands(name: str, size: int, time: int) -> bool:
    stat = os.stat(name)
    return (stat.st_size, stat.st_mtime_ns) == (size, time)
