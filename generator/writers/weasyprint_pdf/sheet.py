"""The style sheet for paper: pages, counting, the structure of blocks.

All styles come from the roles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from generator.document.tree import (
    UNNUMBERED,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Section,
    Table,
    plain,
    tables_of,
)
from generator.forms.styles import FormStyles, Role
from generator.writers.css import amount, family_list, print_declarations, selector, style_of
from generator.writers.html.table import indents
from generator.writers.pages import first_numbered

START = "-start"
"""The anchor of the page on which the count begins; no id of a document begins with a hyphen."""
# The text stands 7 mm below the type area (GB/T 9704).
_FOOT = "7mm"
_MOST_PAGES = 999


def _page_name(section: Section, *, first: bool) -> str:
    """The named page of a section: whether its pages have numbers, lie across, begin the count."""
    kind = "start" if first else "body"
    if section.kind in UNNUMBERED:
        kind = "bare"
    if section.landscape:
        kind += "-wide"
    return kind


def style_sheet(document: Document) -> str:
    """All CSS of the document on paper.

    Raises StylesError when the form lacks a role that pages themselves need.
    """
    styles = document.styles
    tables = tables_of(document)
    roles = "".join(
        f"{selector(role.name)}{{{print_declarations(role, styles.page)}}}"
        for role in styles.roles.values()
    )
    charts = f"figure>img{{{print_declarations(style_of(styles, '图'), styles.page)}}}"
    shifts = "".join(f".i{depth}{{padding-left:{depth}em}}" for depth in indents(tables))
    parts = (
        *(_pages(document), _STRUCTURE, roles, charts, _table_rules(styles, tables), shifts),
        *("".join(_section_rules(document)), styles.css),
    )
    return "".join(parts)


def _section_rules(document: Document) -> Iterator[str]:
    """What holds for single elements: on which page a section stands, where pages end."""
    first = first_numbered(document)
    for number, section in enumerate(document.sections, 1):
        element = f"section:nth-child({number})"
        is_first = section is first
        yield f"{element}{{page:{_page_name(section, first=is_first)}}}"
        if is_first:
            yield f'{element}{{-weasy-anchor:"{START}"}}'
        yield from _block_rules(element, section)


def _block_rules(element: str, section: Section) -> Iterator[str]:
    """The page breaks before and within the blocks of a section, and its bookmarks."""
    number = 0
    broken = False
    for block, after in zip_longest(section.blocks, section.blocks[1:]):
        if isinstance(block, PageBreak):
            broken = True
            continue
        number += 1
        declarations = []
        if broken or (isinstance(block, Heading) and block.break_before):
            declarations.append("break-before:page")
        # The paragraph that leads to a table stands on its page.
        if isinstance(block, Paragraph) and isinstance(after, Table):
            declarations.append("break-after:avoid")
        if isinstance(block, Table) and block.compact:
            declarations.append("break-inside:avoid")
        if isinstance(block, Heading):
            # Bookmarks take the visible text unless the 目录 says it otherwise.
            text = plain(block.inlines)
            label = block.toc or text.replace("\n", "　")
            if label != text:
                declarations.append(f"bookmark-label:{_quoted(label)}")
        if declarations:
            yield f"{element}>:nth-child({number}){{{';'.join(declarations)}}}"
        broken = False


def _pages(document: Document) -> str:
    styles, page = document.styles, document.styles.page
    # 22 lines of 29 points are 638 points, the 225 mm of the type area 637.8: the bottom margin
    # gives the difference.
    upright = (
        page.width,
        page.height,
        page.top,
        page.outer,
        page.bottom - Decimal("0.2"),
        page.inner,
    )
    across = (page.height, page.width, *page.across)
    draft = ""
    if document.draft:
        role, text = style_of(styles, "审核稿"), _quoted(document.draft)
        draft = _margin_box("top-center", role, text, "color:#c00000")
    number = style_of(styles, "页码")
    edge = "vertical-align:top;padding-top:" + _FOOT
    foot = _margin_box(
        "bottom-right", number, "counter(page,odd-page)", f"{edge};padding-right:1em"
    ) + _margin_box("bottom-left", number, "counter(page,even-page)", f"{edge};padding-left:1em")
    rules = [
        f"@page{{{_size(upright)}{draft}}}",
        _counter_style("odd-page", 1),
        _counter_style("even-page", 0),
    ]
    for kind, content in (("bare", ""), ("start", foot), ("body", foot)):
        rules.append(f"@page {kind}{{{content}}}@page {kind}-wide{{{_size(across)}{content}}}")
    for kind in ("start", "start-wide"):
        rules.append(f"@page {kind}:nth(1 of {kind}){{counter-reset:page 1}}")
    return "".join(rules)


def _size(sides: tuple[Decimal, ...]) -> str:
    width, height, *margins = (f"{amount(side)}mm" for side in sides)
    return f"size:{width} {height};margin:{' '.join(margins)};"


def _margin_box(name: str, role: Role, content: str, extra: str) -> str:
    """A box in the margin of a page: ``content`` as CSS, in the role's font, with ``extra`` CSS."""
    font = f"font-family:{family_list(role)};font-size:{amount(role.size)}pt"
    return f"@{name}{{content:{content};{font};{extra}}}"


