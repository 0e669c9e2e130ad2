"""Where things stand on the shelf, and how a link gets there: every address is relative, so that the folder works wherever it lies, on a disk too."""

from __future__ import annotations

from posixpath import dirname, relpath
from urllib.parse import quote

from generator.site.entry import Entry

INDEX = "index.html"
ALL_JSON, ALL_CSV, SCHEMA, MANIFEST = "figures.json", "figures.csv", "figures.schema.json", "manifest.json"
STYLE, SCRIPT = "site.css", "search.js"


def page_of(entry: Entry) -> str:
    """The path of a unit's page. Pages name their file, for a disk opens no folder."""
    return f"units/{entry.stem}/{INDEX}"


def file_of(entry: Entry, suffix: str) -> str:
    """The path of a document; apart from the pages, so that no name of a unit meets one of theirs."""
    return f"files/{entry.stem}.{suffix}"


def figures_of(entry: Entry, suffix: str) -> str:
    """The path of one unit's figures."""
    return f"units/{entry.stem}/figures.{suffix}"


def link(here: str, there: str) -> str:
    """The address of one path as a page at another writes it, percent-encoded."""
    return quote(relpath(there, dirname(here) or "."))
