"""The books of one file: the facts, and what the file says of each 项 besides amounts."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.ledger.facts import Facts
from generator.ledger.figure import WAN, Figure, Missing, entered
from generator.model.base import TypedAmount
from generator.model.money import FUNDS, Budget
from generator.model.subjects import BudgetSubject, Catalogue
from generator.reading.nodes import Scalar

BUDGET_KINDS = ("全年", "年初")


class ItemNote(Struct, frozen=True):
    """What the file says of one 项 of one fund: budgets by kind, reason, and the path of its
    keys."""

    资金: str
    功能科目: str
    预算: Mapping[str, Figure | Missing]
    原因: Scalar | None
    path: tuple[str, ...]
    用途: Scalar | None = None


class Books(Struct, frozen=True):
    """The ledger's facts, notes of items, the year's catalogue, and names typed for codes that it
    lacks."""

    facts: Facts
    notes: Mapping[tuple[str, str], ItemNote]
    catalogue: Catalogue
    typed_names: Mapping[str, str]

    def name(self, code: str) -> str:
        """The name of a 功能科目."""
        return self._name(code, self.catalogue.functional(code))

    def economic(self, code: str) -> str:
        """The name of an 经济科目."""
        return self._name(code, self.catalogue.economic(code))

    def _name(self, code: str, listed: BudgetSubject | None) -> str:
        """The name of a code: as typed, else as the catalogue has it, else the code itself."""
        if typed := self.typed_names.get(code):
            return typed
        if listed:
            return listed.name
        return code

    def full_name(self, code: str) -> str:
        """类（类）款（款）项（项）, in full."""
        return f"{self.name(code[:3])}（类）{self.name(code[:5])}（款）{self.name(code)}（项）"


def fund_of(source: str) -> str:
    """The fund into which a source of income flows; whatever is no 财政拨款 is 其他资金."""
    return next((fund for fund in FUNDS if source.startswith(fund)), FUNDS[-1])


def budgets(
    value: TypedAmount | Budget | None, path: tuple[str, ...], label: str
) -> Mapping[str, Figure | Missing]:
    """预算数 by kind.

    One number stands for whichever kind the form compares with; of two, each for itself.
    """
    if isinstance(value, TypedAmount):
        return dict.fromkeys(BUDGET_KINDS, entered(value, WAN, label))
    by_kind: dict[str, Figure | Missing] = {}
    for kind in BUDGET_KINDS:
        amount = getattr(value, kind, None)
        if amount:
            by_kind[kind] = entered(amount, WAN, f"{kind}{label}")
        elif value is not None:
            by_kind[kind] = Missing((*path, kind), f"{label}（{kind}）")
        else:
            by_kind[kind] = Missing(path, label)
    return by_kind
