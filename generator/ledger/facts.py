"""The ledger: one flat list of facts.

Every total and every table is a sum over it, grouped by some of the keys.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct

from generator.findings.place import Cause, Place
from generator.ledger.figure import WAN, Figure, total

FISCAL = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
_FEW = 8
"""So few facts are looked through; more are sorted by a key when it is first asked for."""
PERSONNEL, PUBLIC = "人员经费", "公用经费"
Key = TypeVar("Key", bound=Hashable)


class Fact(Struct, frozen=True, dict=True):
    """One amount (万元, exact) under its keys; a key that the file does not tell is "".

    ``类型`` is 收入, 支出, 年初结转和结余 or 年末结转和结余. ``单位`` is whose it is, in a roll-up.
    ``经济科目`` is a code, or 人员经费/公用经费 when only that is known. ``cause`` is the finding
    about a 科目 that could not be read: its key is "" for that reason.
    """

    类型: str
    amount: Decimal
    place: Place | None
    资金: str = ""
    来源: str = ""
    功能科目: str = ""
    支出性质: str = ""
    项目: str = ""
    经济科目: str = ""
    单位: str = ""
    cause: Cause | None = None

    @cached_property
    def figure(self) -> Figure:
        """The fact as a figure, made once: it stands in dozens of sums."""
        keys = (
            self.单位,
            self.来源 or self.资金,
            self.功能科目,
            self.支出性质,
            self.项目,
            self.经济科目,
        )
        return Figure(
            self.amount,
            WAN,
            " ".join(key for key in keys if key) or self.类型,
            place=self.place,
            owner=self.单位,
        )


class Facts:
    """A selection of facts; selecting and grouping give smaller ones."""

    def __init__(self, items: Iterable[Fact]) -> None:
        self.items = tuple(items)
        self._index: dict[str, dict[str, list[Fact]]] = {}

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)

    def where(self, **keys: str | tuple[str, ...]) -> Facts:
        """The facts whose keys have these values (a tuple: one of them)."""
        items: Sequence[Fact] = self.items
        for key, wanted in keys.items():
            if isinstance(wanted, tuple):
                items = [fact for fact in items if getattr(fact, key) in wanted]
            elif items is self.items and len(items) > _FEW:
                # The index is of all facts: only the first key can be looked up in it.
                items = self._by(key).get(wanted, ())
            else:
                items = [fact for fact in items if getattr(fact, key) == wanted]
        return Facts(items)

    def _by(self, key: str) -> dict[str, list[Fact]]:
        """The facts by one of their keys, sorted out once."""
        by_value = self._index.get(key)
        if by_value is None:
            by_value = self._index[key] = {}
            for fact in self.items:
                by_value.setdefault(getattr(fact, key), []).append(fact)
        return by_value

    def under(self, code: str, key: str = "功能科目") -> Facts:
        """The facts whose ``key`` is ``code`` or lies below it."""
        value = attrgetter(key)
        return Facts([fact for fact in self.items if value(fact).startswith(code)])

    def codes(self, key: str = "功能科目", digits: int | None = None) -> tuple[str, ...]:
        """The distinct codes of ``key`` in order, cut to ``digits``; unknown ones ("") are left
        out."""
        return tuple(
            sorted({getattr(fact, key)[:digits] for fact in self.items if getattr(fact, key)})
        )

    def group(self, key: Callable[[Fact], Key]) -> dict[Key, Facts]:
        """The facts by ``key(fact)``, in order of first appearance."""
        groups: dict[Key, list[Fact]] = {}
        for fact in self.items:
            groups.setdefault(key(fact), []).append(fact)
        return {name: Facts(items) for name, items in groups.items()}

    def total(self, label: str) -> Figure:
        """The exact sum of the facts, as a figure under ``label``."""
        return total(label, (fact.figure for fact in self.items))


def is_personnel(code: str) -> bool:
    """Whether an 经济科目 of 基本支出 belongs to 人员经费 (301 and 303, as in 公开08表)."""
    return code == PERSONNEL or code[:3] in ("301", "303")


def cause_of(facts: Iterable[Fact], key: str = "经济科目") -> Cause | None:
    """The finding for which ``facts`` lack their ``key``: None when one of them was typed
    without."""
    lacking = [fact for fact in facts if fact.amount and not getattr(fact, key)]
    if lacking and all(fact.cause for fact in lacking):
        return lacking[0].cause
    return None
