"""Figures by name, for sentences that a clerk writes: ``{收支总计}``, ``{收支总计.增减}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup, escape
from msgspec import Struct

from generator.document.language import Language
from generator.findings.bounded import quotable
from generator.forms.fields import Value
from generator.ledger.control import Measured, Nameable, Reading
from generator.ledger.figure import (
    PERCENT,
    WAN,
    Absent,
    Earlier,
    Figure,
    Known,
    Missing,
    difference,
    ratio,
)
from generator.ledger.statement import Statement
from generator.ledger.wordings import DIRECTED, asked, directed
from generator.reading.nearest import nearest
from generator.templating.macros import Macros

ABOUT: Mapping[str, str] = {
    "预算数": "预算数（万元，不带单位）",
    "上年": "上年决算数（万元，不带单位）",
    "增减额": "比上年增减的金额，不带正负号和单位",
    "增减率": "比上年增减的百分比，带 %",
    "增减": "版式自己的说法，如 增加……万元，增长……%；减少……万元，下降……%；相等时是“持平”",
    "完成率": "完成预算的百分比，带 %",
    "占比": "占合计的百分比，带 %",
}
"""What can follow a name after a full stop."""


class PlaceholderText(Struct, frozen=True):
    """What ``{name}`` prints.

    ``unit`` is what it is counted in: "" for words, None for a missing value. ``whole`` tells
    whether the unit is printed already. ``change`` is, of a change that prints no direction, the
    one that it has: 增加, 减少 or 持平.
    """

    text: Markup
    unit: str | None = ""
    whole: bool = False
    change: str = ""


class PlaceholderError(Struct, frozen=True):
    """Why ``{name}`` prints nothing, and what to write instead."""

    message: str
    fix: str
    since: str = ""


class Names:
    """The names of one statement.

    ``which`` is the kind of budget that completion refers to: 全年 or 年初.
    """

    def __init__(
        self,
        statement: Statement,
        language: Language,
        which: str,
        words: Mapping[str, str],
        fields: Mapping[str, Value],
        macros: Callable[[], Macros],
    ) -> None:
        self._named = Nameable(statement)
        self._fields = {
            f"自填.{name}": Measured(value)
            for name, value in fields.items()
            if isinstance(value, Figure | Missing)
        }
        self._language = language
        self._which = which
        self._words = words
        self._macros = macros
        self._errors: dict[str, PlaceholderError] = {}
        sheets = [sheet.数据 for sheet in statement.自评表]
        self._sheets = {str(sheet.项目名称) for sheet in sheets} | {"自评表"}
        self._indicators = {str(each.三级指标) for sheet in sheets for each in sheet.指标}

    def resolve(self, name: str) -> PlaceholderText | PlaceholderError:
        """What ``{name}`` prints, or why it prints nothing."""
        if name in self._words:
            return PlaceholderText(escape(self._words[name]))
        if name in self._errors:
            return self._errors[name]
        resolved = self._resolved(name)
        if isinstance(resolved, PlaceholderError):
            self._errors[name] = resolved
        return resolved

    def _resolved(self, name: str) -> PlaceholderText | PlaceholderError:
        if self._named.too_long(name):
            message = f"{{{quotable(name)}}} 太长，不是一个数的名称"
            return PlaceholderError(
                message, "花括号里只写数的名称，如 {本年支出合计}；不是名称的，删去花括号"
            )
        reading = self._read(name)
        if reading is None:
            return self._unknown(name)
        ask = _OF_KIND.get(reading.ask, reading.ask)
        which = _KIND.get(reading.ask, self._which)
        if self._named.unused(reading.base):
            near = nearest(reading.base, self._named.names())
            suggestion = ""
            if near:
                suggestion = f"您是不是想写 {{{near[0]}}}？"
            message = f"{{{name}}} 里的科目，这个文件里没有"
            return PlaceholderError(
                message, f"{suggestion}核对编码和名称；真的没有发生的，直接写 0"
            )
        several = _several(name, reading, ask, which)
        if several is not None:
            return several
        if ask in ("", "决算数"):
            return _bare(self._language, reading.measured.now)
        lacking = _lacking(ask, reading.measured, which)
        if lacking:
            asks = [about for about in ABOUT if not _lacking(about, reading.measured, which)]
            names = [reading.base, *(f"{reading.base}.{about}" for about in asks)]
            message = f"{{{name}}} 没有数可印：“{reading.base}”{lacking}"
            return PlaceholderError(message, f"这个数可以写：{{{'}、{'.join(names)}}}")
        return self._about(reading.measured, ask, which)

    def _read(self, name: str) -> Reading | None:
        """A name understood; those of the form's own fields, too."""
        if name in self._fields:
            return Reading(name, self._fields[name])
        return self._named.read(name)

    def _unknown(self, name: str) -> PlaceholderError:
        """What to write instead of a name that has no one meaning."""
        base, what, ask = self._half(name)
        if base:
            near = [ask] if ask else nearest(what, ABOUT)
            suggestion = ""
            if near:
                suggestion = f"您是不是想写 {{{base}.{near[0]}}}？"
            message = f"{{{name}}} 里，“{base}”后面没有“{what}”"
            return PlaceholderError(message, f"{suggestion}后面可以写：{'、'.join(ABOUT)}")
        if re.fullmatch(r"[-+\d.,，．]+", name) and not _CODE.fullmatch(name):
            fix = "花括号里写数的名称，如 {本年支出合计}；不要名称的，删去花括号"
            return PlaceholderError(f"{{{name}}} 里没有名称", fix)
        if self._of_indicator(name):
            return PlaceholderError(
                f"{{{name}}} 是自评表里一项指标的数，这种数没有名称", _OF_SHEETS
            )
        alike = list(self._named.alike(name))[:_MOST]
        if len(alike) > 1:
            return PlaceholderError(
                f"{{{name}}} 不止一个数", f"写明是哪一个：{{{'} 或 {'.join(alike)}}}"
            )
        return PlaceholderError(f"{{{name}}} 不是一个数的名称", self._offer(name))

    def _of_indicator(self, name: str) -> bool:
        """Whether a name is of one 指标 of a 自评表, of which nothing can be named."""
        if not any(sheet in name for sheet in self._sheets):
            return False
        return any(word in name for word in (*_OF_INDICATORS, *self._indicators))

    def _half(self, name: str) -> tuple[str, str, str]:
        """The figure that a name begins with, what it says behind, and what that asks, if known."""
        for index, sign in enumerate(name):
            if sign == "." and self._named.find(name[:index]) is not None:
                what = name[index + 1 :]
                return name[:index], what, DIRECTED.get(what, "")
        resolved = directed(name)
        if resolved and self._named.find(resolved[0]) is not None:
            what = name[len(resolved[0]) :].strip()
            return resolved[0], what, resolved[1]
        return "", "", ""

    def _offer(self, name: str) -> str:
        """The nearest name, with what it was asked; without one, some names that there are."""
        names = [*self._named.names(), *self._fields, *self._words]
        near: list[str] = []
        for word, ask in asked(name):
            near = [f"{way}.{_OF_KIND.get(ask, ask)}" for way in _sensible(word, names)]
            if near:
                break
        near = near or _sensible(name, names)
        if near:
            return f"您是不是想写 {{{near[0]}}}？"
        return f"可用的名称，如 {{{'}、{'.join(names[:6])}}}；全部名称见《数的名称》"

    def _about(self, measured: Measured, what: str, which: str) -> PlaceholderText:
        """One of ABOUT of a figure that has it."""
        budget = measured.budget.get(which)
        if what == "预算数":
            return _bare(self._language, budget)
        if what == "上年":
            return _bare(self._language, measured.last)
        if what == "完成率":
            return self._share(what, measured.now, budget)
        if what == "占比":
            return self._share(what, measured.now, next(iter(measured.wholes), None))
        return self._change(measured.now, measured.last, what)

    def _share(self, label: str, part: Known, whole: Known | None) -> PlaceholderText:
        """``part`` in per cent of ``whole``, or the missing value of the one that is missing."""
        missing_text = _missing_text(self._language, part, whole)
        if missing_text:
            return missing_text
        share = None
        if isinstance(part, Figure) and isinstance(whole, Figure):
            share = ratio(label, part, whole)
        return PlaceholderText(self._language.percent(share), PERCENT, whole=True)

    def _change(self, now: Known, last: Earlier | None, what: str) -> PlaceholderText:
        """增减额, 增减率 or 增减, or the missing value of the figure that is missing."""
        missing_text = _missing_text(self._language, now, last)
        if missing_text:
            return missing_text
        if not isinstance(now, Figure) or not isinstance(last, Figure):
            return PlaceholderText(Markup(""), None)
        change = difference("比上年增减", now, last)
        if what == "增减额":
            return PlaceholderText(self._language.amount(change), change.unit, change=_way(change))
        if what == "增减率":
            rate = self._language.percent(ratio("增减率", change, last))
            return PlaceholderText(rate, PERCENT, whole=True, change=_way(change))
        # In the form's own words, whatever they are (增长、上升 …), which its macro has escaped.
        macros = self._macros()
        words = macros.持平() if change.is_zero else macros.增减(now, last)
        return PlaceholderText(Markup(words.strip()), WAN, whole=True)  # noqa: S704


