"""Units → the whole shelf in a folder: documents, pages, figures, and the manifest of all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
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
from generator.site.folder import manifest_text
from generator.site.listing import ListingPage, department_sheets, year_sheets
from generator.site.order import DepartmentGroup, Series, Year, series, shelf
from generator.site.pages import HERE, Around, sheet_page, unit_page
from generator.site.staging import Making
from generator.site.summary import Card
from generator.site.whole import joined, search_index, units_csv, units_json, zipped


class Standing(Struct, frozen=True):
    """A unit for the shelf: its card, and where each of its files stands now, by format."""

    card: Card
    files: Mapping[str, Path]


def build(units: Sequence[Standing], title: str, making: Making, program: str) -> None:
    """Fill the folder.

    The same units give the same bytes, in whatever order they come, and whether or not there was a
    shelf before. ``program`` tells one make of the program from another: what an earlier one made is made again.
    """
    years = shelf(unit.card for unit in units)
    ordered = [card for year in years for group in year.groups for card in group.cards]
    others = series(ordered)
    for unit in units:
        for suffix, source in unit.files.items():
            making.carry(part_of(unit.card.标识, suffix), source)
    for name in (STYLE, SCRIPT):
        making.made(name, program, partial(_own, name))
    making.made(
        SCHEMA,
        program,
        lambda: [(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode()],
    )
    _whole(ordered, others, making, program)
    for year in years:
        for group in year.groups:
            for card in group.cards:
                _unit(title, card, _around(card, group, years[0].year, others), making, program)
        _sheets(title, year, years, len(others), making, program)
    (making.folder / MANIFEST).write_bytes(manifest_text(making.files))


def _own(name: str) -> list[bytes]:
    return [(HERE / name).read_bytes()]


def _whole(cards: Sequence[Card], others: Series, making: Making, program: str) -> None:
    """What there is once for all units."""
    key = (program, [card.content for card in cards])
    making.made(UNITS_JSON, key, lambda: units_json(cards))
    making.made(UNITS_CSV, key, lambda: units_csv(cards))
    making.made(
        ALL_CSV,
        key,
        lambda: joined(
            "figures.csv", (making.folder / part_of(card.标识, "figures.csv") for card in cards)
        ),
    )
    making.made(
        ALL_DETAILS,
        key,
        lambda: zipped(
            joined(
                "details.csv", (making.folder / part_of(card.标识, "details.csv") for card in cards)
            )
        ),
    )
    making.made(NAMES, key, lambda: search_index(others))


def _around(card: Card, group: DepartmentGroup, newest: int, others: Series) -> Around:
    before = None
    other_years = []
    for each in others[card.单位, card.口径]:
        if each.年度 == card.年度 - 1:
            before = before or each
        if each.年度 != card.年度:
            other_years.append(each)
    return Around(newest, group, tuple(other_years), before)


def _unit(title: str, card: Card, around: Around, making: Making, program: str) -> None:
    key = (program, title, card.content, around.content(card))
    making.made(page_of(card.标识), key, lambda: [unit_page(title, card, around, making.files)])


def _sheets(
    title: str, year: Year, years: Sequence[Year], units: int, making: Making, program: str
) -> None:
    """The pages of the index."""
    for group in year.groups:
        if group.name:
            for sheet in department_sheets(year.year, group):
                _sheet(title, sheet, years, units, making, program)
    for sheet in year_sheets(year, years):
        _sheet(title, sheet, years, units, making, program)


def _sheet(
    title: str, sheet: ListingPage, years: Sequence[Year], units: int, making: Making, program: str
) -> None:
    """The index of all tells of the files above, too, by size and hash."""
    facts = []
    if sheet.path == INDEX:
        facts = [making.files[name] for name in (UNITS_CSV, UNITS_JSON, ALL_CSV, ALL_DETAILS)]
    counts = [(each.year, each.count) for each in years]
    key = (program, title, sheet.content, counts, units, facts)
    making.made(sheet.path, key, lambda: [sheet_page(title, sheet, years, units, making.files)])
