"""Amounts of tables → the facts below them.

Each amount of a table is the sum of the facts that its keys select. An amount that selects one fact gives it; the others either follow (one
fact is left, or nothing is left) or are compared with what the facts add up to. So the detail is the data, and totals check it.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from generator.importing.evidence import ZERO, Seen

Variable = tuple[str, ...]
_PREFIXED = frozenset(("功能科目", "经济科目"))


@dataclass(frozen=True, slots=True)
class Found:
    """The value of a fact, and the amounts that gave it."""

    amount: Decimal
    given: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An amount that the facts below it do not add up to."""

    seen: Seen
    sum: Decimal
    parts: tuple[Found, ...]


@dataclass(slots=True)
class Solution:
    """Facts that are known, amounts that disagree with them, and facts of which only sums are known."""

    found: dict[Variable, Found] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    open: set[Variable] = field(default_factory=set)


class _Equation:
    __slots__ = ("left", "members", "order", "rest", "seen", "used")

    def __init__(self, order: int, seen: Seen, members: list[int]) -> None:
        self.order, self.seen, self.members = order, seen, members
        self.left, self.rest, self.used = len(members), seen.amount, False


def solve(keys: Sequence[str], variables: Sequence[Variable], seen: Sequence[Seen], negative: Callable[[Variable], bool] = lambda _: False) -> Solution:
    """Solve for ``variables``, each a value for each of ``keys``. The first of two amounts with the same keys wins, the other is compared."""
    index = _Index(keys, variables)
    equations = [_Equation(order, one, sorted(index.members(one))) for order, one in enumerate(seen)]
    of: list[list[_Equation]] = [[] for _ in variables]
    for equation in equations:
        for member in equation.members:
            of[member].append(equation)
    values: list[Found | None] = [None] * len(variables)
    # Small sums first: a fact told by itself is never taken from a total that may be wrong. What is only implied (a blank) comes after what is told.
    ready = [_rank(one) for one in equations if one.members]
    heapq.heapify(ready)
    while ready:
        one = equations[heapq.heappop(ready)[-1]]
        if not one.left:
            continue
        open_ = [member for member in one.members if values[member] is None]
        nothing = abs(one.rest) <= _slack(one, len(one.members) - len(open_))
        if len(open_) > 1 and not nothing:
            continue
        if len(open_) > 1 and any(negative(variables[member]) for member in open_):
            continue
        one.used = True
        amount = ZERO if nothing else one.rest
        for member in open_:
            values[member] = Found(amount, (one.seen,))
            for other in of[member]:
                other.left -= 1
                other.rest -= amount
                if other.left and (other.left == 1 or abs(other.rest) <= _slack(other, len(other.members) - other.left)):
                    heapq.heappush(ready, _rank(other))
    solution = Solution({variable: value for variable, value in zip(variables, values, strict=True) if value})
    solution.open = {variable for variable, value in zip(variables, values, strict=True) if value is None}
    for one in equations:
        blank = one.seen.implied and not one.seen.amount and len(one.members) > 1
        if one.members and not one.left and not one.used and not blank and abs(one.rest) > _slack(one, len(one.members)):
            parts = [value for member in one.members if (value := values[member]) and value.amount]
            solution.conflicts.append(Conflict(one.seen, one.seen.amount - one.rest, tuple(parts)))
    return solution


def _rank(one: _Equation) -> tuple[int, bool, int, int]:
    """Small sums before great ones, what is told before what is implied, the table that tells more keys before the one that tells fewer."""
    return len(one.members), one.seen.implied, -len(one.seen.keys), one.order


def _slack(one: _Equation, terms: int) -> Decimal:
    """How far rounding may keep a sum from its parts: half a unit for each of them and for itself."""
    return one.seen.slack * (min(terms, 40) + 1)


class _Index:
    """Which variables an amount's keys select."""

    def __init__(self, keys: Sequence[str], variables: Sequence[Variable]) -> None:
        self.keys = {key: place for place, key in enumerate(keys)}
        self.variables = variables
        self.by: list[dict[str, set[int]]] = [{} for _ in keys]
        for number, variable in enumerate(variables):
            for place, value in enumerate(variable):
                self.by[place].setdefault(value, set()).add(number)

    def members(self, seen: Seen) -> set[int]:
        """The numbers of the variables that an amount is the sum of; none when it tells of something else."""
        chosen: set[int] | None = None
        for key, wanted in seen.keys.items():
            if key == "类型":
                continue
            if key not in self.keys:
                return set()
            fitting = self._fitting(key, wanted)
            chosen = fitting if chosen is None else chosen & fitting
            if not chosen:
                return set()
        chosen = set(range(len(self.variables))) if chosen is None else chosen
        for key, wanted in seen.without.items():
            if key in self.keys:
                chosen = chosen - self._fitting(key, wanted)
        return chosen

    def _fitting(self, key: str, wanted: tuple[str, ...]) -> set[int]:
        values: Mapping[str, set[int]] = self.by[self.keys[key]]
        if key not in _PREFIXED:
            return set().union(*(values.get(one, set()) for one in wanted))
        exact = [one for one in wanted if one in values]
        if len(exact) == len(wanted) and all(len(one) >= (7 if key == "功能科目" else 5) for one in wanted):
            return set().union(*(values[one] for one in exact))
        return set().union(*(members for value, members in values.items() if value.startswith(wanted)))
