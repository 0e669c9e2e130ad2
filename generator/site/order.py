"""The order on the shelf: by year, the newest first; within a year each 部门 with its units.

Whoever stands alone, 部门 or unit, comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from generator.site.summary import Card

ALONE = "其他部门、单位"
"""The heading of those that stand alone."""


class DepartmentGroup(Struct, frozen=True):
    """A 部门 and its units, or (``name`` is "") those that stand on their own.

    ``whole`` is the 部门 itself, None while its own document is not published.
    """

    name: str
    whole: Card | None
    units: tuple[Card, ...]

    @property
    def cards(self) -> tuple[Card, ...]:
        """All of them, the 部门 first."""
        if self.whole is None:
            return self.units
        return (self.whole, *self.units)


class Year(Struct, frozen=True):
    """A year's shelf."""

    year: int
    groups: tuple[DepartmentGroup, ...]

    @property
    def count(self) -> int:
        """How many documents there are."""
        return sum(len(group.cards) for group in self.groups)


def shelf(cards: Iterable[Card]) -> tuple[Year, ...]:
    """Years, 部门, units.

    Names stand in the order of their characters' codes, which is the same on every machine.
    """
    years: dict[int, list[Card]] = {}
    for card in cards:
        years.setdefault(card.年度, []).append(card)
    return tuple(Year(year, _groups(years[year])) for year in sorted(years, reverse=True))


def _groups(cards: Sequence[Card]) -> tuple[DepartmentGroup, ...]:
    by_name: dict[str, list[Card]] = {}
    for card in cards:
        by_name.setdefault(card.部门, []).append(card)
    alone = by_name.pop("", [])
    # A 部门 of one document needs no heading over its one line; a single unit of a 部门 that is not
    # published yet does.
    for name, members in list(by_name.items()):
        if len(members) == 1 and members[0].单位 == name:
            alone += by_name.pop(name)
    groups = [_group(name, by_name[name]) for name in sorted(by_name)]
    if alone:
        groups.append(_group("", alone))
    return tuple(groups)


def _group(name: str, cards: Sequence[Card]) -> DepartmentGroup:
    whole = None
    if name:
        own_cards = (card for card in cards if card.口径 == "部门" and card.单位 == name)
        whole = next(own_cards, None)
    units = [card for card in cards if card is not whole]
    units.sort(key=lambda card: (card.单位, card.标识))
    return DepartmentGroup(name, whole, tuple(units))


Series = Mapping[tuple[str, str], tuple[Card, ...]]
"""The years of each unit by name and 口径, the newest first."""


def series(cards: Iterable[Card]) -> Series:
    """Each unit's years."""
    by_unit: dict[tuple[str, str], list[Card]] = {}
    for card in cards:
        by_unit.setdefault((card.单位, card.口径), []).append(card)
    for unit_cards in by_unit.values():
        unit_cards.sort(key=lambda card: -card.年度)
    return {unit: tuple(unit_cards) for unit, unit_cards in by_unit.items()}
