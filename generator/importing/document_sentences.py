"""What sentences of a published document say of one unit alone and no table has: numbers and texts
in the frames that the law's form gives them.

The frames are those of sections 八 to 十 as units publish them: a name, then its number. A sentence
in other words is not read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.importing.document_cover import PART
from generator.importing.titles import ends_like_a_unit
from generator.model.disclosure import Equipment, Vehicles
from generator.money import IN_YUAN

Path = tuple[str, ...]
RUNNING: Path = ("机关运行经费", "决算数")
_ABROAD: Path = ("三公经费", "因公出国境费")
_CARS: Path = ("三公经费", "公务用车购置及运行维护费")
HOME: Path = ("三公经费", "公务接待费", "国内")
FOREIGN: Path = ("三公经费", "公务接待费", "外事")
_VEHICLES: Path = ("国有资产", "车辆")

_OF_SAME_GUESTS = "(?:(?!外事|外宾|国内)[^。；]){0,200}"
_ANY_AMOUNT = r"\d[\d,]{0,20}(?:\.\d{1,6})?(?:万元|元)"
_AMOUNT = f"({_ANY_AMOUNT})"
_AMOUNT_PARTS = re.compile(r"([\d,.]+)(万元|元)")
_COUNT = r"(\d{1,7})"
_AND = "[，、,]"
_OF_YEAR = r"(?:20\d\d年度?)?"
_IS = "(?:支出)?(?:决算)?(?:数|总额|合计|共计)?(?:为|是|共)?"
_GUESTS_FROM_ABROAD = "(?:外事|外宾|国（境）外公务)接待"
_TEXT = "(?P<text>[^。；：]{2,200}?)"
_END = "(?=[。；]|$)"
_NOT_BOTH = "(?![^。；]{0,40}(?:含|包括|其中)[^。；]{0,10}(?:外宾|外事))(?!（预算)"
"""Not the amount of both kinds of guests, nor a budget."""


class _Frame(Struct, frozen=True):
    """The words of a sentence; its groups are what stands at ``places``, in their order."""

    pattern: re.Pattern[str]
    places: tuple[Path, ...]


def _frame(words: str, *places: Path) -> _Frame:
    return _Frame(re.compile(words), places)


def _visits(words: str, guests: Path) -> _Frame:
    """8批次，66人次."""
    pattern = f"{words}{_COUNT}批次{_AND}{_COUNT}人次?"
    return _frame(pattern, (*guests, "批次"), (*guests, "人次"))


_NUMBERS = (
    _frame(f"机关运行经费(?:财政拨款)?{_IS}{_AMOUNT}(?!（预算)", RUNNING),
    _frame(f"国内公务接待费?{_IS}{_AMOUNT}{_NOT_BOTH}", (*HOME, "决算数")),
    _frame(f"{_GUESTS_FROM_ABROAD}费?{_IS}{_AMOUNT}(?!（预算)", (*FOREIGN, "决算数")),
    _visits("国内公务接待", HOME),
    _visits(f"国内公务接待支出{_OF_SAME_GUESTS}，全年接待", HOME),
    _visits(f"(?:{_GUESTS_FROM_ABROAD}|接待外宾)", FOREIGN),
    _visits(f"{_GUESTS_FROM_ABROAD}支出{_OF_SAME_GUESTS}，全年接待", FOREIGN),
    _frame(
        f"因公出国（境）团组{_COUNT}[个次]{_AND}(?:累计|出国（境）){_COUNT}人次?",
        (*_ABROAD, "团组数"),
        (*_ABROAD, "人次"),
    ),
    _frame(f"共有公务用车{_COUNT}辆", (*_CARS, "保有量")),
    _frame(f"公务用车保有量为{_COUNT}辆", (*_CARS, "保有量")),
    *(
        _frame(f"(?:政府采购{kind}(?:类)?{_IS}|{kind}采购金额){_AMOUNT}", ("政府采购", kind))
        for kind in ("货物", "工程", "服务")
    ),
    *(
        _frame(f"授予{kind}的?合同金额为?{_AMOUNT}", ("政府采购", f"授予{kind}合同金额"))
        for kind in ("中小企业", "小微企业")
    ),
    *(
        _frame(
            f"{name.replace('以上', '(?:（含）)?以上')}(?:（不含车辆）)?{_COUNT}台",
            ("国有资产", "设备", name),
        )
        for name in Equipment.model_fields
    ),
    _frame(f"{_COUNT}个项目开展了?(?:预算)?事前绩效评估", ("预算绩效", "事前绩效评估")),
    *(
        _frame(words, ("预算绩效", name))
        for name, words in (
            ("绩效目标", f"对{_COUNT}个项目编制了?绩效目标"),
            ("绩效目标", f"编报绩效目标的{_OF_YEAR}项目{_COUNT}个"),
            ("绩效监控", f"选取{_COUNT}个项目开展了?绩效监控"),
            ("绩效监控", f"绩效跟踪评价的{_OF_YEAR}项目{_COUNT}个"),
            ("绩效自评", f"对{_COUNT}个项目开展了?绩效自评"),
            ("绩效自评", f"绩效自评的{_OF_YEAR}项目{_COUNT}个"),
            ("绩效自评", f"开展绩效自评，共涉及项目{_COUNT}个"),
        )
    ),
)
_USED = f"{_ANY_AMOUNT}(?:(?!接待|运行维护|购置|出国)[^；：]){{0,80}}?[，。]主要用于{_TEXT}"
_TEXTS = (
    _frame(f"公务用车运行维护费?{_IS}{_USED}等?所需的?公务用车", (*_CARS, "运行维护费", "用途")),
    _frame(f"国内公务接待费?{_IS}{_USED}(?:{_END}|，全年接待)", (*HOME, "用途")),
    _frame(
        f"政府采购支出总额{_ANY_AMOUNT}[^；]{{0,200}}?。主要用于{_TEXT}{_END}", ("政府采购", "用途")
    ),
    _frame(f"其他用车主要[是为]{_TEXT}{_END}", ("国有资产", "其他用车说明")),
)
"""Frames of one text each, the group of that name."""
_KIND = "(?!其中|比上|较上|共有)[一-龥]{2,10}(?:（[一-龥]{1,8}）)?"
_AND_KIND = "[，、和]"
_LISTED = rf"(?:其中：?)?((?:{_KIND}\d+辆{_AND_KIND}?)+)"
_LISTS = (
    (re.compile(rf"共有公务用车(\d+)辆，{_LISTED}"), (*_CARS, "车型"), ()),
    (re.compile(rf"共有车辆(\d+)辆，{_LISTED}"), _VEHICLES, Vehicles.model_fields),
    (re.compile(rf"共有车辆(\d+)辆，全部[为是]({_KIND})"), _VEHICLES, Vehicles.model_fields),
)
"""Cars: how many, and their kinds; where the kinds stand; only these kinds, where there are some."""
_CARS_OF_A_KIND = re.compile(rf"({_KIND}){_COUNT}辆")
_BOUGHT = rf"{_KIND}\d+辆、?金额{_ANY_AMOUNT}{_AND_KIND}?"
_BOUGHT_CARS = re.compile(rf"购置公务用车(\d+)辆，其中：?((?:{_BOUGHT})+)")
_BOUGHT_OF_A_KIND = re.compile(rf"({_KIND}){_COUNT}辆、?金额{_AMOUNT}")

_SENTENCE = re.compile("[^。；]+")
_LAST_YEAR = re.compile("上年|去年|上一年")
_YEAR = re.compile(r"(20\d\d)年")
_NOT_DONE = re.compile("预算|计划|拟|预计|将")
"""Words of a clause that make a number one of a plan."""
_OF_OTHERS = re.compile("人均|次均|车均|本级|所属|下属|局机关|全[省市县区州系]")
_IN_FRONT = re.compile(
    r"^(?:.*其中[：，]?|\d{1,2}[.．、]|（[一二三四五六七八九十\d]{1,2}）)?(?:20\d\d年度?)?"
)
_CLAUSE = 60
"""So much of the text before a number is of its clause."""
_OTHER_PARTS = re.compile("名词解释|附件|附表")


class SentenceNumber(Struct, frozen=True):
    """A number of a sentence and its place in a data file, in 元 or, ``counted``, in pieces.

    ``slack`` is half a unit of its last digit, ``year`` the year that the sentence names before
    it, 0 for none.
    """

    path: Path
    amount: Decimal
    slack: Decimal
    counted: bool
    year: int = 0


class DocumentSentences(Struct, frozen=True):
    """The numbers of sentences, as often as they stand there, and the texts by their places."""

    numbers: tuple[SentenceNumber, ...] = ()
    texts: Mapping[Path, str] = {}


def sentences_of(lines: Sequence[str], unit: str = "") -> DocumentSentences:
    """What the sentences of a document say beside its tables; ``unit`` is the unit by its full
    name: a sentence whose subject is another one is passed over."""
    numbers: list[SentenceNumber] = []
    texts: dict[Path, str] = {}
    for line in _body(lines):
        squeezed = "".join(line.split())
        for sentence in _SENTENCE.finditer(squeezed):
            numbers += _Sentence(sentence[0], unit).numbers()
        reader = _Sentence(squeezed, unit)
        for frame in _TEXTS:
            match = frame.pattern.search(squeezed)
            if match and reader.speaks_of_unit(match.start()):
                texts.setdefault(frame.places[0], match["text"])
    return DocumentSentences(tuple(numbers), texts)


def _body(lines: Sequence[str]) -> Iterator[str]:
    """The lines outside the parts that explain terms or stand behind as attachments."""
    inside = True
    for line in lines:
        if PART.match(line):
            inside = not _OTHER_PARTS.search(line)
        elif inside:
            yield line


class _Sentence:
    """A sentence (without blanks) of a document of a unit, and what it says at which place."""

    def __init__(self, text: str, unit: str) -> None:
        self.text, self.unit = text, unit
        last_year = _LAST_YEAR.search(text)
        self.last_year = last_year.start() if last_year else len(text)
        years = list(_YEAR.finditer(text))
        self.year_ends = [match.end() for match in years]
        self.years = [int(match[1]) for match in years]

    def numbers(self) -> Iterator[SentenceNumber]:
        """The numbers of the frames, of this year and of the unit itself."""
        yield from self._cars()
        for frame in _NUMBERS:
            for match in frame.pattern.finditer(self.text):
                if self.speaks_of_unit(match.start()):
                    for path, digits in zip(frame.places, match.groups(), strict=True):
                        yield self._number(path, digits, match.start())

    def speaks_of_unit(self, start: int) -> bool:
        """Whether what stands before an item leaves it that of this year and of the whole unit."""
        clause = re.split("[，。；：（(]", self.text[max(start - _CLAUSE, 0) : start])[-1]
        if start > self.last_year or _NOT_DONE.search(clause) or _OF_OTHERS.search(clause):
            return False
        subject = _IN_FRONT.sub("", clause)
        if not subject or _is_short_for(subject, self.unit) or subject.startswith(("本", "我")):
            return True
        # 其中某中心机关运行经费: a part, whoever the whole is.
        return "其中" not in clause and not (self.unit and ends_like_a_unit(subject))

    def _number(self, path: Path, digits: str, start: int) -> SentenceNumber:
        """A count, or an amount with its unit."""
        passed = bisect_left(self.year_ends, start + 1)
        year = self.years[passed - 1] if passed else 0
        amount = _AMOUNT_PARTS.fullmatch(digits)
        if amount is None:
            return SentenceNumber(path, Decimal(digits), Decimal(0), counted=True, year=year)
        plain, factor = amount[1].replace(",", ""), IN_YUAN[amount[2]]
        half = Decimal("0.5").scaleb(-len(plain.partition(".")[2])) * factor
        return SentenceNumber(path, Decimal(plain) * factor, half, counted=False, year=year)

    def _cars(self) -> Iterator[SentenceNumber]:
        """Cars by their kinds, those that the unit has and those that it has bought, where the
        kinds add up to all."""
        for pattern, path, kinds in _LISTS:
            for match in pattern.finditer(self.text):
                listed = _CARS_OF_A_KIND.findall(match[2]) or [(match[2], match[1])]
                counted = [each for each in listed if not kinds or each[0] in kinds]
                if self.speaks_of_unit(match.start()) and _are_all(match[1], counted):
                    for kind, count in counted:
                        yield self._number((*path, kind), count, match.start())
        for match in _BOUGHT_CARS.finditer(self.text):
            bought = _BOUGHT_OF_A_KIND.findall(match[2])
            if self.speaks_of_unit(match.start()) and _are_all(match[1], bought):
                for kind, count, amount in bought:
                    place = (*_CARS, "购置费", "更新购置", kind)
                    yield self._number((*place, "数量"), count, match.start())
                    yield self._number((*place, "金额"), amount, match.start())


def _is_short_for(subject: str, name: str) -> bool:
    """Whether a name is another one, with signs left out: 区文旅局 for 云汀区文化和旅游局."""
    signs = iter(name)
    return all(sign in signs for sign in subject)


def _are_all(total: str, listed: Sequence[Sequence[str]]) -> bool:
    """Whether the numbers of a list, behind their names, add up to a total."""
    return int(total) == sum(int(count) for _, count, *_ in listed)
