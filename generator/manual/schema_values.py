"""What an editor may accept for each kind of value: the patterns of its texts, and its message.

generator/model/base.py and generator/reading/amounts.py read the same texts; a test holds the
patterns against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

from pydantic.json_schema import JsonSchemaValue as Json

from generator.model.base import (
    COUNT_DIGITS,
    Amount,
    Count,
    Day,
    Key,
    Percentage,
    Reads,
    Score,
    Words,
    Year,
    YesNo,
)
from generator.model.control import REPORT_UNITS, Report, ReportLine
from generator.reading.amounts import MAX_DIGITS

Reader = Callable[..., Any]


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _digit(digits: str = "0-9") -> str:
    """A class of digits, half-width and full-width."""
    return f"[{digits}{digits.translate(_FULL_WIDTH)}]"


_D = _digit()
_SIGN = "[+＋－-]?"
_POINT = "[.．]"
_COMMA = "[,，]"
_DECIMALS = f"(?:{_POINT}{_D}+)?"
_GROUPED = f"{_D}{{1,3}}(?:{_COMMA}{_D}{{3}})+"
_NUMBER = f"(?:{_GROUPED}{_DECIMALS}|{_D}+{_DECIMALS}|{_POINT}{_D}+)"

# At the start of a pattern: not more digits than an amount, or than a count before its point.
_SHORT = f"^(?!(?:[^0-9０-９]*{_D}){{{MAX_DIGITS + 1}}})\\s*"
_FEW = f"^(?!(?:[^0-9０-９.．]*{_D}){{{COUNT_DIGITS + 1}}})"

_CHANGED = "(?:减少|下降|增加|增长)?\\s*"
_AMOUNT = f"{_SHORT}{_SIGN}{_NUMBER}\\s*"
_CHANGE = f"{_SHORT}{_CHANGED}{_SIGN}{_NUMBER}\\s*"
_REPORT_UNITS = "|".join(REPORT_UNITS).replace("%", "[%％]")
_REPORTED = f"{_CHANGE}(?:{_REPORT_UNITS})?\\s*$"
_COUNTED = f"{_FEW}{_SHORT}[+＋]?(?:{_GROUPED}|{_D}+)(?:{_POINT}{_digit('0')}+)?\\s*$"

_YEAR = f"^\\s*{_digit('2')}{_digit('0')}{_D}{_D}年?(?:年度)?\\s*$"
_TO_29 = f"{_digit('0')}?{_digit('1-9')}|{_digit('12')}{_D}"
_MONTHS = (
    (
        f"(?:{_digit('0')}?{_digit('13578')}|{_digit('1')}{_digit('02')})",
        f"(?:{_TO_29}|{_digit('3')}{_digit('01')})",
    ),
    (
        f"(?:{_digit('0')}?{_digit('469')}|{_digit('1')}{_digit('1')})",
        f"(?:{_TO_29}|{_digit('3')}{_digit('0')})",
    ),
    (f"{_digit('0')}?{_digit('2')}", f"(?:{_TO_29})"),
)
"""Months of 31 days, of 30, and February, each with its days."""
_DAYS = "|".join(f"{month}[-/.月．－]{day}" for month, day in _MONTHS)
_DAY = f"^\\s*{_D}{_D}{_D}{_D}[-/.年．－](?:{_DAYS})日?\\s*$"

_END = "(?:[^0-9０-９]|$)"
_START = "(?:^|[^0-9０-９])"
FUNCTIONAL_KEY = f"{_START}{_D}{{7}}{_END}"
"""What stands before the colon for a 项级功能科目: its seven digits, with a name or without."""
ECONOMIC_KEY = f"^(?:人员经费|公用经费)$|{_START}(?:{_D}{{3}}|{_D}{{5}}){_END}"
"""What stands before the colon for a 经济科目."""
_FILLED = "\\S"


def choice(options: Iterable[str]) -> Json:
    """One of some texts. An editor reads a number among them as a number, so both may stand."""
    texts = list(options)
    numbers = [int(option) for option in texts if option.isdecimal()]
    return {"enum": [*numbers, *texts], "errorMessage": choice_message(texts)}


def choice_message(options: Iterable[str]) -> str:
    """What an editor says when none of the options stands there."""
    return f"只能填：{'、'.join(options)}"


def _numeric(pattern: str, message: str) -> Json:
    limit = 10**MAX_DIGITS
    return {
        "type": ["number", "string"],
        "exclusiveMinimum": -limit,
        "exclusiveMaximum": limit,
        "pattern": pattern,
        "errorMessage": message,
    }


def _reader(kind: object) -> Reader:
    """The function that reads a kind of value: the mark by which its schema is found."""
    return next(mark.function for mark in get_args(kind) if isinstance(mark, Reads))


WORDS: Json = {
    "type": ["string", "number"],
    "pattern": _FILLED,
    "errorMessage": "这里要填文字，不能空着，也不能是列表或下级项目",
}
_REPORT_MESSAGE = "这里要填报表上的数，如 1845.83 或 1845.83万元；减少的写 -2.11 或 减少2.11"
VALUES: Mapping[Reader, Json] = {
    _reader(Amount): _numeric(
        f"{_AMOUNT}$",
        "这里要填一个金额：只填数字，不写单位，如 1845.83；没有发生额填 0",
    ),
    _reader(Report): _numeric(_REPORTED, _REPORT_MESSAGE),
    _reader(ReportLine): _numeric(f"{_REPORTED}|^\\s*(?:万元|元)\\s*$", _REPORT_MESSAGE),
    _reader(Percentage): _numeric(
        f"{_CHANGE}[%％]?\\s*$",
        "这里要填一个百分数，如 31.1 或 31.1%；下降的写 -23.5 或 下降23.5%",
    ),
    _reader(Score): _numeric(f"{_AMOUNT}$", "这里要填一个数，如 9.5"),
    _reader(Count): {
        **_numeric(_COUNTED, "这里要填 0 或正整数，不写单位"),
        "type": ["integer", "string"],
        "exclusiveMinimum": -1,
        "exclusiveMaximum": 10**COUNT_DIGITS,
    },
    _reader(Day): {
        "type": "string",
        "pattern": _DAY,
        "errorMessage": "这里要填日期，写成 2024-09-24 的样子",
    },
    _reader(Year): {
        "type": ["integer", "string"],
        "minimum": 2000,
        "maximum": 2099,
        "pattern": _YEAR,
        "errorMessage": "这里要填四位数字的年度，如 2023",
    },
    _reader(YesNo): choice(("是", "否")),
    _reader(Key): {"type": "string"},
    _reader(Words): WORDS,
}
"""The schema of each kind of value, by the function that reads it."""
