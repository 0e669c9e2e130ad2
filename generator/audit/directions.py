"""Words against the numbers beside them: 减少…，增长…, and 决算数小于预算数 beside 103%."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.audit.cross import on_mention
from generator.audit.opposites import by_the_right_word
from generator.audit.remark import ARITHMETIC, CROSS, Agreement, AuditItem, AuditRemark, audit_rule
from generator.checks.rule import level_if
from generator.findings.place import Level
from generator.ledger.interval import Interval
from generator.statements.contrary import ContraryDirection, contrary_directions
from generator.statements.intervals import HUNDRED
from generator.statements.mentions import (
    AMOUNT,
    BUDGET,
    COMPLETION,
    DOWN,
    UP,
    Mention,
    ReadParagraph,
    is_amount,
)
from generator.statements.mentions import before as numbers_before
from generator.statements.relation import ADDED_UP, ANYTHING, Relation, term_of
from generator.statements.statement import (
    CHANGE_BY,
    CHANGE_OF,
    LAST_YEAR,
    NOW,
    RATE_OF,
    SaidStatement,
)
from generator.statements.statements import StatedDocument
from generator.statements.verdicts import Grade, verdicts_of

CHANGE_RULE = audit_rule(
    "增减方向", ARITHMETIC, Level.ERROR, "增减额与增减率的方向一致", "勾稽公式 64"
)
BUDGET_RULE = audit_rule(
    "预决算比较", CROSS, Level.ERROR, "决算数大于、小于预算数的说法与完成率一致", "勾稽公式 65"
)
_KIND_NAMES = ("年初", "全年", "调整")
_BUDGET_KIND = re.compile("(?P<kind>年初|全年|调整)后?的?(?:支出|收入)?预算")
_BESIDE_BUDGET = re.compile(
    r"(?<=[，。；：（])(?:本年|全年|(?:当年)?支出|实际)?决算数?(?:较|比)?"
    r"(?P<word>大于|高于|超过|多于|小于|低于|少于|等于|与)(?P<kind>年初|全年|调整)?后?的?预算"
    r"数?(?P<level>持平|一致|相等)?"
)
_KINDS = {"大于": ("大于", "高于", "超过", "多于"), "小于": ("小于", "低于", "少于")}
_BEFORE, _REACH = 24, 60
_ENDS = re.compile("[，。；]")
_TAIL, _NEARLY = Decimal("0.1"), Decimal(1)
"""So near to 100 a rate may be off by rounding; 持平 is said of what is nearly equal."""


def directions(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of words and the numbers beside them."""
    for paragraph in document.document.paragraphs:
        yield from _changes(document, paragraph)
        yield from _level(document, paragraph)
        yield from _beside_budget(document, paragraph)


