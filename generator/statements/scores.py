"""Scores in a report: a heading's score is the sum of those below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.statements.mentions import SCORE, Mention, ReadParagraph
from generator.statements.reading import ReadDocument
from generator.statements.score_lists import sums_of_scores
from generator.statements.sections import ANNEX
from generator.statements.statement import PART, SCORE_OF, SaidStatement, operand_of, statement_of

_LEVELS = (
    re.compile(r"^[一二三四五六七八九十]、"),
    re.compile(r"^（[一二三四五六七八九十]{1,2}）"),
    re.compile(r"^\d{1,2}[.．、]"),
    re.compile(r"^[一二三四五六七八九十]是"),
)
_WHOLE = re.compile(r"(?:合计|总计|共计|综合|自评总?|评价总?|总)(?:得分|评分|分)")


def scores_of(document: ReadDocument) -> Iterator[SaidStatement]:
    """The scores of the reports that are sums of scores below them."""
    scored = [
        (paragraph, level, scores[0])
        for paragraph in document.paragraphs
        if paragraph.section.part == ANNEX
        and (level := _level(paragraph)) is not None
        and (scores := [m for m in paragraph.mentions if m.role == SCORE])
    ]
    for index, (paragraph, level, total) in enumerate(scored):
        parts = _below(scored[index + 1 :], level)
        if len(parts) > 1 and _WHOLE.search(total.label + "得分"):
            yield statement_of(
                SCORE_OF, total, tuple(operand_of(PART, part) for part in parts), paragraph
            )
    yield from _whole(document, scored)
    for paragraph in document.paragraphs:
        listed = list(sums_of_scores(paragraph))
        yield from listed or _within(paragraph)


_AMONG = re.compile(r"^(?:，|。|；)?其中[：，]?")


def _within(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """合计得分38分，其中：甲得分14分，乙得分24分: of one sentence."""
    scores = [mention for mention in paragraph.mentions if mention.role == SCORE]
    for index, total in enumerate(scores):
        end = total.number.end
        if not _WHOLE.search(f"{total.label}得分") or not _AMONG.match(
            paragraph.text[end : end + 6]
        ):
            continue
        parts = []
        for mention in scores[index + 1 :]:
            # 自评得分92分。其中，甲得分38分；乙得分54分: the list is a sentence of its own.
            sentence = total.sentence + paragraph.text.startswith("。", end)
            if mention.sentence != sentence or _WHOLE.search(f"{mention.label}得分"):
                break
            if not _is_deeper(paragraph.text[end : mention.number.start]):
                parts.append(mention)
        if len(parts) > 1:
            operands = tuple(operand_of(PART, part) for part in parts)
            yield statement_of(SCORE_OF, total, operands, paragraph)
        return


def _is_deeper(text: str) -> bool:
    """Whether a bracket is open at the end of a text: what follows is part of a part."""
    return text.count("（") > text.count("）")


def _level(paragraph: ReadParagraph) -> int | None:
    for level, pattern in enumerate(_LEVELS):
        if pattern.match(paragraph.text):
            return level
    return None


def _below(scored: Sequence[tuple[ReadParagraph, int, Mention]], level: int) -> list[Mention]:
    """The scores of the next lower level that stand below a heading."""
    below: list[tuple[int, Mention]] = []
    for _, deeper, mention in scored:
        if deeper <= level:
            break
        below.append((deeper, mention))
    if not below:
        return []
    next_level = min(deeper for deeper, _ in below)
    return [mention for deeper, mention in below if deeper == next_level]


def _whole(
    document: ReadDocument, scored: Sequence[tuple[ReadParagraph, int, Mention]]
) -> Iterator[SaidStatement]:
    """自评得分96.15分: the sum of what the parts of the analysis have."""
    tops = [
        mention
        for paragraph, level, mention in scored
        if level == 1 and "合计得分" in paragraph.text and not _concludes(paragraph)
    ]
    if len(tops) < 2:
        return
    for paragraph in document.paragraphs:
        if _concludes(paragraph):
            for mention in paragraph.mentions:
                if mention.role == SCORE and "自评得分" in mention.label:
                    operands = tuple(operand_of(PART, top) for top in tops)
                    yield statement_of(SCORE_OF, mention, operands, paragraph)
                    break


def _concludes(paragraph: ReadParagraph) -> bool:
    of_all = paragraph.section.topic == "绩效" and "部门" in paragraph.text
    return "自评得分" in paragraph.text and ("评价结论" in paragraph.text[:12] or of_all)
