"""What the program itself puts beside the form's words: heading numbers, captions of charts, (续) of a table, 〔无上年数〕. 版式.yaml says how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

KEYS = ("编号", "图题写法", "续表", "无上年写法")
"""The entries of 版式.yaml that are read here."""
LEVELS = ("一级", "二级", "三级", "四级")
_CAPTION = ("序号", "题", "类型")


class FixedError(Exception):
    """An entry is wrong; the text says which, in Chinese."""


class Fixed(Struct, frozen=True):
    """``headings``: the number of the first heading of each level, as in ``<ol mark>``, or "" for none. ``captions``: by the setting 图题, with {序号} {题} {类型}."""

    headings: tuple[str, ...]
    captions: Mapping[str, str]
    continued: str
    no_last_year: str

    def caption(self, habit: str, number: int, title: str, kind: str) -> str | None:
        """The caption of a chart; None when the habit has none."""
        found = self.captions.get(habit)
        return found.replace("{序号}", str(number)).replace("{类型}", kind).replace("{题}", title) if found else None


def parse_fixed(raw: Mapping[str, Any]) -> Fixed:
    """The entries from the content of 版式.yaml. Raises FixedError."""
    headings, captions = _texts(raw, "编号"), _texts(raw, "图题写法")
    if set(headings) != set(LEVELS):
        raise FixedError(f'“编号”要写 {"、".join(LEVELS)}，如 {{一级: "第一部分　", 二级: 一、}}')
    for level, mark in headings.items():
        if mark and not re.search("[1一]", mark):
            raise FixedError(f'“编号”的{level}“{mark}”里要有 1 或 一，如 一、（一） 1.；不编号写 ""')
    for habit, text in captions.items():
        wrong = [name for name in re.findall(r"\{(.*?)\}", text) if name not in _CAPTION]
        if wrong:
            raise FixedError(f"“图题写法”的“{habit}”里不能用 {{{wrong[0]}}}；可用：{'、'.join(f'{{{name}}}' for name in _CAPTION)}")
    return Fixed(tuple(headings[level] for level in LEVELS), captions, _text(raw, "续表"), _text(raw, "无上年写法"))


def _texts(raw: Mapping[str, Any], key: str) -> dict[str, str]:
    found = raw.get(key)
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise FixedError(f"“{key}”要写成 {{名称: 文字, …}}")
    return found


def _text(raw: Mapping[str, Any], key: str) -> str:
    found = raw.get(key)
    if not isinstance(found, str):
        raise FixedError(f"“{key}”要写成文字")
    return found
