"""Both edges flush for Chinese text (对齐: 两端): WeasyPrint justifies lines only by widening spaces, and Chinese has none.

While a document is laid out, its function that justifies one line is replaced by one that shares the missing width
among all characters of the line, as Word does. The line breaks themselves do not change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# A line that would have to be drawn wider than this (in characters per gap) is left ragged: that looks better.
_WIDEST = 0.35


@contextmanager
def chinese_justification() -> Iterator[None]:
    """Justify Chinese lines between their characters, as long as the context lasts."""
    from weasyprint.layout import inline

    original = inline.justify_line
    inline.justify_line = _justify
    try:
        yield
    finally:
        inline.justify_line = original


def _justify(context: Any, line: Any, missing: Any) -> None:
    texts = list(_texts(line))
    gaps = sum(len(box.text) for box in texts) - 1
    if gaps < 1:
        return
    spacing = missing / gaps
    if spacing <= line.style["font_size"] * _WIDEST:
        _widen(context, line, spacing, 0)


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            yield from _texts(child)


def _widen(context: Any, box: Any, spacing: Any, shift: Any) -> Any:
    """Widen one box of the line that already moved by ``shift``; the shift of what follows it."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.text.line_break import create_layout

    box.position_x += shift
    if isinstance(box, boxes.TextBox):
        usual = box.style["letter_spacing"]
        box.style = box.style.copy()
        box.style["letter_spacing"] = spacing + (0 if usual == "normal" else usual)
        layout = create_layout(box.text, box.style, context, max_width=None, justification_spacing=0)
        layout.deactivate()
        box.pango_layout = layout
        # The outer halves of the spacing fall away: one gap fewer than characters inside the box.
        box.width += spacing * (len(box.text) - 1)
        return shift + spacing * len(box.text)
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(context, child, spacing, shift)
        box.width += shift - before
    return shift
