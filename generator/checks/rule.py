"""A check is one small function plus one record. Adding one is adding one decorated function in a module of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from generator.figures.figure import Figure
from generator.figures.statement import Statement
from generator.reading.nodes import Node, place_of
from generator.reading.place import Finding, Level, Place
from generator.reading.rule import RULES, Group, Rule, declare

TAIL = declare(
    "尾差", Group.BALANCE, Level.HINT, "末位相差是四舍五入造成的", "各数分别舍入到分后再相加，末位会差一点；按区间算，两个数可以同时是对的。", "四舍五入的容差"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: the statement, the nodes of its file for places, the form's settings, and last year's figures where its file is known.

    ``complete`` is False when part of the file could not be read: rules that add up amounts are then left out.
    """

    statement: Statement
    root: Node
    settings: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, Figure] = field(default_factory=dict)
    complete: bool = True
    lines: tuple[str, ...] = ()

    def place(self, *path: str | int) -> Place:
        """The place of a key in the file, or of its nearest parent that exists."""
        return place_of(self.root, path)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: where, what stands there, what to do. ``tail``: only the last digit is off (reported as 尾差)."""

    place: Place
    message: str
    fix: str = ""
    expected: str = ""
    found: str = ""
    difference: str = ""
    tail: bool = False


Check = Callable[[Subject], Iterable[Problem]]

CHECKS: dict[str, Check] = {}
"""The function of each rule that has one, by the rule's id."""

_NEED_ALL = {Group.BALANCE, Group.COMPLETE, Group.SENSE}


def check(identifier: str, group: Group, level: Level, title: str, why: str, source: str) -> Callable[[Check], Check]:
    """Declare a rule and register the function that checks it. Raises ValueError when the id is taken."""
    declare(identifier, group, level, title, why, source)

    def register(function: Check) -> Check:
        CHECKS[identifier] = function
        return function

    return register


def run(subject: Subject) -> list[Finding]:
    """The findings of all checks."""
    chosen = [(RULES[name], function) for name, function in CHECKS.items() if subject.complete or RULES[name].group not in _NEED_ALL]
    return [_finding(rule, problem) for rule, function in chosen for problem in function(subject)]


def _finding(rule: Rule, problem: Problem) -> Finding:
    record = TAIL if problem.tail else rule
    return record.at(problem.place, problem.message, problem.fix, expected=problem.expected, found=problem.found, difference=problem.difference)


def money(value: Decimal) -> str:
    """An amount in a message: at least two decimals, no more than typed."""
    exponent = value.as_tuple().exponent
    decimals = min(max(2, -exponent if isinstance(exponent, int) else 2), 6)
    text = f"{value:.{decimals}f}"
    while decimals > 2 and text.endswith("0"):
        text, decimals = text[:-1], decimals - 1
    return text
