"""Texts → exact numbers. One constructor for every Decimal that a clerk typed."""

from __future__ import annotations

import re
from decimal import Decimal

from generator.reading.numerals import worth

# Chinese keyboards type these; each has one reading only, so it is accepted.
_NARROW = str.maketrans("０１２３４５６７８９．，－＋％　", "0123456789.,-+% ")
# A zero before other digits is a digit too many, or one that is missing before it.
_PLAIN = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?|[+-]?\.\d+", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
MAX_DIGITS = 18
UNITS = "万元|亿元|元|万|%|个|辆|人次|批次|人|次|台|套|分"


class UnitError(ValueError):
    """A number with a unit behind it: ``number`` and ``unit``, for whoever knows the unit that is
    wanted.
    """

    def __init__(self, text: str, number: str, unit: str) -> None:
        super().__init__(f"“{text}”带了“{unit}”，请只填数字：{number}")
        self.number = number
        self.unit = unit


def narrow(text: str) -> str:
    """Full-width digits, points, commas and signs as half-width ones; outer spaces gone."""
    return text.translate(_NARROW).strip()


def parse_decimal(text: str) -> Decimal:
    """An exact number from text such as ``1845.83``, ``1,845.83`` or ``１８４５．８３``.

    Raises ValueError with a message for the clerk: what stands there and what to type.
    """
    plain = narrow(text)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN.fullmatch(plain):
        unit = re.fullmatch(rf"([+-]?[\d,]+(?:\.\d+)?)\s*({UNITS})", plain)
        if unit and _well_grouped(unit[1]):
            raise UnitError(text, unit[1].replace(",", ""), unit[2])
        raise ValueError(_advice(text, plain))
    if sum(char.isdigit() for char in plain) > MAX_DIGITS:
        raise ValueError(f"“{text}”的位数太多（超过 {MAX_DIGITS} 位），请检查")
    return Decimal(plain)


def _well_grouped(number: str) -> bool:
    return "," not in number or bool(_GROUPED.fullmatch(number))


# What Excel shows where it cannot compute, and what clerks type for nothing.
_EXCEL = re.compile(r"#(?:REF!|DIV/0!|N/A|VALUE!|NAME\?|NULL!|NUM!|#+)")
_NOTHING = frozenset(("-", "--", "—", "——", "–", "/", "\\", "无", "空", "没有", "○", "〇"))
_LOOKALIKE = str.maketrans("OoQlI", "00011")


def _advice(text: str, plain: str) -> str:
    if not plain:
        return "这里要填一个数，现在是空的；没有发生额请填 0"
    if re.fullmatch(r"[+-]?0[\d,]+(\.\d+)?", plain):
        return f"“{text}”以 0 开头，请核对有没有漏打、多打数字，去掉开头的 0"
    if _EXCEL.match(plain):
        return f"{plain} 是 Excel 的错误值，请填数字"
    if plain in _NOTHING:
        return f"“{text}”不是数字，请填 0（没有就填 0）"
    intended = _intended(plain)
    if intended:
        return f"“{text}”{intended[0]}，请改成：{intended[1]}"
    if re.fullmatch(r"[+-]?\d+(\.\d+)?[eE][+-]?\d{1,2}", plain):
        return f"“{text}”是科学记数法，请写成普通数字：{Decimal(plain):f}"
    if re.fullmatch(r"[+-]?[\d,]+(\.\d+)?", plain, re.ASCII):
        # A digit may be lost or doubled just there: only the clerk knows the amount.
        number = plain.replace(",", "")
        return (
            f"“{text}”的千分位逗号位置不对，请核对有没有漏打、多打数字；没有，请去掉逗号：{number}"
        )
    return f"“{text}”不是数字，请只填数字，如 1845.83"


def with_point(text: str) -> str:
    """A number whose one point was typed as 。 or ·, with a point; any other text as it is."""
    plain = narrow(text)
    pointed = re.sub("[。·•｡]", ".", plain)
    if _is_number(pointed) and pointed[0] != ".":
        return pointed
    return text


def _is_number(text: str) -> bool:
    """Whether a text is a number, with or without commas between its thousands."""
    return bool(_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text))


def _intended(plain: str) -> tuple[str, str] | None:
    """What is wrong with a number, and the number that was meant; None when nobody can tell."""
    bare = re.sub(r"^[￥¥$]\s*|^(?:人民币|RMB)\s*", "", plain)
    if bare != plain and _is_number(bare):
        return "带了货币符号", bare.replace(",", "")
    owed = re.fullmatch(r"[(（](.+)[)）]", plain)
    if owed and _is_number(owed[1]):
        return "用括号表示负数", f"-{owed[1].replace(',', '')}"
    tight = re.sub(r"\s", "", plain)
    if tight != plain and _is_number(tight):
        return "中间有空格（若是一个数）", tight.replace(",", "")
    pointed = with_point(plain)
    if pointed != plain:
        return "的小数点打成了别的符号", pointed.replace(",", "")
    digits = plain.translate(_LOOKALIKE)
    if digits != plain and any(map(str.isdigit, plain)) and _is_number(digits):
        return "里有字母（O 不是 0，l 不是 1）", digits.replace(",", "")
    counted = _in_chinese(plain)
    if counted is not None:
        return "不是数字，是汉字", str(counted)
    return None


_BELOW_HUNDRED = re.compile(
    r"([零〇一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
    r"[个辆人次批台套]?"
)


def _in_chinese(text: str) -> int | None:
    """A number below a hundred in Chinese, such as 二十三; None for all else."""
    match = _BELOW_HUNDRED.fullmatch(text)
    if not match:
        return None
    return worth(match[1])
