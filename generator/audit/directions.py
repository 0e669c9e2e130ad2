"""Words against the numbers beside them: 减少…，增长…, and 决算数小于预算数 beside 103%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from generator.audit.cross import on_mention
from generator.audit.remark import ARITHMETIC, CROSS, AuditRemark, audit_rule
from generator.checks.rule import level_if
from generator.findings.place import Level
from generator.statements.changes import is_rate_of
from generator.statements.intervals import HUNDRED
from generator.statements.mentions import (
    AMOUNT,
    BUDGET,
    CHANGE,
    COMPLETION,
    RATE,
    Mention,
    ReadParagraph,
)
from generator.statements.printed_numbers import PERCENT
from generator.statements.statements import StatedDocument

CHANGE_RULE = audit_rule(
    "增减方向", ARITHMETIC, Level.ERROR, "增减额与增减率的方向一致", "勾稽公式 64"
)
BUDGET_RULE = audit_rule(
    "预决算比较", CROSS, Level.ERROR, "决算数大于、小于预算数的说法与完成率一致", "勾稽公式 65"
)
_KIND_NAMES = ("年初", "全年", "调整")
_BESIDE_BUDGET = re.compile(
    r"(?<=[，。；：（])(?:本年|全年|(?:当年)?支出|实际)?决算数?(?:较|比)?"
    r"(?P<word>大于|高于|超过|多于|小于|低于|少于|等于|与)(?P<kind>年初|全年|调整)?后?的?预算"
    r"数?(?P<level>持平|一致|相等)?"
)
_KINDS = {"大于": ("大于", "高于", "超过", "多于"), "小于": ("小于", "低于", "少于")}
_BEFORE = 24
_TAIL, _NEARLY = Decimal("0.1"), Decimal(1)
"""So near to 100 a rate may be off by rounding; 持平 is said of what is nearly equal."""


def directions(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on words that contradict the numbers beside them."""
    for paragraph in document.document.paragraphs:
        yield from _changes(document, paragraph)
        yield from _beside_budget(document, paragraph)


def _changes(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    for index, (change, rate) in enumerate(pairwise(paragraph.mentions)):
        if not _is_amount_of_change(change) or rate.role != RATE:
            continue
        of_one = is_rate_of(paragraph, change, rate) and rate.number.unit == "%"
        # 增减率为5% says no direction.
        is_open = "增减" in paragraph.text[change.number.end : rate.number.start]
        if not of_one or is_open or _several(paragraph.mentions, index):
            continue
        both = change.number.value > 0 and rate.number.value > 0
        if both and change.direction != rate.direction:
            words = {"增": "增加", "减": "减少"}
            message = (
                f"前面是{words.get(change.direction, change.direction)} {change.number.text}，"
                f"这里的 {rate.number.text} 写的却是{words.get(rate.direction, rate.direction)}"
            )
            yield on_mention(document, rate, CHANGE_RULE, message)


def _is_amount_of_change(mention: Mention) -> bool:
    return mention.role == CHANGE and mention.number.kind != PERCENT


def _several(mentions: Sequence[Mention], index: int) -> bool:
    """Whether several amounts of change stand before the rates (甲增加20万元、乙减少5万元，增长10%、下降5%):
    then the rate behind the last one is not its own."""
    change = mentions[index]
    if change.among or index == 0:
        return bool(change.among)
    before = mentions[index - 1]
    return _is_amount_of_change(before) and before.sentence == change.sentence


def _beside_budget(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    kinds = {kind for kind in _KIND_NAMES if kind in paragraph.text}
    rates = [mention for mention in paragraph.mentions if mention.role == COMPLETION]
    ends = [rate.number.start for rate in rates[1:]] + [len(paragraph.text)]
    for rate, end in zip(rates, ends, strict=False):
        match = _BESIDE_BUDGET.search(paragraph.text, rate.number.end, end)
        if match is None or rate.number.about or not rate.number.value:
            continue
        if _something_between(paragraph, rate, match.start()):
            continue
        of_rate, of_words = _kind_before(paragraph, rate), match["kind"] or ""
        if of_rate != of_words and not (kinds == {"年初"} and "" in (of_rate, of_words)):
            continue  # the one against the budget of January, the other against the adjusted one
        word, right = match["word"], _wanted(rate)
        says = next((kind for kind, words in _KINDS.items() if word in words), "")
        if word == "与" and not match["level"]:
            continue
        if right and says != right:
            message = f"完成预算 {rate.number.text}，决算数应是“{right}”预算数，写的是“{match[0]}”"
            level = level_if(Level.WARNING, of_rate != of_words)
            distance = abs(rate.number.value - HUNDRED)
            if distance <= _TAIL or (not says and distance <= _NEARLY):
                level = Level.HINT
            yield on_mention(document, rate, BUDGET_RULE, message, level)


def _something_between(paragraph: ReadParagraph, rate: Mention, end: int) -> bool:
    """Whether another amount stands between a rate and the words: they are about that one."""
    return any(
        mention.role in (AMOUNT, BUDGET) and rate.number.end <= mention.number.start < end
        for mention in paragraph.mentions
    )


def _kind_before(paragraph: ReadParagraph, rate: Mention) -> str:
    """Which budget a rate of completion is of: 年初, 全年 or 调整; "" where it does not say."""
    before = paragraph.text[max(0, rate.number.start - _BEFORE) : rate.number.start]
    clause = re.split("[，。；：]", before)[-1]
    return next((kind for kind in _KIND_NAMES if kind in clause), "")


def _wanted(rate: Mention) -> str:
    """The word that a rate of completion wants; "" where rounding leaves it open."""
    if rate.number.interval.low > HUNDRED:
        return "大于"
    if rate.number.interval.high < HUNDRED:
        return "小于"
    return ""
