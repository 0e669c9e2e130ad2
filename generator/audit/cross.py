"""What two places say of one thing: the same figure, totals that follow from completions, and
parts that are larger than their whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from generator.audit.remark import (
    CROSS,
    Agreement,
    AuditItem,
    AuditRemark,
    AuditRule,
    audit_rule,
    remark,
)
from generator.checks.rule import level_if
from generator.findings.place import Level
from generator.ledger.figure import round_half_up
from generator.ledger.interval import Interval
from generator.ledger.part_and_whole import PARTS_AND_WHOLES
from generator.statements.intervals import HUNDRED, added, divided, percent
from generator.statements.mentions import ITEM, Mention
from generator.statements.printed_numbers import BARE, COUNT, SaidNumber, shown
from generator.statements.relation import ADDED_UP, ANYTHING, OVERALL, Relation, term_of
from generator.statements.relations_of_statements import last_years, relation_of, term_of_operand
from generator.statements.sections import ANNEX
from generator.statements.statement import (
    ACTUAL,
    COMPLETION_OF,
    ELSEWHERE,
    LAST_YEAR,
    RATE_OF,
    SAME,
    Operand,
    SaidStatement,
)
from generator.statements.statements import StatedDocument

_SOURCE = "公开件常见错误：前后不一致"
SAME_RULE = audit_rule("同一个数", CROSS, Level.ERROR, "同一个数各处写的一样", _SOURCE)
ALIKE_RULE = audit_rule("相关的数", CROSS, Level.HINT, "应该相同的两个数相同", _SOURCE)
OVERALL_RULE = audit_rule(
    "总完成率", CROSS, Level.ERROR, "总完成率与各项完成率能够同时成立", _SOURCE
)
LARGER_RULE = audit_rule("部分大于总数", CROSS, Level.ERROR, "部分不大于总数", _SOURCE)
LAST_RULE = audit_rule("上年数", CROSS, Level.HINT, "各处推得的上年数一致", _SOURCE)


_TAIL = Decimal("0.02")


def cross(document: StatedDocument) -> Iterator[AuditItem]:
    """What is said of figures that stand in several places."""
    yield from _same(document)
    yield from _same_completion(document)
    yield from _overall(document)
    yield from _larger(document)
    yield from _last_years(document)


def _same(document: StatedDocument) -> Iterator[AuditItem]:
    last_years = _left_for_last_year(document)
    for statement in document.statements:
        if statement.kind != SAME:
            continue
        elsewhere = statement.operand(ELSEWHERE)
        relation = relation_of(statement)
        agrees = elsewhere is not None and elsewhere.value == statement.printed.amount
        if agrees and relation is not None:
            yield Agreement(relation)
        if (
            elsewhere is None
            or elsewhere.value == statement.printed.amount
            or statement.printed.about
            # Said in another unit, or with other decimals, it may be the same amount.
            or _of_other_precision(statement.printed, elsewhere)
        ):
            continue
        difference = abs(elsewhere.value - statement.printed.amount)
        there = document.places.beside(elsewhere.spot, statement.spot)
        left, right = statement.label, ""
        if not left.startswith(ITEM):
            left, _, right = left.partition("/")
        is_tail = difference <= _TAIL and statement.printed.decimals > 0
        if right:
            if is_tail:
                message = (
                    f"{_plain(left)}是 {statement.printed.text}，{_plain(right)}是 {elsewhere.text}"
                    f"（{there}），差 {shown(difference)}，应相同"
                )
                yield _said(statement, ALIKE_RULE, message, elsewhere.text, Level.HINT, tail=True)
            continue
        if elsewhere.spot == statement.spot:
            there = "同一段前面"
        message = f"{_plain(left)}这里是 {statement.printed.text}，{there}是 {elsewhere.text}"
        if is_tail:
            message = f"{message}，可能是尾差"
            yield _said(statement, SAME_RULE, message, elsewhere.text, Level.HINT, tail=True)
        else:
            level = level_if(Level.WARNING, statement.part == ANNEX)
            is_last_years = (statement.label, statement.printed.amount) in last_years
            guess = "正好是上年的数" if is_last_years else ""
            level = Level.ERROR if guess else level
            yield _said(statement, SAME_RULE, message, elsewhere.text, level, guess)


_OF_BUDGET = re.compile("年初|全年|调整")


def _same_completion(document: StatedDocument) -> Iterator[AuditItem]:
    """The completion of one of the “三公”经费, said in several places."""
    first: dict[tuple[str, str], SaidStatement] = {}
    for rate in document.statements:
        if rate.kind != COMPLETION_OF or not rate.topic.startswith("三公"):
            continue
        of_budget = "".join(_OF_BUDGET.findall(rate.quote)[:1])
        earlier = first.setdefault((rate.label, of_budget), rate)
        actual, before = rate.operand(ACTUAL), earlier.operand(ACTUAL)
        alike = actual is not None and before is not None and actual.value == before.value
        if not alike or earlier is rate:
            continue
        terms = (
            term_of(rate.printed, rate.spot, rate.paragraph),
            term_of(earlier.printed, earlier.spot, earlier.paragraph, -1),
        )
        relation = Relation(ADDED_UP, terms)
        if rate.printed.interval.meets(earlier.printed.interval):
            yield Agreement(relation)
            continue
        message = (
            f"{_plain(rate.label)}的完成率这里是 {rate.printed.text}，"
            f"{document.places.beside(earlier.spot, rate.spot)}是 {earlier.printed.text}"
        )
        yield _said(rate, SAME_RULE, message, earlier.printed.text, relation=relation)


def _of_other_precision(printed: SaidNumber, elsewhere: Operand) -> bool:
    """Whether two numbers that are not rounded alike may be one amount: their intervals meet."""
    widths = [each.high - each.low for each in (printed.interval, elsewhere.interval)]
    return widths[0] != widths[1] and printed.interval.meets(elsewhere.interval)


def _left_for_last_year(document: StatedDocument) -> set[tuple[str, Decimal]]:
    """What the rates of the text leave for last year: name and value."""
    rates = (each for each in document.statements if each.kind == RATE_OF)
    lasts = ((rate.label, rate.operand(LAST_YEAR)) for rate in rates)
    return {(label, last.value) for label, last in lasts if last is not None and last.value}


def _plain(name: str) -> str:
    return name.removeprefix("类:").removeprefix(ITEM).rpartition("/")[2]


def _said(
    statement: SaidStatement,
    rule: AuditRule,
    message: str,
    right: str,
    level: Level | None = None,
    guess: str = "",
    *,
    tail: bool = False,
    relation: Relation | None = None,
) -> AuditRemark:
    return remark(
        rule,
        statement.spot,
        statement.quote,
        message,
        printed=statement.printed.text,
        right=right,
        level=level,
        guess=guess,
        paragraph=statement.paragraph,
        tail=tail,
        relation=relation or relation_of(statement),
    )


# --- Completion of the whole against that of its parts ---


def _overall(document: StatedDocument) -> Iterator[AuditRemark]:
    """The budgets that the parts leave open, added up, leave the whole's rate open."""
    by_topic: Mapping[str, Sequence[str]] = {
        "具体": (),
        "三公总体": ("因公出国（境）费", "公务用车购置及运行维护费", "公务接待费"),
    }
    rates = [item for item in document.statements if item.kind == COMPLETION_OF]
    for topic, names in by_topic.items():
        whole = next((rate for rate in rates if _is_whole(rate, topic)), None)
        if whole is None:
            continue
        parts = [rate for rate in rates if _is_part(rate, topic, names)]
        remark_ = _against(whole, parts, len(names))
        if remark_ is not None:
            yield remark_


