"""A figure of this year beside last year's, with the reason for the change."""

from __future__ import annotations

from msgspec import Struct

from generator.ledger.figure import Earlier, Figure, difference
from generator.ledger.last_year import LastFigures
from generator.reading.nodes import Scalar


class Compared(Struct, frozen=True):
    """A figure beside last year's, the reason for the change, and the path where the reason belongs."""

    数: Figure
    上年: Earlier
    原因: Scalar | None
    路径: tuple[str, ...]


def compared(
    key: str, now: Figure, last: LastFigures, reason: Scalar | None, before: Compared | None
) -> Compared:
    """A total beside last year's. Without a reason of its own it takes the earlier one's, when both changed by the same amount."""
    then = last.total(key, f"上年{key}")
    if reason is None and before and isinstance(then, Figure) and isinstance(before.上年, Figure):
        same = difference("", now, then).value == difference("", before.数, before.上年).value
        reason = before.原因 if same else None
    return Compared(now, then, reason, ("变动原因", key))
