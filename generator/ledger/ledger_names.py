"""Names made of the ledger's keys: “一般公共预算 2010301 行政运行 基本支出 30101 基本工资”.

Any cell of the tables is a sum over selected facts, so any can be named by what selects it. The
words may stand in any order; what is not said is not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from generator.ledger.books import BUDGET_KINDS, Books
from generator.ledger.facts import FISCAL, PERSONNEL, PUBLIC, Facts, is_personnel
from generator.ledger.figure import Known, Missing, known_total
from generator.ledger.ledger_words import ALL_FUNDS, KINDS, Vocabulary, vocabulary
from generator.ledger.measured import Measured
from generator.model.money import FUNDS
from generator.reading.amounts import narrow

_CODE = re.compile(r"(\d{7}|\d{5}|\d{3})(?!\d)")
_SEPARATORS = ' 　.．·、的“”"'
_LEVELS = re.compile(r"[（(](?:类|款|项|目)[)）]")


class Selection(Struct, frozen=True):
    """What a name selects, key by key; "" where it says nothing."""

    类型: str = ""
    资金: tuple[str, ...] = ()
    来源: str = ""
    功能科目: str = ""
    支出性质: str = ""
    项目: str = ""
    经济科目: str = ""
    单位: str = ""


DIVISIBLE = ("基本支出", "项目支出", "经营支出")
"""The kinds of outlay that have an 经济科目; what is handed up or down has none."""


class LedgerNames:
    """Finds the figure of a name among the facts of one statement."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def alike(self, name: str) -> Mapping[str, Measured]:
        """What a name means that several 科目 have, by the names with their codes."""
        meanings = self._vocabulary.doubtful.get(name, ())
        codes = [value for _, value in meanings if isinstance(value, str) and value.isdecimal()]
        by_code = {f"{code} {name}": self.find(code) for code in codes}
        return {way: measured for way, measured in by_code.items() if measured is not None}

    def find(self, name: str) -> Measured | None:
        """The sum that a name selects, with its budget and the sums that it is part of."""
        selection = self._read(name)
        if selection is None:
            return None
        now = self._sum(selection, name)
        if now is None:
            return None
        sums = [self._sum(wider, "合计") for wider in _wider(selection)]
        wholes = tuple(figure for figure in sums if figure is not None)
        return Measured(now, self._budget(selection), others=wholes)

    def _sum(self, selection: Selection, label: str) -> Known | None:
        """The exact sum; Missing where the file does not go into such detail."""
        facts = self._select(selection)
        if selection.经济科目:
            divisible = facts.where(支出性质=DIVISIBLE)
            if any(fact.amount and not fact.经济科目 for fact in divisible):
                return Missing(("支出",), f"{label}（支出没有按经济科目分开填）")
            facts = Facts(fact for fact in facts if _under(fact.经济科目, selection.经济科目))
        return facts.total(label)

    def _select(self, selection: Selection) -> Facts:
        facts = self._books.facts.where(类型=selection.类型 or KINDS[0])
        for key in ("资金", "来源", "支出性质", "项目", "单位"):
            wanted = getattr(selection, key)
            if wanted:
                facts = facts.where(**{key: wanted})
        if not selection.功能科目:
            return facts
        return facts.under(selection.功能科目)

    def _budget(self, selection: Selection) -> Mapping[str, Known]:
        """Budgets are typed by 资金 and 功能科目; narrower selections have none."""
        narrow = (selection.支出性质, selection.项目, selection.经济科目, selection.单位)
        if selection.类型 not in ("", KINDS[0]) or any(narrow):
            return {}
        notes = [
            note
            for note in self._books.notes.values()
            if note.功能科目.startswith(selection.功能科目)
            and (not selection.资金 or note.资金 in selection.资金)
        ]
        if not notes:
            return {}
        return {
            kind: known_total("预算数", (note.预算[kind] for note in notes))
            for kind in BUDGET_KINDS
        }

    def subject(self, name: str) -> str:
        """The code of a name that says nothing but a 功能科目; "" of other names."""
        selection = self._read(name)
        if selection is None or selection != Selection(功能科目=selection.功能科目):
            return ""
        return selection.功能科目

    def by_fund(self, name: str) -> Mapping[str, Measured]:
        """What a name of outlay by 科目 means with each fund that has such outlay, if it says none.

        By the name that says the fund; the text speaks of 一般公共预算, which comes first, tables
        of all outlay add up all funds. Empty when a name says a fund, or what has one by itself.
        """
        selection = self._read(name)
        if selection is None or selection.资金 or selection.项目 or selection.单位:
            return {}
        outlay = selection.类型 in ("", KINDS[0]) and not selection.来源
        if not outlay or not (selection.功能科目 or selection.经济科目):
            return {}
        funds = {fund: (fund,) for fund in FISCAL} | {"财政拨款": FISCAL, ALL_FUNDS: tuple(FUNDS)}
        by_name: dict[str, Measured] = {}
        for word, wanted in funds.items():
            of_fund = replace(selection, 资金=wanted)
            if not self._has(of_fund) and not self._budget(of_fund):
                continue
            measured = self.find(f"{word} {name}")
            if measured is not None:
                by_name[f"{word} {name}"] = measured
        return by_name

    def unused(self, name: str) -> bool:
        """Whether a name says a 科目 of which the file has no fact and no budget."""
        selection = self._read(name)
        if selection is None:
            return False
        function, economic = selection.功能科目, selection.经济科目
        facts = self._books.facts
        if economic and not any(_under(fact.经济科目, economic) for fact in facts):
            # Outlay that is not told apart by 经济科目 may have it all the same.
            return all(fact.经济科目 for fact in facts.where(支出性质=DIVISIBLE))
        noted = any(note.功能科目.startswith(function) for note in self._books.notes.values())
        return bool(function) and not noted and not facts.under(function)

    def _has(self, selection: Selection) -> bool:
        """Whether any amount is typed for a selection."""
        facts = self._select(selection)
        return any(_under(fact.经济科目, selection.经济科目) for fact in facts if fact.amount)

    def _read(self, name: str) -> Selection | None:
        """A name word by word; None when something in it is no word of the ledger."""
        words = _LEVELS.sub(" ", narrow(name))
        unread = words.strip(_SEPARATORS)
        if not unread:
            return None
        selection = Selection()
        while unread:
            word, key, value = next(self._words(unread), ("", "", ()))
            if not word:
                return None
            before = getattr(selection, key)
            if before and not _narrows(before, value):
                return None
            if not before or len(value) > len(before):
                selection = _with(selection, key, value)
            unread = unread[len(word) :].strip(_SEPARATORS)
        return selection

    def _words(self, unread: str) -> Iterator[tuple[str, str, str | tuple[str, ...]]]:
        """The longest word at the beginning, with the key and the value that it stands for."""
        code = _CODE.match(unread)
        if code:
            yield from self._coded(code[1], unread)
        words = self._vocabulary.words
        longest = max((word for word in words if unread.startswith(word)), key=len, default=None)
        if longest is not None:
            yield longest, *words[longest]

    def _coded(self, code: str, unread: str) -> Iterator[tuple[str, str, str]]:
        """A code, with its name behind it or without."""
        books = self._books
        if code.startswith("3"):
            key, name, listed = "经济科目", books.economic(code), books.catalogue.economic(code)
        else:
            key, name, listed = "功能科目", books.name(code), books.catalogue.functional(code)
        if listed is None and code not in books.facts.codes(key, len(code)):
            return
        named = re.match(rf"{code}(?:\s*{re.escape(name)})?", unread)
        assert named is not None  # a code stands at the beginning
        yield named[0], key, code

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return vocabulary(self._books)


