"""Averages of the “三公”经费 whose total and count stand elsewhere: 车均维护费0.55万元, of the outlay and the
cars that other sentences say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct

from generator.statements.headed import figure_of
from generator.statements.lookup import SaidFigures
from generator.statements.mentions import AMOUNT, NUMBER, Mention, ReadParagraph
from generator.statements.printed_numbers import MONEY
from generator.statements.reading import ReadDocument
from generator.statements.sections import ANNEX
from generator.statements.statement import (
    ACTUAL,
    COUNTED,
    PRICE_OF,
    SaidStatement,
    operand_of,
    statement_of,
)


class _Average(Struct, frozen=True):
    """What an average is called, what it is of, what it is divided by, in which units that is
    counted; ``without`` are figures that would have to be taken off or added."""

    words: re.Pattern[str]
    total: str
    count: str
    units: tuple[str, ...]
    without: tuple[str, ...] = ()


_PEOPLE = ("人次", "人")
_AVERAGES = (
    _Average(
        re.compile("人均(?:国内)?(?:公务)?接待(?:费用?|支出)(?:支出)?(?:约?为|是|：)?$"),
        "公务接待费",
        "国内接待人次",
        _PEOPLE,
        ("外事接待支出", "外事接待人次"),
    ),
    _Average(
        re.compile("[车辆]均(?:公务用车)?(?:运行)?维护(?:费用?|支出)(?:约?为|是|：)?$"),
        "公务用车运行维护费",
        "公务用车保有量",
        ("辆", "台"),
    ),
    _Average(
        re.compile("[车辆]均(?:公务用车)?购置(?:费用?|支出)(?:约?为|是|：)?$"),
        "公务用车购置费",
        "公务用车购置数",
        ("辆", "台"),
    ),
    _Average(
        re.compile("人均因公出国（境）(?:费用?|支出)(?:约?为|是|：)?$"),
        "因公出国（境）费",
        "出国人次",
        _PEOPLE,
    ),
)


def averages_of(
    document: ReadDocument, figures: SaidFigures, statements: Sequence[SaidStatement]
) -> Iterator[SaidStatement]:
    """The averages of a document that stand apart from what they are of; ``statements`` hold those
    that stand beside it."""
    beside = {(each.paragraph, each.printed.start) for each in statements if each.kind == PRICE_OF}
    totals = _headed(document)
    for paragraph in document.paragraphs:
        if paragraph.section.part == ANNEX:
            continue
        for index, mention in enumerate(paragraph.mentions):
            if (paragraph.index, mention.number.start) in beside:
                continue
            average = _average(mention)
            if average is not None:
                yield from _statement(document, paragraph, index, average, figures, totals)


def _average(mention: Mention) -> _Average | None:
    if mention.role != AMOUNT or mention.number.kind != MONEY:
        return None
    return next((each for each in _AVERAGES if each.words.search(mention.label)), None)


def _headed(document: ReadDocument) -> Mapping[str, Sequence[Mention]]:
    """The amounts of what averages are of, by name."""
    names = {each.total for each in _AVERAGES}
    places: dict[str, list[Mention]] = {}
    for paragraph in document.paragraphs:
        if not paragraph.section.topic.startswith("三公") or paragraph.section.part == ANNEX:
            continue
        for mention in paragraph.mentions:
            name = figure_of(paragraph, mention)
            if name in names and mention.role == AMOUNT and mention.year in (0, document.year):
                places.setdefault(name, []).append(mention)
    return places


def _statement(
    document: ReadDocument,
    paragraph: ReadParagraph,
    index: int,
    average: _Average,
    figures: SaidFigures,
    totals: Mapping[str, Sequence[Mention]],
) -> Iterator[SaidStatement]:
    total = _only(totals.get(average.total, ()))
    named = [each for each in figures.all(average.count) if each.section.part != ANNEX]
    counted = _only([each for each in named if each.number.unit in average.units])
    if not named:
        counted = _beside(paragraph, index, average.units)
    if any(_is_narrow(document, each) for each in (counted, paragraph.mentions[index])):
        return
    is_whole = not any(each.number.value for name in average.without for each in figures.all(name))
    if total is None or counted is None or not counted.number.value or not is_whole:
        return
    printed = paragraph.mentions[index].number
    apart = abs(total.number.amount / counted.number.value - printed.amount)
    if apart > printed.step or not apart:
        operands = (operand_of(COUNTED, counted), operand_of(ACTUAL, total))
        yield statement_of(PRICE_OF, paragraph.mentions[index], operands, paragraph, complete=False)


_NARROW = re.compile("年初|平均|年均|月均|陪同|租用|租赁|折算|实际使用")

_REACH = 80


def _is_narrow(document: ReadDocument, mention: Mention | None) -> bool:
    """Whether the sentence of a count or an average says how else it is counted: with those who
    accompany guests, as a mean of the year."""
    if mention is None:
        return False
    text, start = document.paragraphs[mention.paragraph].text, mention.number.start
    begin = text.rfind("。", 0, start) + 1
    sentence = text[begin : start + _REACH].partition("。")[0]
    return _NARROW.search(sentence) is not None


def _only(places: Sequence[Mention]) -> Mention | None:
    """The first of the places, where all say one number."""
    if len({each.number.amount for each in places}) == 1:
        return places[0]
    return None


def _beside(paragraph: ReadParagraph, index: int, units: Collection[str]) -> Mention | None:
    """The count right before an average, in its sentence."""
    if not index:
        return None
    before = paragraph.mentions[index - 1]
    if before.sentence != paragraph.mentions[index].sentence:
        return None
    if before.role == NUMBER and before.number.unit in units:
        return before
    return None
