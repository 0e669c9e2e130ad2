"""报表数: control totals from the official report against what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.inputs import lines_of, transposed
from generator.checks.rule import Problem, Subject, check
from generator.findings.place import MOST, Level, Place
from generator.findings.rules import Group
from generator.ledger.control import Nameable, Reading
from generator.ledger.figure import Figure, Known, Missing, difference, ratio, round_half_up
from generator.ledger.interval import Interval, around, as_published, decimals_of, interval
from generator.ledger.measured import Measured
from generator.model.base import TypedNumber
from generator.model.control import COUNTED, PERCENT, UNIT_OF_REPORT, Control, Reported
from generator.money import FACTORS, WAN, YUAN, Money
from generator.reading.nodes import Scalar

_CENTS, _YUAN_CENTS = 2, 6


class _Given(Struct, frozen=True):
    """One number of a report: what it is called, what was typed, and the figures that it may be."""

    name: str
    typed: Reported | TypedNumber
    computed: tuple[Figure, ...]

    @property
    def place(self) -> Place:
        """Where it is typed."""
        return self.typed.place

    @property
    def unit(self) -> str:
        """The unit typed behind it, "" for none."""
        return self.typed.unit if isinstance(self.typed, Reported) else ""

    def value(self, unit: str) -> Decimal:
        """The number; an amount in 万元, when ``unit`` is that of amounts without one."""
        if isinstance(self.typed, TypedNumber):
            return self.typed.value
        assert self.typed.number is not None
        if self.computed[0].unit != WAN:
            return self.typed.number
        return self.typed.amount(unit)

    def decimals(self, unit: str) -> int:
        """With how many decimals it is compared: those that the report has."""
        value = self.value(unit)
        if self.computed[0].unit != WAN:
            return decimals_of(value)
        if (self.unit or unit) == YUAN:
            return _YUAN_CENTS
        return max(_CENTS, decimals_of(value))


@check(
    "报表数",
    Group.BALANCE,
    Level.ERROR,
    "从报表照抄的数与算出的数一致",
    "两处的数不一样，总有一处抄错了：这是公开件里最常见的错误。",
    "勾稽公式 1–5、25–31、44–58",
)
def control_totals(subject: Subject) -> Iterator[Problem]:
    """Every control total against the computed figure of that name."""
    named = Nameable(subject.statement)
    given: list[_Given] = []
    for key, value in _lines(subject):
        reading = named.read(str(key))
        if reading is None:
            continue
        control = _asked(reading.ask, value)
        if control is None:
            name, ask = reading.base, reading.ask
            fix = f"写成 {key}: 数，或写 {name}: {{{_FIELDS.get(ask, ask)}: 数}}"
            yield Problem(key.place, f"“{key}”下面直接写数", fix)
            continue
        numbers, problems = _read(subject, key, control, reading)
        yield from problems
        given += numbers
    unit = _unit_of_report(subject)
    strangers = _in_the_other_unit(given, unit)
    if strangers:
        yield _other_unit(subject, strangers, unit)
        given = [number for number in given if number not in strangers]
        amounts = [number for number in given if number.computed[0].unit == WAN and not number.unit]
        # Where nothing fits in the unit of the file, the whole report is in the other one.
        if not any(_fits(number, unit) for number in amounts):
            unit = _other(unit)
    for number in given:
        yield from _judge(subject, number, unit)


@check(
    "报表数名称",
    Group.BALANCE,
    Level.ERROR,
    "报表数的名称是文中有的数",
    "写错名称的数没有参加核对。",
    "数据文件的写法",
)
def control_names(subject: Subject) -> Iterator[Problem]:
    """Every control total names a figure, and 金额单位 names a unit."""
    named, told = Nameable(subject.statement), 0
    for key, value in subject.statement.accounts.报表数.items():
        alone = isinstance(value, Reported) and value.number is None
        if str(key).strip() == UNIT_OF_REPORT:
            if not alone:
                yield Problem(
                    key.place,
                    "报表数里的 金额单位 写的不是单位",
                    "写 金额单位: 元，或 金额单位: 万元",
                )
        elif alone:
            yield Problem(
                key.place, f"“{key}”只写了单位，没有数", f"写成 {key}: 金额，或删去这一行"
            )
        elif named.read(str(key)) is None:
            told += 1
            several = list(named.alike(str(key)))[:MOST] if told <= MOST else []
            if len(several) > 1:
                fix = f"写明是哪一个：{'、'.join(several)}"
                yield Problem(key.place, f"“{key}”不止一个数", fix)
                continue
            near = named.near(str(key), 3) if told <= MOST else []
            fix = f"您是不是想写“{'”或“'.join(near)}”？" if near else _HOW_TO_NAME
            yield Problem(key.place, f"没有名叫“{key}”的数", fix)


_HOW_TO_NAME = "文中怎样叫就怎样写；明细写成 资金 科目 支出性质 经济科目，如 一般公共预算 2010301 基本支出 30101"


def _lines(subject: Subject) -> Iterator[tuple[Scalar, Reported | Control]]:
    for key, value in subject.statement.accounts.报表数.items():
        if isinstance(value, Control) or value.number is not None:
            yield key, value


def _unit_of_report(subject: Subject) -> str:
    """The unit of amounts without one: what 报表数 says, else that of the file."""
    for key, value in subject.statement.accounts.报表数.items():
        if str(key).strip() == UNIT_OF_REPORT and isinstance(value, Reported) and value.unit:
            return value.unit
    return subject.statement.accounts.金额单位


# --- What a line says ---


_FIELDS = {
    "": "决算数",
    "上年": "上年决算数",
    "增减": "增减额",
    "年初预算数": "预算数",
    "全年预算数": "预算数",
}
_KIND = {"年初预算数": "年初", "全年预算数": "全年"}
"""What a name asks of its figure, as the lines below a name have it; and of which budget."""


def _asked(ask: str, value: Reported | Control) -> Control | None:
    """What a line gives; None when its name asks one thing, and several stand below it."""
    if isinstance(value, Control):
        return None if ask else value
    field = _FIELDS.get(ask, ask)
    if ask == "增减" and value.unit == PERCENT:
        field = "增减率"
    given: dict[str, Any] = {field: value}
    return Control.model_construct(None, **given)


def _read(
    subject: Subject,
    key: Scalar,
    control: Control,
    reading: Reading,
) -> tuple[list[_Given], list[Problem]]:
    """The numbers of one line with the figures that they may be; and those that nothing stands for."""
    found = reading.found
    if not any(getattr(control, aspect) for aspect in Control.model_fields):
        fix = f"写成 {key}: 金额，或删去这一行"
        return [], [Problem(key.place, f"“{key}”下面没有数，什么也没有核对", fix)]
    which = _KIND.get(reading.ask, subject.settings.get("完成预算口径", "全年"))
    given: list[_Given] = []
    problems: list[Problem] = []
    ways = [found, *(twin for _, twin in found.twins)]
    for aspect in Control.model_fields:
        typed = getattr(control, aspect)
        if typed is None:
            continue
        plain = aspect == "决算数" or reading.ask
        name = str(key) if plain else f"{key}的{aspect}"
        answers = [_ASPECTS[aspect](way, way.budget.get(which)) for way in ways]
        figures = [figure for answer in answers if not isinstance(answer, str) for figure in answer]
        wrong = _wrong_unit(typed, figures)
        if wrong is not None:
            fix = f"写成 {typed.number:f}{wrong}，或换成另一个数的名称"
            message = f"{name}的单位是“{wrong}”，这里写的是“{typed.unit}”"
            problems.append(Problem(typed.place, message, fix))
            continue
        if figures:
            given.append(_Given(name, typed, tuple(figures)))
            continue
        number = typed.value if isinstance(typed, TypedNumber) else typed.number
        if aspect == "完成率" and number == 0:
            continue
        fix = "删去这个数，或核对它的另一个数"
        message = f"{name}填的是 {number:f}，这里{answers[0]}"
        cause = found.now.cause if isinstance(found.now, Missing) else None
        problems.append(Problem(typed.place, message, fix, cause=cause))
    return given, problems


def _wrong_unit(typed: Reported | TypedNumber, figures: Sequence[Figure]) -> str | None:
    """The unit of the figures, when another one stands behind the number; None when it is right."""
    if isinstance(typed, TypedNumber) or not typed.unit or not figures:
        return None
    unit = figures[0].unit
    if unit == WAN:
        return None if typed.unit in FACTORS else WAN
    counted = typed.unit in COUNTED and unit not in (PERCENT, "分")
    return None if typed.unit == unit or counted else unit


Answer = Sequence[Figure] | str
"""The figures that an aspect may be, or why there is none."""


def _now(found: Measured, _budget: Known | None) -> Answer:
    return [found.now] if isinstance(found.now, Figure) else f"缺数：{found.now.what}"


def _planned(_found: Measured, budget: Known | None) -> Answer:
    return [budget] if isinstance(budget, Figure) else "没有预算数"


def _last(found: Measured, _budget: Known | None) -> Answer:
    return [found.last] if isinstance(found.last, Figure) else "没有上年数"


def _change(found: Measured, _budget: Known | None) -> Answer:
    if not isinstance(found.now, Figure) or not isinstance(found.last, Figure):
        return "没有上年数"
    return [difference("增减额", found.now, found.last)]


def _rate(found: Measured, budget: Known | None) -> Answer:
    change = _change(found, budget)
    if isinstance(change, str) or not isinstance(found.last, Figure):
        return "没有上年数"
    rate = ratio("增减率", change[0], found.last)
    return [rate] if rate else "上年是 0，没有增减率"


def _completed(found: Measured, budget: Known | None) -> Answer:
    if not isinstance(found.now, Figure) or not isinstance(budget, Figure):
        return "没有预算数"
    rate = ratio("完成率", found.now, budget)
    return [rate] if rate else "预算是 0，没有完成率"


def _share(found: Measured, _budget: Known | None) -> Answer:
    wholes = [whole for whole in found.wholes if isinstance(whole, Figure)]
    if not isinstance(found.now, Figure) or not wholes:
        return "没有占比"
    shares = [share for whole in wholes if (share := ratio("占比", found.now, whole))]
    return shares or "合计是 0，没有占比"


_ASPECTS = {
    "决算数": _now,
    "预算数": _planned,
    "上年决算数": _last,
    "增减额": _change,
    "增减率": _rate,
    "完成率": _completed,
    "占比": _share,
}


# --- Whether it is right ---


def _expected(given: _Given, computed: Figure, unit: str) -> Decimal:
    """The computed figure as a report of this precision has it."""
    places = given.decimals(unit)
    # A page of two decimals prints a difference of printed amounts.
    printed = computed.unit == WAN and places == _CENTS
    return round_half_up(computed.printed if printed else computed.value, places)


def _fits(given: _Given, unit: str) -> bool:
    return any(_expected(given, computed, unit) == given.value(unit) for computed in given.computed)


def _nearly(given: _Given, computed: Figure, unit: str) -> bool:
    """Whether rounding alone may explain a difference: each number stands for an interval."""
    value, places = given.value(unit), given.decimals(unit)
    if around(value, computed.unit).meets(interval(computed)):
        return True
    if computed.unit == WAN:
        # A total that was added up from rounded rows has no rounding of its own.
        return Interval(value, value).meets(as_published(computed, places))
    return around(value, computed.unit).meets(as_published(computed, places))


def _judge(subject: Subject, given: _Given, unit: str) -> Iterator[Problem]:
    """A number of the report against the computed ones, at the decimals that it was typed with."""
    if _fits(given, unit):
        return
    near = [figure for figure in given.computed if _nearly(given, figure, unit)]
    computed = (near or given.computed)[0]
    places = max(given.decimals(unit), _CENTS)
    value = given.value(unit)
    right = round_half_up(_unrounded(given, computed, unit), places)
    typed = replace(computed, value=value, place=given.place, inputs=())
    shown = replace(computed, value=right)
    gap = replace(computed, value=round_half_up(value - _unrounded(given, computed, unit), places))
    size = replace(gap, value=abs(gap.value))
    told = [_shown(subject, given, figure, unit) for figure in (typed, shown, size)]
    message = f"{given.name}：报表数是 {told[0]}，按填写的数算出 {told[1]}，相差 {told[2]}"
    hint = ""
    if isinstance(given.typed, Reported):
        hint = transposed(typed, computed, subject.money)
    fix = f"核对这一行，以及算出它的数（{lines_of(computed)}）{hint}{_twins(subject, given)}"
    if near:
        fix = "四舍五入造成的尾差，知道即可"
    number = subject.number
    yield Problem(given.place, message, fix, number(shown), number(typed), number(gap), bool(near))


def _shown(subject: Subject, given: _Given, figure: Figure, unit: str) -> str:
    """A figure with its unit; an amount in that of the report, which the clerk has before him."""
    return Money(given.unit or unit)(figure.value) if figure.unit == WAN else subject.shown(figure)


def _unrounded(given: _Given, computed: Figure, unit: str) -> Decimal:
    printed = computed.unit == WAN and given.decimals(unit) == _CENTS
    return computed.printed if printed else computed.value


def _twins(subject: Subject, given: _Given) -> str:
    """What else the name may mean: the 科目 over all funds."""
    others = {figure.value: figure for figure in given.computed[1:] if figure.unit == WAN}
    others.pop(given.computed[0].value, None)
    if not others:
        return ""
    each = "、".join(subject.shown(figure) for figure in others.values())
    return f"；各种资金合在一起是 {each}"


# --- The other unit ---


def _other(unit: str) -> str:
    return next(name for name in FACTORS if name != unit)


def _in_the_other_unit(given: Sequence[_Given], unit: str) -> list[_Given]:
    """The amounts that are wrong as they stand, and right in the other unit."""
    return [
        number
        for number in given
        if number.computed[0].unit == WAN
        and not number.unit
        and number.value(unit) != 0
        and not _fits(number, unit)
        and any(
            _fits(number, _other(unit)) or _nearly(number, computed, _other(unit))
            for computed in number.computed
        )
    ]


def _other_unit(subject: Subject, strangers: Sequence[_Given], unit: str) -> Problem:
    first, other = strangers[0], _other(unit)
    typed = first.typed
    assert isinstance(typed, Reported)
    count = f"等 {len(strangers)} 个数" if len(strangers) > 1 else ""
    return Problem(
        first.place,
        f"{first.name}{count}是以{other}为单位的（{typed.number:f}），这里按{unit}核对",
        f"在 报表数 下面加一行 {UNIT_OF_REPORT}: {other}，或在数后面写单位：{typed.number:f}{other}",
        other,
        unit,
        value=subject.money.unit,
    )
