"""One run of WeasyPrint: nothing fetched from outside, nothing it says lost, garbage collection off meanwhile."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import partial
from hashlib import sha256
from threading import Lock
from typing import Any

from generator.writers.pdf.fonts import FontSource, font_configuration
from generator.writers.pdf.libraries import loaded_by_file
from generator.writers.pdf.replaced import JUSTIFY, SAVING, replaced

COLLECTION, TREE, BASE, ONCE, TAGS = "collection", "tree", "base", "once", "tags"
LEVERS = SAVING | {COLLECTION, TREE, BASE, ONCE, TAGS, JUSTIFY}
"""What this program does to WeasyPrint, by name: to measure each, and to show that those that save time change nothing else."""
_ONE_AT_A_TIME = Lock()
"""Functions of WeasyPrint are replaced for the whole process: two runs that overlap would put back each other's."""


class _Collector(logging.Handler):
    """Keeps what WeasyPrint warns about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def without_collection(*, clean_up: bool = False) -> Iterator[None]:
    """Garbage collection off: a sixth of the time of a run. With ``clean_up`` what an earlier run left is collected first."""
    enabled = gc.isenabled()
    if clean_up:
        gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def _listening() -> Iterator[list[str]]:
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


def run(
    html: str,
    fonts: FontSource,
    links: Mapping[str, str] | None = None,
    levers: frozenset[str] = LEVERS,
) -> tuple[bytes, list[Any], list[str]]:
    """Markup that is well-formed XML → (PDF, WeasyPrint's pages, its warnings). The same markup and fonts give the same bytes.

    ``links`` gives the words by which a screen reader announces a link, by its target.
    """
    # The first run of a process has nothing to clean up; each later one would add its memory to that of the one before.
    again = "weasyprint" in sys.modules
    with _ONE_AT_A_TIME, loaded_by_file():
        from generator.writers.pdf.once import write_once
        from generator.writers.pdf.paper import Paper

    def finish(rendered: Any, pdf: Any) -> None:
        _announce(rendered, links or {})
        if ONCE in levers:
            pdf.write = partial(write_once, pdf)

    collection = without_collection(clean_up=again) if COLLECTION in levers else nullcontext()
    variant = "pdf/ua-1" if TAGS in levers else None
    with (
        _ONE_AT_A_TIME,
        collection,
        replaced(levers & (SAVING | {JUSTIFY})),
        _listening() as messages,
    ):
        source = Paper(html, tree=TREE in levers, lean=BASE in levers)
        rendered = source.render(font_config=font_configuration(fonts), pdf_variant=variant)
        data = rendered.write_pdf(
            pdf_variant=variant, pdf_identifier=sha256(html.encode()).digest()[:16], finisher=finish
        )
    return data, rendered.pages, messages


def _announce(rendered: Any, links: Mapping[str, str]) -> None:
    """Describe each link by its words: WeasyPrint does so by the bare name of its target."""
    from weasyprint.pdf import pydyf

    for page in rendered.pages:
        for _, target, _, box in page.links:
            if box.link_annotation and target in links:
                box.link_annotation["Contents"] = pydyf.String(links[target])
