"""Scores of one sentence: 自评得分94.6分，其中：预算编制10分得9.5分、预算执行20分得18.4分…, and 得分96.8分，其中产出指标39分（满分40分）、…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.statements.mentions import Mention, ReadParagraph
from generator.statements.printed_numbers import POINTS
from generator.statements.statement import PART, SCORE_OF, SaidStatement, operand_of, statement_of

_SCORE = r"\d{1,3}(?:\.\d{1,4})?"
_WHOLE = re.compile(
    rf"(?:自评|评价|评定|总|综合)(?:总|综合)?(?:得分|评分|分值?)(?:约?为|是|：)?(?P<score>{_SCORE})分"
    r"(?:（满分(?:为)?100分）)?[，。；]?其中[：，]?"
)
_PART = re.compile(
    r"(?P<name>[^，、；。：（）\d]{2,16}?)"
    rf"(?:（(?:满分|分值|权重)?(?P<ahead>{_SCORE})分）|(?P<plain>{_SCORE})分，?)?"
    rf"(?:(?:自评|评价|实际)?得分?(?:为|：)?)?(?P<score>{_SCORE})分"
    rf"(?:（(?:满分|分值|权重|总分|总分值)(?:为|：)?(?P<behind>{_SCORE})分）)?"
)
_MARK = re.compile("[，、；]")
_ENDS = re.compile(
    "。|$|[，；](?:评价|自评|绩效|综合|评定)?(?:等级|等次|结果|结论|档次|级别|被?评)"
)
_STANDARD = (
    re.compile("决策|投入"),
    re.compile("过程|管理|执行"),
    re.compile("产出"),
    re.compile("效益|效果"),
)
"""The four parts that the Ministry's framework of scores has: together they are all."""
_HUNDRED = Decimal(100)
_FEWEST = 2


class ScoredPart(Struct, frozen=True):
    """A part of a list of scores: its score, and its full mark where it says it."""

    score: Mention
    full: Decimal | None


class ScoreList(Struct, frozen=True):
    """A score and the parts that the sentence behind it lists, to its end. ``is_all``: their full
    marks make 100, or they are the four that the framework has."""

    total: Mention
    parts: tuple[ScoredPart, ...]
    is_all: bool
    start: int
    end: int


def score_lists(paragraph: ReadParagraph) -> Iterator[ScoreList]:
    """The lists of scores of a paragraph."""
    scores = {each.number.start: each for each in paragraph.mentions if each.number.kind == POINTS}
    for match in _WHOLE.finditer(paragraph.text):
        total = scores.get(match.start("score"))
        parts, names, end = _parts(paragraph, scores, match.end())
        if total is not None and len(parts) >= _FEWEST:
            is_all = _are_all(parts, names)
            yield ScoreList(total, tuple(parts), is_all, match.start(), end)


def _parts(
    paragraph: ReadParagraph, scores: dict[int, Mention], begin: int
) -> tuple[list[ScoredPart], list[str], int]:
    """The parts from a place to the end of the sentence; none where it has anything else."""
    parts: list[ScoredPart] = []
    names: list[str] = []
    at = begin
    while True:
        match = _PART.match(paragraph.text, at)
        if match is None or match.start("score") not in scores:
            return [], [], at
        mark = match["ahead"] or match["plain"] or match["behind"]
        full = Decimal(mark or 0) or None
        parts.append(ScoredPart(scores[match.start("score")], full))
        names.append(match["name"])
        at = match.end()
        if _ENDS.match(paragraph.text, at):
            return parts, names, at
        if not _MARK.match(paragraph.text, at):
            return [], [], at
        at += 1


def _are_all(parts: Sequence[ScoredPart], names: Sequence[str]) -> bool:
    marks = [part.full for part in parts]
    if None not in marks:
        return sum((mark for mark in marks if mark is not None), Decimal(0)) == _HUNDRED
    are_there = [any(words.search(name) for name in names) for words in _STANDARD]
    return all(are_there) and len(names) == len(_STANDARD)


def sums_of_scores(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The totals of the lists of scores whose parts are all there are."""
    for scored in score_lists(paragraph):
        if scored.is_all:
            operands = tuple(operand_of(PART, part.score) for part in scored.parts)
            yield statement_of(SCORE_OF, scored.total, operands, paragraph)
