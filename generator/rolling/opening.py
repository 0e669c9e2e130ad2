"""年初结转和结余 of the new year: last year's closing balances, exactly, by 科目 where the old file tells them so."""

from __future__ import annotations

from decimal import Decimal

from generator.ledger.facts import Facts
from generator.ledger.figure import total
from generator.ledger.statement import Statement
from generator.model.money import FUNDS
from generator.model.subjects import FUNCTIONAL, Catalogue, Problem, catalogue, parse_subject
from generator.money import FACTORS, trimmed

NOTE = "取自上年年末"
_CLOSING = "年末结转和结余"


def opening_part(statement: Statement, year: int) -> str:
    """The part 年初结转和结余, in the unit of the old file."""
    subjects = catalogue(year)
    factor = FACTORS[statement.accounts.金额单位]
    lines = []
    for fund in FUNDS:
        told = statement.totals.资金[fund].年末
        typed = statement.books.facts.where(类型="年初结转和结余", 资金=fund)
        if not told.value and not typed:
            continue
        by_code = _by_code(statement, fund, told.value)
        if by_code:
            named: dict[str, Decimal] = {}
            for code, value in by_code.items():
                # Two 科目 that became one are one line.
                name = _name(code, statement, subjects)
                named[name] = named.get(name, Decimal(0)) + value
            inner = ", ".join(f"{name}: {trimmed(value / factor)}" for name, value in named.items())
            lines.append(f"  {fund}: {{{inner}}}  # {NOTE}")
        else:
            lines.append(f"  {fund}: {trimmed(told.value / factor)}  # {NOTE}")
    return (
        "\n".join([f"年初结转和结余:  # {NOTE}", *lines])
        if lines
        else f"年初结转和结余: {{一般公共预算: 0}}  # {NOTE}"
    )


def _by_code(statement: Statement, fund: str, closing: Decimal) -> dict[str, Decimal]:
    """Closing balances by 科目: as typed, or what is left of each where everything is told by 科目; empty when that cannot be known."""
    mine = statement.books.facts.where(资金=fund)
    told = mine.where(类型=_CLOSING)
    if told:
        return (
            {code: _sum(told, code) for code in told.codes()}
            if all(fact.功能科目 for fact in told)
            else {}
        )
    extra = fund == FUNDS[-1] and (
        statement.accounts.使用非财政拨款结余 or statement.accounts.结余分配
    )
    if extra or not all(fact.功能科目 for fact in mine):
        return {}
    come = mine.where(类型=("年初结转和结余", "收入"))
    gone = mine.where(类型="支出")
    left = {code: _sum(come, code) - _sum(gone, code) for code in mine.codes()}
    rest = {code: value for code, value in left.items() if value}
    return (
        rest
        if all(value > 0 for value in rest.values()) and sum(rest.values(), Decimal(0)) == closing
        else {}
    )


def _sum(facts: Facts, code: str) -> Decimal:
    return total("", (fact.figure for fact in facts.where(功能科目=code))).value


def _name(code: str, statement: Statement, subjects: Catalogue) -> str:
    """The 科目 as the new year calls it."""
    typed = f"{code} {statement.books.name(code)}"
    found = parse_subject(typed, subjects, FUNCTIONAL)
    if isinstance(found, Problem):
        return found.suggestion if found.suggestion and " 或 " not in found.suggestion else typed
    return str(found)
