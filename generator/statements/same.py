"""The same figure in several places: what each says has to agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.statements.lookup import SaidFigures, most_said
from generator.statements.mentions import (
    ITEM,
    Mention,
    ReadParagraph,
    is_amount,
    is_generic,
)
from generator.statements.reading import ReadDocument
from generator.statements.sections import ANNEX
from generator.statements.statement import ELSEWHERE, SAME, SaidStatement, operand_of, statement_of

_ALIKE: tuple[tuple[str, str], ...] = (
    ("机关运行经费", "公用经费"),
    ("车辆", "公务用车保有量"),
    ("本年支出合计", "收支总计"),
    ("一般公共预算财政拨款支出", "财政拨款收支总计"),
    ("一般公共预算财政拨款基本支出", "基本支出"),
)
"""Figures of two names that are one where a unit has nothing beside (part, whole): they may differ
only in one direction, and are said to agree only where they do."""


def same_of(document: ReadDocument, figures: SaidFigures) -> Iterator[SaidStatement]:
    """Pairs of places that say one figure; of two names where the numbers nearly agree."""
    for name in figures.names():
        if name.startswith(ITEM):
            continue
        places = _places(document, figures.all(name))
        usual = most_said(places)
        for place in places:
            if usual is not None and place is not usual and _of_one_year(place, usual):
                yield _pair(document, usual, place)
    for left, right in _ALIKE:
        first, second = figures.first(left), figures.first(right)
        if first is not None and second is not None:
            earlier, later = sorted((first, second), key=lambda mention: mention.paragraph)
            yield _pair(document, earlier, later)
    yield from _projects(document, figures)
    yield from _cars(document, figures)
    for paragraph in document.paragraphs:
        yield from _of_item(document, paragraph)


def _of_one_year(left: Mention, right: Mention) -> bool:
    """Whether two places may speak of one year."""
    return not left.year or not right.year or left.year == right.year


_HEADED = re.compile(r"[”\"]?(?:支出|决算|金额|数|共计?|合计|为|是|：)*")
_OUTLAY = re.compile("决算|支出|执行")


def _of_item(document: ReadDocument, paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """行政运行（项）20万元。…支出决算为20万元: the outlay of one 科目, said twice."""
    amounts = [
        each for each in paragraph.mentions if each.name.startswith(ITEM) and is_amount(each)
    ]
    if len(amounts) < 2:
        return
    first = amounts[0]
    named = paragraph.text.rfind("（项）", 0, first.number.start) + len("（项）")
    if not _HEADED.fullmatch(paragraph.text, named, first.number.start):
        return
    for later in amounts[1:]:
        if is_generic(later.label) and _OUTLAY.search(later.label):
            yield _pair(document, first, later)
            return


def _places(document: ReadDocument, mentions: Sequence[Mention]) -> list[Mention]:
    """The places of a figure, one a paragraph and value; in an annex only where it speaks of the
    whole unit."""
    places: dict[tuple[int, object], Mention] = {}
    for mention in mentions:
        if mention.section.part == ANNEX and not _of_unit(document, mention):
            continue
        places.setdefault((mention.paragraph, mention.number.amount), mention)
    return list(places.values())


def _of_unit(document: ReadDocument, mention: Mention) -> bool:
    text = document.paragraphs[mention.paragraph].text
    if mention.name in ("公务接待费", "因公出国（境）费") or mention.name.startswith("公务用车"):
        return "三公" in text
    return mention.name in ("三公经费", "本年支出合计", "本年收入合计", "政府采购支出总额")


def _pair(document: ReadDocument, first: Mention, later: Mention) -> SaidStatement:
    return statement_of(
        SAME,
        later,
        (operand_of(ELSEWHERE, first),),
        document.paragraphs[later.paragraph],
        label=later.name if later.name == first.name else f"{later.name}/{first.name}",
    )


_CARS_OF_ASSETS = re.compile("国有资产占[有用](?:使用)?情况[中里]的?(?:固定资产)?车辆(?:为|共)?$")


def _cars(document: ReadDocument, figures: SaidFigures) -> Iterator[SaidStatement]:
    """国有资产占用情况中固定资产车辆3辆, told beside the cars of the “三公”经费."""
    places = figures.all("车辆")
    if len({each.number.value for each in places}) != 1:
        return
    for paragraph in document.paragraphs:
        for mention in paragraph.mentions:
            is_it = _CARS_OF_ASSETS.search(mention.label) and mention.number.unit in ("辆", "台")
            if is_it and paragraph.index != places[0].paragraph:
                elsewhere = (operand_of(ELSEWHERE, places[0]),)
                yield statement_of(SAME, mention, elsewhere, paragraph, label="车辆")


def _projects(document: ReadDocument, figures: SaidFigures) -> Iterator[SaidStatement]:
    """项目支出 and the only 科目 that is one of projects."""
    whole = figures.first("项目支出")
    if whole is None:
        return
    for name in figures.names():
        if name.startswith(ITEM) and name.endswith("/一般行政管理事务"):
            item = figures.first(name)
            if item is not None and is_amount(item):
                yield _pair(document, item, whole)
