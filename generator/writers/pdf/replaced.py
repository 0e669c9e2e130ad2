"""The functions of WeasyPrint that are replaced while a document is laid out: one for its looks, the others for time. All of them stand here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from generator.writers.pdf.grid import whole_lines
from generator.writers.pdf.justify import justify_line, spaced
from generator.writers.pdf.repeated import page_references, percentages, shared_contexts

JUSTIFY, GRID, PERCENTAGES, REFERENCES, CONTEXTS = (
    "justify",
    "grid",
    "percentages",
    "references",
    "contexts",
)
SAVING = frozenset({GRID, PERCENTAGES, REFERENCES, CONTEXTS})
"""Those that save time; the pages are the same without them."""


@contextmanager
def replaced(wanted: frozenset[str]) -> Iterator[None]:
    """Replace functions of WeasyPrint, by the names above, as long as the context lasts."""
    places = [place for name in sorted(wanted) for place in _places(name)]
    before = [getattr(owner, name) for owner, name, _ in places]
    for owner, name, new in places:
        setattr(owner, name, new)
    try:
        yield
    finally:
        for (owner, name, _), old in zip(places, before, strict=True):
            setattr(owner, name, old)


def _places(which: str) -> list[tuple[Any, str, Any]]:
    """Owner, name and replacement of each function of one kind."""
    from weasyprint import draw
    from weasyprint.layout import inline, percent
    from weasyprint.pdf import pydyf
    from weasyprint.text.line_break import Layout

    if which == PERCENTAGES:
        # Modules import this one by its name.
        old = percent.resolve_percentages
        owners = [
            module
            for name, module in sys.modules.items()
            if name.startswith("weasyprint.") and vars(module).get("resolve_percentages") is old
        ]
        return [(owner, "resolve_percentages", percentages(old)) for owner in owners]
    if which == JUSTIFY:
        return [
            (inline, "justify_line", justify_line),
            (Layout, "reactivate", spaced(Layout.reactivate)),
        ]
    one: dict[str, tuple[Any, str, Any]] = {
        GRID: (draw, "draw_collapsed_borders", whole_lines(draw.draw_collapsed_borders)),
        REFERENCES: (pydyf.PDF, "page_references", page_references(pydyf.PDF.page_references)),
        CONTEXTS: (Layout, "setup", shared_contexts(Layout.setup)),
    }
    return [one[which]]
