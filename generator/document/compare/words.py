"""Two texts → one, with what was taken out and put in marked; numbers are compared whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from difflib import SequenceMatcher

from generator.document.tree import Changed, Inline, Text

_TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[A-Za-z]+|\s+|.", re.DOTALL)
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
_DATE = re.compile(r"\d+(?=年|月|日|号)|\d{4}-\d\d?-\d\d?|〔\d+〕")
# Fewer equal characters than this between two changes belong to the change: 原因是甲 → 因为乙 is
# one change, not three.
_ISLAND = 2
_SHORT, _MOST = 5, 28


def tokens(text: str) -> list[str]:
    """Numbers and foreign words whole, everything else by character."""
    return _TOKEN.findall(text)


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """The texts as pairs of pieces: equal ones are the same on both sides."""
    left, right = tokens(old), tokens(new)
    pairs: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for operation, left_from, left_to, right_from, right_to in matcher.get_opcodes():
        was = "".join(left[left_from:left_to])
        now = "".join(right[right_from:right_to])
        equal = operation == "equal"
        at_the_end = left_to == len(left) or right_to == len(right)
        island = equal and len(was) < _ISLAND and not at_the_end
        after_change = bool(pairs) and pairs[-1][0] != pairs[-1][1]
        if pairs and (island or (not equal and after_change)):
            pairs[-1] = (pairs[-1][0] + was, pairs[-1][1] + now)
        else:
            pairs.append((was, now))
    return pairs


def marked(old: str, new: str) -> tuple[Inline, ...]:
    """One run of words with the changes marked."""
    parts: list[Inline] = []
    for was, now in pieces(old, new):
        if was == now:
            parts.append(Text(was))
            continue
        if was:
            parts.append(Changed(was, new=False))
        if now:
            parts.append(Changed(now, new=True))
    return tuple(parts)


def number(text: str) -> Decimal | None:
    """The number that a text is; None when it is none."""
    digits = text.strip().removesuffix("%")
    if not NUMBER.fullmatch(digits):
        return None
    return Decimal(digits.replace(",", ""))


def numbers(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """The numbers that differ in otherwise like texts: the words before, the old and the new one.

    Years, dates and numbers of papers are no amounts.
    """
    dates = [match.span() for match in _DATE.finditer(new)]
    before = ""
    for was, now in pieces(old, new):
        if was != now:
            old_numbers, new_numbers = NUMBER.findall(was), list(NUMBER.finditer(now))
            if len(old_numbers) == len(new_numbers):
                for old_number, match in zip(old_numbers, new_numbers, strict=True):
                    at = len(before) + match.start()
                    dated = any(start <= at < end for start, end in dates)
                    if old_number != match[0] and not dated:
                        yield _leading(before + now[: match.start()]), old_number, match[0]
        before += now


def subject(text: str) -> str:
    """What a paragraph of a list speaks of: the words before its first colon, where no number
    stands in them.
    """
    head, colon, _ = text.partition("：")
    if colon and not re.search(r"[\d，。；]", head):
        return head
    return ""


def _leading(text: str) -> str:
    """The words that lead up to a number; of a share or a rate, those of its amount too."""
    clauses = [
        clause for clause in re.split(r"[，。；：（）]", text.rstrip("，。；：（")) if clause
    ]
    words = [re.sub(r"\d[\d,.]*(?:万元|%)?$", "", clause) for clause in clauses]
    if not words:
        return ""
    leading = words[-1]
    if len(leading) < _SHORT and len(words) > 1:
        leading = f"{words[-2]} {leading}"
    return leading[-_MOST:]
