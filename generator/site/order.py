"""The order on the site: by year, the newest first; within a year each 部门 with its units.

Whoever stands alone, 部门 or unit, comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.site.summary import UnitSummary

ALONE = "其他部门、单位"
"""The heading of those that stand alone."""


class DepartmentGroup(Struct, frozen=True):
    """A 部门 and its units, or (``name`` is "") those that stand on their own.

    ``department`` is the 部门 itself, None while its own document is not published.
    """

    name: str
    department: UnitSummary | None
    units: tuple[UnitSummary, ...]

    @property
    def summaries(self) -> tuple[UnitSummary, ...]:
        """All of them, the 部门 first."""
        if self.department is None:
            return self.units
        return (self.department, *self.units)


class Year(Struct, frozen=True):
    """What stands on the site of one year."""

    year: int
    groups: tuple[DepartmentGroup, ...]

    @property
    def count(self) -> int:
        """How many documents there are."""
        return sum(len(group.summaries) for group in self.groups)


def site_years(summaries: Iterable[UnitSummary]) -> tuple[Year, ...]:
    """Years, 部门, units.

    Names stand in the order of their characters' codes, which is the same on every machine.
    """
    years: dict[int, list[UnitSummary]] = {}
    for summary in summaries:
        years.setdefault(summary.年度, []).append(summary)
    return tuple(Year(year, _groups(years[year])) for year in sorted(years, reverse=True))


def _groups(summaries: Sequence[UnitSummary]) -> tuple[DepartmentGroup, ...]:
    by_name: dict[str, list[UnitSummary]] = {}
    for summary in summaries:
        by_name.setdefault(summary.部门, []).append(summary)
    alone = by_name.pop("", [])
    # A 部门 of one document needs no heading over its one line; a single unit of a 部门 that is not
    # published yet does.
    for name, members in list(by_name.items()):
        if len(members) == 1 and members[0].单位 == name:
            alone += by_name.pop(name)
    groups = [_group(name, by_name[name]) for name in sorted(by_name)]
    if alone:
        groups.append(_group("", alone))
    return tuple(groups)


def _group(name: str, summaries: Sequence[UnitSummary]) -> DepartmentGroup:
    department = None
    if name:
        department = next((summary for summary in summaries if summary.is_department(name)), None)
    units = [summary for summary in summaries if summary is not department]
    units.sort(key=lambda summary: (summary.单位, summary.标识))
    return DepartmentGroup(name, department, tuple(units))


Series = Mapping[tuple[str, str], tuple[UnitSummary, ...]]
"""The years of each unit by name and 口径, the newest first."""


def series(summaries: Iterable[UnitSummary]) -> Series:
    """Each unit's years, by its name and 口径."""
    by_unit: dict[tuple[str, str], list[UnitSummary]] = {}
    for summary in summaries:
        by_unit.setdefault((summary.单位, summary.口径), []).append(summary)
    for unit_summaries in by_unit.values():
        unit_summaries.sort(key=lambda summary: -summary.年度)
    return {unit: tuple(unit_summaries) for unit, unit_summaries in by_unit.items()}
