"""Jobs on several processes of this machine.

Workers start once, with everything loaded; a worker that breaks takes only its own job with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from itertools import islice
from multiprocessing import forkserver
from pathlib import Path
from types import FrameType
from typing import TypeVar

from generator.pipeline.batch.window import finished
from generator.pipeline.garbage_collection import collect_rarely

MEMORY = 600 * 2**20
"""What one worker takes at most with a long document (docs/性能.md).

So a small machine is not filled.
"""
DOCUMENTS = 100
"""When each worker has made so many documents, all give way to new ones.

Whatever a library holds on to is given back. (The executor's own max_tasks_per_child can stop for
ever when its workers are replaced: known of Python 3.11.)
"""
AHEAD = 2
"""Jobs under way for each worker: one that it makes, and one that waits for it."""
MOST_ON_WINDOWS = 60
"""Windows waits for so many processes at most (61, says the executor), whatever cores there are."""
PRELOAD = [
    "generator.pipeline.produce",
    "generator.pipeline.batch.one",
    "generator.writers.pdf",
    "generator.writers.docx",
    "generator.writers.html",
]

J = TypeVar("J")
R = TypeVar("R")


def cores() -> int:
    """The cores that this process may use, as far as there is memory for a worker on each."""
    available = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    if sys.platform == "win32":
        available = min(available, MOST_ON_WINDOWS)
    free = free_memory()
    return max(1, min(available, free // MEMORY) if free else available)


def free_memory() -> int:
    """Bytes of memory that nobody uses; 0 where the system does not say."""
    if sys.platform == "win32":
        return _free_memory_of_windows()
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(
            int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")
        )
    except (OSError, StopIteration, ValueError):
        return 0


def _free_memory_of_windows() -> int:
    import ctypes

    # MEMORYSTATUSEX: its length, the load in percent, then seven sizes; the second is what is free.
    status = (ctypes.c_uint64 * 8)()
    status[0] = ctypes.sizeof(status)
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    succeeded = kernel.GlobalMemoryStatusEx(ctypes.byref(status))
    if not succeeded:
        return 0
    return int(status[2])


def in_processes(
    jobs: Sequence[J], workers: int, make: Callable[[J], R], lost: Callable[[J], R]
) -> Iterator[tuple[J, R]]:
    """The results as they come, from ``workers`` processes.

    ``lost`` gives the result of a job whose worker was killed.

    After Ctrl-C those that are under way are finished, and no other begins: nothing is left half
    written.
    """
    left = dict(enumerate(jobs))
    while left:
        begun: list[int] = []
        try:
            yield from _together(left, workers, make, begun)
        except BrokenProcessPool:
            # Which job broke its worker is not known: each that was under way is tried alone, and
            # only that job is lost.
            suspects = [left.pop(number) for number in begun if number in left]
            alone = [_alone(job, make) for job in suspects]
            if None not in alone:
                # None of them by itself: together they were too much for the memory.
                workers = max(1, workers // 2)
            for job, result in zip(suspects, alone, strict=True):
                if result is None:
                    yield job, lost(job)
                else:
                    yield job, result[0]


def _together(
    left: dict[int, J], workers: int, make: Callable[[J], R], begun: list[int]
) -> Iterator[tuple[J, R]]:
    """Results of what one set of workers makes of what is ``left``, each taken out of it.

    ``begun`` gets the number of each job that is handed over. Raises BrokenProcessPool.
    """
    numbers = tuple(islice(left, workers * DOCUMENTS))
    with _pool(min(workers, len(numbers))) as pool:

        def submit(number: int) -> Future[R]:
            begun.append(number)
            return _handed(pool, make, left[number])

        with closing(finished(numbers, submit, AHEAD * workers)) as futures:
            try:
                for number, future in futures:
                    result = future.result()
                    yield left.pop(number), result
            except KeyboardInterrupt:
                print(
                    "正在停止：手上的几份做完就停；再按一次 Ctrl-C，马上就停。",
                    file=sys.stderr,
                    flush=True,
                )
                with _on_ctrl_c(_at_once):
                    pool.shutdown(cancel_futures=True)
                raise


def _alone(job: J, make: Callable[[J], R]) -> tuple[R] | None:
    """The result of a job in a process of its own; None when that is killed, too."""
    try:
        with _pool(1) as pool:
            return (_handed(pool, make, job).result(),)
    except BrokenProcessPool:
        return None


def _handed(pool: ProcessPoolExecutor, make: Callable[[J], R], job: J) -> Future[R]:
    """Hand a job over. Raises KeyboardInterrupt for Ctrl-C meanwhile, once that is done."""
    # A worker may be started here. A run that leaves it half started does not wait for it, and it
    # complains in English when it comes to life.
    heard: list[int] = []
    with _on_ctrl_c(lambda *_: heard.append(1)):
        future = pool.submit(make, job)
    if heard:
        raise KeyboardInterrupt
    return future


KILLED = "生成它的进程被系统中止了，多半是内存不够。关掉别的程序，或加 -j 1 再试。"
"""What there is to say of a job whose worker was killed."""


def _pool(workers: int) -> ProcessPoolExecutor:
    """A set of workers, which start when they are given work."""
    method = "spawn"
    if "forkserver" in multiprocessing.get_all_start_methods():
        method = "forkserver"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(PRELOAD)
        # What is started now never hears Ctrl-C, not even while it loads what it needs: that is for
        # the run, which lets its workers finish.
        with _on_ctrl_c(signal.SIG_IGN):
            forkserver.ensure_running()
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


@contextmanager
def _on_ctrl_c(
    handler: Callable[[int, FrameType | None], object] | signal.Handlers,
) -> Iterator[None]:
    """What happens on Ctrl-C meanwhile. Only the main thread hears it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _at_once(_number: int, _frame: FrameType | None) -> None:
    """Ctrl-C once more: what the workers are at is made again by the next run."""
    for worker in multiprocessing.active_children():
        worker.kill()


def _begin() -> None:
    """Prepare a worker: Ctrl-C is for the process that started it, with which it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
    threading.Thread(target=_end_with_the_run, daemon=True).start()


def _end_with_the_run() -> None:
    """End this worker when its run is killed.

    Such a run tells its workers nothing; they would wait for work, and hold their memory, for ever.
    """
    run = multiprocessing.parent_process()
    if run is not None:
        run.join()
        os._exit(1)
