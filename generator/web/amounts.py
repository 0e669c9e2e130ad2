"""Amounts as they come from a keyboard or from Excel → as they stand in the data file."""

from __future__ import annotations

import re

from generator.money import FACTORS, WAN, trimmed
from generator.reading.amounts import UnitError, narrow, parse_decimal
from generator.web.controls import ControlKind

_UNITS = {"万": WAN}
"""What is said for a unit of amounts."""
NOTHING = frozenset(("-", "--", "—", "——", "–"))
"""What Excel shows for a zero."""
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u202a-\u202e]")
"""What comes along when text is copied from a web page."""
_BREAK = re.compile(r"(?<=[\u2e80-\uffef])[^\S\n]*\n\s*(?=[\u2e80-\uffef])")
"""A line that ends between two Chinese characters: in one paragraph they stand side by side."""
_BLANKS = re.compile(r"[\s\u00a0]+")


def typed_value(text: str, kind: ControlKind, typed_unit: str = "", file_unit: str = "") -> str:
    """A value as it is to be written. What is no number stays as it was typed: a finding tells.

    ``typed_unit`` is the unit of a pasted amount, where it is another one than the file's.
    """
    text = _INVISIBLE.sub("", text)
    if kind not in (ControlKind.NUMBER, ControlKind.COUNT):
        if kind is ControlKind.TEXT:
            return text.strip("\n")
        return " ".join(_BREAK.sub("", text).split())
    plain = _BLANKS.sub("", narrow(text))
    if plain in NOTHING:
        return "0"
    if plain.startswith(("¥", "￥")):
        plain = plain[1:]
    try:
        amount = parse_decimal(plain)
    except UnitError as error:
        unit = _UNITS.get(error.unit, error.unit)
        if unit not in FACTORS or kind is ControlKind.COUNT:
            return plain
        if file_unit not in FACTORS:
            # Without a unit in the file nothing can be converted: the unit stays to be seen.
            return plain
        amount, typed_unit = parse_decimal(error.number), unit
    except ValueError:
        return plain
    if kind is ControlKind.NUMBER and typed_unit in FACTORS and file_unit in FACTORS:
        # Both factors are powers of ten: only the point moves.
        amount = amount * FACTORS[typed_unit] / FACTORS[file_unit]
    elif plain.lstrip("+-").isdecimal() or "," not in plain:
        return plain
    return trimmed(amount)
