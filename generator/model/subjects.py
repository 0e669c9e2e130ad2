"""The catalogue of 科目 by year (catalogue/科目.csv), and how a typed 科目 is understood."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.reading.amounts import narrow

_FILE = Path(__file__).parent / "catalogue" / "科目.csv"
FUNCTIONAL, ECONOMIC = "功能", "经济"
# 转移性支出 and the fund of social insurance are no outlay of a unit: 公开01表 has no line for them.
_NOT_IN_TABLE = {"209", "225", "226", "227", "228", "230", "233"}
# Items that exist under nearly every 款 (subjects.md §1): 行政运行 and its neighbours.
_COMMON = {"01": "行政运行", "02": "一般行政管理事务", "03": "机关服务", "50": "事业运行"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A 科目. ``kind`` is as in the catalogue (功能-一般公共预算 …, 部门经济分类); ``known`` is False for a typed local one.

    ``confirmed`` tells whether the row was found in a source, or still has to be checked (待核).
    """

    code: str
    name: str
    level: str
    kind: str
    known: bool = True
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a typed 科目 is not understood, and what to type instead."""

    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    subject: Subject
    first: int
    last: int


@lru_cache(maxsize=1)
def _rows() -> tuple[_Row, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            _Row(
                Subject(row["code"], row["name"], row["level"], row["kind"], confirmed="待核" not in row["source"]),
                int(row["from_year"] or 0),
                int(row["to_year"] or 9999),
            )
            for row in csv.DictReader(file)
        )


class Catalogue:
    """The 科目 of one year."""

    def __init__(self, year: int, functional: Mapping[str, Subject], economic: Mapping[str, Subject]) -> None:
        self.year = year
        self.functional_subjects = functional
        self.economic_subjects = economic

    def functional(self, code: str) -> Subject | None:
        """The 功能科目 of a code (3, 5 or 7 digits), or None."""
        return self.functional_subjects.get(code)

    def economic(self, code: str) -> Subject | None:
        """The 部门经济分类科目 of a code (3 or 5 digits), or None."""
        return self.economic_subjects.get(code)

    def of(self, kind: str) -> Mapping[str, Subject]:
        """All 科目 of a kind: 功能 or 经济."""
        return self.functional_subjects if kind == FUNCTIONAL else self.economic_subjects

    def full_name(self, code: str) -> str:
        """类（类）款（款）项（项）, in full; a code stands for a name that is not known."""
        parts = [(code[:3], "类"), (code[:5], "款"), (code, "项")]
        names = [(self.functional_subjects.get(part), part, level) for part, level in parts]
        return "".join(f"{found.name if found else part}（{level}）" for found, part, level in names)


@lru_cache(maxsize=32)
def catalogue(year: int) -> Catalogue:
    """The catalogue of a year."""
    functional: dict[str, Subject] = {}
    economic: dict[str, Subject] = {}
    for row in _rows():
        if row.first <= year <= row.last:
            table = functional if row.subject.kind.startswith("功能") else economic
            table[row.subject.code] = row.subject
    return Catalogue(year, functional, economic)


def functional_classes(year: int) -> tuple[Subject, ...]:
    """The classes of 公开01表, in statutory order, which is code order."""
    found = [one for one in catalogue(year).functional_subjects.values() if one.level == "类" and one.code not in _NOT_IN_TABLE]
    return tuple(sorted(found, key=lambda one: one.code))


_TYPED = re.compile(r"(?P<code>\d{3}(?:\d{2}){0,2})\s*[-—_ ]?\s*(?P<name>.*)")
_REVERSED = re.compile(r"(?P<name>.+?)\((?P<code>\d{3}(?:\d{2}){0,2})\)")


def _plain(name: str) -> str:
    """A name without spaces, with half-width brackets: for comparing."""
    return re.sub(r"\s", "", narrow(name)).translate(str.maketrans("（）〔〕【】", "()()()"))


def parse_subject(text: str, year: Catalogue, kind: str) -> Subject | Problem:
    """A typed 科目: ``2010301``, ``2010301 行政运行`` or ``行政运行（2010301）``.

    Returns a Problem when code and name disagree or the code is unknown; a well-formed unknown 项 with a typed name under a known 款
    is accepted as a local one (``known`` is False).
    """
    plain = narrow(text).translate(str.maketrans("（）", "()"))
    match = _REVERSED.fullmatch(plain) or _TYPED.fullmatch(plain)
    table = year.of(kind)
    if not match:
        return _nameless(text, table)
    code, name = match["code"], match["name"].strip()
    found = table.get(code) or (_derived(code, year) if kind == FUNCTIONAL else None)
    if found is None:
        return _unknown(code, name, year, kind)
    if name and _plain(name) != _plain(found.name):
        if not found.confirmed and not _elsewhere(code, name, table):
            # Our row itself still has to be checked: a clerk's name that is no other 科目's is not refused.
            return Subject(code, name, found.level, found.kind, known=False)
        return _disagree(code, name, found, table)
    return found


def _nameless(text: str, table: Mapping[str, Subject]) -> Problem:
    same = [one for one in table.values() if _plain(one.name) == _plain(text)]
    if len(same) == 1:
        return Problem(f"“{text}”缺少科目编码", f"{same[0].code} {same[0].name}")
    return Problem(f"“{text}”不是科目，要写编码和名称", "如 2010301 行政运行（功能科目 7 位）、30101 基本工资（经济科目 5 位）")


def _derived(code: str, year: Catalogue) -> Subject | None:
    """The common 项 (01, 02, 03, 50) of a 款 that the catalogue lists without them."""
    parent = year.functional(code[:5])
    name = _COMMON.get(code[5:])
    return Subject(code, name, "项", parent.kind) if parent and name and len(code) == 7 else None


def _unknown(code: str, name: str, year: Catalogue, kind: str) -> Subject | Problem:
    other = next((row for row in reversed(_rows()) if row.subject.code == code and row.subject.kind.startswith("功能") == (kind == FUNCTIONAL)), None)
    if other:
        span = f"{other.last} 年及以前" if other.last < year.year else f"{other.first} 年起"
        return Problem(f"科目 {code} {other.subject.name} 只用于{span}，{year.year} 年没有", None)
    table = year.of(kind)
    parent = table.get(code[:-2]) if len(code) > 3 else None
    if parent and name:
        level = {3: "类", 5: "款", 7: "项"}[len(code)]
        return Subject(code, name, level, parent.kind, known=False)
    near = difflib.get_close_matches(code, table, 1)
    return Problem(f"{year.year} 年没有科目 {code}", f"{near[0]} {table[near[0]].name}" if near else None)


def _elsewhere(code: str, name: str, table: Mapping[str, Subject]) -> bool:
    """Whether the name belongs to another 科目 beside this one, or to this code in another year."""
    beside = any(other.startswith(code[:-2]) and _plain(one.name) == _plain(name) for other, one in table.items() if len(other) == len(code))
    return beside or any(row.subject.code == code and _plain(row.subject.name) == _plain(name) for row in _rows())


def _disagree(code: str, name: str, found: Subject, table: Mapping[str, Subject]) -> Problem:
    same = [one for one in table.values() if _plain(one.name) == _plain(name) and one.level == found.level]
    other = f"；“{name}”的编码是 {same[0].code}" if len(same) == 1 else ""
    # A name of another year is the most common slip: say so, instead of offering a different code.
    past = next((row for row in _rows() if row.subject.code == code and _plain(row.subject.name) == _plain(name)), None)
    note = f"（“{name}”是其他年度的名称）" if past else ""
    return Problem(f"编码与名称不一致：{code} 是“{found.name}”，写的是“{name}”{note}{other}", f"{code} {found.name}")
