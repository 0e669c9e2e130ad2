"""The document as HTML for paper: only what WeasyPrint has to lay out, in as few boxes and text
runs as possible.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from itertools import zip_longest

from generator.document.tree import (
    Block,
    Chart,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
    Toc,
    plain,
)
from generator.forms.styles import Looks
from generator.writers.css import look
from generator.writers.html.inline import lean
from generator.writers.html.table import table_element, table_lines
from generator.writers.pages import first_numbered
from generator.writers.svg import chart_svg
from generator.writers.weasyprint_pdf.sheet import page_name, style_sheet

# Anchor of the page on which the count begins; no id of a document begins with a hyphen.
START = "-start"


def print_html(document: Document) -> str:
    """The whole document as HTML for paper, which is well-formed XML as well.

    Raises LooksError when it uses a role that the form does not have.
    """
    meta = {
        "author": document.unit,
        "generator": "决算公开",
        "description": f"{document.unit}{document.year}年度决算公开",
        "dcterms.created": document.date,
        "dcterms.modified": document.date,
    }
    lines = "".join(
        f'<meta name="{name}" content="{escape(text)}"/>' for name, text in meta.items()
    )
    first = first_numbered(document)
    sections = "".join(
        _section(document, section, section is first) for section in document.sections
    )
    return (
        f'<!DOCTYPE html><html lang="{escape(document.language)}"><head><meta charset="utf-8"/>'
        f"<title>{escape(document.title)}</title>{lines}"
        f"<style>{_text(style_sheet(document))}</style></head><body>{sections}</body></html>"
    )


def _text(css: str) -> str:
    """CSS as the text of an XML element."""
    return escape(css, quote=False)


def _section(document: Document, section: Section, first: bool) -> str:
    anchor = ""
    if first:
        anchor = f' id="{START}"'
    parts = []
    broken = False
    for block, after in zip_longest(section.blocks, section.blocks[1:]):
        if isinstance(block, PageBreak):
            broken = True
            continue
        # The paragraph that leads to a table stands on its page.
        breaking = ""
        if isinstance(block, Paragraph) and isinstance(after, Table):
            breaking = "break-after:avoid"
        elif isinstance(block, Table) and block.compact:
            breaking = "break-inside:avoid"
        parts.append(_block(document, block, broken, breaking))
        broken = False
    return f'<section style="page:{page_name(section, first)}"{anchor}>{"".join(parts)}</section>'


def _block(document: Document, block: Block, broken: bool, breaking: str = "") -> str:
    """One block; ``broken`` begins a new page with it, ``breaking`` is CSS for its other breaks."""
    before = ""
    if broken or (isinstance(block, Heading) and block.break_before):
        before = "break-before:page"
    style = _style(before, breaking)
    match block:
        case Heading():
            return _heading(document.looks, block, style)
        case Paragraph():
            role = escape(look(document.looks, block.role).name)
            return f'<p class="{role}"{style}>{lean(block.inlines)}</p>'
        case Toc():
            entries = [_entry(entry.level, entry.text, entry.target) for entry in document.toc]
            return f"<nav{style}>{''.join(entries)}</nav>"
        case Chart():
            return _chart(document.looks, block, style)
        case Table():
            return _table(document.looks, block, style)
        case PageBreak():
            return ""


def _style(*declarations: str) -> str:
    """The attribute with those declarations that are not empty."""
    css = ";".join(filter(None, declarations))
    if not css:
        return ""
    return f' style="{css}"'


def _heading(looks: Looks, heading: Heading, style: str) -> str:
    text = plain(heading.inlines)
    label = heading.toc or text.replace("\n", "　")
    # Bookmarks take the visible text unless the 目录 says it otherwise.
    bookmark = ""
    if label != text:
        bookmark = f' data-b="{escape(label)}"'
    role = escape(look(looks, heading.role).name)
    attributes = f'id="{escape(heading.id)}" class="{role}"{bookmark}{style}'
    return f"<h{heading.level} {attributes}>{lean(heading.inlines)}</h{heading.level}>"


def _entry(level: int, text: str, target: str) -> str:
    role = "目录一级" if level == 1 else "目录二级"
    return f'<p class="{role}"><a href="#{escape(target)}">{escape(text, quote=False)}</a></p>'


def _chart(looks: Looks, chart: Chart, style: str) -> str:
    # An image, not inline SVG: that is what becomes a tagged figure with an alternative text.
    data = b64encode(chart_svg(chart, looks).encode()).decode()
    caption = ""
    if chart.caption:
        caption = f'<p class="图题">{escape(chart.caption)}</p>'
    source = f"data:image/svg+xml;base64,{data}"
    return f'<img class="图" alt="{escape(chart.alt)}" src="{source}"{style}/>{caption}'


def _table(looks: Looks, table: Table, style: str) -> str:
    look(looks, table.role)
    notes = "".join(f'<p class="表注">{lean(note)}</p>' for note in table.notes)
    html = f"{table_lines(table)}{table_element(table, lean)}{notes}"
    if not style:
        return html
    return f"<div{style}>{html}</div>"
