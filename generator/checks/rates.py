"""How often a rule fired on published documents and right examples, and how often rightly
(noise.csv, by tools/noise.py)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

TABLE = Path(__file__).parent / "noise.csv"
_FEW = 5
_BY_REASON = "次数太少，不能算比例，级别按上面的道理定。"


class Rate(Struct, frozen=True):
    """The counts of one rule: files, findings and right findings, of published documents and of
    examples."""

    published: int
    fired: int
    right: int
    examples: int
    fired_there: int
    right_there: int

    @property
    def words(self) -> str:
        """The counts in words; with few findings, what the level goes by."""
        if not self.fired and not self.fired_there:
            return (
                f"在 {self.published} 份公开件、{self.examples} 份例子里都没有出现，"
                "级别按上面的道理定。"
            )
        text = f"在 {self.published} 份公开件里出现 {self.fired} 次，其中对的 {self.right} 次"
        there = ""
        if self.fired_there:
            there = (
                f"；在 {self.examples} 份例子里出现 {self.fired_there} 次，"
                f"其中对的 {self.right_there} 次"
            )
        if self.fired + self.fired_there >= _FEW:
            return f"{text}{there}。"
        return f"{text}{there}。{_BY_REASON}"


@lru_cache(maxsize=1)
def rates() -> dict[str, Rate]:
    """The rate of every rule that was there when the table was made."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))[1:]
    return {row[0]: Rate(*map(int, row[1:7])) for row in rows}


def rate_of(rule: str) -> str:
    """What there is to say of a rule's rate; "" for a rule that is newer than the table."""
    rate = rates().get(rule)
    if rate is None:
        return ""
    return rate.words
