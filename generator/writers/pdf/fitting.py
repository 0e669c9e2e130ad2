"""What would not fit, found before the layout: words wider than their column, rows higher than a page.

Widths are estimated, generously, in hundredths of the size of the text (``room``, too). The layout
engine breaks lines between Chinese characters, at blanks and hyphens, and nowhere else.
"""

from __future__ import annotations

import re
from decimal import Decimal

from generator.document.tree import Cell, Inline, Table, plain

WHOLE = 100
"""The width of a Chinese character."""
_NARROW = 56
"""The width of any other character, about."""
_DIGIT = 50
_WORD = re.compile(r"[!-~\u00a0-\u2dff\u2e00-\u2e7f]+")
"""A run of characters that the engine may not break."""
_TOKEN = re.compile(
    r"[（“‘《〔【]*(?:[!-~\u00a0-\u2017\u2020-\u2dff]+|[^\s])[，。；：、）”’》〕】！？—…·]*|\s"
)
"""What stands in one line: a word or a character, with the signs that no line begins or ends
with."""
_NUMBER = re.compile(r"[-−+]?[\d,]*\d(?:\.\d+)?%?")
_SMALLEST = 55
"""To so many hundredths of its size an amount is made smaller, and no further."""
_PIECE = 8
_APART = 200
"""What stays free between two texts in one line."""
_INSETS = 45
"""What the two sides of a cell keep free: 4 points at 9 points."""
LONG_ROW = 12
"""Lines of a row of a form that are too many to keep on one page at any cost."""


def width_of(text: str) -> int:
    """The width of a text."""
    wide = sum(sign >= "\u2e80" for sign in text)
    return wide * WHOLE + (len(text) - wide) * _NARROW


def shrinking(text: str, room: int) -> int:
    """To how many hundredths of its size an amount has to shrink to stay whole in its room.

    100 where it fits, and for what is no amount.
    """
    if not _NUMBER.fullmatch(text):
        return WHOLE
    return max(_SMALLEST, min(WHOLE, WHOLE * room // width_of(text)))


def pieces(text: str, room: int) -> list[str]:
    """The text in pieces between which a line may break, where a word is wider than its room."""
    parts: list[str] = []
    done = 0
    for word in _WORD.finditer(text):
        if width_of(word[0]) <= room:
            continue
        size = max(1, min(_PIECE, room // _NARROW // 2))
        if word.start() > done:
            parts.append(text[done : word.start()])
        parts += [word[0][at : at + size] for at in range(0, len(word[0]), size)]
        done = word.end()
    if not parts:
        return [text]
    return [*parts, text[done:]] if done < len(text) else parts


def lines_of(inlines: tuple[Inline, ...], room: int) -> int:
    """How many lines a text takes, about."""
    lines = plain(inlines).split("\n")
    return sum(max(1, -(-width_of(line) // room)) for line in lines)


def giving_way(text: str, room: int) -> int:
    """How much of its room a centred text leaves free at each side, so that its lines are alike.

    0 where it has one line. Titles stand symmetrically (GB/T 9704: 排列对称，长短适宜), and none ends with
    a line of one character.
    """
    lines = text.split("\n")
    counts = [_broken(line, room) for line in lines]
    if max(counts) == 1:
        return 0
    even = max(_width(line) // count for line, count in zip(lines, counts, strict=True))
    while even < room and [_broken(line, even) for line in lines] != counts:
        even += WHOLE // 2
    return max(room - even, 0) // 2


def _broken(line: str, room: int) -> int:
    """How many lines a text without a break takes, each as full as its words allow."""
    count, used = 1, 0
    for token in _TOKEN.findall(line):
        width = _width(token)
        if used and used + width > room:
            count, used = count + 1, 0
        used += width
    return count


def _width(text: str) -> int:
    """The width of a text; that of digits, of which titles have many, is known exactly."""
    return width_of(text) - (_NARROW - _DIGIT) * sum(map(str.isdecimal, text))


def room_of(table: Table, cell: Cell, column: int, width: int) -> int:
    """The room of a cell; ``width`` is that of the table, in hundredths of the size of its text."""
    total = sum(table.widths) or 1
    own = sum(table.widths[column : column + cell.colspan])
    return max(width * own // total - _INSETS - cell.indent * WHOLE, WHOLE)


def apart(left: str, right: str, room: int) -> list[tuple[str, str]]:
    """The line above a table with a text at each edge; a line for each where they would meet."""
    if not (left and right) or width_of(left) + width_of(right) + _APART <= room:
        return [(left, right)]
    return [(left, ""), ("", right)]


def in_hundredths(width: Decimal, size: Decimal) -> int:
    """A width in points as hundredths of a size in points."""
    return int(width * WHOLE / size)
