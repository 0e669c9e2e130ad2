"""Which number is wrong: of several relations that do not hold, the one number whose change settles
most of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.ledger.interval import Interval
from generator.statements.relation import (
    ADDED_UP,
    ANYTHING,
    OVERALL,
    PRICED,
    Relation,
    Term,
    TermPosition,
)

Said = Callable[[Term, Decimal], int]
"""In how many places a document prints a value of the kind of a term."""
MOST_FAILING = 200
"""Where more than this fails, a document is no document of one unit: nobody looks for causes."""
_MOST_HOLDING = 60
_CORROBORATED, _PRINTED_ELSEWHERE = Decimal(1), Decimal("0.5")
_SLIP = Decimal("0.4")
_FEWEST_DIGITS = 3
"""Of a number of fewer digits nearly every other one is a slip."""
_UNLIKELY = Decimal("0.35")
"""An amount that has to be another altogether is less likely wrong than a rate computed of it."""
_EXPLAINED = Decimal(1)
_OF_ALL = Decimal("0.25")
"""Of completions that do not fit, that of all may be of another budget."""
_OPEN = Decimal("0.5")
"""A limit (no more than the whole) settles less than a value."""
_NARROW = Decimal("0.02")
_LIKELY = Decimal("0.3")
"""Suspects that are no more than this less likely than the first are as likely as it is."""
_ALONE = Decimal("0.9")
"""Where one share or change fails, no slip of typing that would mend it is ruled out by so much."""
_FOUR = 4
_SHIFTS = (1, -1, 2, -2, _FOUR, -_FOUR)
"""The point at another digit; 元 for 万元."""


class Suspect(Struct, frozen=True):
    """A number that may be wrong: what it should be (None where nothing says so), and which of the
    relations that fail would hold then."""

    term: Term
    value: Decimal | None
    settled: frozenset[int]
    score: Decimal
    is_slip: bool = False


class LikelyCause(Struct, frozen=True):
    """One cause of relations that fail, by their places in the list: the number that is likeliest
    to be wrong first, those as likely behind it."""

    suspects: tuple[Suspect, ...]
    failing: tuple[int, ...]


class _Evidence(Struct, frozen=True):
    """What is known of one number: the relations that it stands in, each with its place there."""

    failing: tuple[tuple[int, Relation, int], ...]
    holding: tuple[tuple[Relation, int], ...]


def causes_of(
    failing: Sequence[Relation], holding: Sequence[Relation], said: Said
) -> Iterator[LikelyCause]:
    """The causes of relations that fail, the one that settles most of them first."""
    if len(failing) > MOST_FAILING:
        return
    relations = list(failing)
    open_ones = set(range(len(failing)))
    right = _holding(failing, holding)
    judged: dict[TermPosition, tuple[object, tuple[Suspect, ...]]] = {}
    while open_ones:
        suspects: list[Suspect] = []
        for position, evidence in _evidence(relations, open_ones, right).items():
            # What a cause has not touched is judged as it was.
            if position not in judged or judged[position][0] != evidence.failing:
                judged[position] = evidence.failing, tuple(_suspects(evidence, said))
            suspects += judged[position][1]
        if not suspects:
            return
        first = max(suspects, key=lambda each: (each.score, len(each.settled)))
        alike = [each for each in suspects if _is_as_likely(each, first)]
        alike.sort(key=lambda each: each is not first)
        yield LikelyCause(tuple(alike), tuple(sorted(first.settled)))
        open_ones -= first.settled
        if len(alike) == 1 and first.value is not None:
            # What else fails is looked at as it is with this number right.
            for number in open_ones:
                relations[number] = _with_value(relations[number], first.term, first.value)


def _is_as_likely(suspect: Suspect, first: Suspect) -> bool:
    """Whether a number may as well be what is wrong as the likeliest one."""
    if suspect.settled != first.settled:
        return False
    is_alone = len(first.settled) == 1 and suspect.is_slip
    return suspect.score >= first.score - (_ALONE if is_alone else _LIKELY)


def _with_value(relation: Relation, wrong: Term, value: Decimal) -> Relation:
    """A relation with another value of one of its numbers."""
    if all(term.position != wrong.position for term in relation.terms):
        return relation
    terms = (
        replace(term, value=value) if term.position == wrong.position else term
        for term in relation.terms
    )
    return replace(relation, terms=tuple(terms))


def _holding(
    failing: Sequence[Relation], holding: Sequence[Relation]
) -> Mapping[TermPosition, Sequence[tuple[Relation, int]]]:
    """The relations that hold, of every number that stands in one that fails."""
    positions = {term.position for relation in failing for term in relation.terms}
    right: dict[TermPosition, list[tuple[Relation, int]]] = defaultdict(list)
    for relation in holding:
        for index, term in enumerate(relation.terms):
            if term.position in positions and len(right[term.position]) < _MOST_HOLDING:
                right[term.position].append((relation, index))
    return right


def _evidence(
    failing: Sequence[Relation],
    open_ones: set[int],
    right: Mapping[TermPosition, Sequence[tuple[Relation, int]]],
) -> Mapping[TermPosition, _Evidence]:
    """The relations of every number that stands in one that fails and is open."""
    wrong: dict[TermPosition, list[tuple[int, Relation, int]]] = defaultdict(list)
    for number in sorted(open_ones):
        for index, term in enumerate(failing[number].terms):
            wrong[term.position].append((number, failing[number], index))
    return {
        position: _Evidence(tuple(relations), tuple(right.get(position, ())))
        for position, relations in wrong.items()
    }


def _suspects(evidence: _Evidence, said: Said) -> Iterator[Suspect]:
    """A number with the value that settles most of what is open; nothing where none does."""
    wanted = {
        number: interval
        for number, relation, index in evidence.failing
        if (interval := relation.wanted(index)) is not None
    }
    if not wanted:
        return
    number = _Number(evidence, wanted, said)
    best: Suspect | None = None
    for value in _values(number.term, list(wanted.values()), number.exact):
        suspect = number.with_value(value)
        if suspect.settled and (best is None or suspect.score > best.score):
            best = suspect
    if best is None and not any(_is_bounded(each) for each in wanted.values()):
        # 小于, 不大于: the number is wrong, and nothing says what it should be.
        best = number.without_value()
    if best is not None:
        yield best


class _Number:
    """A number that may be wrong, with what speaks for it and against it.

    ``wanted`` is what each relation that fails wants it to be, ``limits`` what those that hold
    leave open, ``exact`` the values that sums want, ``slips`` those that are one slip of typing
    away.
    """

    def __init__(self, evidence: _Evidence, wanted: Mapping[int, Interval], said: Said) -> None:
        self.relations, self.wanted, self.said = evidence.failing, wanted, said
        _, relation, index = self.relations[0]
        self.term = relation.terms[index]
        self.limits = [
            interval
            for relation, index in evidence.holding
            if (interval := relation.wanted(index)) is not None
        ]
        sums = [relation.exact(index) for _, relation, index in self.relations]
        self.exact = [each for each in sums if each is not None]
        self.slips = self._slips_of_typing()
        self.is_corroborated = said(self.term, self.term.value) > 1
        # What a relation has first is computed of its other numbers.
        computed = [relation for _, relation, index in self.relations if not index]
        self.is_computed = any(relation.kind != PRICED for relation in computed)
        self.is_explained = any(relation.is_explained for relation in computed)
        self.is_of_all = any(relation.kind == OVERALL for relation in computed)
        self.is_in_no_sum = all(relation.kind != ADDED_UP for _, relation, _ in self.relations)

    def _slips_of_typing(self) -> frozenset[Decimal]:
        digits = str(abs(self.term.value)).replace(".", "")
        if self.term.half > 0 or len(digits) >= _FEWEST_DIGITS:
            return frozenset(slips(self.term.value, self.term.half * 2))
        return frozenset()

    def with_value(self, value: Decimal) -> Suspect:
        """The number as a suspect that should be ``value``."""
        around = Interval(value - self.term.half, value + self.term.half)
        settled = frozenset(number for number, each in self.wanted.items() if each.meets(around))
        broken = sum(not each.meets(around) for each in self.limits)
        score = Decimal(len(settled) - broken)
        score -= _OPEN * sum(not _is_bounded(self.wanted[number]) for number in settled)
        score += _EXPLAINED * self.is_explained + _OF_ALL * self.is_of_all
        score -= _CORROBORATED * (self.is_corroborated and not self.is_explained)
        witnesses = self.said(self.term, value)
        score += _PRINTED_ELSEWHERE * (witnesses > _bound(self.relations, settled, value))
        is_slip = value in self.slips
        if is_slip:
            score += _SLIP * (value in self.exact or _is_narrow(self.wanted, settled, value))
        elif not self.is_computed and value not in self.exact:
            score -= _UNLIKELY
        return Suspect(self.term, value, settled, score, self.is_in_no_sum and is_slip)

    def without_value(self) -> Suspect:
        """The number as a suspect of which nothing says what it should be."""
        settled = frozenset(self.wanted)
        score = Decimal(len(settled)) - _CORROBORATED * self.is_corroborated - len(self.limits)
        return Suspect(self.term, None, settled, score)


def _is_bounded(interval: Interval) -> bool:
    return interval.low.is_finite() and interval.high.is_finite()


def _is_narrow(wanted: Mapping[int, Interval], settled: frozenset[int], value: Decimal) -> bool:
    """Whether what is wanted leaves so little open that a slip lies in it hardly by chance."""
    width = min((wanted[each].high - wanted[each].low for each in settled), default=ANYTHING)
    return width <= abs(value) * _NARROW


def _bound(
    relations: Sequence[tuple[int, Relation, int]], settled: frozenset[int], value: Decimal
) -> int:
    """How many other numbers of the relations that a value settles are that value: they are no
    witnesses for it."""
    return len(
        {
            each.position
            for number, relation, index in relations
            for each in relation.terms
            if number in settled
            if each.value * each.scale == value * relation.terms[index].scale
        }
    )


def _values(term: Term, wanted: Sequence[Interval], exact: Sequence[Decimal]) -> Iterator[Decimal]:
    """What a number may have to be: what sums want exactly, a slip of typing that fits, and the
    middle of what is open."""
    tried = {term.value}
    for value in (*exact, *_within(term, wanted)):
        if value not in tried and (value >= 0 or term.value < 0):
            tried.add(value)
            yield value


def _within(term: Term, wanted: Sequence[Interval]) -> Iterator[Decimal]:
    """Values in what all want, else in what each wants."""
    common = Interval(max(each.low for each in wanted), min(each.high for each in wanted))
    for interval in (common, *wanted):
        if interval.low > interval.high:
            continue
        around = Interval(interval.low - term.half, interval.high + term.half)
        yield from (
            each for each in slips(term.value, term.half * 2) if around.low <= each <= around.high
        )
        if _is_bounded(interval):
            step = term.half * 2 or Decimal(1)
            yield ((interval.low + interval.high) / 2 / step).to_integral_value() * step


def slips(value: Decimal, step: Decimal) -> Iterator[Decimal]:
    """What may have been meant by a number: one digit otherwise, two changed about, the point moved
    (``step`` is one of the last digit that it is printed with, 0 where nothing says so)."""
    text = f"{abs(value):f}"
    sign = Decimal(1).copy_sign(value)
    for index, digit in enumerate(text):
        if digit == ".":
            continue
        for other in "0123456789":
            if other != digit:
                yield sign * Decimal(f"{text[:index]}{other}{text[index + 1 :]}")
    for index in range(len(text) - 1):
        if "." not in text[index : index + 2] and text[index] != text[index + 1]:
            yield sign * Decimal(f"{text[:index]}{text[index + 1]}{text[index]}{text[index + 2 :]}")
    for shift in _SHIFTS:
        moved = value.scaleb(shift)
        if abs(shift) == _FOUR or (step and not moved % step):
            yield moved
