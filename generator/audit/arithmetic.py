"""Every number that a sentence or a sheet computes itself: shares, changes, completions, sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.audit.guesses import guess_of
from generator.audit.remark import (
    ARITHMETIC,
    CROSS,
    Agreement,
    AuditItem,
    AuditRemark,
    AuditRule,
    audit_rule,
    remark,
)
from generator.audit.three_public import BUDGETED, SIX_ITEMS, sixes
from generator.findings.place import Level
from generator.statements.relations_of_statements import relation_of
from generator.statements.statement import (
    CHANGE_OF,
    COMPLETION_OF,
    COUNT_OF,
    DIFFERENCE_OF,
    LISTED,
    PLANNED,
    PRICE_OF,
    RATE_OF,
    SCORE_OF,
    SHARE,
    SHARES,
    TOTAL,
    WHOLE,
    Operand,
    SaidStatement,
)
from generator.statements.statements import StatedDocument
from generator.statements.verdicts import Grade, Verdict, verdicts_of

_SOURCE = "公开件常见错误：算错"
_ZERO = audit_rule("上年为零", ARITHMETIC, Level.WARNING, "上年为 0 的不写增减率", _SOURCE)
SCORES_RULE = audit_rule("得分合计", CROSS, Level.WARNING, "各项得分相加等于合计得分", _SOURCE)
_RULES: Mapping[str, AuditRule] = {
    SHARE: audit_rule("占比", ARITHMETIC, Level.ERROR, "占比等于部分除以总数", _SOURCE),
    RATE_OF: audit_rule("增减率", ARITHMETIC, Level.ERROR, "增减率等于增减额除以上年数", _SOURCE),
    CHANGE_OF: audit_rule("增减额", ARITHMETIC, Level.ERROR, "增减额等于本年数减上年数", _SOURCE),
    COMPLETION_OF: audit_rule(
        "完成率", ARITHMETIC, Level.ERROR, "完成率等于决算数除以预算数", _SOURCE
    ),
    TOTAL: audit_rule("合计", CROSS, Level.ERROR, "各部分相加等于合计", "勾稽公式 44–58"),
    SHARES: audit_rule("占比之和", ARITHMETIC, Level.ERROR, "各项占比之和是 100%", _SOURCE),
    COUNT_OF: audit_rule("数量之和", CROSS, Level.ERROR, "各类数量相加等于总数", "勾稽公式 59"),
    LISTED: audit_rule("列举个数", CROSS, Level.WARNING, "列出来的个数与写的个数一致", _SOURCE),
    PRICE_OF: audit_rule("单价", ARITHMETIC, Level.WARNING, "单价乘数量等于总价", _SOURCE),
    DIFFERENCE_OF: audit_rule(
        "预决算差异率",
        ARITHMETIC,
        Level.ERROR,
        "预决算差异率等于决算数减预算数，除以预算数",
        _SOURCE,
    ),
    SCORE_OF: audit_rule("得分", ARITHMETIC, Level.WARNING, "得分等于执行率乘权重", _SOURCE),
}


def arithmetic(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of every statement that computes something itself."""
    totals: set[tuple[str, str]] = set()
    budgets = _budgets(document)
    for as_read in document.statements:
        if as_read.kind not in _RULES:
            continue
        statement = _with_budget(as_read, budgets)
        verdicts = list(verdicts_of(statement))
        relation = relation_of(statement)
        if relation is not None and all(each.grade is Grade.TAIL for each in verdicts):
            yield Agreement(relation)
        for verdict in verdicts:
            if statement.kind == SHARES and _told(statement, document):
                continue  # the share that is wrong has been told
            if statement.kind == TOTAL:
                # One total stands in several places: its parts are wrong once.
                if (statement.label, verdict.right) in totals:
                    continue
                totals.add((statement.label, verdict.right))
            yield _remark(verdict, document)


def _remark(verdict: Verdict, document: StatedDocument) -> AuditRemark:
    statement = verdict.statement
    rule = _RULES[statement.kind]
    if verdict.undefined:
        rule = _ZERO
    elif (
        statement.kind == SCORE_OF and statement.operand(WHOLE) is None and statement.paragraph >= 0
    ):
        rule = SCORES_RULE
    level = rule.level
    if verdict.grade is Grade.TAIL:
        level = Level.HINT
    elif verdict.grade in (Grade.SLIGHT, Grade.OPEN) and level is Level.ERROR:
        level = Level.WARNING
    return remark(
        rule,
        statement.spot,
        statement.quote,
        verdict.message,
        printed=verdict.printed,
        right=verdict.right,
        guess=guess_of(verdict, document),
        level=level,
        paragraph=statement.paragraph,
        tail=verdict.grade is Grade.TAIL,
        relation=relation_of(statement),
    )


def _budgets(document: StatedDocument) -> Mapping[str, Operand]:
    """The budgets of the “三公”经费 that their table prints, where its whole is that of the
    text."""
    for table in document.tables:
        cells = dict(sixes(table)).get(BUDGETED)
        if cells is None:
            continue
        budgets = {
            name: Operand(PLANNED, cell.number.amount, cell.number.interval, cell.spot, cell.text)
            for name, cell in zip(SIX_ITEMS, cells, strict=True)
            if cell.number is not None
        }
        of_three = budgets.get(SIX_ITEMS[0])
        in_text = {
            operand.value
            for statement in document.statements
            if statement.kind == COMPLETION_OF and statement.label == SIX_ITEMS[0]
            for operand in statement.all(PLANNED)
        }
        if of_three is not None and in_text == {of_three.value}:
            return budgets
    return {}


def _with_budget(statement: SaidStatement, budgets: Mapping[str, Operand]) -> SaidStatement:
    """A completion of one of the “三公”经费 with the budget of its table, where it says none."""
    budget = budgets.get(statement.label)
    of_three = statement.kind == COMPLETION_OF and statement.topic.startswith("三公")
    if not of_three or budget is None or statement.operand(PLANNED) is not None:
        return statement
    return replace(statement, operands=(*statement.operands, budget))


def _told(statement: SaidStatement, document: StatedDocument) -> bool:
    """Whether a share of the list is wrong by itself."""
    texts = {operand.text for operand in statement.operands}
    return any(
        share.kind == SHARE
        and share.printed.text in texts
        and any(verdict.grade is not Grade.TAIL for verdict in verdicts_of(share))
        for share in document.by_paragraph.get(statement.paragraph, ())
    )
