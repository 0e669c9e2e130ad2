"""Text in drawings: how wide it is about, how it wraps, and its SVG element."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from html import escape

from generator.writers.svg.geometry import number

# SVG knows no line breaking, and a drawing is made before any font is known: widths in ems that
# hold for every usual face.
_WIDE = Decimal(1)
_NARROW = Decimal("0.56")
_FIRST_WIDE = "\u2e80"
_WIDE_SIGNS = "“”‘’…—"
_CLOSING = "，。、；：）》”’！？%"
_OPENING = "（《“‘"


def text_width(text: str, size: Decimal) -> Decimal:
    """The width of text at a font size, estimated generously."""
    return size * _ems(text)


@lru_cache(maxsize=4096)
def _ems(text: str) -> Decimal:
    """The width of text in ems. Wrapping asks for the same texts again at each width it tries."""
    wide = sum(letter >= _FIRST_WIDE or letter in _WIDE_SIGNS for letter in text)
    return wide * _WIDE + (len(text) - wide) * _NARROW


def wrap(text: str, size: Decimal, width: Decimal, most: int) -> tuple[str, ...]:
    """Text in at most ``most`` lines no wider than ``width``; what does not fit is shortened with an ellipsis.

    Numbers are not torn apart and closing punctuation does not begin a line, opening punctuation does not end one.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and text_width(line + piece, size) > width:
            lines.append(line)
            line = piece.lstrip()
        else:
            line += piece
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], _shorten("".join(lines[most - 1 :]), size, width)]
    return tuple(lines)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for letter in text:
        before = pieces[-1][-1] if pieces else " "
        joins = bool(pieces) and (
            letter in _CLOSING or before in _OPENING or (_latin(letter) and _latin(before))
        )
        if joins:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _latin(letter: str) -> bool:
    return letter < _FIRST_WIDE and not letter.isspace()


def _shorten(text: str, size: Decimal, width: Decimal) -> str:
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


def label(
    text: str, x: Decimal, y: Decimal, size: Decimal, anchor: str = "middle", extra: str = ""
) -> str:
    """A text element with its baseline at ``y``; ``anchor`` is start, middle or end."""
    return f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" text-anchor="{anchor}"{extra}>{escape(text)}</text>'
