"""What a text on the organisation of a 部门 says of the units that belong to it."""

from __future__ import annotations

import re

from generator.reading.numerals import counted

_COUNT = r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*[个家所]"
_INSTITUTION = re.compile("(?<!行政)事业单位")
_CLAUSE = re.compile("[，。；、：,;（）()\n]")
_COUNT_BEFORE = re.compile(f"{_COUNT}[^个家所]{{0,16}}$")
_COUNT_BEHIND = re.compile(rf"\s*{_COUNT}")
_EXPLAINED = re.compile("[（(]?[，,：:]?(?:均|都|全部)?(?:为|是|系|属)?[^，。；）)]{0,12}")
_CIVIL_SERVICE = re.compile("参照|参公|行政单位")
"""A unit under the law on civil servants: its 公用经费 is 机关运行经费."""
_GONE = re.compile("撤销|划出|划转|注销|不含|不包括|不纳入|没有|无")
_REACH = 40


def institutions_said(text: str) -> str:
    """Words of ``text`` that say that there are 事业单位 which are not 参公; "" without any."""
    for match in _INSTITUTION.finditer(text):
        ahead = text[max(0, match.start() - _REACH) : match.start()]
        words = _CLAUSE.split(ahead)[-1]
        before, behind = _COUNT_BEFORE.search(words), _COUNT_BEHIND.match(text, match.end())
        count = before or behind
        in_brackets = ahead.rfind("（") > ahead.rfind("）") and text[match.end() :][:1] == "）"
        if not in_brackets and (count is None or not counted(count["number"])):
            continue
        end = behind.end() if behind else match.end()
        explained = _EXPLAINED.match(text, end) or match
        around = f"{words}{text[match.start() : explained.end()]}"
        if not _CIVIL_SERVICE.search(around) and not _GONE.search(words):
            phrase = f"{words}{text[match.start() : end]}".strip()
            if in_brackets:
                return f"（{phrase}）"
            return phrase
    return ""
