"""年末结转和结余 that a data file need not have, since 年初＋收入－支出 tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from generator.importing.lines import Line, code_of
from generator.model.money import FUNDS, NATURES

_CLOSING = "年末结转和结余"


def follows(lines: Sequence[Line]) -> set[tuple[str, ...]]:
    """The paths of the closing balances that follow from the other lines of the same workbook."""
    found: set[tuple[str, ...]] = set()
    for fund in FUNDS:
        mine = [line for line in lines if line.path[:2] == (_CLOSING, fund)]
        if not mine:
            continue
        if all(_agrees(lines, fund, [line], code_of(line.path[-1])) for line in mine) or _agrees(
            lines, fund, mine, ""
        ):
            found |= {line.path for line in mine}
    return found


def _agrees(lines: Sequence[Line], fund: str, closing: Sequence[Line], code: str) -> bool:
    """Whether balances are what is left of a fund, or of one item of it."""

    def chosen(fits: Callable[[Line], bool]) -> list[Line]:
        return [
            line
            for line in lines
            if fits(line) and (not code or any(code_of(step) == code for step in line.path[1:3]))
        ]

    added = chosen(
        lambda line: (
            line.path[:2] == ("年初结转和结余", fund)
            or (line.path[0] == "收入" and _fund_of(line.path[1]) == fund)
        )
    )
    taken = chosen(lambda line: line.path[:2] == ("支出", fund) and line.path[3] in NATURES)
    if fund == FUNDS[-1] and not code:
        added += [line for line in lines if line.path == ("使用非财政拨款结余",)]
        taken += [line for line in lines if line.path == ("结余分配",)]
    left = _sum(added) - _sum(taken) - _sum(closing)
    return abs(left) <= sum((line.slack for line in (*added, *taken, *closing)), Decimal(0))


def _fund_of(source: str) -> str:
    return next((fund for fund in FUNDS if source.startswith(fund)), FUNDS[-1])


def _sum(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))
