"""Reading a declaration of 附表.yaml: which keys it may have, and which facts a 筛选 wants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from generator.document.tables.base import DeclarationError
from generator.ledger.facts import Facts
from generator.model.money import FUNDS, NATURES, SOURCES

Raw = Mapping[str, Any]
COMMON = ("编号", "标题", "形状", "方向", "左上", "右上", "注", "空表说明")
FILTERS: Mapping[str, tuple[str, ...]] = {
    "类型": ("收入", "支出", "年初结转和结余", "年末结转和结余"),
    "资金": FUNDS,
    "来源": SOURCES,
    "支出性质": NATURES,
}


@contextmanager
def naming(what: str) -> Iterator[None]:
    """Let errors of a part of a declaration say which part it is: a column, a line, a note."""
    try:
        yield
    except KeyError as error:
        raise DeclarationError(f"{what}缺少“{error.args[0]}”") from error
    except DeclarationError as error:
        raise DeclarationError(f"{what}：{error}") from error


def refuse_unknown(raw: Raw, allowed: Iterable[str], what: str) -> None:
    """Raise DeclarationError when ``raw`` has keys that are not ``allowed``: a slip in a form must not go unseen."""
    known = tuple(allowed)
    unknown = [key for key in raw if key not in known]
    if unknown:
        raise DeclarationError(f"{what}里有不认识的项“{'、'.join(unknown)}”；可用：{'、'.join(known)}")


def named(raw: Raw) -> str:
    """What messages call a table: its number, or its title in a form that numbers none."""
    return str(raw["编号"] or f"“{raw['标题']}”")


def flag(raw: Raw, key: str, *, default: bool = False) -> bool:
    """A yes-or-no of a declaration: 是 or 否."""
    return choice(raw, key, ("是", "否"), "是" if default else "否") == "是"


def choice(raw: Raw, key: str, options: tuple[str, ...], default: str) -> str:
    """One of the words ``options``; ``default`` when the declaration does not say."""
    found = raw.get(key, default)
    if found not in options:
        raise DeclarationError(f"“{key}”不能是“{found}”；可用：{'、'.join(options)}")
    return str(found)


def whole(raw: Raw, key: str, default: int, least: int = 1) -> int:
    """A whole number of a declaration, not below ``least``."""
    text = str(raw.get(key, default))
    if not text.isascii() or not text.isdecimal() or int(text) < least:
        raise DeclarationError(f"“{key}”要写不小于 {least} 的整数，写的是“{text}”")
    return int(text)


def codes(raw: Raw, key: str) -> frozenset[str]:
    """A list of codes of a declaration. Raises DeclarationError for anything else."""
    found = raw.get(key, [])
    if not isinstance(found, list) or not all(isinstance(code, str) and code.isdecimal() for code in found):
        raise DeclarationError(f'“{key}”要写成编码的列表，如 ["231", "232"]')
    return frozenset(found)


class Filter(Struct, frozen=True):
    """A 筛选 as read: which values of which keys of the facts are wanted. Without keys every fact is."""

    keys: Mapping[str, str | tuple[str, ...]]

    def of(self, facts: Facts) -> Facts:
        """Those of the facts that are wanted."""
        return facts.where(**self.keys) if self.keys else facts


def read_filter(raw: Raw | None) -> Filter:
    """A 筛选 of a declaration; a list means one of its values. Raises DeclarationError for keys and values that do not exist."""
    wanted = raw or {}
    refuse_unknown(wanted, FILTERS, "筛选")
    for key, given in wanted.items():
        for value in given if isinstance(given, list) else [given]:
            if value not in FILTERS[key]:
                raise DeclarationError(f"筛选里的{key}没有“{value}”；可用：{'、'.join(FILTERS[key])}")
    return Filter({key: tuple(given) if isinstance(given, list) else given for key, given in wanted.items()})


def select(facts: Facts, wanted: Raw | None) -> Facts:
    """The facts that a 筛选 wants. Raises DeclarationError as read_filter does."""
    return read_filter(wanted).of(facts)
