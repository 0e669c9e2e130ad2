"""Tree → HTML elements, for the web page and for print. The two differ in how a number and a chart are written."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from generator.document.tree import (
    Block,
    Cell,
    Chart,
    Document,
    Heading,
    Inline,
    LineBreak,
    Mark,
    Number,
    PageBreak,
    Paragraph,
    Row,
    Table,
    Toc,
)


class Markup:
    """Writes blocks as HTML. ``number`` writes a printed number, ``chart`` the picture of a chart, ``entry`` a line of the 目录."""

    def __init__(
        self, document: Document, number: Callable[[Number], str], chart: Callable[[Chart], str], *, scroll: bool
    ) -> None:
        self.document = document
        self.number = number
        self.chart = chart
        self.scroll = scroll
        self.classes = {name: f"r{index}" for index, name in enumerate(document.looks.roles)}

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """The blocks of a section, one after another; a page break is a class on what follows it."""
        parts = []
        breaks = False
        for block in blocks:
            if isinstance(block, PageBreak):
                breaks = True
                continue
            parts.append(self._block(block, breaks=breaks))
            breaks = False
        return "".join(parts)

    def _block(self, block: Block, *, breaks: bool) -> str:
        if isinstance(block, Heading):
            new = " nb" if block.break_before or breaks else ""
            return f'<h{block.level} id="{block.id}" class="{self.classes[block.role]}{new}">{self.inlines(block.inlines)}</h{block.level}>'
        if isinstance(block, Paragraph):
            return f'<p class="{self.classes[block.role]}{" nb" if breaks else ""}">{self.inlines(block.inlines)}</p>'
        if isinstance(block, Table):
            return self._table(block)
        if isinstance(block, Chart):
            caption = f'<figcaption class="{self.classes["图题"]}">{escape(block.caption)}</figcaption>' if block.caption else ""
            return f"<figure>{self.chart(block)}{caption}</figure>"
        if isinstance(block, Toc):
            lines = (
                f'<p class="{self.classes[_TOC[entry.level]]} toc"><a href="#{entry.target}">{escape(entry.text)}</a></p>'
                for entry in self.document.toc
            )
            return f"<nav>{''.join(lines)}</nav>"
        return ""

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        """Inline text."""
        parts = []
        for part in inlines:
            if isinstance(part, Number):
                parts.append(self.number(part))
            elif isinstance(part, Mark):
                parts.append(f"<mark>{escape(part.text)}</mark>")
            elif isinstance(part, LineBreak):
                parts.append("<br>")
            else:
                parts.append(escape(part.text, quote=False))
        return "".join(parts)

    def _table(self, table: Table) -> str:
        role = self.classes[table.role]
        whole = sum(table.widths)
        columns = "".join(f'<col style="width:{width * 10000 // whole / 100:g}%">' for width in table.widths)
        head = f"<thead>{''.join(self._row(row) for row in table.head)}</thead>" if table.head else ""
        body = "".join(self._row(row) for row in table.body)
        corner = self.classes["表角"]
        above = f'<p class="{corner} tc">{escape(table.corner)}</p>' if table.corner else ""
        if table.left or table.right:
            above += f'<p class="{corner} tl"><span>{escape(table.left)}</span>{escape(table.right)}</p>'
        below = "".join(f'<p class="{self.classes["表注"]}">{self.inlines(note)}</p>' for note in table.notes)
        kind = "form" if table.role != "表格" else "grid"
        grid = f'<table class="{role} {kind}" aria-label="{escape(table.name)}"><colgroup>{columns}</colgroup>{head}<tbody>{body}</tbody></table>'
        return above + (f'<div class="scroll" tabindex="0">{grid}</div>' if self.scroll else grid) + below

    def _row(self, row: Row) -> str:
        return f"<tr>{''.join(self._cell(cell) for cell in row.cells)}</tr>"

    def _cell(self, cell: Cell) -> str:
        tag = "th" if cell.header else "td"
        spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
            f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        )
        scope = f' scope="{cell.scope}"' if cell.header else ""
        names = (
            {"右": ["ar"], "中": ["ac"]}.get(cell.align, [])
            + (["st"] if cell.strong else [])
            + ([f"i{cell.indent}"] if cell.indent else [])
        )
        if cell.header:
            names = []
        kind = f' class="{" ".join(names)}"' if names else ""
        return f"<{tag}{spans}{scope}{kind}>{self.inlines(cell.inlines)}</{tag}>"


_TOC = {1: "目录一级", 2: "目录二级"}
