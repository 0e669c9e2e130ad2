"""Sums: a total and its parts, as 勾稽.yaml declares them, by class and item, and after 其中."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import msgspec
from msgspec import Struct

from generator.statements.changes_of_three import changes_of_three
from generator.statements.lookup import SaidFigures
from generator.statements.mentions import (
    AMOUNT,
    CLASS,
    ITEM,
    SHARE,
    Mention,
    ReadParagraph,
    classes,
    is_amount,
    is_money,
)
from generator.statements.reading import ReadDocument
from generator.statements.sections import ANNEX
from generator.statements.statement import PART, TOTAL, SaidStatement, operand_of, statement_of

_ALL = "一般公共预算财政拨款支出"
_ITEMS, _STRUCTURE = "具体", "结构"
_REACH, _MOST = 20, 40
_OF_TOPIC = {"基金": "政府性基金预算财政拨款支出", "国资": "国有资本经营预算财政拨款支出"}


class _Formula(Struct, forbid_unknown_fields=True):
    合计: str
    部分: tuple[str, ...]
    可有: tuple[str, ...] = ()
    全: bool = False
    同段: bool = False
    减: tuple[str, ...] = ()
    无: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def _formulas() -> list[_Formula]:
    text = Path(__file__).with_name("勾稽.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=list[_Formula])


def sums_of(document: ReadDocument, figures: SaidFigures) -> Iterator[SaidStatement]:
    """The totals of a document with their parts."""
    for formula in _formulas():
        yield from _declared(document, figures, formula)
    yield from _by_class(document, figures)
    yield from changes_of_three(document)
    for paragraph in document.paragraphs:
        yield from _listed(paragraph)
        yield from _with_carried(paragraph)


def _declared(
    document: ReadDocument, figures: SaidFigures, formula: _Formula
) -> Iterator[SaidStatement]:
    """A total of 勾稽.yaml in each paragraph that says it; its parts stand beside it, or, outside
    the annexes, anywhere."""
    if any(figures.all(name) for name in formula.无):
        return
    sites = [mention for mention in figures.all(formula.合计) if is_amount(mention)]
    for total in _each_paragraph(sites):
        paragraph = document.paragraphs[total.paragraph]
        beside = _beside(paragraph, total, formula)
        if formula.同段 or (beside is not None and _enough(beside, formula)):
            parts = beside
        elif total.section.part == ANNEX:
            continue
        else:
            parts = _anywhere(figures, formula)
        if parts is None or not parts or not _enough(parts, formula):
            continue
        if parts is beside:
            parts = [*parts, *_nameless(paragraph, total, parts)]
        given = {part.name for part in parts}
        complete = formula.全 or set(formula.可有) <= given
        in_report = total.section.part == ANNEX and not formula.部分
        is_alone = len(parts) == 1 and not set(formula.可有) <= given
        if is_alone or (formula.同段 and in_report):
            complete = False  # 其中：one of them; a report names those that matter
        yield statement_of(
            TOTAL,
            total,
            tuple(operand_of(_role(part, formula), part) for part in parts),
            paragraph,
            label=total.name,
            complete=complete,
        )


def _role(part: Mention, formula: _Formula) -> str:
    if part.name in formula.减:
        return f"{PART}减"
    return PART


def _each_paragraph(mentions: Sequence[Mention]) -> list[Mention]:
    """The first mention in each paragraph."""
    first: dict[int, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.paragraph, mention)
    return list(first.values())


def _enough(parts: Sequence[Mention], formula: _Formula) -> bool:
    given = {part.name for part in parts}
    return bool(parts) and set(formula.部分) <= given


def _beside(paragraph: ReadParagraph, total: Mention, formula: _Formula) -> list[Mention] | None:
    """The parts that the paragraph of a total says, each once."""
    names = (*formula.部分, *formula.可有)
    parts: dict[str, Mention] = {}
    for mention in paragraph.mentions:
        if is_amount(mention) and mention.name in names:
            parts.setdefault(mention.name, mention)
    if not parts or parts == {total.name: total}:
        return None
    return _without_double([parts[name] for name in names if name in parts])


def _nameless(paragraph: ReadParagraph, total: Mention, parts: Sequence[Mention]) -> list[Mention]:
    """Amounts of the same list with a share of their own, of a name that nobody knows: those that
    make the sum right are parts too."""
    mentions = paragraph.mentions
    lacking = total.number.amount - sum(part.number.amount for part in parts)
    nameless = [
        mention
        for mention, after in pairwise(mentions)
        if mention.sentence == total.sentence
        and mention.number.start > total.number.start
        and not mention.name
        and is_money(mention)
        and mention.role == AMOUNT
        and after.role == SHARE
    ]
    added = sum(mention.number.amount for mention in nameless)
    if nameless and lacking and abs(lacking - added) < abs(lacking):
        return nameless
    return []


def _anywhere(figures: SaidFigures, formula: _Formula) -> list[Mention]:
    names = (*formula.部分, *formula.可有)
    places = [figures.first(name) for name in names]
    return _without_double([place for place in places if place is not None])


def _without_double(parts: list[Mention]) -> list[Mention]:
    """财政拨款收入 is the sum of the three that are named by their budgets."""
    named = any(part.name.endswith("预算财政拨款收入") for part in parts)
    return [part for part in parts if not (named and part.name == "财政拨款收入")]


_AMONG = re.compile(
    r"^(?:，|。|；)?(?:其中|(?:具体|主要)?(?:内容|项目)?(?:包括|如下|有)|分别[为是])[：，]?"
)
_REST = re.compile(
    "(?:其他|其它|其余)(?:各项|各类|相关|零星|日常)?(?:费用|支出|经费|项目|资产|部分)?(?:共|合)?计?为?"
)
_GOES_ON = re.compile(
    "^(?:等|…|[、和及与]|（不含|（另|[，；。]?(?:另外?有?|此外|还有?|其他|其余|以及))"
)
"""What follows a list that is not all."""
_NO_PART = "其中|授予|含"
_NAMED = rf"(?!{_NO_PART})[^，。、；：（）\d]{{2,30}}"
_FIRST = re.compile(_NAMED)
_BETWEEN = re.compile(rf"^(?P<mark>[、，；])(?:和|及)?{_NAMED}$")


def _listed(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """共计支出3.12万元，具体内容包括：甲0.86万元、乙2.26万元: what is listed is no more than the
    whole, and all of it where the last is nothing but the rest (其他支出, not 其他工资福利支出)."""
    mentions = paragraph.mentions
    for index, total in enumerate(mentions):
        if not is_amount(total):
            continue
        match = _AMONG.match(paragraph.text[total.number.end : total.number.end + _REACH])
        if match is None:
            continue
        # Clauses of their own are no list, unless they end with what is left: 流动资产…，其他资产….
        for marks in ("、，；", "、"):
            parts = _parts_behind(paragraph, index, match, marks)
            end = parts[-1].number.end if parts else 0
            remainder = bool(parts) and _REST.fullmatch(parts[-1].label) and "主要" not in match[0]
            complete = bool(remainder) and not _GOES_ON.match(paragraph.text[end : end + 4])
            if len(parts) > 1 and (complete or marks == "、"):
                operands = tuple(operand_of(PART, part) for part in parts)
                yield statement_of(TOTAL, total, operands, paragraph, complete=complete)
                break


_GRAND_TOTAL = re.compile("(?:收入|支出)(?:决算)?总计(?:为|是)?$|总(?:收入|支出)(?:为|是)?$")
_OF_GRAND_TOTAL = (
    ("本年收入合计", ("使用非财政拨款结余", "年初结转和结余")),
    ("本年支出合计", ("结余分配", "年末结转和结余")),
)


def _with_carried(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """收入总计100万元，其中年初结转和结余10万元；本年收入合计90万元: the year's and what was
    there."""
    for index, total in enumerate(paragraph.mentions):
        if total.name or total.role != AMOUNT or not _GRAND_TOTAL.search(total.label):
            continue
        behind = [
            each
            for each in paragraph.mentions[index + 1 : index + 1 + _MOST]
            if each.sentence == total.sentence and is_amount(each)
        ]
        for of_year, carried in _OF_GRAND_TOTAL:
            parts = {each.name: each for each in reversed(behind) if each.name}
            if of_year in parts and carried[1] in parts:
                names = [name for name in (of_year, *carried) if name in parts]
                operands = tuple(operand_of(PART, parts[name]) for name in names)
                yield statement_of(TOTAL, total, operands, paragraph, label="收支总计")
                break


def _parts_behind(
    paragraph: ReadParagraph, index: int, among: re.Match[str], marks: str
) -> list[Mention]:
    """The amounts that follow a total as a list, parted by one of the marks."""
    mentions = paragraph.mentions
    parts: list[Mention] = []
    end = mentions[index].number.end
    for mention in mentions[index + 1 : index + 1 + _MOST]:
        between = paragraph.text[end : mention.number.start]
        parted = _BETWEEN.match(between)
        goes_on = parted is not None and parted["mark"] in marks
        if not parts:
            goes_on = bool(_FIRST.fullmatch(between[among.end() :]))
        if not is_amount(mention) or not goes_on:
            break
        parts.append(mention)
        end = mention.number.end
    return parts


def _by_class(document: ReadDocument, figures: SaidFigures) -> Iterator[SaidStatement]:
    """一般公共预算财政拨款支出 by class and by item, and each class by its items."""
    totals = [mention for mention in figures.all(_ALL) if is_amount(mention)]
    items = [
        mention
        for mention in document.mentions
        if mention.name.startswith(ITEM) and mention.section.topic == _ITEMS and is_amount(mention)
    ]
    items = _each_paragraph(items)
    # 1.农林水支出（类）80万元。: each class on a line of its own.
    alone = _each_paragraph(
        [
            mention
            for mention in document.mentions
            if mention.name.startswith(CLASS) and mention.section.topic == _ITEMS
            if is_amount(mention) and not mention.item
        ]
    )
    in_parts = [total for total in totals if total.section.topic == _ITEMS]
    for total in _each_paragraph(totals):
        paragraph = document.paragraphs[total.paragraph]
        classes = [
            mention
            for mention in paragraph.mentions
            if mention.name.startswith(CLASS) and is_amount(mention)
        ]
        if len(classes) > 1 and total.section.topic == _STRUCTURE:
            operands = tuple(operand_of(PART, part) for part in classes)
            yield statement_of(TOTAL, total, operands, paragraph, label=_ALL)
        elif len(alone) > 1 and (total in in_parts or (not in_parts and total is totals[0])):
            operands = tuple(operand_of(PART, part) for part in alone)
            yield statement_of(TOTAL, total, operands, paragraph, label=_ALL)
        elif items and total.section.topic == _ITEMS:
            operands = tuple(operand_of(PART, part) for part in items)
            yield statement_of(TOTAL, total, operands, paragraph, label=_ALL)
    yield from _classes_by_item(document, items)
    for topic, name in _OF_TOPIC.items():
        yield from _by_item(document, figures, topic, name)


def _by_item(
    document: ReadDocument, figures: SaidFigures, topic: str, name: str
) -> Iterator[SaidStatement]:
    """The outlay of another budget by its items."""
    total = figures.first(name)
    items = [
        mention
        for mention in document.mentions
        if mention.name.startswith(ITEM) and mention.section.topic == topic and is_amount(mention)
    ]
    if total is None or not items:
        return
    operands = tuple(operand_of(PART, part) for part in _each_paragraph(items))
    paragraph = document.paragraphs[total.paragraph]
    yield statement_of(TOTAL, total, operands, paragraph, label=name)


def _classes_by_item(document: ReadDocument, items: Sequence[Mention]) -> Iterator[SaidStatement]:
    by_class: dict[str, list[Mention]] = {}
    for item in items:
        by_class.setdefault(_class_of(item), []).append(item)
    for mention in document.mentions:
        if not mention.name.startswith(CLASS) or mention.section.topic != _STRUCTURE:
            continue
        if not is_amount(mention):
            continue
        parts = by_class.get(_code_of(mention.name.removeprefix(CLASS)))
        if parts:
            operands = tuple(operand_of(PART, part) for part in parts)
            paragraph = document.paragraphs[mention.paragraph]
            yield statement_of(TOTAL, mention, operands, paragraph, label=mention.name)


def _class_of(item: Mention) -> str:
    name = item.name.removeprefix(ITEM).partition("/")[0].strip('“”"')
    return _code_of(name.removesuffix("支出"))


def _code_of(name: str) -> str:
    """What a class is under all its names: 文化体育与传媒 is 文化旅游体育与传媒 since 2019."""
    return classes().get(name, name)
