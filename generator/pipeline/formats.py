"""The formats that documents are made in: a record each, which everything reads that names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from generator.forms.styles import TYPST, WEASYPRINT
from generator.writers.pages import UNADJUSTED, Adjustments

if TYPE_CHECKING:
    from generator.document.tree import Document

DRAFT_SUFFIX = "（审核稿）"
"""What is put behind the name of a document that must not be published."""
REVIEW_SUFFIX = "（底稿）"
"""What is put behind the name of the workbook for review."""

Pages = Mapping[str, str]
"""The printed page number of each heading, by its id."""


class Layout(Struct, frozen=True):
    """The document laid out in pages: the PDF, on which page each heading stands, and what was
    done otherwise than usual to save pages."""

    data: bytes = b""
    pages: Pages = {}
    adjustments: Adjustments = UNADJUSTED


class Format(Struct, frozen=True):
    """One format. A writer is loaded when it is used.

    ``ending``: of the file's name, behind the stem. ``paged``: it needs the document laid out.
    ``sheets``: it wants the tables whole. ``label``: what pages for people call it; "" for what is
    not published.
    """

    ending: str
    step: str
    write: Callable[[Document, Layout], bytes]
    paged: bool = False
    sheets: bool = False
    label: str = ""


def engine_of(document: Document, asked: str) -> tuple[str, str]:
    """The engine that sets the pages of a document, and why the form has it so.

    The reason is "" for the usual engine, and for what the run asks for (``asked``; "" where it
    leaves that to the form).
    """
    styles = document.styles
    if asked:
        return asked, ""
    if styles.engine == WEASYPRINT:
        return WEASYPRINT, "版面.yaml 的“排版”这样写"
    if styles.engine:
        return styles.engine, ""
    if styles.css:
        return WEASYPRINT, "版式自带样式.css"
    return TYPST, ""


def engine_note(document: Document | None, names: tuple[str, ...], asked: str) -> str:
    """What a run says when a form has its pages set by another engine than usual; else ""."""
    if document is None or not is_paged(names):
        return ""
    engine, reason = engine_of(document, asked)
    if engine != WEASYPRINT or not reason:
        return ""
    return f"“{document.unit_name}”的 PDF 由 WeasyPrint 排版：{reason}"


def lay_out(
    document: Document, asked: str = "", attached: str = "", *, pages_only: bool = False
) -> Layout:
    """Set the document in pages; with ``pages_only`` the file itself is not wanted.

    ``attached`` are the figures for programs that the file carries, as JSON. Raises LayoutError.
    """
    engine, _ = engine_of(document, asked)
    if engine == WEASYPRINT:
        from generator.writers.weasyprint_pdf import write_pdf as write_by_css

        result = write_by_css(document, attached)
    else:
        from generator.writers.pdf import write_pdf

        result = write_pdf(document, attached, pages_only=pages_only)
    return Layout(result.data, result.pages, result.adjustments)


def warm_up(names: tuple[str, ...], asked: str) -> None:
    """Start the process of the usual engine where pages will be set.

    It loads while the data are read.
    """
    if is_paged(names) and asked != WEASYPRINT:
        from generator.writers.pdf.process import start

        start()


def _pdf(_document: Document, layout: Layout) -> bytes:
    return layout.data


def _docx(document: Document, layout: Layout) -> bytes:
    from generator.writers.docx import write_docx

    return write_docx(document, layout.pages, layout.adjustments)


def _html(document: Document, _layout: Layout) -> bytes:
    from generator.writers.html import write_html

    return write_html(document)


def _xlsx(document: Document, _layout: Layout) -> bytes:
    from generator.writers.xlsx import write_xlsx

    return write_xlsx(document)


def _review(document: Document, _layout: Layout) -> bytes:
    from generator.writers.xlsx import write_xlsx

    return write_xlsx(document, review=True)


FORMATS: Mapping[str, Format] = {
    "docx": Format(".docx", "生成 Word", _docx, paged=True, label="Word"),
    "pdf": Format(".pdf", "生成 PDF", _pdf, paged=True, sheets=True, label="PDF"),
    "html": Format(".html", "生成网页", _html, label="网页"),
    "xlsx": Format(".xlsx", "生成 Excel 附表", _xlsx, sheets=True, label="Excel 附表"),
    "底稿": Format(f"{REVIEW_SUFFIX}.xlsx", "生成复核底稿", _review, sheets=True),
}
USUAL = tuple(name for name, form in FORMATS.items() if form.label)
"""What a run makes when nothing else is asked for."""


def file_name(stem: str, name: str) -> str:
    """The name of a unit's file: a document in a format, or what is published beside those."""
    return stem + (FORMATS[name].ending if name in FORMATS else f".{name}")


def is_paged(names: tuple[str, ...]) -> bool:
    """Whether pages are set for any of these formats."""
    return any(FORMATS[name].paged for name in names)


def file_bytes(
    document: Document,
    names: tuple[str, ...],
    progress: Callable[[str], None],
    engine: str = "",
    attached: str = "",
) -> dict[str, bytes]:
    """The document in each format, sealed, in the order of ``names``.

    ``engine`` is the one that sets the pages, "" for that of the form; ``attached`` are the figures
    that the PDF carries. Raises LayoutError.
    """
    from generator.writers.seal import sealed

    layout = Layout()
    if is_paged(names):
        # Word's list of contents takes its page numbers from the pages set.
        progress("排版 PDF" if "pdf" in names else "排版（为 Word 目录取页码）")
        layout = lay_out(document, engine, attached, pages_only="pdf" not in names)
    files = {}
    for name in names:
        form = FORMATS[name]
        progress(form.step)
        files[name] = sealed(form.write(document, layout), form.ending)
    return files
