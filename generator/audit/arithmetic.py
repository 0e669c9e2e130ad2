"""Every number that a sentence or a sheet computes itself: shares, changes, completions, sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from generator.audit.guesses import guess_of_share, guess_of_value, guess_of_rate
from generator.audit.intervals import (
    HUNDRED,
    added,
    last_digit,
    less,
    percent,
    rounded,
    size,
    wider,
)
from generator.audit.remark import ARITHMETIC, CROSS, AuditRule, Remark, audit_rule, remark
from generator.findings.place import Level
from generator.ledger.interval import Interval
from generator.statements.evaluation_sheets import WEIGHT
from generator.statements.printed_numbers import PrintedNumber, shown
from generator.statements.statement import (
    ACTUAL,
    CHANGE_BY,
    CHANGE_OF,
    COMPLETION_OF,
    COUNT_OF,
    LAST_YEAR,
    LISTED,
    NOW,
    PART,
    PLANNED,
    RATE_OF,
    SCORE_OF,
    SHARE,
    SHARES,
    TOTAL,
    WHOLE,
    Operand,
    Statement,
)
from generator.statements.statements import StatedDocument

_SOURCE = "公开件常见错误：算错"
SHARE_RULE = audit_rule("占比", ARITHMETIC, Level.ERROR, "占比等于部分除以总数", _SOURCE)
RATE_RULE = audit_rule("增减率", ARITHMETIC, Level.ERROR, "增减率等于增减额除以上年数", _SOURCE)
CHANGE_RULE = audit_rule("增减额", ARITHMETIC, Level.ERROR, "增减额等于本年数减上年数", _SOURCE)
RATE_OF_ZERO = audit_rule(
    "上年为零", ARITHMETIC, Level.WARNING, "上年为 0 的不写增减率", "除数为零的写法"
)
COMPLETION_RULE = audit_rule(
    "完成率", ARITHMETIC, Level.ERROR, "完成率等于决算数除以预算数", _SOURCE
)
SUM_RULE = audit_rule("合计", CROSS, Level.ERROR, "各部分相加等于合计", _SOURCE)
SHARES_RULE = audit_rule("占比之和", ARITHMETIC, Level.ERROR, "各项占比之和是 100%", _SOURCE)
COUNT_RULE = audit_rule("数量之和", CROSS, Level.ERROR, "各类数量相加等于总数", _SOURCE)
LIST_RULE = audit_rule("列举个数", CROSS, Level.WARNING, "列出来的个数与写的个数一致", _SOURCE)
SCORE_RULE = audit_rule("得分", ARITHMETIC, Level.WARNING, "得分等于执行率乘权重", _SOURCE)
SCORES_RULE = audit_rule("得分合计", CROSS, Level.WARNING, "各项得分相加等于合计得分", _SOURCE)

_SLIGHT = Decimal("0.02")


def arithmetic(document: StatedDocument) -> Iterator[Remark]:
    """The remarks on every statement that computes something itself."""
    for statement in document.statements:
        check = _CHECKS.get(statement.kind)
        if check is not None:
            yield from check(statement, document)


def _said(statement: Statement, rule: AuditRule, message: str, **details: object) -> Remark:
    return remark(
        rule,
        statement.spot,
        statement.quote,
        message,
        paragraph=statement.paragraph,
        **details,  # type: ignore[arg-type]
    )


def _judged(
    statement: Statement,
    rule: AuditRule,
    right: Decimal,
    open_to: Interval,
    how: str,
    guess: Callable[[Decimal], str],
) -> Iterator[Remark]:
    """A printed percentage against what its operands give: nothing, a tail or a mistake."""
    printed = statement.printed
    decimals = printed.decimals
    expected = rounded(right, decimals)
    if expected == abs(printed.value) or printed.about:
        return
    shown_right = f"{expected}%"
    unit = last_digit(decimals)
    if size(printed.interval).meets(open_to):
        message = f"{how}＝{shown_right}，印的是 {printed.text}，可能是四舍五入的尾差"
        yield _said(
            statement, rule, message, printed=printed.text, right=shown_right, level=Level.HINT
        )
        return
    level = rule.level
    if abs(expected - abs(printed.value)) <= unit:
        level = Level.WARNING
    message = f"{how}＝{shown_right}，印的是 {printed.text}"
    yield _said(
        statement,
        rule,
        message,
        printed=printed.text,
        right=shown_right,
        guess=guess(expected),
        level=level,
    )


def _share(statement: Statement, document: StatedDocument) -> Iterator[Remark]:
    part, whole = statement.operand(PART), statement.operand(WHOLE)
    if part is None or whole is None or not whole.value:
        return
    open_to = percent(part.interval, whole.interval)
    if open_to is None:
        return
    right = part.value * HUNDRED / whole.value
    how = f"{part.text}÷{whole.text}"
    yield from _judged(
        statement,
        SHARE_RULE,
        right,
        open_to,
        how,
        lambda expected: guess_of_share(statement, expected, document),
    )


def _rate(statement: Statement, document: StatedDocument) -> Iterator[Remark]:
    change, now, last = (statement.operand(role) for role in (CHANGE_BY, NOW, LAST_YEAR))
    if last is None or (change is None and now is None):
        return
    if last.value == 0 and not last.printed:
        if statement.printed.value:
            message = f"上年是 0，增减率没有意义，印的是 {statement.printed.text}；只写增减额"
            yield _said(statement, RATE_OF_ZERO, message, printed=statement.printed.text)
        return
    moved = change
    if moved is None:
        assert now is not None
        difference = now.value - last.value
        moved = Operand(CHANGE_BY, abs(difference), size(less(now.interval, last.interval)), now.spot)
        how = f"（{now.text}－{last.text}）÷{last.text}"
    else:
        base = last.text if last.printed else f"上年 {shown(last.value)}"
        how = f"{moved.text}÷{base}"
    if last.value <= 0:
        return
    open_to = percent(size(moved.interval), last.interval)
    if open_to is None:
        return
    right = abs(moved.value) * HUNDRED / last.value
    yield from _judged(
        statement,
        RATE_RULE,
        right,
        open_to,
        how,
        lambda expected: guess_of_rate(statement, expected, document),
    )


def _change(statement: Statement, document: StatedDocument) -> Iterator[Remark]:
    now, last = statement.operand(NOW), statement.operand(LAST_YEAR)
    if now is None or last is None or not last.printed or not last.value:
        return
    difference = now.value - last.value
    open_to = size(less(now.interval, last.interval))
    wrong_way = (difference > 0) is not (statement.direction == "增")
    printed = statement.printed
    if wrong_way and abs(difference) > _SLIGHT and printed.value:
        message = f"本年 {now.text}，上年 {last.text}，应是“{'增加' if difference > 0 else '减少'}”"
        yield _said(statement, CHANGE_RULE, message, printed=printed.text)
    elif abs(difference) != abs(printed.amount):
        right = f"{shown(abs(difference))}万元"
        how = f"{now.text}－{last.text}＝{right}，印的是 {printed.text}"
        tail = printed.interval.meets(open_to)
        yield _said(
            statement,
            CHANGE_RULE,
            f"{how}，可能是尾差" if tail else how,
            printed=printed.text,
            right=right,
            level=Level.HINT if tail else None,
            guess="" if tail else guess_of_value(printed, abs(difference), document),
        )


def _completion(statement: Statement, document: StatedDocument) -> Iterator[Remark]:
    actual, planned = statement.operand(ACTUAL), statement.operand(PLANNED)
    if actual is None or planned is None or planned.value <= 0:
        return
    open_to = percent(actual.interval, planned.interval)
    if open_to is None:
        return
    right = actual.value * HUNDRED / planned.value
    how = f"{actual.text}÷{planned.text}"
    yield from _judged(
        statement,
        COMPLETION_RULE,
        right,
        open_to,
        how,
        lambda expected: guess_of_share(statement, expected, document),
    )


def _total(statement: Statement, document: StatedDocument) -> Iterator[Remark]:
    parts = [operand for operand in statement.operands if operand.role.startswith(PART)]
    signed = [-part.value if part.role == f"{PART}减" else part.value for part in parts]
    value = sum(signed, Decimal(0))
    printed = statement.printed
    amount = printed.amount
    if statement.label.endswith("增减额"):
        amount = -amount if statement.direction == "减" else amount
    if not parts or value == amount or printed.about:
        return
    open_to = wider(added(part.interval for part in parts), Decimal(0))
    if any(part.role == f"{PART}减" for part in parts):
        half = sum(((part.interval.high - part.interval.low) / 2 for part in parts), Decimal(0))
        open_to = Interval(value - half, value + half)
    around = Interval(amount - _half(printed), amount + _half(printed))
    unit = "" if printed.kind not in ("金额", "无单位") else "万元"
    addition = "＋".join(part.text for part in parts[:8]) + ("＋…" if len(parts) > 8 else "")
    if len(parts) == 1:
        addition = parts[0].text
    right = f"{shown(abs(value))}{unit}"
    label = statement.label.removeprefix("类:").removeprefix("项:")
    message = f"{label}：各部分相加 {addition}＝{right}，印的是 {printed.text}"
    if around.meets(open_to):
        yield _said(
            statement,
            SUM_RULE,
            f"{message}，差 {shown(abs(value - amount))}，可能是四舍五入的尾差",
            printed=printed.text,
            right=right,
            level=Level.HINT,
        )
        return
    if not statement.complete and value < amount:
        return
    yield _said(
        statement,
        SUM_RULE,
        f"{message}，差 {shown(abs(value - amount))}",
        printed=printed.text,
        right=right,
        guess=guess_of_value(printed, abs(value), document),
    )


def _half(printed: PrintedNumber) -> Decimal:
    return (printed.interval.high - printed.interval.low) / 2


def _shares(statement: Statement, document: StatedDocument) -> Iterator[Remark]:
    """Only where each share by itself is right: else the wrong one has been told."""
    shares = [operand.interval for operand in statement.operands]
    whole = sum((operand.value for operand in statement.operands), Decimal(0))
    if added(shares).meets(Interval(HUNDRED, HUNDRED)) or _told(statement, document):
        return
    texts = "＋".join(operand.text for operand in statement.operands)
    message = f"各项占比之和 {texts}＝{shown(whole)}%，应是 100%"
    if whole < HUNDRED:
        return  # what is left may be said elsewhere
    yield _said(statement, SHARES_RULE, message, printed=f"{shown(whole)}%", right="100%")


def _told(statement: Statement, document: StatedDocument) -> bool:
    spots = {operand.text for operand in statement.operands}
    for share in document.statements:
        if share.kind == SHARE and share.paragraph == statement.paragraph:
            wrong = any(item.level is not Level.HINT for item in _share(share, document))
            if wrong and share.printed.text in spots:
                return True
    return False


def _count(statement: Statement, _document: StatedDocument) -> Iterator[Remark]:
    value = sum((part.value for part in statement.all(PART)), Decimal(0))
    printed = statement.printed
    if value == printed.value or printed.about or (not statement.complete and value < printed.value):
        return
    addition = "＋".join(part.text for part in statement.operands)
    message = f"各类相加 {addition}＝{shown(value)}，总数印的是 {printed.text}"
    yield _said(
        statement,
        COUNT_RULE,
        message,
        printed=printed.text,
        right=f"{shown(value)}{printed.unit}",
    )


def _listed(statement: Statement, _document: StatedDocument) -> Iterator[Remark]:
    count = len(statement.operands)
    printed = statement.printed
    if count == printed.value or (not statement.complete and count < printed.value):
        return
    names = "、".join(operand.text for operand in statement.operands[:6])
    message = f"列了 {count} 个（{names}），写的是 {printed.text}"
    yield _said(
        statement, LIST_RULE, message, printed=printed.text, right=f"{count}{printed.unit}"
    )


def _score(statement: Statement, _document: StatedDocument) -> Iterator[Remark]:
    actual, planned = statement.operand(ACTUAL), statement.operand(PLANNED)
    weight = statement.operand(WEIGHT)
    printed = statement.printed
    if actual is None or planned is None or weight is None:
        yield from _scores(statement)
        return
    if planned.value <= 0:
        return
    right = min(actual.value / planned.value, Decimal(1)) * weight.value
    places = max(printed.decimals, 1)
    if right <= 0 or rounded(right, places) == printed.value or rounded(right, 2) == printed.value:
        return
    slight = abs(right - printed.value) < last_digit(places)
    message = (
        f"得分＝{actual.text}÷{planned.text}×{weight.text}＝{rounded(right, places)}，"
        f"印的是 {printed.text}"
    )
    yield _said(
        statement,
        SCORE_RULE,
        message,
        printed=printed.text,
        right=f"{rounded(right, places)}",
        guess="截去了末位，没有四舍五入" if slight and printed.value < right else "",
        level=Level.HINT if slight else None,
    )


def _scores(statement: Statement) -> Iterator[Remark]:
    parts: Sequence[Operand] = statement.all(PART)
    value = sum((part.value for part in parts), Decimal(0))
    printed = statement.printed
    if not parts or value == printed.value:
        return
    addition = "＋".join(part.text for part in parts)
    message = f"下面各项得分相加 {addition}＝{shown(value)}，合计印的是 {printed.text}"
    yield _said(
        statement,
        SCORES_RULE,
        f"{message}，差 {shown(abs(value - printed.value))}：可能漏写了一项",
        printed=printed.text,
        right=f"{shown(value)}分",
    )


_CHECKS: Mapping[str, Callable[[Statement, StatedDocument], Iterator[Remark]]] = {
    SHARE: _share,
    RATE_OF: _rate,
    CHANGE_OF: _change,
    COMPLETION_OF: _completion,
    TOTAL: _total,
    SHARES: _shares,
    COUNT_OF: _count,
    LISTED: _listed,
    SCORE_OF: _score,
}
