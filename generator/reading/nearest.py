"""What may have been meant by a mistyped word."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

# Two of four characters right: Chinese keys are short, and one wrong character of two is still a
# near miss.
_ALIKE = Fraction(1, 2)
_LOOSE = Fraction(3, 10)
_SPARE = 20


# Words that tell two things apart: what has another of a group is another thing, however alike the
# letters are (年初 and 年末, a project's 一期 and 二期).
_GROUPS = tuple(
    group.split()
    for group in (
        "年初 年末",
        "上年 本年",
        "收入 支出",
        "预算 决算 执行",
        "人员 公用",
        "基本 项目",
        "国内 外事 国外 国（境） 国境",
        "行政 事业",
        "定量 定性",
        "中小 小微",
        "货物 工程 服务",
        "通用 专用",
        "购置 运行",
        "批次 人次",
        "补助 上缴",
        "增加 减少",
        "养老 医疗 失业 工伤 生育",
        "离休 退休",
        "城镇 农村",
        "一般公共预算 政府性基金 国有资本",
    )
)
_NUMERALS = re.compile(r"\d+|[一二三四五六七八九十]+(?=[期批类级次年号标所])")


def contrary(word: str, option: str) -> bool:
    """Whether two texts name different things by a word or a numeral, however alike they are."""
    for group in _GROUPS:
        in_word = {part for part in group if part in word}
        in_option = {part for part in group if part in option}
        if in_word and in_option and not in_word & in_option:
            return True
    in_word, in_option = set(_NUMERALS.findall(word)), set(_NUMERALS.findall(option))
    return bool(in_word and in_option and in_word != in_option)


def is_typo(word: str, option: str) -> bool:
    """Whether one slip lies between a text and an option of three characters or more: a character
    wrong, missing or too many, or two changed about."""
    if len(option) < 3 or word == option:
        return False
    if len(word) == len(option):
        pairs = list(zip(word, option, strict=True))
        wrong = [place for place, (left, right) in enumerate(pairs) if left != right]
        swapped = len(wrong) == 2 and wrong[1] - wrong[0] == 1 and sorted(word) == sorted(option)
        return len(wrong) == 1 or swapped
    longer, shorter = sorted((word, option), key=len, reverse=True)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:place] + longer[place + 1 :] == shorter for place in range(len(longer)))


def nearest(word: str, options: Iterable[str], most: int = 1, *, loose: bool = False) -> list[str]:
    """The options most like a word, nearest first; none when none is near. What is
    certainly another thing (``contrary``) is left out. ``loose`` takes farther ones too. Spaces in
    the word do not count."""
    plain = "".join(word.split())
    # difflib compares with a ratio of whole numbers; a fraction serves it as well as a float would.
    cutoff: Any = _LOOSE if loose else _ALIKE
    # Most options share no sign with the word: they need no comparing, which is slow.
    signs = set(plain)
    alike = [option for option in options if not signs.isdisjoint(option)]
    close = difflib.get_close_matches(plain, alike, most + _SPARE, cutoff)
    return [option for option in close if not contrary(plain, option)][:most]
