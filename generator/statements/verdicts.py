"""Whether a statement is right by itself: what its operands give, and whether rounding explains what
is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from generator.ledger.figure import round_half_up
from generator.ledger.interval import Interval
from generator.statements.evaluation_sheets import WEIGHT
from generator.statements.intervals import (
    HUNDRED,
    added,
    last_digit,
    less,
    percent,
    size,
)
from generator.statements.mentions import DOWN
from generator.statements.printed_numbers import BARE, MONEY, POINTS, shown
from generator.statements.statement import (
    ACTUAL,
    CHANGE_BY,
    CHANGE_OF,
    COMPLETION_OF,
    COUNT_OF,
    COUNTED,
    DIFFERENCE_OF,
    LAST_YEAR,
    LISTED,
    NOW,
    PART,
    PLANNED,
    PRICE_OF,
    RATE_OF,
    SCORE_OF,
    SHARE,
    SHARES,
    TOTAL,
    UNIT_PRICE,
    WHOLE,
    Operand,
    SaidStatement,
)

LESS = f"{PART}减"
"""The role of a part that is taken off."""


class Grade(Enum):
    """How a printed number fits: off only by rounding, by one unit of its last digit that no
    rounding explains, more than the parts that are told (there may be others), or wrong."""

    TAIL = "尾差"
    SLIGHT = "末位"
    OPEN = "部分不足"
    WRONG = "不符"


class Verdict(Struct, frozen=True):
    """A statement that is not right: how it is computed, what is printed, what comes out.

    ``value`` is what comes out as a number; ``undefined`` where nothing should be printed,
    ``is_word`` where 增加 or 减少 is what is wrong."""

    statement: SaidStatement
    grade: Grade
    message: str
    right: str
    value: Decimal
    undefined: bool = False
    is_word: bool = False

    @property
    def printed(self) -> str:
        """What is printed."""
        return self.statement.printed.text


def verdicts_of(statement: SaidStatement) -> Iterator[Verdict]:
    """What is wrong with a statement; nothing for one that is right or cannot be judged."""
    judge = _JUDGES.get(statement.kind)
    if judge is not None and not statement.printed.about:
        yield from judge(statement)


def _rate_verdict(
    statement: SaidStatement, right: Decimal, open_to: Interval, how: str
) -> Iterator[Verdict]:
    """A printed percentage against what its operands give."""
    printed = statement.printed
    decimals = printed.decimals
    expected = round_half_up(right, decimals)
    if expected == abs(printed.value):
        return
    text = f"{expected}%"
    message = f"{how}＝{text}，印的是 {printed.text}"
    grade = Grade.WRONG
    if size(printed.interval).meets(open_to):
        grade = Grade.TAIL
        message = f"{message}，可能是四舍五入的尾差"
    elif abs(expected - abs(printed.value)) <= last_digit(decimals):
        grade = Grade.SLIGHT
    yield Verdict(statement, grade, message, text, expected)


def _share(statement: SaidStatement) -> Iterator[Verdict]:
    part, whole = statement.operand(PART), statement.operand(WHOLE)
    if part is None or whole is None or not whole.value:
        return
    open_to = percent(part.interval, whole.interval)
    if open_to is not None:
        right = part.value * HUNDRED / whole.value
        yield from _rate_verdict(statement, right, open_to, f"{part.text}÷{whole.text}")


def _completion(statement: SaidStatement) -> Iterator[Verdict]:
    actual, planned = statement.operand(ACTUAL), statement.operand(PLANNED)
    if actual is None or planned is None or planned.value <= 0:
        return
    open_to = percent(actual.interval, planned.interval)
    if open_to is not None:
        right = actual.value * HUNDRED / planned.value
        yield from _rate_verdict(statement, right, open_to, f"{actual.text}÷{planned.text}")


def _difference(statement: SaidStatement) -> Iterator[Verdict]:
    """A 预决算差异率: how much the outlay is more (less with a minus) than its budget."""
    actual, planned = statement.operand(ACTUAL), statement.operand(PLANNED)
    if actual is None or planned is None or planned.value <= 0:
        return
    completed = percent(actual.interval, planned.interval)
    if completed is None:
        return
    printed, decimals = statement.printed, statement.printed.decimals
    expected = round_half_up(actual.value * HUNDRED / planned.value - HUNDRED, decimals)
    signed = printed.value
    if statement.direction == DOWN:
        signed = -abs(signed)
    if signed == expected:
        return
    text = f"{expected}%"
    message = f"（{actual.text}－{planned.text}）÷{planned.text}＝{text}，印的是 {printed.text}"
    grade = Grade.WRONG
    open_to = Interval(completed.low - HUNDRED, completed.high - HUNDRED)
    half = last_digit(decimals) / 2
    if Interval(signed - half, signed + half).meets(open_to):
        grade, message = Grade.TAIL, f"{message}，可能是四舍五入的尾差"
    elif abs(expected - signed) <= last_digit(decimals):
        grade = Grade.SLIGHT
    elif signed == -expected:
        grade = Grade.SLIGHT
        message = f"{message}：决算数{'大小'[expected < 0]}于预算数，方向反了"
    yield Verdict(statement, grade, message, text, expected)


def _rate(statement: SaidStatement) -> Iterator[Verdict]:
    change, now, last = (statement.operand(role) for role in (CHANGE_BY, NOW, LAST_YEAR))
    if last is None or (change is None and now is None):
        return
    if last.value == 0 and not last.printed:
        if statement.printed.value:
            message = f"上年是 0，增减率没有意义，印的是 {statement.printed.text}；只写增减额"
            yield Verdict(statement, Grade.SLIGHT, message, "", Decimal(0), undefined=True)
        return
    if last.value <= 0:
        return
    if change is not None:
        base = last.text if last.printed else f"上年 {shown(last.value)}"
        how = f"{change.text}÷{base}"
        moved, interval = abs(change.value), size(change.interval)
    else:
        assert now is not None
        how = f"（{now.text}－{last.text}）÷{last.text}"
        moved, interval = abs(now.value - last.value), size(less(now.interval, last.interval))
    open_to = percent(interval, last.interval)
    if open_to is not None:
        yield from _rate_verdict(statement, moved * HUNDRED / last.value, open_to, how)


def _change(statement: SaidStatement) -> Iterator[Verdict]:
    now, last = statement.operand(NOW), statement.operand(LAST_YEAR)
    printed = statement.printed
    if now is None:
        return
    if last is None:
        by = printed.interval
        if statement.direction == "增" and now.value >= 0 and by.low > now.interval.high:
            message = f"增加额 {printed.text} 大于本年数 {now.text}，上年就成了负数"
            yield Verdict(statement, Grade.WRONG, message, "", Decimal(0))
        return
    if not last.printed or not last.value:
        return
    difference = now.value - last.value
    wrong_way = (difference > 0) is not (statement.direction == "增")
    right = f"{shown(abs(difference))}万元"
    if wrong_way and abs(difference) > _SLIGHT and printed.value:
        word = "增加" if difference > 0 else "减少"
        before, after = "上年", "本年"
        if statement.label.endswith("与预算相比"):
            before, after = "预算", "决算"
        message = f"{after} {now.text}，{before} {last.text}，应是“{word}”"
        yield Verdict(
            statement, Grade.WRONG, message, f"{word}{right}", abs(difference), is_word=True
        )
    elif abs(difference) != abs(printed.amount):
        message = f"{now.text}－{last.text}＝{right}，印的是 {printed.text}"
        grade = Grade.WRONG
        if printed.interval.meets(size(less(now.interval, last.interval))):
            grade, message = Grade.TAIL, f"{message}，可能是尾差"
        yield Verdict(statement, grade, message, right, abs(difference))


_SLIGHT = Decimal("0.02")
_SHOWN = 8


def _total(statement: SaidStatement) -> Iterator[Verdict]:
    parts = [operand for operand in statement.operands if operand.role.startswith(PART)]
    value = sum((_signed(part) for part in parts), Decimal(0))
    printed = statement.printed
    amount = printed.amount
    if statement.direction == "减" and statement.label.endswith("增减额"):
        amount = -amount
    if not parts or value == amount:
        return
    if value == -amount and statement.direction and statement.label.endswith("增减额"):
        words = ("增加", "减少")
        is_less = value < 0
        right = f"{words[is_less]}{shown(abs(value))}万元"
        message = (
            f"{statement.label}：各部分相加是{right}，写的是{words[not is_less]} {printed.text}"
        )
        yield Verdict(statement, Grade.WRONG, message, right, abs(value))
        return
    half = sum((_half(part.interval) for part in parts), _half(printed.interval))
    unit = {MONEY: "万元", BARE: "万元", POINTS: "分"}.get(printed.kind, "")
    right = f"{shown(abs(value))}{unit}"
    label = statement.label.removeprefix("类:").removeprefix("项:")
    message = (
        f"{label}：各部分相加 {_addition(parts)}＝{'－' if value < 0 else ''}{right}，"
        f"印的是 {'减少 ' if amount < 0 else ''}{printed.text}，"
        f"差 {shown(abs(value - amount))}"
    )
    if abs(value - amount) <= half:
        message = f"{message}，可能是四舍五入的尾差"
        yield Verdict(statement, Grade.TAIL, message, right, abs(value))
    elif statement.complete or value > amount:
        yield Verdict(statement, Grade.WRONG, message, right, abs(value))


def _signed(part: Operand) -> Decimal:
    if part.role == LESS:
        return -part.value
    return part.value


def _half(interval: Interval) -> Decimal:
    return (interval.high - interval.low) / 2


def _addition(parts: list[Operand]) -> str:
    text = f"{'－' if parts[0].role == LESS else ''}{parts[0].text}"
    for part in parts[1:_SHOWN]:
        text += f"{'－' if part.role == LESS else '＋'}{part.text}"
    if len(parts) > _SHOWN:
        return f"{text}＋…"
    return text


def _shares(statement: SaidStatement) -> Iterator[Verdict]:
    value = sum((operand.value for operand in statement.operands), Decimal(0))
    intervals = added(operand.interval for operand in statement.operands)
    # What lacks to 100 may be said elsewhere.
    if intervals.low > HUNDRED:
        texts = "＋".join(operand.text for operand in statement.operands)
        message = f"各项占比之和 {texts}＝{shown(value)}%，应是 100%"
        yield Verdict(statement, Grade.WRONG, message, "100%", HUNDRED)


def _count(statement: SaidStatement) -> Iterator[Verdict]:
    parts = statement.all(PART)
    value = sum((part.value for part in parts), Decimal(0))
    printed = statement.printed
    if value == printed.value or (not statement.complete and value < printed.value):
        return
    addition = "＋".join(part.text for part in parts)
    message = f"各类相加 {addition}＝{shown(value)}，总数印的是 {printed.text}"
    lacks = statement.is_selection and value < printed.value
    grade = Grade.OPEN if lacks else Grade.WRONG
    yield Verdict(statement, grade, message, f"{shown(value)}{printed.unit}", value)


def _listed(statement: SaidStatement) -> Iterator[Verdict]:
    count = len(statement.operands)
    printed = statement.printed
    if count == printed.value or (not statement.complete and count < printed.value):
        return
    names = "、".join(operand.text for operand in statement.operands[:6])
    message = f"列了 {count} 个（{names}），写的是 {printed.text}"
    yield Verdict(statement, Grade.WRONG, message, f"{count}{printed.unit}", Decimal(count))


def _score(statement: SaidStatement) -> Iterator[Verdict]:
    actual, planned = statement.operand(ACTUAL), statement.operand(PLANNED)
    weight = statement.operand(WEIGHT)
    if actual is None or planned is None or weight is None:
        yield from _scores(statement)
        return
    printed = statement.printed
    if planned.value <= 0:
        return
    right = min(actual.value / planned.value, Decimal(1)) * weight.value
    decimals = max(printed.decimals, 1)
    if right <= 0 or printed.value in (round_half_up(right, decimals), round_half_up(right, 2)):
        return
    text = str(round_half_up(right, decimals))
    message = f"得分＝{actual.text}÷{planned.text}×{weight.text}＝{text}，印的是 {printed.text}"
    grade = Grade.WRONG
    if abs(right - printed.value) < last_digit(decimals):
        grade = Grade.TAIL
    yield Verdict(statement, grade, message, text, round_half_up(right, decimals))


def _scores(statement: SaidStatement) -> Iterator[Verdict]:
    parts = statement.all(PART)
    value = sum((part.value for part in parts), Decimal(0))
    printed = statement.printed
    if not parts or value == printed.value:
        return
    addition = "＋".join(part.text for part in parts)
    message = (
        f"下面各项得分相加 {addition}＝{shown(value)}，合计印的是 {printed.text}，"
        f"差 {shown(abs(value - printed.value))}：可能漏写了一项"
    )
    yield Verdict(statement, Grade.WRONG, message, f"{shown(value)}分", value)


def _price(statement: SaidStatement) -> Iterator[Verdict]:
    """A total against count and price; an average against total and count."""
    counted, price = statement.operand(COUNTED), statement.operand(UNIT_PRICE)
    spent = statement.operand(ACTUAL)
    printed = statement.printed
    if counted is None or counted.value <= 0 or not printed.value:
        return
    if price is not None:
        yield from _total_price(statement, counted, price)
    elif spent is not None:
        value = spent.value / counted.value
        open_to = Interval(spent.interval.low / counted.value, spent.interval.high / counted.value)
        if printed.interval.meets(open_to):
            return
        factor = printed.amount / printed.value
        right = f"{shown(round_half_up(value / factor, max(printed.decimals, 2)))}{printed.unit}"
        message = f"{spent.text}÷{counted.text}＝{right}，印的是 {printed.text}"
        yield Verdict(statement, Grade.SLIGHT, message, right, value)


def _total_price(statement: SaidStatement, counted: Operand, price: Operand) -> Iterator[Verdict]:
    """A total against count and price, of which either may be rounded to fewer digits."""
    printed, value = statement.printed, counted.value * price.value
    assert price.number is not None
    apart, step, price_step = abs(printed.amount - value), printed.step, price.number.step
    is_rounded = apart * 2 < counted.value * price_step and step < price_step
    if is_rounded or (apart * 2 <= step and step > price_step) or not apart:
        return
    factor = printed.amount / printed.value
    right = f"{shown(round_half_up(value / factor, max(printed.decimals, 2)))}{printed.unit}"
    message = (
        f"{counted.text}×{price.text}＝{right}，印的是 {printed.text}；"
        "数量、单价、总价里有一个写错了"
    )
    yield Verdict(statement, Grade.WRONG, message, "", value)


_JUDGES: Mapping[str, Callable[[SaidStatement], Iterator[Verdict]]] = {
    SHARE: _share,
    RATE_OF: _rate,
    CHANGE_OF: _change,
    COMPLETION_OF: _completion,
    TOTAL: _total,
    SHARES: _shares,
    COUNT_OF: _count,
    LISTED: _listed,
    SCORE_OF: _score,
    PRICE_OF: _price,
    DIFFERENCE_OF: _difference,
}
JUDGED = frozenset(_JUDGES)
"""The kinds of statements that are right or wrong by themselves."""
