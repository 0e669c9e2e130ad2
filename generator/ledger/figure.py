"""A printed number that knows where it comes from.

Rounding (design): a figure keeps its exact value; what is printed is that value rounded half up.
Differences, shares and rates are computed from printed amounts, so that a reader who recomputes
from the page gets what the page says.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Cause, Place
from generator.model.base import TypedAmount, TypedNumber
from generator.money import IN_YUAN, WAITING
from generator.money import WAN as WAN
from generator.money import YUAN as YUAN

PERCENT = "%"
UNKNOWN = Decimal("NaN")
"""The value of a figure that rests on a number which is still to be filled in."""
_CENT = Decimal("0.01")
_LONGEST_NUMBER = 3


class Figure(Struct, frozen=True):
    """An immutable number: exact ``value`` in ``unit``, what it is called, how it came about.

    ``formula`` joins the inputs when told (＋, －, ÷); a typed figure has none, but a ``place``,
    and in a roll-up the unit that typed it (``owner``).
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
        """The value as the page shows it: amounts with two decimals, others unrounded (a percentage
        is rounded by the form)."""
        if self.unit == WAN:
            return self.value.quantize(_CENT, ROUND_HALF_UP)
        return self.value

    @property
    def digits(self) -> str:
        """The printed number in plain digits, without its unit."""
        return digits(self.printed)

    @property
    def is_zero(self) -> bool:
        """Whether the printed number is zero."""
        return self.printed == 0

    def named(self, label: str) -> Figure:
        """The same figure under another name."""
        return replace(self, label=label)


def digits(value: Decimal) -> str:
    """A number in plain digits; a mark for one that is not known yet."""
    return WAITING if value.is_nan() else f"{value:f}"


class Missing(Struct, frozen=True):
    """A value that the file does not give: ``path`` is where to fill it in, ``what`` says what it
    is.

    ``cause`` is the finding for which it could not be computed, though it is filled in. ``advice``
    says what is known of it elsewhere.
    """

    path: tuple[str, ...]
    what: str
    cause: Cause | None = None
    advice: str = ""

    @property
    def key(self) -> str:
        """The YAML key as a clerk reads it: 三公经费.公务接待费.预算数; an entry of a list is
        counted from one."""
        return ".".join(map(_step, self.path))

    @property
    def mark(self) -> str:
        """What stands in the document in its place."""
        return f"〔待填：{self.key}〕"


def _step(step: str) -> str:
    """A step of a path: an entry of a list (its number has few digits) is counted from one."""
    if step.isdecimal() and len(step) <= _LONGEST_NUMBER:
        return f"第{int(step) + 1}个"
    return step


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
            replace(typed(part.value, unit, name, part.place), owner=name)
            for name, part in amount.parts
        ),
        unit,
    )


def entered_or_zero(amount: TypedAmount | None, label: str) -> Figure:
    """An amount that need not be typed, in 万元: without one it is zero, a sum of nothing."""
    if amount is None:
        return total(label, ())
    return entered(amount, WAN, label)


def owned(figure: Figure, owner: str) -> Figure:
    """A unit's figure as part of the 部门's: every typed number behind it knows whose it is."""
    if figure.inputs:
        return replace(figure, inputs=tuple(owned(part, owner) for part in figure.inputs))
    return replace(figure, owner=owner)


def total(label: str, parts: Iterable[Figure], unit: str = WAN) -> Figure:
    """The exact sum of ``parts``; zero when there are none."""
    inputs = tuple(parts)
    return Figure(sum((part.value for part in inputs), Decimal(0)), unit, label, "＋", inputs)


def difference(label: str, left: Figure, right: Figure) -> Figure:
    """``left`` minus ``right``, from the printed values."""
    return Figure(left.printed - right.printed, left.unit, label, "－", (left, right))


def exact_difference(label: str, left: Figure, right: Figure) -> Figure:
    """``left`` minus ``right``, exactly: for balances, which are amounts of the ledger
    themselves."""
    return Figure(left.value - right.value, left.unit, label, "－", (left, right))


def ratio(label: str, part: Figure, whole: Figure) -> Figure | None:
    """``part`` in per cent of ``whole``, from the printed values, unrounded; None where there is
    no such rate: ``whole`` is zero or negative, or ``part`` is negative and not a change of
    ``whole``."""
    if whole.printed <= 0 or (part.printed < 0 and not _is_change(part, whole)):
        return None
    return Figure(part.printed * 100 / whole.printed, PERCENT, label, "÷", (part, whole))


def _is_change(part: Figure, whole: Figure) -> bool:
    """Whether a figure says by how much another one differs from ``whole``: a fall is a rate,
    too."""
    return part.formula == "－" and part.inputs[1].value == whole.value


def average(label: str, whole: Figure, count: Figure) -> Figure | None:
    """``whole`` divided by ``count``, in the unit of ``whole``, from the printed values; None when
    ``count`` is zero or ``whole`` negative."""
    if count.printed <= 0 or whole.printed < 0:
        return None
    return Figure(whole.printed / count.printed, whole.unit, label, "÷", (whole, count))


def in_yuan(figure: Figure) -> Figure:
    """An amount in 元 instead of 万元, exactly."""
    factor = Figure(Decimal(IN_YUAN[WAN]), YUAN, "1万元")
    return Figure(figure.value * factor.value, YUAN, figure.label, "×", (figure, factor))


def known_total(label: str, parts: Iterable[Known], unit: str = WAN) -> Known:
    """The sum, or the first part that is missing."""
    known = tuple(parts)
    missing = next((part for part in known if isinstance(part, Missing)), None)
    return missing or total(label, (part for part in known if isinstance(part, Figure)), unit)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """``value`` rounded half up to ``decimals`` places."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
