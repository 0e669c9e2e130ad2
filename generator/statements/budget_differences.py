"""Outlay against its budget, where the two stand before the number (年初预算数10万元，决算数9万元，预决算差异率-10%),
or farther from it: 公务接待费比预算节约2万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from generator.statements.declared import name_of_label, words_around_name
from generator.statements.mentions import (
    BUDGET,
    CHANGE,
    DOWN,
    UP,
    Mention,
    ReadParagraph,
    is_amount,
    is_money,
)
from generator.statements.printed_numbers import PERCENT
from generator.statements.reading import ReadDocument
from generator.statements.sections import ANNEX
from generator.statements.statement import (
    ACTUAL,
    CHANGE_OF,
    COMPLETION_OF,
    DIFFERENCE_OF,
    LAST_YEAR,
    NOW,
    PLANNED,
    Operand,
    SaidStatement,
    operand_of,
    statement_of,
)

_BUDGET_AHEAD = re.compile(r"预算(?:数|金额|安排)?(?:为|是|：)?$")
_OUTLAY_AHEAD = re.compile(r"(?:决算|执行|支出)(?:数|金额)?(?:为|是|：)?$")
_AND = re.compile(
    r"[，、；]?(?:支出|收入)?(?:决算|执行|(?:年初|全年|调整后?)?预算)(?:数|金额)?(?:为|是|：)?"
)
_DIFFERENCE = re.compile(
    r"[，、；]?(?:预算?、?决算?|预算?与?决算)?(?:的)?差异率(?:为|是|：)?(?P<word>下降|减少|降低|增长|增加|上升)?"
)
_BEHIND = re.compile("（(?P<word>下降|减少|降低|增长|增加|上升)")
_LESS = ("下降", "减少", "降低")


def differences_of(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The 预决算差异率 of a paragraph that stand right behind their budget and outlay."""
    mentions = paragraph.mentions
    for index in range(2, len(mentions)):
        rate, second, first = mentions[index], mentions[index - 1], mentions[index - 2]
        between = paragraph.text[second.number.end : rate.number.start]
        match = _DIFFERENCE.fullmatch(between)
        if match is None or rate.number.kind != PERCENT or first.sentence != rate.sentence:
            continue
        both = paragraph.text[first.number.end : second.number.start]
        if not _AND.fullmatch(both) or not is_money(first) or not is_money(second):
            continue
        labels = [_words_before(paragraph, each) for each in (first, second)]
        planned, actual = first, second
        if _BUDGET_AHEAD.search(labels[1]):
            planned, actual = second, first
            labels.reverse()
        if not _BUDGET_AHEAD.search(labels[0]) or not _OUTLAY_AHEAD.search(labels[1]):
            continue
        operands = (operand_of(ACTUAL, actual), operand_of(PLANNED, planned))
        name = actual.name or planned.name or "决算数"
        statement = statement_of(
            DIFFERENCE_OF, rate, operands, paragraph, first.number.start, label=name
        )
        behind = _BEHIND.match(paragraph.text, rate.number.end)
        words = [each["word"] for each in (match, behind) if each is not None and each["word"]]
        yield replace(statement, direction=_direction("".join(words)))


def _direction(word: str) -> str:
    if not word:
        return ""
    if word.startswith(_LESS):
        return DOWN
    return UP


_REACH = 16


def _words_before(paragraph: ReadParagraph, mention: Mention) -> str:
    return paragraph.text[max(0, mention.number.start - _REACH) : mention.number.start]


# --- Changes against a budget that stands elsewhere ---

_AGAINST = re.compile(r"(?:较|比|与|同)(?P<kind>年初|全年|调整后?)?的?(?:支出)?预算")
_OF_UNIT = re.compile(
    "(?:其中|[一二三四]是|20\\d\\d年度?|本(?:部门|单位|局|年度?)|我(?:部门|单位|局)|一般公共预算|财政拨款|[“”三公经费：，])*"
)
"""What may stand before the name of a figure that is the whole unit's."""
_KIND = re.compile("年初|全年|调整")
_GOES_ON = re.compile("(?:支出)?决算数?(?:小于|大于|低于|高于)(?:年初|全年|调整后?)?预算")


def savings_of(
    document: ReadDocument, statements: Sequence[SaidStatement]
) -> Iterator[SaidStatement]:
    """The changes against a budget whose sentence says no budget: by the name of what they are of,
    or by the one completion that the sentence before says. ``statements`` hold the completions."""
    rates = [
        each
        for each in statements
        if each.kind == COMPLETION_OF and each.part != ANNEX
        if each.operand(ACTUAL) is not None and each.operand(PLANNED) is not None
    ]
    for paragraph in document.paragraphs:
        for mention in paragraph.mentions:
            if mention.role == CHANGE and mention.whole == BUDGET and is_money(mention):
                yield from _saving(paragraph, mention, rates)


_TWO, _FAR = 2, 80


def _saving(
    paragraph: ReadParagraph, mention: Mention, rates: Sequence[SaidStatement]
) -> Iterator[SaidStatement]:
    same = [each for each in paragraph.mentions if each.sentence == mention.sentence]
    if mention.section.part == ANNEX or any(each.role == BUDGET for each in same):
        return
    match = _AGAINST.search(mention.label)
    if match is None:
        return
    label, topic = mention.label[: match.start()], mention.section.topic
    name = name_of_label(label, topic)
    around = words_around_name(label, topic, name)
    if around is not None and ("预算" in around[1] or not _OF_UNIT.fullmatch(around[0])):
        return  # 局机关公务接待费; 公务接待费预算
    of_it = [each for each in rates if each.label == name]
    if not name and not match.start():
        of_it = _before(paragraph, mention, rates)
    of_it = [each for each in of_it if _is_of_kind(each, match["kind"] or "")]
    pairs = {(_number(each, ACTUAL).value, _number(each, PLANNED).value) for each in of_it}
    if len(pairs) != 1 or any(is_amount(each) and each.name == name for each in same if name):
        return
    actual, planned = _number(of_it[0], ACTUAL), _number(of_it[0], PLANNED)
    operands = (replace(actual, role=NOW), replace(planned, role=LAST_YEAR))
    named = f"{name or of_it[0].label}与预算相比"
    yield statement_of(CHANGE_OF, mention, operands, paragraph, label=named)


def _before(
    paragraph: ReadParagraph, mention: Mention, rates: Sequence[SaidStatement]
) -> list[SaidStatement]:
    """The completion of the sentence before a change, where the change's sentence goes on with it
    (决算数小于预算数的主要原因是控制“三公”经费，比预算节约12万元) and names it, and the paragraph says no other
    budget."""
    budgets = [each for each in paragraph.mentions if each.role == BUDGET]
    text, start = paragraph.text, mention.number.start
    begins = _GOES_ON.match(text, max(text.rfind(sign, 0, start) + 1 for sign in "。！？"))
    if len(budgets) != 1 or budgets[0].sentence != mention.sentence - 1 or not begins:
        return []
    clauses = re.split("[，；。]", text[max(0, start - _FAR) : start])[-_TWO:-1]
    plain = "".join(clauses).replace("“", "").replace("”", "")
    return [each for each in rates if each.paragraph == paragraph.index and each.label in plain]


def _is_of_kind(rate: SaidStatement, kind: str) -> bool:
    """Whether the budget of a completion may be the one that a change names."""
    named = _KIND.search(rate.quote)
    return not kind or named is None or kind.startswith(named[0])


def _number(rate: SaidStatement, role: str) -> Operand:
    operand = rate.operand(role)
    assert operand is not None
    return operand
