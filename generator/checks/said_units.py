"""What a text on the organisation of a 部门 says of the units that belong to it."""

from __future__ import annotations

import re

from generator.reading.numerals import counted

_COUNT = r"(\d{1,3}|[一二两三四五六七八九十]{1,3})\s*[个家所]"
_INSTITUTION = re.compile(
    rf"(?:{_COUNT})?(?P<words>[^，。；、,;（）()\d]{{0,24}}?事业单位)\s*(?:{_COUNT})?"
)
_IN_BRACKETS = re.compile(r"[（(]([^（）()]{0,20}事业单位)[）)]")
_CIVIL_SERVICE = re.compile("参照|参公")
"""A unit under the law on civil servants: its 公用经费 is 机关运行经费."""


def institutions_said(text: str) -> str:
    """Words of ``text`` that say that there are 事业单位 which are not 参公; "" without any."""
    for match in _INSTITUTION.finditer(text):
        count = match[1] or match[3]
        if count and counted(count) and not _CIVIL_SERVICE.search(match["words"]):
            return match[0].strip()
    for match in _IN_BRACKETS.finditer(text):
        if not _CIVIL_SERVICE.search(match[1]):
            return match[0]
    return ""
