"""One chart → one SVG drawing, from the values that the document prints."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from msgspec import Struct

from generator.document.tree import Chart, ChartKind
from generator.forms.styles import FormStyles
from generator.writers.css import family_list, style_of
from generator.writers.svg.columns import draw_columns
from generator.writers.svg.geometry import number
from generator.writers.svg.labels import label
from generator.writers.svg.pie import draw_pie


class DrawingSize(Struct, frozen=True):
    """The size of a drawing in its own units: width, height of the plot without texts, and how
    much larger the texts are."""

    width: Decimal
    height: Decimal
    zoom: Decimal = Decimal(1)


# On paper a unit is a point: the type area is 442 points wide. On a screen the same drawing has to
# be legible on a telephone.
PRINT = DrawingSize(Decimal(440), Decimal(160))
SCREEN = DrawingSize(Decimal(400), Decimal(180), Decimal("1.3"))


def chart_svg(chart: Chart, styles: FormStyles, frame: DrawingSize = PRINT) -> str:
    """The chart as an SVG element with title and description (the alternative text).

    Raises StylesError when the form has no role 图.
    """
    role = style_of(styles, "图")
    size = role.size * frame.zoom
    top = Decimal(4)
    head = ""
    if chart.caption is None:
        head = label(
            chart.title, frame.width / 2, top + size * Decimal("1.2"), size * Decimal("1.2")
        )
        top += size * 2
    draw = draw_columns if chart.kind is ChartKind.COLUMN else draw_pie
    body, bottom = draw(
        chart,
        tuple(escape(colour) for colour in styles.colours),
        size,
        frame.width,
        frame.height,
        top,
    )
    width, height = number(frame.width), number(bottom + 2)
    name, text = escape(chart.title), escape(chart.alt)
    # WeasyPrint splits the list at commas and keeps blanks: none may follow a comma.
    families = escape(family_list(role, quote="'"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' font-family="{families}" fill="#000000"><title>{name}</title>'
        f"<desc>{text}</desc>{head}{body}</svg>"
    )
