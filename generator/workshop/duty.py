"""What a duty is: one thing that a document has to say, and how it is looked for in the samples."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from generator.ledger.figure import Earlier, Figure, difference
from generator.workshop.probe import Probe

FULL, EMPTY, INSTITUTION = "全", "空", "事业"
"""The samples: one with everything, one with next to nothing, and a 事业单位."""
Samples = Mapping[str, Probe]
"""A form tried out on each sample, by the sample's name."""
Lacking = Callable[[Samples], Iterable[str]]
"""Gives the names of what the document does not say; empty names count for nothing."""


class Duty(Struct, frozen=True):
    """One thing that a document has to say.

    ``source``: as in a rule. ``sample``: the sample on which it is tried out.
    ``since``: the first year for which it holds, 0 for all.
    """

    source: str
    title: str
    lacking: Lacking
    sample: str = FULL
    since: int = 0


def in_full_sample(lacking: Callable[[Probe], Iterable[str]]) -> Lacking:
    """What is lacking in the document of the sample that has everything."""
    return lambda samples: lacking(samples[FULL])


def change(now: Earlier, then: Earlier) -> Figure | None:
    """The difference of two figures; None where either of them is not there."""
    if isinstance(now, Figure) and isinstance(then, Figure):
        return difference("比上年增减", now, then)
    return None