def _is_whole(rate: SaidStatement, topic: str) -> bool:
    wanted = "三公经费" if topic == "三公总体" else "一般公共预算财政拨款支出"
    return rate.label == wanted and rate.topic in (topic, "三公")


def _is_part(rate: SaidStatement, topic: str, names: Sequence[str]) -> bool:
    if names:
        return rate.label in names and rate.topic in ("三公具体", "三公")
    return rate.topic == topic and rate.label.startswith(ITEM)


def _against(
    whole: SaidStatement, parts: Sequence[SaidStatement], wanted: int
) -> AuditRemark | None:
    """A remark where the completion of all is none that those of its parts leave open; ``wanted``
    parts there have to be, as far as that is known."""
    actual = whole.operand(ACTUAL)
    outlays = [spent for part in parts if (spent := part.operand(ACTUAL)) is not None]
    budgets = _budgets_of(parts)
    if actual is None or budgets is None:
        return None
    if len(outlays) < 2 or (wanted and len(outlays) < wanted):
        return None
    if abs(sum((outlay.value for outlay in outlays), Decimal(0)) - actual.value) > _TAIL * 5:
        return None  # told as a sum
    total = added(budgets)
    open_to = percent(actual.interval, total)
    if open_to is None or whole.printed.interval.meets(open_to):
        return None
    has_unknown = len(budgets) < len(parts)
    if has_unknown and whole.printed.interval.low <= open_to.high:
        return None  # a larger budget makes a smaller rate
    middle = (total.low + total.high) / 2
    right = round_half_up(actual.value * HUNDRED / middle, whole.printed.decimals)
    message = (
        f"按各项完成率倒推，预算合计约 {round_half_up(middle, 2)}万元，总完成率应是 {right}%，"
        f"印的是 {whole.printed.text}"
    )
    return remark(
        OVERALL_RULE,
        whole.spot,
        whole.quote,
        message,
        printed=whole.printed.text,
        right=f"{right}%",
        paragraph=whole.paragraph,
        relation=None if has_unknown else _of_all(whole, parts),
    )


