"""One unit and year as its document has it: who it is, and its figures.

Made where the document is made; what the site keeps in mind of it is a ``UnitSummary``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from generator.document.numbers import plain_decimal
from generator.document.tree import (
    Document,
    Heading,
    Number,
    lines_of,
    plain,
)
from generator.ledger.facts import FISCAL
from generator.ledger.figure import PERCENT, Earlier, Figure, Known
from generator.ledger.measured import Measured
from generator.ledger.statement import Statement
from generator.ledger.text_names import measured
from generator.money import trimmed

_CODE = re.compile(r"(?:^| )(\d{3}|\d{5}|\d{7})(?= |$)")
BUDGETS = {"年初": "年初预算数", "全年": "全年预算数"}


class FigureRow(Struct, frozen=True):
    """One figure; its fields as fields.py has them.

    ``数别`` is "" for a printed number, ``位置`` and ``编号`` are for one of the main figures.
    """

    名称: str
    数别: str
    数: str
    计量单位: str
    印出: str
    位置: str = ""
    编号: str = ""

    @property
    def 科目编码(self) -> str:
        """The code in the name, or ""."""
        code = _CODE.search(self.名称)
        if not code:
            return ""
        return code[1]


class Identity(Struct, frozen=True):
    """Who a unit is in one year; ``标识`` names its files."""

    标识: str
    年度: int
    单位: str
    简称: str
    口径: str
    性质: str
    公开日期: str
    版式: str


class Entry(Identity, frozen=True):
    """One unit and year.

    ``main`` are the figures under names that all units share, ``printed`` all the printed ones.
    """

    main: tuple[FigureRow, ...]
    printed: tuple[FigureRow, ...]


def entry_of(
    stem: str, statement: Statement, document: Document, figures: Mapping[str, Figure]
) -> Entry:
    """An entry from what was computed and printed. ``figures`` are the printed ones by key."""
    unit, accounts = statement.accounts.单位, statement.accounts
    printed = tuple(_printed(document, figures))
    public: PublicNumbers = set()
    for row in printed:
        for figure in _made_public(figures[row.编号]):
            public.add((figure.printed, figure.unit))
    publication_date = ""
    if unit.公开日期:
        publication_date = unit.公开日期.isoformat()
    return Entry(
        标识=stem,
        年度=accounts.年度,
        单位=str(unit.名称),
        简称=str(unit.简称 or ""),
        口径=str(unit.口径),
        性质=str(unit.性质),
        公开日期=publication_date,
        版式=str(accounts.版式),
        main=tuple(_main(statement, public)),
        printed=printed,
    )


PublicNumbers = set[tuple[Decimal, str]]
"""Numbers as the document makes them public, each with its unit."""


def _made_public(figure: Figure) -> tuple[Figure, ...]:
    """What a printed figure makes public: itself, and of a change, share or rate its inputs."""
    if figure.formula in ("－", "÷"):
        return (figure, *figure.inputs)
    return (figure,)


def _main(statement: Statement, public: PublicNumbers) -> Iterator[FigureRow]:
    """The figures under names that all units share.

    What the document neither prints nor compares with is not given out here either.
    """
    matters = measured(statement)
    for name, matter in matters.items():
        # The same figure stands there with its fund; without it a name could mean either.
        if any(f"{fund} {name}" in matters for fund in FISCAL):
            continue
        for kind, figure in _kinds(matter, public):
            yield FigureRow(name, kind, trimmed(figure.value), figure.unit, f"{figure.printed:f}")


def _kinds(matter: Measured, public: PublicNumbers) -> Iterator[tuple[str, Figure]]:
    """The public figures of one matter, by kind: this year's, its budgets, last year's."""

    def is_public(figure: Known | Earlier | None) -> bool:
        return isinstance(figure, Figure) and (figure.printed, figure.unit) in public

    if isinstance(matter.now, Figure) and is_public(matter.now):
        yield "决算数", matter.now
        budgets = {
            BUDGETS[kind]: figure
            for kind, figure in matter.budget.items()
            if isinstance(figure, Figure) and is_public(figure)
        }
        if len(budgets) == len(BUDGETS) and len({figure.value for figure in budgets.values()}) == 1:
            # A clerk who types one number does not say which of the two it is.
            budgets = {"预算数": next(iter(budgets.values()))}
        yield from budgets.items()
        if isinstance(matter.last, Figure) and is_public(matter.last):
            yield "上年决算数", matter.last


def _printed(document: Document, figures: Mapping[str, Figure]) -> Iterator[FigureRow]:
    """Each printed figure once, where it is printed first."""
    listed: set[str] = set()
    for place, number in _numbers(document):
        figure = figures.get(number.figure)
        if figure is None or number.figure in listed:
            continue
        listed.add(number.figure)
        yield FigureRow(
            figure.label,
            "",
            _value(figure, number.text),
            figure.unit,
            number.text,
            place,
            number.figure,
        )


def _numbers(document: Document) -> Iterator[tuple[str, Number]]:
    """Every number of a document, with the headings of all levels that it stands under."""
    titles = ["", "", "", ""]
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                titles[block.level - 1 :] = [
                    plain(block.inlines).replace("\n", " "),
                    *[""] * (4 - block.level),
                ]
            place = " ".join(title for title in titles if title)
            for inlines in lines_of(block):
                yield from ((place, part) for part in inlines if isinstance(part, Number))


def _value(figure: Figure, text: str) -> str:
    """The exact value; of a quotient, as many places as are printed: it has no end otherwise."""
    if figure.unit != PERCENT:
        return trimmed(figure.value)
    return plain_decimal(figure.value, len(text.partition(".")[2]), strip=True)
