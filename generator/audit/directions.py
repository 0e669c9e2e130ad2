"""Words against the numbers beside them: 减少…，增长…, and 决算数小于预算数 beside 103%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from generator.audit.cross import on_mention
from generator.audit.remark import ARITHMETIC, CROSS, AuditRemark, audit_rule
from generator.findings.place import Level
from generator.statements.intervals import HUNDRED
from generator.statements.mentions import CHANGE, COMPLETION, RATE, Mention, ReadParagraph
from generator.statements.printed_numbers import PERCENT
from generator.statements.statements import StatedDocument

CHANGE_RULE = audit_rule(
    "增减方向", ARITHMETIC, Level.ERROR, "增减额与增减率的方向一致", "勾稽公式 64"
)
BUDGET_RULE = audit_rule(
    "预决算比较", CROSS, Level.ERROR, "决算数大于、小于预算数的说法与完成率一致", "勾稽公式 65"
)
_NEAR = 16
_BESIDE_BUDGET = re.compile(
    r"决算数?(?:较|比)?(?P<word>大于|高于|超过|多于|小于|低于|少于|等于|与)(?:年初|全年|调整后?的?)?预算"
    r"数?(?P<level>持平|一致|相等)?"
)
_KINDS = {"大于": ("大于", "高于", "超过", "多于"), "小于": ("小于", "低于", "少于")}


def directions(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on words that contradict the numbers beside them."""
    for paragraph in document.document.paragraphs:
        yield from _changes(document, paragraph)
        yield from _beside_budget(document, paragraph)


def _changes(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    for change, rate in pairwise(paragraph.mentions):
        of_one = change.role == CHANGE and rate.role == RATE and change.number.kind != PERCENT
        near = rate.number.start - change.number.end < _NEAR
        both = change.number.value > 0 and rate.number.value > 0
        if of_one and near and both and change.direction != rate.direction:
            words = {"增": "增加", "减": "减少"}
            message = (
                f"前面是{words.get(change.direction, change.direction)} {change.number.text}，"
                f"这里的 {rate.number.text} 写的却是{words.get(rate.direction, rate.direction)}"
            )
            yield on_mention(document, rate, CHANGE_RULE, message)


def _beside_budget(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    rates = [mention for mention in paragraph.mentions if mention.role == COMPLETION]
    ends = [rate.number.start for rate in rates[1:]] + [len(paragraph.text)]
    for rate, end in zip(rates, ends, strict=False):
        match = _BESIDE_BUDGET.search(paragraph.text, rate.number.end, end)
        if match is None or rate.number.about or not rate.number.value:
            continue
        word, right = match["word"], _wanted(rate)
        says = next((kind for kind, words in _KINDS.items() if word in words), "")
        if word == "与" and not match["level"]:
            continue
        if right and says != right:
            message = f"完成预算 {rate.number.text}，决算数应是“{right}”预算数，写的是“{match[0]}”"
            yield on_mention(document, rate, BUDGET_RULE, message)


def _wanted(rate: Mention) -> str:
    """The word that a rate of completion wants; "" where rounding leaves it open."""
    if rate.number.interval.low > HUNDRED:
        return "大于"
    if rate.number.interval.high < HUNDRED:
        return "小于"
    return ""
