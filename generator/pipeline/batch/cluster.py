"""The same run on a Dask cluster, through its executor of the standard kind.

Data and forms travel with each task, the documents come back and are written here. A worker that
is lost loses nothing: the scheduler gives its tasks to another.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path, PurePath
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from generator.fonts.setting import MACHINE_FONTS
from generator.pipeline.batch.job import Done, Job
from generator.pipeline.batch.one import guarded, printable, result_of
from generator.pipeline.batch.program import version_of
from generator.pipeline.batch.record import keep, left
from generator.pipeline.batch.result import Result
from generator.pipeline.batch.run import recorded
from generator.pipeline.batch.sources import Source, data_files, form_folders, forms_of, sources
from generator.pipeline.batch.window import finished
from generator.pipeline.exit_codes import CRASH, CommandError
from generator.reading.files import is_file
from generator.reading.named_files import leads_out

PATIENCE = "20s"
"""How long to wait for the scheduler."""
AGAIN = 3
"""How often a task is tried again on another worker, when its worker was lost."""
AHEAD, AT_LEAST = 4, 64
"""Parcels under way for each worker, and for all together: workers may join later.

A parcel has some tens of kilobytes, what comes back a megabyte.
"""
LOOK = 10
"""Every so many seconds it is looked whether there are workers left."""
_ONE_AT_A_TIME = threading.Lock()


class Cluster(Protocol):
    """What is used of a Dask client, which has no types."""

    def nthreads(self) -> dict[str, int]:
        """The workers and how many threads each has."""

    def get_executor(self, *, pure: bool, retries: int) -> Executor:
        """An executor of the standard kind on the workers."""


class Parcel(Struct, frozen=True):
    """What a task needs, without any path of the machine that sends it.

    ``files`` and ``forms`` are contents by their path within the parcel; ``main`` is the data file
    among them, ``shown`` what messages call it.
    """

    main: str
    shown: str
    formats: tuple[str, ...]
    files: dict[str, bytes]
    forms: dict[str, bytes]
    version: str
    engine: str = ""
    fonts: str = ""


class Returned(Struct, frozen=True):
    """What comes back: the words, and the documents by format."""

    result: Result
    files: dict[str, bytes]
    draft: bool


def on_cluster(address: str, jobs: Sequence[Job]) -> Iterator[Done]:
    """The results as they come from the cluster at ``address``, each written and recorded here.

    Raises CommandError where there is no such cluster, or no worker on it.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise CommandError(
            "用 --cluster 要先装 distributed：.venv/bin/pip install distributed"
        ) from error
    try:
        client = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise CommandError(
            f"连不上集群 {address}：检查地址（如 tcp://主机:8786），和 dask scheduler 是否在运行"
        ) from error
    with client:
        workers: dict[str, int] = client.nthreads()  # type: ignore[no-untyped-call]
        if not workers:
            raise CommandError(f"集群 {address} 上没有工作进程：先在各台机器上运行 dask worker")
        stay: list[Job] = []
        with _watched(client):
            yield from _sent(client, jobs, stay, max(AT_LEAST, AHEAD * sum(workers.values())))
    for job in stay:
        yield job, recorded(job)


_NO_WORKERS = "集群上没有工作进程了：等新的加入后接着做。不等就按 Ctrl-C，做完的下次不再做。"


@contextmanager
def _watched(client: Cluster) -> Iterator[None]:
    """Say it when no worker is left: the run waits for new ones, and would do so without a word."""
    over = threading.Event()

    def watch() -> None:
        alone = False
        while not over.wait(LOOK):
            with suppress(Exception):  # a scheduler that is gone is told by what waits for it
                left = bool(client.nthreads())
                if not left and not alone:
                    print(_NO_WORKERS, file=sys.stderr, flush=True)
                alone = not left

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _sent(client: Cluster, jobs: Sequence[Job], stay: list[Job], most: int) -> Iterator[Done]:
    """The results of the jobs that can be sent, never more than ``most`` under way.

    The others go to ``stay``.
    """
    executor = client.get_executor(pure=False, retries=AGAIN)

    def submit(packed: Packed) -> Future[Returned]:
        future: Future[Returned] = executor.submit(work, packed[2])
        return future

    with closing(finished(_packed(jobs, stay), submit, most)) as futures:
        for (job, before, _), future in futures:
            yield job, guarded(job.path, partial(_arrived, job, future, before))


Packed = tuple[Job, Sequence[Source], Parcel]


def _packed(jobs: Sequence[Job], stay: list[Job]) -> Iterator[Packed]:
    """The jobs that can be sent, as they are asked for; the others go to ``stay``."""
    for job in jobs:
        try:
            before = sources(job.path, job.roots)
            parcel = pack(job)
        except Exception:  # whatever it is, it is told where the job is made
            parcel = None
        if parcel is None:
            stay.append(job)
        else:
            yield job, before, parcel


