"""The same run on a Dask cluster, through its executor of the standard kind. Data and forms travel with each task, the documents come back and are written here.

A worker that is lost loses nothing: the scheduler gives its tasks to another one.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath

from generator.cli import CRASH
from generator.cli.batch.one import ClusterError, Done, Job, guarded, told_of
from generator.cli.batch.program import version_of
from generator.cli.batch.record import keep
from generator.cli.batch.result import Result
from generator.cli.batch.sources import Source, data_files, form_folders, sources

PATIENCE = "20s"
"""How long to wait for the scheduler."""
AGAIN = 3
"""How often a task is tried again on another worker, when its worker was lost."""
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a task needs, without any path of the machine that sends it: files by their path within the parcel, the data file among them, and the forms."""

    main: str
    shown: str
    formats: tuple[str, ...]
    files: dict[str, bytes]
    forms: dict[str, bytes]
    version: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What comes back: the words, and the documents by format."""

    result: Result
    files: dict[str, bytes]
    draft: bool


def on_cluster(address: str, jobs: Sequence[Job]) -> Iterator[Done]:
    """The results as they come from the cluster at ``address``, each written and recorded here. Raises ClusterError."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError("用 --cluster 要先装 distributed：.venv/bin/pip install distributed") from error
    try:
        client = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError(f"连不上集群 {address}：检查地址（如 tcp://主机:8786），和 dask scheduler 是否在运行") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise ClusterError(f"集群 {address} 上没有工作进程：先在各台机器上运行 dask worker")
        executor = client.get_executor(pure=False, retries=AGAIN)  # type: ignore[no-untyped-call]
        waiting = {}
        for job in jobs:
            before = sources(job.path, job.roots)
            waiting[executor.submit(work, pack(job))] = (job, before)
        for future in as_completed(waiting):
            job, before = waiting[future]
            yield job, guarded(job.path, partial(_arrived, job, future, before))


def pack(job: Job) -> Parcel:
    """A job as a parcel."""
    found = [path.absolute() for path in data_files(job.path)]
    common = Path(os.path.commonpath([path.parent for path in found]))
    files = {path.relative_to(common).as_posix(): path.read_bytes() for path in found if path.is_file()}
    folders = [folder for path in found if path.is_file() and path.suffix.lower() != ".docx" for folder in form_folders(path, job.roots)]
    forms = {f"{folder.name}/{one.name}": one.read_bytes() for folder in dict.fromkeys(folders) for one in folder.iterdir() if one.is_file()}
    return Parcel(job.path.absolute().relative_to(common).as_posix(), str(job.path), job.formats, files, forms, version_of())


def work(parcel: Parcel) -> Returned:
    """Make the documents of a parcel, on the machine of a worker. Tells a worker with another version of the program or other fonts."""
    if version_of() != parcel.version:
        return _refused(parcel, "工作进程上的 juesuan、程序库或字体与这里的不同，印出来会不一样；在各台机器上装同一版本、同样的字体")
    from generator.cli.produce import make

    # The layout engine is for one document at a time; a worker with several threads takes them one by one.
    with _ONE_AT_A_TIME, tempfile.TemporaryDirectory() as home:
        for folder, files in (("data", parcel.files), ("templates", parcel.forms)):
            for name, data in files.items():
                target = Path(home, folder, *PurePath(name).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        path = Path(home, "data", parcel.main)
        roots = (Path(home, "templates"),)
        contents: dict[str, bytes] = {}
        drafts: list[bool] = []

        def made() -> Result:
            found = make(path, parcel.formats, lambda _step: None, roots)
            contents.update(found.files)
            drafts.append(found.draft)
            return told_of(found.checked, found.unit, found.year)

        result = guarded(path, made)
        return Returned(_at_home(result, str(path), parcel.shown), contents, any(drafts))


def _refused(parcel: Parcel, why: str) -> Returned:
    name = PurePath(parcel.main).stem
    return Returned(Result(name, "—", failed=True, trouble=f"{parcel.shown}：{why}", code=CRASH), {}, draft=False)


def _at_home(result: Result, there: str, here: str) -> Result:
    """The words with the paths of the machine that sent the parcel."""
    folders = (os.path.dirname(there) + os.sep, os.path.dirname(here) + os.sep if os.path.dirname(here) else "")

    def told(text: str) -> str:
        return text.replace(there, here).replace(*folders)

    return replace(result, findings=tuple(map(told, result.findings)), transfers=told(result.transfers), trouble=told(result.trouble))


def _arrived(job: Job, future: Future[Returned], before: Sequence[Source]) -> Result:
    from generator.cli.produce import place

    returned = future.result()
    if returned.result.trouble:
        return returned.result
    written, stale = place(job.path.stem, job.output, returned.files, data_files(job.path), draft=returned.draft)
    result = replace(returned.result, files=tuple(map(str, written)), stale=tuple(map(str, stale)))
    keep(job, result, before)
    return result
