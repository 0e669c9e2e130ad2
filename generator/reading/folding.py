"""Findings for a reader: each cause with what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from msgspec import Struct

from generator.reading.place import Cause, Finding

_MOST_RULES = 6
_MOST_LINES = 5


class Folded(Struct, frozen=True):
    """A finding and those that follow from it."""

    finding: Finding
    following: tuple[Finding, ...] = ()

    @property
    def words(self) -> str:
        """What follows, in one line; "" when nothing does."""
        if not self.following:
            return ""
        by_rule: dict[str, list[Finding]] = {}
        for finding in self.following:
            by_rule.setdefault(finding.rule, []).append(finding)
        parts = [self._of_rule(rule, found) for rule, found in list(by_rule.items())[:_MOST_RULES]]
        etc = " 等" if len(by_rule) > _MOST_RULES else ""
        return f"由此还有 {len(self.following)} 处，多半随之消失：{'，'.join(parts)}{etc}"

    def _of_rule(self, rule: str, found: Sequence[Finding]) -> str:
        """One rule's findings by their lines: 报表数（第 297、298 行）."""
        here = self.finding.place.file
        named: dict[str, None] = {}
        for finding in found:
            other = finding.place.file != here
            file = f"{PurePath(finding.place.file).name} " if other else ""
            named[f"{file}{finding.place.line}"] = None
        lines = "、".join(list(named)[:_MOST_LINES]) + ("等" if len(named) > _MOST_LINES else "")
        return f"{rule}（第 {lines} 行）"


def fold(findings: Sequence[Finding]) -> list[Folded]:
    """The findings in their order, without those that follow from another one of them."""
    by_key = {Cause(finding.rule, finding.place): finding for finding in findings}
    following: dict[Finding, list[Finding]] = {}
    for finding in findings:
        root = _root(finding, by_key)
        if root is not finding:
            following.setdefault(root, []).append(finding)
    gone = {finding for group in following.values() for finding in group}
    return [Folded(finding, tuple(following.get(finding, ()))) for finding in findings if finding not in gone]


def _root(finding: Finding, by_key: dict[Cause, Finding]) -> Finding:
    """The finding at the beginning of the chain; a chain that runs in a circle has no beginning."""
    here, seen = finding, {finding}
    while here.cause is not None:
        origin = by_key.get(here.cause)
        if origin is None:
            return here
        if origin in seen:
            return finding
        seen.add(origin)
        here = origin
    return here
