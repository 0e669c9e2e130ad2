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
# Fewer equal characters than this between two changes belong to the change: 原因是甲 → 因为乙 is one change, not three.
_ISLAND = 2
_SHORT, _MOST = 5, 28


def tokens(text: str) -> list[str]:
    """Numbers and foreign words whole, everything else by character."""
    return _TOKEN.findall(text)


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """The texts as pairs of pieces: equal ones are the same on both sides."""
    left, right = tokens(old), tokens(new)
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        one, other = "".join(left[a:b]), "".join(right[c:d])
        inside = (
            what == "equal"
            and len(one) < _ISLAND
            and bool(found)
            and b < len(left)
            and d < len(right)
        )
        if found and (inside or (what != "equal" and found[-1][0] != found[-1][1])):
            found[-1] = (found[-1][0] + one, found[-1][1] + other)
        else:
            found.append((one, other))
    return found


def marked(old: str, new: str) -> tuple[Inline, ...]:
    """One run of words with the changes marked."""
    parts: list[Inline] = []
    for one, other in pieces(old, new):
        if one == other:
            parts.append(Text(one))
            continue
        parts += [Changed(one, new=False)] if one else []
        parts += [Changed(other, new=True)] if other else []
    return tuple(parts)


def number(text: str) -> Decimal | None:
    """The number that a text is; None when it is none."""
    plain = text.strip().removesuffix("%")
    return Decimal(plain.replace(",", "")) if NUMBER.fullmatch(plain) else None


def numbers(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """The numbers that differ in otherwise like texts: the words before, the old and the new one. Years, dates and numbers of papers are no amounts."""
    at, before = 0, ""
    dates = [match.span() for match in _DATE.finditer(new)]
    for one, other in pieces(old, new):
        if one != other:
            was, now = NUMBER.findall(one), list(NUMBER.finditer(other))
            for left, right in zip(was, now, strict=True) if len(was) == len(now) else ():
                dated = any(start <= at + right.start() < end for start, end in dates)
                if left != right[0] and not dated:
                    yield _leading(before + other[: right.start()]), left, right[0]
        before += other
        at += len(other)


def subject(text: str) -> str:
    """What a paragraph of a list speaks of: the words before its first colon, where no number stands in them."""
    head, colon, _ = text.partition("：")
    return head if colon and not re.search(r"[\d，。；]", head) else ""


def _leading(text: str) -> str:
    """The words that lead up to a number; of a share or a rate, those of its amount too."""
    words = [
        re.sub(r"\d[\d,.]*(?:万元|%)?$", "", one)
        for one in re.split(r"[，。；：（）]", text.rstrip("，。；：（"))
        if one
    ]
    last = words[-1] if words else ""
    return (f"{words[-2]} {last}" if len(last) < _SHORT and len(words) > 1 else last)[-_MOST:]