def _sensible(name: str, names: Sequence[str]) -> list[str]:
    """The nearest name; of a path not one that ends with something else altogether."""
    near = nearest(name, names)
    steps = name.split()
    if not near or len(steps) < _TWO:
        return near
    return [way for way in near if not set(steps[-1]).isdisjoint(way.split()[-1])]


_OF_INDICATORS = ("完成值", "指标值", "度量单位")
_OF_SHEETS = (
    "直接写这个数；自评表里能写名称的，只有预算执行（预算数、执行数、执行率、得分）、权重合计和总分"
)
_CODE = re.compile(r"\d{3}|\d{5}|\d{7}")


def _way(change: Figure) -> str:
    """The direction of a change."""
    if change.is_zero:
        return "持平"
    if change.value > 0:
        return "增加"
    return "减少"


_KIND = {"年初预算数": "年初", "全年预算数": "全年"}
_OF_KIND = dict.fromkeys(_KIND, "预算数")
_MOST = 4


def _several(name: str, reading: Reading, ask: str, which: str) -> PlaceholderError | None:
    """A 科目 without fund that one fund and all of them have with different numbers."""
    names_by_numbers: dict[tuple[Decimal, ...], str] = {}
    for way, measured in dict(reading.measured.twins).items():
        numbers = _numbers_asked(measured, ask, which)
        # What has no budget at all does not compete with what has one.
        if numbers is not None:
            names_by_numbers.setdefault(numbers, way)
    if len(names_by_numbers) < _TWO:
        return None
    end = ""
    if reading.ask:
        end = f".{reading.ask}"
    each = "} 或 {".join(f"{way}{end}" for way in names_by_numbers.values())
    message = f"{{{name}}} 没有写资金，几种资金的数不同"
    return PlaceholderError(message, f"写明资金：{{{each}}}")