def _narrows(before: object, value: object) -> bool:
    """Whether a second word says the same again, or of a code the code below it."""
    if isinstance(before, str) and isinstance(value, str) and (before + value).isdecimal():
        return before.startswith(value) or value.startswith(before)
    return before == value


def _with(selection: Selection, key: str, value: str | tuple[str, ...]) -> Selection:
    """A selection that says one thing more; a source of income says that it is of income."""
    if key == "来源" and not selection.类型:
        selection = replace(selection, 类型="收入")
    return replace(selection, **{key: value})


def _wider(selection: Selection) -> Iterator[Selection]:
    """The selections of which this one is part: without one of its words, then without any."""
    narrow = [
        key for key in selection.__struct_fields__ if key != "类型" and getattr(selection, key)
    ]
    nothing = Selection()
    for key in reversed(narrow):
        yield replace(selection, **{key: getattr(nothing, key)})
    if selection.资金 and len(narrow) > 1:
        yield Selection(类型=selection.类型, 资金=selection.资金)
    yield Selection(类型=selection.类型)


def _under(code: str, wanted: str) -> bool:
    """Whether an 经济科目 is, or lies below, the wanted one; 人员经费 and 公用经费 are groups."""
    if wanted in (PERSONNEL, PUBLIC):
        return is_personnel(code) == (wanted == PERSONNEL)
    return code.startswith(wanted)
