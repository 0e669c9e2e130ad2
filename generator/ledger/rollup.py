"""汇总: units' statements → the statement of the 部门, and the account of what was added and taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.findings.place import Finding, Place
from generator.ledger.books import BUDGET_KINDS, Books, ItemNote, keep
from generator.ledger.facts import Fact, Facts
from generator.ledger.figure import Earlier, Figure, Missing, owned, total
from generator.ledger.last_year import earlier
from generator.ledger.matters import Running
from generator.ledger.merged import merged
from generator.ledger.statement import Statement, assemble, earlier_of
from generator.ledger.totals import Expenses
from generator.ledger.transfers import Eliminated, Elimination, eliminate
from generator.model.accounts import Accounts
from generator.model.money import FUNDS

_CLOSING = "年末结转和结余"


class Line(Struct, frozen=True):
    """One unit in the report on eliminations: income and outlay as in its own accounts, and what of them was taken out."""

    unit: str
    file: str
    income: Decimal
    income_out: Decimal
    outlay: Decimal
    outlay_out: Decimal


class Rollup(Struct, frozen=True):
    """The 部门's statement and how it came about. ``strange``: 科目 that the 部门's file speaks of and no unit has."""

    statement: Statement
    findings: tuple[Finding, ...]
    lines: tuple[Line, ...]
    eliminated: Eliminated
    strange: tuple[tuple[str, Place], ...]

    @property
    def eliminations(self) -> tuple[Elimination, ...]:
        """What was taken out."""
        return self.eliminated.eliminations


def roll_up(
    own: Accounts, units: Sequence[Statement], last_file: Mapping[str, Figure] | None = None
) -> Rollup:
    """Add the units up. ``last_file``: the 部门's own figures of last year, when 上年 names its file; else the sums of the units' last years."""
    accounts = merged(own, units)
    mine, findings = keep(own)
    told = accounts.年末结转和结余 is not None
    every = [fact for one in units for fact in _facts(one, closing=told)]
    done = eliminate(Facts(every), own.内部往来, _names(units))
    notes = _notes(mine, units, done.facts)
    names = {code: name for one in reversed(units) for code, name in one.books.typed_names.items()}
    books = Books(done.facts, notes, mine.catalogue, {**names, **mine.typed_names})
    before = (
        last_file if last_file is not None or own.上年 is not None else sums_of_last_years(units)
    )
    statement = assemble(accounts, books, earlier(accounts, before))
    sums = replace(
        statement.totals,
        人员经费=_expenses("人员经费", units),
        公用经费=_expenses("公用经费", units),
    )
    whole = replace(statement, totals=sums, 机关运行经费=_running(statement.机关运行经费, units))
    lines = tuple(_line(one, done.eliminations) for one in units)
    strange = tuple(
        (note.path[-1], note.原因.place)
        for key, note in mine.notes.items()
        if key not in notes and note.原因
    )
    return Rollup(whole, tuple(findings), lines, done, strange)


def _name(one: Statement) -> str:
    return str(one.accounts.单位.名称)


def _names(units: Sequence[Statement]) -> dict[str, str]:
    full = {_name(one): _name(one) for one in units}
    return {
        **{str(one.accounts.单位.简称): _name(one) for one in units if one.accounts.单位.简称},
        **full,
    }


def _facts(one: Statement, *, closing: bool) -> list[Fact]:
    """A unit's facts as the 部门's; with closing balances where the others have them."""
    found = [replace(fact, 单位=_name(one)) for fact in one.books.facts]
    for name in FUNDS if closing else ():
        left = one.totals.资金[name].年末
        if left.value and not one.books.facts.where(类型=_CLOSING, 资金=name):
            found.append(Fact(_CLOSING, left.value, None, 资金=name, 单位=_name(one)))
    return found


def _notes(
    own: Books, units: Sequence[Statement], facts: Facts
) -> Mapping[tuple[str, str], ItemNote]:
    """What is said of each 项: budgets added, reasons and uses the 部门's own. A 项 of which nothing is left but its transfers is gone."""
    found: dict[tuple[str, str], ItemNote] = {}
    for key in dict.fromkeys(key for one in units for key in one.books.notes):
        fund, code = key
        spent = any(one.books.facts.where(类型="支出", 资金=fund, 功能科目=code) for one in units)
        if spent and not facts.where(类型="支出", 资金=fund, 功能科目=code):
            continue
        mine = own.notes.get(key)
        whose = [(_name(one), one.books.notes[key]) for one in units if key in one.books.notes]
        name = next(note.path[-1] for _, note in whose)
        path = mine.path if mine else ("支出", fund, name)
        budgets = {
            kind: _budget(
                [(unit, note.预算[kind]) for unit, note in whose], (*path, "预算数"), name
            )
            for kind in BUDGET_KINDS
        }
        found[key] = ItemNote(
            fund, code, budgets, mine.原因 if mine else None, path, mine.用途 if mine else None
        )
    return found


