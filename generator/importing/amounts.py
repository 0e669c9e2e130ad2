"""What the stages of solving share: amounts with their cells, which fund may hold which 科目."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from generator.importing.evidence import ZERO, CellSpot, Observation
from generator.importing.solve import SolvedAmount, Variable
from generator.model.money import FUNDS
from generator.model.subjects import Catalogue

_KIND_OF = {"功能-政府性基金预算": FUNDS[1], "功能-国有资本经营预算": FUNDS[2]}


class KnownAmount(Struct, frozen=True):
    """An amount in 元 and its cells."""

    amount: Decimal
    spots: tuple[CellSpot, ...]
    slack: Decimal = ZERO


OUTLAY_KEYS = ("资金", "功能科目", "支出性质", "经济科目")
"""The keys of a fact of outlay that has no project."""
Parts = dict[tuple[str, str], KnownAmount]
"""The outlay of one item and nature: 项目, 经济科目 → amount."""


def known_of(solved: SolvedAmount) -> KnownAmount:
    """A solved fact as a known amount."""
    return KnownAmount(
        solved.amount,
        tuple(dict.fromkeys(observation.spot for observation in solved.observations)),
        solved.slack,
    )


def as_observation(keys: dict[str, str], solved: SolvedAmount) -> Observation:
    """A solved value as an amount of the next stage, which is finer."""
    first = solved.observations[0]
    return Observation(
        {key: (value,) for key, value in keys.items()},
        solved.amount,
        first.spot,
        slack=solved.slack,
        label=first.label,
        implied=True,
    )


def belongs(first: str, code: str, year: Catalogue, stated_pairs: set[Variable]) -> bool:
    """Whether a fund or source may have an item.

    It may where a table states the pair, or where the item is of its kind in the catalogue.
    """
    if (first, code) in stated_pairs:
        return True
    subject = year.functional(code)
    fund_of_kind = subject and _KIND_OF.get(subject.kind)
    if fund_of_kind:
        return first.startswith(fund_of_kind)
    return not first.startswith(FUNDS[1:3])


def pairs_stated(observations: Iterable[Observation], key: str) -> set[Variable]:
    """The pairs of a fund (or source) and an item that some cell tells."""
    pairs: set[Variable] = set()
    for observation in observations:
        firsts = observation.keys.get(key, ())
        if len(firsts) == 1 and not observation.implied:
            pairs |= {(firsts[0], code) for code in items_of([observation])}
    return pairs


def items_of(observations: Iterable[Observation]) -> list[str]:
    """The codes of all 项 that have a line, in order."""
    codes: set[str] = set()
    for observation in observations:
        codes.update(observation.keys.get("功能科目", ()))
    return sorted(code for code in codes if len(code) == 7)


def added(amounts: Iterable[KnownAmount]) -> KnownAmount:
    """Amounts as one, with all their cells."""
    amounts = list(amounts)
    return KnownAmount(
        sum((amount.amount for amount in amounts), ZERO),
        tuple(dict.fromkeys(spot for amount in amounts for spot in amount.spots)),
        sum((amount.slack for amount in amounts), ZERO),
    )
