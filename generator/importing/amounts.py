"""What the stages of solving share: amounts with their cells, and which fund may hold which 科目."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from generator.importing.evidence import ZERO, Seen, Spot
from generator.importing.solve import Found, Variable
from generator.model.money import FUNDS
from generator.model.subjects import Catalogue

_KIND_OF = {"功能-政府性基金预算": FUNDS[1], "功能-国有资本经营预算": FUNDS[2]}


class Known(Struct, frozen=True):
    """An amount in 元 and its cells."""

    amount: Decimal
    spots: tuple[Spot, ...]
    slack: Decimal = ZERO


def known_of(found: Found) -> Known:
    """A solved fact as a known amount."""
    return Known(found.amount, tuple(dict.fromkeys(one.spot for one in found.given)), found.slack)


def as_seen(keys: dict[str, str], found: Found) -> Seen:
    """A solved value as an amount of the next stage, which is finer."""
    first = found.given[0]
    return Seen(
        {key: (value,) for key, value in keys.items()},
        found.amount,
        first.spot,
        slack=found.slack,
        label=first.label,
        implied=True,
    )


def belongs(first: str, code: str, year: Catalogue, told: set[Variable]) -> bool:
    """Whether a fund or source may have an item: told so by a table, or of its kind in the catalogue."""
    if (first, code) in told:
        return True
    subject = year.functional(code)
    own = _KIND_OF.get(subject.kind, "") if subject else ""
    return first.startswith(own) if own else not first.startswith(FUNDS[1:3])


def told_of(seen: Iterable[Seen], key: str) -> set[Variable]:
    """The pairs of a fund (or source) and an item that some cell tells."""
    return {
        (first, code)
        for one in seen
        if len(one.keys.get(key, ())) == 1 and not one.implied
        for first in one.keys[key]
        for code in one.keys.get("功能科目", ())
        if len(code) == 7
    }


def items_of(seen: Iterable[Seen]) -> list[str]:
    """All items that have a line."""
    return sorted({code for one in seen for code in one.keys.get("功能科目", ()) if len(code) == 7})
