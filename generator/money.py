"""Amounts of money as text.

Inside the program every amount is an exact Decimal in 万元; a clerk reads it in the unit in which
the file was typed (元 or 万元).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

WAN = "万元"
YUAN = "元"
IN_YUAN = {
    YUAN: 1,
    "千元": 1_000,
    "万": 10_000,
    WAN: 10_000,
    "百万元": 1_000_000,
    "亿元": 100_000_000,
}
"""What one of each unit of money, as people write them, is in 元."""
IN_WAN = {unit: Decimal(yuan) / IN_YUAN[WAN] for unit, yuan in IN_YUAN.items()}
"""What one of each unit of money is in 万元, exactly: dividing by 10 000 moves the point only."""
FACTORS = {unit: IN_WAN[unit] for unit in (WAN, YUAN)}
"""What one of each unit that a data file may be in is in 万元."""
WAITING = "〔待填〕"
"""What is shown for an amount that rests on a number which is still to be filled in."""
_FEWEST, _MOST = 2, 6
_CENT = Decimal("0.01")
_AMOUNT = re.compile(rf"(?<![\d.])-?\d+(?:\.\d+)?(?= {WAN})")


def trimmed(value: Decimal) -> str:
    """A number in plain digits, without the zeros that end its decimals: 1.50 → 1.5, 1E2 → 100."""
    return without_zeros(f"{value:f}")


def without_zeros(text: str) -> str:
    """The digits of a number without the zeros that end its decimals; -0 is 0."""
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text


def as_printed(text: str) -> str:
    """A message with its amounts in 万元 as a document prints them, with two decimals.

    It stays as it is where further decimals matter: an amount would be zero, two would be the same,
    or two are the same digits with the point elsewhere.
    """
    exact = {Decimal(digits) for digits in _AMOUNT.findall(text)}
    printed = {amount.quantize(_CENT, ROUND_HALF_UP) for amount in exact}
    significant = {abs(amount).normalize().as_tuple().digits for amount in exact}
    vanishing = any(amount and not amount.quantize(_CENT, ROUND_HALF_UP) for amount in exact)
    if vanishing or min(len(printed), len(significant)) < len(exact):
        return text
    return _AMOUNT.sub(_rounded, text)


def _rounded(amount: re.Match[str]) -> str:
    """The digits of an amount, of which none are added."""
    value = Decimal(amount[0])
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= _FEWEST:
        return amount[0]
    return f"{value.quantize(_CENT, ROUND_HALF_UP):f}"


class Money(Struct, frozen=True):
    """Writes amounts in the unit of one file. Every amount that goes in is in 万元."""

    unit: str

    def __call__(self, amount: Decimal) -> str:
        """An amount with its unit: 12.30 万元, or 123000 元."""
        return f"{self.number(amount)} {self.unit}"

    def number(self, amount: Decimal) -> str:
        """An amount without its unit: in 万元 at least two decimals and no more than typed, in 元
        two or none."""
        if self.unit == YUAN:
            yuan = (amount / FACTORS[YUAN]).quantize(_CENT, ROUND_HALF_UP)
            return f"{yuan:f}".removesuffix(".00")
        exponent = amount.as_tuple().exponent
        typed = _FEWEST
        if isinstance(exponent, int):
            typed = -exponent
        decimals = min(max(_FEWEST, typed), _MOST)
        text = f"{amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
        surplus = decimals - _FEWEST
        while surplus and text.endswith("0"):
            text, surplus = text[:-1], surplus - 1
        return text

    def typed(self, amount: Decimal) -> str:
        """An amount as a clerk would type it into the file: exact, without a unit."""
        return trimmed(amount / FACTORS[self.unit])
