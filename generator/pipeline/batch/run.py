"""A whole run: what changed is made, the rest is taken from the records, and everything is told in the order of the files."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from generator.pipeline.batch.job import Done, Job
from generator.pipeline.batch.one import guarded, killed, run
from generator.pipeline.batch.pool import in_processes
from generator.pipeline.batch.record import forget, keep, now, unchanged
from generator.pipeline.batch.result import Result

Elsewhere = Callable[[Sequence[Job]], Iterator[Done]]
"""A way to make jobs on other machines."""


class Manner(Struct, frozen=True):
    """How a run is made: on how many processes, whether the records count, and whether on other machines."""

    workers: int = 1
    force: bool = False
    elsewhere: Elsewhere | None = None


def run_all(jobs: Sequence[Job], manner: Manner, tell: Callable[[Result], None]) -> list[Result]:
    """All results in the order of the jobs; each is told as soon as all before it are there. Raises KeyboardInterrupt when the user stops the run."""
    forget()
    results: dict[int, Result] = {}
    told = 0

    def settle(job: Job, result: Result) -> None:
        nonlocal told
        results[job.number] = result
        while told < len(jobs) and jobs[told].number in results:
            tell(results[jobs[told].number])
            told += 1

    waiting = []
    for job in jobs:
        kept = None if manner.force else unchanged(job)
        if kept is None:
            waiting.append(job)
        else:
            settle(job, kept)
    if 0 < len(waiting) < len(jobs):
        _say(f"{len(jobs) - len(waiting)} 份没有变动，要生成 {len(waiting)} 份")
    for job, result in _made(waiting, manner):
        settle(job, result)
    return [results[job.number] for job in jobs]


def _made(jobs: Sequence[Job], manner: Manner) -> Iterator[Done]:
    if manner.elsewhere is not None and jobs:
        yield from _counted(manner.elsewhere(jobs), len(jobs), manner.workers)
    elif min(manner.workers, len(jobs)) > 1:
        yield from _counted(
            in_processes(jobs, manner.workers, recorded, killed), len(jobs), manner.workers
        )
    else:
        for count, job in enumerate(jobs, 1):
            yield job, recorded(job, partial(_step, f"[{count}/{len(jobs)}] {job.path.stem}"))


def _step(which: str, step: str) -> None:
    _say(f"{which}：{step}")


def recorded(job: Job, steps: Callable[[str], None] = lambda _step: None) -> Result:
    """Make a job and keep what came of it, in the process that makes it: a run that is killed has all that was finished."""

    def made() -> Result:
        before = now(job)
        result = run(job, steps)
        keep(job, result, before)
        return result

    return guarded(job.path, made)


def _counted(done: Iterator[Done], whole: int, workers: int) -> Iterator[Done]:
    """Say how far the run is, and how long it will take: once each worker has made two, so that what is under way no longer counts for much."""
    start = time.perf_counter_ns()
    enough = max(2 * workers, whole // 20)
    for count, (job, result) in enumerate(done, 1):
        left = (time.perf_counter_ns() - start) * (whole - count) // (count * 10**9)
        _say(
            f"[{count}/{whole}] {job.path.stem}：{'没有生成' if result.trouble else '完成'}{_rest(left) if enough <= count < whole else ''}"
        )
        yield job, result


def _rest(seconds: int) -> str:
    return (
        f"；还要约 {(seconds + 30) // 60} 分钟"
        if seconds > 90
        else f"；还要约 {max(seconds, 1)} 秒"
    )


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
