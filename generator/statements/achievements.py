"""What was achieved, in numbers that are no money: 送戏126场，完成目标值120场的105%; 调解纠纷312宗，成功306宗，成功率98.08%;
惠及群众8.6万人次，较上年增加1.1万人次，增长14.67%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.ledger.interval import Interval
from generator.statements.mentions import COMPLETION, Mention, ReadParagraph
from generator.statements.printed_numbers import PERCENT
from generator.statements.statement import (
    ACTUAL,
    CHANGE_BY,
    COMPLETION_OF,
    NOW,
    PART,
    PLANNED,
    RATE_OF,
    SHARE,
    WHOLE,
    Operand,
    SaidStatement,
    last_year_of,
    statement_of,
)

NUMERAL = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,4})?"
_NUMBER = rf"(?<![\d.,]){NUMERAL}"
_UNIT = r"[^\d，。；：、（）%％元月日年时分]{1,4}"
_TARGET = "(?:年度|年初|全年|当年|本年)?(?:设定|制定|下达|既定)?的?(?:目标|计划|任务)(?:值|数|任务|量|指标)?"
_COMPLETED = re.compile(
    rf"(?P<done>{_NUMBER})(?P<unit>{_UNIT})，(?:完成|达到|为|占)(?:了)?{_TARGET}"
    rf"(?:的)?(?P<goal>{NUMERAL})(?P=unit)的(?P<rate>{NUMERAL})[%％]"
)
_DEED = "成功|合格|办结|结案|达标|录取|就业|优良|及格|毕业|通过|化解|检出|完成"
_SUCCEEDED = re.compile(
    rf"(?P<all>{_NUMBER})(?P<unit>宗|件|起|例|人次|人|个|次|户|项|家|批次)[，、]"
    rf"(?:其中)?(?P<deed>{_DEED})(?:了)?(?P<part>{NUMERAL})(?P=unit)[，、]"
    rf"(?P=deed)率(?:为|达到?|是|：)?(?P<rate>{NUMERAL})[%％]"
)
_GROWN = re.compile(
    rf"(?P<now>{_NUMBER})(?P<unit>万(?:人次|批次|户次|户|人|件|册|吨|亩|辆次|平方米))，"
    r"(?:较|比|与|同)(?:上年|去年)(?:同期)?(?:相比，?)?(?P<way>增加|增长|减少|下降)"
    rf"(?P<by>{NUMERAL})(?P=unit)，(?:同比)?(?P<how>增长|上升|增幅|下降|降低|减少|降幅)"
    rf"(?:了|率)?(?:为|达)?(?P<rate>{NUMERAL})[%％]"
)
_MORE = ("增加", "增长", "上升", "增幅")
_HALF = Decimal("0.5")
_CLAUSE = re.compile("[，。；：]")
_LABEL = 24


def achievements_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The completions of targets, the rates of success and the growth of a paragraph that say the
    numbers that they are of."""
    if "%" not in paragraph.text:
        return
    rates = {each.number.start: each for each in paragraph.mentions if each.number.kind == PERCENT}
    for match in _COMPLETED.finditer(paragraph.text):
        yield from _completed(paragraph, match, rates)
    for match in _SUCCEEDED.finditer(paragraph.text):
        rate = rates.get(match.start("rate"))
        part, of_all = (_operand(paragraph, match, each) for each in ("part", "all"))
        if rate is not None and part.value <= of_all.value:
            operands = (_as(PART, part), _as(WHOLE, of_all))
            label = f"{match['deed']}率"
            yield statement_of(SHARE, rate, operands, paragraph, match.start(), label=label)
    for match in _GROWN.finditer(paragraph.text):
        yield from _grown(paragraph, match, rates)


def _completed(
    paragraph: ReadParagraph, match: re.Match[str], rates: Mapping[int, Mention]
) -> Iterator[SaidStatement]:
    rate = rates.get(match.start("rate"))
    if rate is None or rate.role == COMPLETION:
        return
    done, goal = (_operand(paragraph, match, each) for each in ("done", "goal"))
    operands = (_as(ACTUAL, done), _as(PLANNED, goal))
    label = _words_before(paragraph, match.start())
    yield statement_of(COMPLETION_OF, rate, operands, paragraph, match.start(), label=label)


def _grown(
    paragraph: ReadParagraph, match: re.Match[str], rates: Mapping[int, Mention]
) -> Iterator[SaidStatement]:
    rate = rates.get(match.start("rate"))
    is_more = match["way"] in _MORE
    if rate is None or is_more is not (match["how"] in _MORE):
        return
    now, moved = (_operand(paragraph, match, each) for each in ("now", "by"))
    last = last_year_of(now, moved, grew=is_more)
    operands = (_as(CHANGE_BY, moved), _as(NOW, now), last)
    label = f"{_words_before(paragraph, match.start())}（{match['unit']}）"
    yield statement_of(RATE_OF, rate, operands, paragraph, match.start(), label=label)


def _words_before(paragraph: ReadParagraph, start: int) -> str:
    return _CLAUSE.split(paragraph.text[max(0, start - _LABEL) : start])[-1]


def _operand(paragraph: ReadParagraph, match: re.Match[str], group: str) -> Operand:
    """A number of the text: a count is exact, one in 万 or with decimals is rounded."""
    text, unit = match[group], match["unit"]
    value = value_of(text)
    return Operand("", value, interval_of(text, unit), paragraph.spot, f"{text}{unit}")


def value_of(text: str) -> Decimal:
    """The value of a number in digits, with or without its commas."""
    return Decimal(text.replace(",", ""))


def interval_of(text: str, unit: str) -> Interval:
    """What a count may stand for: itself, or what was rounded to its last digit."""
    value, (_, _, decimals) = value_of(text), text.partition(".")
    if not decimals and unit[:1] not in ("万", "亿"):
        return Interval(value, value)
    half = _HALF.scaleb(-len(decimals))
    return Interval(value - half, value + half)


def _as(role: str, operand: Operand) -> Operand:
    return Operand(role, operand.value, operand.interval, operand.spot, operand.text)