def _numbers_asked(measured: Measured, ask: str, which: str) -> tuple[Decimal, ...] | None:
    """The printed numbers that an answer depends on; None when one of them is not there."""
    now, budget = measured.now, measured.budget.get(which)
    figures = {"完成率": [now, budget], "预算数": [budget]}.get(ask, [now])
    present = [figure.printed for figure in figures if isinstance(figure, Figure)]
    if len(present) != len(figures):
        return None
    return tuple(present)


_TWO = 2


def _lacking(what: str, measured: Measured, which: str) -> str:
    """Why a figure has nothing to say of one of ABOUT; "" when it has."""
    if what in ("预算数", "完成率"):
        budget = measured.budget.get(which)
        if budget is None:
            return "没有预算数"
        if what == "完成率" and _is_zero(budget) and _is_nonzero(measured.now):
            return "的预算数是 0，没有完成率"
        return ""
    if what == "占比":
        if measured.wholes:
            return ""
        return "不是哪个合计数的一部分"
    if measured.last is None:
        return "没有上年数"
    if isinstance(measured.last, Absent):
        return "没有上年数（新设单位）"
    if what == "增减率" and _is_zero(measured.last):
        return "上年是 0，没有增减率"
    return ""


def _is_zero(figure: Known) -> bool:
    return isinstance(figure, Figure) and figure.is_zero


def _is_nonzero(figure: Known) -> bool:
    return isinstance(figure, Figure) and not figure.is_zero


def _bare(language: Language, value: Earlier | None) -> PlaceholderText:
    """A figure alone, without its unit."""
    assert value is not None
    unit = value.unit if isinstance(value, Figure) else None
    return PlaceholderText(language.number(value), unit)


def _missing_text(language: Language, *values: Earlier | None) -> PlaceholderText | None:
    """A visible 〔待填〕 for what the file does not give; None when it gives everything."""
    missing = next((value for value in values if isinstance(value, Missing)), None)
    if not missing:
        return None
    return PlaceholderText(language.amount(missing), None)
