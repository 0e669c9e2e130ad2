"""How a published document writes its numbers, where it says so clearly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.importing.document_cover import PART

_PERCENTAGE = re.compile(r"(?<![\d.])\d{1,4}(?:\.(\d{1,4}))?\s*[%％]")
_ENOUGH = 8
_NEARLY_ALL = {1: 90, 2: 75}
"""So many in a hundred of the percentages with decimals have them: of two, the last zero is often
left out."""


def decimals_of_percentages(lines: Sequence[str]) -> int:
    """How many decimals the percentages of the text about the accounts have; 0 where that is not
    clear."""
    numbers = [number for line in _about_accounts(lines) for number in _PERCENTAGE.findall(line)]
    counts = Counter(len(decimals) for decimals in numbers if decimals)
    total = sum(counts.values())
    usual = (
        decimals
        for decimals, least in _NEARLY_ALL.items()
        if 100 * counts[decimals] >= least * total
    )
    if total < _ENOUGH:
        return 0
    return next(usual, 0)


def _about_accounts(lines: Sequence[str]) -> list[str]:
    """The lines of the part 决算情况说明, behind its title; all lines where there is none."""
    starts = [at for at, line in enumerate(lines) if PART.match(line) and "情况说明" in line]
    if not starts:
        return list(lines)
    below = lines[starts[-1] + 1 :]
    end = next((at for at, line in enumerate(below) if PART.match(line)), len(below))
    return list(below[:end])
