"""The figures of a document by name: where each is said, and which of these places is asked for
its value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.statements.mentions import AMOUNT, BARE_ROLE, NUMBER, Mention
from generator.statements.reading import ReadDocument
from generator.statements.sections import ANNEX


class SaidFigures:
    """The amounts and counts of a document by name, in the order of the text; ``year`` is the year
    that the document is of, 0 where nothing says so."""

    def __init__(self, document: ReadDocument) -> None:
        self.year = document.year
        self._by_name: dict[str, list[Mention]] = defaultdict(list)
        self._places: dict[tuple[str, Decimal], set[int]] = defaultdict(set)
        for mention in document.mentions:
            if mention.year and document.year and mention.year != document.year:
                continue
            if mention.name and mention.role in (AMOUNT, NUMBER, BARE_ROLE):
                self._by_name[mention.name].append(mention)
                self._places[mention.name, mention.number.amount].add(mention.paragraph)
        for places in self._by_name.values():
            places.sort(key=lambda mention: mention.section.part == ANNEX)

    def all(self, name: str) -> Sequence[Mention]:
        """All places that say a figure, those of the explanation first."""
        return self._by_name.get(name, ())

    def is_said_outside(self, name: str, amount: Decimal, paragraph: int) -> bool:
        """Whether another paragraph says the same value of a figure."""
        return bool(self._places.get((name, amount), set()) - {paragraph})

    def first(self, name: str) -> Mention | None:
        """The first place that says a figure outside the annexes; None where none does."""
        for mention in self._by_name.get(name, ()):
            if mention.section.part != ANNEX:
                return mention
        return None

    def usual(self, name: str) -> Mention | None:
        """The first place outside the annexes that says what most of them say."""
        places = [each for each in self._by_name.get(name, ()) if each.section.part != ANNEX]
        return most_said(places)

    def names(self) -> Iterator[str]:
        """The names of all figures that the text says."""
        return iter(self._by_name)


def most_said(places: Sequence[Mention]) -> Mention | None:
    """The first of the places that say what most say: a number that stands in several places is
    not the one that is wrong. None of no places."""
    counts = Counter(place.number.amount for place in places)
    most = max(counts.values(), default=0)
    return next((place for place in places if counts[place.number.amount] == most), None)
