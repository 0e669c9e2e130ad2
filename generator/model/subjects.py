"""The catalogue of 科目 by year (catalogue/科目.csv), and which 科目 took the place of which.

Rows that no found source confirms are marked 待核 in the csv. Such a row never refuses what a clerk
typed with a name of its own: the clerk's 科目 is then accepted as a local one (``listed`` is
False), and the books warn.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from generator.reading.amounts import narrow

_FOLDER = Path(__file__).parent / "catalogue"
FUNCTIONAL, ECONOMIC = "功能", "经济"
LEVELS = {FUNCTIONAL: {3: "类", 5: "款", 7: "项"}, ECONOMIC: {3: "类", 5: "款"}}
"""By kind of 科目: the level of a code, by its length."""
LOWEST = {kind: list(levels.values())[-1] for kind, levels in LEVELS.items()}
"""By kind of 科目: the level at which amounts are booked."""
_ALWAYS = 9999
# 转移性支出 and the fund of social insurance are no outlay of a unit: 公开01表 has no line for
# them.
_NOT_IN_TABLE = {"209", "225", "226", "227", "228", "230", "233"}
_HALF_WIDTH = str.maketrans("（）〔〕【】：", "()()():")


class BudgetSubject(Struct, frozen=True):
    """A 科目. ``kind`` is as in the catalogue (功能-一般公共预算 …, 部门经济分类).

    ``listed`` is False for one that the year's catalogue lacks; ``confirmed`` tells whether the row
    was found in a source, or still has to be checked (待核).
    """

    code: str
    name: str
    level: str
    kind: str
    listed: bool = True
    confirmed: bool = True

    def __str__(self) -> str:
        """As a clerk types it: 2010301 行政运行."""
        return f"{self.code} {self.name}"


class CatalogueRow(Struct, frozen=True):
    """A 科目 and the years in which it is used, the first and the last."""

    subject: BudgetSubject
    first: int
    last: int

    def distance(self, year: int) -> int:
        """How many years a year lies outside the row's."""
        return max(self.first - year, year - self.last, 0)

    def span(self) -> str:
        """The row's years in words."""
        if self.first == self.last:
            return f"只在 {self.first} 年用"
        if self.last == _ALWAYS:
            return f"从 {self.first} 年起用"
        if not self.first:
            return f"用到 {self.last} 年为止"
        return f"只在 {self.first} 至 {self.last} 年用"


@lru_cache(maxsize=1)
def _rows() -> tuple[CatalogueRow, ...]:
    return tuple(
        CatalogueRow(
            BudgetSubject(code, name, level, kind, confirmed="待核" not in source),
            int(first or 0),
            int(last or _ALWAYS),
        )
        for code, name, level, kind, first, last, source in _read("科目.csv")
    )


@lru_cache(maxsize=1)
def _successors() -> Mapping[str, tuple[str, ...]]:
    """Old code → the codes that took its place, for 款 and 项 (catalogue/沿革.csv)."""
    return {old: tuple(new.split("、")) for old, new in _read("沿革.csv")}


