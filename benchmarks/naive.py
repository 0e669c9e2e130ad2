"""The document as a first version of such a generator has it: a page for the browser's eye, with a style for each cell, printed as it comes."""

from __future__ import annotations

from html import escape

from generator.document.tree import (
    Chart,
    Document,
    Heading,
    Inline,
    LineBreak,
    Number,
    Paragraph,
    Row,
    Section,
    Table,
    Toc,
    plain,
)
from generator.writers.svg import chart_svg

_STYLE = """
* { box-sizing: border-box; margin: 0; padding: 0; }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —"; font-size: 14pt; } }
@page wide { size: A4 landscape; margin: 25mm; @bottom-center { content: "— " counter(page) " —"; font-size: 14pt; } }
body { font-family: FandolFang, serif; font-size: 16pt; line-height: 28pt; }
.page { page-break-before: always; }
.wide { page: wide; }
h1 { font-family: FandolSong, serif; font-size: 22pt; line-height: 40pt; text-align: center; }
h2 { font-family: FandolHei, sans-serif; font-size: 16pt; }
h3, h4 { font-family: FandolKai, serif; font-size: 16pt; }
p { text-indent: 2em; text-align: justify; }
.toc p { text-indent: 0; }
.toc a { color: black; text-decoration: none; }
.toc a::after { content: leader('.') target-counter(attr(href url), page); }
table { width: 100%; border-collapse: collapse; margin-bottom: 8pt; font-size: 10pt; line-height: 14pt; page-break-inside: auto; }
tr { page-break-inside: avoid; }
th, td { border: 1px solid #000; padding: 2pt; vertical-align: middle; }
th { font-weight: bold; text-align: center; }
.num { font-variant-numeric: tabular-nums; }
.figure { text-align: center; page-break-inside: avoid; }
.figure svg { width: 100%; }
"""
_ALIGN = {"左": "left", "中": "center", "右": "right"}


def naive_page(document: Document) -> str:
    """The whole document as HTML."""
    body = "".join(_section(document, section) for section in document.sections)
    return f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(document.title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>'


def _section(document: Document, section: Section) -> str:
    kind = "page wide" if section.landscape else "page"
    return (
        f'<div class="{kind}">'
        + "".join(_block(document, block) for block in section.blocks)
        + "</div>\n"
    )


def _block(document: Document, block: object) -> str:
    if isinstance(block, Heading):
        return f'<h{block.level} id="{block.id}">{_inlines(block.inlines)}</h{block.level}>\n'
    if isinstance(block, Paragraph):
        return f'<div class="paragraph"><p>{_inlines(block.inlines)}</p></div>\n'
    if isinstance(block, Toc):
        return (
            '<div class="toc">'
            + "".join(
                f'<p><a href="#{entry.target}">{escape(entry.text)}</a></p>'
                for entry in document.toc
            )
            + "</div>\n"
        )
    if isinstance(block, Chart):
        return f'<div class="figure">{chart_svg(block, document.looks)}<p>{escape(block.caption or "")}</p></div>\n'
    if isinstance(block, Table):
        return _table(block)
    return ""


def _table(table: Table) -> str:
    lines = "".join(
        f'<p style="text-align: {side}; text-indent: 0">{escape(text)}</p>'
        for side, text in (("left", table.left), ("right", table.right))
        if text
    )
    head = f"<thead>{''.join(_row(row) for row in table.head)}</thead>" if table.head else ""
    notes = "".join(f'<p class="note">{_inlines(note)}</p>' for note in table.notes)
    return f'<div class="table">{lines}<table>{head}<tbody>{"".join(_row(row) for row in table.body)}</tbody></table>{notes}</div>\n'


def _row(row: Row) -> str:
    cells = []
    for cell in row.cells:
        tag = "th" if cell.header else "td"
        style = f"text-align: {_ALIGN[cell.align]}; padding-left: {2 + 8 * cell.indent}pt; font-weight: {'bold' if cell.strong else 'normal'}"
        spans = (
            f' colspan="{cell.colspan}" rowspan="{cell.rowspan}"'
            if cell.colspan > 1 or cell.rowspan > 1
            else ""
        )
        cells.append(f'<{tag} style="{style}"{spans}>{_inlines(cell.inlines)}</{tag}>')
    return f"<tr>{''.join(cells)}</tr>\n"


def _inlines(inlines: tuple[Inline, ...]) -> str:
    return "".join(_inline(part) for part in inlines)


def _inline(part: Inline) -> str:
    if isinstance(part, LineBreak):
        return "<br>"
    text = escape(plain((part,)))
    return f'<span class="num">{text}</span>' if isinstance(part, Number) else text
