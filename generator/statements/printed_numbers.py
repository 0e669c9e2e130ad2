"""Numbers in a text: digits or Chinese numerals with their unit, and what each printed one may
stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal, InvalidOperation

from msgspec import Struct

from generator.ledger.interval import Interval
from generator.money import IN_WAN
from generator.reading.numerals import VALUES, worth

MONEY, PERCENT, COUNT, POINTS, BARE = "金额", "百分比", "数量", "分数", "无单位"
"""The kinds of number."""
_COUNTS = "人次|批次|团次|辆次|台（套）|台套|辆|台|套|人|个|次|批|项|家|名|户|件|张|场|期|篇|车辆"
_UNIT = re.compile(
    r"余?(?P<money>亿元|百万元|万元|千元|元(?![旦月宵])|万(?=[，。；、）]|$))"
    r"|(?P<percent>%|％|‰|个?百分点)"
    rf"|(?P<count>{_COUNTS})"
    r"|(?P<points>分(?![之别析类成配布管期工局公析解值为]))"
)
_NOT_COUNTED = re.compile(
    r"年(?!度?数)|月|日|号|时|届|级|条|周岁|岁|天|点|楼|室|版|字|页|册|平方|公里|千米|米|吨|度|亩"
)
_DIGITS = re.compile(
    r"(?<![\d.A-Za-z〔第\-])[-+−]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,8})?(?![\d]|\.\d)"
)
_NUMERALS = "零○一二两三四五六七八九"
_WORDS = re.compile(
    rf"(?<![第{_NUMERALS}十百千万])(?:百分之)?[{_NUMERALS}十百千万亿]{{1,14}}"
    rf"(?:点[{_NUMERALS}]{{1,6}})?"
)
_ABOUT = re.compile(r"(?:(?<![节集])约|(?<![临附最])近|超过?|逾|不足|不到|至少|大约|将近|左右)$")
_BEFORE_SIGN = "为是达到至约率额幅度长增加减少降余差"
"""After these a dash is the sign of a number (增长率为-2.44%); after a name (基本支出-100万元) and
after a unit (10万元-20万元) it parts."""
_CENTS = 2
_HALF = Decimal("0.5")


class SaidNumber(Struct, frozen=True):
    """A number as printed. ``value`` is in its own unit, ``start`` and ``end`` are offsets in the
    normal text; ``about`` when the text says that it is rounded (约, 近, 余)."""

    text: str
    value: Decimal
    kind: str
    unit: str
    start: int
    end: int
    decimals: int
    about: bool = False

    @property
    def amount(self) -> Decimal:
        """The number in 万元, if it is money; itself otherwise."""
        if self.kind == MONEY:
            return self.value * IN_WAN[self.unit]
        return self.value

    @property
    def step(self) -> Decimal:
        """One of its last digit, in 万元 if it is money."""
        factor = IN_WAN[self.unit] if self.kind == MONEY else Decimal(1)
        return factor.scaleb(-self.decimals)

    @property
    def interval(self) -> Interval:
        """What it may stand for, in 万元 or in its own unit: half a unit of the last digit to each
        side. Amounts in 万元 are printed to the second decimal, though its zeros may be dropped;
        counts are exact."""
        if self.kind in (COUNT, POINTS):
            return Interval(self.value, self.value)
        decimals = self.decimals
        if self.kind in (MONEY, BARE) and self.unit in ("万元", "亿元", ""):
            decimals = max(_CENTS, decimals)
        half = _HALF.scaleb(-decimals) * IN_WAN.get(self.unit, Decimal(1))
        return Interval(self.amount - half, self.amount + half)


def numbers_in(text: str) -> list[SaidNumber]:
    """The numbers of a normal text, in order; dates, years, ordinals and codes are none."""
    numbers = [number for match in _DIGITS.finditer(text) if (number := _digits(text, match))]
    starts = [number.start for number in numbers]
    ends = [number.end for number in numbers]
    for match in _WORDS.finditer(text):
        # The numbers in digits do not overlap: the first that ends behind it is the only one near.
        near = bisect_right(ends, match.start())
        if near == len(starts) or starts[near] >= match.end():
            number = _words(text, match)
            if number:
                numbers.append(number)
    return sorted(numbers, key=lambda number: number.start)


def _digits(text: str, match: re.Match[str]) -> SaidNumber | None:
    plain = match[0].replace(",", "").replace("−", "-")
    before = text[max(0, match.start() - 4) : match.start()]
    sign = plain[0]
    if sign in "+-" and before[-1:].isalnum() and before[-1] not in _BEFORE_SIGN:
        plain = plain[1:]  # a range or a code, no sign
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    _, _, fraction = plain.partition(".")
    return _number(text, match.start(), match.end(), value, len(fraction))


def _words(text: str, match: re.Match[str]) -> SaidNumber | None:
    """A number in Chinese numerals, only where a unit says that it is one."""
    words = match[0]
    percent = words.startswith("百分之")
    end = match.end()
    if len(words) > 1 and words[-1] in "万亿" and text[end : end + 1] == "元":
        words, end = words[:-1], end - 1  # 万元 is the unit
    value = value_of_numerals(words.removeprefix("百分之"))
    if value is None:
        return None
    _, _, fraction = words.partition("点")
    if percent:
        return SaidNumber(words, value, PERCENT, "%", match.start(), match.end(), len(fraction))
    number = _number(text, match.start(), end, value, len(fraction))
    if number is None or number.kind == BARE:
        return None
    if len(words) == 1 and number.kind == COUNT and words in "一":
        return None  # 一个, 一次 are articles
    return number


def value_of_numerals(words: str) -> Decimal | None:
    """The value of Chinese numerals (一百五十, 三点五, 二○二三 as digits); None for anything
    else."""
    whole, point, fraction = words.partition("点")
    if not whole or (point and not fraction):
        return None
    value = worth(whole)
    if value is None:
        return None
    digits = "".join(str(VALUES[sign]) for sign in fraction if sign in VALUES)
    return Decimal(f"{value}.{digits}" if digits else value)


def _number(text: str, start: int, end: int, value: Decimal, decimals: int) -> SaidNumber | None:
    """The number that stands there, with its unit; None where it counts nothing."""
    about = bool(_ABOUT.search(text[max(0, start - 3) : start]))
    unit = _UNIT.match(text, end)
    if unit is None:
        blank = text[end : end + 1] == " " and _UNIT.match(text, end + 1)
        unit = blank or None
    if unit is None:
        return _without_unit(text, start, end, value, decimals)
    kind, name = _kind(unit)
    about = about or text[end : end + 1] == "余" or text[unit.end() : unit.end() + 2] == "左右"
    return SaidNumber(
        text[start : unit.end()], value, kind, name, start, unit.end(), decimals, about
    )


def _without_unit(
    text: str, start: int, end: int, value: Decimal, decimals: int
) -> SaidNumber | None:
    if _NOT_COUNTED.match(text, end):
        return None
    if text[end : end + 1] in ("-", "—", "~", "～", "至", "、", "）", "．") and not decimals:
        return None  # the beginning of a range, the number of an item
    return SaidNumber(text[start:end], value, BARE, "", start, end, decimals)


def _kind(unit: re.Match[str]) -> tuple[str, str]:
    if unit["money"]:
        name = unit["money"]
        return MONEY, "万元" if name == "万" else name
    if unit["percent"]:
        return PERCENT, unit["percent"].replace("％", "%").replace("个百", "百")
    if unit["points"]:
        return POINTS, "分"
    return COUNT, unit["count"]


def shown(value: Decimal) -> str:
    """A number in plain digits, at least as many decimals as an amount has where it has any."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text