def _read(name: str) -> list[list[str]]:
    """The rows of a file of the catalogue, without its header."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


class Catalogue:
    """The 科目 of one year."""

    def __init__(
        self,
        year: int,
        functional: Mapping[str, BudgetSubject],
        economic: Mapping[str, BudgetSubject],
    ) -> None:
        self.year = year
        self.functional_subjects = functional
        self.economic_subjects = economic
        # By kind and plain name, made when a name is first asked for: only a wrong 科目 needs it.
        self._by_name: dict[str, dict[str, list[BudgetSubject]]] = {}

    def functional(self, code: str) -> BudgetSubject | None:
        """The 功能科目 of a code (3, 5 or 7 digits), or None."""
        return self.functional_subjects.get(code)

    def economic(self, code: str) -> BudgetSubject | None:
        """The 部门经济分类科目 of a code (3 or 5 digits), or None."""
        return self.economic_subjects.get(code)

    def of(self, kind: str) -> Mapping[str, BudgetSubject]:
        """All 科目 of a kind: 功能 or 经济."""
        if kind == FUNCTIONAL:
            return self.functional_subjects
        return self.economic_subjects

    def named(self, name: str, kind: str) -> tuple[BudgetSubject, ...]:
        """The 科目 of a name, however its brackets and spaces are typed; names such as 行政运行
        have many.
        """
        if kind not in self._by_name:
            names = self._by_name[kind] = {}
            for subject in self.of(kind).values():
                names.setdefault(plain_name(subject.name), []).append(subject)
        return tuple(self._by_name[kind].get(plain_name(name), ()))

    def ancestors(self, code: str) -> tuple[BudgetSubject, ...]:
        """The 类, 款 and 项 of a code that the year has, the 类 first and the code itself last;
        功能 codes begin with 2.
        """
        table = self.functional_subjects if code.startswith("2") else self.economic_subjects
        codes = (code[:length] for length in LEVELS[FUNCTIONAL] if length <= len(code))
        return tuple(table[above] for above in codes if above in table)

    def parent(self, code: str) -> BudgetSubject | None:
        """The 款 of a 项, the 类 of a 款; None for a 类."""
        above = self.ancestors(code[:-2])
        if len(code) <= 3 or not above or above[-1].code != code[:-2]:
            return None
        return above[-1]

    def full_name(self, code: str) -> str:
        """类（类）款（款）项（项）, as far as the code goes; the code stands for a name that is not
        known.
        """
        names = {subject.code: subject.name for subject in self.ancestors(code)}
        codes = {
            code[:length]: level
            for length, level in LEVELS[FUNCTIONAL].items()
            if length <= len(code)
        }
        return "".join(f"{names.get(above, above)}（{level}）" for above, level in codes.items())


@lru_cache(maxsize=32)
def catalogue(year: int) -> Catalogue:
    """The catalogue of a year."""
    tables: dict[str, dict[str, BudgetSubject]] = {FUNCTIONAL: {}, ECONOMIC: {}}
    for row in _rows():
        if row.first <= year <= row.last:
            tables[kind_of(row.subject)][row.subject.code] = row.subject
    return Catalogue(year, tables[FUNCTIONAL], tables[ECONOMIC])


def kind_of(subject: BudgetSubject) -> str:
    """Whether a 科目 is one of 功能 or of 经济."""
    if subject.kind.startswith(FUNCTIONAL):
        return FUNCTIONAL
    return ECONOMIC


def rows_of(code: str) -> Iterator[CatalogueRow]:
    """All rows of a code, whatever the year."""
    return (row for row in _rows() if row.subject.code == code)


def names_of(code: str) -> tuple[str, ...]:
    """All names that a code has had, whatever the year."""
    return tuple(dict.fromkeys(row.subject.name for row in rows_of(code)))


def functional_classes(year: int) -> tuple[BudgetSubject, ...]:
    """The classes of 公开01表, in statutory order, which is code order."""
    classes = [
        subject
        for subject in catalogue(year).functional_subjects.values()
        if subject.level == "类" and subject.code not in _NOT_IN_TABLE
    ]
    return tuple(sorted(classes, key=lambda subject: subject.code))


def substitutes(row: CatalogueRow, year: Catalogue) -> list[BudgetSubject]:
    """What a year uses in place of another year's 科目: its successors, or what it succeeded."""
    if row.last < year.year:
        codes = _successors_of(row.subject, year)
    else:
        codes = [old for old, new in _successors().items() if row.subject.code in new]
    tables = (year.functional_subjects, year.economic_subjects)
    return [table[code] for table in tables for code in codes if code in table]


def _successors_of(subject: BudgetSubject, year: Catalogue) -> Iterable[str]:
    """The codes that took the place of a 科目: its own successors, else the 项 of the same name in
    the successors of its 款, else those 款.
    """
    code, successors = subject.code, _successors()
    if code in successors:
        return successors[code]
    parents = successors.get(code[:5], ())
    if len(code) < 7:
        return parents
    items = (year.functional(f"{parent}{code[5:]}") for parent in parents)
    namesakes = [item.code for item in items if item and item.name == subject.name]
    return namesakes or parents


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """A name without spaces, with half-width brackets: for comparing."""
    return re.sub(r"\s", "", half_width(name))


def half_width(text: str) -> str:
    """A text with half-width digits, signs and brackets."""
    return narrow(text).translate(_HALF_WIDTH)
