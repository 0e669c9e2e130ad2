"""A finished document against the data file that it was made from: every number that has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from generator.audit.remark import CROSS, AuditRemark, audit_rule, remark
from generator.checks.rule import level_if
from generator.checks.said_numbers import contradictions, rate_contradictions
from generator.findings.place import Level
from generator.forms.folders import OWN, Roots
from generator.ledger.control import Nameable
from generator.pipeline.checking import check
from generator.pipeline.exit_codes import CommandError
from generator.statements.sections import ANNEX
from generator.statements.statements import StatedDocument

AGAINST_RULE = audit_rule(
    "与数据文件不符", CROSS, Level.ERROR, "印出的数与数据文件算出的一致", "勾稽公式 44–58"
)


def against(document: StatedDocument, data: Path, roots: Roots = OWN) -> Iterator[AuditRemark]:
    """The numbers of a document that a data file computes otherwise. Raises CommandError where the
    data file gives no figures."""
    checked = check(data, roots)
    if checked.statement is None:
        raise CommandError(f"{data} 有错误，算不出数，不能用来核对；先运行 juesuan check {data}")
    named = Nameable(checked.statement)
    mentions = [each for each in document.document.mentions if each.section.part != ANNEX]
    rates = [each for each in document.statements if each.part != ANNEX]
    contradicting = [
        *contradictions(mentions, named, checked.statement.accounts.年度),
        *rate_contradictions(rates, named),
    ]
    for contradiction in contradicting:
        paragraph = document.document.paragraphs[contradiction.paragraph]
        number = contradiction.number
        quote = paragraph.normal.typed(max(0, number.start - 20), number.end)
        yield remark(
            AGAINST_RULE,
            paragraph.spot,
            quote,
            f"{contradiction.name}印的是 {number.text}，数据文件算出 {contradiction.right}",
            printed=number.text,
            right=contradiction.right,
            level=level_if(Level.HINT, contradiction.tail),
            tail=contradiction.tail,
            paragraph=contradiction.paragraph,
        )
