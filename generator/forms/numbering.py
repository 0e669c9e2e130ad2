"""What the program itself puts beside the form's words: heading numbers, captions of charts, (续) of a table, 〔无上年数〕. 版式.yaml says how each is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

LEVELS = ("一级", "二级", "三级", "四级")
_CAPTION = ("序号", "题", "类型")


class Numbering(Struct, frozen=True):
    """``headings``: the number of the first heading of each level, as in ``<ol mark>``, or "" for none. ``captions``: by the setting 图题, with {序号} {题} {类型}."""

    headings: tuple[str, ...]
    captions: Mapping[str, str]
    continued: str
    no_last_year: str

    def caption(self, habit: str, number: int, title: str, kind: str) -> str | None:
        """The caption of a chart; None when the habit has none."""
        found = self.captions.get(habit)
        return (
            found.replace("{序号}", str(number)).replace("{类型}", kind).replace("{题}", title)
            if found
            else None
        )


def caption_names(text: str) -> list[str]:
    """The {names} of a caption that mean nothing."""
    return [name for name in re.findall(r"\{(.*?)\}", text) if name not in _CAPTION]


def numbering_of(raw: Mapping[str, Any]) -> Numbering:
    """The entries from the content of 版式.yaml."""
    headings = tuple(raw["编号"][level] for level in LEVELS)
    return Numbering(headings, raw["图题写法"], raw["续表"], raw["无上年写法"])