def _budgets_of(parts: Sequence[SaidStatement]) -> list[Interval] | None:
    """What completions leave open for the budgets of their outlays, without those of which nothing
    was spent, since nothing says them; None where one may be anything."""
    budgets: list[Interval] = []
    for part in parts:
        spent = part.operand(ACTUAL)
        if spent is None:
            return None
        if spent.value == 0 and part.printed.value == 0:
            continue
        budget = divided(spent.interval, part.printed.interval)
        if budget is None:
            return None
        budgets.append(budget)
    return budgets


def _of_all(whole: SaidStatement, parts: Sequence[SaidStatement]) -> Relation:
    """The completion of the whole and those of its parts as a relation."""
    terms = []
    for each in (whole, *parts):
        spent = each.operand(ACTUAL)
        terms.append(term_of(each.printed, each.spot, each.paragraph))
        if spent is not None:
            terms.append(term_of_operand(spent))
    return Relation(OVERALL, tuple(terms))


# --- Parts and wholes, last years ---


def _larger(document: StatedDocument) -> Iterator[AuditRemark]:
    larger: set[str] = set()
    for part_name, whole_name in PARTS_AND_WHOLES:
        part, whole = document.figures.first(part_name), document.figures.first(whole_name)
        if part is None or whole is None or part_name in larger:
            continue
        if _is_income_alone(document, whole):
            continue
        if part.number.interval.low > whole.number.interval.high:
            larger.add(part_name)
            there = document.places.beside(whole.spot, part.spot)
            message = f"{part_name}{part.number.text}大于{whole_name}{whole.number.text}（{there}）"
            # The cars of one list may be those of the unit alone, of the other those of all.
            level = level_if(Level.WARNING, part.number.kind == COUNT)
            terms = (
                term_of(part.number, part.spot, part.paragraph),
                term_of(whole.number, whole.spot, whole.paragraph, -1),
            )
            relation = Relation(ADDED_UP, terms, -ANYTHING)
            yield on_mention(document, part, LARGER_RULE, message, level, relation)


_INCOME = re.compile("收入?(?:决算)?(?:总计|总额|总数|合计)?(?:数)?(?:各|均|共)*(?:为|是|：)?$")
_OUTLAY = re.compile("[，、；]?(?:本年)?支")


def _is_income_alone(document: StatedDocument, whole: Mention) -> bool:
    """Whether a total of income and outlay is that of the income alone, or one of two numbers: the
    outlay may be another."""
    after = document.document.paragraphs[whole.paragraph].text[whole.number.end :]
    if whole.number.kind == BARE:
        return True
    return bool(_INCOME.search(whole.label)) and not _OUTLAY.match(after)


def on_mention(
    document: StatedDocument,
    mention: Mention,
    rule: AuditRule,
    message: str,
    level: Level | None = None,
    relation: Relation | None = None,
) -> AuditRemark:
    """A remark on a number of the text, with the words before it."""
    paragraph = document.document.paragraphs[mention.paragraph]
    start = max(0, mention.number.start - 20)
    return remark(
        rule,
        mention.spot,
        paragraph.normal.typed(start, mention.number.end),
        message,
        printed=mention.number.text,
        level=level,
        paragraph=mention.paragraph,
        relation=relation,
    )


_REACH = 160
_COMPARED = re.compile(r"(?:较|比|与|同|和)(?:(?P<year>20\d\d)年|(?:上|去|前)一?年)")
_TWO_BACK = re.compile(r"(?:较|比|与|同|和)前年")


def _compared_year(document: StatedDocument, rate: SaidStatement) -> int:
    """The year that a rate of change is held against, as its sentence says it: the last named
    before it."""
    if rate.paragraph < 0:
        return 0
    text = document.document.paragraphs[rate.paragraph].text
    start = rate.printed.start
    reach = max(0, start - _REACH)
    begin = max(reach, *(text.rfind(sign, reach, start) + 1 for sign in "。！？"))
    named = list(_COMPARED.finditer(text, begin, start))
    if not named:
        return document.year - 1
    if _TWO_BACK.match(named[-1][0]):
        return document.year - 2
    return int(named[-1]["year"] or document.year - 1)


def _last_years(document: StatedDocument) -> Iterator[AuditItem]:
    """Last year's amount of one figure, as several sentences leave it open."""
    places: dict[tuple[str, int], SaidStatement] = {}
    for rate in document.statements:
        last = rate.operand(LAST_YEAR) if rate.kind == RATE_OF else None
        if last is None or rate.part == ANNEX or not rate.label:
            continue
        # A text may compare with several earlier years; each is a year of its own.
        earlier = places.setdefault((rate.label, _compared_year(document, rate)), rate)
        before = earlier.operand(LAST_YEAR)
        if before is None or earlier is rate:
            continue
        relation = last_years(rate, earlier)
        if before.interval.meets(last.interval):
            if relation is not None:
                yield Agreement(relation)
            continue
        message = (
            f"{_plain(rate.label)}：这里推得上年 {shown(last.value)}万元，"
            f"{document.places.beside(earlier.spot, rate.spot)}推得 {shown(before.value)}万元"
        )
        yield remark(
            LAST_RULE, rate.spot, rate.quote, message, paragraph=rate.paragraph, relation=relation
        )
