"""科目 by code, by name, or by the first letters of its pinyin."""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from generator.model.subjects import (
    ECONOMIC,
    FUNCTIONAL,
    BudgetSubject,
    catalogue,
    names_of,
    plain_name,
)
from generator.reading.amounts import narrow
from generator.reading.nearest import nearest

_INITIALS = Path(__file__).with_name("首字母.csv")
_CODE = re.compile(r"\d{3,7}")
_LOWEST = {FUNCTIONAL: 7, ECONOMIC: 5}
"""How many digits the 科目 have that a data file names."""
LOWEST_DIGITS = frozenset(_LOWEST.values())
_MOST = 20


_MOST_ALIKE = 2


class SubjectError(Exception):
    """A text that names no 科目, or several; says which, in Chinese."""


def search(query: str, kind: str, year: int) -> list[str]:
    """The 科目 of a kind (功能 or 经济) that a typed text may mean, as a data file writes them.

    Those that begin with it come first.
    """
    wanted = unicodedata.normalize("NFKC", query).strip().lower()
    if not wanted:
        return []
    ranked: list[tuple[int, str]] = []
    for subject in catalogue(year).of(kind).values():
        if len(subject.code) != _LOWEST[kind]:
            continue
        rank = _rank(subject, wanted)
        if rank is not None:
            ranked.append((rank, written(subject)))
    return [text for _, text in sorted(ranked)[:_MOST]]


def kind_of_code(text: str) -> str:
    """Of which kind a 科目 is that begins with a code; "" for what has none."""
    digits = text.strip().partition(" ")[0]
    if not digits.isdecimal() or len(digits) not in LOWEST_DIGITS:
        return ""
    return FUNCTIONAL if digits.startswith("2") else ECONOMIC


def is_above(text: str, kind: str, year: int) -> bool:
    """Whether a text names a 类 or 款, which workbooks have above their 项."""
    code = _CODE.match(narrow(text).strip())
    return bool(code and len(code[0]) < _LOWEST[kind] and code[0] in catalogue(year).of(kind))


def written(subject: BudgetSubject) -> str:
    """A 科目 as it stands in a data file: 2010301 行政运行."""
    return f"{subject.code} {subject.name}"


def subject_key(text: str, kind: str, year: int) -> str:
    """The key for a 科目 as a clerk or a workbook names it: by code, by name, or by both.

    Raises SubjectError where it is none that the year has, or several.
    """
    typed = narrow(text).strip()
    if not typed:
        raise SubjectError("先写科目：编码、名称或拼音首字母")
    table = catalogue(year)
    code = _CODE.search(typed)
    if code:
        subject = table.of(kind).get(code[0])
        name = typed.replace(code[0], "", 1).strip()
        if subject is None and name and len(code[0]) == _LOWEST[kind]:
            # The catalogue may lack a code that the clerk knows: checks tell of it.
            return f"{code[0]} {name}"
        if subject is None or len(code[0]) != _LOWEST[kind]:
            raise SubjectError(f"{year} 年没有编码为 {code[0]} 的{_lowest_name(kind)}")
        if name and plain_name(name) not in map(plain_name, names_of(code[0])):
            raise SubjectError(f"{code[0]} 是“{subject.name}”，这里写的是“{name}”；请核对编码")
        return f"{code[0]} {name or subject.name}"
    if kind == ECONOMIC and typed in ("人员经费", "公用经费"):
        return typed
    namesakes = [
        subject for subject in table.named(typed, kind) if len(subject.code) == _LOWEST[kind]
    ]
    if len(namesakes) == 1:
        return written(namesakes[0])
    if namesakes:
        codes = "、".join(written(subject) for subject in namesakes[:6])
        raise SubjectError(f"“{typed}”有几个，请写编码：{codes}")
    message = f"没有名为“{typed}”的{_lowest_name(kind)}"
    lowest = [each for each in table.of(kind).values() if len(each.code) == _LOWEST[kind]]
    alike = nearest(typed, (each.name for each in lowest), _MOST_ALIKE)
    if alike:
        listed = "、".join(written(each) for each in lowest if each.name in alike)
        message += f"；是不是 {listed}"
    raise SubjectError(message)


def _lowest_name(kind: str) -> str:
    return "项级功能科目" if kind == FUNCTIONAL else "经济科目"


def _rank(subject: BudgetSubject, wanted: str) -> int | None:
    """How well a 科目 fits a text, 0 the best; None when it does not."""
    name = plain_name(subject.name)
    if subject.code.startswith(wanted) or wanted == name:
        return 0
    if name.startswith(wanted):
        return 1
    initials = _initials().get(subject.name, "")
    if initials.startswith(wanted):
        return 2
    if wanted in name:
        return 3
    return 4 if len(wanted) > 1 and wanted in initials else None


@lru_cache(maxsize=1)
def _initials() -> dict[str, str]:
    """The first letters of the pinyin of each name in the catalogue (tools/initials.py)."""
    with _INITIALS.open(encoding="utf-8", newline="") as file:
        return dict(csv.reader(file))
