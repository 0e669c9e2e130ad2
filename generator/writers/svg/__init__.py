"""Charts as SVG, for PDF and HTML."""

from __future__ import annotations

from xml.sax.saxutils import escape

from generator.document.looks import Looks
from generator.document.tree import Chart, ChartKind
from generator.writers.svg.columns import column_shapes
from generator.writers.svg.pie import pie_shapes

WIDTH, HEIGHT = 500, 250


def chart_svg(chart: Chart, looks: Looks) -> str:
    """The chart as one SVG element with title and description, drawn from its printed values."""
    shapes = pie_shapes(chart, looks.colours) if chart.kind is ChartKind.PIE else column_shapes(chart, looks.colours)
    # A font's own name may need quotes inside an attribute; generic words may not.
    family = ", ".join(f"'{name}'" for name in looks.roles["图"].face.stack)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'font-family="{family}" font-size="11" fill="#000"><title>{escape(chart.title)}</title><desc>{escape(chart.alt)}</desc>'
        f'<text x="{WIDTH // 2}" y="16" text-anchor="middle" font-size="13">{escape(chart.title)}（单位：{escape(chart.unit)}）</text>'
        f"{''.join(shapes)}</svg>"
    )
