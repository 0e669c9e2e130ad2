"""What documents were made from, by content: data that were changed and changed back are no news.

It is noted in the user's cache folder, not beside the documents: what lies there may be published
as it is. Without a note the times of the files are believed.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.pipeline.cache import read_note, write_note
from generator.pipeline.produce import Outcome, sources_of
from generator.reading.folders import cache_folder
from generator.reading.stamps import digest_of_file, stamp_of

_SOURCES, _STAMP = "sources", "stamp"


def made_and_noted(data: Path, make: Callable[[], Outcome]) -> Outcome:
    """Make the documents of a data file, and note what they were made from; not where the file was
    changed meanwhile."""
    before = _digest(data)
    outcome = make()
    with suppress(OSError):
        digests = _digests(sources_of(outcome.checked))
        if digests.get(str(data)) == before:
            made = {path.name: _entry(path, digests) for path in outcome.files}
            write_note(_place(data), {**_noted(data), **made})
    return outcome


def _digest(data: Path) -> str:
    """The digest of a data file; "" where it cannot be read."""
    with suppress(OSError):
        return digest_of_file(data)
    return ""


def is_stale(document: Path, data: Path, sources: Sequence[Path]) -> bool:
    """Whether a document of a data file is older than what it is made of, and was made from
    something else."""
    changed = max(source.stat().st_mtime for source in sources)
    if document.stat().st_mtime >= changed:
        return False
    entry = _noted(data).get(document.name)
    return entry is None or entry != _entry(document, _digests(sources))


def _entry(document: Path, digests: Mapping[str, str]) -> dict[str, object]:
    return {_STAMP: list(stamp_of(os.path.realpath(document))), _SOURCES: dict(digests)}


def _digests(sources: Iterable[Path]) -> dict[str, str]:
    return {str(source): digest_of_file(source) for source in sources}


def _noted(data: Path) -> dict[str, object]:
    """What is noted of the documents of a data file, by their names."""
    with suppress(OSError, ValueError, RecursionError):
        return read_note(_place(data))
    return {}


def _place(data: Path) -> Path:
    name = hashlib.sha256(os.fsencode(os.path.realpath(data))).hexdigest()
    return cache_folder() / "made" / f"{name}.json"
