"""Projects by their grades: 对6个项目开展自评，评价为“优”的5个，“良”的1个, or 5个项目自评结果为“优”，1个为“良”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.statements.mentions import Mention, ReadParagraph
from generator.statements.statement import COUNT_OF, PART, SaidStatement, operand_of, statement_of

_GRADES = "优秀?|良好?|(?<![其当])中|较差|(?<!偏)差|一般|不合格|合格"
_GRADE = re.compile(
    rf"[“”\"]?(?P<grade>{_GRADES})[“”\"]?(?:等次|等级|等)?的?(?:项目)?(?:有|共|为)?$"
)
_GRADE_BEHIND = re.compile(
    r"项目的?(?:绩效)?(?:自评|评价|评定)?(?:结果|等级|等次|结论)?(?:评定|确定)?(?:均?为|均?是|评为|被评为)"
    rf"[“\"]?(?P<grade>{_GRADES})[”\"]?(?:等次|等级|等|级)?(?=[，。；、]|$)"
)
_UNGRADED = re.compile(
    "另|其余|其他|还有|剩余|此外|等等|(?:未|没有?|不|尚|暂)(?:参|评|开展|纳入|完成|定|予)"
)
"""Words that say that some projects have no grade, or stand elsewhere."""
_COUNTED_BEHIND = re.compile("(?<!级)(?<!点)项目(?:总数|数量|共有?|共计|合计)?(?:为|有)?$")
_ALL_GRADED = re.compile(
    "(?:全部|全面|均已?)(?:组织|开展|纳入|进行|完成|实施)?了?(?:绩效)?(?:自评|评价)"
    "|(?:自评|评价)[^，。；]{0,10}100[%％]"
)
_UNITS = ("个", "家", "项")


def graded(paragraph: ReadParagraph, mentions: Sequence[Mention]) -> Iterator[SaidStatement]:
    """The grades of projects make the projects, unless some have none."""
    grades: list[Mention] = []
    totals: list[Mention] = []
    named: list[Mention] = []
    for mention in mentions:
        if mention.number.unit in _UNITS and grade_of(paragraph, mention):
            grades.append(mention)
        elif not grades and paragraph.text.startswith("项目", mention.number.end):
            totals.append(mention)
        elif not grades and _COUNTED_BEHIND.search(mention.label):
            named += [mention] * (mention.number.unit in _UNITS)
        elif not grades and named and mention.number.unit in _UNITS:
            named.clear()  # 其中8个开展自评
    names = [grade_of(paragraph, grade) for grade in grades]
    if len(grades) < 2 or len(set(names)) < len(names) or not (totals or named):
        return
    counted = sum((grade.number.value for grade in grades), Decimal(0))
    total = max(totals or named, key=lambda mention: mention.number.value)
    if any(mention.number.value == counted for mention in (*totals, *named)):
        return  # of several numbers of projects it is one that is graded
    begin, end = total.number.end, grades[0].number.start
    complete = len(totals or named) == 1 and not _UNGRADED.search(paragraph.text, begin)
    if not totals:
        # 共有项目31个: all of them only where something says so.
        complete = complete and bool(_ALL_GRADED.search(paragraph.text, begin, end))
    operands = tuple(operand_of(PART, grade) for grade in grades)
    yield statement_of(COUNT_OF, total, operands, paragraph, complete=complete)


def grade_of(paragraph: ReadParagraph, mention: Mention) -> str:
    """The grade that stands before or behind a count; "" for none."""
    match = grade_behind(paragraph, mention) or _GRADE.search(mention.label)
    if match is None:
        return ""
    return match["grade"][:1]


def grade_behind(paragraph: ReadParagraph, mention: Mention) -> re.Match[str] | None:
    """The grade behind a count of projects: 3个项目自评结果为“优”."""
    return _GRADE_BEHIND.match(paragraph.text, mention.number.end)
