"""What no line tells: 科目 that a total may hold beside those that were read.

A total is not the amount of the one 科目 that happens to be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.importing.declared import Keys
from generator.importing.evidence import Observation
from generator.importing.solve import Variable

_MARK = "-"


def gaps_of(observations: Iterable[Observation]) -> list[str]:
    """A 科目 without a code under everything, and under each 类 and 款 that a table has.

    They are written “-”, “201-”, “20103-”.
    """
    above = {
        code
        for observation in observations
        for code in observation.keys.get("功能科目", ())
        if len(code) < 7
    }
    return [_MARK, *(f"{code}{_MARK}" for code in sorted(above))]


def is_gap(code: str) -> bool:
    """Whether a 科目 stands for those that no line tells."""
    return code.endswith(_MARK)


def open_gaps(
    keys: Sequence[str], gaps: Iterable[Variable], observations: Iterable[Observation]
) -> list[Variable]:
    """The gaps that no table closes by listing all its 科目."""
    closing = [observation for observation in observations if "功能科目" in observation.without]
    return [
        gap
        for gap in gaps
        if not any(
            _closes(observation, dict(zip(keys, gap, strict=True))) for observation in closing
        )
    ]


def _closes(observation: Observation, gap: dict[str, str]) -> bool:
    """Whether an amount of all 科目 but some leaves nothing for a gap."""
    return _within(observation.keys, gap) and not gap["功能科目"].startswith(
        observation.without["功能科目"]
    )


def _within(keys: Keys, gap: dict[str, str]) -> bool:
    """Whether the keys of an amount, which names no 科目, select a gap."""
    if "功能科目" in keys:
        return False
    return all(key not in gap or gap[key] in values for key, values in keys.items())