def _changes(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    said = {
        (each.kind, each.printed.start): each
        for each in document.by_paragraph.get(paragraph.index, ())
    }
    for contrary in contrary_directions(paragraph):
        change = said.get((CHANGE_OF, contrary.change.number.start))
        if change is not None and any(each.is_word for each in verdicts_of(change)):
            continue  # told of the amount: both years are printed
        rate = said.get((RATE_OF, contrary.rate.number.start))
        right = _right_word(contrary, rate, paragraph.text)
        message = f"{contrary.message}{'；' * bool(right)}{right}"
        yield on_mention(document, contrary.rate, CHANGE_RULE, message)


def _right_word(contrary: ContraryDirection, rate: SaidStatement | None, text: str) -> str:
    """Which of the two words is right, and what to write for the other one, where the numbers say
    so; "" where they do not."""
    if rate is None:
        return ""
    change, now, last = (rate.operand(role) for role in (CHANGE_BY, NOW, LAST_YEAR))
    if change is None or now is None or last is None or last.printed:
        return ""
    if any(each.grade is Grade.WRONG for each in verdicts_of(rate)):
        return ""
    right = DOWN if last.value > now.value else UP
    both = (contrary.change, contrary.rate)
    wrong = [mention.number for mention in both if mention.direction != right]
    return by_the_right_word(text, now, last.value, rate.printed, wrong)


_CHANGED_LEVEL = re.compile(
    r"(?:增加|减少|增长|下降)(?P<to>为|到|至)?(?P<number>[\d,.]+)(?:万?元|%)，"
    r"(?:与|较|同)(?:上年|去年|20\d\d年)度?(?:决算数?)?(?:相比)?，?(?:基本)?持平"
)

_OF_BUDGET = re.compile(
    r"预算[^，。；：]{0,30}$|(?:与|较|比|同)[^，。；：]{0,20}预算[^，。；：]{0,6}相?比较?，$"
)
"""What stands before a change against the budget: 比预算, 与年初预算相比，."""


def _level(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditRemark]:
    """减少为0.00万元，与2024年持平: a change that is none."""
    mentions = {mention.number.start: mention for mention in paragraph.mentions}
    for match in _CHANGED_LEVEL.finditer(paragraph.text):
        if not match["to"] and not match["number"].strip("0.,"):
            continue  # 增加0万元，与上年持平
        if _OF_BUDGET.search(paragraph.text[max(0, match.start() - _REACH) : match.start()]):
            continue  # 比预算减少1.00万元，与上年持平: two changes
        number = mentions.get(match.start("number"))
        if number is not None:
            message = f"又说{match[0][:2]}，又说持平：“{match[0]}”"
            yield on_mention(document, number, CHANGE_RULE, message, Level.WARNING)


def _beside_budget(document: StatedDocument, paragraph: ReadParagraph) -> Iterator[AuditItem]:
    used: set[int] = set()
    kinds = frozenset(each["kind"] for each in _BUDGET_KIND.finditer(paragraph.text))
    for match in _BESIDE_BUDGET.finditer(paragraph.text):
        if match["word"] == "与" and not match["level"]:
            continue
        rate = _rate_of(paragraph, match)
        if rate is None:
            yield from _by_amounts(document, paragraph, match)
        elif rate.number.start not in used:
            used.add(rate.number.start)
            yield from _by_rate(document, paragraph, rate, match, kinds)


def _before(paragraph: ReadParagraph, match: re.Match[str]) -> Sequence[Mention]:
    """The numbers before words, as far back as a paragraph speaks of one thing."""
    passed = bisect_left(paragraph.mentions, match.start(), key=lambda each: each.number.start)
    return numbers_before(paragraph.mentions, passed)


def _rate_of(paragraph: ReadParagraph, match: re.Match[str]) -> Mention | None:
    """The rate of completion that words speak of: the nearest before them of the same budget, else
    the nearest; None where another amount stands between."""
    rates: list[Mention] = []
    for mention in reversed(_before(paragraph, match)):
        if mention.role in (AMOUNT, BUDGET) or len(rates) == len(_KIND_NAMES):
            break
        if mention.role == COMPLETION:
            rates.append(mention)
    kind = match["kind"] or ""
    same = [rate for rate in rates if _kind_before(paragraph, rate) == kind]
    return next(iter([*same, *rates]), None)


def _by_rate(
    document: StatedDocument,
    paragraph: ReadParagraph,
    rate: Mention,
    match: re.Match[str],
    kinds: frozenset[str],
) -> Iterator[AuditItem]:
    """A rate against the words behind it; ``kinds`` are the budgets that the paragraph speaks
    of."""
    if rate.number.about or not rate.number.value:
        return
    of_rate, of_words = _kind_before(paragraph, rate), match["kind"] or ""
    if of_rate != of_words and not (kinds == {"年初"} and "" in (of_rate, of_words)):
        return  # the one against the budget of January, the other against the adjusted one
    says, right = _said(match), _wanted(rate)
    relation = _bounded(says, HUNDRED, rate)
    if right and says == right:
        yield Agreement(relation)
    if not right or says == right:
        return
    message = f"完成预算 {rate.number.text}，决算数应是“{right}”预算数，写的是“{match[0]}”"
    level = level_if(Level.WARNING, of_rate != of_words)
    distance = abs(rate.number.value - HUNDRED)
    if distance <= _TAIL or (not says and distance <= _NEARLY):
        level = Level.HINT
    yield on_mention(document, rate, BUDGET_RULE, message, level, relation)


def _bounded(says: str, limit: Decimal, *mentions: Mention) -> Relation:
    """What 大于, 小于 or neither says: the first number, less the second one, against a limit."""
    low, high = limit, limit
    if says == "小于":
        low = -ANYTHING
    elif says == "大于":
        high = ANYTHING
    terms = (
        term_of(each.number, each.spot, each.paragraph, -1 if index else 1)
        for index, each in enumerate(mentions)
    )
    return Relation(ADDED_UP, tuple(terms), low, high)


def _by_amounts(
    document: StatedDocument, paragraph: ReadParagraph, match: re.Match[str]
) -> Iterator[AuditItem]:
    """年初预算为30万元，支出决算为26万元。决算数大于预算数: the two amounts right before the
    words."""
    before = _before(paragraph, match)[-2:]
    if len(before) < 2 or not _ENDS.fullmatch(paragraph.text, before[1].number.end, match.start()):
        return
    planned, actual = before
    if planned.role != BUDGET or not is_amount(actual) or planned.sentence != actual.sentence:
        return
    of_budget, of_words = _kind_before(paragraph, planned), match["kind"] or ""
    if actual.number.about or (of_words and of_words != of_budget):
        return
    right = _larger(actual.number.interval, planned.number.interval)
    relation = _bounded(_said(match), Decimal(0), actual, planned)
    if right and _said(match) == right:
        yield Agreement(relation)
    if not right or _said(match) == right:
        return
    apart = abs(actual.number.amount - planned.number.amount)
    near = apart <= planned.number.amount * (_TAIL if _said(match) else _NEARLY) / HUNDRED
    message = (
        f"预算 {planned.number.text}，决算 {actual.number.text}，决算数应是“{right}”预算数，"
        f"写的是“{match[0]}”"
    )
    yield on_mention(document, actual, BUDGET_RULE, message, level_if(Level.HINT, near), relation)


def _larger(actual: Interval, planned: Interval) -> str:
    """The word that two amounts want; "" where rounding leaves it open."""
    if actual.low > planned.high:
        return "大于"
    if actual.high < planned.low:
        return "小于"
    return ""


def _said(match: re.Match[str]) -> str:
    """What the words say: 大于, 小于, or "" that both are equal."""
    return next((kind for kind, words in _KINDS.items() if match["word"] in words), "")


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
