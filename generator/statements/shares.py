"""Shares: 基本支出554.97万元，占31.1% – the part, and the whole that it is a share of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from generator.statements.declared import name_of_label
from generator.statements.intervals import added
from generator.statements.lookup import SaidFigures
from generator.statements.mentions import (
    AMOUNT,
    CLASS,
    COMPLETION,
    SHARED,
    Mention,
    ReadParagraph,
    is_amount,
    is_generic,
)
from generator.statements.mentions import SHARE as SHARE_ROLE
from generator.statements.mentions import before as numbers_before
from generator.statements.nests import ReadShare, depths, nest_of, wholes_of
from generator.statements.statement import (
    PART,
    SHARE,
    SHARES,
    WHOLE,
    Operand,
    SaidStatement,
    operand_of,
    statement_of,
)

_USUAL = {
    "三公具体": "三公经费",
    "三公": "三公经费",
    "三公总体": "三公经费",
    "结构": "一般公共预算财政拨款支出",
    "一般公共": "一般公共预算财政拨款支出",
    "收入": "本年收入合计",
    "支出": "本年支出合计",
}
"""By section: the figure that shares are of where the sentence does not say."""
_OF_ALL = {("收入", "总收入"): "本年收入合计", ("支出", "总支出"): "本年支出合计"}
"""What the parts of a section are shares of, in other words."""
_ANY = "支出"
"""The section whose names a whole may have anywhere: 占项目支出总额的91.9%."""


_REACH = 400
_NEW_LIST = re.compile(
    r"(?:(?:按|从)[^，。；：\d]{0,14}(?:分|划分|区分|构成|性质|用途|看)|分类)[^，。；：\d]{0,4}[，：]"
)
"""What begins the parts of a whole anew: 按经济分类：."""
_OF_TOTAL = re.compile("(?:决算数?)?(?:共|共计|合计|总计)?(?:为|是|达|：)?$")


def shares_of(paragraph: ReadParagraph, figures: SaidFigures) -> Iterator[SaidStatement]:
    """The shares of a paragraph, and the sum of those that are of one whole."""
    begins = [match.end() for match in _NEW_LIST.finditer(paragraph.text)]
    shares = list(_read(paragraph, figures))
    lists: dict[tuple[int, ...], list[ReadShare]] = {}
    for each in shares:
        if not each.share.whole:
            key = (
                each.share.sentence,
                _list_number(begins, each),
                each.nest.opened,
                each.nest.among,
            )
            lists.setdefault(key, []).append(each)
    wholes = {id(each): each.usual for each in shares}
    for listed in lists.values():
        wholes |= {id(each): whole for each, whole in zip(listed, wholes_of(listed), strict=True)}
    levels: dict[tuple[int, ...], list[ReadShare]] = {}
    for each in shares:
        share, part, whole = each.share, each.part, wholes[id(each)]
        operands: tuple[Operand, ...] = (operand_of(PART, part),)
        if whole is not None:
            operands = (*operands, operand_of(WHOLE, whole))
            key = (id(whole), _list_number(begins, each), each.nest.opened, each.nest.among)
            levels.setdefault(key, []).append(each)
        start = min(part.number.start, share.number.start)
        yield statement_of(SHARE, share, operands, paragraph, start, label=part.name or part.label)
    for level in levels.values():
        if len(level) > 1 and not any(each.share.whole for each in level):
            whole = wholes[id(level[0])]
            # Amounts that exceed the whole are of two levels: a part, and what it consists of.
            if whole is not None and _amounts(level) <= whole.number.interval.high:
                yield _sum(paragraph, level)


def _list_number(begins: Sequence[int], share: ReadShare) -> int:
    """Which list of its paragraph a share stands in, by the words that begin one (``begins``)."""
    return bisect_right(begins, share.share.number.start)


def _read(paragraph: ReadParagraph, figures: SaidFigures) -> Iterator[ReadShare]:
    """The shares of a paragraph, each with its part and what it is of as far as words tell."""
    mentions = paragraph.mentions
    named: Mention | None = None
    last: Mention | None = None
    opened = depths(paragraph.text)
    ahead = {index: _outside(paragraph, index, opened) for index in _shares_in(mentions)}
    parts_of = {index: _part(paragraph, index, before) for index, before in ahead.items()}
    parts = {id(part) for part in parts_of.values() if part is not None}
    for index, part in parts_of.items():
        if part is None:
            continue
        share, before = mentions[index], ahead[index]
        shared = before[-1] if before[-1].role == SHARED else None
        others = [each for each in before if is_amount(each) and each is not part]
        whole = shared or _whole(paragraph, share, part, others, parts, figures)
        if last is None or last.sentence != share.sentence:
            named = None
        last = share
        if share.whole:
            named = whole
        yield ReadShare(share, part, whole, named, nest_of(paragraph, mentions, index, part, parts))


def _shares_in(mentions: Sequence[Mention]) -> Iterator[int]:
    return (index for index, mention in enumerate(mentions) if mention.role == SHARE_ROLE)


def _outside(paragraph: ReadParagraph, index: int, opened: Sequence[int]) -> list[Mention]:
    """The numbers before a share, without those in brackets that close before it (``opened``: how
    many are open at each place) and without rates: 3.86万元，完成预算的96.50%，占83.55%."""
    share = paragraph.mentions[index]
    return [
        earlier
        for earlier in numbers_before(paragraph.mentions, index)
        if opened[earlier.number.end] <= opened[share.number.start] and earlier.role != COMPLETION
    ]


def _part(paragraph: ReadParagraph, index: int, outside: Sequence[Mention]) -> Mention | None:
    """What has a share, of the numbers before it that may have; None where that is not known."""
    share = paragraph.mentions[index]
    before = [earlier for earlier in outside if is_amount(earlier)]
    if not before or before[-1].sentence != share.sentence:
        return None
    if share.among:
        return next((each for each in reversed(before) if each.among == share.among), None)
    holder = holder_of_share(paragraph, share)
    if holder:
        return _named_part(paragraph, index, holder, before)
    if outside[-1] is before[-1] or outside[-1].role == SHARED:
        return before[-1]
    return None


_CLAUSE = re.compile("[，、。；：（）]")
_HOLDS = re.compile("占|比[重例]")
_THAT = re.compile("(?:其中|该|此|这|其|所|约|共|只|仅|均|也|即|项|笔|部分|数额)*")
"""Words before 占 that say no more than what the number before says."""
_BEHIND = re.compile("[，（]?(?:共计?|合计|金额)?(?:为|即|是|计)?")


def holder_of_share(paragraph: ReadParagraph, share: Mention) -> str:
    """人员经费占基本支出的83.33%: what has a share, as its clause names it; "" where it has no
    name."""
    if share.role != SHARE_ROLE:
        return ""
    begin = max(0, share.number.start - _REACH)
    clause = _CLAUSE.split(paragraph.text[begin : share.number.start])[-1]
    holder = _HOLDS.split(clause)[0].removeprefix("其中")
    has_digit = any(sign.isdigit() for sign in holder)
    if holder == clause or has_digit or is_generic(holder) or _THAT.fullmatch(holder):
        return ""
    return holder


def _named_part(
    paragraph: ReadParagraph, index: int, holder: str, before: Sequence[Mention]
) -> Mention | None:
    """The amount of what a share says has it: before it (人员经费占85.10%), or right behind it
    (基本支出占60%，为600万元)."""
    plain = holder.removesuffix("支出").removesuffix("收入")
    own = [each for each in before if plain in each.label]
    if own:
        return own[-1]
    for behind in paragraph.mentions[index + 1 : index + 2]:
        share = paragraph.mentions[index]
        between = paragraph.text[share.number.end : behind.number.start]
        if is_amount(behind) and _BEHIND.fullmatch(between):
            return behind
    return None


def _amounts(level: Sequence[ReadShare]) -> Decimal:
    """The least that the parts of one whole may be together."""
    return added(each.part.number.interval for each in level).low


def _sum(paragraph: ReadParagraph, level: Sequence[ReadShare]) -> SaidStatement:
    """All shares of one whole together."""
    operands = tuple(operand_of(PART, each.share) for each in level)
    return statement_of(
        SHARES,
        level[-1].share,
        operands,
        paragraph,
        level[0].part.number.start,
        label=paragraph.section.topic,
    )


def _whole(
    paragraph: ReadParagraph,
    share: Mention,
    part: Mention,
    before: Sequence[Mention],
    parts: Collection[int],
    figures: SaidFigures,
) -> Mention | None:
    """What a share is of: what the sentence names, else the total before the list, which has no
    share of its own (``parts`` are the amounts that have)."""
    if share.whole:
        return _named_whole(share, before, figures)
    usual = _USUAL.get(share.section.topic, "")
    for mention in before:
        if mention.name and mention.name == usual:
            return mention
    totals = [mention for mention in before if id(mention) not in parts]
    leading = [mention for mention in totals if mention.sentence == share.sentence]
    if leading and not (usual and part.name.startswith(CLASS)):
        return leading[0]
    if usual and figures.first(usual) is not None:
        return figures.first(usual)
    named = [mention for mention in totals if _is_total(mention)]
    if named and _goes_on(paragraph.text, share):
        return named[0]
    return None


_TOTAL = re.compile("总|合计|共")


def _is_total(mention: Mention) -> bool:
    return mention.role == AMOUNT and bool(mention.name or _TOTAL.search(mention.label))


def _goes_on(text: str, share: Mention) -> bool:
    """Whether the sentence of a share tells of what the sentence before it said: 其中：…"""
    reach = max(0, share.number.start - _REACH)
    begin = max(text.rfind(sign, reach, share.number.start) for sign in "。！？") + 1
    return text.startswith("其中", begin)


def _named_whole(share: Mention, before: Sequence[Mention], figures: SaidFigures) -> Mention | None:
    words = share.whole.removesuffix("的")
    topics = (share.section.topic, _ANY)
    if "合计" in words:
        topics = (_ANY, share.section.topic)
    name = next(filter(None, (name_of_label(words, topic) for topic in topics)), "")
    usual = _OF_ALL.get((share.section.topic, words), "")
    if usual:
        for mention in reversed(before):
            if _OF_TOTAL.sub("", mention.label).endswith(words):
                return mention
    name = name or usual
    if name:
        nearer = [mention for mention in before if mention.name == name]
        if nearer:
            return nearer[-1]
        # A report may be all that says it.
        return figures.first(name) or next(iter(figures.all(name)), None)
    bare = words.removeprefix("本").removeprefix("总")
    for mention in reversed(before):
        if bare not in ("", "支出", "收入") and mention.label.endswith(bare):
            return mention
    return None
