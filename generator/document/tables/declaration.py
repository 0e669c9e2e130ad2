"""What a declaration of 附表.yaml means: yes or no, and which facts a 筛选 wants. What may stand in
one says generator/forms/table_contents.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct

from generator.document.tables.base import DeclarationError
from generator.forms.declarations import FilterDeclaration, TableDeclaration
from generator.ledger.facts import Facts


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Let errors of a part of a declaration say which part it is: a column, a line, a note."""
    try:
        yield
    except DeclarationError as error:
        raise DeclarationError(f"{what}：{error}") from error


def table_name(raw: TableDeclaration) -> str:
    """What messages call a table: its number, or its title in a form that numbers none."""
    return str(raw["编号"] or f"“{raw['标题']}”")


def flag(declaration: Mapping[str, object], key: str, *, default: bool = False) -> bool:
    """A yes-or-no of a declaration, 是 or 否; ``default`` where it says neither."""
    if key not in declaration:
        return default
    return declaration[key] == "是"


class Filter(Struct, frozen=True):
    """A 筛选 as read: which values of which keys of the facts are wanted.

    Without keys every fact is.
    """

    keys: Mapping[str, str | tuple[str, ...]]

    def of(self, facts: Facts) -> Facts:
        """Those of the facts that are wanted."""
        if not self.keys:
            return facts
        return facts.where(**self.keys)


def read_filter(declaration: FilterDeclaration | None) -> Filter:
    """A 筛选 of a declaration; a list means one of its values."""
    wanted: dict[str, str | tuple[str, ...]] = {}
    for key, value in (declaration or {}).items():
        wanted[key] = tuple(value) if isinstance(value, list) else value
    return Filter(wanted)


def select(facts: Facts, wanted: FilterDeclaration | None) -> Facts:
    """The facts that a 筛选 wants."""
    return read_filter(wanted).of(facts)
