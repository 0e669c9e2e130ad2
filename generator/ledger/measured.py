"""A figure beside what the document sets it against."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from generator.ledger.figure import Earlier, Known


class Measured(Struct, frozen=True):
    """A figure and what the text sets it against; None where it sets it against nothing.

    ``others`` are further sums of which it may be said to be a share. ``twins`` are the other
    figures that may go by the same name, each under a name of its own.
    """

    now: Known
    budget: Mapping[str, Known] = field(default_factory=dict)
    last: Earlier | None = None
    whole: Known | None = None
    others: tuple[Known, ...] = ()
    twins: tuple[tuple[str, Measured], ...] = ()

    @property
    def wholes(self) -> tuple[Known, ...]:
        """All sums of which it may be a share, the usual one first."""
        if self.whole is None:
            return self.others
        return self.whole, *self.others
