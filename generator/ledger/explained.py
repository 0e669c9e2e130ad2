"""What the reasons of a data file explain: two figures each, this year's beside last year's or
beside the budget."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.ledger.facts import FISCAL
from generator.ledger.figure import Earlier, Figure, Known
from generator.ledger.statement import Statement
from generator.reading.nodes import Scalar

OF_THREE = ("三公经费", "原因")
"""Where the reason stands why the “三公”经费 in all differ from their budget."""


class ExplainedChange(Struct, frozen=True):
    """Two figures, and the place of the reason for their difference; ``reason`` is None where
    there is none yet. ``budget``: ``base`` is the budget, not last year's figure."""

    path: tuple[str, ...]
    reason: Scalar | None
    now: Figure
    base: Figure
    name: str
    budget: bool = False

    @property
    def sign(self) -> int:
        """1 when this year's outlay is larger, -1 when smaller, 0 when both print the same."""
        gap = self.now.printed - self.base.printed
        return (gap > 0) - (gap < 0)


def explained_changes(statement: Statement, budget_kind: str) -> Iterator[ExplainedChange]:
    """The pairs of figures of a statement of which both are known; ``budget_kind`` is 年初 or
    全年, whichever the form compares with."""
    sums, typed = statement.totals, statement.accounts.变动原因
    for compared in statement.compared:
        # A total may have taken over the reason of the one before; only its own counts here.
        name = compared.路径[-1]
        yield from _between(compared.路径, getattr(typed, name), compared.数, compared.上年, name)
    general = sums.资金[FISCAL[0]]
    yield from _between(
        ("变动原因", "预决算差异"),
        typed.预决算差异,
        general.支出,
        general.预算.get(budget_kind),
        "一般公共预算财政拨款支出",
        budget=True,
    )
    for fund in FISCAL:
        for item in sums.资金[fund].项:
            name = f"{item.功能科目} {statement.books.name(item.功能科目)}"
            budget = item.预算.get(budget_kind)
            yield from _between(item.路径, item.原因, item.支出, budget, name, budget=True)
    three, in_all = statement.accounts.三公经费.原因, statement.三公.合计
    yield from _between(
        OF_THREE,
        three,
        in_all.决算,
        in_all.预算.get(budget_kind),
        "三公经费",
        budget=True,
    )
    for kind in statement.三公.各项:
        yield from _between(kind.路径, kind.原因, kind.决算, kind.上年, kind.名称)
    running = statement.机关运行经费
    if running.适用:
        yield from _between(running.路径, running.原因, running.决算, running.上年, "机关运行经费")


def _between(
    path: tuple[str, ...],
    reason: Scalar | None,
    now: Known,
    base: Earlier | None,
    name: str,
    *,
    budget: bool = False,
) -> Iterator[ExplainedChange]:
    if isinstance(now, Figure) and isinstance(base, Figure):
        yield ExplainedChange(path, reason, now, base, name, budget)
