"""How often a document prints a number: one that stands in several places is hardly mistyped."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from generator.money import FACTORS
from generator.statements.printed_numbers import PERCENT
from generator.statements.printed_tables import amount_of
from generator.statements.relation import Term
from generator.statements.statements import StatedDocument

_FEWEST_DIGITS = 3
"""A number of fewer digits stands elsewhere by chance."""


class Witnesses:
    """The numbers of a document, asked for a value of the kind of a term."""

    def __init__(self, document: StatedDocument) -> None:
        self._counts: Counter[tuple[bool, Decimal]] = Counter()
        for mention in document.document.mentions:
            number = mention.number
            self._counts[number.kind == PERCENT, abs(number.amount)] += 1
        for table in document.tables:
            factor = FACTORS.get(table.unit, Decimal(1))
            for row in table.rows:
                for cell in row.cells:
                    # A number without decimals may be that of a line.
                    amount = amount_of(cell) if "." in cell.text else None
                    if amount:
                        self._counts[False, abs(amount) * factor] += 1

    def __call__(self, term: Term, value: Decimal) -> int:
        """In how many places the document prints a value; 0 where chance may do so."""
        digits = str(abs(value)).replace(".", "").lstrip("0")
        if len(digits) < _FEWEST_DIGITS or len(digits.rstrip("0")) < _FEWEST_DIGITS - 1:
            return 0
        return self._counts[term.text.endswith("%"), abs(value * term.scale)]
