"""The pages for people.

Their templates stand beside this module; whatever comes from data is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from generator.document.numbers import plain_decimal
from generator.interface.fields import PUBLISHED
from generator.pipeline.formats import FORMATS
from generator.site.addresses import (
    ALL_CSV,
    ALL_DETAILS,
    FIGURES,
    INDEX,
    MANIFEST,
    NAMES,
    SCHEMA,
    SCRIPT,
    STYLE,
    UNITS_CSV,
    UNITS_JSON,
    department_of,
    link,
    page_of,
    part_of,
    year_of,
)
from generator.site.hashing import FileHash, FileHashes
from generator.site.listing import ListingPage
from generator.site.order import DepartmentGroup, Year
from generator.site.summary import Main, UnitSummary, main_of

HERE = Path(__file__).parent
_DATA = {
    UNITS_CSV: "单位清单",
    UNITS_JSON: "单位清单",
    ALL_CSV: "全部单位的指标",
    ALL_DETAILS: "全部单位的明细",
}
_PARTS = dict(zip(FIGURES, ("指标", "指标", "明细", "明细"), strict=True))

MAIN: tuple[tuple[str, bool], ...] = (
    ("收入总计", False),
    ("本年收入合计", True),
    ("年初结转和结余", True),
    ("支出总计", False),
    ("本年支出合计", True),
    ("年末结转和结余", True),
    ("基本支出", False),
    ("项目支出", False),
    ("财政拨款收支总计", False),
    ("一般公共预算财政拨款支出", False),
    ("三公经费", False),
    ("因公出国境费", True),
    ("公务用车购置及运行维护费", True),
    ("公务接待费", True),
    ("机关运行经费", False),
    ("政府采购支出总额", False),
)
"""The main figures of a unit's page, and whether one is part of the one above."""
_BUDGETS = ("预算数", "全年预算数", "年初预算数")
"""The kinds of budget, of which the first that a unit has is shown."""
_SHOWN = {"三公经费": "“三公”经费", "因公出国境费": "因公出国（境）费"}


class FigureLine(Struct, frozen=True):
    """A line of main figures, in 万元 as printed; "" where there is none."""

    name: str
    part: bool
    budget: str
    now: str
    last: str
    change: str
    rate: str


class Download(Struct, frozen=True):
    """A link to a file."""

    name: str
    file: str
    href: str
    file_hash: FileHash

    @property
    def short(self) -> str:
        """Its name where there is little room."""
        return self.name.split(" ")[0]


def main_lines(main: Main, before: Main) -> Iterator[FigureLine]:
    """The main figures that the unit has, of its ``main`` ones.

    Last year's is what its document compares with, else what ``before`` published.
    """
    for name, part in MAIN:
        now = main.get((name, "决算数"))
        if now is None:
            continue
        budgets = (main.get((name, kind), "") for kind in _BUDGETS)
        budget = next(filter(None, budgets), "")
        last = main.get((name, "上年决算数")) or before.get((name, "决算数"), "")
        change, rate = _change(now, last), _rate(now, last)
        yield FigureLine(_SHOWN.get(name, name), part, budget, now, last, change, rate)


def _change(now: str, last: str) -> str:
    """From the printed amounts, as in the documents: who recomputes it gets the same."""
    if not last:
        return ""
    change = Decimal(now) - Decimal(last)
    return _signed(change)


def _rate(now: str, last: str) -> str:
    """The change in per cent of last year's printed amount; "" where that was nothing, or less."""
    before = Decimal(last or 0)
    if before <= 0:
        return ""
    return f"{_signed((Decimal(now) - before) / before * 100)}%"


def _signed(value: Decimal) -> str:
    """Two decimals, and a sign unless they are zeros."""
    text = plain_decimal(abs(value), 2, strip=False)
    if not Decimal(text):
        return text
    sign = "+" if value > 0 else "−"
    return f"{sign}{text}"


def listing_page(
    title: str, listing: ListingPage, years: Sequence[Year], units: int, hashes: FileHashes
) -> bytes:
    """A page of the index. The index of all also offers the figures, whose ``hashes`` are known."""
    here, newest = listing.path, years[0].year
    # Years that stand on the same page are reached there.
    further = [block.year for block in listing.blocks[1:]]
    year_links = []
    for year in years:
        href = link(here, year_of(year.year, newest))
        if year.year in further:
            href = f"#y{year.year}"
        year_links.append((year.year, year.count, href))
    data = []
    if here == INDEX:
        for path, label in _DATA.items():
            data.append(Download(label, path, link(here, path), hashes[path]))
    return _render(
        "listing.html",
        here,
        first=here == INDEX,
        title=title,
        listing=listing,
        units=units,
        link=lambda there: link(here, there),
        years=year_links,
        year=link(here, year_of(listing.year, newest)),
        downloads=lambda summary: tuple(_downloads(summary, here)),
        data=data,
        schema=link(here, SCHEMA),
        manifest=link(here, MANIFEST),
        script=link(here, SCRIPT),
        names=link(here, NAMES),
        root=here.count("/") * "../",
    )


class UnitContext(Struct, frozen=True):
    """What a unit's page tells of others.

    That are the newest year, the 部门 in which it stands (``group``), its ``others`` years, and the
    year before if that is published.
    """

    newest: int
    group: DepartmentGroup
    others: tuple[UnitSummary, ...]
    before: UnitSummary | None

    def content(self, summary: UnitSummary) -> tuple[object, ...]:
        """All that the page of ``summary`` tells of it, to see whether anything changed."""
        units: list[tuple[str, str]] = []
        if summary is self.group.department:
            units = [(unit.单位, unit.标识) for unit in self.group.units]
        return (
            self.newest,
            self.group.name,
            units,
            [(year.年度, year.标识) for year in self.others],
            self.before and self.before.digest,
        )


def unit_page(title: str, summary: UnitSummary, context: UnitContext, hashes: FileHashes) -> bytes:
    """A unit's page; ``hashes`` of its figures by path."""
    here, group = page_of(summary.标识), context.group
    before: Main = {}
    if context.before:
        before = main_of(context.before)
    data = []
    for file in FIGURES:
        path = part_of(summary.标识, file)
        data.append(Download(_PARTS[file], file, link(here, path), hashes[path]))
    year = ""
    if summary.年度 != context.newest:
        year = link(here, year_of(summary.年度, context.newest))
    above = None
    if group.name:
        above = (group.name, link(here, department_of(summary.年度, group.name)))
    units: list[tuple[str, str]] = []
    if summary is group.department:
        units = [(unit.单位, link(here, page_of(unit.标识))) for unit in group.units]
    return _render(
        "unit.html",
        here,
        title=title,
        summary=summary,
        lines=tuple(main_lines(main_of(summary), before)),
        downloads=tuple(_downloads(summary, here)),
        data=data,
        others=[(year.年度, link(here, page_of(year.标识))) for year in context.others],
        year=year,
        above=above,
        units=units,
    )


def _downloads(summary: UnitSummary, here: str) -> Iterator[Download]:
    hashes = dict(summary.documents)
    for suffix in PUBLISHED:
        if suffix in hashes:
            path = part_of(summary.标识, suffix)
            yield Download(
                FORMATS[suffix].label, path.rpartition("/")[2], link(here, path), hashes[suffix]
            )


def _render(name: str, here: str, **words: object) -> bytes:
    home, style = link(here, INDEX), link(here, STYLE)
    return _environment().get_template(name).render(home=home, style=style, **words).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
