"""The order on the shelf: by year, the newest first; within a year each 部门 with its units; whoever stands alone, 部门 or unit, last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.site.summary import Card

ALONE = "其他部门、单位"
"""The heading of those that stand alone."""


class DepartmentGroup(Struct, frozen=True):
    """A 部门 and its units, or (``name`` is "") those that stand on their own. ``whole`` is None while the 部门's own document is not published."""

    name: str
    whole: Card | None
    units: tuple[Card, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them, the 部门 first."""
        return (*((self.whole,) if self.whole else ()), *self.units)


class Year(Struct, frozen=True):
    """A year's shelf."""

    year: int
    groups: tuple[DepartmentGroup, ...]

    @property
    def count(self) -> int:
        """How many documents there are."""
        return sum(len(group.cards) for group in self.groups)


def shelf(cards: Iterable[Card]) -> tuple[Year, ...]:
    """Years, 部门, units. Names stand in the order of their characters' codes, which is the same on every machine."""
    years: dict[int, list[Card]] = {}
    for card in cards:
        years.setdefault(card.年度, []).append(card)
    return tuple(Year(year, _groups(years[year])) for year in sorted(years, reverse=True))


def _groups(cards: Sequence[Card]) -> tuple[DepartmentGroup, ...]:
    by_name: dict[str, list[Card]] = {}
    for card in cards:
        by_name.setdefault(card.部门, []).append(card)
    rest = by_name.pop("", [])
    # A 部门 of one document needs no heading over its one line; a single unit of a 部门 that is not published yet does.
    for name in [name for name, mine in by_name.items() if len(mine) == 1 and mine[0].单位 == name]:
        rest += by_name.pop(name)
    groups = [_group(name, by_name[name]) for name in sorted(by_name)]
    return (*groups, *([_group("", rest)] if rest else []))


def _group(name: str, cards: Sequence[Card]) -> DepartmentGroup:
    whole = next(
        (card for card in cards if name and card.口径 == "部门" and card.单位 == name), None
    )
    units = sorted(
        (card for card in cards if card is not whole), key=lambda card: (card.单位, card.标识)
    )
    return DepartmentGroup(name, whole, tuple(units))


Series = Mapping[tuple[str, str], tuple[Card, ...]]
"""The years of each unit by name and 口径, the newest first."""


def series(cards: Iterable[Card]) -> Series:
    """Each unit's years."""
    found: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        found.setdefault((card.单位, card.口径), []).append(card)
    return {key: tuple(sorted(mine, key=lambda card: -card.年度)) for key, mine in found.items()}
