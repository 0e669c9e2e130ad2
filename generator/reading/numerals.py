"""Chinese numerals: numbers as they are written, and what written ones are worth."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
VALUES = {sign: value for value, sign in enumerate(DIGITS)} | {"两": 2, "○": 0, "〇": 0}
_PLACES = ("", "十", "百", "千", "万")
_SCALES = {"十": 10, "百": 100, "千": 1000}
_TEN_THOUSAND, _HUNDRED_MILLION = 10**4, 10**8
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
    """What numerals are worth: 一百五十 and, as it is spoken, 一百五, or 二○二三 sign by sign; None
    for anything else."""
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
    number = _Numerals()
    try:
        for sign in words:
            number.take(sign)
        return number.ended()
    except ValueError:
        return None


class _Numerals:
    """A number that is read sign by sign; ValueError at a sign that does not fit."""

    def __init__(self) -> None:
        self._large = self._middle = self._small = 0
        """What stands before 亿, before 万, and behind them."""
        self._digit = ""
        self._zero = False
        self._lowest = 0
        """The last scale; 0 before there is any."""

    def take(self, sign: str) -> None:
        """The next sign."""
        if sign in VALUES:
            self._take_digit(sign)
        elif sign in _SCALES:
            self._take_scale(_SCALES[sign])
        elif sign == "万":
            self._take_ten_thousand()
        elif sign == "亿":
            self._take_hundred_million()
        else:
            raise ValueError(sign)

    def ended(self) -> int:
        """The number. A last digit behind a scale is of the next lower one: 一百五 is 150, 二万三 is
        23000, 一百零五 is 105."""
        _refuse_if(self._zero and not self._digit)
        _refuse_if(self._digit == "两")
        last = VALUES.get(self._digit, 0)
        if not self._zero:
            last *= max(self._lowest // 10, 1)
        return self._large + self._middle + self._small + last

    def _take_digit(self, sign: str) -> None:
        _refuse_if(bool(self._digit))
        if VALUES[sign]:
            self._digit = sign
            return
        _refuse_if(self._zero or not self._lowest)
        self._zero = True

    def _take_scale(self, scale: int) -> None:
        _refuse_if(bool(self._lowest) and scale >= self._lowest)
        self._small += VALUES.get(self._digit, 1) * scale
        self._passed(scale)

    def _take_ten_thousand(self) -> None:
        _refuse_if(bool(self._middle))
        self._middle = self._before_large() * _TEN_THOUSAND
        _refuse_if(not self._middle)
        self._passed(_TEN_THOUSAND)
        self._small = 0

    def _take_hundred_million(self) -> None:
        _refuse_if(bool(self._large))
        self._large = (self._middle + self._before_large()) * _HUNDRED_MILLION
        _refuse_if(not self._large)
        self._passed(_HUNDRED_MILLION)
        self._small = self._middle = 0

    def _before_large(self) -> int:
        """What stands before 万 or 亿, with its last digit; 一百五万 may be either number."""
        _refuse_if(self._zero and not self._digit)
        is_open = self._lowest not in (0, 10, _HUNDRED_MILLION) and not self._zero
        _refuse_if(bool(self._digit) and is_open)
        return self._small + VALUES.get(self._digit, 0)

    def _passed(self, scale: int) -> None:
        self._digit, self._zero, self._lowest = "", False, scale


def _refuse_if(is_wrong: bool) -> None:
    if is_wrong:
        raise ValueError
