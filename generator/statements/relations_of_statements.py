"""Statements as relations: which printed numbers each binds to one another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from generator.statements.evaluation_sheets import WEIGHT
from generator.statements.intervals import last_digit
from generator.statements.mentions import DOWN, ITEM
from generator.statements.printed_numbers import PERCENT
from generator.statements.relation import (
    ADDED_UP,
    CHANGED,
    MOVED,
    PRICED,
    SHARE_OF,
    Relation,
    Term,
    term_of,
)
from generator.statements.statement import (
    ACTUAL,
    CHANGE_BY,
    CHANGE_OF,
    COMPLETION_OF,
    COUNT_OF,
    COUNTED,
    DIFFERENCE_OF,
    ELSEWHERE,
    LAST_YEAR,
    NOW,
    PART,
    PLANNED,
    PRICE_OF,
    RATE_OF,
    SAME,
    SCORE_OF,
    SHARE,
    SHARES,
    TOTAL,
    UNIT_PRICE,
    WHOLE,
    Operand,
    SaidStatement,
)
from generator.statements.verdicts import LESS

_HUNDRED = Decimal(100)


def relation_of(statement: SaidStatement) -> Relation | None:
    """The relation that a statement says; None for one that lacks an operand, or says no more than
    about how much."""
    if statement.printed.about:
        return None
    printed = term_of(statement.printed, statement.spot, statement.paragraph)
    kind = statement.kind
    if kind in (TOTAL, COUNT_OF):
        return _total(statement, printed)
    if kind == SCORE_OF:
        return _scores(statement, printed)
    if kind == SHARE:
        return _ratio(printed, statement.operand(PART), statement.operand(WHOLE))
    if kind == COMPLETION_OF:
        return _ratio(printed, statement.operand(ACTUAL), statement.operand(PLANNED))
    if kind == RATE_OF:
        return _rate(statement, printed)
    if kind == CHANGE_OF:
        return _change(statement, printed)
    if kind == DIFFERENCE_OF:
        return _difference(statement, printed)
    if kind == PRICE_OF:
        return _price(statement, printed)
    if kind == SAME:
        return _same(statement, printed)
    if kind == SHARES:
        shares = tuple(term_of_operand(share) for share in statement.operands)
        return Relation(ADDED_UP, shares, Decimal(0), _HUNDRED)
    return None


def term_of_operand(operand: Operand, sign: int = 1) -> Term:
    """An operand as a term."""
    if operand.number is not None:
        return term_of(operand.number, operand.spot, operand.paragraph, sign)
    half = (operand.interval.high - operand.interval.low) / 2
    return Term(operand.spot, -1, operand.text, operand.value, half, sign=sign)


def _with_sign(term: Term, sign: int) -> Term:
    return Term(
        term.spot, term.start, term.text, term.value, term.half, term.scale, sign, term.paragraph
    )


def _total(statement: SaidStatement, printed: Term) -> Relation | None:
    parts = [each for each in statement.operands if each.role.startswith(PART)]
    if not parts or statement.printed.kind == PERCENT:
        return None
    is_change = statement.label.endswith("增减额")
    sign = 1 if is_change and statement.direction == "减" else -1
    terms = [_with_sign(printed, sign)]
    terms += [term_of_operand(part, -1 if part.role == LESS else 1) for part in parts]
    if is_change and sum(each.sign * each.value * each.scale for each in terms[1:]) == (
        sign * printed.value * printed.scale
    ):
        return None  # the numbers are right, the word is not
    low = Decimal(0) if statement.complete else -Decimal("Infinity")
    return Relation(ADDED_UP, tuple(terms), low)


def _scores(statement: SaidStatement, printed: Term) -> Relation | None:
    parts = statement.all(PART)
    if not parts:
        return _score_of_execution(statement, printed)
    terms = (_with_sign(printed, -1), *(term_of_operand(part) for part in parts))
    return Relation(ADDED_UP, terms)


def _score_of_execution(statement: SaidStatement, printed: Term) -> Relation | None:
    """The score of a sheet's execution as the rate that its weight makes it; it may be rounded or
    cut off, to one decimal or more."""
    weight = statement.operand(WEIGHT)
    actual, planned = statement.operand(ACTUAL), statement.operand(PLANNED)
    if weight is None or weight.value <= 0 or actual is None or planned is None:
        return None
    if actual.value >= planned.value:
        return None  # no more than full marks
    rate = replace(
        printed, scale=_HUNDRED / weight.value, half=last_digit(max(statement.printed.decimals, 1))
    )
    return _ratio(rate, actual, planned)


def _ratio(printed: Term, part: Operand | None, whole: Operand | None) -> Relation | None:
    if part is None or whole is None or not whole.value or not part.printed or not whole.printed:
        return None
    return Relation(SHARE_OF, (printed, term_of_operand(part), term_of_operand(whole)))


def _rate(statement: SaidStatement, printed: Term) -> Relation | None:
    change, now, last = (statement.operand(role) for role in (CHANGE_BY, NOW, LAST_YEAR))
    if last is None or last.value <= 0:
        return None
    if change is not None and last.printed:
        return Relation(SHARE_OF, (printed, term_of_operand(change), term_of_operand(last)))
    if change is not None and now is not None:
        is_less = last.value > now.value
        return Relation(
            CHANGED, (printed, term_of_operand(change), term_of_operand(now)), is_less=is_less
        )
    if now is not None and last.printed:
        is_less = last.value > now.value
        return Relation(
            MOVED, (printed, term_of_operand(now), term_of_operand(last)), is_less=is_less
        )
    return None


def _difference(statement: SaidStatement, printed: Term) -> Relation | None:
    actual, planned = statement.operand(ACTUAL), statement.operand(PLANNED)
    if actual is None or planned is None or planned.value <= 0:
        return None
    is_less = actual.value < planned.value
    if is_less is not (printed.value < 0 or statement.direction == DOWN):
        return None  # the numbers may be right, the sign is not
    rate = replace(printed, value=abs(printed.value))
    return Relation(
        MOVED, (rate, term_of_operand(actual), term_of_operand(planned)), is_less=is_less
    )


def _change(statement: SaidStatement, printed: Term) -> Relation | None:
    now, last = statement.operand(NOW), statement.operand(LAST_YEAR)
    if now is None or last is None or not last.printed or not last.value:
        return None
    sign = -1 if statement.direction == "增" else 1
    moved = now.value - last.value
    if moved == sign * statement.printed.amount and moved:
        return None  # the numbers are right, the word is not
    return Relation(
        ADDED_UP, (_with_sign(printed, sign), term_of_operand(now), term_of_operand(last, -1))
    )


def _price(statement: SaidStatement, printed: Term) -> Relation | None:
    """price = total ÷ count, as a rate whose hundreds are ones. An average of what other paragraphs
    say is held against it, but nothing is said of those for its sake."""
    counted, price = statement.operand(COUNTED), statement.operand(UNIT_PRICE)
    spent = statement.operand(ACTUAL)
    if counted is None:
        return None
    number = term_of_operand(counted)
    if price is not None:
        first = term_of_operand(price)
        return Relation(PRICED, (replace(first, scale=first.scale * _HUNDRED), printed, number))
    if spent is not None and {counted.paragraph, spent.paragraph} == {statement.paragraph}:
        first = replace(printed, scale=printed.scale * _HUNDRED)
        return Relation(SHARE_OF, (first, term_of_operand(spent), number))
    return None


def _same(statement: SaidStatement, printed: Term) -> Relation | None:
    elsewhere = statement.operand(ELSEWHERE)
    of_two = "/" in statement.label and not statement.label.startswith(ITEM)
    if elsewhere is None or of_two:
        return None
    return Relation(ADDED_UP, (_with_sign(printed, -1), term_of_operand(elsewhere)))


def last_years(left: SaidStatement, right: SaidStatement) -> Relation | None:
    """Two rates of one figure as a relation: both leave the same amount for last year."""
    terms = [*_last(left, 1), *_last(right, -1)]
    positions = {term.position for term in terms}
    if len(terms) < 4 or len(positions) < len(terms):
        return None
    return Relation(ADDED_UP, tuple(terms))


def _last(rate: SaidStatement, sign: int) -> Iterator[Term]:
    """Last year's amount as this year's, less what it grew by."""
    change, now, last = (rate.operand(role) for role in (CHANGE_BY, NOW, LAST_YEAR))
    if change is None or now is None or last is None or last.printed:
        return
    grown = -1 if last.value <= now.value else 1
    yield term_of_operand(now, sign)
    yield term_of_operand(change, sign * grown)
