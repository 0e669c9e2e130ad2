"""Lists whose whole stands a sentence before them: 运行维护费12万元。其中：燃料费5万元；维修费7万元, and those that
name it: 运行维护费中，燃料费5万元，维修费7万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.statements.declared import name_of_label
from generator.statements.headed import figure_of
from generator.statements.mentions import AMOUNT, Mention, ReadParagraph, is_amount
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
_REST = re.compile("(?:其他|其它|其余)[^，。、；：（）\\d]{0,6}$")
_GOES_ON = re.compile("等|…|（|[，；。]?(?:另|此外|还有|以及)")
_MOST = 40


def named_lists_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The lists of a paragraph whose whole stands in a sentence before them."""
    for match in _NAMED_WHOLE.finditer(paragraph.text):
        label = _YEAR.sub("", match["label"])
        name = name_of_label(label, paragraph.section.topic)
        total = _total(paragraph, name, match.start())
        if name and total is not None:
            yield from _list(paragraph, total, match.end())
    for total in paragraph.mentions:
        match_behind = _AMONG.match(paragraph.text, total.number.end)
        is_running = figure_of(paragraph, total) == _RUNNING and is_amount(total)
        if match_behind is not None and is_running:
            yield from _list(paragraph, total, match_behind.end())


def _total(paragraph: ReadParagraph, name: str, before: int) -> Mention | None:
    """The amount of a figure before a place, where all those of its paragraph are one."""
    places = [
        each
        for each in paragraph.mentions
        if each.number.start < before and is_amount(each)
        if figure_of(paragraph, each) == name
    ]
    if len({each.number.amount for each in places}) == 1:
        return places[-1]
    return None


def _list(paragraph: ReadParagraph, total: Mention, begin: int) -> Iterator[SaidStatement]:
    name = figure_of(paragraph, total)
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
    behind = [each for each in paragraph.mentions if each.number.start >= begin]
    for mention in behind[:_MOST]:
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
    return re.split("[，、；：。]", paragraph.text[: mention.number.start])[-1]
