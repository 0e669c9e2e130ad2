"""The declarations of this room: 句式.yaml (what stands before a number makes its kind), 名称.yaml
(which words name which figure) and 章节.yaml (which words in a heading name which section)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

_FOLDER = Path(__file__).parent
REACH = 60
"""So many signs before and behind a number say what it is."""
_SUFFIX = (
    "(?:（[^（）]{0,12}）)?(?:的)?(?:支出|收入)?(?:决算|执行|(?:年初|全年|调整后?)?预算)?"
    "(?:数|金额|总额|总计|资金|总量|规模)?"
    "(?:均|各|分别|总共|共计|合计|累计|共|合|总计)?(?:安排|完成|实现|有|支出|发生)?"
    "(?:为|是|达到|达|：)?(?:人民币)?约?"
)


class _NumberRecord(Struct, forbid_unknown_fields=True):
    种类: str
    数: tuple[str, ...]
    前: str = ""
    后: str = ""


class _NameRecord(Struct, forbid_unknown_fields=True):
    名称: str
    字: str
    节: tuple[str, ...] = ()
    量: str = "金额"
    单位: tuple[str, ...] = ()
    不: str = ""


class _SectionRecord(Struct, forbid_unknown_fields=True):
    节: str
    字: str
    不: str = ""


class NumberPattern(Struct, frozen=True):
    """What stands around a number of some kinds, and what the number then is."""

    role: str
    kinds: tuple[str, ...]
    before: re.Pattern[str]
    after: re.Pattern[str]


class NamePattern(Struct, frozen=True):
    """Which words at the end of a label name which figure; ``sections`` are the sections in which
    they do, () for any; ``count`` for figures that are no money, ``units`` in which they are
    counted, () for any. A label with ``without`` is that of a part of it."""

    name: str
    words: re.Pattern[str]
    without: re.Pattern[str]
    sections: tuple[str, ...]
    count: bool
    units: tuple[str, ...]


class SectionPattern(Struct, frozen=True):
    """Which words in a heading say what the section is about."""

    section: str
    words: re.Pattern[str]
    without: re.Pattern[str]


@lru_cache(maxsize=1)
def number_patterns() -> tuple[NumberPattern, ...]:
    """The patterns of 句式.yaml, in order."""
    return tuple(
        NumberPattern(
            record.种类, record.数, re.compile(f"(?:{record.前})$"), re.compile(record.后)
        )
        for record in _records("句式.yaml", _NumberRecord)
    )


@lru_cache(maxsize=1)
def name_patterns() -> tuple[NamePattern, ...]:
    """The patterns of 名称.yaml, in order."""
    return tuple(
        NamePattern(
            record.名称,
            re.compile(f"(?P<name>{record.字}){_SUFFIX}$"),
            re.compile(record.不 or r"(?!)"),
            record.节,
            record.量 != "金额",
            record.单位,
        )
        for record in _records("名称.yaml", _NameRecord)
    )


@lru_cache(maxsize=1)
def section_patterns() -> tuple[SectionPattern, ...]:
    """The patterns of 章节.yaml, in order."""
    return tuple(
        SectionPattern(record.节, re.compile(record.字), re.compile(record.不 or r"(?!)"))
        for record in _records("章节.yaml", _SectionRecord)
    )


def name_of_label(label: str, section: str, *, counted: str = "") -> str:
    """The name of the figure that a label ends with, in a section; "" for none. ``counted`` is the
    unit of a count, "" for money."""
    tail = label[-REACH:]
    for pattern in name_patterns():
        fits = pattern.count is bool(counted)
        fits = fits and (not pattern.sections or section in pattern.sections)
        fits = fits and (not pattern.units or counted in pattern.units)
        if fits and pattern.words.search(tail) and not pattern.without.search(tail):
            return pattern.name
    return ""


def words_around_name(label: str, section: str, name: str) -> tuple[str, str] | None:
    """What a label says before and behind the words that name a figure of money; None where it
    does not end with them."""
    tail = label[-REACH:]
    for pattern in name_patterns():
        if pattern.name != name or (pattern.sections and section not in pattern.sections):
            continue
        match = pattern.words.search(tail)
        if match:
            return tail[: match.start()], tail[match.end("name") :]
    return None


R = TypeVar("R", _NumberRecord, _NameRecord, _SectionRecord)


def _records(name: str, kind: type[R]) -> list[R]:
    return msgspec.yaml.decode((_FOLDER / name).read_bytes(), type=list[kind])  # type: ignore[valid-type]
