"""年末结转和结余 that a data file need not have, since 年初＋收入－支出 tells it, and 年初结转和结余
that the other three tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from generator.importing.lines import DataLine, code_of
from generator.ledger.books import fund_of
from generator.model.money import FUNDS, NATURES

OPENING, _CLOSING = "年初结转和结余", "年末结转和结余"


def follows(lines: Sequence[DataLine]) -> set[tuple[str, ...]]:
    """The paths of the closing balances that follow from the other lines of the same workbook."""
    following: set[tuple[str, ...]] = set()
    for fund in FUNDS:
        balances = [line for line in lines if line.path[:2] == (_CLOSING, fund)]
        if not balances:
            continue
        if all(
            _agrees(lines, fund, [line], code_of(line.path[-1])) for line in balances
        ) or _agrees(lines, fund, balances, ""):
            following |= {line.path for line in balances}
    return following


def implied_openings(lines: Sequence[DataLine]) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Of funds with closing balances and no opening ones: the opening balance that their income
    and outlay make it, and what rounding leaves open; nothing of a workbook without either."""
    if not {line.path[0] for line in lines} >= {"收入", "支出"}:
        return
    for fund in FUNDS:
        closing = [line for line in lines if line.path[:2] == (_CLOSING, fund)]
        if closing and not any(line.path[:2] == (OPENING, fund) for line in lines):
            left, slack = _left_over(lines, fund, closing, "")
            yield fund, -left, slack


def _agrees(lines: Sequence[DataLine], fund: str, closing: Sequence[DataLine], code: str) -> bool:
    """Whether balances are what is left of a fund, or of one item of it."""
    left, slack = _left_over(lines, fund, closing, code)
    return abs(left) <= slack


def _left_over(
    lines: Sequence[DataLine], fund: str, closing: Sequence[DataLine], code: str
) -> tuple[Decimal, Decimal]:
    """What opening balances and income of a fund, or of one item of it, have more than outlay and
    closing balances, and what rounding leaves open."""

    def chosen(fits: Callable[[DataLine], bool]) -> list[DataLine]:
        """The lines that fit, of the item where there is one."""
        return [
            line
            for line in lines
            if fits(line) and (not code or any(code_of(step) == code for step in line.path[1:3]))
        ]

    added = chosen(
        lambda line: (
            line.path[:2] == (OPENING, fund)
            or (line.path[0] == "收入" and fund_of(line.path[1]) == fund)
        )
    )
    taken = chosen(lambda line: line.path[:2] == ("支出", fund) and line.path[3] in NATURES)
    if fund == FUNDS[-1] and not code:
        added += [line for line in lines if line.path == ("使用非财政拨款结余",)]
        taken += [line for line in lines if line.path == ("结余分配",)]
    left = _sum(added) - _sum(taken) - _sum(closing)
    return left, sum((line.slack for line in (*added, *taken, *closing)), Decimal(0))


def _sum(lines: Sequence[DataLine]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))
