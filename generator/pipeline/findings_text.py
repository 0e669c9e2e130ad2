"""Findings on a terminal, and as JSON."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Sequence

from generator.checks.suppressions import Silenced, summary
from generator.findings.bounded import LONGEST_MESSAGE, quotable
from generator.findings.folding import Folded, fold
from generator.findings.place import Finding, Level, Place, in_order, line_ranges, newness
from generator.model.load import Loaded
from generator.model.rules import EMPTY, TO_FILL
from generator.pipeline.checking import CheckResult
from generator.pipeline.eliminations import rollup_json
from generator.repair.characters import visible


def findings_text(checked: CheckResult) -> tuple[str, ...]:
    """The findings of a file as a terminal shows them, one text each; what follows from another
    finding stands under it, and many missing values stand in one list. The gravest come first."""
    levels = list(Level)
    folded = sorted(fold(checked.findings), key=lambda each: levels.index(each.finding.level))
    missing: dict[str, list[Finding]] = {}
    for each in folded:
        if _is_missing(each):
            missing.setdefault(each.finding.place.file, []).extend([each.finding, *each.alike])
    lists = {file: in_order(listed) for file, listed in missing.items()}
    texts: dict[str, None] = {}
    for each in folded:
        file = each.finding.place.file
        if _is_missing(each) and len(lists[file]) > _MANY_MISSING:
            texts[_missing_text(lists[file])] = None
        else:
            texts[finding_text(each, checked.read(file))] = None
    return tuple(texts)


def _is_missing(folded: Folded) -> bool:
    """Whether it is a missing value, or several, from which nothing else follows."""
    return folded.finding.rule in _MISSING and not folded.following


_MISSING = (TO_FILL.id, EMPTY.id)
_MANY_MISSING = 8
_ALIKE = 13
_MOST_RANGES = 60


def _missing_text(findings: Sequence[Finding]) -> str:
    """Many missing values of one file, a line each: on which line, what is missing, what to type.
    Where the same is to be typed on many lines, they are named together."""
    first = findings[0]
    by_fix: dict[str, list[Finding]] = {}
    for finding in findings:
        by_fix.setdefault(finding.fix, []).append(finding)
    rules = "、".join(dict.fromkeys(finding.rule for finding in findings))
    text = [f"{first.level.value} {first.place.file} [{rules}] 还有 {len(findings)} 处没有填："]
    for fix, alike in by_fix.items():
        if len(alike) < _ALIKE:
            for finding in alike:
                message = quotable(finding.message, LONGEST_MESSAGE)
                line = f"第 {finding.place.line} 行"
                text.append(f"    {line}：{message} → {quotable(fix, LONGEST_MESSAGE)}")
        else:
            lines = line_ranges((finding.place.line for finding in alike), _MOST_RANGES)
            text.append(f"    {lines}，{len(alike)} 处：{quotable(fix, LONGEST_MESSAGE)}")
    return "\n".join(text)


def finding_text(folded: Folded, loaded: Loaded) -> str:
    """A finding with its place, the line itself with a caret, what to do, what follows from it."""
    finding = folded.finding
    place = finding.place
    where = f"{place.file} 第 {place.line} 行第 {place.column} 列"
    message = quotable(finding.message, LONGEST_MESSAGE) + newness(finding)
    text = [f"{finding.level.value} {where} [{finding.rule}] {message}"]
    line, before = line_at(place, loaded)
    if line.strip():
        text.append(f"    {line}")
        text.append("    " + _padding(line[:before]) + "^")
    if finding.fix:
        text.append(f"    → {quotable(finding.fix, LONGEST_MESSAGE)}")
    if folded.words:
        text.append(f"    （{folded.words}）")
    return "\n".join(text)


_BLANK_BELOW = {False: " ", True: "\u3000"}
_WIDTH = 100
_WIDTH_BEFORE = 50


def line_at(place: Place, loaded: Loaded) -> tuple[str, int]:
    """The excerpt of the line of a place and the caret's offset in it; "" where the file that was
    read has no such line."""
    if place.file != loaded.name or not 0 < place.line <= len(loaded.lines):
        return "", 0
    return excerpt(loaded.lines[place.line - 1].rstrip("\r"), place.column - 1)


def excerpt(line: str, at: int) -> tuple[str, int]:
    """A line and the caret's offset in it; of a line that is wider than a terminal, the part around
    the caret, cut to some fifty columns on either side (a Chinese character takes two)."""
    if _width(line) <= _WIDTH:
        return visible(line), at
    start = at
    room = _WIDTH_BEFORE
    while start > 0 and room >= _width(line[start - 1]):
        start -= 1
        room -= _width(line[start])
    end = start
    room = _WIDTH
    while end < len(line) and room >= _width(line[end]):
        room -= _width(line[end])
        end += 1
    head = "…" * (start > 0)
    tail = "…" * (end < len(line))
    return f"{head}{visible(line[start:end])}{tail}", at - start + len(head)


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) + sum(map(_is_wide, text))


def _is_wide(sign: str) -> bool:
    """Whether a sign takes two columns, as a Chinese character does."""
    return unicodedata.east_asian_width(sign) in "WF"


def _padding(before: str) -> str:
    """Blanks as wide as ``before``: below a wide sign a wide blank."""
    return "".join(_BLANK_BELOW[_is_wide(sign)] for sign in before)


UNFINISHED = "读不懂的几处改好以前，合计、勾稽、情理这些检查还没有做；改好后请再校验"


def unfinished(checked: CheckResult) -> bool:
    """Whether checks were left out since the file cannot be read whole."""
    return checked.loaded.accounts is None and bool(checked.loaded.root)


def counts(
    findings: Sequence[Finding],
    silenced: Sequence[Silenced] = (),
    hidden: Sequence[Finding] = (),
) -> str:
    """How many findings of each level: “错误 2，警告 1”, or 没有问题; what follows from others is
    counted apart, and so are the 错误 that were not asked for."""
    folded = fold(findings)
    causes = [finding for group in folded for finding in (group.finding, *group.alike)]
    number = Counter(finding.level for finding in causes)
    parts = [f"{level.value} {number[level]}" for level in Level if number[level]]
    following = sum(len(group.following) for group in folded)
    if following:
        parts.append(f"由此而来的 {following}")
    if not parts:
        parts = ["所看的规则没有问题" if hidden else "没有问题"]
    if silenced:
        parts.append(summary(silenced))
    unseen = sum(finding.level is Level.ERROR for finding in hidden)
    if unseen:
        parts.append(f"另有 {unseen} 处错误未显示")
    return "，".join(parts)


def as_json(results: Sequence[CheckResult]) -> str:
    """Findings for other programs.

    docs/校验规则.md describes the form, which does not change within a version.
    """
    report = {"version": 1, "files": [_file_json(checked) for checked in results]}
    return json.dumps(report, ensure_ascii=False, indent=2)


def _file_json(checked: CheckResult) -> dict[str, object]:
    """What other programs read of one file."""
    accounts = checked.loaded.accounts
    unit, year = (str(accounts.单位.名称), accounts.年度) if accounts else (None, None)
    report: dict[str, object] = {
        "file": str(checked.loaded.path),
        "unit": unit,
        "year": year,
        "publishable": checked.publishable,
        "findings": [_finding_json(finding, checked) for finding in checked.findings],
    }
    if checked.rollup:
        report["rollup"] = rollup_json(checked.rollup)
    report["silenced"] = [
        {**_finding_json(silenced.finding, checked), "reason": silenced.reason}
        for silenced in checked.silenced
    ]
    return report


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


def _finding_json(finding: Finding, checked: CheckResult) -> dict[str, object]:
    """What other programs read of one finding."""
    place = finding.place
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "excerpt": line_at(place, checked.read(place.file))[0],
        "message": finding.message,
        "expected": finding.expected,
        "found": finding.found,
        "difference": finding.difference,
        "fix": finding.fix,
        "since": finding.since,
        "cause": _cause(finding),
        "note": finding.note,
    }
