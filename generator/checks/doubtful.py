"""One typed number on which several findings rest: told once, with the number that settles them.

A digit too many enters every sum that the amount belongs to, and each of them is told; reasons are
asked for that only the wrong number makes necessary. Which number it is, is tried out: the file is
examined as if another number stood there, and what is gone then follows from that number.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.file_parts import Parts, dotted
from generator.checks.suspects import Candidate, candidates
from generator.findings.place import Cause, Finding, Level, Place, in_order
from generator.findings.rules import Group, declare
from generator.model.rules import TO_FILL
from generator.reading.nodes import Node, Scalar, shared

DOUBTFUL = declare(
    "一数牵连",
    Group.SENSE,
    Level.WARNING,
    "没有一个数使好几处都对不上",
    "打错的一个数会进入许多合计，每一处都对不上，还会要求说明并不存在的变动；改好这一个数，"
    "就都没有了。",
    "公开件常见错误：数位和单位",
    grave=True,
)

_FEWEST_FINDINGS = 3
_MOST_NUMBERS = 2
_TRIED_WHOLE = 2

Key = tuple[str, Place]
Examined = Sequence[Finding] | None


class Trial(Struct, frozen=True):
    """How a changed file is examined: its amounts alone by some rules, which is quick, or all of
    it. Both return None for a file that cannot be read."""

    amounts: Callable[[Node, Collection[str]], Examined]
    examine_all: Callable[[Node], Examined]


class _Settled(Struct, frozen=True):
    """What is gone when a candidate is put in the place of its number."""

    candidate: Candidate
    gone: tuple[Finding, ...]
    remaining: int


def with_doubtful(
    findings: Sequence[Finding],
    unexplained: Sequence[Finding],
    root: Node,
    trial: Trial,
) -> list[Finding]:
    """All findings, with those of DOUBTFUL, and each that follows from one with its cause.

    ``unexplained`` are those of them that no 核对说明 answers: only they count.
    """
    listed = list(findings)
    open_findings = list(unexplained)
    for _ in range(_MOST_NUMBERS):
        settled = _settled(open_findings, listed, root, trial)
        if settled is None:
            return listed
        doubtful = _finding(settled, root)
        cause = Cause(doubtful.rule, doubtful.place)
        gone = {_key(finding) for finding in settled.gone}
        listed = [
            replace(finding, cause=cause) if _key(finding) in gone else finding
            for finding in listed
        ]
        listed.append(doubtful)
        open_findings = [finding for finding in open_findings if _key(finding) not in gone]
    return listed


def _key(finding: Finding) -> Key:
    return finding.rule, finding.place


def _settled(
    open_findings: Sequence[Finding],
    everything: Sequence[Finding],
    root: Node,
    trial: Trial,
) -> _Settled | None:
    """The number that settles most; None where none settles enough, or several do so equally."""
    odd = [finding for finding in open_findings if _is_odd(finding)]
    if not odd or len(open_findings) < _FEWEST_FINDINGS:
        return None
    best: list[_Settled] = []
    likely = sorted(_likely(odd, everything, root, trial), key=_weight)
    for settled in likely[:_TRIED_WHOLE]:
        after = trial.examine_all(_changed(root, settled.candidate))
        verdict = _compare(settled.candidate, open_findings, everything, after)
        if verdict is None or not _is_enough(verdict) or len(verdict.gone) < _FEWEST_FINDINGS:
            continue
        best.append(verdict)
        if len(settled.gone) < len(likely[0].gone):
            break
    best.sort(key=_weight)
    if not best or (len(best) > 1 and _weight(best[0]) == _weight(best[1])):
        return None
    return best[0]


def _likely(
    odd: Sequence[Finding],
    everything: Sequence[Finding],
    root: Node,
    trial: Trial,
) -> Iterator[_Settled]:
    """The candidates that settle several odd findings, as far as the amounts alone tell."""
    rules = {finding.rule for finding in odd}
    for candidate in candidates(odd, root):
        after = trial.amounts(_changed(root, candidate), rules)
        settled = _compare(candidate, odd, everything, after)
        if settled is not None and _is_enough(settled):
            yield settled


def _weight(settled: _Settled) -> tuple[int, int]:
    """What settles more goes first, then what leaves less."""
    return -len(settled.gone), settled.remaining


def _is_odd(finding: Finding) -> bool:
    """Whether a finding says that a number may be wrong, and of no other place already."""
    return finding.level is not Level.HINT and finding.rule != TO_FILL.id and finding.cause is None


def _is_enough(settled: _Settled) -> bool:
    """Whether what is gone said that a number may be wrong, and not only that a reason is due."""
    return any(_is_odd(finding) for finding in settled.gone)


def _compare(
    candidate: Candidate,
    before: Sequence[Finding],
    everything: Sequence[Finding],
    after: Examined,
) -> _Settled | None:
    """What is gone after a change; None where the change makes something else wrong."""
    if after is None:
        return None
    known_keys = {_key(finding) for finding in everything}
    new = [finding for finding in after if _key(finding) not in known_keys]
    if any(finding.level is not Level.HINT for finding in new):
        return None
    left = {_key(finding) for finding in after}
    gone = tuple(in_order([finding for finding in before if _key(finding) not in left]))
    return _Settled(candidate, gone, len(after))


def _changed(root: Node, candidate: Candidate) -> Node:
    """The file with a candidate in the place of its number."""
    changed: Node = shared(root)
    owner: Any = changed
    for step in candidate.path[:-1]:
        owner = owner[step]
    owner[candidate.path[-1]] = Scalar.at(candidate.text, candidate.scalar.place)
    return changed


def _finding(settled: _Settled, root: Node) -> Finding:
    candidate = settled.candidate
    place = candidate.scalar.place
    levels = list(Level)
    level = min((finding.level for finding in settled.gone), key=levels.index)
    name = dotted(Parts(root).at(place))
    typed = str(candidate.scalar)
    finding = DOUBTFUL.at(
        place,
        f"{name} 填的是 {typed}；如果是 {candidate.text}，下面 {len(settled.gone)} 处就都没有了",
        f"核对这个数；打错了的改成：{candidate.text}。没有错的，那几处各写 核对说明",
        expected=candidate.text,
        found=typed,
    )
    # What follows from it is answered, not this: with that answered, it is gone.
    return replace(finding, level=level, final=True)
