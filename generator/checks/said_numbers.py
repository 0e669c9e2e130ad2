"""What the typed texts of a file say in numbers, against its figures of the same name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from generator.ledger.control import Nameable
from generator.ledger.figure import Figure, Missing, difference
from generator.ledger.interval import interval
from generator.ledger.measured import Measured
from generator.ledger.statement import Statement
from generator.money import WAN
from generator.statements.mentions import (
    BUDGET,
    CHANGE,
    CLASS,
    DOWN,
    ITEM,
    Mention,
    is_amount,
)
from generator.statements.printed_numbers import COUNT, MONEY, PrintedNumber, shown

_NAMES = {
    "三公经费": "三公经费",
    "因公出国（境）费": "因公出国境费",
    "公务用车保有量": "公务用车保有量",
    "车辆": "车辆",
}
_TAIL = Decimal("0.01")


class Contradiction(Struct, frozen=True):
    """A number of a text that a figure of the same name contradicts: which figure it is, its value
    as a text would print it, and whether rounding may explain the difference."""

    mention: Mention
    name: str
    right: str
    tail: bool


def contradictions(mentions: Iterable[Mention], statement: Statement) -> Iterator[Contradiction]:
    """The numbers that contradict the figures of a statement."""
    named = Nameable(statement)
    for mention in mentions:
        figure = _figure(mention, named)
        if figure is None or mention.number.about:
            continue
        if not _is_alike(mention.number, figure):
            continue
        value, printed = figure.printed, mention.number.amount
        if mention.role == CHANGE:
            value, printed = abs(value), abs(printed)
        if value == printed or figure.value == printed:
            continue
        near = mention.number.interval.meets(interval(figure)) or abs(value - printed) <= _TAIL
        yield Contradiction(mention, _shown_name(mention), _shown(figure, value), near)


def _is_alike(number: PrintedNumber, figure: Figure) -> bool:
    """Whether a number and a figure are of one kind."""
    if figure.unit == WAN:
        return number.kind == MONEY or number.kind not in (COUNT,)
    return number.kind == COUNT


def _shown(figure: Figure, value: Decimal) -> str:
    return f"{shown(value)}{figure.unit if figure.unit == WAN else ''}"


def _shown_name(mention: Mention) -> str:
    name = mention.name.removeprefix(CLASS).removeprefix(ITEM).rpartition("/")[2]
    if mention.role == CHANGE:
        return f"{name}{'减少' if mention.direction == DOWN else '增加'}"
    return name


def _figure(mention: Mention, named: Nameable) -> Figure | None:
    """The figure that a mention is of; None where no figure, or more than one, has its name."""
    if not mention.name:
        return None
    measured = _measured(mention.name, named)
    if measured is None or measured.twins:
        return None
    now = measured.now
    if mention.role == CHANGE:
        return None if mention.whole == BUDGET else _changed(measured)
    if not is_amount(mention) and mention.number.kind != COUNT:
        return None
    return None if isinstance(now, Missing) else now


def _changed(measured: Measured) -> Figure | None:
    now, last = measured.now, measured.last
    if not isinstance(now, Figure) or not isinstance(last, Figure):
        return None
    return difference("增减额", now, last)


def _measured(name: str, named: Nameable) -> Measured | None:
    if name.startswith(CLASS):
        return named.find(f"{name.removeprefix(CLASS)}支出") or named.find(name.removeprefix(CLASS))
    if name.startswith(ITEM):
        return None
    return named.find(_NAMES.get(name, name))
