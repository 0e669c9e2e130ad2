"""The order on the shelf: by year, the newest first; within a year each 部门 with its units; whoever stands alone, 部门 or unit, last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.site.entry import Entry

ALONE = "其他部门、单位"
"""The heading of those that stand alone."""


@dataclass(frozen=True, slots=True)
class Group:
    """A 部门 and its units, or (``name`` is "") those that stand on their own. ``whole`` is None while the 部门's own document is not published."""

    name: str
    whole: Entry | None
    units: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, the 部门 first."""
        return (*((self.whole,) if self.whole else ()), *self.units)


@dataclass(frozen=True, slots=True)
class Year:
    """A year's shelf."""

    year: int
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many documents there are."""
        return sum(len(group.entries) for group in self.groups)


def in_order(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """All entries in the order of the shelf: so the figures stand in it too."""
    return tuple(entry for year in shelf(entries) for group in year.groups for entry in group.entries)


def shelf(entries: Sequence[Entry]) -> tuple[Year, ...]:
    """Years, 部门, units. Names stand in the order of their characters' codes, which is the same on every machine."""
    years = sorted({entry.年度 for entry in entries}, reverse=True)
    return tuple(Year(year, _groups([entry for entry in entries if entry.年度 == year])) for year in years)


def _groups(entries: Sequence[Entry]) -> tuple[Group, ...]:
    count = Counter(entry.部门 for entry in entries if entry.部门)
    # A 部门 of one document needs no heading over its one line; a single unit of a 部门 that is not published yet does.
    lone = {entry.部门 for entry in entries if count[entry.部门] == 1 and entry.部门 == entry.单位}
    names = sorted(set(count) - lone)
    rest = [entry for entry in entries if not entry.部门 or entry.部门 in lone]
    groups = [_group(name, [entry for entry in entries if entry.部门 == name]) for name in names]
    return (*groups, *([_group("", rest)] if rest else []))


def _group(name: str, entries: Sequence[Entry]) -> Group:
    whole = next((entry for entry in entries if name and entry.口径 == "部门" and entry.单位 == name), None)
    units = sorted((entry for entry in entries if entry is not whole), key=lambda entry: (entry.单位, entry.stem))
    return Group(name, whole, tuple(units))


def other_years(entry: Entry, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The same unit in other years, the newest first."""
    same = [one for one in entries if one.单位 == entry.单位 and one.口径 == entry.口径 and one.年度 != entry.年度]
    return tuple(sorted(same, key=lambda one: -one.年度))
