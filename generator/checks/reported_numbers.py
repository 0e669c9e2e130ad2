"""Numbers of a report, and the figures that each may be: what is asked of a figure, and whether
a number is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.findings.place import Place
from generator.ledger.figure import Figure, Known, Missing, difference, ratio, round_half_up
from generator.ledger.interval import Interval, around, as_published, decimals_of, interval
from generator.ledger.measured import Measured
from generator.model.base import TypedNumber
from generator.model.control import PUBLISHED, Reported
from generator.money import WAN, YUAN

CENTS = 2
"""The decimals of an amount in 万元 on a page."""
_YUAN_CENTS = 6


class ReportedNumber(Struct, frozen=True):
    """One number of a report: what it is called, what was typed, and the figures that it may be.

    ``published``: a document has printed it.
    """

    name: str
    typed: Reported | TypedNumber
    computed: tuple[Figure, ...]
    published: bool = False

    @property
    def place(self) -> Place:
        """Where the number is typed in the data file."""
        return self.typed.place

    @property
    def unit(self) -> str:
        """The unit typed behind it, "" for none."""
        if isinstance(self.typed, Reported):
            return self.typed.unit
        return ""

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
        return max(CENTS, decimals_of(value))


# --- Whether it is right ---


def expected(reported: ReportedNumber, computed: Figure, unit: str) -> Decimal:
    """The computed figure as a report of this precision has it."""
    return round_half_up(unrounded(reported, computed, unit), reported.decimals(unit))


def fits(reported: ReportedNumber, unit: str) -> bool:
    """Whether a number is one of the figures that it may be, at its decimals."""
    return any(
        expected(reported, computed, unit) == reported.value(unit) for computed in reported.computed
    )


def fits_nearly(reported: ReportedNumber, computed: Figure, unit: str) -> bool:
    """Whether rounding alone may explain a difference: each number stands for an interval."""
    value, places = reported.value(unit), reported.decimals(unit)
    if around(value, computed.unit).meets(interval(computed)):
        return True
    if computed.unit == WAN:
        # A total that was added up from rounded rows has no rounding of its own.
        return Interval(value, value).meets(as_published(computed, places))
    return around(value, computed.unit).meets(as_published(computed, places))


def unrounded(reported: ReportedNumber, computed: Figure, unit: str) -> Decimal:
    """The computed number: on a page of two decimals differences are those of printed amounts."""
    if computed.unit == WAN and reported.decimals(unit) == CENTS:
        return computed.printed
    return computed.value


# --- What may be asked of a figure ---


Answer = Sequence[Figure] | str
"""The figures that an aspect may be, or why there is none."""


def _now(measured: Measured, _budget: Known | None) -> Answer:
    if isinstance(measured.now, Missing):
        return f"缺数：{measured.now.what}"
    return [measured.now]


def _planned(_found: Measured, budget: Known | None) -> Answer:
    if isinstance(budget, Figure):
        return [budget]
    return "没有预算数"


def _last(measured: Measured, _budget: Known | None) -> Answer:
    if isinstance(measured.last, Figure):
        return [measured.last]
    return "没有上年数"


def _change(measured: Measured, _budget: Known | None) -> Answer:
    if not isinstance(measured.now, Figure) or not isinstance(measured.last, Figure):
        return "没有上年数"
    return [difference("增减额", measured.now, measured.last)]


def _rate(measured: Measured, budget: Known | None) -> Answer:
    change = _change(measured, budget)
    if isinstance(change, str) or not isinstance(measured.last, Figure):
        return "没有上年数"
    rate = ratio("增减率", change[0], measured.last)
    if rate is None:
        return "上年是 0，没有增减率"
    return [rate]


def _completed(measured: Measured, budget: Known | None) -> Answer:
    if not isinstance(measured.now, Figure) or not isinstance(budget, Figure):
        return "没有预算数"
    rate = ratio("完成率", measured.now, budget)
    if rate is None:
        return "预算是 0，没有完成率"
    return [rate]


def _share(measured: Measured, _budget: Known | None) -> Answer:
    sums = [figure for figure in measured.wholes if isinstance(figure, Figure)]
    if not isinstance(measured.now, Figure) or not sums:
        return "没有占比"
    shares = [ratio("占比", measured.now, figure) for figure in sums]
    return [share for share in shares if share] or "合计是 0，没有占比"


ASPECTS: Mapping[str, Callable[[Measured, Known | None], Answer]] = {
    "决算数": _now,
    "预算数": _planned,
    "上年决算数": _last,
    "增减额": _change,
    "增减率": _rate,
    "完成率": _completed,
    "占比": _share,
    PUBLISHED: _now,
}
