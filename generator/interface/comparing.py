"""Published figures beside those that a data file gives: which are equal, missing or different."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from generator.interface.entry import BUDGETS
from generator.ledger.figure import Figure
from generator.ledger.measured import Measured
from generator.ledger.statement import Statement
from generator.ledger.text_names import measured


class FigureComparison(Struct, frozen=True):
    """How many figures are equal, and the names of those that are missing or different."""

    equal: int
    missing: tuple[str, ...]
    different: tuple[str, ...]


def compared(published: Iterable[tuple[str, str, str]], statement: Statement) -> FigureComparison:
    """Figures by name and kind, as decimal texts, beside those of a statement."""
    figures = measured(statement)
    equal = 0
    missing, different = [], []
    for name, kind, text in published:
        figure = _figure(figures.get(name), kind)
        label = name if kind == "决算数" else f"{name}（{kind}）"
        if figure is None:
            missing.append(label)
        elif figure.value == Decimal(text):
            equal += 1
        else:
            different.append(f"{label} 公布的是 {text}，算出来是 {figure.value.normalize():f}")
    return FigureComparison(equal, tuple(missing), tuple(different))


def _figure(measure: Measured | None, kind: str) -> Figure | None:
    """The figure of one kind; None where the file does not tell it."""
    if measure is None:
        return None
    figure = {"决算数": measure.now, "上年决算数": measure.last}.get(kind)
    if kind not in ("决算数", "上年决算数"):
        kinds = {name: short for short, name in BUDGETS.items()}
        figure = measure.budget.get(kinds.get(kind, "全年"))
    return figure if isinstance(figure, Figure) else None