def _quoted(text: str) -> str:
    """A text as CSS, in a style element that it cannot end."""
    safe = re.sub(r'[\\"<\n]', lambda sign: f"\\{ord(sign[0]):x} ", text)
    return f'"{safe}"'


def _counter_style(name: str, remainder: int) -> str:
    """A counter style that prints ``— n —`` on odd (or even) printed numbers only.

    :left and :right would follow the sheets of the file, in which cover and contents count too; the
    place of the number has to follow the printed number. ``remainder`` is 1 for odd, 0 for even.
    """
    symbols = ['""'] * _MOST_PAGES
    for count in range(1, _MOST_PAGES + 1):
        if count % 2 == remainder:
            symbols[count - 1] = f'"— {count} —"'
    return f"@counter-style {name}{{system:fixed;symbols:{' '.join(symbols)}}}"


def _table_rules(styles: FormStyles, tables: list[Table]) -> str:
    """Heads of statutory tables have a look of their own.

    Those of any other table that of its role.
    """
    head = style_of(styles, "表头")
    rules = [
        f"thead th{{{_inner(print_declarations(head, styles.page))}}}",
        f"tbody th{{font-family:{family_list(head)};font-weight:normal}}",
    ]
    for name in sorted({table.role for table in tables} - {"表格"}):
        role = style_of(styles, name)
        size, pitch = amount(role.size), amount(role.pitch or role.size * 2)
        rules.append(f".{name} th{{font-size:{size}pt;line-height:{pitch}pt}}")
    return "".join(rules)


def _inner(declarations: str) -> str:
    return ";".join(part for part in declarations.split(";") if not part.startswith("margin"))


_STRUCTURE = (
    "html{font-size:12pt}body{margin:0}"
    "section{break-before:page}"
    "h1,h2,h3,h4{break-after:avoid;break-inside:avoid}"
    ".draft{display:none}"
    "p{orphans:2;widows:2}"
    "mark{background:#fff2a8;color:#c00000}"
    "a{color:inherit;text-decoration:none}"
    "nav ul{margin:0;padding:0}nav li{display:block}"
    "nav a::after{content:leader('·') target-counter(attr(href),page)}"
    "figure{margin:0;break-inside:avoid}img{display:block;width:100%;max-width:156mm;margin:0 auto}"
    ".表角{break-after:avoid}.表角.两头{text-align:left;position:relative;padding-right:9em}"
    ".两头 span{position:absolute;right:0;top:0}"
    "table{width:100%;table-layout:fixed;border-collapse:collapse}table[class]{margin-bottom:8pt}"
    "td,th{border:.5pt solid #000;padding:1.5pt 2pt;vertical-align:middle;text-align:left;"
    "overflow-wrap:break-word}"
    "tr{break-inside:avoid}tr.l{break-inside:auto}"
    ".c{text-align:center}.r{text-align:right}.b{font-weight:bold}"
    ".scroll+.表注{break-before:avoid;margin-top:-4pt}"
)
