"""What somebody waits for goes before what is tried out meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

_LONGEST = 5
"""Seconds after which what gives way goes on all the same."""


class Precedence:
    """Two kinds of work on one file: what is in haste, and what gives way to it from time to time.
    Threads of one process share its processor, however many the machine has."""

    def __init__(self) -> None:
        self._in_haste = 0
        self._changed = Condition()

    @contextmanager
    def haste(self) -> Iterator[None]:
        """While somebody waits for this."""
        with self._changed:
            self._in_haste += 1
        try:
            yield
        finally:
            with self._changed:
                self._in_haste -= 1
                self._changed.notify_all()

    def give_way(self) -> None:
        """Wait until nobody is in haste, but not for long."""
        with self._changed:
            self._changed.wait_for(lambda: not self._in_haste, _LONGEST)
