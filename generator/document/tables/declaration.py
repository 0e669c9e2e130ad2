"""What a declaration of 附表.yaml means: yes or no, and which facts a 筛选 wants. What may stand in
one says generator/forms/table_contents.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from generator.document.tables.base import DeclarationError
from generator.ledger.facts import Facts

Raw = Mapping[str, Any]


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Let errors of a part of a declaration say which part it is: a column, a line, a note."""
    try:
        yield
    except DeclarationError as error:
        raise DeclarationError(f"{what}：{error}") from error


def table_name(raw: Raw) -> str:
    """What messages call a table: its number, or its title in a form that numbers none."""
    return str(raw["编号"] or f"“{raw['标题']}”")


def flag(raw: Raw, key: str, *, default: bool = False) -> bool:
    """A yes-or-no of a declaration: 是 or 否."""
    return bool(raw.get(key, "是" if default else "否") == "是")


class Filter(Struct, frozen=True):
    """A 筛选 as read: which values of which keys of the facts are wanted. Without keys every fact is."""

    keys: Mapping[str, str | tuple[str, ...]]

    def of(self, facts: Facts) -> Facts:
        """Those of the facts that are wanted."""
        return facts.where(**self.keys) if self.keys else facts


def read_filter(raw: Raw | None) -> Filter:
    """A 筛选 of a declaration; a list means one of its values."""
    wanted = (raw or {}).items()
    return Filter({key: tuple(one) if isinstance(one, list) else one for key, one in wanted})


def select(facts: Facts, wanted: Raw | None) -> Facts:
    """The facts that a 筛选 wants."""
    return read_filter(wanted).of(facts)
