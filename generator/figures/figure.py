"""A printed number that knows where it comes from.

Rounding (design): a figure keeps its exact value; what is printed is that value rounded half up. Differences, shares and rates are
computed from printed amounts, so that a reader who recomputes from the page gets what the page says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from generator.reading.place import Place

WAN = "万元"
PERCENT = "%"
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Figure:
    """An immutable number: exact ``value`` in ``unit``, what it is called, how it came about.

    ``formula`` joins the inputs when told (＋, －, ÷); a typed figure has none, but a ``place``.
    """

    value: Decimal
    unit: str
    label: str
    formula: str = ""
    inputs: tuple[Figure, ...] = ()
    place: Place | None = None

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


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that the file does not give: ``path`` is where to fill it in, ``what`` says what it is."""

    path: tuple[str, ...]
    what: str

    @property
    def key(self) -> str:
        """The YAML key as a clerk reads it: 三公经费.公务接待费.预算数; an entry of a list is counted from one."""
        return ".".join(f"第{int(step) + 1}个" if step.isdecimal() and len(step) < 4 else step for step in self.path)


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
    """``part`` in per cent of ``whole``, from the printed values, unrounded; None when ``whole`` is zero."""
    if whole.is_zero:
        return None
    return Figure(part.printed * 100 / whole.printed, PERCENT, label, "÷", (part, whole))


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
        return "= " + f" {figure.formula} ".join(shown) + more
    # The name only: the folders of the clerk's machine have no place in a published page.
    return f"填写于 {PurePath(figure.place.file).name} 第 {figure.place.line} 行" if figure.place else "没有发生额"


def source(figure: Figure) -> str:
    """Where a figure comes from, in words, with the lines of what was typed."""
    told = explain(figure)
    lines = sorted({place.line for place in places(figure)})
    if not figure.inputs or not lines:
        return told
    shown = "、".join(str(line) for line in lines[:12]) + ("等" if len(lines) > 12 else "")
    return f"{told}（数据文件第 {shown} 行）"


def places(figure: Figure) -> Iterator[Place]:
    """The places of everything typed that a figure is made of."""
    if figure.place is not None:
        yield figure.place
    for part in figure.inputs:
        yield from places(part)
