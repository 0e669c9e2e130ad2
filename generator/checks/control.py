"""报表数: control totals from the official report against what is computed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from generator.checks.operands import lines_of, transposed
from generator.checks.rule import Problem, Subject, check
from generator.figures.control import Measured, measured
from generator.figures.figure import Figure, difference, ratio, round_half_up
from generator.figures.interval import around, decimals_of, interval
from generator.model.base import TypedAmount, TypedNumber
from generator.model.control import Control
from generator.money import WAN, YUAN
from generator.reading.nearest import nearest
from generator.reading.nodes import Scalar
from generator.reading.place import MOST, Level
from generator.reading.rule import Group

_CENTS, _EXACT = 2, 6


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
    known = measured(subject.statement)
    for key, value in subject.statement.accounts.报表数.items():
        one = known.get(str(key).strip()) or _by_code(str(key), known)
        if one is not None:
            yield from _compare(subject, key, value, one)


@check("报表数名称", Group.BALANCE, Level.ERROR, "报表数的名称是文中有的数", "写错名称的数没有参加核对。", "数据文件的写法")
def control_names(subject: Subject) -> Iterator[Problem]:
    """Every control total names a figure."""
    known, told = measured(subject.statement), 0
    for key in subject.statement.accounts.报表数:
        if str(key).strip() not in known and _by_code(str(key), known) is None:
            told += 1
            near = nearest(key, known, 3) if told <= MOST else []
            yield Problem(key.place, f"没有名叫“{key}”的数", f"您是不是想写“{'”或“'.join(near)}”？" if near else f"可以写：{'、'.join(list(known)[:12])} 等")


def _by_code(key: str, known: dict[str, Measured]) -> Measured | None:
    """A 项 may be named by its code alone."""
    return next((one for name, one in known.items() if key.isdecimal() and name.startswith(f"{key} ")), None)


def _compare(subject: Subject, key: Scalar, value: TypedAmount | Control, one: Measured) -> Iterator[Problem]:
    told = Control.model_construct(决算数=value) if isinstance(value, TypedAmount) else value
    if not any(getattr(told, aspect) for aspect in Control.model_fields):
        yield Problem(key.place, f"“{key}”下面没有数，什么也没有核对", f"写成 {key}: 金额，或删去这一行")
        return
    budget = one.budget.get(subject.settings.get("完成预算口径", "全年"))
    for aspect, computed in _aspects(told, one, budget):
        given = getattr(told, aspect)
        if given is None:
            continue
        name = str(key) if aspect == "决算数" else f"{key}的{aspect}"
        if isinstance(computed, Figure):
            yield from _judge(subject, name, given, computed)
        elif not (aspect == "完成率" and given.value == 0):
            yield Problem(given.place, f"{name}填的是 {given.value:f}，这里{computed}", "删去这个数，或核对它的另一个数")


def _aspects(told: Control, one: Measured, budget: object) -> Iterator[tuple[str, Figure | str]]:
    now, last, whole = one.now, one.last, one.whole
    for aspect, other, why in (("决算数", now, "没有填决算数"), ("预算数", budget, "没有预算数"), ("上年决算数", last, "没有上年数")):
        if getattr(told, aspect):
            yield aspect, other if isinstance(other, Figure) else why
    if not isinstance(now, Figure):
        return
    if isinstance(last, Figure):
        gap = difference("增减额", now, last)
        yield "增减额", gap
        yield "增减率", ratio("增减率", gap, last) or "上年是 0，没有增减率"
    else:
        yield from ((aspect, "没有上年数") for aspect in ("增减额", "增减率"))
    yield "完成率", (ratio("完成率", now, budget) or "预算是 0，没有完成率") if isinstance(budget, Figure) else "没有预算数"
    yield "占比", (ratio("占比", now, whole) or "合计是 0，没有占比") if isinstance(whole, Figure) else "没有占比"


def _judge(
    subject: Subject,
    name: str,
    given: TypedAmount | TypedNumber,
    computed: Figure,
) -> Iterator[Problem]:
    """A number of the report against the computed one, at the decimals that it was typed with."""
    places = _decimals(subject, given, computed)
    right = computed.printed if computed.unit == WAN and places == _CENTS else computed.value
    if round_half_up(right, places) == given.value:
        return
    near = around(given.value, computed.unit).meets(interval(computed))
    shown_places = max(places, _CENTS)
    typed = replace(computed, value=given.value, place=given.place, inputs=())
    shown = replace(computed, value=round_half_up(right, shown_places))
    gap = replace(computed, value=round_half_up(given.value - right, shown_places))
    size = replace(gap, value=abs(gap.value))
    message = f"{name}：报表数是 {subject.shown(typed)}，按填写的数算出 {subject.shown(shown)}，相差 {subject.shown(size)}"
    hint = transposed(typed, computed, subject.money) if isinstance(given, TypedAmount) else ""
    fix = f"核对这一行，以及算出它的数（{lines_of(computed)}）{hint}"
    if near:
        fix = "四舍五入造成的尾差，知道即可"
    number = subject.number
    yield Problem(given.place, message, fix, number(shown), number(typed), number(gap), near)


def _decimals(subject: Subject, given: TypedAmount | TypedNumber, computed: Figure) -> int:
    """With how many decimals a number of the report is compared; a report in 元 has every digit."""
    if computed.unit != WAN:
        return decimals_of(given.value)
    if subject.money.unit == YUAN and isinstance(given, TypedAmount):
        return _EXACT
    return max(_CENTS, decimals_of(given.value))
