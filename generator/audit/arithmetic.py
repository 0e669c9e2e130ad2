"""Every number that a sentence or a sheet computes itself: shares, changes, completions, sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

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
    ACTUAL,
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
    """The budgets of the “三公”经费 that their table prints, where they are those of the text."""
    rates = [each for each in document.statements if _is_of_three_public(each)]
    for kind, cells in (six for table in document.tables for six in sixes(table)):
        if not kind.endswith(BUDGETED):
            continue
        budgets = {
            name: Operand(PLANNED, cell.number.amount, cell.number.interval, cell.spot, cell.text)
            for name, cell in zip(SIX_ITEMS, cells, strict=True)
            if cell.number is not None
        }
        if _are_of_text(budgets, rates):
            return budgets
    return {}


def _is_of_three_public(statement: SaidStatement) -> bool:
    return statement.kind == COMPLETION_OF and statement.topic.startswith("三公")


def _are_of_text(budgets: Mapping[str, Operand], rates: Sequence[SaidStatement]) -> bool:
    """Whether the text computes with the budgets of a table, not with those of another time: what
    it says of most of them agrees. Where as much does not, the rate of all decides."""
    witnesses = [
        (each.label, _agrees(each, budgets[each.label])) for each in _judged(rates, budgets)
    ]
    agreeing = sum(agrees for _, agrees in witnesses)
    if agreeing * 2 == len(witnesses):
        return (SIX_ITEMS[0], True) in witnesses
    return agreeing * 2 > len(witnesses)


def _judged(
    rates: Sequence[SaidStatement], budgets: Mapping[str, Operand]
) -> Iterator[SaidStatement]:
    """The completions that say something of a budget: one of nothing is 0 of any."""
    for rate in rates:
        actual = rate.operand(ACTUAL)
        if rate.label in budgets and actual is not None and actual.value:
            yield rate


def _agrees(rate: SaidStatement, budget: Operand) -> bool:
    """Whether a completion names a budget, or is right with it where it names none."""
    planned = rate.operand(PLANNED)
    if planned is not None:
        return planned.value == budget.value
    verdicts = verdicts_of(replace(rate, operands=(*rate.operands, budget)))
    return budget.value > 0 and all(each.grade is Grade.TAIL for each in verdicts)


def _with_budget(statement: SaidStatement, budgets: Mapping[str, Operand]) -> SaidStatement:
    """A completion of one of the “三公”经费 with the budget of its table, where it says none."""
    budget = budgets.get(statement.label)
    is_without = statement.operand(PLANNED) is None
    if not _is_of_three_public(statement) or budget is None or not is_without:
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
