"""Names typed by a clerk, in 报表数 and in {…} → the figure of each, and what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from generator.ledger.books import BUDGET_KINDS
from generator.ledger.figure import Earlier, Figure, Known, Missing
from generator.ledger.ledger_names import LedgerNames
from generator.ledger.measured import Measured as Measured
from generator.ledger.statement import Statement
from generator.ledger.text_names import measured
from generator.ledger.tree_names import TreeNames
from generator.ledger.wordings import SEVERAL, asked, reduced, share
from generator.reading.nearest import nearest


class Reading(Struct, frozen=True):
    """A name understood: the figure, how it was called, and what is asked of it ("" for itself)."""

    base: str
    measured: Measured
    ask: str = ""


_ITEM, _MOST = 7, 3
_LONGEST = 60


class Nameable:
    """Every figure of a statement by name: as the text has it, by the ledger's keys, by its
    place."""

    def __init__(self, statement: Statement) -> None:
        self._statement = statement
        self.main: Mapping[str, Measured] = measured(statement)
        self._kept: dict[str, Measured | None] = {}
        self._readings: dict[str, Reading | None] = {}
        self._alike: dict[str, Mapping[str, Measured]] = {}

    @cached_property
    def _ledger(self) -> LedgerNames:
        return LedgerNames(self._statement.books)

    @cached_property
    def _reduced(self) -> Mapping[str, list[str]]:
        """The names of the text by what is compared of them."""
        by_reduction: dict[str, list[str]] = {}
        for name in self.main:
            by_reduction.setdefault(reduced(name), []).append(name)
        return by_reduction

    @cached_property
    def _tree(self) -> TreeNames:
        return TreeNames(self._statement)

    def find(self, name: str) -> Measured | None:
        """The figure of a name; None when it has no meaning, or more than one.

        Its ``twins`` are what else the name may mean: a 科目 without a fund, where funds have it apart.
        """
        name = name.strip()
        if self.too_long(name):
            return None
        if name not in self._kept:
            self._kept[name] = self._found(name)
        return self._kept[name]

    def _found(self, name: str) -> Measured | None:
        by_fund = self._ledger.by_fund(name)
        subject = self._ledger.subject(name)
        first = self.main.get(name) or self._of_code(subject)
        if by_fund and first is None:
            first = next(iter(by_fund.values()))
        if first is None:
            first = self._ledger.find(name)
        if first is None and not self._in_words(name):
            first = self._tree.find(name)
        if first is None or (name in self.main and not subject):
            return first or self._worded(name)
        twins = tuple((way, twin) for way, twin in by_fund.items() if _apart(twin, first))
        same = next((way for way, twin in by_fund.items() if not _apart(twin, first)), name)
        if not twins:
            return first
        return replace(first, twins=((same, first), *twins))

    def _of_code(self, code: str) -> Measured | None:
        """The figure of the text for a 类 or 项, whichever way it was named."""
        if not code:
            return None
        if len(code) == _ITEM:
            named = (figure for way, figure in self.main.items() if way.startswith(f"{code} "))
            return next(named, None)
        return self.main.get(self._statement.books.name(code))

    def _worded(self, name: str) -> Measured | None:
        """The figure that a clerk's wording can only mean."""
        intended = list(self._intended(name).values())
        if not intended or any(_differs(figure, intended[0]) for figure in intended):
            return None
        return intended[0]

    def _in_words(self, name: str) -> Mapping[str, Measured]:
        """The figures of the text that a clerk's wording may mean, by their names."""
        wanted = reduced(name)
        ways = SEVERAL.get(wanted) or tuple(self._reduced.get(wanted, ()))
        return {way: self.main[way] for way in ways if way in self.main}

    def _intended(self, name: str) -> Mapping[str, Measured]:
        return self._in_words(name) or self._ledger.alike(name) or self._tree.alike(name)

    def alike(self, name: str) -> Mapping[str, Measured]:
        """The figures that a clerk's wording may mean, by their names: to offer, not to print."""
        if self.too_long(name):
            return {}
        if name not in self._alike:
            intended = self._intended(name) or self._asked_of_several(name)
            self._alike[name] = intended or self._tree.alike(name, loose=True)
        return self._alike[name]

    def _asked_of_several(self, name: str) -> Mapping[str, Measured]:
        """The figures of which a name may ask something, by the names that ask it of one."""
        for base, ask in asked(name):
            intended = self._intended(base)
            if intended:
                return {f"{way}.{ask}": measured for way, measured in intended.items()}
        return {}

    @cached_property
    def _longest(self) -> int:
        """How long a name can be: as much as names its figure, and a project or unit of the
        file."""
        facts = self._statement.books.facts
        lengths = (len(name) for fact in facts for name in (fact.项目, fact.单位))
        return _LONGEST + max(lengths, default=0) + max(map(len, self.main))

    def too_long(self, name: str) -> bool:
        """Whether a text is no name because of its length."""
        return len(name) > _LONGEST and len(name) > self._longest

    def read(self, name: str) -> Reading | None:
        """A name with what it asks of its figure; None when it has no one meaning."""
        if self.too_long(name):
            return None
        if name not in self._readings:
            self._readings[name] = self._reading(name)
        return self._readings[name]

    def _reading(self, name: str) -> Reading | None:
        measured = self.find(name)
        if measured is not None:
            return Reading(name, measured)
        for base, ask in asked(name):
            measured = self.find(base)
            if measured is not None:
                return Reading(base, measured, ask)
        return self._share(name)

    def _share(self, name: str) -> Reading | None:
        """A part of a whole that both have names."""
        names = share(name)
        if names is None:
            return None
        part, whole = self.find(names[0]), self.find(names[1])
        if part is None or whole is None:
            return None
        comparable = isinstance(part.now, Figure) and isinstance(whole.now, Figure)
        if not comparable or whole.twins or _unit(part.now) != _unit(whole.now):
            return None
        return Reading(names[0], replace(part, whole=whole.now), "占比")

    def unused(self, name: str) -> bool:
        """Whether a name is of a 科目 that the file has no amount and no budget of."""
        return name not in self.main and self._ledger.unused(name)

    def names(self) -> list[str]:
        """Names for suggestions, those of the text first."""
        return [*self.main, *self._tree.names()]

    def near(self, name: str, most: int = 1) -> list[str]:
        """The names most like one that is none, or that means several."""
        alike = list(self.alike(name))
        if alike:
            return alike[: max(most, _MOST)]
        return nearest(name, self.names(), most)


def _apart(left: Measured, right: Measured) -> bool:
    """Whether two figures that go by one name print different numbers."""
    if _number(left.now) != _number(right.now):
        return True
    if not left.budget or not right.budget:
        return False
    return any(_number(left.budget[kind]) != _number(right.budget[kind]) for kind in BUDGET_KINDS)


def _differs(left: Measured, right: Measured) -> bool:
    """Whether two figures differ in anything that their name may be asked for."""
    return _apart(left, right) or _number(left.last) != _number(right.last)


def _unit(figure: Known) -> str:
    if isinstance(figure, Figure):
        return figure.unit
    return ""


def _number(figure: Earlier | None) -> object:
    """What is printed of a figure, or what is missing."""
    if isinstance(figure, Figure):
        return figure.value, figure.unit
    if isinstance(figure, Missing):
        return figure.path
    return figure
