"""Amounts of tables → the facts below them.

Each amount of a table is the sum of the facts that its keys select. An amount that selects one fact
gives it; the others either follow (one fact is left, or nothing is left) or are compared with what
the facts add up to. So the detail is the data, and totals check it. Exact amounts speak before
rounded ones, and a remainder below zero is no fact.
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
    """What came of solving: ``amounts`` are the facts, ``conflicts`` disagree with them.

    Of facts that are ``open`` only sums are known; ``below`` are remainders below zero, which are
    no facts.
    """

    amounts: dict[Variable, SolvedAmount] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    open: set[Variable] = field(default_factory=set)
    below: dict[Variable, SolvedAmount] = field(default_factory=dict)


class _Equation:
    """An amount and the facts that it is the sum of, as far as they are solved.

    ``members`` are the numbers of the facts, ``left`` counts the open ones, ``remaining`` is what
    the solved ones leave for them, ``spread`` what the rounding of the solved ones leaves open.
    """

    __slots__ = (
        "depth",
        "left",
        "members",
        "observation",
        "order",
        "remaining",
        "spread",
        "used",
    )

    def __init__(self, order: int, observation: Observation, members: list[int]) -> None:
        self.order, self.observation, self.members = order, observation, members
        self.depth = sum(
            len(code) for key in _PREFIXED for code in observation.keys.get(key, ())[:1]
        )
        self.left, self.remaining = len(members), observation.amount
        self.used, self.spread = False, ZERO

    @property
    def rank(self) -> tuple[bool, int, int, bool, int, int]:
        """The order of solving.

        Exact before rounded, small sums before great ones, an item's own line before a sum, what
        a cell says before what is implied; then those with more keys. So a blank in the line of
        an item is zero, and no sum over several items fills it.
        """
        return (
            bool(self.observation.slack or self.spread),
            len(self.members),
            -self.depth,
            self.observation.implied,
            -len(self.observation.keys),
            self.order,
        )

    @property
    def slack(self) -> Decimal:
        """How far rounding may keep the sum from its parts.

        Half a unit for each of them and for itself.
        """
        solved_members = len(self.members) - self.left
        half_unit = self.observation.slack
        return max(half_unit * (min(solved_members, 40) + 1), half_unit + self.spread)

    @property
    def nothing(self) -> bool:
        """Whether nothing is left for the facts that are not known."""
        return abs(self.remaining) <= self.slack

    @property
    def disagrees(self) -> bool:
        """Whether all facts are solved by other amounts and do not add up to this one."""
        if not self.members or self.left or self.used or self.nothing:
            return False
        is_blank = self.observation.implied and not self.observation.amount
        return not is_blank or len(self.members) == 1

    def solved(self) -> SolvedAmount:
        """What the observation leaves for each of the facts that are still open in it."""
        if self.nothing:
            amount, slack = ZERO, self.observation.slack
        else:
            amount, slack = self.remaining, self.slack
        if len(self.members) == 1:
            slack = self.observation.slack
        return SolvedAmount(amount, (self.observation,), slack)

    def take(self, value: SolvedAmount) -> None:
        """One of the facts has become known."""
        self.left -= 1
        self.remaining -= value.amount
        if value.amount:
            self.spread += value.slack


def solve(
    keys: Sequence[str], variables: Sequence[Variable], observations: Sequence[Observation]
) -> Solution:
    """Solve for ``variables``, each a value for each of ``keys``.

    The first of two amounts with the same keys wins, the other is compared.
    """
    index = Index(keys, variables)
    equations = [
        _Equation(order, observation, sorted(index.members(observation)))
        for order, observation in enumerate(observations)
    ]
    values: list[SolvedAmount | None] = [None] * len(variables)
    below = _solve_in_order(equations, values)
    solution = Solution()
    for variable, value in zip(variables, values, strict=True):
        if value is None:
            solution.open.add(variable)
        else:
            solution.amounts[variable] = value
    solution.below = {
        variables[member]: solved for member, solved in below.items() if values[member] is None
    }
    for equation in equations:
        if equation.disagrees:
            total = equation.observation.amount - equation.remaining
            members = (values[member] for member in equation.members)
            parts = tuple(value for value in members if value and value.amount)
            solution.conflicts.append(Conflict(equation.observation, total, parts))
    return solution


def _solve_in_order(
    equations: Sequence[_Equation], values: list[SolvedAmount | None]
) -> dict[int, SolvedAmount]:
    """Fill in the values of the facts. Returns the remainders below zero, by the fact's number."""
    of: list[list[_Equation]] = [[] for _ in values]
    for equation in equations:
        for member in equation.members:
            of[member].append(equation)
    below: dict[int, SolvedAmount] = {}
    # Small sums first: a fact that has a cell of its own is never taken from a total that may be
    # wrong. What is only implied (a blank) comes after what a cell says.
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
        solved = current.solved()
        if solved.amount < 0 and len(current.members) > 1:
            below[open_[0]] = solved
            continue
        current.used = True
        for member in open_:
            values[member] = solved
            for touched in of[member]:
                touched.take(solved)
                if touched.left and (touched.left == 1 or touched.nothing):
                    heapq.heappush(ready, touched.rank)
    return below


class Index:
    """Which variables an amount's keys select."""

    def __init__(self, keys: Sequence[str], variables: Sequence[Variable]) -> None:
        self.keys = {key: index for index, key in enumerate(keys)}
        self.variables = variables
        self.cache: dict[tuple[str, tuple[str, ...]], set[int]] = {}
        self.by: list[dict[str, set[int]]] = [{} for _ in keys]
        for number, variable in enumerate(variables):
            for index, value in enumerate(variable):
                self.by[index].setdefault(value, set()).add(number)

    def members(self, observation: Observation) -> set[int]:
        """The numbers of the variables that an amount is the sum of.

        None when it tells of something else.
        """
        wanted = {key: values for key, values in observation.keys.items() if key != "类型"}
        if not wanted.keys() <= self.keys.keys():
            return set()
        # The smallest set first: an intersection costs as much as the smaller of two.
        fitting = sorted((self._fitting(key, values) for key, values in wanted.items()), key=len)
        chosen = set(range(len(self.variables)))
        if fitting:
            chosen = fitting[0].intersection(*fitting[1:])
        for key, values in observation.without.items():
            if key in self.keys:
                chosen = chosen - self._fitting(key, values)
        return chosen

    def _fitting(self, key: str, wanted: tuple[str, ...]) -> set[int]:
        """The variables that have one of several values of a key; remembered."""
        members = self.cache.get((key, wanted))
        if members is None:
            members = self.cache[key, wanted] = self._selected(key, wanted)
        return members

    def _selected(self, key: str, wanted: tuple[str, ...]) -> set[int]:
        """The variables that have one of several values of a key, or a code below one."""
        numbers: Mapping[str, set[int]] = self.by[self.keys[key]]
        if key not in _PREFIXED:
            return set().union(*(numbers.get(value, set()) for value in wanted))
        deepest = 7 if key == "功能科目" else 5
        if all(value in numbers and len(value) >= deepest for value in wanted):
            return set().union(*(numbers[value] for value in wanted))
        return set().union(
            *(members for value, members in numbers.items() if value.startswith(wanted))
        )
