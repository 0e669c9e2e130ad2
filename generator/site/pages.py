"""The pages for people. Their templates stand beside this module; whatever comes from data is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.document.numbers import plain_decimal
from generator.site.addresses import ALL_CSV, ALL_JSON, INDEX, MANIFEST, SCHEMA, SCRIPT, STYLE, figures_of, file_of, link, page_of
from generator.site.entry import Entry, Row
from generator.site.hashing import Fact, Facts
from generator.site.shelf import ALONE, Group, other_years, shelf

HERE = Path(__file__).parent
FORMATS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel 附表", "html": "网页"}
"""In the order in which they are offered: the published one first."""

FIGURES: tuple[tuple[str, bool], ...] = (
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
_SHOWN = {"三公经费": "“三公”经费", "因公出国境费": "因公出国（境）费"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of main figures, in 万元 as printed; "" where there is none."""

    name: str
    part: bool
    budget: str
    now: str
    last: str
    change: str


@dataclass(frozen=True, slots=True)
class Download:
    """A link to a file."""

    name: str
    short: str
    file: str
    href: str
    fact: Fact


def main_lines(entry: Entry, before: Entry | None) -> Iterator[Line]:
    """The main figures that the unit has. Last year's is what its document compares with, else what ``before`` published."""
    mine, theirs = entry.main, before.main if before else {}
    for name, part in FIGURES:
        now = mine.get((name, "决算数"))
        if now is None:
            continue
        budget = next((mine[name, kind] for kind in ("预算数", "全年预算数", "年初预算数") if (name, kind) in mine), None)
        last = mine.get((name, "上年决算数")) or theirs.get((name, "决算数"))
        yield Line(_SHOWN.get(name, name), part, _text(budget), _text(now), _text(last), _change(now, last))


def _text(row: Row | None) -> str:
    return row.印出 if row else ""


def _change(now: Row, last: Row | None) -> str:
    """From the printed amounts, as in the documents: who recomputes it gets the same."""
    if last is None:
        return ""
    change = Decimal(now.印出) - Decimal(last.印出)
    text = plain_decimal(abs(change), 2, strip=False)
    return text if change == 0 else f"{'+' if change > 0 else '−'}{text}"


def index_page(title: str, entries: Sequence[Entry], files: Facts) -> bytes:
    """The index of all units."""
    years = shelf(entries)
    return _render(
        "index.html",
        INDEX,
        title=title,
        years=years,
        alone=ALONE,
        units=len({(entry.单位, entry.口径) for entry in entries}),
        page=lambda entry: link(INDEX, page_of(entry)),
        downloads=lambda entry: tuple(_downloads(entry, INDEX, files)),
        data=[(name, link(INDEX, name), files[name]) for name in (ALL_CSV, ALL_JSON)],
        schema=link(INDEX, SCHEMA),
        manifest=link(INDEX, MANIFEST),
        script=link(INDEX, SCRIPT),
        words=lambda entry: " ".join(dict.fromkeys(word for word in (entry.单位, entry.简称, entry.部门) if word)),
    )


def unit_page(title: str, entry: Entry, entries: Sequence[Entry], group: Group, files: Facts) -> bytes:
    """A unit's page. ``group`` is the 部门 with its units in which it stands."""
    here = page_of(entry)
    others = other_years(entry, entries)
    before = next((one for one in others if one.年度 == entry.年度 - 1), None)
    inside = entry is group.whole
    return _render(
        "unit.html",
        here,
        title=title,
        entry=entry,
        lines=tuple(main_lines(entry, before)),
        downloads=tuple(_downloads(entry, here, files)),
        data=[(name, link(here, figures_of(entry, suffix)), files[figures_of(entry, suffix)]) for name, suffix in (("CSV", "csv"), ("JSON", "json"))],
        others=[(one.年度, link(here, page_of(one))) for one in others],
        above=(group.name, link(here, page_of(group.whole)) if group.whole else "") if group.name and not inside else None,
        units=[(one.单位, link(here, page_of(one))) for one in group.units] if inside else [],
    )


def _downloads(entry: Entry, here: str, files: Facts) -> Iterator[Download]:
    for suffix, name in FORMATS.items():
        if suffix in entry.files:
            path = file_of(entry, suffix)
            yield Download(name, name.split(" ")[0], path.rpartition("/")[2], link(here, path), files[path])


def _render(name: str, here: str, **words: object) -> bytes:
    home, style = link(here, INDEX), link(here, STYLE)
    return _environment().get_template(name).render(home=home, style=style, **words).encode()


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
