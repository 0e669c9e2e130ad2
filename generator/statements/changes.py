"""Changes against last year: amount, rate, and what they are of."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from generator.ledger.interval import Interval
from generator.statements.lookup import SaidFigures
from generator.statements.mentions import (
    BASE,
    BUDGET,
    CHANGE,
    COMPLETION,
    LAST,
    NUMBER,
    RATE,
    UP,
    Mention,
    ReadParagraph,
    is_amount,
    is_generic,
    is_like,
)
from generator.statements.mentions import before as numbers_before
from generator.statements.printed_numbers import COUNT, MONEY, PERCENT, SaidNumber
from generator.statements.shares import holder_of_share
from generator.statements.statement import (
    CHANGE_BY,
    CHANGE_OF,
    LAST_YEAR,
    NOW,
    RATE_OF,
    Operand,
    SaidStatement,
    operand_of,
    statement_of,
)

_LEVEL = re.compile(
    r"(?:与|较|和|同)(?:上年|去年|20\d\d年)度?(?:决算数?|同期)?(?:相比)?(?:基本)?持平"
)

_CHANGED = "增长|增加|上升|提高|升高|增幅|上涨|增|下降|减少|降低|下滑|降幅|减幅|减低|压减|压缩|回落|缩减|减"
_OF_THE_SAME = re.compile(
    r"(?:，|（|，?即|，?也就是)?(?:同比|(?:较|比|与)(?:上年度?|去年|20\d\d年度?)(?:同期|决算数?)?(?:相比，?)?)?"
    rf"(?:{_CHANGED}|增减(?:变动|变化)?)(?:了|率|比例|幅度|比率)*(?:约?为|是|达到?|至)?约?"
)
"""What stands between an amount and its rate: words of change alone. A name (基本支出下降), 但,
其中 or another base (较年初预算) make the rate that of something else."""


def is_rate_of(paragraph: ReadParagraph, change: Mention, rate: Mention) -> bool:
    """Whether a rate goes on from the amount before it: 增加10万元，增长5%."""
    between = paragraph.text[change.number.end : rate.number.start]
    return _OF_THE_SAME.fullmatch(between) is not None


def changes_of(paragraph: ReadParagraph, figures: SaidFigures) -> Iterator[SaidStatement]:
    """The changes of a paragraph: amounts, rates, and 持平."""
    mentions = paragraph.mentions
    for index, mention in enumerate(mentions):
        if mention.role == CHANGE and mention.number.kind != PERCENT:
            yield _change(paragraph, mentions, index, figures)
        elif mention.role == RATE:
            yield _rate(paragraph, mentions, index, figures)
    yield from _level(paragraph)


def _change(
    paragraph: ReadParagraph, mentions: Sequence[Mention], index: int, figures: SaidFigures
) -> SaidStatement:
    mention = mentions[index]
    last = _last(paragraph, index)
    now = None
    if not _is_of_other_base(paragraph, index, figures.year, last):
        now = _now(paragraph, index, figures, mention)
    operands: list[Operand] = []
    start = mention.number.start
    if now is not None:
        operands.append(operand_of(NOW, now))
        if now.paragraph == mention.paragraph and now.sentence == mention.sentence:
            start = now.number.start
    if last is not None:
        operands.append(operand_of(LAST_YEAR, last))
        start = min(start, last.number.start)
    statement = statement_of(CHANGE_OF, mention, tuple(operands), paragraph, start)
    return replace(statement, label=_label(mention, now, last))


def _rate(
    paragraph: ReadParagraph, mentions: Sequence[Mention], index: int, figures: SaidFigures
) -> SaidStatement:
    mention = mentions[index]
    change = _change_before(paragraph, mentions, index)
    start = mention.number.start
    if change is None and not mention.name and _follows_change(mentions, index):
        # Of something that has no name here: no number before it is known to be its own.
        return statement_of(RATE_OF, mention, (), paragraph, start)
    at = index if change is None else index - 1
    last = _last(paragraph, at)
    is_other = any(_is_of_other_base(paragraph, each, figures.year, last) for each in {at, index})
    if is_other or (change is not None and _are_listed(paragraph, index)):
        return statement_of(RATE_OF, mention, (), paragraph, start)
    operands: list[Operand] = []
    now = _now(paragraph, at, figures, change or last)
    years = _compared_years(paragraph, index) if change is None else None
    if years is not None:
        now, last = years
    if change is not None:
        operands.append(operand_of(CHANGE_BY, change))
        start = change.number.start
    if now is not None:
        operands.append(operand_of(NOW, now))
    if last is not None:
        operands.append(operand_of(LAST_YEAR, last))
    elif change is not None and now is not None:
        operands.append(_derived(now, change))
    statement = statement_of(RATE_OF, mention, tuple(operands), paragraph, start)
    return replace(statement, label=_label(change or mention, now, last))


def _label(mention: Mention, now: Mention | None, last: Mention | None) -> str:
    label = mention.name
    if not label and now is not None:
        label = now.name or now.label
    if mention.whole == BUDGET or (last is not None and last.role == BUDGET):
        return f"{label}与预算相比"
    return label or mention.label


def _derived(now: Mention, change: Mention) -> Operand:
    """Last year's amount, as this year's and the change leave it open."""
    sign = Decimal(1) if change.direction == UP else Decimal(-1)
    value = now.number.amount - sign * change.number.amount
    by, this = change.number.interval, now.number.interval
    if change.direction == UP:
        interval = Interval(this.low - by.high, this.high - by.low)
    else:
        interval = Interval(this.low + by.low, this.high + by.high)
    return Operand(LAST_YEAR, value, interval, now.spot, printed=False)


def _change_before(
    paragraph: ReadParagraph, mentions: Sequence[Mention], index: int
) -> Mention | None:
    """The change that a rate goes on from: right before it, in its sentence."""
    if _follows_change(mentions, index) and is_rate_of(
        paragraph, mentions[index - 1], mentions[index]
    ):
        return mentions[index - 1]
    return None


def _follows_change(mentions: Sequence[Mention], index: int) -> bool:
    """Whether the number before one, in its sentence, is a change."""
    before = mentions[index - 1] if index else None
    if before is None or before.role != CHANGE:
        return False
    return before.sentence == mentions[index].sentence


def _budget(mentions: Sequence[Mention], index: int) -> Mention | None:
    """预算为11万元，支出决算为9.80万元，…决算数较预算数减少1.20万元: the budget right before the
    outlay."""
    same = [
        before
        for before in numbers_before(mentions, index)
        if before.sentence == mentions[index].sentence and before.role != COMPLETION
    ][-2:]
    if len(same) == 2 and same[0].role == BUDGET and is_amount(same[1]):
        return same[0]
    if same and same[-1].role == BUDGET and _COMPARED.search(same[-1].label):
        return same[-1]
    return None


_COMPARED = re.compile("^(?:与|较|比|同|和)|(?:与|较|比)20\\d\\d年")


_OTHERS = re.compile("；|其中")


def _last(paragraph: ReadParagraph, index: int) -> Mention | None:
    """Last year's number (or the budget that something is held against) in the sentence: of the
    first change behind it alone, and of nothing that is told of the parts."""
    mentions = paragraph.mentions
    mention = mentions[index]
    if mention.whole == BUDGET:
        return _budget(mentions, index)
    read_from = mention.number.start
    for before in reversed(numbers_before(mentions, index)):
        if before.sentence != mention.sentence or before.role == CHANGE:
            return None
        if _OTHERS.search(paragraph.text, before.number.end, read_from):
            return None
        if _is_of_a_reason(paragraph, before.number.end, read_from, mention):
            return None
        read_from = before.number.end
        if before.role == LAST or _year_after(mentions, index, before) is not None:
            return before
        beside = before is mentions[index - 1]
        if before.role == BASE and beside:
            return before
        if before.role == BUDGET and beside and _COMPARED.search(before.label):
            return before
    return None


def _year_after(mentions: Sequence[Mention], index: int, earlier: Mention) -> Mention | None:
    """2024年决算15万元，2023年决算18万元，减少3万元: the amount of the next year in the sentence of a
    change, where an amount is said to be of the year before it."""
    sentence = mentions[index].sentence
    if not earlier.year or not is_amount(earlier) or earlier.sentence != sentence:
        return None
    for mention in numbers_before(mentions, index):
        is_next = mention.year == earlier.year + 1 and mention.sentence == sentence
        if is_next and is_amount(mention) and earlier.name in ("", mention.name):
            return mention
    return None


_OTHER_BASE = re.compile(
    "年均|平均|累计|复合|环比|定基|扣除|剔除|不含|不考虑|可比口径|同口径|抵消|相抵|一增一减"
)
_COMPARED_YEAR = re.compile(r"(?:较|比|与|同)(20\d\d)年")


def _words_before(paragraph: ReadParagraph, index: int) -> str:
    """What stands between a number and the one before it."""
    mention, before = paragraph.mentions[index], numbers_before(paragraph.mentions, index)
    begin = before[-1].number.end if before else 0
    return paragraph.text[max(begin, mention.number.start - _REACH) : mention.number.start]


def _are_listed(paragraph: ReadParagraph, index: int) -> bool:
    """分别减少10批次、100人次，下降20%、25%: whether a rate is one of several for several
    changes."""
    behind = paragraph.mentions[index + 1 : index + 2]
    return (
        paragraph.mentions[index - 1].among > 0
        and bool(behind)
        and behind[0].number.kind == PERCENT
        and _words_before(paragraph, index + 1) in ("、", "和", "及")
    )


def _compared_years(
    paragraph: ReadParagraph, index: int
) -> tuple[Mention | None, Mention | None] | None:
    """2023年1000万元，2022年900万元，2021年800万元，2023年较2022年增长11.11%: the amounts of the two
    years that a rate names; None where the sentence tells amounts of fewer than three years."""
    mention = paragraph.mentions[index]
    compared = _COMPARED_YEAR.findall(_words_before(paragraph, index))[-1:]
    of_years = {
        each.year: each
        for each in numbers_before(paragraph.mentions, index)
        if is_amount(each) and each.year and each.sentence == mention.sentence
    }
    if len(of_years) < 3 or not compared:
        return None
    return of_years.get(mention.year), of_years.get(int(compared[0]))


def _is_of_other_base(
    paragraph: ReadParagraph, index: int, year: int, last: Mention | None
) -> bool:
    """年均增长22.47%, 扣除该因素后增加3万元, 较2021年增长25%: whether a change is not that of the amount
    before it against last year (``year`` is that of the document), and no base stands beside it."""
    if last is not None and index and paragraph.mentions[index - 1] is last:
        return False
    words = _words_before(paragraph, index)
    compared = _COMPARED_YEAR.findall(words)[-1:]
    is_earlier = bool(year) and any(int(each) < year - 1 for each in compared)
    return is_earlier or bool(_OTHER_BASE.search(words))


_SINCE = re.compile("(?:较|比|与)(?P<begin>年初|期初|上年末)")
_REASON = re.compile("原因|主要是|主要为|由于|主因")
_SUBJECT_ENDS = re.compile("增|减|下降|上升|提高|压缩|节约|降低|缩减|压减|同比|较|比|与")
_CLAUSE = re.compile("[，。；：]")
_REACH = 400


def _is_of_a_reason(paragraph: ReadParagraph, start: int, end: int, mention: Mention) -> bool:
    """支出减少，原因是项目经费增加20万元: whether a change is that of something named as a reason that
    stands in a stretch of the text before it; an amount before the reason is not of it."""
    reach = mention.number.start - _REACH
    reason = _REASON.search(paragraph.text, max(start, reach), end)
    if reason is None:
        return False
    clause = _CLAUSE.split(paragraph.text[reason.end() : mention.number.start])[-1]
    subject = _SUBJECT_ENDS.split(clause)[0]
    return not is_generic(subject.removeprefix("是"))


def _now(
    paragraph: ReadParagraph, index: int, figures: SaidFigures, like: Mention | None = None
) -> Mention | None:
    """This year's amount of what changed, or its count where ``like`` is a count."""
    mentions = paragraph.mentions
    mention = mentions[index]
    since = _SINCE.search(_words_before(paragraph, index))
    amounts = [
        before
        for before in numbers_before(mentions, index)
        if (is_amount(before) if like is None else _may_be_now(before, like))
        and not (since and since["begin"] in before.label)  # 年初20万元，比年初增加10万元
    ]
    if mention.name:
        named = [before for before in amounts if before.name == mention.name]
        if named:
            return _year_after(mentions, index, named[-1]) or named[-1]
        return figures.first(mention.name)
    if not amounts:
        return None
    holder = holder_of_share(paragraph, mentions[index - 1])
    if holder:
        own = [before for before in amounts if before.label.startswith(holder)]
        return next(reversed(own), None)
    near = [before for before in amounts if before.sentence == mention.sentence]
    if near:
        start, end = near[-1].number.end, mention.number.start
        if _is_of_a_reason(paragraph, start, end, mention):
            return None
        return _year_after(mentions, index, near[-1]) or near[-1]
    if len({before.sentence for before in amounts}) == 1:
        return amounts[0]
    return amounts[-1]


def _may_be_now(mention: Mention, like: Mention) -> bool:
    if like.number.kind == COUNT:
        return mention.role == NUMBER and is_like(mention, like)
    return is_amount(mention)


def _level(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """与上年持平: a change of zero."""
    amounts = [mention for mention in paragraph.mentions if is_amount(mention)]
    starts = [mention.number.start for mention in amounts]
    for match in _LEVEL.finditer(paragraph.text):
        passed = bisect_left(starts, match.start())
        if not passed:
            continue
        now = amounts[passed - 1]
        number = SaidNumber(match[0], Decimal(0), MONEY, "万元", match.start(), match.end(), 2)
        level = replace(now, role=CHANGE, number=number, name="")
        begin = now.number.start
        yield replace(
            statement_of(CHANGE_OF, level, (operand_of(NOW, now),), paragraph, begin),
            label=now.name or now.label,
        )
