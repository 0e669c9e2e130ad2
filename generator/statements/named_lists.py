"""Lists whose whole stands a sentence before them: 运行维护费12万元。其中：燃料费5万元；维修费7万元, and those that
name it: 运行维护费中，燃料费5万元，维修费7万元."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from generator.statements.declared import name_of_label
from generator.statements.headed import figure_of
from generator.statements.mentions import AMOUNT, Mention, ReadParagraph
from generator.statements.statement import PART, TOTAL, SaidStatement, operand_of, statement_of

_RUNNING = "公务用车运行维护费"
_COST = re.compile(
    "燃[料油]|加油|汽油|油料|油费|充电|维修|维护|保养|保险|过路|过桥|路桥|停车|年检|年审|审验|检测|洗车|"
    "安全奖|其他|其它|其余"
)
"""What it costs to run a car: a list of such costs has no other things among them."""
_NAMED_WHOLE = re.compile(r"(?:^|[。；])(?P<label>[^，。；：、（）]{2,40}?)中[，：]")
_YEAR = re.compile(r"^(?:20\d\d年度?)?(?:本(?:单位|部门))?")
_AMONG = re.compile("[，。；](?:其中|包括)[：，]?")
_WORDS = re.compile(r"(?!其中|授予|含)(?P<words>[^，。、；：（）\d]{2,24})")
_MARKS, _CLAUSES = "，、", "，、；"
_RUNS = re.compile("运行(?:维护)?(?:费|经费|支出)")
_REST = re.compile("(?:其他|其它|其余)[^，。、；：（）\\d]{0,6}$")
_GOES_ON = re.compile("等|…|（|[，；。]?(?:另|此外|还有|以及)")
_MOST, _REACH = 40, 30


def named_lists_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The lists of a paragraph whose whole stands in a sentence before them."""
    wholes = list(_NAMED_WHOLE.finditer(paragraph.text))
    if not wholes and not _RUNS.search(paragraph.text):
        return
    figures = _figures(paragraph)
    for match in wholes:
        label = _YEAR.sub("", match["label"])
        name = name_of_label(label, paragraph.section.topic)
        total = _total(figures.get(name, ()), match.start())
        if total is not None:
            yield from _list(paragraph, name, total, match.end())
    for total in figures.get(_RUNNING, ()):
        among = _AMONG.match(paragraph.text, total.number.end)
        if among is not None:
            yield from _list(paragraph, _RUNNING, total, among.end())


def _figures(paragraph: ReadParagraph) -> Mapping[str, Sequence[Mention]]:
    """The amounts of a paragraph by the figures that they are."""
    figures: dict[str, list[Mention]] = {}
    for mention in paragraph.mentions:
        name = figure_of(paragraph, mention)
        if name:
            figures.setdefault(name, []).append(mention)
    return figures


def _total(places: Sequence[Mention], before: int) -> Mention | None:
    """The amount of a figure before a place, where the last of them say one number."""
    passed = bisect_left(places, before, key=lambda each: each.number.start)
    near = places[max(0, passed - _MOST) : passed]
    if len({each.number.amount for each in near}) == 1:
        return near[-1]
    return None


def _list(
    paragraph: ReadParagraph, name: str, total: Mention, begin: int
) -> Iterator[SaidStatement]:
    parts = _parts(paragraph, name, begin)
    if len(parts) < 2:
        return
    end = parts[-1].number.end
    has_rest = bool(_REST.search(_words(paragraph, parts[-1])))
    complete = has_rest and not _GOES_ON.match(paragraph.text, end)
    operands = tuple(operand_of(PART, part) for part in parts)
    yield statement_of(TOTAL, total, operands, paragraph, label=name, complete=complete)


def _parts(paragraph: ReadParagraph, whole: str, begin: int) -> list[Mention]:
    """The amounts right behind a place, each named in a few words; of a figure that has a name of
    its own nobody knows whether it belongs to the whole."""
    marks = _MARKS
    if whole == _RUNNING:
        marks = _CLAUSES
    parts: list[Mention] = []
    end = begin
    mentions = paragraph.mentions
    first = bisect_left(mentions, begin, key=lambda each: each.number.start)
    for mention in mentions[first : first + _MOST]:
        between = paragraph.text[end : mention.number.start]
        if parts and between[:1] not in marks:
            break
        words = _WORDS.fullmatch(between[len(parts) > 0 :])
        is_own = mention.name in ("", whole)
        if words is None or mention.role != AMOUNT or not is_own:
            break
        if whole == _RUNNING and not _COST.search(words["words"]):
            break
        parts.append(mention)
        end = mention.number.end
    return parts


def _words(paragraph: ReadParagraph, mention: Mention) -> str:
    begin = max(0, mention.number.start - _REACH)
    return re.split("[，、；：。]", paragraph.text[begin : mention.number.start])[-1]
