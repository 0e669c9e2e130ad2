"""Which findings follow from which. A cause is told once, and what follows from it is folded under
it.

Some findings are born with their cause (a table that lacks what could not be read); the others are
recognised here: by the number that two balances are off by, because one mistake (the unit of all
amounts, the year) sets off many rules, or because several rules speak of one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.findings.place import Cause, Finding, Level, with_cause

SAME_NUMBER = (
    "科目收支不平",
    "资金不平",
    "结余为负",
    "构成与明细",
    "基本支出构成",
    "收支不平",
    "年初结转",
    "科目有支无收",
    "报表数",
)
"""Rules whose findings may be off by one and the same mistake; what names the place best goes
first."""

_OF_SIZE = (
    *("相差万倍", "错位", "一数独大", "人均车均", "资产偏多", "有钱无数", "有车无费"),
    *("增减过半", "预算悬殊", "年初结转", "年初与上年年末"),
)
WHOLE_FILE: Mapping[str, frozenset[str]] = {
    "金额单位": frozenset((*_OF_SIZE, "金额大小")),
    "金额大小": frozenset(_OF_SIZE),
    "文件名年度": frozenset(("年份", "旧名称", "科目年度", "上年文件", "公开时限", "公开日期过早")),
}
"""An 错误 of the first is about the whole file; findings of the others then follow from it."""

SAME_LINE: Mapping[str, frozenset[str]] = {
    "相差万倍": frozenset(("错位", "一数独大", "人均车均", "增减过半", "预算悬殊")),
    "错位": frozenset(("一数独大", "人均车均", "增减过半", "预算悬殊")),
    "科目差一位": frozenset(("科目结余偏大", "结余偏大", "预算悬殊")),
}
"""A number told by the first is odd for the others, too, for the same reason."""

_GRAVITY = {level: rank for rank, level in enumerate(Level)}


def with_causes(findings: Sequence[Finding], file: str) -> list[Finding]:
    """The findings of a data file (``file`` is its name in their places), each with the finding
    that it follows from, where there is one that is as grave and among them."""
    linked = list(_by_line(_by_whole_file(_by_number(findings, file))))
    present = {Cause(finding.rule, finding.place): finding for finding in linked}
    return [_checked(finding, present) for finding in linked]


def _checked(finding: Finding, present: Mapping[Cause, Finding]) -> Finding:
    """A finding without a cause that is not shown, or that is lighter than what follows from it."""
    if finding.cause is None:
        return finding
    origin = present.get(finding.cause)
    graver = origin is not None and _GRAVITY[origin.level] <= _GRAVITY[finding.level]
    if graver and origin is not finding:
        return finding
    return with_cause(finding, None)


def _by_number(findings: Sequence[Finding], file: str) -> Iterator[Finding]:
    """Balances that are off by the same number: the first in the order of SAME_NUMBER is the cause.
    What a unit's file tells goes before what the 部门 that adds it up tells."""
    candidates = [finding for finding in findings if finding.rule in SAME_NUMBER]
    candidates.sort(
        key=lambda finding: (
            finding.place.file == file,
            SAME_NUMBER.index(finding.rule),
            finding.place,
        )
    )
    first: dict[str, Finding] = {}
    for finding in candidates:
        if finding.difference and finding.level is not Level.HINT:
            first.setdefault(_size(finding), finding)
    for finding in findings:
        origin = None
        if finding.rule in SAME_NUMBER:
            origin = first.get(_size(finding))
        if finding.cause or origin is None or not _may_follow(finding, origin, file):
            yield finding
        else:
            yield with_cause(finding, Cause(origin.rule, origin.place))


def _size(finding: Finding) -> str:
    """The number that two sides are off by, in whichever direction."""
    return finding.difference.removeprefix("-")


def _may_follow(finding: Finding, origin: Finding, file: str) -> bool:
    """Two places of one rule are two mistakes, but for what is only compared: 报表数. Two units of
    a 部门 (``file``) have nothing to do with each other."""
    if finding.place == origin.place and finding.rule == origin.rule:
        return False
    files = {finding.place.file, origin.place.file}
    if len(files) > 1:
        return file in files
    return finding.rule != origin.rule or finding.rule == SAME_NUMBER[-1]


def _by_whole_file(findings: Iterator[Finding]) -> Iterator[Finding]:
    """What follows from the wrong unit of all amounts, or from the wrong year."""
    listed = list(findings)
    origins = {
        (finding.place.file, finding.rule): finding
        for finding in listed
        if finding.rule in WHOLE_FILE and finding.level is Level.ERROR
    }
    for finding in listed:
        cause = finding.cause
        for (file, rule), origin in origins.items():
            if finding.place.file == file and finding.rule in WHOLE_FILE[rule]:
                cause = cause or Cause(origin.rule, origin.place)
        yield with_cause(finding, cause)


def _by_line(findings: Iterator[Finding]) -> Iterator[Finding]:
    """What is odd about a number that another finding on its line calls wrong."""
    listed = list(findings)
    origins = {
        (finding.place.file, finding.place.line, finding.rule): finding
        for finding in listed
        if finding.rule in SAME_LINE
    }
    for finding in listed:
        cause = finding.cause
        for rule, followers in SAME_LINE.items():
            origin = origins.get((finding.place.file, finding.place.line, rule))
            if origin is not None and finding.rule in followers:
                cause = cause or Cause(origin.rule, origin.place)
        yield with_cause(finding, cause)
