"""Numbers of a paragraph with what the text says they are: role, label, name, direction."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from generator.extracting.content import Spot
from generator.model.subjects import functional_classes
from generator.statements.declared import REACH, name_of_label, number_patterns
from generator.statements.normal_text import NormalText
from generator.statements.printed_numbers import BARE, COUNT, MONEY, SaidNumber, numbers_in
from generator.statements.sections import ANNEX, TABLES, TERMS, SectionOf

AMOUNT, CHANGE, RATE, SHARE, COMPLETION = "金额", "增减额", "增减率", "占比", "完成率"
LAST, BUDGET, NUMBER, SCORE, BARE_ROLE = "上年数", "预算数", "数量", "得分", "无单位"
BASE, SHARED = "比较基数", "占比总数"
UP, DOWN = "增", "减"

_BOUNDARY = re.compile(r"[，。；：！？]")
_FRONT = re.compile(
    r"^(?:[\d一二三四五六七八九十]{1,3}[、.．]|（[\d一二三四五六七八九十]{1,3}）)?"
    r"(?:其中|另外|分别|主要|[、和及])?[：，]?(?:20\d\d年?度?)?[，]?"
)
_DOWN = re.compile("减|降|下|压|节|缩|少|回落")
_ITEM = re.compile(
    r"(?P<class>[^（）。；：\d]{2,30})（类）(?:支出)?[-—]{0,2}"
    r"(?P<group>[^。；：]{2,50}?)（款）[-—]{0,2}(?P<item>[^。；：]{2,60}?)（项）"
)
_OPENS = {
    "本年收入合计": "收入",
    "本年支出合计": "支出",
    "支出总额": "支出",
    "收入总额": "收入",
    "三公经费": "三公具体",
}
"""In an annex no headings say what a paragraph is about: a total says it for what follows it."""
_OF_LAST_YEAR = re.compile(
    r"(?:^是?|主要是|主要为|主要系|由于|因为|原因是)(?:上年|去年|上一年)度?(?!.{0,8}(?:结转|结余))|"
    r"^[较比](?:上年|去年|上一年)度?(?:人均|车均|次均)"
)
_NO_WHOLE = re.compile("(?:比[重例]?)?(?:分别|各|均)*")
_AGAINST_BUDGET = re.compile(r"(?:较|比|与|同)[^，。；]{0,12}预算")
_YEAR = re.compile(r"(?<![比较与同自从\d〔])(?<!印发)(20[0-4]\d)年(?!\d{1,2}月\d)")
_SENTENCE_REACH = 160
_WINDOW = 400
_SENTENCE = re.compile(r"[。！？]")
_CENTS = 2
_WORDS = re.compile("[\u4e00-\u9fff]")
_MONEY_AHEAD = re.compile(
    r"(?:决算数?|预算数?|支出|收入|经费|金额|总额|合计|总计)(?:均|各)?(?:为|是|共计?|约|达)$"
)
CLASS = "类:"
ITEM = "项:"
_BY_CLASS = ("结构", "一般公共", "一般公共总体")
_IS_CLASS = re.compile("（类）(?:支出)?(?:决算)?(?:为|是)?$")
_CLASS = re.compile(
    r"(?:^|[、：，；“])(?P<name>[一-龥]{2,20}?(?:支出)?(?:（类）)?(?:支出)?)[”]?(?:科目)?(?:（类）)?"
    r"(?:支出)?(?:决算)?(?:数)?(?:共|合计|为|是|：)?$"
)
_AVERAGE = re.compile(
    "(?:[人生户次批车床师班村亩期校]均|平均|每[名人户辆位次生床])[^，。；：]{0,20}$"
)
_REMAINS = re.compile("(?:扣除|剔除|除去|减去)[^。；]{0,40}(?:后|外)，[^，。；]{0,20}$")
"""扣除因公出国（境）费3.13万元后，“三公”经费为8.83万元: what is left has not the name of all."""
_GENERIC = re.compile(
    r"^(?:其中)?(?:支出|收入|金额|共计|合计|经费|决算|预算|执行|本年|全年|当年|总计|总额|实际|"
    r"数|为|是|共|约|达|到|均|各|的|：|安排|完成)*$"
)


class Mention(Struct, frozen=True):
    """A number of the text. ``name`` is the figure that it is ("" where that is not known),
    ``direction`` 增 or 减 of a change, ``whole`` what a share is of, and 预算数 for a change against
    the budget. ``year`` is the year that its sentence speaks of, 0 where it says none, ``among`` the
    place in a list that is told one by one (甲、乙分别为1万元和2万元), 0 outside one. ``paragraph`` counts from 0
    among the paragraphs of the document, ``sentence`` within the paragraph."""

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


_GOES_ON = re.compile("主要用于|年初预算|全年预算|支出决算|决算数?")


def read_paragraph(
    normal: NormalText,
    section: SectionOf,
    spot: Spot,
    index: int,
    before: ReadParagraph | None = None,
) -> ReadParagraph:
    """A paragraph with its numbers. ``before`` is the one before it: where that is the name of a
    科目 alone, the amounts of the 科目 stand here."""
    text = normal.text
    item = item_of(text)
    if not item and before is not None and not before.mentions and _GOES_ON.match(text):
        item = before.item
    inner = section
    mentions: list[Mention] = []
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    end = 0
    label = ""
    among, listed = 0, [""]
    before_it: tuple[str, dict[str, str | None]] = "", {}
    for number in numbers_in(text):
        between = text[end : number.start]
        label = _label(text, end, number.start, label)
        sentence = bisect_right(ends, number.start)
        role, groups = _role(text, number)
        if among and between in _AND:
            among += 1
            role, groups = before_it
        else:
            clause = _BOUNDARY.split(between[-REACH:])[-1]
            among, listed = int("分别" in clause), _listed(clause)
        before_it = role, groups
        if len(listed) >= among > 0:
            label = listed[among - 1]
        if role == BARE_ROLE and not _is_money(label, number):
            end = max(end, number.start - _WINDOW)
            continue
        if role in (AMOUNT, NUMBER) and _OF_LAST_YEAR.search(label):
            role = LAST
        name = _name(label, inner, number, role)
        if item and name and role == AMOUNT and _GENERIC.match(_without_item(label) or label):
            name = ""  # 支出决算为…, under a 科目: its outlay, not that of the whole section
        bare = len(listed) >= among > 0 and _is_bare(label)
        if bare:
            # 收入、支出分别为…: the word alone is no figure, whatever the section is about.
            name = ""
        elif not name and role == AMOUNT and _GENERIC.match(_without_item(label)):
            # 三公经费年初预算为33.49万元，支出决算为29.55万元: the budget before it has the name.
            name = _name_of_budget(mentions, sentence) or _item_name(item, role)
        if _is_inner(text, end, number.start) or _is_rest(text, number.start):
            name = ""
        if name in _OPENS and section.part == ANNEX:
            inner = replace(section, topic=_OPENS[name])
        end = number.end
        mentions.append(
            Mention(
                role,
                number,
                label,
                name if name or bare else _item_name(item, role),
                section,
                spot,
                index,
                sentence,
                item,
                _direction(groups.get("direction")),
                _whole(role, label, groups),
                _year(text, ends, number.start),
                among,
            )
        )
    return ReadParagraph(normal, section, spot, index, tuple(mentions), item)


_OF_BOTH = re.compile("(?:收入|支出)(?P<what>总计|总额|总数|合计)")
_AND = ("、", "和", "及", "与", "以及", "，")


def _listed(label: str) -> list[str]:
    """The names that numbers are told of one by one: 甲、乙分别为; none for any other label."""
    names, respectively, _ = _FRONT.sub("", label).partition("分别")
    parts = re.split("[、和及与]", names)
    if not respectively or len(parts) < 2 or not all(len(part) > 1 for part in parts):
        return []
    kind = _OF_BOTH.match(parts[-1])
    if kind and len(parts) == 2 and parts[0] in ("收入", "支出"):
        # 收入、支出总计分别为: what ends the last name is said of both.
        return [f"{parts[0]}{kind['what']}", parts[1]]
    return parts


def _is_bare(label: str) -> bool:
    """Whether a label has no words of its own, and does not say that it is a total."""
    return bool(_GENERIC.match(label)) and not re.search("总|合计", label)


def _label(text: str, end: int, start: int, before: str) -> str:
    """The words of the clause before a number; with those of the clause before it where they name
    nothing by themselves."""
    piece = text[max(end, start - REACH) : start]
    if before and end and piece in ("，", "、", ""):
        return before
    clauses = _BOUNDARY.split(piece)
    label = clauses[-1]
    for clause in reversed(clauses[:-1]):
        if label and not _GENERIC.match(label):
            break
        label = f"{clause}{label}" if not label or _GENERIC.match(label) else label
    opened = label.rfind("（")
    if opened > label.rfind("）"):
        inside = label[opened + 1 :]
        label = inside if len(inside) > 2 else label
    if not label and before and end == start:
        return before
    return _FRONT.sub("", label)


def _role(text: str, number: SaidNumber) -> tuple[str, dict[str, str | None]]:
    before = text[max(0, number.start - REACH) : number.start]
    after = text[number.end : number.end + REACH]
    for pattern in number_patterns():
        if number.kind not in pattern.kinds:
            continue
        match = pattern.before.search(before)
        if match and pattern.after.match(after):
            return pattern.role, match.groupdict()
    return number.kind, {}


def _is_money(label: str, number: SaidNumber) -> bool:
    """Whether a number without a unit is an amount that lacks it, not the number of an item, a
    figure or an axis."""
    if not _WORDS.search(label):
        return False
    return number.decimals == _CENTS or bool(_MONEY_AHEAD.search(label))


def is_average(label: str) -> bool:
    """Whether a label is that of an average: 人均公用经费."""
    return bool(_AVERAGE.search(label))


def is_generic(label: str) -> bool:
    """Whether a label names nothing by itself: 支出决算为."""
    return bool(_GENERIC.match(label))


def _direction(word: str | None) -> str:
    if not word:
        return ""
    if _DOWN.search(word):
        return DOWN
    return UP


def _name(label: str, section: SectionOf, number: SaidNumber, role: str) -> str:
    """The figure that a label names. A change is one of what stands before its direction."""
    if section.part in (TERMS, TABLES):
        return ""
    subject = label
    if role in (CHANGE, RATE):
        subject = re.split(r"(?:增|减|下降|上升|提高|压缩|节约|降低|缩减|压减)", label)[0]
        subject = re.sub(r"^(?:与|较|比|同).{0,20}(?:相比|比较)[，]?", "", subject)
        subject = re.split(r"(?:较|比|与)(?:上年|去年|20\d\d)", subject)[0]
    if role in (LAST, BASE, SHARED) or is_average(subject):
        return ""
    counted = number.unit if number.kind == COUNT else ""
    name = name_of_label(subject, section.topic, counted=counted)
    by_class = section.topic in _BY_CLASS or (section.topic == "具体" and _IS_CLASS.search(subject))
    if not name and by_class and number.kind != COUNT:
        return class_name(subject)
    return name


def _whole(role: str, label: str, groups: dict[str, str | None]) -> str:
    """What a share is of, and 预算数 for a change against the budget."""
    if role == CHANGE and _AGAINST_BUDGET.search(label):
        return BUDGET
    whole = groups.get("whole") or ""
    if _NO_WHOLE.fullmatch(whole):
        return ""
    return whole


def _year(text: str, ends: list[int], start: int) -> int:
    """The year that the sentence of a number speaks of: the last before the number that it is not
    compared with; 0 for none."""
    passed = bisect_right(ends, start)
    begin = max(ends[passed - 1] if passed else 0, start - _SENTENCE_REACH)
    years = _YEAR.findall(text[begin:start])
    if years:
        return int(years[-1])
    return 0


def _without_item(label: str) -> str:
    return label.rpartition("（项）")[2]


def _name_of_budget(mentions: list[Mention], sentence: int) -> str:
    """The name of the budget that stands before an outlay in its sentence."""
    before = mentions[-1] if mentions else None
    if before is None or before.role != BUDGET or before.sentence != sentence:
        return ""
    return before.name


def _is_inner(text: str, end: int, start: int) -> bool:
    """Whether a number stands in brackets as a part of what is before them: （含外宾接待…）."""
    between = text[max(end, start - REACH) : start]
    opened = between.rfind("（")
    return opened > between.rfind("）") and between[opened + 1 : opened + 3].startswith("含")


def _is_rest(text: str, start: int) -> bool:
    """Whether a number is what is left of a figure without something."""
    return bool(_REMAINS.search(text[max(0, start - REACH) : start]))


def _item_name(item: str, role: str) -> str:
    """The figure of a paragraph that is about one 科目: its outlay."""
    if item and role == AMOUNT:
        return f"{ITEM}{item}"
    return ""


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
