"""What stands on which page of the index: a year with its 部门, a 部门 with its units, so many lines a page that none grows large."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from generator.site.addresses import department_of, page_of, year_of
from generator.site.order import ALONE, DepartmentGroup, Year
from generator.site.summary import Card

SHORT = 100
"""A year of so many documents is shown whole on one page; of a longer one each 部门 is one line, and its units are on its own page.
All years together, when they are so few, are shown whole on the index of all."""
PAGE = 100
"""The most lines of a page."""


class ListingLine(Struct, frozen=True):
    """One line: a unit, or (``summed``) a 部门 with all its units. ``to`` is the page it leads to; ``card`` whose documents it offers, if any."""

    name: str
    kind: str
    to: str
    card: Card | None
    summed: bool = False


class ListingSection(Struct, frozen=True):
    """Lines under a heading; ``to`` is the page that the heading leads to, if any."""

    title: str
    note: str
    to: str
    lines: tuple[ListingLine, ...]


class Block(Struct, frozen=True):
    """What a page shows of a year that has ``count`` documents in all."""

    year: int
    count: int
    sections: tuple[ListingSection, ...]


class ListingPage(Struct, frozen=True):
    """One page of the index: of a year, or (``department``) of a 部门. ``pages`` are the addresses of all pages of it, this one among them."""

    path: str
    department: str
    pages: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def year(self) -> int:
        """The year that it is a page of."""
        return self.blocks[0].year

    @property
    def count(self) -> int:
        """How many documents that year, or this 部门, has."""
        return self.blocks[0].count

    @property
    def number(self) -> int:
        """Which page of several this is, from 1."""
        return self.pages.index(self.path) + 1

    @property
    def told(self) -> tuple[object, ...]:
        """All that the page tells of units, to see whether anything changed."""
        blocks = [
            (
                one.year,
                one.count,
                [
                    (part.title, part.note, part.to, [_told(line) for line in part.lines])
                    for part in one.sections
                ],
            )
            for one in self.blocks
        ]
        return (self.path, self.department, self.pages, blocks)


def _told(line: ListingLine) -> tuple[object, ...]:
    return (line.name, line.kind, line.to, line.card and line.card.told)


def year_sheets(year: Year, years: Sequence[Year]) -> Iterator[ListingPage]:
    """The pages of a year among all ``years``, the newest first."""
    newest = years[0].year
    if year.count <= SHORT:
        path = year_of(year.year, newest)
        shown = (
            years if year.year == newest and sum(one.count for one in years) <= SHORT else (year,)
        )
        yield ListingPage(
            path,
            "",
            (path,),
            tuple(
                Block(one.year, one.count, tuple(_whole(group, one) for group in one.groups))
                for one in shown
            ),
        )
        return
    lines = [
        line
        for group in year.groups
        for line in ([(_title(group), _summed(group, year.year))] if group.name else _units(group))
    ]
    parts = [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)]
    pages = tuple(year_of(year.year, newest, number) for number in range(1, len(parts) + 1))
    for path, part in zip(pages, parts, strict=True):
        sections = tuple(
            ListingSection(title, "", "", tuple(line for _, line in mine))
            for title, mine in groupby(part, lambda one: one[0])
        )
        yield ListingPage(path, "", pages, (Block(year.year, year.count, sections),))


def department_sheets(year: int, group: DepartmentGroup) -> Iterator[ListingPage]:
    """The pages of a 部门."""
    lines = _lines(group)
    parts = [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)]
    pages = tuple(department_of(year, group.name, number) for number in range(1, len(parts) + 1))
    for path, part in zip(pages, parts, strict=True):
        yield ListingPage(
            path,
            group.name,
            pages,
            (Block(year, len(lines), (ListingSection("", _note(group), "", tuple(part)),)),),
        )


def _title(group: DepartmentGroup) -> str:
    return "部门" if group.name else ALONE


def _units(group: DepartmentGroup) -> list[tuple[str, ListingLine]]:
    return [(_title(group), line) for line in _lines(group)]


def _summed(group: DepartmentGroup, year: int) -> ListingLine:
    return ListingLine(
        group.name,
        f"所属 {len(group.units)} 个单位",
        department_of(year, group.name),
        group.whole,
        summed=True,
    )


def _whole(group: DepartmentGroup, year: Year) -> ListingSection:
    if group.name:
        return ListingSection(
            group.name, _note(group), department_of(year.year, group.name), tuple(_lines(group))
        )
    return ListingSection(ALONE if len(year.groups) > 1 else "", "", "", tuple(_lines(group)))


def _note(group: DepartmentGroup) -> str:
    return f"所属 {len(group.units)} 个单位{'' if group.whole else '，部门汇总的决算尚未公开'}"


def _lines(group: DepartmentGroup) -> Sequence[ListingLine]:
    return [
        ListingLine(card.单位, "部门汇总" if card is group.whole else "", page_of(card.标识), card)
        for card in group.cards
    ]
