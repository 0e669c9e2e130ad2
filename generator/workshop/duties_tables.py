"""Duties of the statutory tables: which there are, how far they go into detail, and empty ones."""

from __future__ import annotations

from collections.abc import Iterable

from generator.ledger.facts import FISCAL
from generator.workshop.duty import EMPTY, FULL, Lacking, Samples
from generator.workshop.probe import Probe

# Digits of a 项级功能科目, and of an 经济科目 of the second level (款).
_ITEM_DIGITS = 7
_ECONOMIC_DIGITS = 5


def titles(*wanted: str) -> Lacking:
    """Tables by words of their titles: 总表|收支 总表 is either, and a title has all its words."""

    def lacking(samples: Samples) -> Iterable[str]:
        present = [table.title for table in samples[FULL].rendered.tables]
        for alternatives in wanted:
            options = [option.split() for option in alternatives.split("|")]
            if not any(_has_all(title, words) for title in present for words in options):
                yield alternatives.replace(" ", "…").replace("|", " 或 ")

    return lacking


def _has_all(title: str, words: Iterable[str]) -> bool:
    return all(word in title for word in words)


def detail(probe: Probe) -> list[str]:
    """项 of what was spent, and 经济科目 of 基本支出, that no table shows."""
    books = probe.statement.books
    spent = [fact for fact in books.facts.where(类型="支出", 资金=FISCAL) if fact.amount]
    items = [fact.功能科目 for fact in spent if len(fact.功能科目) == _ITEM_DIGITS]
    basic = [fact for fact in spent if fact.资金 == FISCAL[0] and fact.支出性质 == "基本支出"]
    codes = [fact.经济科目 for fact in basic]
    kinds = [
        books.economic(code) for code in codes if code.isdecimal() and len(code) == _ECONOMIC_DIGITS
    ]
    lacking = [code for code in dict.fromkeys(items) if code not in probe.cells]
    lacking += [f"经济科目 {name}" for name in dict.fromkeys(kinds) if name not in probe.cells]
    return lacking


def empty_tables(samples: Samples) -> list[str]:
    """Tables without data that nothing explains; and that such tables stand there at all."""
    empty = [table for table in samples[EMPTY].rendered.tables if table.empty]
    if not empty:
        return ["没有数据的表也要留表"]
    return [f"“{table.title}”没有数据时的说明" for table in empty if not table.explained]
