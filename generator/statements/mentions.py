"""A number of a paragraph with what the text says it is: role, label, name, direction."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from generator.extracting.content import Spot
from generator.model.subjects import functional_classes
from generator.statements.normal_text import NormalText
from generator.statements.printed_numbers import BARE, COUNT, MONEY, SaidNumber
from generator.statements.sections import SectionOf

AMOUNT, CHANGE, RATE, SHARE, COMPLETION = "金额", "增减额", "增减率", "占比", "完成率"
LAST, BUDGET, NUMBER, SCORE, BARE_ROLE = "上年数", "预算数", "数量", "得分", "无单位"
BASE, SHARED = "比较基数", "占比总数"
UP, DOWN = "增", "减"

_ITEM = re.compile(
    r"(?P<class>[^（）。；：\d]{2,30})（类）(?:支出)?[-—]{0,2}"
    r"(?P<group>[^。；：]{2,50}?)（款）[-—]{0,2}(?P<item>[^。；：]{2,60}?)（项）"
)
_WINDOW = 400
"""So many numbers back a paragraph speaks of one thing."""
CLASS = "类:"
ITEM = "项:"
_CLASS = re.compile(
    r"(?:^|[、：，；“])(?P<name>[一-龥]{2,20}?(?:支出)?(?:（类）)?(?:支出)?)[”]?(?:科目)?(?:（类）)?"
    r"(?:支出)?(?:决算)?(?:数)?(?:共|合计|为|是|：)?$"
)
_AVERAGE = re.compile(
    "(?:[人生户次批车床师班村亩期校]均|平均|每[名人户辆位次生床])[^，。；：]{0,20}$"
)
_GENERIC = re.compile(
    r"^(?:其中)?(?:支出|收入|金额|共计|合计|经费|决算|预算|执行|本年|全年|当年|总计|总额|实际|"
    r"数|为|是|共|约|达|到|均|各|的|：|安排|完成)*$"
)


class Mention(Struct, frozen=True):
    """A number of the text. ``name`` is the figure that it is ("" where that is not known),
    ``direction`` 增 or 减 of a change, ``whole`` what a share is of, and 预算数 for a change
    against the budget. ``year`` is the year that its sentence speaks of, 0 where it says none,
    ``among`` the place, from 1, in a list that is told one by one (甲、乙分别为1万元和2万元), 0
    outside one. ``paragraph`` counts from 0 among the paragraphs of the document, ``sentence``
    within the paragraph."""

    role: str
    number: SaidNumber
    label: str
    name: str
    section: SectionOf
    spot: Spot
    paragraph: int
    sentence: int
    item: str = ""
    direction: str = ""
    whole: str = ""
    year: int = 0
    among: int = 0


class ReadParagraph(Struct, frozen=True):
    """A paragraph, its section, and its numbers; ``item`` is the 科目 that it is about."""

    normal: NormalText
    section: SectionOf
    spot: Spot
    index: int
    mentions: tuple[Mention, ...]
    item: str = ""

    @property
    def text(self) -> str:
        """The paragraph in its normal form."""
        return self.normal.text


def item_of(text: str) -> str:
    """The 科目 that a paragraph begins with: 类/款/项; "" for none."""
    match = _ITEM.search(text[:160])
    if match is None:
        return ""
    first = re.sub(r"^[\d.、．]+", "", match["class"])
    return f"{first}/{match['group'].strip('-—')}/{match['item'].strip('-—')}"


def is_average(label: str) -> bool:
    """Whether a label is that of an average: 人均公用经费."""
    return bool(_AVERAGE.search(label))


def is_generic(label: str) -> bool:
    """Whether a label names nothing by itself: 支出决算为."""
    return bool(_GENERIC.match(label))


def class_name(label: str) -> str:
    """类: with the name of a 功能科目 class without 支出, where a label ends with one; "" for
    none."""
    match = _CLASS.search(label)
    if match is None:
        return ""
    plain = match["name"].removesuffix("（类）").removesuffix("支出").removesuffix("（类）")
    if plain in classes():
        return f"{CLASS}{plain}"
    return ""


@lru_cache(maxsize=1)
def classes() -> Mapping[str, str]:
    """The codes of all 功能科目 classes of all years, by name without 支出."""
    years = range(2016, 2031)
    return {
        subject.name.removesuffix("支出"): subject.code
        for year in years
        for subject in functional_classes(year)
    }


def before(mentions: Sequence[Mention], index: int) -> Sequence[Mention]:
    """The numbers before one, as far back as a paragraph speaks of one thing: a list of thousands
    of numbers is not gone through anew for each of them."""
    return mentions[max(0, index - _WINDOW) : index]


def is_like(mention: Mention, another: Mention) -> bool:
    """Whether two numbers are of one kind: amounts, or counts in one unit."""
    if COUNT in (mention.number.kind, another.number.kind):
        return mention.number.unit == another.number.unit
    return True


def is_amount(mention: Mention) -> bool:
    """Whether a mention is the amount of something this year."""
    return mention.role == AMOUNT or (mention.role == BARE_ROLE and bool(mention.name))


def is_money(mention: Mention) -> bool:
    """Whether a number is money, with or without its unit."""
    return mention.number.kind in (MONEY, BARE)
