"""The other engine: WeasyPrint as it is, with our HTML and CSS for paper.

It serves forms that bring CSS of their own, and whoever asks for it. It needs Pango on the machine.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol

from msgspec.structs import replace

from generator.document.tree import Document
from generator.fonts.fontconfig import our_fonts_only
from generator.reading.folders import cache_folder
from generator.writers.pages import (
    LayoutError,
    PdfResult,
    in_printed_fonts,
    printed_numbers,
)
from generator.writers.weasyprint_pdf.fonts import font_faces, font_fetcher
from generator.writers.weasyprint_pdf.markup import print_html
from generator.writers.weasyprint_pdf.sheet import START

__all__ = ["PdfWarning", "write_pdf"]

_VARIANT = "pdf/ua-1"
_NO_PANGO = (
    "这份文档要用 WeasyPrint 排版（版式自带样式.css，或指定了它），这台机器没有它要的 Pango。"
    "→ 请管理员安装 libpango-1.0-0、libpangoft2-1.0-0 和 libharfbuzz-subset0，或改用默认的排版引擎"
)
_NO_SUBSETTER = (
    "WeasyPrint 没有它要的 libharfbuzz-subset0：PDF 内容不变，但同样的数据每次生成的文件不会完全一样。"
    "→ 请管理员安装 libharfbuzz-subset0，或改用默认的排版引擎"
)


class PdfWarning(UserWarning):
    """Something unexpected while laying out: the PDF exists, but may not look as meant."""


def write_pdf(document: Document, attached: str = "") -> PdfResult:
    """The document as PDF (PDF/UA-1), with the same bytes whenever the machine has the same
    libraries.

    ``attached`` are its figures for programs as JSON, which the file carries ("" for none).

    Raises StylesError when the document uses a role that the form does not have, and LayoutError
    when Pango is not there. Warns (PdfWarning) of whatever the engine complains about, once each.
    """
    try:
        from weasyprint import CSS, HTML, Attachment
        from weasyprint.text.fonts import FontConfiguration
    except (ImportError, OSError) as error:
        raise LayoutError(_NO_PANGO) from error
    markup = print_html(replace(document, styles=in_printed_fonts(document.styles)))
    own = nullcontext() if document.styles.machine else our_fonts_only(cache_folder())
    with own:
        fonts = FontConfiguration()
    fetcher = font_fetcher()
    with _complaints() as messages:
        faces = CSS(string=font_faces(), font_config=fonts, url_fetcher=fetcher)
        page = HTML(string=markup, url_fetcher=fetcher)
        rendered = page.render(font_config=fonts, stylesheets=[faces], pdf_variant=_VARIANT)
        rendered.metadata.generator = "决算公开"
        rendered.metadata.created = rendered.metadata.modified = document.date
        if attached:
            day = datetime.fromisoformat(document.date).replace(tzinfo=UTC)
            file = Attachment(
                string=attached,
                name="juesuan.json",
                description="决算公开数据",
                created=day,
                modified=day,
                relationship="Data",
            )
            rendered.metadata.attachments = [*(rendered.metadata.attachments or ()), file]
        identifier = sha256(f"{markup}{attached}".encode()).digest()[:16]
        data = rendered.write_pdf(pdf_variant=_VARIANT, pdf_identifier=identifier)
    for text in dict.fromkeys(map(_in_chinese, messages)):
        warnings.warn(text, PdfWarning, stacklevel=2)
    return PdfResult(data, printed_numbers(document, _counts(rendered.pages)))


def _in_chinese(message: str) -> str:
    """What a clerk is told of a complaint."""
    if "HarfBuzz-Subset" in message:
        return _NO_SUBSETTER
    return f"排版 PDF 时有意外情况，请把这一行告诉维护者：{message}"


class _Page(Protocol):
    """A page that was set; ``anchors`` has the names of the elements that begin on it."""

    anchors: Mapping[str, object]


def _counts(pages: Iterable[_Page]) -> dict[str, int]:
    """The number of each anchor's page since the count began."""
    sheets: dict[str, int] = {}
    for sheet, page in enumerate(pages, 1):
        for anchor in page.anchors:
            sheets.setdefault(anchor, sheet)
    before = sheets.get(START, 1) - 1
    return {anchor: sheet - before for anchor, sheet in sheets.items()}


class _Collector(logging.Handler):
    """Keeps what WeasyPrint warns about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """What WeasyPrint says while the context lasts, instead of on the terminal."""
    logger = logging.getLogger("weasyprint")
    collector = _Collector()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield collector.messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate
