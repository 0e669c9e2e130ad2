"""Jobs on several processes of this machine. Workers start once, with everything loaded; one that breaks takes only its own job with it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import TypeVar

MEMORY = 450 * 2**20
"""What one worker takes at most with a long document (docs/性能.md), so that a small machine is not filled."""
DOCUMENTS = 100
"""When each worker has made so many documents, all give way to new ones: whatever a library holds on to is given back. (The executor's own
max_tasks_per_child can stop for ever when its workers are replaced: known of Python 3.11.)"""
PRELOAD = ["generator.cli.produce", "generator.cli.batch.one", "generator.writers.pdf", "generator.writers.docx", "generator.writers.html", "weasyprint"]

J = TypeVar("J")
R = TypeVar("R")


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


def in_processes(jobs: Sequence[J], workers: int, make: Callable[[J], R], lost: Callable[[J], R]) -> Iterator[tuple[J, R]]:
    """The results as they come, from ``workers`` processes; ``lost`` says what a job comes to whose worker was killed.

    After Ctrl-C no job begins, and those that have begun are finished: nothing is left half written.
    """
    for start in range(0, len(jobs), workers * DOCUMENTS):
        yield from _in_one_pool(jobs[start : start + workers * DOCUMENTS], workers, make, lost)


def _in_one_pool(jobs: Sequence[J], workers: int, make: Callable[[J], R], lost: Callable[[J], R]) -> Iterator[tuple[J, R]]:
    waiting = dict(enumerate(jobs))
    try:
        with _pool(min(workers, len(jobs))) as pool:
            futures = {pool.submit(make, job): number for number, job in waiting.items()}
            try:
                for future in as_completed(futures):
                    result = future.result()
                    yield waiting.pop(futures[future]), result
            finally:
                for future in futures:
                    future.cancel()
    except BrokenProcessPool:
        # Which job broke its worker is not known: each that is left is tried alone, and only that one is lost.
        for job in waiting.values():
            yield job, _alone(job, make, lost)


def _alone(job: J, make: Callable[[J], R], lost: Callable[[J], R]) -> R:
    try:
        with _pool(1) as pool:
            return pool.submit(make, job).result()
    except BrokenProcessPool:
        return lost(job)


KILLED = "生成它的进程被系统中止了，多半是内存不够。关掉别的程序，或加 -j 1 再试。"
"""What there is to say of a job whose worker was killed."""


def _pool(workers: int) -> ProcessPoolExecutor:
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOAD)
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_quiet)


def _quiet() -> None:
    """Ctrl-C is for the run, which lets its workers finish."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
