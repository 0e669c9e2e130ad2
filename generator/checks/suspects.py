"""Which typed numbers may be mistyped, and what may have been meant: candidates to be tried out.

A candidate is a number with another in its place, told by what findings say: the two sides differ
by just as much as the two numbers, or it stands where a finding points to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.checks.inputs import transpositions
from generator.findings.place import Finding, Place
from generator.findings.rules import RULES, Group
from generator.money import trimmed
from generator.reading.amounts import parse_decimal
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode

Path = tuple[str | int, ...]

MOST_CANDIDATES = 12
"""As many are tried: each costs a part of a check."""
_POWERS = (Decimal("0.1"), Decimal(10), Decimal("0.0001"), Decimal(10_000), Decimal("0.01"))
_NO_FIGURES = frozenset(("年度", "金额单位", "版式", "单位", "设置", "附件", "名词", "核对说明"))
_DECIMALS = 2
_MOST_PAIRS = 20_000
"""Numbers times findings; beyond that the search itself takes seconds."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DIFFERENCE_FITS, _SIDE_FITS, _POINTED_AT, _LARGEST = 4, 4, 2, 1


class Candidate(Struct, frozen=True):
    """A number of the file and another in its place; ``places`` are its own and its key's."""

    path: Path
    scalar: Scalar
    value: Decimal
    right: Decimal
    places: tuple[Place, ...]

    @property
    def text(self) -> str:
        """The other number, as it is typed."""
        return trimmed(self.right)


class _Number(Struct, frozen=True):
    """A number of the file; ``owners`` are the places of everything that it is part of."""

    path: Path
    scalar: Scalar
    value: Decimal
    key: Place
    owners: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Where a finding about this very number stands."""
        return self.scalar.place, self.key


def candidates(findings: Sequence[Finding], root: Node) -> list[Candidate]:
    """What to try for these findings, the likeliest first, at most MOST_CANDIDATES."""
    numbers = list(_numbers(root))
    if len(numbers) * len(findings) > _MOST_PAIRS:
        return []
    scores: Counter[Candidate] = Counter()
    for finding in findings:
        for number in numbers:
            _score(finding, number, scores)
        _score_largest(finding, numbers, scores)
    ranked = sorted(scores, key=lambda candidate: -scores[candidate])
    return ranked[:MOST_CANDIDATES]


def _numbers(root: Node) -> Iterator[_Number]:
    """The amounts and counts of a file, zeros left out."""
    assert isinstance(root, MappingNode)
    for key, part in root.items():
        if str(key) not in _NO_FIGURES:
            yield from _below(part, (str(key),), (key.place,))


def _below(node: Node, path: Path, owners: tuple[Place, ...]) -> Iterator[_Number]:
    if isinstance(node, Scalar):
        value = _value(node)
        if value:
            yield _Number(path, node, value, owners[-1], owners[:-1])
    elif isinstance(node, MappingNode):
        for key, inner in node.items():
            yield from _below(inner, (*path, str(key)), (*owners, key.place))
    elif isinstance(node, SequenceNode):
        for index, inner in enumerate(node):
            yield from _below(inner, (*path, index), (*owners, inner.place))


def _value(scalar: Scalar) -> Decimal | None:
    """The number that a scalar is; None where it is none."""
    try:
        return parse_decimal(scalar)
    except ValueError:
        return None


def _score(finding: Finding, number: _Number, scores: Counter[Candidate]) -> None:
    """Count for what may have been meant by a number what a finding says for it."""
    gap = abs(_number_in(finding.difference) or Decimal(0))
    sides = _sides(finding)
    pointed_at = finding.place in number.places
    for right in _intended(number.value, sides):
        score = 0
        if gap and abs(number.value - right) == gap:
            score += _DIFFERENCE_FITS
        if number.value in sides and right in sides:
            score += _SIDE_FITS
        if pointed_at:
            score += _POINTED_AT
        if score:
            scores[_candidate(number, right)] += score


def _score_largest(
    finding: Finding,
    numbers: Sequence[_Number],
    scores: Counter[Candidate],
) -> None:
    """Count for the largest number of what a finding points to, as if it had a digit too many."""
    inside = [number for number in numbers if finding.place in number.owners]
    largest = max(inside, key=lambda number: abs(number.value), default=None)
    if largest is not None:
        for right in _intended(largest.value, ()):
            if abs(right) < abs(largest.value):
                scores[_candidate(largest, right)] += _LARGEST


def _candidate(number: _Number, right: Decimal) -> Candidate:
    return Candidate(number.path, number.scalar, number.value, right, number.places)


def _intended(value: Decimal, sides: Sequence[Decimal]) -> Iterator[Decimal]:
    """What may have been meant by a number: the point elsewhere, two digits the other way round, or
    the other side of a comparison."""
    intended = dict.fromkeys(side for side in sides if side != value and value in sides)
    intended |= dict.fromkeys((value * power).normalize() for power in _POWERS)
    intended |= dict.fromkeys(transpositions(value))
    yield from (right for right in intended if right != value and _may_be_typed(right, value))


def _may_be_typed(right: Decimal, value: Decimal) -> bool:
    """Whether somebody types such a number: not zero, and no more decimals than amounts have."""
    decimals = max(_DECIMALS, -int(value.normalize().as_tuple().exponent))
    return bool(right) and -int(right.normalize().as_tuple().exponent) <= decimals


def _sides(finding: Finding) -> tuple[Decimal, ...]:
    """The two numbers of a finding that should be equal; none where it compares different facts,
    this year's with last year's, of which the one says nothing about the other."""
    if RULES[finding.rule].group is Group.SENSE:
        return ()
    numbers = (_number_in(finding.expected), _number_in(finding.found))
    return tuple(number for number in numbers if number is not None)


def _number_in(text: str) -> Decimal | None:
    """The number in the words of a side: 不超过 150.00."""
    match = _NUMBER.search(text)
    if not match:
        return None
    return Decimal(match[0])


def by_place(listed: Sequence[Candidate]) -> Mapping[Place, list[Candidate]]:
    """Candidates by the number that they replace."""
    grouped: dict[Place, list[Candidate]] = {}
    for candidate in listed:
        grouped.setdefault(candidate.scalar.place, []).append(candidate)
    return grouped
