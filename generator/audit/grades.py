"""Grades against scores: 得分92分，等级为“良”, by the bands of the Ministry, unless a text has
its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.audit.cross import on_mention
from generator.audit.remark import CROSS, AuditRemark, audit_rule
from generator.findings.place import Level
from generator.statements.mentions import SCORE, Mention, ReadParagraph
from generator.statements.printed_numbers import POINTS
from generator.statements.statements import StatedDocument

GRADE_RULE = audit_rule(
    "得分等级", CROSS, Level.WARNING, "评价等级与得分一致", "公开件常见错误：前后不一致"
)
SCORE_RULE = audit_rule(
    "自评得分", CROSS, Level.WARNING, "文中的自评得分与自评表一致", "公开件常见错误：前后不一致"
)
_BANDS: Mapping[str, tuple[Decimal, Decimal]] = {
    "优": (Decimal(90), Decimal(100)),
    "良": (Decimal(80), Decimal(90)),
    "中": (Decimal(60), Decimal(80)),
    "差": (Decimal(0), Decimal(60)),
}
"""90（含）–100 分为优、80（含）–90 分为良、60（含）–80 分为中、60
分以下为差（财预〔2020〕10号）."""
_OWN_BANDS = re.compile(
    r"\d{2,3}分?(?:（含）?|以上|以下|及以上)[^。；]{0,16}(?:为|属于?|评定)[“\"]?(?:优|良|中|差|合格)"
    r"|(?:优|良|中|差)[”\"]?(?:秀|好)?（\d{2}|[1-9]\d[-—~～至]\d{2,3}分?(?:（不含）)?为"
)
_GRADE = re.compile(
    r"^(?:（满分100分）)?，?(?:自评|评价|绩效|综合|评定|考核)*(?:等级|等次|档次|级别|结果|结论)?"
    r"(?:评定|评为|确定|定|属于?|被|达到)*(?:为|是|：)?[“\"]?(?P<grade>优|良|中|差)(?:秀|好)?"
    r"[”\"]?(?:等级|等次|档)?(?=[，。；）]|$)"
)
_SAYS_GRADE = re.compile("等|级|档|结果|结论|评|定")
_WHOLE = re.compile(
    r"(?:自评|总得分|总评分|总分|总评|整体[^，、]{0,12}|综合(?:绩效)?(?:评价|评定)?)"
    r"(?:得分|评分|分值?|为|是|：)*$"
)
_OF_HUNDRED = re.compile("(?:满分|总分)[^，。；]{0,6}?100分|百分制|100分制")
_PART = re.compile(
    "(?:投入|决策|过程|产出|效益|效果|效率|效能|履职|管理|执行率?|满意度|成本|质量|时效|数量|"
    "履行|可持续\\w*)"
    "(?:情况|方面|部分|类|维度|绩效)?(?:自评|评价)?(?:得分|评分)?(?:为|是|：)?$"
)
"""A score of one of the parts that make a whole has a full mark of its own."""
_OWN_MARK = re.compile(r"(?:满分|总分值|分值)(?:为|是|：)?(?!100分)\d{1,3}分|(?!100)\d{2,3}分制")
_LOWEST, _FULL_MARK = Decimal(60), Decimal(100)
_PARTIAL = re.compile("扣|指标|满分|权重|分值|上年|去年|20\\d\\d年以前")


def grades(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on scores: grades that they contradict, and the sheets that say others."""
    yield from _of_sheets(document)
    paragraphs = document.document.paragraphs
    if any(_OWN_BANDS.search(paragraph.text) for paragraph in paragraphs):
        return
    for paragraph in paragraphs:
        for mention in paragraph.mentions:
            if mention.role == SCORE and not _PARTIAL.search(mention.label):
                yield from _graded(document, paragraph, mention)


_OF_WHOLE = re.compile("自评|综合|总|评价")
_SHORTEST = 4
"""A project whose name is shorter is named by chance."""


def _of_sheets(document: StatedDocument) -> Iterator[AuditRemark]:
    """“甲”项目自评得分95分, whose sheet says another score."""
    scored = {
        sheet.project: sheet.total[-1]
        for sheet in document.sheets
        if len(sheet.project) >= _SHORTEST and len(sheet.total) > 1
    }
    names = Counter(sheet.project for sheet in document.sheets)
    for paragraph in document.document.paragraphs:
        named = [name for name in scored if name in paragraph.text and names[name] == 1]
        scores = [each for each in paragraph.mentions if each.role == SCORE]
        if len(named) != 1 or len(scores) != 1 or _PARTIAL.search(scores[0].label):
            continue
        score, cell = scores[0], scored[named[0]]
        name_ends = paragraph.text.find(named[0]) + len(named[0])
        between = paragraph.text[name_ends : score.number.start]
        is_of_it = 0 <= len(between) <= _REACH and "。" not in between
        if not is_of_it or not _OF_WHOLE.search(between) or cell.number is None:
            continue
        if score.number.value != cell.number.value and score.number.kind == POINTS:
            where = document.places.name(cell.spot)
            message = (
                f"“{named[0]}”的自评得分这里是 {score.number.text}，它的自评表（{where}）是 "
                f"{cell.text}"
            )
            yield on_mention(document, score, SCORE_RULE, message)


_REACH = 40


def _sentence(paragraph: ReadParagraph, mention: Mention) -> str:
    start, end = mention.number.start, mention.number.end
    before = paragraph.text[max(0, start - _REACH * 2) : start]
    behind = paragraph.text[end : end + _REACH]
    return f"{before.rpartition('。')[2]}{mention.number.text}{behind.partition('。')[0]}"


def _graded(
    document: StatedDocument, paragraph: ReadParagraph, mention: Mention
) -> Iterator[AuditRemark]:
    """A score with the grade right behind it."""
    end, score = mention.number.end, mention.number.value
    match = _GRADE.match(paragraph.text[end : end + _REACH])
    if match is None or not _SAYS_GRADE.search(match[0]) or mention.number.about:
        return
    if not _is_of_hundred(paragraph, mention, end + match.end()):
        return
    low, high = _BANDS[match["grade"]]
    if low <= score < high or (score == high == _FULL_MARK):
        return
    right = next(grade for grade, (least, _) in _BANDS.items() if score >= least)
    message = (
        f"得分 {mention.number.text}，写的等级是“{match['grade']}”；"
        f"按 90、80、60 分分档应是“{right}”，用别的分档的，写明怎样分"
    )
    yield on_mention(document, mention, GRADE_RULE, message)


def _is_of_hundred(paragraph: ReadParagraph, mention: Mention, end: int) -> bool:
    """Whether the full mark of a score is 100: its sentence says so, or it is the score of a whole,
    or of nothing that is known for a part (预算执行得分10分，评价良好) and not low. ``end`` is where
    its grade ends."""
    score, label = mention.number.value, mention.label
    clause = max(paragraph.text.rfind(sign, 0, mention.number.start) for sign in "，；。") + 1
    if not Decimal(0) < score <= _FULL_MARK or _OWN_MARK.search(paragraph.text[clause:end]):
        return False
    if _OF_HUNDRED.search(_sentence(paragraph, mention)):
        return True
    return not _PART.search(label) and (score >= _LOWEST or bool(_WHOLE.search(label)))
