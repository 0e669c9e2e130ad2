"""What would not fit, found before the layout: words wider than their column, rows higher than a page.

Widths are estimated, generously; the layout engine breaks lines between Chinese characters, at
blanks and hyphens, and nowhere else.
"""

from __future__ import annotations

import re
from math import ceil

from generator.document.tree import Cell, Inline, Table, plain

_WORD = re.compile(r"[!-~\u00a0-\u2dff\u2e00-\u2e7f]+")
"""A run of characters that the engine may not break."""
_NUMBER = re.compile(r"[-−+]?[\d,]*\d(?:\.\d+)?%?")
_NARROW = 0.56
"""Width of such a character, in ems."""
_SMALLEST = 0.55
"""So far an amount is made smaller, and no further."""
_PIECE = 8


def width_of(text: str) -> float:
    """The width of a text in ems, about."""
    return sum(1.0 if ord(sign) >= 0x2E80 else _NARROW for sign in text)


def shrinking(text: str, room: float) -> float:
    """How much smaller an amount has to be to stay whole in ``room`` ems; 1 where it fits, or is no amount."""
    if not _NUMBER.fullmatch(text):
        return 1.0
    return max(_SMALLEST, min(1.0, room / width_of(text)))


def pieces(text: str, room: float) -> list[str]:
    """The text in pieces between which a line may break, where it has words wider than ``room`` ems."""
    parts: list[str] = []
    done = 0
    for word in _WORD.finditer(text):
        if width_of(word[0]) <= room:
            continue
        size = max(1, min(_PIECE, int(room / _NARROW / 2)))
        if word.start() > done:
            parts.append(text[done : word.start()])
        parts += [word[0][at : at + size] for at in range(0, len(word[0]), size)]
        done = word.end()
    if not parts:
        return [text]
    return [*parts, text[done:]] if done < len(text) else parts


def lines_of(inlines: tuple[Inline, ...], room: float) -> int:
    """How many lines a text takes in a column of ``room`` ems, about."""
    return sum(max(1, ceil(width_of(line) / max(room, 1.0))) for line in plain(inlines).split("\n"))


def room_of(table: Table, cell: Cell, column: int, width: float, size: float) -> float:
    """The room of a cell in ems; ``width`` is that of the table in points, ``size`` that of its text."""
    whole = sum(table.widths) or 1
    own = sum(table.widths[column : column + cell.colspan])
    return max((width * own / whole - 4) / size - cell.indent, 1.0)
