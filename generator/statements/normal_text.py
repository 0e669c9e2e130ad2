"""A text as the patterns want it: half-width digits, full-width punctuation, no blanks; every sign
knows where it stood."""

from __future__ import annotations

from msgspec import Struct

_SIGNS = str.maketrans(
    "０１２３４５６７８９．％－＋ａｂｃ(),:;<>﹙﹚﹪·•〇",
    "0123456789.%-+abc（），：；＜＞（）%··○",
)
_DASHES = frozenset("—–―‐‑")
_QUOTES = {"〝": "“", "〞": "”", "＂": '"'}


class NormalText(Struct, frozen=True):
    """The normal form of a text; ``offsets`` says where each of its signs stood in ``source``."""

    text: str
    offsets: tuple[int, ...]
    source: str

    def typed(self, start: int, end: int) -> str:
        """The piece of the source that a piece of the normal form was made of."""
        if not self.offsets or start >= end:
            return ""
        last = min(end, len(self.offsets)) - 1
        return self.source[self.offsets[start] : self.offsets[last] + 1]


def normal(source: str) -> NormalText:
    """The normal form of a text. A comma between digits stays one of ASCII, a blank between digits
    or letters stays, so that no two numbers become one."""
    signs: list[str] = []
    offsets: list[int] = []
    translated = source.translate(_SIGNS)
    blank = False
    for offset, sign in enumerate(translated):
        if sign.isspace() or sign in "\u200b\ufeff\u00ad":
            blank = True
            continue
        if blank and signs and _joins(signs[-1], sign):
            signs.append(" ")
            offsets.append(offset - 1)
        blank = False
        signs.append(_QUOTES.get(sign, sign))
        offsets.append(offset)
    for index in range(1, len(signs) - 1):
        between = signs[index - 1].isdigit() and signs[index + 1].isdigit()
        if signs[index] == "，" and between and source[offsets[index]] in ",，":
            signs[index] = ","
    return NormalText("".join(signs), tuple(offsets), source)


def _joins(before: str, after: str) -> bool:
    """Whether two signs would run into one number or word without the blank between them."""
    return (before.isascii() and before.isalnum()) and (after.isascii() and after.isalnum())
