"""The web page on paper: the HTML writer's own markup, with the style sheet for pages."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from msgspec.structs import replace

from generator.document.tree import Chart, Document
from generator.writers.html.page import page_html
from generator.writers.svg import chart_svg
from generator.writers.weasyprint_pdf.sheet import style_sheet


def print_html(document: Document) -> str:
    """The whole document as HTML for paper.

    Raises StylesError when it uses a role that the form does not have.
    """

    def draw(chart: Chart) -> str:
        # An image, not inline SVG: that is what becomes a tagged figure with an alternative text.
        data = b64encode(chart_svg(chart, document.styles).encode()).decode()
        return f'<img alt="{escape(chart.alt)}" src="data:image/svg+xml;base64,{data}">'

    # Paper shows no explanation of a number.
    return page_html(replace(document, origins={}), style_sheet(document), draw)
