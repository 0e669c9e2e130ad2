"""Jobs on several processes of this machine. Workers start once, with everything loaded; one that breaks takes only its own job with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from generator.cli import CRASH
from generator.cli.batch.one import Job, run
from generator.cli.batch.result import Result

MEMORY = 450 * 2**20
"""What one worker takes at most with a long document (docs/性能.md), so that a small machine is not filled."""
DOCUMENTS = 100
"""A worker that has made so many documents gives way to a new one: whatever a library holds on to is given back."""
PRELOAD = ["generator.cli.produce", "generator.cli.batch.one", "generator.writers.pdf", "generator.writers.docx", "generator.writers.html", "weasyprint"]

Done = tuple[Job, Result]
Make = Callable[[Job], Result]


def cores() -> int:
    """The cores that this process may use, as far as there is memory for a worker on each."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = _free_memory()
    return max(1, min(available, free // MEMORY) if free else available)


def _free_memory() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        return 0


def in_processes(jobs: Sequence[Job], workers: int, make: Make = run) -> Iterator[Done]:
    """The results as they come, from ``workers`` processes. After Ctrl-C no job begins, and those that have begun are finished: nothing is left half written."""
    left = list(jobs)
    while left:
        done: set[int] = set()
        try:
            with _pool(min(workers, len(left))) as pool:
                for job, result in drain(pool, left, make):
                    done.add(job.number)
                    yield job, result
            return
        except BrokenProcessPool:
            left = [job for job in left if job.number not in done]
            # Which job broke its worker is not known: each is tried alone, and only that one is lost.
            for job in left:
                yield job, _alone(job, make)
            return


def drain(pool: Executor, jobs: Sequence[Job], make: Make) -> Iterator[Done]:
    """Hand jobs to an executor and give results as they come. Raises what the executor raises."""
    waiting: dict[Future[Result], Job] = {pool.submit(make, job): job for job in jobs}
    try:
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    finally:
        for future in waiting:
            future.cancel()


def _alone(job: Job, make: Make) -> Result:
    try:
        with _pool(1) as pool:
            return pool.submit(make, job).result()
    except BrokenProcessPool:
        return Result(
            job.path.stem, "—", failed=True, code=CRASH, trouble=f"{job.path}：生成它的进程被系统中止了，多半是内存不够。关掉别的程序，或加 -j 1 再试。"
        )


def _pool(workers: int) -> ProcessPoolExecutor:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOAD)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_quiet, max_tasks_per_child=DOCUMENTS)


def _quiet() -> None:
    """Ctrl-C is for the run, which lets its workers finish."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
