"""How a wrong number may have come about: said only where trying it out gives exactly the printed
value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from generator.audit.opposites import by_the_right_word
from generator.ledger.figure import round_half_up
from generator.statements.intervals import HUNDRED, cut
from generator.statements.printed_numbers import SaidNumber, shown
from generator.statements.statement import (
    ACTUAL,
    CHANGE_BY,
    CHANGE_OF,
    COMPLETION_OF,
    LAST_YEAR,
    NOW,
    PART,
    PLANNED,
    RATE_OF,
    SCORE_OF,
    SHARE,
    TOTAL,
    WHOLE,
    SaidStatement,
)
from generator.statements.statements import StatedDocument, position_of
from generator.statements.verdicts import Grade, Verdict

_TOTALS = (
    "本年收入合计",
    "本年支出合计",
    "收支总计",
    "财政拨款收支总计",
    "一般公共预算财政拨款支出",
    "本年财政拨款收入",
    "一般公共预算财政拨款基本支出",
    "三公经费",
)
_MOST_PLACES = 50
"""So many places that say a figure are tried for what a rate was computed from."""
CUT = "截去了末位，没有四舍五入"


def guess_of(verdict: Verdict, document: StatedDocument) -> str:
    """How the printed number of a verdict may have come about; "" where nothing gives it."""
    statement = verdict.statement
    if verdict.undefined:
        return ""
    if verdict.grade is Grade.TAIL:
        cut_off = statement.kind == SCORE_OF and statement.printed.value < verdict.value
        if cut_off:
            return CUT
        return ""
    if statement.kind in (SHARE, COMPLETION_OF):
        return _of_share(statement, verdict.value, document)
    if statement.kind == RATE_OF:
        return _of_rate(statement, verdict.value, document)
    if statement.kind == TOTAL and _is_elsewhere(statement, document):
        return _of_part(verdict, document)
    if statement.kind in (TOTAL, CHANGE_OF):
        return of_value(statement.printed, verdict.value)
    return ""


def _is_elsewhere(statement: SaidStatement, document: StatedDocument) -> bool:
    """Whether another place prints the same total: then it is not the one that is wrong."""
    printed = statement.printed.amount
    return printed in document.amounts_in_tables or document.figures.is_said_outside(
        statement.label, printed, statement.paragraph
    )


def _of_part(verdict: Verdict, document: StatedDocument) -> str:
    """The part of a wrong sum that another place prints so that the sum is right."""
    over = verdict.value - abs(verdict.statement.printed.amount)
    for part in verdict.statement.all(PART):
        wanted = part.value - over
        if wanted > 0 and wanted in document.amounts:
            return f"像是 {part.text} 写错了，{shown(wanted)} 在别处印着"
    return ""


def _totals(document: StatedDocument) -> Iterator[tuple[str, Decimal]]:
    """The totals of the document, those with one value once."""
    values: set[Decimal] = set()
    for name in _TOTALS:
        mention = document.figures.first(name)
        if mention is not None and mention.number.amount not in values:
            values.add(mention.number.amount)
            yield name, mention.number.amount


def _of_share(statement: SaidStatement, right: Decimal, document: StatedDocument) -> str:
    """Why a share or a completion may be wrong."""
    printed = statement.printed
    part = statement.operand(PART) or statement.operand(ACTUAL)
    total = statement.operand(WHOLE) or statement.operand(PLANNED)
    if statement.kind == SHARE and position_of(statement) in document.shares_of_hundred:
        return "各项正好凑成 100%，像是为了凑足改的"
    if part is not None and total is not None and total.value:
        if cut(part.value * HUNDRED / total.value, printed.decimals) == printed.value:
            return CUT
        if statement.kind == COMPLETION_OF:
            for mention in islice(document.figures.all(statement.label), _MOST_PLACES):
                value = mention.number.amount
                right = value * HUNDRED / total.value
                if value != part.value and round_half_up(right, printed.decimals) == printed.value:
                    where = document.places.beside(mention.spot, statement.spot)
                    return f"按 {mention.number.text}（{where}）算，正好是 {printed.text}"
        for name, value in _totals(document):
            if not value or value in (total.value, part.value) or not printed.value:
                continue
            if round_half_up(part.value * HUNDRED / value, printed.decimals) == printed.value:
                return f"按“{name}”{shown(value)}万元作分母，正好是 {printed.text}"
    return _typed(printed.value, right)


def _of_rate(statement: SaidStatement, right: Decimal, document: StatedDocument) -> str:
    """Why a rate of change may be wrong."""
    printed = statement.printed
    change, now, last = (statement.operand(role) for role in (CHANGE_BY, NOW, LAST_YEAR))
    decimals = printed.decimals
    if last is not None and last.value > 0:
        moved = change.value if change is not None else None
        if moved is None and now is not None:
            moved = abs(now.value - last.value)
        if moved is not None and cut(moved * HUNDRED / last.value, decimals) == printed.value:
            return CUT
        for name, value in _totals(document):
            apart = abs(value - last.value) * HUNDRED / last.value
            differs = now is not None and value != now.value
            if differs and round_half_up(apart, decimals) == printed.value:
                return f"按“{name}”{shown(value)}万元作本年数，正好是 {printed.text}"
    if (
        change is not None
        and now is not None
        and now.value
        and round_half_up(change.value * HUNDRED / now.value, decimals) == printed.value
    ):
        return f"用本年数 {now.text} 作了分母，正好是 {printed.text}"
    if change is not None and now is not None and last is not None and not last.printed:
        # The other word gives another last year's amount.
        other = now.value * 2 - last.value
        if other > 0 and round_half_up(change.value * HUNDRED / other, decimals) == printed.value:
            text = document.document.paragraphs[statement.paragraph].text
            wrong = [number for number in (change.number, printed) if number is not None]
            right_word = by_the_right_word(text, now, other, printed, wrong)
            return f"像是增减写反了，{right_word}"
    return _copied(statement, document) or _typed(printed.value, right)


def _copied(statement: SaidStatement, document: StatedDocument) -> str:
    """Whether a rate is that of the whole before it: 三公经费 and one of its three."""
    printed = statement.printed
    if not statement.topic.startswith("三公") or not printed.value:
        return ""
    for earlier in document.statements:
        before = earlier.kind == RATE_OF and earlier.paragraph < statement.paragraph
        alike = earlier.topic.startswith("三公") and earlier.printed.value == printed.value
        if before and alike:
            return f"与前面“{earlier.label}”的 {earlier.printed.text} 相同，像是照抄的"
    return ""


def of_value(printed: SaidNumber, right: Decimal) -> str:
    """Why an amount may be wrong."""
    amount = printed.amount
    if right and amount in (right * 10000, right / 10000):
        return "把元和万元弄混了，正好差一万倍"
    if right and amount in (right * 10, right / 10, right * 100, right / 100):
        return "小数点错了位"
    return _typed(amount, right)


def _typed(printed: Decimal, right: Decimal) -> str:
    """A slip of typing: two digits changed about, or one digit wrong."""
    wrong, wanted = shown(abs(printed)), shown(right)
    if len(wrong) != len(wanted) or wrong == wanted:
        return ""
    differing = [index for index in range(len(wrong)) if wrong[index] != wanted[index]]
    if len(differing) == 2:
        first, second = differing
        if wrong[first] == wanted[second] and wrong[second] == wanted[first]:
            return f"像是 {wanted} 的两个数字打颠倒了"
    if len(differing) == 1:
        return f"像是 {wanted} 打错了一个数字"
    return ""
