"""What sentences of a published document say of one unit alone and no table has: numbers and texts
in the frames that the law's form gives them.

The frames are those of sections 八 to 十 as units publish them: a name, then its number. A sentence
in other words is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.importing.document_cover import PART
from generator.model.disclosure import Equipment, Vehicles
from generator.money import IN_YUAN

Path = tuple[str, ...]
RUNNING: Path = ("机关运行经费", "决算数")
_ABROAD: Path = ("三公经费", "因公出国境费")
_CARS: Path = ("三公经费", "公务用车购置及运行维护费")
HOME: Path = ("三公经费", "公务接待费", "国内")
FOREIGN: Path = ("三公经费", "公务接待费", "外事")
_VEHICLES: Path = ("国有资产", "车辆")

_ANY_AMOUNT = r"\d[\d,]{0,20}(?:\.\d{1,6})?(?:万元|元)"
_AMOUNT = f"({_ANY_AMOUNT})"
_AMOUNT_PARTS = re.compile(r"([\d,.]+)(万元|元)")
_COUNT = r"(\d{1,7})"
_AND = "[，、,]"
_OF_YEAR = r"(?:20\d\d年度?)?"
_IS = "(?:支出)?(?:决算)?(?:数|总额|合计|共计)?(?:为|是|共)?"
_GUESTS_FROM_ABROAD = "(?:外事|外宾|国（境）外公务)接待"
_TEXT = "(?P<text>[^。：]{2,200}?)"


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
    _frame(f"机关运行经费(?:财政拨款)?{_IS}{_AMOUNT}", RUNNING),
    # What includes 外宾接待 is the amount of both.
    _frame(f"国内公务接待费?{_IS}{_AMOUNT}(?!（含)", (*HOME, "决算数")),
    _frame(f"{_GUESTS_FROM_ABROAD}费?{_IS}{_AMOUNT}", (*FOREIGN, "决算数")),
    _visits("国内公务接待", HOME),
    _visits("国内公务接待支出[^。]{0,200}，全年接待", HOME),
    _visits(f"(?:{_GUESTS_FROM_ABROAD}|接待外宾)", FOREIGN),
    _visits(f"{_GUESTS_FROM_ABROAD}支出[^。]{{0,200}}，全年接待", FOREIGN),
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
_USED = f"{_ANY_AMOUNT}[^：]{{0,80}}?[，。]主要用于"
_TEXTS = (
    _frame(
        f"公务用车运行维护费?{_IS}{_USED}{_TEXT}等?所需的?公务用车", (*_CARS, "运行维护费", "用途")
    ),
    _frame(f"国内公务接待费?{_IS}{_USED}{_TEXT}(?:。|，全年接待)", (*HOME, "用途")),
    _frame(f"政府采购支出总额{_ANY_AMOUNT}.{{0,200}}?。主要用于{_TEXT}。", ("政府采购", "用途")),
    _frame(f"其他用车主要[是为]{_TEXT}。", ("国有资产", "其他用车说明")),
)
"""Frames of one text each, the group of that name."""
_LISTS = (
    (re.compile(r"共有公务用车\d+辆，(?:其中：?)?([^。]+)"), (*_CARS, "车型"), ()),
    (re.compile(r"共有车辆\d+辆，(?:其中：?)?([^。]+)"), _VEHICLES, Vehicles.model_fields),
)
"""Cars by their kinds, where the kinds stand; only these kinds, where there are some."""
_CARS_OF_A_KIND = re.compile(rf"(?:^|[，、；])([一-龥]{{2,12}}?){_COUNT}辆")
_ALL_OF_A_KIND = re.compile(rf"共有车辆{_COUNT}辆，全部[为是]([一-龥]{{2,12}})")
_BOUGHT_CARS = re.compile(rf"购置公务用车{_COUNT}辆，其中：?([^。]+)")
_BOUGHT_OF_A_KIND = re.compile(rf"(?:^|[，、；])([一-龥]{{2,12}}?){_COUNT}辆、?金额{_AMOUNT}")

_LAST_YEAR = re.compile("上年|去年|上一年")
_OF_A_PART = re.compile("(?:均|本级|(?:所属|下属|局机关)[^，：]{0,20})$")
"""人均机关运行经费, 局本级机关运行经费: not that of the whole."""
_AMONG = re.compile("其中[^，：]{0,20}$")
_YEAR = re.compile(r"(20\d\d)年")
_REACH = 200
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


def sentences_of(lines: Sequence[str]) -> DocumentSentences:
    """What the sentences of a document say beside its tables."""
    numbers: list[SentenceNumber] = []
    texts: dict[Path, str] = {}
    for line in _body(lines):
        squeezed = "".join(line.split())
        numbers += _numbers_of(squeezed)
        for frame in _TEXTS:
            match = frame.pattern.search(squeezed)
            if match:
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


def _numbers_of(line: str) -> Iterator[SentenceNumber]:
    yield from _cars_of(line)
    for frame in _NUMBERS:
        for match in frame.pattern.finditer(line):
            before = _before(line, match)
            if not _is_of_the_whole(before, frame):
                continue
            for path, digits in zip(frame.places, match.groups(), strict=True):
                yield _number(path, digits, before)


def _before(line: str, match: re.Match[str]) -> str:
    """What stands before a match, as far as it may say something of it."""
    return line[max(match.start() - _REACH, 0) : match.start()]


def _is_of_the_whole(before: str, frame: _Frame) -> bool:
    """Whether what stands before a number leaves it that of this year and of the whole unit."""
    if _LAST_YEAR.search(_begun(before)) or _OF_A_PART.search(before):
        return False
    return not (frame.places[0] == RUNNING and _AMONG.search(before))


def _begun(before: str) -> str:
    """The beginning of the sentence in which a number stands."""
    return before[max(before.rfind(sign) for sign in "。；") + 1 :]


def _number(path: Path, digits: str, before: str) -> SentenceNumber:
    """A count, or an amount with its unit."""
    year = next(map(int, reversed(_YEAR.findall(_begun(before)))), 0)
    amount = _AMOUNT_PARTS.fullmatch(digits)
    if amount is None:
        return SentenceNumber(path, Decimal(digits), Decimal(0), counted=True, year=year)
    plain, factor = amount[1].replace(",", ""), IN_YUAN[amount[2]]
    half = Decimal("0.5").scaleb(-len(plain.partition(".")[2])) * factor
    return SentenceNumber(path, Decimal(plain) * factor, half, counted=False, year=year)


def _cars_of(line: str) -> Iterator[SentenceNumber]:
    """Cars by their kinds: those that the unit has, and those that it has bought."""
    for pattern, path, kinds in _LISTS:
        for listed in pattern.finditer(line):
            for kind, count in _CARS_OF_A_KIND.findall(listed[1]):
                if not kinds or kind in kinds:
                    yield _number((*path, kind), count, _before(line, listed))
    for match in _ALL_OF_A_KIND.finditer(line):
        if match[2] in Vehicles.model_fields:
            yield _number((*_VEHICLES, match[2]), match[1], _before(line, match))
    for listed in _BOUGHT_CARS.finditer(line):
        for kind, count, amount in _BOUGHT_OF_A_KIND.findall(listed[2]):
            place = (*_CARS, "购置费", "更新购置", kind)
            yield _number((*place, "数量"), count, _before(line, listed))
            yield _number((*place, "金额"), amount, _before(line, listed))
