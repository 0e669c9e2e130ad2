"""Findings for a reader: each cause with what follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from msgspec import Struct

from generator.findings.place import Cause, Finding

_MOST_RULES = 6
_MANY = 4
_MOST_LINES = 5


class Folded(Struct, frozen=True):
    """A finding and those that follow from it."""

    finding: Finding
    following: tuple[Finding, ...] = ()
    alike: tuple[Finding, ...] = ()

    @property
    def words(self) -> str:
        """What is said of other places, too, and what follows, in one line; "" when nothing is."""
        return "；".join(text for text in (self._alike_words(), self._following_words()) if text)

    def _alike_words(self) -> str:
        if not self.alike:
            return ""
        return f"同样的还有 {len(self.alike)} 处：{self._lines(self.alike)}"

    def _following_words(self) -> str:
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
        return f"{rule}（{self._lines(found)}）"

    def _lines(self, found: Sequence[Finding]) -> str:
        """The lines of findings, the first few of them: 第 297、298 行."""
        here = self.finding.place.file
        named: dict[str, None] = {}
        for finding in found:
            other = finding.place.file != here
            file = f"{PurePath(finding.place.file).name} " if other else ""
            named[f"{file}{finding.place.line}"] = None
        etc = "等" if len(named) > _MOST_LINES else ""
        return f"第 {'、'.join(list(named)[:_MOST_LINES])} 行{etc}"


def fold(findings: Sequence[Finding]) -> list[Folded]:
    """The findings in their order, without those that follow from another one of them."""
    by_key = {Cause(finding.rule, finding.place): finding for finding in findings}
    following: dict[Finding, list[Finding]] = {}
    for finding in findings:
        root = _root(finding, by_key)
        if root is not finding:
            following.setdefault(root, []).append(finding)
    gone = {finding for group in following.values() for finding in group}
    causes = [finding for finding in findings if finding not in gone]
    alike = _alike(causes)
    repeated = {finding for group in alike.values() for finding in group}
    folded = []
    for finding in causes:
        if finding not in repeated:
            others = alike.get(finding, [])
            followers = [
                follower for cause in (finding, *others) for follower in following.get(cause, ())
            ]
            folded.append(Folded(finding, tuple(followers), tuple(others)))
    return folded


def _alike(findings: Sequence[Finding]) -> dict[Finding, list[Finding]]:
    """Of what is said of many places in the same words: the first, with all the others."""
    by_words: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        key = finding.rule, finding.message, finding.place.file
        by_words.setdefault(key, []).append(finding)
    return {group[0]: group[1:] for group in by_words.values() if len(group) >= _MANY}


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
