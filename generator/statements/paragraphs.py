"""The numbers of a paragraph as mentions: what the words around each say of it."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec.structs import replace

from generator.extracting.content import Spot
from generator.statements.all_budgets import is_of_all_budgets
from generator.statements.declared import REACH, name_of_label, number_patterns
from generator.statements.mentions import (
    AMOUNT,
    BARE_ROLE,
    BASE,
    BUDGET,
    CHANGE,
    DOWN,
    ITEM,
    LAST,
    NUMBER,
    RATE,
    SHARED,
    UP,
    Mention,
    ReadParagraph,
    class_name,
    is_average,
    is_generic,
    item_of,
)
from generator.statements.normal_text import NormalText
from generator.statements.printed_numbers import COUNT, SaidNumber, numbers_in
from generator.statements.sections import ANNEX, TABLES, TERMS, SectionOf

_BOUNDARY = re.compile(r"[，。；：！？]")
_FRONT = re.compile(
    r"^(?:[\d一二三四五六七八九十]{1,3}[、.．]|（[\d一二三四五六七八九十]{1,3}）)?"
    r"(?:其中|另外|分别|主要|[、和及])?[：，]?(?:20\d\d年?度?)?[，]?"
)
_DOWN = re.compile("减|降|下|压|节|缩|少|回落")
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
_SENTENCE = re.compile(r"[。！？]")
_CENTS = 2
_BARE_REACH = 400
"""So much of the text before a number that is nothing may be of the next one's label."""
_WORDS = re.compile("[\u4e00-\u9fff]")
_MONEY_AHEAD = re.compile(
    r"(?:决算数?|预算数?|支出|收入|经费|金额|总额|合计|总计)(?:均|各)?(?:为|是|共计?|约|达)$"
)
_BY_CLASS = ("结构", "一般公共", "一般公共总体")
_IS_CLASS = re.compile("（类）(?:支出)?(?:决算)?(?:为|是)?$")
_REMAINS = re.compile("(?:扣除|剔除|除去|减去)[^。；]{0,40}(?:后|外)，[^，。；]{0,20}$")
"""扣除因公出国（境）费3.13万元后，“三公”经费为8.83万元: what is left has not the name of all."""
_GOES_ON = re.compile("主要用于|年初预算|全年预算|支出决算|决算数?")
_OF_BOTH = re.compile("(?:收入|支出)(?P<what>总计|总额|总数|合计)")
_AND = ("、", "和", "及", "与", "以及", "，")


def read_paragraph(
    normal: NormalText,
    section: SectionOf,
    spot: Spot,
    index: int,
    before: ReadParagraph | None = None,
) -> ReadParagraph:
    """A paragraph with its numbers. ``before`` is the one before it: where that is the name of a
    科目 alone, the amounts of the 科目 stand here."""
    item = item_of(normal.text)
    if not item and before is not None and not before.mentions and _GOES_ON.match(normal.text):
        item = before.item
    paragraph = ReadParagraph(normal, section, spot, index, (), item)
    reader = _NumberReader(paragraph)
    for number in numbers_in(normal.text):
        reader.read(number)
    return replace(paragraph, mentions=tuple(reader.mentions))


class _NumberReader:
    """Reads the numbers of a paragraph one after the other, since what is said of one goes on to
    those behind it.

    ``section`` is what the paragraph is about at a number, ``end`` how far its text has been read,
    ``label`` and ``pattern`` (role and groups) are those of the last number. In a list whose
    numbers are told one by one (分别), ``among`` is the number's place, from 1, and ``listed`` are
    the names as far as the list has them.
    """

    def __init__(self, paragraph: ReadParagraph) -> None:
        self.paragraph = paragraph
        self.text = paragraph.text
        self.sentence_ends = [match.end() for match in _SENTENCE.finditer(self.text)]
        self.mentions: list[Mention] = []
        self.section = paragraph.section
        self.end = 0
        self.label = ""
        self.pattern: tuple[str, dict[str, str | None]] = "", {}
        self.among = 0
        self.listed = [""]

    def read(self, number: SaidNumber) -> None:
        """Add the next number, unless it is no number of anything."""
        self.label = _label(self.text, self.end, number.start, self.label)
        self._go_on_with_list(number)
        role, groups = self.pattern
        if role == BARE_ROLE and not _is_money(self.label, number):
            self.end = max(self.end, number.start - _BARE_REACH)
            return
        if role in (AMOUNT, NUMBER) and _OF_LAST_YEAR.search(self.label):
            role = LAST
        sentence = bisect_right(self.sentence_ends, number.start)
        name = self._name(number, role, sentence)
        if name in _OPENS and self.paragraph.section.part == ANNEX:
            self.section = replace(self.paragraph.section, topic=_OPENS[name])
        self.end = number.end
        self.mentions.append(
            Mention(
                role,
                number,
                self.label,
                name,
                self.paragraph.section,
                self.paragraph.spot,
                self.paragraph.index,
                sentence,
                self.paragraph.item,
                _direction(groups.get("direction")),
                _whole(role, self.label, groups),
                _year(self.text, self.sentence_ends, number.start),
                self.among,
            )
        )

    def _go_on_with_list(self, number: SaidNumber) -> None:
        """Take a number as the next of a list, which is what the first of it is, or see whether one
        begins; the name that the list has for it becomes its label."""
        between = self.text[self.end : number.start]
        if self.among and between in _AND:
            self.among += 1
        else:
            clause = _BOUNDARY.split(between[-REACH:])[-1]
            self.among, self.listed = int("分别" in clause), _listed(clause)
            self.pattern = _role(self.text, number)
        if self._has_listed_name:
            self.label = self.listed[self.among - 1]

    @property
    def _has_listed_name(self) -> bool:
        return len(self.listed) >= self.among > 0

    def _name(self, number: SaidNumber, role: str, sentence: int) -> str:
        """The figure that a number is: what its label names, the budget before it, or the 科目 of
        the paragraph; "" for none."""
        label, item = self.label, self.paragraph.item
        name = _name(label, self.section, number, role)
        if item and name and role == AMOUNT and is_generic(_without_item(label) or label):
            name = ""  # 支出决算为…, under a 科目: its outlay, not that of the whole section
        bare = self._has_listed_name and _is_bare(label)
        if bare:
            # 收入、支出分别为: the word alone is no figure, whatever the section is about.
            name = ""
        elif not name and role == AMOUNT and is_generic(_without_item(label)):
            # 三公经费年初预算为33.49万元，支出决算为29.55万元: the budget before it has the name.
            name = _name_of_budget(self.mentions, sentence)
        if _is_inner(self.text, self.end, number.start) or _is_rest(self.text, number.start):
            name = ""
        if is_of_all_budgets(self.text, number, name, label):
            name = ""
        if not name and not bare:
            return _item_name(item, role)
        return name


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
    return is_generic(label) and not re.search("总|合计", label)


def _label(text: str, end: int, start: int, before: str) -> str:
    """The words of the clause before a number; with those of the clause before it where they name
    nothing by themselves."""
    piece = text[max(end, start - REACH) : start]
    if before and end and piece in ("，", "、", ""):
        return before
    clauses = _BOUNDARY.split(piece)
    label = clauses[-1]
    for clause in reversed(clauses[:-1]):
        if label and not is_generic(label):
            break
        label = f"{clause}{label}"
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
