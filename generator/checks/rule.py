"""A check is one small function plus one record. Adding one is adding one decorated function in a module of this room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from generator.extracting.attachments import Attached
from generator.figures.figure import Figure
from generator.figures.statement import Statement
from generator.reading.nodes import Node, place_of
from generator.reading.place import Finding, Level, Place
from generator.reading.rule import RULES, Group, Rule, declare

TAIL = declare(
    "尾差", Group.BALANCE, Level.HINT, "末位相差是四舍五入造成的", "各数分别舍入到分后再相加，末位会差一点；按区间算，两个数可以同时是对的。", "四舍五入的容差"
)


class Subject(Struct, frozen=True):
    """What a rule looks at: the statement, the nodes of its file for places, the form's settings, and last year's figures where its file is known.

    ``complete`` is False when part of the file could not be read: rules that add up amounts are then left out. ``kept`` is what one rule found for the
    others. ``attached`` are the texts that the file takes from Word files.
    """

    statement: Statement
    root: Node
    settings: Mapping[str, str] = field(default_factory=dict)
    last: Mapping[str, Figure] = field(default_factory=dict)
    complete: bool = True
    lines: tuple[str, ...] = ()
    kept: dict[str, object] = field(default_factory=dict)
    attached: tuple[Attached, ...] = ()

    def place(self, *path: str | int) -> Place:
        """The place of a key in the file, or of its nearest parent that exists."""
        return place_of(self.root, path)


class Problem(Struct, frozen=True):
    """What a rule found: where, what stands there, what to do. ``tail``: only the last digit is off (reported as 尾差).

    ``level`` where this case is graver or lighter than its rule; ``since`` where it is newer.
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


Check = Callable[[Subject], Iterable[Problem]]

CHECKS: dict[str, Check] = {}
"""The function of each rule that has one, by the rule's id."""

_NEED_ALL = {Group.BALANCE, Group.COMPLETE, Group.SENSE}


def check(
    identifier: str,
    group: Group,
    level: Level,
    title: str,
    why: str,
    source: str,
    since: str = "",
) -> Callable[[Check], Check]:
    """Declare a rule and register the function that checks it. Raises ValueError when the id is taken."""
    declare(identifier, group, level, title, why, source, since)

    def register(function: Check) -> Check:
        CHECKS[identifier] = function
        return function

    return register


def run(subject: Subject) -> list[Finding]:
    """The findings of all checks."""
    chosen = [(RULES[name], function) for name, function in CHECKS.items() if subject.complete or RULES[name].group not in _NEED_ALL]
    unit = subject.statement.accounts.金额单位
    problems = [(rule, problem if unit == "万元" else in_yuan(problem)) for rule, function in chosen for problem in function(subject)]
    return _folded([_finding(rule, problem) for rule, problem in problems])


_WAN = re.compile(r"(-?\d+(?:\.\d+)?) ?万元")


def in_yuan(problem: Problem) -> Problem:
    """A problem as a clerk reads it whose file is in 元: every amount in 万元 that it names, in 元."""
    named = {found[1] for text in (problem.message, problem.fix) for found in _WAN.finditer(text)}
    told = replace(problem, message=_WAN.sub(_yuan, problem.message), fix=_WAN.sub(_yuan, problem.fix))
    texts = {}
    for key in ("expected", "found", "difference"):
        text = getattr(problem, key)
        number = text.removeprefix("不超过 ")
        if number in named or number.removeprefix("-") in named:
            texts[key] = text.removesuffix(number) + _yuan(f"{number} 万元").removesuffix(" 元")
    return replace(told, **texts)


def _yuan(found: re.Match[str] | str) -> str:
    text = found if isinstance(found, str) else found[0]
    value = f"{Decimal(text.removesuffix('万元').strip()) * 10_000:.2f}"
    return f"{value.removesuffix('.00')} 元"


_CAUSES = ("收支不平", "资金不平", "结余为负", "科目收支不平", "基本支出构成")
_FOLLOWS = "报表数"


def _folded(findings: list[Finding]) -> list[Finding]:
    """A control total that is off by what something else is off by already is told as its consequence."""
    told: dict[str, Finding] = {}
    for finding in findings:
        if finding.rule in _CAUSES and finding.difference:
            told.setdefault(finding.difference.removeprefix("-"), finding)
    kept = []
    for finding in findings:
        first = told.get(finding.difference.removeprefix("-")) if finding.rule == _FOLLOWS and finding.difference else None
        if first and first is not finding:
            finding = replace(finding, fix=f"同上：与第 {first.place.line} 行的“{first.rule}”相差同一个数，先改好那一处")
        elif finding.rule == _FOLLOWS and finding.difference:
            told[finding.difference.removeprefix("-")] = finding
        kept.append(finding)
    return kept


def _finding(rule: Rule, problem: Problem) -> Finding:
    record = TAIL if problem.tail else rule
    finding = record.at(
        problem.place,
        problem.message,
        problem.fix,
        expected=problem.expected,
        found=problem.found,
        difference=problem.difference,
        since=problem.since,
    )
    return replace(finding, level=problem.level) if problem.level else finding


def money(value: Decimal) -> str:
    """An amount in a message: at least two decimals, no more than typed."""
    exponent = value.as_tuple().exponent
    decimals = min(max(2, -exponent if isinstance(exponent, int) else 2), 6)
    text = f"{value:.{decimals}f}"
    while decimals > 2 and text.endswith("0"):
        text, decimals = text[:-1], decimals - 1
    return text
