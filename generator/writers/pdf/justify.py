"""Both edges flush for Chinese text (对齐: 两端): WeasyPrint justifies lines only by widening spaces, and Chinese has none.

The function that justifies one line is replaced by one that shares the missing width among the characters of the line, as Word does. Numbers and
Latin words stay solid: a reader, and a program that reads the file, see “10.5%” and not “1 0.5%”. The line breaks themselves do not change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

# A line that would have to be drawn wider than this (in characters per gap) is left ragged: that looks better.
_WIDEST = 0.35
_WIDE = re.compile(r"[^!-~\u00c0-\u1fff]+")
"""What is widened: runs of anything but digits, and letters of scripts that are written in words (Latin, Greek, Cyrillic, Arabic …)."""


def justify_line(_context: Any, line: Any, missing: Any) -> None:
    """Share what a line lacks (CSS pixels) among its characters: half on each side of a character, nothing at the ends of the line."""
    texts = [box for box in _texts(line) if box.text]
    if not texts:
        return
    characters = (
        sum(_wide(box.text) for box in texts) - _edge(texts[0].text[0]) - _edge(texts[-1].text[-1])
    )
    if characters < 1:
        return
    spacing = missing / characters
    if spacing > line.style["font_size"] * _WIDEST:
        return
    shift = -spacing * _edge(texts[0].text[0])
    for child in line.children:
        if child.is_in_normal_flow():
            shift = _widen(child, spacing, shift)
    line.width += missing


def spaced(original: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """``Layout.reactivate``, which prepares a line to be drawn, with the spacing that ``justify_line`` found for it."""

    def reactivate(layout: Any, style: Any) -> None:
        from weasyprint.text.ffi import TO_UNITS, ffi, pango

        original(layout, style)
        spacing = vars(layout).get("_spacing")
        if spacing is None:
            return
        attributes = pango.pango_layout_get_attributes(layout.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for part in _WIDE.finditer(layout.text):
            attribute = pango.pango_attr_letter_spacing_new(int(spacing * TO_UNITS))
            attribute.start_index, attribute.end_index = (
                len(layout.text[:place].encode()) for place in part.span()
            )
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(layout.layout, attributes)

    return reactivate


def _wide(text: str) -> int:
    """How many characters of a text are widened."""
    return sum(part.end() - part.start() for part in _WIDE.finditer(text))


def _edge(character: str) -> Any:
    """Which part of the spacing stands on one side of a character."""
    return 0.5 if _WIDE.match(character) else 0


def _texts(box: Any) -> Iterator[Any]:
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        yield box
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            yield from _texts(child)


def _widen(box: Any, spacing: Any, shift: Any) -> Any:
    """Widen one box of the line that already moved by ``shift``; the shift of what follows it."""
    from weasyprint.formatting_structure import boxes

    if isinstance(box, boxes.TextBox):
        return _widen_text(box, spacing, shift) if box.text else shift
    box.position_x += shift
    if isinstance(box, boxes.InlineBox):
        before = shift
        for child in box.children:
            if child.is_in_normal_flow():
                shift = _widen(child, spacing, shift)
        box.width += shift - before
    return shift


def _widen_text(box: Any, spacing: Any, shift: Any) -> Any:
    # Pango leaves out what would stand before the first character and behind the last one.
    before, behind = (spacing * _edge(box.text[place]) for place in (0, -1))
    inside = spacing * _wide(box.text) - before - behind
    box.position_x += shift + before
    box.width += inside
    usual = box.style["letter_spacing"]
    # The line is shaped again when it is drawn: with this text and spacing, and no word widened beside that.
    box.pango_layout.text, box.pango_layout.justification_spacing = box.text, 0
    vars(box.pango_layout)["_spacing"] = spacing + (0 if usual == "normal" else usual)
    return shift + before + inside + behind
