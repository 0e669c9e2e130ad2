"""Amounts of tables → the facts below them.

Each amount of a table is the sum of the facts that its keys select. An amount that selects one fact gives it; the others either follow (one
fact is left, or nothing is left) or are compared with what the facts add up to. So the detail is the data, and totals check it. Exact amounts
speak before rounded ones, and a remainder below zero is no fact.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field

from generator.importing.evidence import ZERO, Seen

Variable = tuple[str, ...]
_PREFIXED = frozenset(("功能科目", "经济科目"))


class Found(Struct, frozen=True):
    """The value of a fact, the amounts that gave it, and what their rounding leaves open."""

    amount: Decimal
    given: tuple[Seen, ...]
    slack: Decimal = ZERO


class Conflict(Struct, frozen=True):
    """An amount that the facts below it do not add up to."""

    seen: Seen
    sum: Decimal
    parts: tuple[Found, ...]


class Solution(Struct):
    """Facts that are known, amounts that disagree with them, facts of which only sums are known, and remainders below zero, which are none."""

    found: dict[Variable, Found] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    open: set[Variable] = field(default_factory=set)
    below: dict[Variable, Found] = field(default_factory=dict)


class _Equation:
    __slots__ = ("depth", "left", "members", "order", "rest", "seen", "spread", "used")

    def __init__(self, order: int, seen: Seen, members: list[int]) -> None:
        self.order, self.seen, self.members = order, seen, members
        self.depth = sum(len(code) for key in _PREFIXED for code in seen.keys.get(key, ())[:1])
        self.left, self.rest, self.used, self.spread = len(members), seen.amount, False, ZERO

    @property
    def rank(self) -> tuple[bool, int, bool, int, int, int]:
        """Exact before rounded, small sums before great ones, what is told before what is implied; an item's own line first, then more keys."""
        return (
            bool(self.seen.slack or self.spread),
            len(self.members),
            self.seen.implied,
            -self.depth,
            -len(self.seen.keys),
            self.order,
        )

    @property
    def slack(self) -> Decimal:
        """How far rounding may keep the sum from its parts: half a unit for each of them and for itself."""
        known = len(self.members) - self.left
        return max(self.seen.slack * (min(known, 40) + 1), self.seen.slack + self.spread)

    @property
    def nothing(self) -> bool:
        """Whether nothing is left for the facts that are not known."""
        return abs(self.rest) <= self.slack

    def take(self, value: Found) -> None:
        """One of the facts has become known."""
        self.left -= 1
        self.rest -= value.amount
        self.spread += value.slack if value.amount else ZERO


def solve(keys: Sequence[str], variables: Sequence[Variable], seen: Sequence[Seen]) -> Solution:
    """Solve for ``variables``, each a value for each of ``keys``. The first of two amounts with the same keys wins, the other is compared."""
    index = Index(keys, variables)
    equations = [
        _Equation(order, one, sorted(index.members(one))) for order, one in enumerate(seen)
    ]
    of: list[list[_Equation]] = [[] for _ in variables]
    for equation in equations:
        for member in equation.members:
            of[member].append(equation)
    values: list[Found | None] = [None] * len(variables)
    below: dict[int, Found] = {}
    # Small sums first: a fact told by itself is never taken from a total that may be wrong. What is only implied (a blank) comes after what is told.
    ready = [one.rank for one in equations if one.members]
    heapq.heapify(ready)
    while ready:
        rank = heapq.heappop(ready)
        one = equations[rank[-1]]
        if not one.left:
            continue
        if rank < one.rank:
            # Rounded facts have come into the sum since: it waits behind the exact ones.
            heapq.heappush(ready, one.rank)
            continue
        open_ = [member for member in one.members if values[member] is None]
        if len(open_) > 1 and not one.nothing:
            continue
        amount = ZERO if one.nothing else one.rest
        found = Found(
            amount, (one.seen,), one.slack if amount and len(one.members) > 1 else one.seen.slack
        )
        if amount < 0 and len(one.members) > 1:
            below[open_[0]] = found
            continue
        one.used = True
        for member in open_:
            values[member] = found
            for other in of[member]:
                other.take(found)
                if other.left and (other.left == 1 or other.nothing):
                    heapq.heappush(ready, other.rank)
    solution = Solution(
        {variable: value for variable, value in zip(variables, values, strict=True) if value}
    )
    solution.open = {
        variable for variable, value in zip(variables, values, strict=True) if value is None
    }
    solution.below = {
        variables[member]: found for member, found in below.items() if values[member] is None
    }
    for one in equations:
        blank = one.seen.implied and not one.seen.amount and len(one.members) > 1
        if one.members and not one.left and not one.used and not blank and not one.nothing:
            parts = [value for member in one.members if (value := values[member]) and value.amount]
            solution.conflicts.append(Conflict(one.seen, one.seen.amount - one.rest, tuple(parts)))
    return solution


class Index:
    """Which variables an amount's keys select."""

    def __init__(self, keys: Sequence[str], variables: Sequence[Variable]) -> None:
        self.keys = {key: place for place, key in enumerate(keys)}
        self.variables = variables
        self.known: dict[tuple[str, tuple[str, ...]], set[int]] = {}
        self.by: list[dict[str, set[int]]] = [{} for _ in keys]
        for number, variable in enumerate(variables):
            for place, value in enumerate(variable):
                self.by[place].setdefault(value, set()).add(number)

    def members(self, seen: Seen) -> set[int]:
        """The numbers of the variables that an amount is the sum of; none when it tells of something else."""
        wanted = {key: values for key, values in seen.keys.items() if key != "类型"}
        if not wanted.keys() <= self.keys.keys():
            return set()
        # The smallest set first: an intersection costs as much as the smaller of two.
        fitting = sorted((self._fitting(key, values) for key, values in wanted.items()), key=len)
        chosen = (
            fitting[0].intersection(*fitting[1:]) if fitting else set(range(len(self.variables)))
        )
        for key, values in seen.without.items():
            if key in self.keys:
                chosen = chosen - self._fitting(key, values)
        return chosen

    def _fitting(self, key: str, wanted: tuple[str, ...]) -> set[int]:
        known = self.known.get((key, wanted))
        if known is None:
            known = self.known[key, wanted] = self._found(key, wanted)
        return known

    def _found(self, key: str, wanted: tuple[str, ...]) -> set[int]:
        values: Mapping[str, set[int]] = self.by[self.keys[key]]
        if key not in _PREFIXED:
            return set().union(*(values.get(one, set()) for one in wanted))
        exact = [one for one in wanted if one in values]
        if len(exact) == len(wanted) and all(
            len(one) >= (7 if key == "功能科目" else 5) for one in wanted
        ):
            return set().union(*(values[one] for one in exact))
        return set().union(
            *(members for value, members in values.items() if value.startswith(wanted))
        )
