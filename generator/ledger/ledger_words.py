"""The words that names of the ledger are made of, each with what it selects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.ledger.books import Books
from generator.ledger.facts import FISCAL, PERSONNEL, PUBLIC
from generator.model.money import FUNDS, NATURES, SOURCES

ALL_FUNDS = "全部资金"
KINDS = ("支出", "收入", "年初结转和结余", "年末结转和结余")
_CLASS = 3
_CERTAIN = frozenset((*KINDS, *FUNDS, *NATURES, *SOURCES, ALL_FUNDS, "财政拨款", PERSONNEL, PUBLIC))
"""Words that mean what they mean in every ledger, whatever else is called so."""

Meaning = tuple[str, str | tuple[str, ...]]
"""A key of the ledger, and the value that it has (or the values, of which it has one)."""


class Vocabulary(Struct, frozen=True):
    """Words with one meaning, and those that have several: none of these selects anything."""

    words: Mapping[str, Meaning]
    doubtful: Mapping[str, tuple[Meaning, ...]]


def vocabulary(books: Books) -> Vocabulary:
    """The words of one file: those of every ledger, and the names of its 科目 and projects."""
    words = _fixed_words()
    doubtful: dict[str, dict[Meaning, None]] = {}
    for word, meaning in _names(books):
        if words.setdefault(word, meaning) != meaning:
            doubtful.setdefault(word, {words[word]: None})[meaning] = None
    for word, (key, value) in [*words.items()]:
        # 文化旅游体育与传媒 is as good as 文化旅游体育与传媒支出.
        if key == "功能科目" and len(value) == _CLASS:
            words.setdefault(word.removesuffix("支出"), (key, value))
    certain = {
        word: meaning for word, meaning in words.items() if word in _CERTAIN or word not in doubtful
    }
    return Vocabulary(certain, {word: tuple(meanings) for word, meanings in doubtful.items()})


def _fixed_words() -> dict[str, Meaning]:
    """The words that every ledger has."""
    words: dict[str, Meaning] = {ALL_FUNDS: ("资金", tuple(FUNDS))}
    words |= {kind: ("类型", kind) for kind in KINDS}
    words |= {"财政拨款": ("资金", FISCAL)}
    for fund in FUNDS:
        words |= dict.fromkeys((fund, f"{fund}财政拨款"), ("资金", (fund,)))
    words |= {nature: ("支出性质", nature) for nature in NATURES}
    words |= {source: ("来源", source) for source in SOURCES}
    return words | {group: ("经济科目", group) for group in (PERSONNEL, PUBLIC)}


def _names(books: Books) -> Iterator[tuple[str, tuple[str, str]]]:
    """The names of 科目 of every level, of projects and of units, with what each selects."""
    facts = books.facts
    for digits in (3, 5, 7):
        for code in facts.codes(digits=digits):
            yield books.name(code), ("功能科目", code)
    for digits in (3, 5):
        for code in facts.codes("经济科目", digits):
            if code.isdecimal():
                yield books.economic(code), ("经济科目", code)
    for key in ("项目", "单位"):
        for value in sorted({getattr(fact, key) for fact in facts} - {""}):
            yield value, (key, value)
