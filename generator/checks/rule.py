"""A check is one small function plus one record.

Adding one is adding one decorated function in a module of this room.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import ParamSpec

from msgspec import Struct, field
from msgspec.structs import replace

from generator.extracting.attachments import Attached
from generator.findings.place import Cause, Finding, Level, Place
from generator.findings.rules import RULES, Group, Rule, declare
from generator.ledger.figure import PERCENT, Figure
from generator.ledger.statement import Statement
from generator.money import WAN, Money, as_printed
from generator.reading.nodes import MappingNode, Node, place_of

TAIL = declare(
    "尾差",
    Group.BALANCE,
    Level.HINT,
    "末位相差是四舍五入造成的",
    "各数分别舍入到分后再相加，末位会差一点；按区间算，两个数可以同时是对的。",
    "四舍五入的容差",
)


class RuleContext(Struct, frozen=True):
    """What a rule looks at: the statement, the nodes of its file for places, the form's settings,
    and last year's figures where its file is known.

    ``complete`` is False when part of the file could not be read: rules that add up amounts are
    then left out. ``cached`` is what one rule found for the others. ``attached`` are the texts that
    the file takes from Word files.
    """

    statement: Statement
    root: Node
    settings: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, Figure] = field(default_factory=dict)
    complete: bool = True
    lines: tuple[str, ...] = ()
    cached: dict[str, object] = field(default_factory=dict)
    attached: tuple[Attached, ...] = ()

    @property
    def money(self) -> Money:
        """Writes amounts as the clerk of this file typed them: in 元 or 万元."""
        return Money(self.statement.accounts.金额单位)

    def number(self, figure: Figure) -> str:
        """A figure without its unit: an amount in the unit of the file, anything else exactly."""
        if figure.unit == WAN:
            return self.money.number(figure.value)
        return f"{figure.value:f}"

    def shown(self, figure: Figure) -> str:
        """A figure with its unit: 12.30 万元, 123000 元, 3 辆, 12.5%."""
        if figure.unit == WAN:
            return self.money(figure.value)
        blank = "" if figure.unit == PERCENT else " "
        return f"{figure.value:f}{blank}{figure.unit}"

    def node(self, *path: str) -> Node | None:
        """What stands at a path of the file; None where nothing does."""
        here: Node | None = self.root
        for step in path:
            if not isinstance(here, MappingNode):
                return None
            here = here.get(step)
        return here

    def place(self, *path: str | int) -> Place:
        """The place of a key in the file, or of its nearest parent that exists."""
        return place_of(self.root, path)


def level_if(level: Level, condition: bool) -> Level | None:
    """The level of a case that is graver or lighter than its rule; None: as the rule has it."""
    if condition:
        return level
    return None


class Problem(Struct, frozen=True):
    """What a rule found: where, what stands there, what to do. ``tail``: only the last digit is off
    (reported as 尾差).

    ``level`` where this case is graver or lighter than its rule; ``since`` where it is newer;
    ``cause`` where it follows from another finding.
    ``value``: what a 核对说明 of it is bound to, where ``found`` does not say it.
    ``final``: an 错误 that can never be right, whatever a 核对说明 says.
    ``path``: of what it speaks of, where the file does not have that yet.
    """

    place: Place
    message: str
    fix: str = ""
    expected: str = ""
    found: str = ""
    difference: str = ""
    tail: bool = False
    level: Level | None = None
    since: str = ""
    cause: Cause | None = None
    value: str = ""
    final: bool = False
    path: tuple[str, ...] = ()


Check = Callable[[RuleContext], Iterable[Problem]]

CHECKS: dict[str, Check] = {}
"""The function of each rule that has one, by the rule's id."""

_NEED_ALL = {Group.BALANCE, Group.COMPLETE, Group.SENSE}


def rules_of_all() -> frozenset[str]:
    """The rules that need every amount of a file."""
    return frozenset(name for name in CHECKS if RULES[name].group in _NEED_ALL)


P = ParamSpec("P")


def _registering(declared: Callable[P, Rule]) -> Callable[P, Callable[[Check], Check]]:
    """A decorator that takes what declares a rule, and registers the function that checks it."""

    def decorator(*args: P.args, **kwargs: P.kwargs) -> Callable[[Check], Check]:
        rule = declared(*args, **kwargs)

        def register(function: Check) -> Check:
            CHECKS[rule.id] = function
            return function

        return register

    return decorator


check = _registering(declare)
"""Declare a rule, and register the function below it. Raises ValueError when the id is taken."""


def run(context: RuleContext, only: Collection[str] = ()) -> list[Finding]:
    """The findings of all checks, or of the rules ``only``."""
    findings = []
    for name, function in CHECKS.items():
        rule = RULES[name]
        if only and name not in only:
            continue
        if context.complete or rule.group not in _NEED_ALL:
            findings += [finding_of(rule, problem) for problem in function(context)]
    return findings


def finding_of(rule: Rule, problem: Problem) -> Finding:
    """What a rule found, as a finding."""
    record = TAIL if problem.tail else rule
    message = problem.message
    if record.group is Group.SENSE:
        # Sizes are compared here; where amounts must add up, every decimal counts.
        message = as_printed(message)
    finding = record.at(
        problem.place,
        message,
        problem.fix,
        expected=problem.expected,
        found=problem.found,
        difference=problem.difference,
        since=problem.since,
        cause=problem.cause,
        value=problem.value,
    )
    if problem.final:
        finding = replace(finding, final=True)
    if problem.path:
        finding = replace(finding, path=problem.path)
    if problem.level:
        finding = replace(finding, level=problem.level)
    return finding
