"""The document as one web page: nothing fetched, readable on a telephone and on a desk, and without
its script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from html import escape

from msgspec import Struct

from generator.document.tree import (
    Block,
    Chart,
    Document,
    Heading,
    Inline,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Toc,
    tables_of,
)
from generator.forms.styles import CONTENTS_ROLES
from generator.writers.css import style_of
from generator.writers.html.inline import sourced
from generator.writers.html.screen import style_sheet
from generator.writers.html.script import origins_script, script_source
from generator.writers.html.table import table_element, table_lines
from generator.writers.svg import SCREEN, chart_svg

Draw = Callable[[Chart], str]
"""A chart as an element of the page."""


class _Page(Struct, frozen=True):
    """What is the same for all blocks of a page. ``names`` are those of the boxes in which tables
    scroll; ``explained``: each printed number says where it comes from."""

    document: Document
    draw: Draw
    names: Iterator[str]
    explained: bool

    def words(self, inlines: tuple[Inline, ...]) -> str:
        """Inlines as HTML."""
        return sourced(inlines, self.document.origins, explained=self.explained)


def write_html(document: Document, *, explained: bool = True) -> bytes:
    """The document as UTF-8 HTML.

    Each printed number is a ``data`` element whose title says where it comes from, and which a
    script shows; not so (not ``explained``) where the page stands in another one that says so
    itself.

    Raises StylesError when the document uses a role that the form does not have.
    """

    def draw(chart: Chart) -> str:
        return chart_svg(chart, document.styles, SCREEN)

    script = ""
    if explained and document.origins:
        script = f"<script>{origins_script()}</script>\n"
    return page_html(document, style_sheet(document), draw, script, explained=explained).encode()


def page_html(
    document: Document, css: str, draw: Draw, script: str = "", *, explained: bool = True
) -> str:
    """The document as one page with a style sheet, its charts drawn by ``draw``.

    Raises StylesError when the document uses a role that the form does not have.
    """
    draft = ""
    if document.draft:
        draft = f'<div class="draft" role="status">{escape(document.draft)}</div>'
    page = _Page(document, draw, _region_names(document), explained)
    sections = "".join(_section(page, section) for section in document.sections)
    meta = {
        "viewport": "width=device-width,initial-scale=1",
        "author": document.unit_name,
        "description": f"{document.unit_name}{document.year}年度决算公开",
        "dcterms.date": document.date,
    }
    lines = "\n".join(
        f'<meta name="{name}" content="{escape(text)}">' for name, text in meta.items()
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n{_policy(scripted=bool(script))}\n{lines}\n'
        f"<title>{escape(document.title)}</title>\n"
        f"<style>\n{css}</style>\n{script}</head>\n"
        f"<body>\n{draft}<main>\n{sections}</main>\n</body>\n</html>\n"
    )


def _policy(*, scripted: bool) -> str:
    """Whatever a form writes, a browser fetches nothing for it, and runs no script but ours."""
    scripts = f"script-src {script_source()}; " if scripted else ""
    return (
        '<meta http-equiv="Content-Security-Policy" content="'
        f"default-src 'none'; {scripts}style-src 'unsafe-inline'; img-src data:\">"
    )


def _region_names(document: Document) -> Iterator[str]:
    """The names of the boxes in which tables scroll, one for each table: none like another."""
    counts: Counter[str] = Counter()
    for table in tables_of(document):
        counts[table.name] += 1
        count = counts[table.name]
        yield f"{table.name} {count}" if count > 1 else table.name


# The classes of sections are the kinds of the tree.
_KINDS = {"封面": "cover", "目录": "contents", "正文": "text", "附表": "tables"}


def section_class(section: Section) -> str:
    """The class of a section: its kind, and whether it lies across."""
    kind = _KINDS.get(section.kind, "text")
    if section.landscape:
        kind += " wide"
    return kind


def _section(page: _Page, section: Section) -> str:
    blocks = "".join(_block(page, block) for block in section.blocks)
    return f'<section class="{section_class(section)}">\n{blocks}</section>\n'


def _block(page: _Page, block: Block) -> str:
    """One block as one element; a page break has none."""
    styles = page.document.styles
    match block:
        case Heading():
            role = escape(style_of(styles, block.role).name)
            if block.break_before:
                role += " new"
            inner = page.words(block.inlines)
            return (
                f'<h{block.level} id="{escape(block.id)}" class="{role}">{inner}</h{block.level}>\n'
            )
        case Paragraph():
            role = escape(style_of(styles, block.role).name)
            return f'<p class="{role}">{page.words(block.inlines)}</p>\n'
        case Toc():
            return _contents(page.document)
        case Chart():
            return _chart(block, page.draw)
        case Table():
            return _table(page, block)
        case PageBreak():
            return ""


def _contents(document: Document) -> str:
    lines = "".join(
        f'<li class="{CONTENTS_ROLES[entry.level]}">'
        f'<a href="#{escape(entry.target)}">{escape(entry.text)}</a></li>\n'
        for entry in document.toc
    )
    return f'<nav aria-label="目录"><ul>\n{lines}</ul></nav>\n'


def _chart(chart: Chart, draw: Draw) -> str:
    caption = ""
    if chart.caption:
        caption = f'<figcaption class="图题">{escape(chart.caption)}</figcaption>'
    return f"<figure>{draw(chart)}{caption}</figure>\n"


def _table(page: _Page, table: Table) -> str:
    name = next(page.names)
    style_of(page.document.styles, table.role)
    notes = "".join(f'<p class="表注">{page.words(note)}</p>' for note in table.notes)
    body = table_element(table, page.words)
    # A table that is too wide scrolls in its own box; the box takes the focus so that the arrow
    # keys
    # scroll it.
    region = f'role="region" tabindex="0" aria-label="{escape(name)}"'
    box = f'<div class="scroll" {region}>{body}</div>'
    return f'<div class="table">{table_lines(table)}{box}{notes}</div>\n'
