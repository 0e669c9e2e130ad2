"""What the audit tells of single sentences under the headings of an explanation."""

from __future__ import annotations

from generator.audit.audit import audit
from generator.extracting.content import Extract, ExtractedParagraph, Spot
from generator.findings.place import Level

HEAD = ("某局2024年度部门决算", "第三部分 2024年度部门决算情况说明")
OVERALL = "一、收入支出决算总体情况说明"
OUTLAY = "三、支出决算情况说明"
STRUCTURE = "（二）一般公共预算财政拨款支出决算结构情况"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
PURCHASES = "四、政府采购支出情况"
THREE = "七、一般公共预算财政拨款“三公”经费支出决算情况说明"


def graver(heading: str, sentence: str) -> list[str]:
    """The rules and messages of what is told of a sentence under a heading, no hints."""
    lines = (*HEAD, heading, sentence)
    paragraphs = (ExtractedParagraph(line, Spot(n)) for n, line in enumerate(lines, 1))
    remarks = audit(Extract(tuple(paragraphs))).remarks
    return [f"{item.rule}：{item.message}" for item in remarks if item.level is not Level.HINT]
