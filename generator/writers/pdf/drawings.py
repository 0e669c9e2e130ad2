"""Charts on paper: how high they are, and drawn lower where a page wants the room."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec.structs import replace

from generator.document.tree import Chart
from generator.forms.styles import FormStyles
from generator.writers.svg import PRINT, chart_svg

WIDEST = Decimal("442.2")
"""No chart is wider than the type area of an upright page, in points."""
_STEP = 2
_SIZE = re.compile(r'(?:width|height)="([0-9.]+)"')


def height_of(drawing: str, width: Decimal = WIDEST) -> Decimal:
    """The height in points of a drawing that is set in a width."""
    own_width, own_height = _own_size(drawing)
    return own_height * min(width, WIDEST) / own_width


def _own_size(drawing: str) -> tuple[Decimal, Decimal]:
    """Width and height of a drawing in its own units."""
    width, height = (Decimal(side) for side in _SIZE.findall(drawing)[:2])
    return width, height


def can_give(chart: Chart, styles: FormStyles) -> Decimal:
    """How many points of its height a chart can give up; ``styles`` name the families that
    print."""
    if styles.fitting is None:
        return Decimal(0)
    lowest = chart_svg(chart, styles, replace(PRINT, height=PRINT.height * styles.fitting.plot))
    return height_of(chart_svg(chart, styles)) - height_of(lowest)


def lowered(chart: Chart, styles: FormStyles, points: Decimal) -> str:
    """The chart drawn at least so many points lower, and hardly more."""
    usual = chart_svg(chart, styles)
    wanted = height_of(usual) - points
    # A drawing gives up no more than its plot: so much less is needed at any rate.
    scale = WIDEST / _own_size(usual)[0]
    sure = int(points / scale / _STEP)
    frame = replace(PRINT, height=max(PRINT.height - sure * _STEP, PRINT.height / 2))
    drawing = chart_svg(chart, styles, frame) if sure else usual
    while height_of(drawing) > wanted and frame.height > PRINT.height / 2:
        frame = replace(frame, height=frame.height - _STEP)
        drawing = chart_svg(chart, styles, frame)
    return drawing
