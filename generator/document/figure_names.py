"""Figures by name, for sentences that a clerk writes: ``{收支总计}``, ``{收支总计.增减}``, ``{基本支出.占比}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup, escape
from msgspec import Struct

from generator.document.language import Language
from generator.forms.fields import Value
from generator.ledger.control import Measured, Nameable
from generator.ledger.figure import PERCENT, WAN, Absent, Earlier, Figure, Known, Missing, difference, ratio
from generator.ledger.statement import Statement
from generator.reading.nearest import nearest

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
_WIDE = str.maketrans({"．": ".", "。": ".", "·": ".", "　": None, " ": None})


class Said(Struct, frozen=True):
    """What ``{name}`` prints: ``unit`` is what it is counted in ("" for words), ``whole`` whether the unit is printed already. A hole has no unit (None)."""

    text: Markup
    unit: str | None = ""
    whole: bool = False


class Slip(Struct, frozen=True):
    """Why ``{name}`` prints nothing, and what to write instead."""

    message: str
    fix: str


class Names:
    """The names of one statement. ``which`` is the kind of budget that completion refers to (全年 or 年初)."""

    def __init__(
        self, statement: Statement, language: Language, which: str, words: Mapping[str, str], fields: Mapping[str, Value], wording: Callable[[], Any]
    ) -> None:
        own = {f"自填.{name}": Measured(value) for name, value in fields.items() if isinstance(value, Figure | Missing)}
        self._named = Nameable(statement)
        self._found = {**self._named.main, **own}
        self._language = language
        self._which = which
        self._words = words
        self._wording = wording

    def say(self, name: str) -> Said | Slip:
        """What ``{name}`` prints, or why it prints nothing."""
        if name in self._words:
            return Said(escape(self._words[name]))
        if name in self._found:
            return _bare(self._language, self._found[name].now)
        base = max((one for one in self._found if name.startswith(f"{one}.")), key=len, default=None)
        plain = name.translate(_WIDE)
        if base is None:
            said = self._by_keys(name)
            if said is not None:
                return said
        if base is None and plain != name and not isinstance(self.say(plain), Slip):
            return Slip(f"{{{name}}} 里的点或空格不对", f"写 {{{plain}}}，点用半角")
        if base is None:
            known = [*self._found, *self._words]
            near = nearest(name, known)
            told = f"您是不是想写 {{{near[0]}}}？" if near else f"可用的名称，如 {{{'}、{'.join(known[:6])}}}"
            return Slip(f"{{{name}}} 不是一个数的名称", told)
        what = name[len(base) + 1 :]
        if what not in ABOUT:
            near = nearest(what, ABOUT)
            told = f"您是不是想写 {{{base}.{near[0]}}}？" if near else ""
            return Slip(f"{{{name}}} 里，“{base}”后面没有“{what}”", f"{told}后面可以写：{'、'.join(ABOUT)}")
        one = self._found[base]
        lacking = _lacking(what, one, self._which)
        if lacking:
            have = [base, *(f"{base}.{other}" for other in ABOUT if not _lacking(other, one, self._which))]
            return Slip(f"{{{name}}} 没有数可印：“{base}”{lacking}", f"这个数可以写：{{{'}、{'.join(have)}}}")
        return self._about(one, what)

    def _by_keys(self, name: str) -> Said | None:
        """What a name of the ledger's keys prints: {一般公共预算 2010301 基本支出}; None when it is none."""
        head, _, what = name.rpartition(".")
        for way, aspect in ((name, ""), (head, what)):
            measured = self._named.find(way) if way else None
            if measured is None or (aspect and aspect not in ABOUT):
                continue
            if not aspect:
                return _bare(self._language, measured.now)
            return None if _lacking(aspect, measured, self._which) else self._about(measured, aspect)
        return None

    def _about(self, one: Measured, what: str) -> Said:
        """One of ABOUT of a figure that has it."""
        budget = one.budget.get(self._which)
        if what == "预算数":
            return _bare(self._language, budget)
        if what == "上年":
            return _bare(self._language, one.last)
        if what in ("完成率", "占比"):
            whole = budget if what == "完成率" else next(iter(one.wholes), None)
            hole = _hole(self._language, one.now, whole)
            return hole or Said(self._language.percent(_ratio(what, one.now, whole)), PERCENT, whole=True)
        hole = _hole(self._language, one.now, one.last)
        if hole or not isinstance(one.now, Figure) or not isinstance(one.last, Figure):
            return hole or Said(Markup(""), None)
        change = difference("比上年增减", one.now, one.last)
        if what == "增减额":
            return Said(self._language.amount(change), change.unit)
        if what == "增减率":
            return Said(self._language.percent(ratio("增减率", change, one.last)), PERCENT, whole=True)
        # In the form's own words, whatever they are (增长、上升 …).
        words = self._wording().持平() if change.is_zero else self._wording().增减(one.now, one.last)
        return Said(Markup(words.strip()), WAN, whole=True)  # noqa: S704 - what the form's macro wrote, with its values escaped


def _lacking(what: str, one: Measured, which: str) -> str:
    """Why a figure has nothing to say of one of ABOUT; "" when it has."""
    if what in ("预算数", "完成率"):
        budget = one.budget.get(which)
        if budget is None:
            return "没有预算数"
        none = isinstance(budget, Figure) and isinstance(one.now, Figure) and budget.is_zero and not one.now.is_zero
        return "的预算数是 0，没有完成率" if what == "完成率" and none else ""
    if what == "占比":
        return "" if one.wholes else "不是哪个合计数的一部分"
    if one.last is None:
        return "没有上年数"
    if isinstance(one.last, Absent):
        return "没有上年数（新设单位）"
    return "上年是 0，没有增减率" if what == "增减率" and isinstance(one.last, Figure) and one.last.is_zero else ""


def _ratio(label: str, part: Known, whole: Known | None) -> Figure | None:
    return ratio(label, part, whole) if isinstance(part, Figure) and isinstance(whole, Figure) else None


def _bare(language: Language, value: Earlier | None) -> Said:
    return Said(language.number(value), value.unit if isinstance(value, Figure) else None)


def _hole(language: Language, *values: Earlier | None) -> Said | None:
    """A visible hole for what the file does not give; None when it gives everything."""
    missing = next((value for value in values if isinstance(value, Missing)), None)
    return Said(language.amount(missing), None) if missing else None
