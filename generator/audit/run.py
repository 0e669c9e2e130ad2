"""A run over documents and folders of them: what changed is audited, on all cores; the rest comes
from the notes of the run before."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator.audit.audited_file import AuditedFile, AuditJob, as_note, audited_file, from_note
from generator.audit.read import NAMED
from generator.pipeline.batch.pool import cores, in_processes
from generator.pipeline.batch.program import file_digest, version_of
from generator.pipeline.cache import read_note, write_note
from generator.pipeline.exit_codes import CommandError
from generator.pipeline.inputs import each_once
from generator.reading.folders import cache_folder

_WORTH = 3
"""With fewer files than this no processes are started."""
MOST_FILES = 5_000


def documents_of(paths: Sequence[Path]) -> list[Path]:
    """The files among ``paths``, and the documents in the folders among them, at any depth.

    Raises CommandError when there is none."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(_within(path))
        else:
            files.append(path)
    files = each_once(files)
    if not files:
        raise CommandError(
            f"{'、'.join(map(str, paths))} 里没有可以审核的文件（Word、PDF、网页、文本、Excel）"
        )
    if len(files) > MOST_FILES:
        raise CommandError(f"文件太多（{len(files)} 个），一次最多 {MOST_FILES} 个；请分文件夹审核")
    return files


def _within(folder: Path) -> Iterator[Path]:
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            hidden = name.startswith((".", "~$"))
            if Path(name).suffix.lower() in NAMED and not hidden:
                yield Path(top, name)


def audit_files(
    jobs: Sequence[AuditJob], workers: int = 0, *, force: bool = False
) -> Iterator[AuditedFile]:
    """The audits of files, in their order."""
    results: dict[str, AuditedFile] = {}
    waiting: list[AuditJob] = []
    before: dict[str, str] = {}
    for job in jobs:
        before[job.path] = file_digest(Path(job.path))
        note = None if force else _note(job, before[job.path])
        if note is None:
            waiting.append(job)
        else:
            results[job.path] = note
    workers = workers or cores()
    made: Iterator[tuple[AuditJob, AuditedFile]]
    if len(waiting) < _WORTH or workers == 1:
        made = ((job, audited_file(job)) for job in waiting)
    else:
        made = in_processes(waiting, min(workers, len(waiting)), audited_file, _lost)
    index = 0
    for job, result in made:
        results[job.path] = result
        _keep(job, result, before[job.path])
        while index < len(jobs) and jobs[index].path in results:
            yield results[jobs[index].path]
            index += 1
    for job in jobs[index:]:
        yield results[job.path]


def _lost(job: AuditJob) -> AuditedFile:
    return AuditedFile(
        job.path,
        error="审核它的进程被系统中止了，多半是内存不够",
        fix="关掉别的程序，或加 -j 1 再试",
    )


def _place(job: AuditJob) -> Path:
    name = hashlib.sha256(os.path.realpath(job.path).encode("utf-8", "surrogateescape"))
    return cache_folder() / "审核" / f"{name.hexdigest()}.json"


def _note(job: AuditJob, digest: str) -> AuditedFile | None:
    """The audit of the run before, where the file and the program are still the same."""
    if job.data or not digest:
        return None
    try:
        raw = read_note(_place(job))
        if raw["program"] != version_of() or raw["file"] != digest:
            return None
        # The file may have been called by another path then.
        return replace(from_note(raw["audit"]), path=job.path, unit=Path(job.path).stem)
    except (OSError, ValueError, KeyError, TypeError, msgspec.ValidationError):
        return None


def _keep(job: AuditJob, result: AuditedFile, before: str) -> None:
    """Note an audit for the next run, unless the file was changed while it was read."""
    if not before or job.data or result.error or file_digest(Path(job.path)) != before:
        return
    write_note(_place(job), {"program": version_of(), "file": before, "audit": as_note(result)})
