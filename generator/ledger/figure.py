"""A printed number that knows where it comes from.

Rounding (design): a figure keeps its exact value; what is printed is that value rounded half up. Differences, shares and rates are
computed from printed amounts, so that a reader who recomputes from the page gets what the page says.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Cause, Place
from generator.model.base import TypedAmount, TypedNumber
from generator.money import WAN as WAN
from generator.money import YUAN as YUAN

PERCENT = "%"
_CENT = Decimal("0.01")


class Figure(Struct, frozen=True):
    """An immutable number: exact ``value`` in ``unit``, what it is called, how it came about.

    ``formula`` joins the inputs when told (＋, －, ÷); a typed figure has none, but a ``place``, and in a roll-up the unit that typed it (``owner``).
    """

    value: Decimal
    unit: str
    label: str
    formula: str = ""
    inputs: tuple[Figure, ...] = ()
    place: Place | None = None
    owner: str = ""

    @property
    def printed(self) -> Decimal:
        """The value as the page shows it: amounts with two decimals, others unrounded (a percentage is rounded by the form)."""
        return self.value.quantize(_CENT, ROUND_HALF_UP) if self.unit == WAN else self.value

    @property
    def is_zero(self) -> bool:
        """Whether the printed number is zero."""
        return self.printed == 0

    def named(self, label: str) -> Figure:
        """The same figure under another name."""
        return replace(self, label=label)


class Missing(Struct, frozen=True):
    """A value that the file does not give: ``path`` is where to fill it in, ``what`` says what it is.

    ``cause`` is the finding for which it could not be computed, though it is filled in.
    """

    path: tuple[str, ...]
    what: str
    cause: Cause | None = None

    @property
    def key(self) -> str:
        """The YAML key as a clerk reads it: 三公经费.公务接待费.预算数; an entry of a list is counted from one."""
        return ".".join(
            f"第{int(step) + 1}个" if step.isdecimal() and len(step) < 4 else step
            for step in self.path
        )


class Absent:
    """No last year: the unit did not exist. Not the same as 0."""

    __slots__ = ()


ABSENT = Absent()
Known = Figure | Missing
"""A figure, or what is missing."""
Earlier = Figure | Missing | Absent
"""A figure of last year."""


def typed(value: Decimal, unit: str, label: str, place: Place) -> Figure:
    """A figure that a clerk typed."""
    return Figure(value, unit, label, place=place)


def entered(amount: TypedAmount | TypedNumber, unit: str, label: str) -> Figure:
    """A figure that a clerk typed, or the sum of those that the units' clerks typed."""
    if not amount.parts:
        return typed(amount.value, unit, label, amount.place)
    return total(
        label,
        (
            replace(typed(one.value, unit, name, one.place), owner=name)
            for name, one in amount.parts
        ),
        unit,
    )


def owned(figure: Figure, unit: str) -> Figure:
    """A unit's figure as part of the 部门's: every typed number behind it knows whose it is."""
    if figure.inputs:
        return replace(figure, inputs=tuple(owned(part, unit) for part in figure.inputs))
    return replace(figure, owner=unit)


def total(label: str, parts: Iterable[Figure], unit: str = WAN) -> Figure:
    """The exact sum of ``parts``; zero when there are none."""
    inputs = tuple(parts)
    return Figure(sum((part.value for part in inputs), Decimal(0)), unit, label, "＋", inputs)


def difference(label: str, left: Figure, right: Figure) -> Figure:
    """``left`` minus ``right``, from the printed values."""
    return Figure(left.printed - right.printed, left.unit, label, "－", (left, right))


def exact_difference(label: str, left: Figure, right: Figure) -> Figure:
    """``left`` minus ``right``, exactly: for balances, which are amounts of the ledger themselves."""
    return Figure(left.value - right.value, left.unit, label, "－", (left, right))


def ratio(label: str, part: Figure, whole: Figure) -> Figure | None:
    """``part`` in per cent of ``whole``, from the printed values, unrounded; None where there is
    no such rate: ``whole`` is zero or negative, or ``part`` is negative and not a change of
    ``whole``."""
    if whole.printed <= 0 or (part.printed < 0 and not _is_change(part, whole)):
        return None
    return Figure(part.printed * 100 / whole.printed, PERCENT, label, "÷", (part, whole))


