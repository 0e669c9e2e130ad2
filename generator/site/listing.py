"""What stands on which page of the index: a year with its 部门, a 部门 with its units.

There are so many lines a page that none grows large.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from generator.site.addresses import department_of, page_of, year_of
from generator.site.order import ALONE, DepartmentGroup, Year
from generator.site.summary import UnitSummary

SHORT = 100
"""A year of so many documents is shown whole on one page.

Of a longer one each 部门 is one line, and its units are on its own page. All years together, when
they are so few, are shown whole on the index of all.
"""
PAGE = 100
"""The most lines of a page."""


class ListingLine(Struct, frozen=True):
    """One line: a unit, or (``summed``) a 部门 with all its units.

    ``to`` is the page it leads to; ``summary`` whose documents it offers, if any.
    """

    name: str
    kind: str
    to: str
    summary: UnitSummary | None
    summed: bool = False


class ListingSection(Struct, frozen=True):
    """Lines under a heading; ``to`` is the page that the heading leads to, if any."""

    title: str
    note: str
    to: str
    lines: tuple[ListingLine, ...]


class ListedYear(Struct, frozen=True):
    """What a page shows of a year that has ``count`` documents in all."""

    year: int
    count: int
    sections: tuple[ListingSection, ...]


class ListingPage(Struct, frozen=True):
    """One page of the index: of a year, or (``department``) of a 部门.

    ``pages`` are the addresses of all pages of it, this one among them.
    """

    path: str
    department: str
    pages: tuple[str, ...]
    blocks: tuple[ListedYear, ...]

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
    def content(self) -> tuple[object, ...]:
        """All that the page tells of units, to see whether anything changed."""
        blocks = [
            (block.year, block.count, [_section_content(section) for section in block.sections])
            for block in self.blocks
        ]
        return (self.path, self.department, self.pages, blocks)


def _section_content(section: ListingSection) -> tuple[object, ...]:
    lines = [_line_content(line) for line in section.lines]
    return (section.title, section.note, section.to, lines)


def _line_content(line: ListingLine) -> tuple[object, ...]:
    return (line.name, line.kind, line.to, line.summary and line.summary.content)


def year_pages(year: Year, years: Sequence[Year]) -> Iterator[ListingPage]:
    """The pages of a year among all ``years``, the newest first."""
    newest = years[0].year
    if year.count <= SHORT:
        yield _short_year(year, years)
        return
    # A line for each 部门 and each unit that stands alone, with the heading that it stands under.
    lines: list[tuple[str, ListingLine]] = []
    for group in year.groups:
        if group.name:
            lines.append((_title(group), _summed(group, year.year)))
        else:
            lines += [(_title(group), line) for line in _lines(group)]
    parts = [lines[start : start + PAGE] for start in range(0, len(lines), PAGE)]
    pages = tuple(year_of(year.year, newest, number) for number in range(1, len(parts) + 1))
    for path, part in zip(pages, parts, strict=True):
        sections = []
        for title, titled in groupby(part, lambda titled_line: titled_line[0]):
            section_lines = tuple(line for _, line in titled)
            sections.append(ListingSection(title, "", "", section_lines))
        yield ListingPage(path, "", pages, (ListedYear(year.year, year.count, tuple(sections)),))


def _short_year(year: Year, years: Sequence[Year]) -> ListingPage:
    """The one page of a year that is shown whole; that of the newest has the others if few."""
    newest = years[0].year
    path = year_of(year.year, newest)
    shown: Sequence[Year] = (year,)
    if year.year == newest and sum(each.count for each in years) <= SHORT:
        shown = years
    blocks = []
    for each in shown:
        sections = tuple(_whole(group, each) for group in each.groups)
        blocks.append(ListedYear(each.year, each.count, sections))
    return ListingPage(path, "", (path,), tuple(blocks))


def department_pages(year: int, group: DepartmentGroup) -> Iterator[ListingPage]:
    """The pages of a 部门."""
    lines = _lines(group)
    parts = [lines[start : start + PAGE] for start in range(0, len(lines), PAGE)]
    pages = tuple(department_of(year, group.name, number) for number in range(1, len(parts) + 1))
    for path, part in zip(pages, parts, strict=True):
        section = ListingSection("", _note(group), "", tuple(part))
        yield ListingPage(path, group.name, pages, (ListedYear(year, len(lines), (section,)),))


def _title(group: DepartmentGroup) -> str:
    if group.name:
        return "部门"
    return ALONE


def _summed(group: DepartmentGroup, year: int) -> ListingLine:
    return ListingLine(
        group.name,
        f"所属 {len(group.units)} 个单位",
        department_of(year, group.name),
        group.department,
        summed=True,
    )


def _whole(group: DepartmentGroup, year: Year) -> ListingSection:
    lines = tuple(_lines(group))
    if group.name:
        return ListingSection(group.name, _note(group), department_of(year.year, group.name), lines)
    title = ""
    if len(year.groups) > 1:
        title = ALONE
    return ListingSection(title, "", "", lines)


def _note(group: DepartmentGroup) -> str:
    note = f"所属 {len(group.units)} 个单位"
    if not group.department:
        note += "，部门汇总的决算尚未公开"
    return note


def _lines(group: DepartmentGroup) -> Sequence[ListingLine]:
    lines = []
    for summary in group.summaries:
        kind = "部门汇总" if summary is group.department else ""
        lines.append(ListingLine(summary.单位, kind, page_of(summary.标识), summary))
    return lines
