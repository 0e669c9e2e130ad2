"""The document as one self-contained web page: no script, nothing fetched."""

from __future__ import annotations

from html import escape

from generator.document.tree import Document, Number
from generator.writers.html.css import role_css
from generator.writers.html.markup import Markup
from generator.writers.svg import chart_svg

_STYLE = """
html{font-size:17px;-webkit-text-size-adjust:100%}
body{margin:0;background:#eef0f2;color:#000}
main{max-width:46rem;margin:0 auto;padding:1rem 1.6rem 4rem;background:#fff;box-shadow:0 0 6px rgba(0,0,0,.15)}
section{padding-top:1.2rem}
section+section{border-top:1px solid #ddd;margin-top:2.2rem}
nav a{color:inherit;text-decoration:none}nav a:hover,nav a:focus{text-decoration:underline}
nav .toc{margin:.35rem 0;line-height:1.5}
figure{margin:1rem 0;text-align:center}figure svg{max-width:100%;height:auto}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:0}
.wide table,.form{min-width:48rem}
th,td{border:1px solid #555;padding:.25em .4em;text-indent:0;vertical-align:middle}
th{font-weight:normal;text-align:center;background:#f3f5f7}
.ar{text-align:right;white-space:nowrap}.ac{text-align:center}.st{font-weight:bold}.i1{padding-left:1.4em}.i2{padding-left:2.4em}.i3{padding-left:3.4em}
.tl{text-align:right;overflow:hidden}.tl span{float:left}
data{border-bottom:1px dotted transparent}data:hover{border-bottom-color:#888;cursor:help}
mark{background:#ffef9e;color:#b00000}
.draft{position:sticky;top:0;background:#b00000;color:#fff;text-align:center;padding:.4rem;margin:0;z-index:1;font:bold 1rem sans-serif}
@media(max-width:40rem){html{font-size:16px}main{padding:.6rem 1rem 3rem}}
@media print{body{background:#fff}main{max-width:none;box-shadow:none;padding:0}section{break-before:page}.scroll{overflow:visible}.draft{position:static}}
"""


def write_html(document: Document) -> bytes:
    """The document as UTF-8 HTML. Each printed number is a ``data`` element whose title says where it comes from."""
    origins = document.origins

    def number(part: Number) -> str:
        origin = origins[part.figure]
        title = escape(f"{origin.label} {origin.explanation}")
        return f'<data value="{escape(part.figure)}" title="{title}">{escape(part.text)}</data>'

    markup = Markup(document, number, lambda chart: chart_svg(chart, document.looks), scroll=True)
    sections = "".join(
        f"<section{' class=' + chr(34) + 'wide' + chr(34) if section.landscape else ''}>{markup.blocks(section.blocks)}</section>"
        for section in document.sections
    )
    draft = f'<p class="draft">{escape(document.draft)}</p>' if document.draft else ""
    page = (
        f'<!DOCTYPE html>\n<html lang="{document.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(document.title)}</title><meta name="author" content="{escape(document.unit)}"><meta name="date" content="{document.date}">'
        f"<style>{role_css(document.looks, scale=True)}{_STYLE}</style></head><body>{draft}<main>{sections}</main></body></html>\n"
    )
    return page.encode("utf-8")
