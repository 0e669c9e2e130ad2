"""The sections of a document: which headings it has, and what each part of it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from generator.statements.declared import section_patterns

_HEADING = re.compile(
    r"(?P<part>第[一二三四五六七八]部分)"
    r"|(?P<annex>附件\s*[\d一二三四五六七八九十]{0,3}(?=$|[：:、]))"
    r"|(?P<one>[一二三四五六七八九十]{1,3})[、．.]"
    r"|（(?P<two>[一二三四五六七八九十]{1,3})）"
    r"|(?P<digit>\d{1,2})[、．.](?!\d)"
)
_LONGEST = 50
_SHORT = 24
"""A heading this short may end with 。"""
_ENDS = re.compile(r"[。；，]$|\d(?:万元|%)")
_DOTS = re.compile(r"[.…·]{3,}\d*$|\t\d+$")

INTRODUCTION, TERMS, ANNEX, TABLES, CONTENTS = "概况", "名词解释", "附件", "附表", "目录"
EXPLANATION = "决算说明"
_PARTS = frozenset((INTRODUCTION, TERMS, ANNEX, TABLES, EXPLANATION))
_PART = re.compile(r"第[一二三四五六七八]部分")
_EXPLAINS = re.compile("(?:情况|说明|结构)$")
_TABLE = re.compile(r"表(?:（.{1,20}）)?$")
_BELOW = re.compile(
    r"（[一二三四五六]）(?:支出)?(?:决算)?(?P<kind>总体|结构|具体|分项)(?:支出)?(?:决算)?情况(?:说明)?$"
)
_GENERAL = ("一般公共", "一般公共总体", "结构", "具体")
_THREE = ("三公", "三公总体", "三公具体")
_NARROWER = {
    **{(topic, "总体"): "一般公共总体" for topic in _GENERAL},
    **{(topic, "结构"): "结构" for topic in _GENERAL},
    **{(topic, "具体"): "具体" for topic in _GENERAL},
    **{(topic, "总体"): "三公总体" for topic in _THREE},
    **{(topic, kind): "三公具体" for topic in _THREE for kind in ("具体", "分项")},
}
"""What a heading that names no budget narrows the section to in which it stands: （三）具体情况."""
_TOP = 1


class SectionOf(Struct, frozen=True):
    """Where a paragraph belongs: its part (决算说明, 名词解释, 附件 …), what the section is about
    (总体, 支出 …; the part where no heading says more), the heading, and whether it is one."""

    part: str
    topic: str
    title: str
    heading: bool = False
    level: int = 0


def sections_of(paragraphs: Sequence[str], part: str = "") -> list[SectionOf]:
    """Where each paragraph (in normal form) belongs; ``part`` is where the first one does."""
    sections: list[SectionOf] = []
    topic, title = part, ""
    for text in paragraphs:
        level = heading_level(text)
        about = _about(text) if level else ""
        if level:
            title = text
            part, topic = _entered(part, topic, text, about)
        sections.append(SectionOf(part, topic or part, title, bool(level), level))
    return sections


def _entered(part: str, topic: str, text: str, about: str) -> tuple[str, str]:
    """Part and topic below a heading, from those above it."""
    if about in _PARTS or about == CONTENTS:
        return about, about
    if _PART.match(text):
        return about and EXPLANATION, about  # what it is about, the next headings say
    if _TABLE.search(text) and about:
        return TABLES, TABLES
    if part in (ANNEX, TERMS, TABLES, INTRODUCTION) and _is_inside(part, text, about):
        return part, part
    if about:
        return EXPLANATION, about
    below = _BELOW.match(text)
    if below:
        return part, _NARROWER.get((topic, below["kind"]), topic)
    return part, topic


def _is_inside(part: str, text: str, about: str) -> bool:
    """Whether a heading in an annex or among the terms begins nothing of the part before it."""
    if part == INTRODUCTION:
        return not about or not re.match("[一二三四五六七八九十]、收入支出决算总体", text)
    if part == TABLES:
        return not (about and _EXPLAINS.search(text))
    return True


def heading_level(text: str) -> int:
    """The level of a heading: 1 第二部分, 2 一、, 3 （一）, 4 1.; 0 for a text that is none."""
    if len(text) <= _SHORT and text.count("。") == 1:
        text = text.removesuffix("。")
    if not text or len(text) > _LONGEST or _ENDS.search(text) or _DOTS.search(text):
        return 0
    match = _HEADING.match(text)
    if match is None:
        return _plain_heading(text)
    if match["part"] or match["annex"]:
        return _TOP
    if match["one"]:
        return 2
    if match["two"]:
        return 3
    return 4


def _plain_heading(text: str) -> int:
    """A heading without a number: only one that names a section as a whole."""
    if re.fullmatch(r"目录|名词解释|附件|附表|(?:20\d\d年度?)?.{2,30}绩效(?:评价|自评)报告", text):
        return _TOP
    named = re.fullmatch(r".{4,30}(?:情况说明|情况|说明|结构)", text)
    if named and _about(text):
        return 2
    return 0


def _about(text: str) -> str:
    for pattern in section_patterns():
        if pattern.words.search(text) and not pattern.without.search(text):
            return pattern.section
    return ""
