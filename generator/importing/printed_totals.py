"""Totals that a document has printed: rounded parts seldom add up to them, and next year's document
compares itself with what was published."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.importing.declared import FISCAL_SOURCES
from generator.importing.evidence import ZERO, Evidence, Observation
from generator.importing.lines import DataLine, Figures
from generator.model.control import CONTROL, PUBLISHED
from generator.model.money import FUNDS, NATURES, SOURCES

_GENERAL, _GOVERNMENT, _STATE = FUNDS[:3]
_CLOSING = "年末结转和结余"
_FIRST_KEY = {"收入": "来源", "支出": "资金"}


class _Total(Struct, frozen=True):
    """What a total is the sum of: all of a kind, or that of some sources or funds, of a nature."""

    kind: str
    firsts: tuple[str, ...] = ()
    nature: str = ""

    @property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of its cell in a table."""
        keys: dict[str, tuple[str, ...]] = {"类型": (self.kind,)}
        if self.firsts:
            keys[_FIRST_KEY[self.kind]] = self.firsts
        if self.nature:
            keys["支出性质"] = (self.nature,)
        return keys

    def has(self, line: DataLine) -> bool:
        """Whether a number of the data file is one of its parts."""
        if line.path[0] != self.kind or (self.firsts and line.path[1] not in self.firsts):
            return False
        if self.kind != "支出":
            return True
        return line.path[3] == self.nature or (not self.nature and line.path[3] in NATURES)


_MAIN = "一般公共预算财政拨款支出"
_TOTALS: Mapping[str, _Total] = {
    _MAIN: _Total("支出", (_GENERAL,)),
    "本年收入合计": _Total("收入"),
    "本年支出合计": _Total("支出"),
    "基本支出": _Total("支出", nature="基本支出"),
    "项目支出": _Total("支出", nature="项目支出"),
    _CLOSING: _Total(_CLOSING),
    "财政拨款收入": _Total("收入", FISCAL_SOURCES),
    "财政拨款支出": _Total("支出", FUNDS[:3]),
    "一般公共预算财政拨款收入": _Total("收入", SOURCES[:1]),
    "一般公共预算财政拨款基本支出": _Total("支出", (_GENERAL,), "基本支出"),
    "一般公共预算财政拨款项目支出": _Total("支出", (_GENERAL,), "项目支出"),
    "政府性基金预算财政拨款收入": _Total("收入", SOURCES[1:2]),
    "政府性基金预算财政拨款支出": _Total("支出", (_GOVERNMENT,)),
    "国有资本经营预算财政拨款支出": _Total("支出", (_STATE,)),
}
"""The totals of tables of 科目 that some form compares with last year (上年 of a data file)."""


def with_printed_totals(figures: Figures, evidence: Evidence, printed: Container[str]) -> Figures:
    """The figures with the totals of the sheets of documents, whose names are ``printed``.

    Totals that parts add up to are left out, but for the main ones, which every form compares.
    """
    lines = [_published(line, printed) for line in figures.lines]
    lines += _totals(lines, evidence.observations, printed)
    return replace(figures, lines=tuple(lines))


def _published(line: DataLine, printed: Container[str]) -> DataLine:
    """A control total of a document as one that was published; any other line as it is."""
    if line.path[0] == CONTROL and line.spots and line.spots[0].sheet in printed:
        return replace(line, path=(*line.path, PUBLISHED))
    return line


def _totals(
    lines: Sequence[DataLine], observations: Sequence[Observation], printed: Container[str]
) -> Iterator[DataLine]:
    for name, total in _TOTALS.items():
        cells = (
            observation
            for observation in observations
            if observation.keys == total.keys
            and observation.measure == "决算"
            and observation.amount
            and not (observation.implied or observation.without)
            and observation.spot.sheet in printed
        )
        cell = next(cells, None)
        if cell is None:
            continue
        added = sum((line.amount for line in lines if total.has(line)), ZERO)
        if name == _MAIN or _differs(cell.amount, added):
            path = (CONTROL, name, PUBLISHED)
            yield DataLine(path, cell.amount, (cell.spot,), slack=cell.slack)


def _differs(total: Decimal, added: Decimal) -> bool:
    """Whether a total is not what the parts in the file add up to, where it has them."""
    return bool(added) and total != added
