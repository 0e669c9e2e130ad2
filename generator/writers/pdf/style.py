"""Structural CSS of the printed pages: sizes, margins, page numbers, breaks."""

from __future__ import annotations

from generator.document.tree import Document
from generator.writers.html.css import declarations

_STRUCTURE = """
*{margin:0;padding:0}
body{font-size:16pt}
.cover{page:cover}.contents{page:contents}.start{page:start;break-before:right}.body{page:body}.wide{page:wide}
.nb{break-before:page}
h1,h2,h3,h4{break-after:avoid}
p{orphans:2;widows:2}
figure{text-align:center;break-inside:avoid;margin:8pt 0}
figure img{width:142mm;height:71mm}
figcaption{break-before:avoid}
.toc a{color:black;text-decoration:none}
.toc a::after{content:leader('.') target-counter(attr(href),page)}
table{border-collapse:collapse;width:100%;table-layout:fixed}
th,td{border:.6pt solid black;padding:1.6pt 2pt;text-indent:0;vertical-align:middle}
th{text-align:center;font-weight:normal}
.grid tr{break-inside:avoid}
.grid td,.grid th{padding:2.2pt 2pt}
.ar{text-align:right}.ac{text-align:center}.st{font-weight:bold}
.i1{padding-left:1em}.i2{padding-left:2em}.i3{padding-left:3em}
.tc,.tl{break-after:avoid}
.tl span{float:left}
mark{background:#ffef9e;color:#b00000}
"""


def page_css(document: Document) -> str:
    """Pages and structure. Page numbers stand outside: odd pages right, even pages left, one character in."""
    page = document.looks.page
    number = declarations(document.looks.roles["页码"])
    upright = f"size:{page.width}mm {page.height}mm;margin:{page.top}mm {page.outer}mm {page.bottom}mm {page.inner}mm"
    # A wide page is turned so that its head lies at the binding edge.
    turned = f"size:{page.height}mm {page.width}mm;margin:{page.inner}mm {page.top}mm {page.outer}mm {page.bottom}mm"
    draft = ""
    if document.draft:
        draft = f"@top-center{{content:'{document.draft}';color:#b00000;{declarations(document.looks.roles['审核稿'])}}}"
    inset = "padding:0 1em;vertical-align:top;padding-top:5mm;white-space:nowrap"
    right = f"@bottom-right{{content:'— ' counter(page) ' —';{number};{inset};text-align:right}}"
    left = f"@bottom-left{{content:'— ' counter(page) ' —';{number};{inset};text-align:left}}"
    rules = [f"@page{{{upright};{draft}}}", f"@page wide{{{turned}}}"]
    for name in ("start", "body", "wide"):
        rules += [f"@page {name}:right{{{right}}}", f"@page {name}:left{{{left}}}"]
    rules.append("@page :nth(1 of start){counter-reset:page 1}")
    head = declarations(document.looks.roles["表头"])
    # Table heads have a look of their own, but stand in the table's role.
    return "\n".join(rules) + _STRUCTURE + f"thead th{{{head}}}"
