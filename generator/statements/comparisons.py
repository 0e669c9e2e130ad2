"""What a change compares: this year's number, and last year's or another base of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.statements.lookup import SaidFigures
from generator.statements.mentions import (
    BASE,
    BUDGET,
    CHANGE,
    COMPLETION,
    LAST,
    NUMBER,
    Mention,
    ReadParagraph,
    is_amount,
    is_generic,
    is_like,
)
from generator.statements.mentions import before as numbers_before
from generator.statements.printed_numbers import COUNT
from generator.statements.shares import holder_of_share

_COMPARED = re.compile(r"^(?:与|较|比|同|和)|(?:与|较|比)20\d\d年")
_OTHERS = re.compile("；|其中")
_OTHER_BASE = re.compile(
    "年均|平均|累计|复合|环比|定基|扣除|剔除|不含|不考虑|可比口径|同口径|抵消|相抵|一增一减"
)
_COMPARED_YEAR = re.compile(r"(?:较|比|与|同)(20\d\d)年")
_SINCE = re.compile("(?:较|比|与)(?P<begin>年初|期初|上年末)")
_REASON = re.compile("原因|主要是|主要为|由于|主因")
_SUBJECT_ENDS = re.compile("增|减|下降|上升|提高|压缩|节约|降低|缩减|压减|同比|较|比|与")
_CLAUSE = re.compile("[，。；：]")
_REACH = 400


def base_of(paragraph: ReadParagraph, index: int) -> Mention | None:
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


def now_of(
    paragraph: ReadParagraph, index: int, figures: SaidFigures, like: Mention | None = None
) -> Mention | None:
    """This year's amount of what changed, or its count where ``like`` is a count."""
    mentions = paragraph.mentions
    mention = mentions[index]
    since = _SINCE.search(words_before(paragraph, index))
    amounts = [
        before
        for before in numbers_before(mentions, index)
        if _may_be_now(before, like)
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


def _may_be_now(mention: Mention, like: Mention | None) -> bool:
    """Whether a number may be this year's of something: an amount, or a count like another."""
    if like is not None and like.number.kind == COUNT:
        return mention.role == NUMBER and is_like(mention, like)
    return is_amount(mention)


def compared_years(
    paragraph: ReadParagraph, index: int
) -> tuple[Mention | None, Mention | None] | None:
    """2023年1000万元，2022年900万元，2021年800万元，2023年较2022年增长11.11%: the amounts of the two
    years that a rate names; None where the sentence tells amounts of fewer than three years."""
    mention = paragraph.mentions[index]
    compared = _COMPARED_YEAR.findall(words_before(paragraph, index))[-1:]
    of_years = {
        each.year: each
        for each in numbers_before(paragraph.mentions, index)
        if is_amount(each) and each.year and each.sentence == mention.sentence
    }
    if len(of_years) < 3 or not compared:
        return None
    return of_years.get(mention.year), of_years.get(int(compared[0]))


def is_of_other_base(paragraph: ReadParagraph, index: int, year: int, last: Mention | None) -> bool:
    """年均增长22.47%, 扣除该因素后增加3万元, 较2021年增长25%: whether a change is not that of the amount
    before it against last year (``year`` is that of the document), and no base stands beside it."""
    if last is not None and index and paragraph.mentions[index - 1] is last:
        return False
    words = words_before(paragraph, index)
    compared = _COMPARED_YEAR.findall(words)[-1:]
    is_earlier = bool(year) and any(int(each) < year - 1 for each in compared)
    return is_earlier or bool(_OTHER_BASE.search(words))


def words_before(paragraph: ReadParagraph, index: int) -> str:
    """What stands between a number and the one before it."""
    mention, before = paragraph.mentions[index], numbers_before(paragraph.mentions, index)
    begin = before[-1].number.end if before else 0
    return paragraph.text[max(begin, mention.number.start - _REACH) : mention.number.start]


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
