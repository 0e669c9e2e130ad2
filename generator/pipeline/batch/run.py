"""A whole run: what changed is made, the rest is taken from the records, and all results are told
in the order of the files.
"""

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


class RunOptions(Struct, frozen=True):
    """How a run is made.

    On how many processes, whether all is made again in spite of the records, and whether on other
    machines.
    """

    workers: int = 1
    force: bool = False
    elsewhere: Elsewhere | None = None


def run_all(
    jobs: Sequence[Job], run_options: RunOptions, report: Callable[[Result], None]
) -> list[Result]:
    """All results in the order of the jobs.

    ``report`` is given each as soon as all before it are there. Raises KeyboardInterrupt when the
    user stops the run.
    """
    forget()
    results: dict[int, Result] = {}
    next_to_report = 0

    def settle(job: Job, result: Result) -> None:
        nonlocal next_to_report
        results[job.number] = result
        while next_to_report < len(jobs) and jobs[next_to_report].number in results:
            report(results[jobs[next_to_report].number])
            next_to_report += 1

    waiting = []
    for job in jobs:
        recorded_result = None
        if not run_options.force:
            recorded_result = unchanged(job)
        if recorded_result is None:
            waiting.append(job)
        else:
            settle(job, recorded_result)
    if 0 < len(waiting) < len(jobs):
        _say(f"{len(jobs) - len(waiting)} 份没有变动，要生成 {len(waiting)} 份")
    for job, result in _made(waiting, run_options):
        settle(job, result)
    return [results[job.number] for job in jobs]


def _made(jobs: Sequence[Job], run_options: RunOptions) -> Iterator[Done]:
    """The jobs with their results as they are made: elsewhere, on several processes, or here."""
    if run_options.elsewhere is not None and jobs:
        yield from _counted(run_options.elsewhere(jobs), len(jobs), run_options.workers)
    elif min(run_options.workers, len(jobs)) > 1:
        done = in_processes(jobs, run_options.workers, recorded, killed)
        yield from _counted(done, len(jobs), run_options.workers)
    else:
        for count, job in enumerate(jobs, 1):
            yield job, recorded(job, partial(_step, f"[{count}/{len(jobs)}] {job.path.stem}"))


def _step(which: str, step: str) -> None:
    _say(f"{which}：{step}")


def recorded(job: Job, steps: Callable[[str], None] = lambda _step: None) -> Result:
    """Make a job and record its result, in the process that makes it.

    So a run that is killed has the records of all that was finished.
    """

    def made() -> Result:
        before = now(job)
        result = run(job, steps)
        keep(job, result, before)
        return result

    return guarded(job.path, made)


def _counted(done: Iterator[Done], total: int, workers: int) -> Iterator[Done]:
    """Say after each of ``total`` jobs how far the run is, and how long it will still take.

    The time is first told when each worker has made two: by then what is under way no longer
    counts for much.
    """
    start = time.perf_counter_ns()
    enough = max(2 * workers, total // 20)
    for count, (job, result) in enumerate(done, 1):
        line = f"[{count}/{total}] {job.path.stem}：{'没有生成' if result.error else '完成'}"
        if enough <= count < total:
            elapsed = time.perf_counter_ns() - start
            line += _time_left(elapsed * (total - count) // (count * 10**9))
        _say(line)
        yield job, result


def _time_left(seconds: int) -> str:
    if seconds > 90:
        return f"；还要约 {(seconds + 30) // 60} 分钟"
    return f"；还要约 {max(seconds, 1)} 秒"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
