"""Grades against scores: 得分92分，等级为“良”, by the bands of the Ministry, unless a text has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from generator.audit.cross import on_mention
from generator.audit.remark import CROSS, AuditRemark, audit_rule
from generator.findings.place import Level
from generator.statements.mentions import SCORE, Mention, ReadParagraph
from generator.statements.statements import StatedDocument

GRADE_RULE = audit_rule(
    "得分等级", CROSS, Level.WARNING, "评价等级与得分一致", "公开件常见错误：前后不一致"
)
_BANDS: Mapping[str, tuple[Decimal, Decimal]] = {
    "优": (Decimal(90), Decimal(100)),
    "良": (Decimal(80), Decimal(90)),
    "中": (Decimal(60), Decimal(80)),
    "差": (Decimal(0), Decimal(60)),
}
"""90（含）–100 分为优、80（含）–90 分为良、60（含）–80 分为中、60 分以下为差（财预〔2020〕10号）."""
_OWN_BANDS = re.compile(
    r"\d{2,3}分?(?:（含）?|以上|以下|及以上)[^。；]{0,16}(?:为|属于?|评定)[“\"]?(?:优|良|中|差|合格)"
    r"|(?:优|良|中|差)[”\"]?(?:秀|好)?（\d{2}|[1-9]\d[-—~～至]\d{2,3}分?(?:（不含）)?为"
)
_GRADE = re.compile(
    r"^(?:（满分100分）)?，?(?:自评|评价|绩效|综合|评定|考核)*(?:等级|等次|档次|级别|结果|结论)?"
    r"(?:评定|评为|确定|定|属于?|被|达到)*(?:为|是|：)?[“\"]?(?P<grade>优|良|中|差)(?:秀|好)?"
    r"[”\"]?(?:等级|等次|档)?(?=[，。；）]|$)"
)
_PARTIAL = re.compile("扣|指标|满分|权重|分值|上年|去年|20\\d\\d年以前")


def grades(document: StatedDocument) -> Iterator[AuditRemark]:
    """The remarks on grades that the scores before them contradict."""
    paragraphs = document.document.paragraphs
    if any(_OWN_BANDS.search(paragraph.text) for paragraph in paragraphs):
        return
    for paragraph in paragraphs:
        for mention in paragraph.mentions:
            if mention.role == SCORE and not _PARTIAL.search(mention.label):
                yield from _graded(document, paragraph, mention)


def _graded(
    document: StatedDocument, paragraph: ReadParagraph, mention: Mention
) -> Iterator[AuditRemark]:
    """A score with the grade right behind it."""
    match = _GRADE.match(paragraph.text[mention.number.end : mention.number.end + 40])
    score = mention.number.value
    if match is None or not Decimal(0) < score <= Decimal(100) or mention.number.about:
        return
    low, high = _BANDS[match["grade"]]
    if low <= score < high or (score == high == Decimal(100)):
        return
    right = next(grade for grade, (least, _) in _BANDS.items() if score >= least)
    message = (
        f"得分 {mention.number.text}，写的等级是“{match['grade']}”；按 90、80、60 分分档应是“{right}”，"
        "用别的分档的，写明怎样分"
    )
    yield on_mention(document, mention, GRADE_RULE, message)
