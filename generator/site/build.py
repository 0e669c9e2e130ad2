"""Units → the whole site in a folder: documents, pages, figures, the manifest of all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from generator.interface.fields import schema
from generator.site.addresses import (
    ALL_CSV,
    ALL_DETAILS,
    INDEX,
    MANIFEST,
    NAMES,
    SCHEMA,
    SCRIPT,
    STYLE,
    UNITS_CSV,
    UNITS_JSON,
    page_of,
    part_of,
)
from generator.site.all_units import joined, search_index, units_csv, units_json, zipped
from generator.site.folder import manifest_text
from generator.site.listing import ListingPage, department_pages, year_pages
from generator.site.order import DepartmentGroup, Series, Year, series, site_years
from generator.site.pages import HERE, UnitContext, listing_page, unit_page
from generator.site.staging import Staging
from generator.site.summary import UnitSummary


class SiteUnit(Struct, frozen=True):
    """A unit for the site: its summary, and where each of its files stands now, by format."""

    summary: UnitSummary
    files: Mapping[str, Path]


class _Site(Struct, frozen=True):
    """What all pages know: the site's title, the program that makes it, its folder, its units."""

    title: str
    program: str
    staging: Staging
    years: Sequence[Year]
    units: Series


def build(units: Sequence[SiteUnit], title: str, staging: Staging, program: str) -> None:
    """Fill the folder.

    The same units give the same bytes, in whatever order they come, and whether or not there was a
    site before. ``program`` names the version of the program: what another made is made anew.
    """
    years = site_years(unit.summary for unit in units)
    ordered = [summary for year in years for group in year.groups for summary in group.summaries]
    site = _Site(title, program, staging, years, series(ordered))
    for unit in units:
        for suffix, source in unit.files.items():
            staging.carry(part_of(unit.summary.标识, suffix), source)
    for name in (STYLE, SCRIPT):
        staging.made(name, program, partial(_static_file, name))
    staging.made(SCHEMA, program, _schema_file)
    _make_files_of_all(ordered, site)
    for year in years:
        for group in year.groups:
            for summary in group.summaries:
                _make_unit_page(summary, _context(summary, group, site), site)
        _make_listing_pages(year, site)
    (staging.folder / MANIFEST).write_bytes(manifest_text(staging.files))


def _static_file(name: str) -> list[bytes]:
    return [(HERE / name).read_bytes()]


def _schema_file() -> list[bytes]:
    text = json.dumps(schema(), ensure_ascii=False, indent=2)
    return [f"{text}\n".encode()]


def _make_files_of_all(summaries: Sequence[UnitSummary], site: _Site) -> None:
    """Make what there is once for all units."""
    staging = site.staging
    key = (site.program, [summary.content for summary in summaries])

    def all_lines(kind: str) -> Iterator[bytes]:
        """The CSV files of one kind of all units, as one."""
        files = (staging.folder / part_of(summary.标识, kind) for summary in summaries)
        return joined(kind, files)

    staging.made(UNITS_JSON, key, lambda: units_json(summaries))
    staging.made(UNITS_CSV, key, lambda: units_csv(summaries))
    staging.made(ALL_CSV, key, lambda: all_lines("figures.csv"))
    staging.made(ALL_DETAILS, key, lambda: zipped(all_lines("details.csv")))
    staging.made(NAMES, key, lambda: search_index(site.units))


def _context(summary: UnitSummary, group: DepartmentGroup, site: _Site) -> UnitContext:
    before = None
    other_years = []
    for year in site.units[summary.单位, summary.口径]:
        if year.年度 == summary.年度 - 1:
            before = before or year
        if year.年度 != summary.年度:
            other_years.append(year)
    return UnitContext(site.years[0].year, group, tuple(other_years), before)


def _make_unit_page(summary: UnitSummary, context: UnitContext, site: _Site) -> None:
    key = (site.program, site.title, summary.content, context.content(summary))

    def page() -> list[bytes]:
        return [unit_page(site.title, summary, context, site.staging.files)]

    site.staging.made(page_of(summary.标识), key, page)


def _make_listing_pages(year: Year, site: _Site) -> None:
    """Make the pages that list the units of a year, and of each 部门 in it."""
    for group in year.groups:
        if group.name:
            for listing in department_pages(year.year, group):
                _make_listing_page(listing, site)
    for listing in year_pages(year, site.years):
        _make_listing_page(listing, site)


def _make_listing_page(listing: ListingPage, site: _Site) -> None:
    """Make a page; the index of all tells of the files above, too, by size and hash."""
    files = site.staging.files
    hashes = []
    if listing.path == INDEX:
        hashes = [files[name] for name in (UNITS_CSV, UNITS_JSON, ALL_CSV, ALL_DETAILS)]
    counts = [(year.year, year.count) for year in site.years]
    units = len(site.units)
    key = (site.program, site.title, listing.content, counts, units, hashes)

    def page() -> list[bytes]:
        return [listing_page(site.title, listing, site.years, units, files)]

    site.staging.made(listing.path, key, page)
