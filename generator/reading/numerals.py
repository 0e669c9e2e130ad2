"""Chinese numerals: numbers as they are written, and what written ones are worth."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
VALUES = {sign: value for value, sign in enumerate(DIGITS)} | {"两": 2, "○": 0, "〇": 0}
_PLACES = ("", "十", "百", "千", "万")
_SCALES = {"十": 10, "百": 100, "千": 1000}
_MOST = 99_999


def chinese(number: int, zero: str = "零") -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五, with ``zero`` between; beyond 99,999, and below 0,
    digits."""
    if not 0 <= number <= _MOST:
        return str(number)
    if not number:
        return zero
    parts: list[str] = []
    digits = str(number)
    for index, digit in enumerate(digits):
        if digit != "0":
            parts.append(DIGITS[int(digit)] + _PLACES[len(digits) - index - 1])
        elif parts[-1] != zero:
            parts.append(zero)
    text = "".join(parts).rstrip(zero)
    if text.startswith("一十"):
        return text.removeprefix("一")
    return text


def worth(words: str) -> int | None:
    """What numerals are worth: 一百五十, or 二○二三 sign by sign; None for anything else."""
    if not words:
        return None
    if all(sign in VALUES for sign in words):
        if len(words) > 1 and "两" in words:
            return None
        return int("".join(str(VALUES[sign]) for sign in words))
    return _scaled(words)


def counted(text: str) -> int:
    """A number in digits or in numerals; 0 for anything else."""
    if text.isdecimal():
        return int(text)
    return worth(text) or 0


def _scaled(words: str) -> int | None:
    """Numerals with 十, 百, 千, 万, 亿; None where they do not make a number."""
    total = section = 0
    digit: int | None = None
    for sign in words:
        if sign in VALUES:
            if digit:
                return None
            digit = VALUES[sign]
        elif sign in _SCALES:
            section += (1 if digit is None else digit) * _SCALES[sign]
            digit = None
        elif sign in "万亿":
            section += digit or 0
            if not section and not total:
                return None
            factor = 10**8 if sign == "亿" else 10**4
            total = (total + section) * factor if sign == "亿" else total + section * factor
            section, digit = 0, None
        else:
            return None
    return total + section + (digit or 0)
