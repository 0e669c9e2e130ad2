"""A rule is one small function plus one record. Adding a rule is adding one decorated function in a module of this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from generator.figures.statement import Statement
from generator.reading.nodes import Node, place_of
from generator.reading.place import Finding, Level, Place


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule looks at: the statement, and the nodes of its file for places."""

    statement: Statement
    root: Node

    def place(self, *path: str | int) -> Place:
        """The place of a key in the file, or of its nearest parent that exists."""
        return place_of(self.root, path)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: where, what stands there, what to do."""

    place: Place
    message: str
    fix: str = ""


Check = Callable[[Subject], Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """The record of a rule: id, level, title, where it comes from, and its function."""

    id: str
    level: Level
    title: str
    source: str
    check: Check


RULES: dict[str, Rule] = {}


def rule(identifier: str, level: Level, title: str, source: str) -> Callable[[Check], Check]:
    """Register a function as a rule. Raises ValueError when the id is taken."""

    def register(check: Check) -> Check:
        if identifier in RULES:
            raise ValueError(f"rule id taken: {identifier}")
        RULES[identifier] = Rule(identifier, level, title, source, check)
        return check

    return register


def run(subject: Subject) -> list[Finding]:
    """The findings of all rules."""
    return [Finding(one.id, one.level, problem.place, problem.message, problem.fix) for one in RULES.values() for problem in one.check(subject)]
