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

from generator.importing.evidence import ZERO, Observation

Variable = tuple[str, ...]
_PREFIXED = frozenset(("功能科目", "经济科目"))


class SolvedAmount(Struct, frozen=True):
    """The value of a fact, the amounts that gave it, and what their rounding leaves open."""

    amount: Decimal
    observations: tuple[Observation, ...]
    slack: Decimal = ZERO


class Conflict(Struct, frozen=True):
    """An amount that the facts below it do not add up to."""

    observation: Observation
    sum: Decimal
    parts: tuple[SolvedAmount, ...]


class Solution(Struct):
    """Facts that are known, amounts that disagree with them, facts of which only sums are known, and remainders below zero, which are none."""

    amounts: dict[Variable, SolvedAmount] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    open: set[Variable] = field(default_factory=set)
    below: dict[Variable, SolvedAmount] = field(default_factory=dict)


class _Equation:
    __slots__ = ("depth", "left", "members", "observation", "order", "remaining", "spread", "used")

    def __init__(self, order: int, observation: Observation, members: list[int]) -> None:
        self.order, self.observation, self.members = order, observation, members
        self.depth = sum(
            len(code) for key in _PREFIXED for code in observation.keys.get(key, ())[:1]
        )
        self.left, self.remaining, self.used, self.spread = (
            len(members),
            observation.amount,
            False,
            ZERO,
        )

    @property
    def rank(self) -> tuple[bool, int, bool, int, int, int]:
        """Exact before rounded, small sums before great ones, what is told before what is implied; an item's own line first, then more keys."""
        return (
            bool(self.observation.slack or self.spread),
            len(self.members),
            self.observation.implied,
            -self.depth,
            -len(self.observation.keys),
            self.order,
        )

    @property
    def slack(self) -> Decimal:
        """How far rounding may keep the sum from its parts: half a unit for each of them and for itself."""
        solved_members = len(self.members) - self.left
        return max(
            self.observation.slack * (min(solved_members, 40) + 1),
            self.observation.slack + self.spread,
        )

    @property
    def nothing(self) -> bool:
        """Whether nothing is left for the facts that are not known."""
        return abs(self.remaining) <= self.slack

    def take(self, value: SolvedAmount) -> None:
        """One of the facts has become known."""
        self.left -= 1
        self.remaining -= value.amount
        self.spread += value.slack if value.amount else ZERO


def solve(
    keys: Sequence[str], variables: Sequence[Variable], observations: Sequence[Observation]
) -> Solution:
    """Solve for ``variables``, each a value for each of ``keys``. The first of two amounts with the same keys wins, the other is compared."""
    index = Index(keys, variables)
    equations = [
        _Equation(order, observation, sorted(index.members(observation)))
        for order, observation in enumerate(observations)
    ]
    of: list[list[_Equation]] = [[] for _ in variables]
    for equation in equations:
        for member in equation.members:
            of[member].append(equation)
    values: list[SolvedAmount | None] = [None] * len(variables)
    below: dict[int, SolvedAmount] = {}
    # Small sums first: a fact told by itself is never taken from a total that may be wrong. What is only implied (a blank) comes after what is told.
    ready = [equation.rank for equation in equations if equation.members]
    heapq.heapify(ready)
    while ready:
        rank = heapq.heappop(ready)
        current = equations[rank[-1]]
        if not current.left:
            continue
        if rank < current.rank:
            # Rounded facts have come into the sum since: it waits behind the exact ones.
            heapq.heappush(ready, current.rank)
            continue
        open_ = [member for member in current.members if values[member] is None]
        if len(open_) > 1 and not current.nothing:
            continue
        amount = ZERO if current.nothing else current.remaining
        solved = SolvedAmount(
            amount,
            (current.observation,),
            current.slack if amount and len(current.members) > 1 else current.observation.slack,
        )
        if amount < 0 and len(current.members) > 1:
            below[open_[0]] = solved
            continue
        current.used = True
        for member in open_:
            values[member] = solved
            for touched in of[member]:
                touched.take(solved)
                if touched.left and (touched.left == 1 or touched.nothing):
                    heapq.heappush(ready, touched.rank)
    solution = Solution(
        {variable: value for variable, value in zip(variables, values, strict=True) if value}
    )
    solution.open = {
        variable for variable, value in zip(variables, values, strict=True) if value is None
    }
    solution.below = {
        variables[member]: solved for member, solved in below.items() if values[member] is None
    }
    for current in equations:
        blank = (
            current.observation.implied
            and not current.observation.amount
            and len(current.members) > 1
        )
        if (
            current.members
            and not current.left
            and not current.used
            and not blank
            and not current.nothing
        ):
            parts = [
                value for member in current.members if (value := values[member]) and value.amount
            ]
            solution.conflicts.append(
                Conflict(
                    current.observation,
                    current.observation.amount - current.remaining,
                    tuple(parts),
                )
            )
    return solution


class Index:
    """Which variables an amount's keys select."""

    def __init__(self, keys: Sequence[str], variables: Sequence[Variable]) -> None:
        self.keys = {key: place for place, key in enumerate(keys)}
        self.variables = variables
        self.cache: dict[tuple[str, tuple[str, ...]], set[int]] = {}
        self.by: list[dict[str, set[int]]] = [{} for _ in keys]
        for number, variable in enumerate(variables):
            for place, value in enumerate(variable):
                self.by[place].setdefault(value, set()).add(number)

    def members(self, observation: Observation) -> set[int]:
        """The numbers of the variables that an amount is the sum of; none when it tells of something else."""
        wanted = {key: values for key, values in observation.keys.items() if key != "类型"}
        if not wanted.keys() <= self.keys.keys():
            return set()
        # The smallest set first: an intersection costs as much as the smaller of two.
        fitting = sorted((self._fitting(key, values) for key, values in wanted.items()), key=len)
        chosen = (
            fitting[0].intersection(*fitting[1:]) if fitting else set(range(len(self.variables)))
        )
        for key, values in observation.without.items():
            if key in self.keys:
                chosen = chosen - self._fitting(key, values)
        return chosen

    def _fitting(self, key: str, wanted: tuple[str, ...]) -> set[int]:
        members = self.cache.get((key, wanted))
        if members is None:
            members = self.cache[key, wanted] = self._selected(key, wanted)
        return members

    def _selected(self, key: str, wanted: tuple[str, ...]) -> set[int]:
        values: Mapping[str, set[int]] = self.by[self.keys[key]]
        if key not in _PREFIXED:
            return set().union(*(values.get(value, set()) for value in wanted))
        exact = [value for value in wanted if value in values]
        if len(exact) == len(wanted) and all(
            len(value) >= (7 if key == "功能科目" else 5) for value in wanted
        ):
            return set().union(*(values[value] for value in exact))
        return set().union(
            *(members for value, members in values.items() if value.startswith(wanted))
        )