def _budget(
    parts: Sequence[tuple[str, Figure | Missing]], path: tuple[str, ...], name: str
) -> Figure | Missing:
    told = [(unit, part) for unit, part in parts if isinstance(part, Figure)]
    if len(told) < len(parts):
        return Missing(path, f"“{name}”的预算数（在单位的文件里填）")
    return total(f"“{name}”的预算数", (owned(part, unit).named(unit) for unit, part in told))


def _expenses(name: str, units: Sequence[Statement]) -> Expenses:
    """人员经费 or 公用经费: each unit's own, however it tells it."""
    parts: list[tuple[str, Expenses]] = [(_name(one), getattr(one.totals, name)) for one in units]
    missing = next((part.数 for _, part in parts if isinstance(part.数, Missing)), None)
    figures = (
        owned(part.数, unit).named(unit) for unit, part in parts if isinstance(part.数, Figure)
    )
    return Expenses(
        name,
        missing or total(name, figures),
        tuple(dict.fromkeys(word for _, part in parts for word in part.科目)),
    )


def _running(whole: Running, units: Sequence[Statement]) -> Running:
    """机关运行经费 of the units that have any."""
    mine = [(_name(one), one.机关运行经费.决算) for one in units if one.机关运行经费.适用]
    missing = next((figure for _, figure in mine if isinstance(figure, Missing)), None)
    figures = (
        owned(figure, unit).named(unit) for unit, figure in mine if isinstance(figure, Figure)
    )
    return replace(whole, 适用=bool(mine), 决算=missing or total("机关运行经费", figures))


def sums_of_last_years(units: Sequence[Statement]) -> Mapping[str, Figure]:
    """Last year as the units have it, added; a unit that did not exist adds nothing, and what one does not tell is not known."""
    found: dict[str, Figure] = {}
    told: list[tuple[str, Mapping[str, Earlier]]] = [(_name(one), earlier_of(one)) for one in units]
    for key in told[0][1] if told else ():
        values = [(unit, figures[key]) for unit, figures in told]
        known = [
            owned(value, unit).named(f"{unit}上年数")
            for unit, value in values
            if isinstance(value, Figure)
        ]
        if known and not any(isinstance(value, Missing) for _, value in values):
            found[key] = total(f"上年{key.split('.')[-1]}", known)
    return found


def _line(one: Statement, done: Sequence[Elimination]) -> Line:
    name = _name(one)
    income = sum(
        (taken.amount for pair in done for taken in pair.received if taken.fact.单位 == name),
        Decimal(0),
    )
    outlay = sum(
        (taken.amount for pair in done for taken in pair.paid if taken.fact.单位 == name),
        Decimal(0),
    )
    place = one.accounts.单位.名称.place
    return Line(
        name,
        place.file,
        one.totals.本年收入合计.value,
        income,
        one.totals.本年支出合计.value,
        outlay,
    )
