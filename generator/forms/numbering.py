"""What the program itself puts beside the form's words.

Heading numbers, captions of charts, (续) of a table, 〔无上年数〕; 版式.yaml says how each is
written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from generator.forms.declarations import FormDeclaration

LEVELS = ("一级", "二级", "三级", "四级")
_CAPTION = ("序号", "题", "类型")


class Numbering(Struct, frozen=True):
    """How each is written.

    ``headings`` has the number of the first heading of each level, as in ``<ol mark>``, or "" for
    none; ``captions`` are by the setting 图题, with {序号} {题} {类型}.
    """

    headings: tuple[str, ...]
    captions: Mapping[str, str]
    continued: str
    no_last_year: str

    def caption(self, habit: str, number: int, title: str, kind: str) -> str | None:
        """The caption of a chart; None when the habit has none."""
        caption = self.captions.get(habit)
        if not caption:
            return None
        numbered = caption.replace("{序号}", str(number)).replace("{类型}", kind)
        return numbered.replace("{题}", title)


def caption_names(text: str) -> list[str]:
    """The {names} of a caption that mean nothing."""
    return [name for name in re.findall(r"\{(.*?)\}", text) if name not in _CAPTION]


def numbering_of(form: FormDeclaration) -> Numbering:
    """The entries from the content of 版式.yaml."""
    headings = tuple(form["编号"][level] for level in LEVELS)
    return Numbering(headings, form["图题写法"], form["续表"], form["无上年写法"])
