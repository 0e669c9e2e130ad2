"""Where things stand on the site, and how a link gets there.

Every address is relative, so that the folder works wherever it lies, on a disk too.
"""

from __future__ import annotations

import hashlib
from posixpath import dirname, relpath
from urllib.parse import quote

INDEX = "index.html"
UNITS_JSON, UNITS_CSV, ALL_CSV, ALL_DETAILS = (
    "units.json",
    "units.csv",
    "figures.csv",
    "details.csv.gz",
)
SCHEMA, MANIFEST = "figures.schema.json", "manifest.json"
STYLE, SCRIPT, NAMES = "site.css", "search.js", "search-index.js"
FIGURES = ("figures.json", "figures.csv", "details.json", "details.csv")
"""A unit's figures; they stand beside its page."""


def page_of(stem: str) -> str:
    """The path of a unit's page. Pages name their file, for a disk opens no folder."""
    return f"units/{stem}/{INDEX}"


def part_of(stem: str, suffix: str) -> str:
    """The path of one of a unit's files: figures beside its page, documents apart.

    So no name of a unit meets one of ours.
    """
    if suffix in FIGURES:
        return f"units/{stem}/{suffix}"
    return f"files/{stem}.{suffix}"


def year_of(year: int, newest: int, number: int = 1) -> str:
    """The path of a year's page; the newest year's first page is the index of all."""
    if number > 1:
        return f"years/{year}-{number}.html"
    if year == newest:
        return INDEX
    return f"years/{year}.html"


def department_of(year: int, name: str, number: int = 1) -> str:
    """The path of the page of a 部门 with its units, from a digest of its name.

    The name may hold what no file name may; and the address stays when other 部门 come and go.
    """
    short = hashlib.sha256(name.encode()).hexdigest()[:12]
    page = f"departments/{year}-{short}"
    if number > 1:
        page += f"-{number}"
    return f"{page}.html"


def link(here: str, there: str) -> str:
    """The address of one path as a page at another writes it, percent-encoded."""
    return quote(relpath(there, dirname(here) or "."))
