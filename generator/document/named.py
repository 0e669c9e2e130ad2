"""Figures by name, for sentences that a clerk writes: ``{收支总计}``, ``{收支总计.增减}``, ``{基本支出.占比}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape

from generator.document.fields import Value
from generator.document.language import Language
from generator.figures.control import Measured, measured
from generator.figures.figure import Earlier, Figure, Known, Missing, difference, ratio
from generator.figures.statement import Statement

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


class Names:
    """The names of one statement. ``which`` is the kind of budget that completion refers to (全年 or 年初)."""

    def __init__(
        self, statement: Statement, language: Language, which: str, words: Mapping[str, str], fields: Mapping[str, Value], wording: Callable[[], Any]
    ) -> None:
        own = {f"自填.{name}": Measured(value) for name, value in fields.items() if isinstance(value, Figure | Missing)}
        self._found = {**measured(statement), **own}
        self._language = language
        self._which = which
        self._words = words
        self._wording = wording

    def known(self) -> list[str]:
        """All names, without what can follow."""
        return [*self._found, *self._words]

    def markup(self, name: str) -> Markup | None:
        """What ``{name}`` prints; None when there is no such name, or nothing to set it against."""
        if name in self._words:
            return escape(self._words[name])
        if name in self._found:
            return self._language.number(self._found[name].now)
        base, _, what = name.rpartition(".")
        one = self._found.get(base)
        return _PRINTED[what](self, one) if one and what in _PRINTED else None

    def _budget(self, one: Measured) -> Markup | None:
        found = one.budget.get(self._which)
        return None if found is None else self._language.number(found)

    def _last(self, one: Measured) -> Markup | None:
        return None if one.last is None else self._language.amount(one.last)

    def _change(self, one: Measured) -> Markup | None:
        pair = _pair(one.now, one.last)
        return _hole(self._language, one.now, one.last) if pair is None else self._language.amount(difference("比上年增减", *pair))

    def _rate(self, one: Measured) -> Markup | None:
        pair = _pair(one.now, one.last)
        if pair is None:
            return _hole(self._language, one.now, one.last)
        found = ratio("增减率", difference("比上年增减", *pair), pair[1])
        return None if found is None else self._language.percent(found)

    def _said(self, one: Measured) -> Markup | None:
        pair = _pair(one.now, one.last)
        if pair is None:
            return _hole(self._language, one.now, one.last)
        change = difference("比上年增减", *pair)
        if change.is_zero:
            return Markup("持平")
        # In the form's own words, whatever they are (增长、上升 …).
        return Markup(self._wording().增减(*pair).strip())  # noqa: S704 - what the form's macro wrote, with its values escaped

    def _completion(self, one: Measured) -> Markup | None:
        return self._of(one.now, one.budget.get(self._which), "完成预算")

    def _share(self, one: Measured) -> Markup | None:
        return self._of(one.now, one.whole, "占比")

    def _of(self, part: Known, whole: Known | None, label: str) -> Markup | None:
        if whole is None:
            return None
        if not isinstance(part, Figure) or not isinstance(whole, Figure):
            return _hole(self._language, part, whole)
        return self._language.percent(ratio(label, part, whole))


_PRINTED: Mapping[str, Callable[[Names, Measured], Markup | None]] = {
    "预算数": Names._budget,
    "上年": Names._last,
    "增减额": Names._change,
    "增减率": Names._rate,
    "增减": Names._said,
    "完成率": Names._completion,
    "占比": Names._share,
}


def _pair(now: Known, then: Earlier | None) -> tuple[Figure, Figure] | None:
    return (now, then) if isinstance(now, Figure) and isinstance(then, Figure) else None


def _hole(language: Language, *values: Earlier | None) -> Markup | None:
    """A visible hole for what the file does not give; None when there is nothing to compare with."""
    return next((language.amount(value) for value in values if isinstance(value, Missing)), None)
