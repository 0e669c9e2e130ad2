"""名词解释 of a published document: its terms and what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.importing.document_cover import lines_of_part

_NUMBER = re.compile(r"(?:\d{1,2}\s*[.．、]|[（(]?[一二三四五六七八九十]{1,3}[）)、])\s*")
_TERM = re.compile(r"(?P<term>[^：:，。；]{2,60})[：:]\s*(?P<text>.{4,600})")


def terms_of(lines: Sequence[str]) -> dict[str, str]:
    """Terms by their names, each with its definition as it is printed, the first where one stands
    twice; a line without a colon goes on with the term before it."""
    terms: dict[str, str] = {}
    current = ""
    for line in lines_of_part(lines, "名词解释"):
        match = _TERM.fullmatch(_NUMBER.sub("", line, count=1))
        if match and match["term"].strip() in terms:
            current = ""  # neither this definition nor what goes on with it
        elif match:
            current = match["term"].strip()
            terms[current] = match["text"]
        elif current and not _NUMBER.match(line):
            terms[current] += line
    return terms
