"""Where a value stands in a clerk's file, and what a program says about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from generator import __version__


class Place(Struct, frozen=True, order=True):
    """A place in a file; line and column count from 1, as editors show them.

    ``inside`` says where in another file, when this line only names that file: 附件“报告.docx”第 3
    段.
    """

    file: str
    line: int
    column: int
    inside: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Level(Enum):
    """How grave a finding is: an 错误 makes the document a draft."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


class Cause(Struct, frozen=True, order=True):
    """The finding that another one follows from: its rule and its place."""

    rule: str
    place: Place


class Finding(Struct, frozen=True):
    """A problem in the user's data: a value, not an exception.

    ``rule`` is the stable id of the rule (rule.py); ``message`` says in plain Chinese what stands
    there and what was expected; ``fix`` says what to type instead, or where. Where two values
    disagree, ``expected``, ``found`` and ``difference`` hold them as text. ``since`` is the version
    of the program ("0.2") from which the rule looks at this, where an earlier version let it pass;
    "" for what was always looked at. ``cause`` is the finding from which this one follows: mended
    there, it is gone.
    """

    rule: str
    level: Level
    place: Place
    message: str
    fix: str = ""
    expected: str = ""
    found: str = ""
    difference: str = ""
    since: str = ""
    cause: Cause | None = None
    # What an explanation (核对说明) is bound to where ``found`` does not say it; and the entry to
    # type.
    value: str = ""
    note: str = ""
    # The keys of a value that is missing: its place is a line beside it.
    path: tuple[str, ...] = ()
    # An 错误 that no explanation answers, although its rule may be answered elsewhere.
    final: bool = False


def with_cause(finding: Finding, cause: Cause | None) -> Finding:
    """A finding that follows from another one; itself where it has this cause already."""
    if finding.cause == cause:
        return finding
    return replace(finding, cause=cause)


def newness(finding: Finding) -> str:
    """Says of an 错误 that the version before this one let it pass; "" for anything else."""
    current = __version__.rpartition(".")[0]
    new = finding.level is Level.ERROR and finding.since == current
    if not new:
        return ""
    return f"（{finding.since} 版新增的检查）"


def line_ranges(lines: Iterable[int], most: int) -> str:
    """Line numbers in words, neighbours joined, at most so many ranges: 第 35、68—74 行; "" for
    none."""
    ranges: list[list[int]] = []
    for line in sorted(set(lines)):
        if ranges and line == ranges[-1][-1] + 1:
            # The first and the last line of a range.
            ranges[-1] = [ranges[-1][0], line]
        else:
            ranges.append([line])
    if not ranges:
        return ""
    words = ["—".join(map(str, lines_of_range)) for lines_of_range in ranges[:most]]
    etc = "等" if len(ranges) > most else ""
    return f"第 {'、'.join(words)} 行{etc}"


def in_order(findings: list[Finding]) -> list[Finding]:
    """Findings sorted by place, each only once."""
    unique = dict.fromkeys(findings)
    return sorted(unique, key=lambda item: (item.place, item.rule, item.message))


MOST = 200


def capped(findings: list[Finding]) -> list[Finding]:
    """No more than ``MOST`` findings of one rule and level in one file, and then how many more
    there are: nobody reads on. No 错误 goes because of lighter findings before it."""
    counts: Counter[tuple[str, str, Level]] = Counter()
    shown: list[Finding] = []
    first: dict[tuple[str, str, Level], Finding] = {}
    for finding in findings:
        key = finding.place.file, finding.rule, finding.level
        counts[key] += 1
        if counts[key] <= MOST:
            shown.append(finding)
        else:
            first.setdefault(key, finding)
    remarks = [
        replace(
            finding,
            message=f"这样的问题还有 {counts[key] - MOST} 处，从这里起没有一一列出",
            fix="先改好前面的",
            expected="",
            found="",
            difference="",
            note="",
        )
        for key, finding in first.items()
    ]
    if not remarks:
        return shown
    return in_order([*shown, *remarks])


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding forbids publication."""
    return any(item.level is Level.ERROR for item in findings)
