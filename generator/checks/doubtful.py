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

from generator.checks.binding import entry_of
from generator.checks.file_parts import Parts, dotted
from generator.checks.suspects import Candidate, candidates
from generator.findings.place import MOST, Cause, Finding, Level, Place, in_order, with_cause
from generator.findings.rules import Group, declare
from generator.model.rules import TO_FILL
from generator.money import trimmed
from generator.reading.nodes import Node, Scalar, shared

DOUBTFUL = declare(
    "一数牵连",
    Group.SENSE,
    Level.WARNING,
    "没有一个数使好几处都对不上",
    "打错的一个数会进入许多合计，每一处都对不上，还会要求说明并不存在的变动；改好这一个数，"
    "就都没有了。",
    "公开件常见错误：数位和单位",
    answerable=True,
    grave=True,
)

_FEWEST_RULES = 2
_FEWEST_FINDINGS = 3
_MOST_OTHERS = 2
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
    """What is gone when a candidate is put in the place of its number; ``others`` are those of
    other numbers that settle as much, as far as the amounts alone tell."""

    candidate: Candidate
    gone: tuple[Finding, ...]
    remaining: int
    others: tuple[Candidate, ...] = ()


class Doubtful(Struct, frozen=True):
    """A finding of DOUBTFUL, and the rules and places of what follows from it."""

    finding: Finding
    following: frozenset[Key]


def doubtful_numbers(unexplained: Sequence[Finding], root: Node, trial: Trial) -> list[Doubtful]:
    """The numbers on which several of a file's findings rest. ``unexplained`` are its findings
    without those that a 核对说明 answers."""
    listed: list[Doubtful] = []
    if len(unexplained) >= MOST:
        return listed  # of so many no one number is the cause, and each trial reads all of them
    remaining = list(unexplained)
    for _ in range(_MOST_NUMBERS):
        settled = _settled(remaining, unexplained, root, trial)
        if settled is None:
            break
        following = frozenset(_key(finding) for finding in settled.gone)
        listed.append(Doubtful(_finding(settled, root), following))
        remaining = [finding for finding in remaining if _key(finding) not in following]
    return listed


def caused_by(findings: Sequence[Finding], numbers: Sequence[Doubtful]) -> list[Finding]:
    """The findings, with their cause where they follow from a doubtful number that is among them: a
    number that was confirmed is not."""
    present = {_key(finding) for finding in findings}
    causes = {
        key: Cause(number.finding.rule, number.finding.place)
        for number in numbers
        if _key(number.finding) in present
        for key in number.following
    }
    return [with_cause(finding, causes.get(_key(finding), finding.cause)) for finding in findings]


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
    if not odd or len(open_findings) < _FEWEST_RULES:
        return None
    best: list[_Settled] = []
    plausible = sorted(_plausible(odd, everything, root, trial), key=_weight)
    for settled in plausible[:_TRIED_WHOLE]:
        after = trial.examine_all(_changed(root, settled.candidate))
        verdict = _compare(settled.candidate, open_findings, everything, after)
        if verdict is not None and _is_enough(verdict):
            best.append(verdict)
    best.sort(key=_weight)
    if not best or (len(best) > 1 and _weight(best[0]) == _weight(best[1])):
        return None
    return replace(best[0], others=_as_plausible(best[0].candidate, plausible))


def _as_plausible(chosen: Candidate, plausible: Sequence[_Settled]) -> tuple[Candidate, ...]:
    """The other numbers of which one may be wrong instead: they settle as many odd findings."""
    gone = {settled.candidate: len(settled.gone) for settled in plausible}
    others: dict[Place, Candidate] = {}
    for candidate, count in gone.items():
        place = candidate.scalar.place
        if place != chosen.scalar.place and count >= gone[chosen]:
            others.setdefault(place, candidate)
    return tuple(others.values())


def _plausible(
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
        if settled is not None and any(_is_odd(finding) for finding in settled.gone):
            yield settled


def _weight(settled: _Settled) -> tuple[int, int]:
    """What settles more goes first, then what leaves less."""
    return -len(settled.gone), settled.remaining


def _is_odd(finding: Finding) -> bool:
    """Whether a finding says that a number may be wrong, and of no other place already."""
    return finding.level is not Level.HINT and finding.rule != TO_FILL.id and finding.cause is None


def _is_enough(settled: _Settled) -> bool:
    """Whether enough is gone that said that a number may be wrong, and not only that a reason is
    due: by several rules, or with some more."""
    rules = {finding.rule for finding in settled.gone if _is_odd(finding)}
    return len(rules) >= _FEWEST_RULES or (bool(rules) and len(settled.gone) >= _FEWEST_FINDINGS)


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
    path = Parts(root).at(place)
    name = dotted(path)
    # Without separators: what a 核对说明 is bound to.
    typed = trimmed(candidate.value)
    others = [
        f"第 {other.scalar.place.line} 行的 {other.scalar}（该是 {other.text}）"
        for other in settled.others[:_MOST_OTHERS]
    ]
    fix = f"核对这个数；打错了的改成：{candidate.text}"
    if others:
        fix = (
            f"打错的是这个数（该是 {candidate.text}），或者是{'、'.join(others)}；"
            "核对是哪一个，只改那一个"
        )
    entry = entry_of(DOUBTFUL.id, path, typed)
    finding = DOUBTFUL.at(
        place,
        f"{name} 填的是 {typed}；换成 {candidate.text}，下面 {len(settled.gone)} 处就都对了",
        f"{fix}。没有错的，在 核对说明 里写 {entry}: 理由，下面各处就分别列出",
        expected=candidate.text,
        found=typed,
        value=typed,
    )
    return replace(finding, level=level)
