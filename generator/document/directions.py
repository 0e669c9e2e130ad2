"""The words before a number that say whether it is added or taken off."""

from __future__ import annotations

import re

from generator.document.tree import DOWN, UP

_WORDS = "|".join(sorted((*UP, *DOWN), key=len, reverse=True))
_BEFORE = re.compile(rf"({_WORDS})(?:了|约|额|数|为|的|：|\s)*$")


def direction_before(text: str) -> tuple[int, str] | None:
    """The direction at the end of a text that a number follows: where the word stands, and it."""
    word = _BEFORE.search(text)
    return (word.start(1), word[1]) if word else None
