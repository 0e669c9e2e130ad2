"""Texts of cells: heads and labels made comparable, amounts and codes read."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.importing.grid import SheetCell
from generator.money import IN_YUAN
from generator.reading.amounts import UnitError, parse_decimal

_BRACKETS = str.maketrans("()[]【】〔〕:", "（）（）（）（）：")
_DROPPED = re.compile(r"[\s\u3000\u00a0“”\"'‘’《》、，,。.*＊]")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十\d]+）|\d+[、.．]"
    r"|其中：|其中|减：|加：|[①-⑳])"
)
_UNITS = "万元|元|个|辆|人次|人|批次|批|次|台（套）|台|套|部|%|％"
_UNIT_BEHIND = re.compile(rf"（(?:单位：)?(?:{_UNITS})(?:[、，,/或]?(?:{_UNITS}))*）$")
_NOTHING = frozenset(("-", "--", "—", "——", "–", "－", "－－", "/", "*", "×", "无", "空", "·"))
SUMS = frozenset(("合计", "小计", "总计", "计"))


def squeezed(text: str) -> str:
    """A text without blanks, quotes and marks, with full-width brackets: for comparing."""
    return _DROPPED.sub("", text.translate(_BRACKETS))


def label_of(text: str) -> str:
    """The label of a line without its number, “其中” and unit.

    “（一）车辆数合计（辆）” → 车辆数合计.
    """
    bare = re.sub(r"[\s\u3000\u00a0“”\"]", "", text.translate(_BRACKETS))
    while True:
        shorter = _UNIT_BEHIND.sub("", _NUMBERED.sub("", bare))
        if shorter == bare or not shorter:
            return squeezed(bare)
        bare = shorter


def names_of(text: str) -> tuple[str, ...]:
    """What a declaration writes as 甲|乙: any of these."""
    return tuple(squeezed(part) for part in text.split("|"))


class NoAmountError(ValueError):
    """A cell where an amount belongs holds something else."""


class LostCellError(NoAmountError):
    """A cell of which nothing can be read: lost.py has one remark for the sheet."""


def amount_of(cell: SheetCell | None, factor: int) -> Decimal | None:
    """The amount of a cell in 元; None for a blank, “-” and the like. Raises NoAmountError."""
    if cell is None:
        return None
    if cell.lost:
        raise LostCellError(cell.lost)
    if cell.number is not None:
        return cell.number * factor
    text = re.sub(r"^[￥¥$]\s*", "", cell.text.strip())
    if text in _NOTHING or re.fullmatch(r"[-—–－\s]+", text):
        return None
    owed = re.fullmatch(r"[(（]\s*([\d,，.．０-９]+)\s*[)）]", text)
    try:
        if owed:
            return -parse_decimal(owed[1]) * factor
        return parse_decimal(re.sub(r"(?<=\d)[ \u00a0](?=\d{3})", "", text)) * factor
    except UnitError as error:
        if error.unit in IN_YUAN:
            return Decimal(error.number) * IN_YUAN[error.unit]
        if factor == 1:
            return Decimal(error.number)
        raise NoAmountError(text) from error
    except ValueError as error:
        raise NoAmountError(text) from error


def is_numeric(cell: SheetCell | None) -> bool:
    """Whether a cell holds a number, also one typed as text."""
    try:
        return amount_of(cell, 1) is not None
    except NoAmountError:
        return False


def code_and_name(text: str) -> tuple[str, str]:
    """A text as code and name, each "" where it has none.

    Such texts are “2010301 行政运行”, “[2010301]行政运行”, “201 03 01”.
    """
    match = re.match(
        r"^[\[【(（]?\s*(\d[\d\s.\-]*\d|\d)\s*[\]】)）]?[\s\-—_:：、.]*(.*)$", text.strip()
    )
    if not match:
        return "", text.strip()
    return re.sub(r"\D", "", match[1]), match[2].strip()


def is_mistyped(text: str) -> bool:
    """Whether a code has letters among its digits: 20l0301."""
    return re.fullmatch(r"(?=.*\d)(?=.*[A-Za-z])[0-9A-Za-z]{3,9}", text) is not None


def joined_code(parts: list[str]) -> str:
    """A code in one column or in three (类, 款, 项): 201|03|01, 201|3|1, 201|20103|2010301."""
    code = ""
    for part in parts:
        digits, _ = code_and_name(part)
        if code and digits.startswith(code):
            code = digits
        elif code and len(digits) == 1:
            code += digits.zfill(2)
        else:
            code += digits
    return code
