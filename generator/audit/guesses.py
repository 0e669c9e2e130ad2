"""How a wrong number may have come about: said only where trying it out gives exactly the printed
value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.audit.intervals import HUNDRED, cut, rounded
from generator.statements.printed_numbers import PrintedNumber, shown
from generator.statements.statement import (
    ACTUAL,
    CHANGE_BY,
    LAST_YEAR,
    NOW,
    PART,
    RATE_OF,
    SHARE,
    WHOLE,
    Statement,
)
from generator.statements.statements import StatedDocument

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


def _totals(document: StatedDocument) -> Iterator[tuple[str, Decimal]]:
    """The totals of the document, those with one value once."""
    values: set[Decimal] = set()
    for name in _TOTALS:
        mention = document.figures.first(name)
        if mention is not None and mention.number.amount not in values:
            values.add(mention.number.amount)
            yield name, mention.number.amount


def guess_of_share(statement: Statement, right: Decimal, document: StatedDocument) -> str:
    """Why a share or a completion may be wrong."""
    printed = statement.printed
    part = statement.operand(PART) or statement.operand(ACTUAL)
    whole = statement.operand(WHOLE)
    if part is not None and whole is not None:
        exact = part.value * HUNDRED / whole.value
        if cut(exact, printed.decimals) == printed.value:
            return "截去了末位，没有四舍五入"
        for name, value in _totals(document):
            if not value or value == whole.value:
                continue
            if rounded(part.value * HUNDRED / value, printed.decimals) == printed.value:
                return f"按“{name}”{shown(value)}万元作分母，正好是 {printed.text}"
    if statement.kind == SHARE and _fills_hundred(statement, document):
        return "其余各项加上它正好 100%，像是为了凑足 100% 改的"
    return _typed(printed.value, right)


def _fills_hundred(statement: Statement, document: StatedDocument) -> bool:
    """Whether the printed shares of its list make exactly 100."""
    for shares in document.statements:
        if shares.kind != "占比之和" or shares.paragraph != statement.paragraph:
            continue
        values = [operand.value for operand in shares.operands]
        if statement.printed.value in values and sum(values, Decimal(0)) == HUNDRED:
            return True
    return False


def guess_of_rate(statement: Statement, right: Decimal, document: StatedDocument) -> str:
    """Why a rate of change may be wrong."""
    printed = statement.printed
    change, now, last = (statement.operand(role) for role in (CHANGE_BY, NOW, LAST_YEAR))
    places = printed.decimals
    if last is not None and last.value > 0:
        moved = change.value if change is not None else None
        if moved is None and now is not None:
            moved = abs(now.value - last.value)
        if moved is not None and cut(moved * HUNDRED / last.value, places) == printed.value:
            return "截去了末位，没有四舍五入"
        for name, value in _totals(document):
            if now is not None and value != now.value:
                other = abs(value - last.value) * HUNDRED / last.value
                if rounded(other, places) == printed.value:
                    return f"按“{name}”{shown(value)}万元作本年数，正好是 {printed.text}"
    if change is not None and now is not None and now.value:
        if rounded(change.value * HUNDRED / now.value, places) == printed.value:
            return f"用本年数 {now.text} 作了分母，正好是 {printed.text}"
    for earlier in document.statements:
        if earlier.kind != RATE_OF or earlier.paragraph >= statement.paragraph:
            continue
        if earlier.topic.startswith("三公") and statement.topic.startswith("三公"):
            if earlier.printed.value == printed.value and printed.value:
                return f"与前面“{earlier.label}”的 {earlier.printed.text} 相同，像是照抄的"
    return _typed(printed.value, right)


def guess_of_value(printed: PrintedNumber, right: Decimal, document: StatedDocument) -> str:
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
    differing = [place for place in range(len(wrong)) if wrong[place] != wanted[place]]
    if len(differing) == 2:
        first, second = differing
        if wrong[first] == wanted[second] and wrong[second] == wanted[first]:
            return f"像是 {wanted} 的两个数字打颠倒了"
    if len(differing) == 1:
        return f"像是 {wanted} 打错了一个数字"
    return ""
