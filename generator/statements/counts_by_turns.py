"""Counts of two units side by side, and their parts by turns: 接待20批次、180人次，其中：国内接待18批次、
160人次，外宾接待2批次、20人次."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.statements.counts import AMONG, are_all, is_explanation, unit_of
from generator.statements.mentions import NUMBER, Mention, ReadParagraph
from generator.statements.statement import COUNT_OF, PART, SaidStatement, operand_of, statement_of

_ASIDE = re.compile(
    r"(?:（[^（）\d]{0,30}）)?[，、]?(?:共计?|合计|总计|累计|来宾|宾客|人员|人数|涉及|接待|参加|约)*"
)
_ENDS = re.compile("。|其中|另外?有?|此外|不含|不包括")
_MOST = 12


def counts_by_turns(paragraph: ReadParagraph) -> Iterator[SaidStatement]:
    """The counts of a paragraph that stand side by side with their parts by turns behind them."""
    mentions = [mention for mention in paragraph.mentions if mention.role == NUMBER]
    for index in range(len(mentions) - 3):
        totals = mentions[index : index + 2]
        end = totals[-1].number.end
        among = AMONG.match(paragraph.text[end : end + 40])
        beside = paragraph.text[totals[0].number.end : totals[1].number.start]
        if among is None or not _ASIDE.fullmatch(beside):
            continue
        if unit_of(totals[0]) == unit_of(totals[1]):
            continue
        begin = end + among.end()
        parts = _parts(paragraph, mentions[index + 2 : index + 2 + _MOST], begin)
        for total in totals:
            own = [part for part in parts if unit_of(part) == unit_of(total)]
            if len(own) < 2 or len(own) * 2 != len(parts):
                continue
            last = parts[-1].number.end
            is_all = (
                any(part.number.value for part in own)
                and are_all(paragraph, totals[0], parts)
                and paragraph.text[last : last + 1] != "等"
            )
            operands = tuple(operand_of(PART, part) for part in own)
            yield statement_of(COUNT_OF, total, operands, paragraph, complete=is_all)


def _parts(paragraph: ReadParagraph, behind: Sequence[Mention], begin: int) -> list[Mention]:
    """The counts of a list up to the end of the sentence, those in brackets left out."""
    parts: list[Mention] = []
    end = begin
    for mention in behind:
        between = paragraph.text[end : mention.number.start]
        if parts and is_explanation(between):
            continue
        if _ENDS.search(between):
            break
        parts.append(mention)
        end = mention.number.end
    return parts
