"""What no line tells: 科目 that a total may hold beside those that were read. A total is not the amount of the one 科目 that happens to be known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.importing.declared import Keys
from generator.importing.evidence import Seen
from generator.importing.solve import Variable

_MARK = "-"


def gaps_of(seen: Iterable[Seen]) -> list[str]:
    """A 科目 without a code under everything, and under each 类 and 款 that a table has: “-”, “201-”, “20103-”."""
    above = {code for one in seen for code in one.keys.get("功能科目", ()) if len(code) < 7}
    return [_MARK, *(f"{code}{_MARK}" for code in sorted(above))]


def is_gap(code: str) -> bool:
    """Whether a 科目 stands for those that no line tells."""
    return code.endswith(_MARK)


def open_gaps(
    keys: Sequence[str], gaps: Iterable[Variable], seen: Iterable[Seen]
) -> list[Variable]:
    """The gaps that no table closes by listing all its 科目."""
    closing = [one for one in seen if "功能科目" in one.without]
    return [
        gap
        for gap in gaps
        if not any(_closes(one, dict(zip(keys, gap, strict=True))) for one in closing)
    ]


def _closes(one: Seen, gap: dict[str, str]) -> bool:
    return _within(one.keys, gap) and not gap["功能科目"].startswith(one.without["功能科目"])


def _within(keys: Keys, gap: dict[str, str]) -> bool:
    return (
        all(
            key not in gap or key == "功能科目" or gap[key] in values
            for key, values in keys.items()
        )
        and "功能科目" not in keys
    )
