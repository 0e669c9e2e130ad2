"""报表数: control totals from the official report against what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from generator.checks.inputs import lines_of, transposed
from generator.checks.reported_numbers import (
    ASPECTS,
    CENTS,
    ReportedNumber,
    fits,
    fits_nearly,
    unrounded,
)
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import MOST, Level
from generator.findings.rules import Group
from generator.ledger.control import Nameable, Reading
from generator.ledger.figure import Figure, round_half_up
from generator.model.base import TypedNumber
from generator.model.control import (
    COUNTED,
    PERCENT,
    PUBLISHED,
    UNIT_OF_REPORT,
    Control,
    Reported,
    unit_of_report,
)
from generator.money import FACTORS, WAN, YUAN, Money
from generator.reading.nodes import Scalar


@check(
    "报表数",
    Group.BALANCE,
    Level.ERROR,
    "从报表照抄的数与算出的数一致",
    "两处的数不一样，总有一处抄错了：这是公开件里最常见的错误。",
    "勾稽公式 1–5、25–31、44–58",
)
def control_totals(context: RuleContext) -> Iterator[Problem]:
    """Every control total against the computed figure of that name."""
    named = Nameable(context.statement)
    reported: list[ReportedNumber] = []
    for key, value in _lines(context):
        reading = named.read(str(key))
        if reading is None:
            continue
        control = _asked(reading.ask, value)
        if control is None:
            name, ask = reading.base, reading.ask
            fix = f"写成 {key}: 数，或写 {name}: {{{_FIELDS.get(ask, ask)}: 数}}"
            yield Problem(key.place, f"“{key}”下面直接写数", fix)
            continue
        numbers, problems = _read(context, key, control, reading)
        yield from problems
        reported += numbers
    accounts = context.statement.accounts
    unit = unit_of_report(accounts.报表数, accounts.金额单位)
    strangers = _in_the_other_unit(reported, unit)
    if strangers:
        yield _other_unit(context, strangers, unit)
        reported = [number for number in reported if number not in strangers]
        amounts = [
            number for number in reported if number.computed[0].unit == WAN and not number.unit
        ]
        # Where nothing fits in the unit of the file, the whole report is in the other one.
        if not any(fits(number, unit) for number in amounts):
            unit = _OTHER[unit]
    for number in reported:
        yield from _judge(context, number, unit)


@check(
    "报表数名称",
    Group.BALANCE,
    Level.ERROR,
    "报表数的名称是文中有的数",
    "写错名称的数没有参加核对。",
    "数据文件的写法",
)
def control_names(context: RuleContext) -> Iterator[Problem]:
    """Every control total names a figure, and 金额单位 names a unit."""
    named, unknown_names = Nameable(context.statement), []
    for key, value in context.statement.accounts.报表数.items():
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
            unknown_names.append(key)
    for key in unknown_names[:MOST]:
        yield _unknown(key, named)
    for key in unknown_names[MOST:]:
        # What each of so many was meant to be need not be searched for.
        yield Problem(key.place, f"没有名叫“{key}”的数", _HOW_TO_NAME)


def _unknown(key: Scalar, named: Nameable) -> Problem:
    """The problem of a name that no figure has, or several have."""
    several = list(named.alike(str(key)))[:MOST]
    if len(several) > 1:
        fix = f"写明是哪一个：{'、'.join(several)}"
        return Problem(key.place, f"“{key}”不止一个数", fix)
    near = named.near(str(key), 3)
    fix = _HOW_TO_NAME
    if near:
        fix = f"您是不是想写“{'”或“'.join(near)}”？"
    return Problem(key.place, f"没有名叫“{key}”的数", fix)


_HOW_TO_NAME = (
    "文中怎样叫就怎样写；明细写成 资金 科目 支出性质 经济科目，"
    "如 一般公共预算 2010301 基本支出 30101"
)


def _lines(context: RuleContext) -> Iterator[tuple[Scalar, Reported | Control]]:
    for key, value in context.statement.accounts.报表数.items():
        if isinstance(value, Control) or value.number is not None:
            yield key, value


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
        if ask:
            return None
        return value
    field = _FIELDS.get(ask, ask)
    if ask == "增减" and value.unit == PERCENT:
        field = "增减率"
    reported: dict[str, Any] = {field: value}
    return Control.model_construct(None, **reported)


def _read(
    context: RuleContext,
    key: Scalar,
    control: Control,
    reading: Reading,
) -> tuple[list[ReportedNumber], list[Problem]]:
    """The numbers of one line with the figures that they may be; and those that nothing stands
    for."""
    measured = reading.measured
    if not any(getattr(control, aspect) for aspect in Control.model_fields):
        fix = f"写成 {key}: 金额，或删去这一行"
        return [], [Problem(key.place, f"“{key}”下面没有数，什么也没有核对", fix)]
    which = _KIND.get(reading.ask, context.settings.get("完成预算口径", "全年"))
    reported: list[ReportedNumber] = []
    problems: list[Problem] = []
    ways = [measured, *(twin for _, twin in measured.twins)]
    for aspect in Control.model_fields:
        typed = getattr(control, aspect)
        if typed is None:
            continue
        is_its_own = aspect in ("决算数", PUBLISHED) or reading.ask
        name = str(key) if is_its_own else f"{key}的{aspect}"
        answers = [ASPECTS[aspect](way, way.budget.get(which)) for way in ways]
        figures = [figure for answer in answers if not isinstance(answer, str) for figure in answer]
        wrong = _wrong_unit(typed, figures)
        if wrong is not None:
            fix = f"写成 {typed.number:f}{wrong}，或换成另一个数的名称"
            message = f"{name}的单位是“{wrong}”，这里写的是“{typed.unit}”"
            problems.append(Problem(typed.place, message, fix))
            continue
        if figures:
            published = aspect == PUBLISHED
            reported.append(ReportedNumber(name, typed, tuple(figures), published))
            continue
        number = typed.value if isinstance(typed, TypedNumber) else typed.number
        if aspect == "完成率" and number == 0:
            continue
        fix = "删去这个数，或核对它的另一个数"
        message = f"{name}填的是 {number:f}，这里{answers[0]}"
        cause = getattr(measured.now, "cause", None)
        problems.append(Problem(typed.place, message, fix, cause=cause))
    return reported, problems


def _wrong_unit(typed: Reported | TypedNumber, figures: Sequence[Figure]) -> str | None:
    """The unit of the figures, when another one stands behind the number; None when it is right."""
    if isinstance(typed, TypedNumber) or not typed.unit or not figures:
        return None
    unit = figures[0].unit
    if unit == WAN:
        right = typed.unit in FACTORS
    else:
        counted = typed.unit in COUNTED and unit not in (PERCENT, "分")
        right = counted or typed.unit == unit
    if right:
        return None
    return unit


# --- Whether it is right ---


def _judge(context: RuleContext, reported: ReportedNumber, unit: str) -> Iterator[Problem]:
    """A number of the report against the computed ones, at the decimals that it was typed with."""
    if fits(reported, unit):
        return
    near = [figure for figure in reported.computed if fits_nearly(reported, figure, unit)]
    if near and reported.published:
        # Rounded parts seldom add up to what was printed: next year compares with the latter.
        return
    computed = (near or reported.computed)[0]
    places = max(reported.decimals(unit), CENTS)
    value = reported.value(unit)
    right = round_half_up(unrounded(reported, computed, unit), places)
    typed = replace(computed, value=value, place=reported.place, inputs=())
    shown = replace(computed, value=right)
    gap = replace(
        computed, value=round_half_up(value - unrounded(reported, computed, unit), places)
    )
    size = replace(gap, value=abs(gap.value))
    texts = [_shown(context, reported, figure, unit) for figure in (typed, shown, size)]
    origin = ("报表数", "公开的数")[reported.published]
    message = f"{reported.name}：{origin}是 {texts[0]}，按填写的数算出 {texts[1]}，相差 {texts[2]}"
    hint = ""
    if isinstance(reported.typed, Reported):
        hint = transposed(typed, computed, context.money)
    fix = f"核对这一行，以及算出它的数（{lines_of(computed)}）{hint}{_twins(context, reported)}"
    if near:
        fix = "四舍五入造成的尾差，知道即可"
    number = context.number
    yield Problem(
        reported.place, message, fix, number(shown), number(typed), number(gap), bool(near)
    )


def _shown(context: RuleContext, reported: ReportedNumber, figure: Figure, unit: str) -> str:
    """A figure with its unit; an amount in that of the report, which the clerk has before him."""
    if figure.unit == WAN:
        return Money(reported.unit or unit)(figure.value)
    return context.shown(figure)


def _twins(context: RuleContext, reported: ReportedNumber) -> str:
    """What else the name may mean: the 科目 over all funds."""
    others = {figure.value: figure for figure in reported.computed[1:] if figure.unit == WAN}
    others.pop(reported.computed[0].value, None)
    if not others:
        return ""
    each = "、".join(context.shown(figure) for figure in others.values())
    return f"；各种资金合在一起是 {each}"


# --- The other unit ---


_OTHER = {WAN: YUAN, YUAN: WAN}


def _in_the_other_unit(reported: Sequence[ReportedNumber], unit: str) -> list[ReportedNumber]:
    """The amounts that are wrong as they stand, and right in the other unit."""
    amounts = [number for number in reported if number.computed[0].unit == WAN and not number.unit]
    wrong = [number for number in amounts if number.value(unit) != 0 and not fits(number, unit)]
    return [number for number in wrong if _may_be_in(number, _OTHER[unit])]


def _may_be_in(number: ReportedNumber, unit: str) -> bool:
    """Whether an amount is right in a unit, but perhaps for its rounding."""
    nearly = any(fits_nearly(number, computed, unit) for computed in number.computed)
    return nearly or fits(number, unit)


def _other_unit(context: RuleContext, strangers: Sequence[ReportedNumber], unit: str) -> Problem:
    first, other_unit = strangers[0], _OTHER[unit]
    typed = first.typed
    assert isinstance(typed, Reported)
    count = ""
    if len(strangers) > 1:
        count = f"等 {len(strangers)} 个数"
    return Problem(
        first.place,
        f"{first.name}{count}是以{other_unit}为单位的（{typed.number:f}），这里按{unit}核对",
        f"在 报表数 下面加一行 {UNIT_OF_REPORT}: {other_unit}，"
        f"或在数后面写单位：{typed.number:f}{other_unit}",
        other_unit,
        unit,
        value=context.money.unit,
    )
