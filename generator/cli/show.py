"""Findings on a terminal, and as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence

from generator.checks.silence import Silenced, summary
from generator.cli.checking import Checked
from generator.cli.eliminations import rollup_json
from generator.model.load import Loaded
from generator.reading.characters import visible
from generator.reading.place import Finding, Level, newness


def finding_text(finding: Finding, loaded: Loaded) -> str:
    """A finding with its place, the line itself with a caret, and what to do."""
    place = finding.place
    where = f"{place.file} 第 {place.line} 行第 {place.column} 列"
    text = [f"{finding.level.value} {where} [{finding.rule}] {finding.message}{newness(finding)}"]
    if place.file == loaded.name and 0 < place.line <= len(loaded.lines):
        line, before = _excerpt(loaded.lines[place.line - 1].rstrip("\r"), place.column - 1)
        if line.strip():
            text.append(f"    {line}")
            text.append("    " + _padding(line[:before]) + "^")
    if finding.fix:
        text.append(f"    → {finding.fix}")
    return "\n".join(text)


_WIDEST, _BEFORE = 600, 300


def _excerpt(line: str, at: int) -> tuple[str, int]:
    """A line and the caret's offset in it; of a very long line, the part around the caret."""
    if len(line) <= _WIDEST:
        return visible(line), at
    start = max(0, min(at - _BEFORE, len(line) - _WIDEST))
    part = visible(line[start : start + _WIDEST])
    head, tail = "…" if start else "", "…" if start + _WIDEST < len(line) else ""
    return f"{head}{part}{tail}", at - start + len(head)


def _padding(before: str) -> str:
    """Blanks as wide as ``before``: a Chinese character takes two columns."""
    return "".join("\u3000" if unicodedata.east_asian_width(char) in "WF" else " " for char in before)


def counts(findings: Sequence[Finding], silenced: Sequence[Silenced] = (), hidden: Sequence[Finding] = ()) -> str:
    """How many findings of each level: “错误 2，警告 1”, or 没有问题; and the 错误 that were not asked for."""
    found = Counter(finding.level for finding in findings)
    told = [f"{level.value} {found[level]}" for level in Level if found[level]]
    unseen = sum(finding.level is Level.ERROR for finding in hidden)
    told = told or ["所看的规则没有问题" if hidden else "没有问题"]
    return "，".join([*told, *([summary(silenced)] if silenced else []), *([f"另有 {unseen} 处错误未显示"] if unseen else [])])


def as_json(results: Sequence[Checked]) -> str:
    """Findings for other programs; the form is told in docs/校验规则.md and does not change within a version."""
    files = []
    for checked in results:
        accounts, loaded = checked.loaded.accounts, checked.loaded
        files.append(
            {
                "file": str(loaded.path),
                "unit": str(accounts.单位.名称) if accounts else None,
                "year": accounts.年度 if accounts else None,
                "publishable": checked.publishable,
                "findings": [_plain(finding, checked.read(finding.place.file)) for finding in checked.findings],
                **({"rollup": rollup_json(checked.rollup)} if checked.rollup else {}),
                "silenced": [{**_plain(one.finding, checked.read(one.finding.place.file)), "reason": one.reason} for one in checked.silenced],
            }
        )
    return json.dumps({"version": 1, "files": files}, ensure_ascii=False, indent=2)


def _cause(finding: Finding) -> dict[str, str | int] | None:
    """The finding from which this one follows, as other programs find it in the same list."""
    if finding.cause is None:
        return None
    place = finding.cause.place
    return {
        "rule": finding.cause.rule,
        "file": place.file,
        "line": place.line,
        "column": place.column,
    }


def _plain(finding: Finding, loaded: Loaded) -> dict[str, object]:
    place = finding.place
    here = place.file == loaded.name and 0 < place.line <= len(loaded.lines)
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "excerpt": _excerpt(loaded.lines[place.line - 1].rstrip("\r"), place.column - 1)[0] if here else "",
        "message": finding.message,
        "expected": finding.expected,
        "found": finding.found,
        "difference": finding.difference,
        "fix": finding.fix,
        "since": finding.since,
        "cause": _cause(finding),
        "note": finding.note,
    }
