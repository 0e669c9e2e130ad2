"""What may have been meant by a mistyped word."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

# Two of four characters right: Chinese keys are short, and one wrong character of two is still a near miss.
_ALIKE = Fraction(1, 2)
_LOOSE = Fraction(3, 10)


def nearest(word: str, options: Iterable[str], most: int = 1, *, loose: bool = False) -> list[str]:
    """The options most like a word, nearest first; none when none is near. ``loose`` takes farther ones too. Spaces in the word do not count."""
    plain = "".join(word.split())
    # difflib compares with a ratio of whole numbers; a fraction serves it as well as a float would.
    cutoff: Any = _LOOSE if loose else _ALIKE
    # Most options share no sign with the word: they need no comparing, which is slow.
    signs = set(plain)
    alike = [option for option in options if not signs.isdisjoint(option)]
    return difflib.get_close_matches(plain, alike, most, cutoff)
