"""The figure that an amount is where its label alone does not say it: a year stands in it
(公务用车运行维护费2024年度决算数), or the heading of its paragraph names it (2、公务接待费。2024年度决算数…)."""

from __future__ import annotations

import re

from generator.statements.declared import name_of_label
from generator.statements.mentions import Mention, ReadParagraph, is_amount, is_average

_YEAR = re.compile(r"20\d\d年度?")
_HEADING = re.compile(
    r"^(?:（?[\d一二三四五六七八九十]{1,3}）?[、.]?)?(?P<name>[^，。；：、\d]{2,30})[。：]"
)
_SAYS_NOTHING = re.compile("(?:支出|财政拨款)?(?:决算|执行)(?:数|金额)?(?:为|是|：)?")
_FIRST_TWO = 2


def figure_of(paragraph: ReadParagraph, mention: Mention) -> str:
    """The name of the figure that an amount of this year is; "" where nothing says it."""
    if not is_amount(mention) or is_average(mention.label):
        return ""
    if mention.name:
        return mention.name
    label = _YEAR.sub("", mention.label)
    named = name_of_label(label, paragraph.section.topic)
    if named or not _SAYS_NOTHING.fullmatch(label) or mention.sentence >= _FIRST_TWO:
        return named
    if mention is not paragraph.mentions[0]:
        return ""
    heading = _HEADING.match(paragraph.text)
    if heading is None:
        return ""
    return name_of_label(heading["name"], paragraph.section.topic)
