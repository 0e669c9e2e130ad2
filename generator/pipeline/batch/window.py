"""Jobs under way elsewhere, only so many at a time.

Neither what is sent nor what comes back piles up, however long the run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import islice
from typing import TypeVar

J = TypeVar("J")
R = TypeVar("R")


def finished(
    jobs: Iterable[J], submit: Callable[[J], Future[R]], most: int
) -> Generator[tuple[J, Future[R]], None, None]:
    """Each job with its finished future, as they come; never more than ``most`` are under way.

    Close it, and what has not begun does not begin.
    """
    coming = iter(jobs)
    under_way: dict[Future[R], J] = {}
    try:
        while True:
            for job in islice(coming, most - len(under_way)):
                under_way[submit(job)] = job
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                yield under_way.pop(future), future
    finally:
        for future in under_way:
            future.cancel()
