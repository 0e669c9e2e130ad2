"""The lines of a table, each drawn whole. WeasyPrint draws the edge of every cell for itself: the same ink, ten times the strokes, and a larger file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Span = tuple[Any, Any]
"""Where an edge begins and ends, in the layout engine's own numbers (CSS pixels)."""
_TOUCH = 1e-6
"""Edges of neighbouring cells meet where rounding lets them."""


def whole_lines(original: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """WeasyPrint's ``draw_collapsed_borders``, with the edges that continue each other drawn as one line.

    Only solid edges that hide what is below them: dashes would fall elsewhere, and where two see-through edges meet they are darker.
    """

    def draw_collapsed_borders(stream: Any, table: Any) -> None:
        from weasyprint import draw

        line = draw.draw_line
        found: dict[tuple[Any, ...], list[Span]] = {}

        def collect(
            _stream: Any, x1: Any, y1: Any, x2: Any, y2: Any, thickness: Any, style: Any, color: Any
        ) -> None:
            upright = x1 == x2
            # Each that may not be joined to another has a number of its own.
            own = 0 if style == "solid" and color.alpha == 1 else len(found) + 1
            key = (own, upright, x1 if upright else y1, thickness, style, color)
            found.setdefault(key, []).append((y1, y2) if upright else (x1, x2))

        draw.draw_line = collect
        try:
            original(_NoStream(), table)
        finally:
            draw.draw_line = line
        # They come from the least to the most important: what has to lie on top stays there.
        with stream.artifact():
            for (_, upright, place, *kind), spans in found.items():
                for start, end in joined(spans):
                    ends = (place, start, place, end) if upright else (start, place, end, place)
                    line(stream, *ends, *kind)

    return draw_collapsed_borders


def joined(spans: list[Span]) -> list[Span]:
    """Spans that touch or overlap, as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + _TOUCH:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


class _NoStream:
    """Takes what WeasyPrint says around each edge while the edges are collected."""

    @contextmanager
    def artifact(self) -> Iterator[None]:
        yield

    @contextmanager
    def stacked(self) -> Iterator[None]:
        yield