def _is_change(part: Figure, whole: Figure) -> bool:
    """Whether a figure says by how much another one differs from ``whole``: a fall is a rate, too."""
    return part.formula == "－" and part.inputs[1].value == whole.value


def average(label: str, whole: Figure, count: Figure) -> Figure | None:
    """``whole`` divided by ``count``, in the unit of ``whole``, from the printed values; None when
    ``count`` is zero or ``whole`` negative."""
    if count.printed <= 0 or whole.printed < 0:
        return None
    return Figure(whole.printed / count.printed, whole.unit, label, "÷", (whole, count))


def in_yuan(figure: Figure) -> Figure:
    """An amount in 元 instead of 万元, exactly."""
    factor = Figure(Decimal(10_000), YUAN, "1万元")
    return Figure(figure.value * factor.value, YUAN, figure.label, "×", (figure, factor))


def known_total(label: str, parts: Iterable[Known]) -> Known:
    """The sum, or the first part that is missing."""
    found = tuple(parts)
    missing = next((part for part in found if isinstance(part, Missing)), None)
    return missing or total(label, (part for part in found if isinstance(part, Figure)))


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """``value`` rounded half up to ``decimals`` places."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def explain(figure: Figure, most: int = 8) -> str:
    """Where a figure comes from, in one line for people; at most ``most`` inputs are named."""
    if figure.inputs:
        shown = [f"{part.label} {part.printed:f}" for part in figure.inputs[:most]]
        more = f" {figure.formula} 等{len(figure.inputs)}项" if len(figure.inputs) > most else ""
        return "= " + f" {figure.formula} ".join(shown) + more + _by_unit(figure)
    # The name only: the folders of the clerk's machine have no place in a published page.
    return (
        f"填写于 {PurePath(figure.place.file).name} 第 {figure.place.line} 行"
        if figure.place
        else "没有发生额"
    )


def source(figure: Figure) -> str:
    """Where a figure comes from, in words, with the lines of what was typed."""
    told = explain(figure)
    if not figure.inputs or "；其中 " in told:
        return told
    lines = sorted({place.line for place in places(figure)})
    if not lines:
        return told
    shown = "、".join(str(line) for line in lines[:12])
    return f"{told}（数据文件第 {shown} {f'等{len(lines)}行' if len(lines) > 12 else '行'}）"


def places(figure: Figure) -> list[Place]:
    """The places of everything typed that a figure is made of."""
    found: list[Place] = []
    _gather(figure, found)
    return found


def _gather(figure: Figure, found: list[Place]) -> None:
    if figure.place is not None:
        found.append(figure.place)
    for part in figure.inputs:
        _gather(part, found)


_MOST_LINES = 6


def _rolled_up(figure: Figure) -> bool:
    """Whether something typed that a figure is made of belongs to a unit."""
    return bool(figure.owner) or any(_rolled_up(part) for part in figure.inputs)


def _by_unit(figure: Figure) -> str:
    """Of a rolled-up figure, each unit's part with the lines of its file; "" for any other."""
    if figure.formula not in ("＋", "－") or not _rolled_up(figure):
        return ""
    plain, leaves = _leaves(figure)
    units: dict[str, list[Figure]] = {}
    for leaf in leaves:
        if leaf.owner and leaf.place:
            units.setdefault(leaf.owner, []).append(leaf)
    told = []
    for name, mine in units.items():
        sums = (
            f" {sum((one.value for one in mine), Decimal(0)).quantize(_CENT, ROUND_HALF_UP) if figure.unit == WAN else sum(one.value for one in mine):f}"
            if plain
            else ""
        )
        lines = list(dict.fromkeys(one.place.line for one in mine if one.place))
        more = f"等{len(lines)}行" if len(lines) > _MOST_LINES else "行"
        file = PurePath(mine[0].place.file).name if mine[0].place else ""
        told.append(
            f"{name}{sums}（{file} 第 {'、'.join(str(line) for line in lines[:_MOST_LINES])} {more}）"
        )
    return f"；其中 {'，'.join(told)}" if told else ""


def _leaves(figure: Figure) -> tuple[bool, list[Figure]]:
    """The typed numbers behind a figure, and whether it is nothing but their sum."""
    if not figure.inputs:
        return True, [figure]
    inner = [_leaves(part) for part in figure.inputs]
    return figure.formula == "＋" and all(plain for plain, _ in inner), [
        leaf for _, leaves in inner for leaf in leaves
    ]
