"""汇总: units' statements → the statement of the 部门, and the account of what was added and taken
out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Finding, Place
from generator.ledger.bookkeeping import keep
from generator.ledger.books import BUDGET_KINDS, Books, ItemNote
from generator.ledger.facts import Fact, Facts
from generator.ledger.figure import Earlier, Figure, Missing, owned, total
from generator.ledger.last_year import earlier
from generator.ledger.matters import RunningFigures
from generator.ledger.merged import merged
from generator.ledger.statement import Statement, assemble, earlier_of
from generator.ledger.totals import Expenses
from generator.ledger.transfers import Eliminated, Elimination, eliminate
from generator.model.accounts import Accounts
from generator.model.money import FUNDS

_CLOSING = "年末结转和结余"


class UnitLine(Struct, frozen=True):
    """One unit in the report on eliminations: income and outlay as in its own accounts, and what of
    them was taken out."""

    name: str
    file: str
    income: Decimal
    income_out: Decimal
    outlay: Decimal
    outlay_out: Decimal


class Rollup(Struct, frozen=True):
    """The 部门's statement and how it came about.

    ``strange``: 科目 that the 部门's file speaks of and no unit has.
    """

    statement: Statement
    findings: tuple[Finding, ...]
    lines: tuple[UnitLine, ...]
    eliminated: Eliminated
    strange: tuple[tuple[str, Place], ...]

    @property
    def eliminations(self) -> tuple[Elimination, ...]:
        """The transfers between units that were taken out on both sides."""
        return self.eliminated.eliminations


def roll_up(
    department: Accounts, units: Sequence[Statement], last_file: Mapping[str, Figure] | None = None
) -> Rollup:
    """Add the units up.

    ``last_file``: the 部门's own figures of last year, when 上年 names its file; else the sums of
    the units' last years.
    """
    accounts = merged(department, units)
    department_books, findings = keep(department)
    closing = accounts.年末结转和结余 is not None
    every = [fact for unit in units for fact in _facts(unit, closing=closing)]
    done = eliminate(Facts(every), department.内部往来, _names(units))
    notes = _notes(department_books, units, done.facts)
    # The 部门's own names go before its units', and an earlier unit's before a later one's.
    typed_names: dict[str, str] = {}
    for unit in reversed(units):
        typed_names |= unit.books.typed_names
    typed_names |= department_books.typed_names
    books = Books(done.facts, notes, department_books.catalogue, typed_names)
    if last_file is None and department.上年 is None:
        last_file = sums_of_last_years(units)
    statement = assemble(accounts, books, earlier(accounts, last_file))
    sums = replace(
        statement.totals,
        人员经费=_expenses("人员经费", units),
        公用经费=_expenses("公用经费", units),
    )
    completed = replace(
        statement, totals=sums, 机关运行经费=_running(statement.机关运行经费, units)
    )
    lines = tuple(_line(unit, done.eliminations) for unit in units)
    strange = tuple(
        (note.path[-1], note.原因.place)
        for key, note in department_books.notes.items()
        if key not in notes and note.原因
    )
    return Rollup(completed, tuple(findings), lines, done, strange)


def _name(unit: Statement) -> str:
    return str(unit.accounts.单位.名称)


def _names(units: Sequence[Statement]) -> dict[str, str]:
    """What a unit may be called (its short name, its full name) → its full name."""
    names: dict[str, str] = {}
    for unit in units:
        if unit.accounts.单位.简称:
            names[str(unit.accounts.单位.简称)] = _name(unit)
    return names | {_name(unit): _name(unit) for unit in units}


def _facts(unit: Statement, *, closing: bool) -> list[Fact]:
    """A unit's facts as the 部门's; with closing balances where the others have them."""
    facts = [replace(fact, 单位=_name(unit)) for fact in unit.books.facts]
    if not closing:
        return facts
    for name in FUNDS:
        left = unit.totals.资金[name].年末
        if left.value and not unit.books.facts.where(类型=_CLOSING, 资金=name):
            facts.append(Fact(_CLOSING, left.value, None, 资金=name, 单位=_name(unit)))
    return facts


def _notes(
    department: Books, units: Sequence[Statement], facts: Facts
) -> Mapping[tuple[str, str], ItemNote]:
    """What is said of each 项: budgets added, reasons and uses the 部门's own.

    A 项 of which nothing is left but its transfers is gone.
    """
    notes: dict[tuple[str, str], ItemNote] = {}
    for key in dict.fromkeys(key for unit in units for key in unit.books.notes):
        fund, code = key
        spent = any(unit.books.facts.where(类型="支出", 资金=fund, 功能科目=code) for unit in units)
        if spent and not facts.where(类型="支出", 资金=fund, 功能科目=code):
            continue
        typed = [(_name(unit), unit.books.notes[key]) for unit in units if key in unit.books.notes]
        notes[key] = _note(fund, code, typed, department.notes.get(key))
    return notes


def _note(
    fund: str, code: str, typed: Sequence[tuple[str, ItemNote]], department: ItemNote | None
) -> ItemNote:
    """What is said of one 项: ``typed`` by the units, each under its name, and by the 部门."""
    _, first = typed[0]
    name = first.path[-1]
    path = department.path if department else ("支出", fund, name)
    budgets = {}
    for kind in BUDGET_KINDS:
        parts = [(unit, note.预算[kind]) for unit, note in typed]
        budgets[kind] = _budget(parts, (*path, "预算数"), name)
    if department is None:
        return ItemNote(fund, code, budgets, None, path)
    return ItemNote(fund, code, budgets, department.原因, path, department.用途)


def _budget(
    parts: Sequence[tuple[str, Figure | Missing]], path: tuple[str, ...], name: str
) -> Figure | Missing:
    figures = [(unit, part) for unit, part in parts if isinstance(part, Figure)]
    if len(figures) < len(parts):
        return Missing(path, f"“{name}”的预算数（在单位的文件里填）")
    return total(f"“{name}”的预算数", (owned(part, unit).named(unit) for unit, part in figures))


def _expenses(name: str, units: Sequence[Statement]) -> Expenses:
    """人员经费 or 公用经费: each unit's own, however it tells it."""
    parts: list[tuple[str, Expenses]] = [
        (_name(unit), getattr(unit.totals, name)) for unit in units
    ]
    missing = next((part.数 for _, part in parts if isinstance(part.数, Missing)), None)
    figures = (
        owned(part.数, unit).named(unit) for unit, part in parts if isinstance(part.数, Figure)
    )
    return Expenses(
        name,
        missing or total(name, figures),
        tuple(dict.fromkeys(word for _, part in parts for word in part.科目)),
    )


