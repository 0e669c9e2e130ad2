"""Which characters every kind of type can print: a table made with the font files, so that a check
opens none of them.

The table holds boundaries of ranges, four bytes each: from, to (no longer in it), from … A
character is in a range when an odd number of boundaries is not above it.
"""

from __future__ import annotations

import sys
import unicodedata
from array import array
from bisect import bisect_right
from functools import lru_cache

from generator.fonts.faces import FOLDER

TABLE = FOLDER / "coverage.bin"
# Blanks and line ends draw nothing; marks of format and selectors of variants have no glyph.
_UNDRAWN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
_SELECTORS = frozenset((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


def uncovered(text: str) -> frozenset[str]:
    """The characters of a text that the shipped faces cannot print.

    An accent that belongs to the letter before it counts as one character with it.
    """
    lacking = frozenset(sign for sign in set(text) if not is_covered(sign))
    if not any(map(unicodedata.combining, lacking)):
        return lacking
    composed = set(unicodedata.normalize("NFC", text))
    return frozenset(s for s in lacking if s in composed or not unicodedata.combining(s))


@lru_cache(maxsize=20_000)
def is_covered(sign: str) -> bool:
    """Whether one character can be printed, or need not be since it draws nothing."""
    if _has(ord(sign)):
        return True
    if unicodedata.category(sign) in _UNDRAWN or ord(sign) in _SELECTORS:
        return True
    # A compatibility character is drawn as the one that it stands for.
    composed = unicodedata.normalize("NFC", sign)
    return composed != sign and all(_has(ord(part)) for part in composed)


def _has(code: int) -> bool:
    return bisect_right(_bounds(), code) % 2 == 1


@lru_cache(maxsize=1)
def _bounds() -> array[int]:
    bounds = array("I")
    bounds.frombytes(TABLE.read_bytes())
    if sys.byteorder == "big":
        bounds.byteswap()
    return bounds
