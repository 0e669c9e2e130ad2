"""One run of WeasyPrint: nothing fetched from outside, nothing it says lost, garbage collection off meanwhile."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from generator.writers.pdf.fonts import FontSource, font_configuration
from generator.writers.pdf.justify import chinese_justification

VARIANT: str | None = "pdf/ua-1"
"""What kind of PDF: tagged, for screen readers."""


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
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
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


def run(html: str, fonts: FontSource, links: Mapping[str, str] | None = None) -> tuple[bytes, list[Any], list[str]]:
    """HTML → (PDF, WeasyPrint's pages, its warnings). The same HTML and fonts give the same bytes.

    ``links`` gives the words by which a screen reader announces a link, by its target.
    """
    # The first run of a process has nothing to clean up; each later one would add its memory to that of the one before.
    again = "weasyprint" in sys.modules
    from weasyprint import HTML
    from weasyprint.pdf import pydyf
    from weasyprint.urls import URLFetcher

    def announce(rendered: Any, _pdf: Any) -> None:
        # WeasyPrint describes a link by the bare name of its target.
        for page in rendered.pages:
            for _, target, _, box in page.links:
                if box.link_annotation and target in (links or {}):
                    box.link_annotation["Contents"] = pydyf.String((links or {})[target])

    with without_collection(clean_up=again), chinese_justification(), _listening() as messages:
        source = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=("data",)))
        rendered = source.render(font_config=font_configuration(fonts), pdf_variant=VARIANT)
        identifier = sha256(html.encode()).digest()[:16]
        data = rendered.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier, finisher=announce)
    return data, rendered.pages, messages