def _running(sum_of_all: RunningFigures, units: Sequence[Statement]) -> RunningFigures:
    """机关运行经费 of the units that have any."""
    outlays = [(_name(unit), unit.机关运行经费.决算) for unit in units if unit.机关运行经费.适用]
    missing = next((figure for _, figure in outlays if isinstance(figure, Missing)), None)
    figures = (
        owned(figure, unit).named(unit) for unit, figure in outlays if isinstance(figure, Figure)
    )
    return replace(sum_of_all, 适用=bool(outlays), 决算=missing or total("机关运行经费", figures))


def sums_of_last_years(units: Sequence[Statement]) -> Mapping[str, Figure]:
    """Last year as the units have it, added; a unit that did not exist adds nothing, and what one
    does not tell is not known."""
    sums: dict[str, Figure] = {}
    by_unit: list[tuple[str, Mapping[str, Earlier]]] = [
        (_name(unit), earlier_of(unit)) for unit in units
    ]
    if not by_unit:
        return {}
    _, first = by_unit[0]
    for key in first:
        values = [(unit, figures[key]) for unit, figures in by_unit]
        figures_of_units = [
            owned(value, unit).named(f"{unit}上年数")
            for unit, value in values
            if isinstance(value, Figure)
        ]
        if figures_of_units and not any(isinstance(value, Missing) for _, value in values):
            sums[key] = total(f"上年{key.split('.')[-1]}", figures_of_units)
    return sums


def _line(unit: Statement, done: Sequence[Elimination]) -> UnitLine:
    name = _name(unit)
    income = sum(
        (taken.amount for pair in done for taken in pair.received if taken.fact.单位 == name),
        Decimal(0),
    )
    outlay = sum(
        (taken.amount for pair in done for taken in pair.paid if taken.fact.单位 == name),
        Decimal(0),
    )
    place = unit.accounts.单位.名称.place
    return UnitLine(
        name,
        place.file,
        unit.totals.本年收入合计.value,
        income,
        unit.totals.本年支出合计.value,
        outlay,
    )
