"""What rules and duties rest on: laws, standards, forms and our own grounds, declared once in
依据.yaml.

A rule names its sources in one string, joined by ，: ``《预算法》第十四条，勾稽公式 38、57``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct, field

FORMULAS = "勾稽公式"
_NUMBERED = re.compile(rf"{FORMULAS} (\d+(?:[、–]\d+)*)")


class SourceKind(Enum):
    """What kind of document a source is."""

    LAW = "法律"
    REGULATION = "行政法规"
    PARTY = "党内法规和中央文件"
    MINISTRY = "部门规章和文件"
    LOCAL = "地方文件"
    STANDARD = "国家标准"
    FORM = "公开件的格式"
    OWN = "本项目"


class SourceDocument(Struct, frozen=True, forbid_unknown_fields=True):
    """A document: short name, full name, kind; ``出处``: its number or year, or where it is from;
    what it demands, whole and by article."""

    名称: str
    全称: str
    种类: SourceKind
    出处: str = ""
    要求: str = ""
    条: Mapping[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Number or year in brackets; "" where none is declared."""
        if not self.出处:
            return ""
        return f"（{self.出处}）"

    @property
    def title(self) -> str:
        """The full name with the number."""
        return self.全称 + self.origin


class Source(Struct, frozen=True):
    """A document as a whole (``article`` is empty) or one article of it; ``name`` as rules write
    it."""

    name: str
    document: SourceDocument
    article: str
    demand: str

    @property
    def full(self) -> str:
        """The full name, article and number.

        《中华人民共和国预算法实施条例》第六条（国务院令第 729 号）
        """
        return self.document.全称 + self.article + self.document.origin


@cache
def documents() -> tuple[SourceDocument, ...]:
    """All declared documents, in the order of the file."""
    text = Path(__file__).with_name("依据.yaml").read_bytes()
    return msgspec.yaml.decode(text, type=tuple[SourceDocument, ...])


@cache
def sources() -> Mapping[str, Source]:
    """All declared sources by the name that rules write."""
    declared: dict[str, Source] = {}
    for document in documents():
        if document.要求:
            name = document.名称
            declared[name] = Source(name, document, "", document.要求)
        for article, demand in document.条.items():
            name = document.名称 + article
            declared[name] = Source(name, document, article, demand)
    return declared


def sources_named(text: str) -> list[tuple[str, Source]]:
    """The sources that a rule names, each with the words that name it (with the numbers of
    勾稽公式).

    Raises ValueError for one that is not declared.
    """
    return [(part, _source(part)) for part in text.split("，")]


def _source(part: str) -> Source:
    if _NUMBERED.fullmatch(part):
        return sources()[FORMULAS]
    # The formulas are named by their numbers only.
    if part == FORMULAS or part not in sources():
        raise ValueError(f"source not declared in 依据.yaml: {part}")
    return sources()[part]