def pack(job: Job) -> Parcel | None:
    """A job as a parcel; None for one that has to be made here.

    It names files of other folders (which were allowed here), is a link out of its folder, wants
    the typefaces of this machine, or names a form that is not there.
    """
    path = Path(os.path.relpath(job.path))
    files = data_files(path)
    if any(map(leads_out, files)) or _wants_own_fonts(job, files):
        return None
    home = Path(os.path.abspath(path.parent))
    absolute = [Path(os.path.abspath(file)) for file in files]
    if not all(file.is_relative_to(home) for file in absolute):
        return None
    if not form_folders(path, job.roots):
        return None
    names = [file.relative_to(home).as_posix() for file in absolute]
    forms = forms_of(files, job.roots)
    return Parcel(
        main=path.name,
        shown=str(job.path),
        formats=job.formats,
        engine=job.engine,
        fonts=job.fonts,
        files={
            name: file.read_bytes()
            for name, file in zip(names, files, strict=True)
            if is_file(file)
        },
        forms={
            f"{folder.name}/{file.name}": file.read_bytes()
            for folder in forms
            for file in folder.iterdir()
            if file.is_file()
        },
        version=version_of(),
    )


def _wants_own_fonts(job: Job, files: Sequence[Path]) -> bool:
    """Whether a document may take the typefaces of this machine, which no other has for certain."""
    if job.fonts:
        return job.fonts == MACHINE_FONTS
    marks = [MACHINE_FONTS.encode(encoding) for encoding in ("utf-8", "gb18030", "utf-16-le")]
    return any(mark in file.read_bytes() for file in files if is_file(file) for mark in marks)


def work(parcel: Parcel) -> Returned:
    """Make the documents of a parcel, on the machine of a worker.

    A worker with another version of the program or other fonts makes none; the result says so.
    """
    if version_of() != parcel.version:
        return _refused(
            parcel,
            "工作进程上的 juesuan 或程序库与这里的不同，印出来会不一样；在各台机器上装同一版本",
        )
    from generator.pipeline.produce import make

    # The layout engine is for one document at a time: several threads of a worker take turns.
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
            documents = make(
                path,
                parcel.formats,
                lambda _step: None,
                roots=roots,
                engine=parcel.engine,
                fonts=parcel.fonts,
            )
            contents.update(documents.files)
            drafts.append(documents.draft)
            return result_of(documents.checked, documents.unit, documents.year)

        result = guarded(path, made)
        return Returned(_at_home(result, str(path), parcel.shown), contents, any(drafts))


def _refused(parcel: Parcel, why: str) -> Returned:
    """What comes back of a parcel of which nothing was made."""
    name = PurePath(parcel.main).stem
    result = Result(name, "—", failed=True, error=f"{parcel.shown}：{why}", code=CRASH)
    return Returned(result, {}, draft=False)


def _at_home(result: Result, there: str, here: str) -> Result:
    """The result with the paths of the machine that sent the parcel.

    The data file is ``there`` on the worker's machine, ``here`` on the other.
    """
    folder_there = os.path.join(os.path.dirname(there), "")
    folder_here = os.path.join(os.path.dirname(here), "")

    def localized(text: str) -> str:
        return text.replace(there, here).replace(folder_there, folder_here)

    return replace(
        result,
        findings=tuple(map(localized, result.findings)),
        transfers=localized(result.transfers),
        error=localized(result.error),
    )


def _arrived(job: Job, future: Future[Returned], before: Sequence[Source]) -> Result:
    """Write and record what came back of a job; ``before`` are its sources when it was sent."""
    from generator.pipeline.produce import place

    try:
        returned = future.result()
    except Exception as error:
        reason = _lost(error)
        if not reason:
            raise
        name = printable(job.path.stem)
        return Result(name, "—", failed=True, error=f"{job.path}：{reason}", code=CRASH)
    if returned.result.error:
        return returned.result
    placed = place(
        job.path.stem,
        job.output,
        returned.files,
        data_files(job.path),
        draft=returned.draft,
        ours=partial(left, job),
    )
    result = replace(
        returned.result,
        files=tuple(map(str, placed.paths)),
        stale=tuple(map(str, placed.stale)),
        aside=tuple(printable(put.line) for put in placed.aside),
    )
    keep(job, result, before)
    return result


def _lost(error: Exception) -> str:
    """Why nothing came back, where it is the cluster's fault; else ""."""
    from distributed import KilledWorker
    from distributed.comm.core import CommClosedError

    if isinstance(error, KilledWorker):
        return (
            f"{AGAIN + 1} 个工作进程先后在做它的时候断了，多半是内存不够。"
            "→ 把 dask worker 的 --memory-limit 加大，或不用 --cluster 单独生成它"
        )
    if isinstance(error, ImportError | AttributeError) or "deserializ" in str(error):
        return (
            "工作进程或调度机上没有装 juesuan，或不是同一版本。"
            "→ 在各台机器上装同一版本，从程序的文件夹里启动 dask"
        )
    if isinstance(error, CancelledError | CommClosedError | TimeoutError):
        return "和集群的连接断了。→ 检查 dask scheduler 是否还在运行，再运行一次；做完的不再做"
    return ""
