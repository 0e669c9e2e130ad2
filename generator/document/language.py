"""What templates can say: filters and functions over figures.

Wording itself stands in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import TypeVar

from jinja2 import Environment, TemplateRuntimeError
from markupsafe import Markup, escape
from msgspec import Struct, field
from msgspec.structs import replace

from generator.document.numbers import NumberStyle, Registry, plain_decimal
from generator.ledger.figure import (
    PERCENT,
    WAN,
    Absent,
    Earlier,
    Figure,
    Known,
    Missing,
    average,
    difference,
    in_yuan,
    known_total,
    ratio,
    round_half_up,
    typed,
)
from generator.model.base import TypedAmount, TypedNumber
from generator.reading.nodes import Scalar

HEADLINE = 30
"""A line of a report that starts with official numbering and is no longer than this is a heading.
"""
MADE = 300
"""Of so many figures made in templates one may be made, each counted as often as it is used.

A number tells where it comes from, down to the last.
"""


class Language(Struct):
    """The state of one rendering.

    How numbers print, their registry, and the missing values that it printed.
    """

    style: NumberStyle
    registry: Registry
    threshold: Decimal = Decimal(0)
    no_last_year: str = "〔无上年数〕"
    missing_values: list[Missing] = field(default_factory=list)
    _made: dict[int, tuple[int, Figure]] = field(default_factory=dict)

    def install(self, environment: Environment) -> None:
        """Give the filters, tests and functions to an environment."""
        environment.filters.update(
            额=self._of("额", WAN, self.amount),
            万元=self._of("万元", WAN, self.wan),
            计=self._of("计", "", self.number),
            率=self._of("率", PERCENT, self.percent),
            整率=self._of("整率", PERCENT, self.whole_percent),
            两位=self._of("两位", WAN, self.fixed),
            元=self._of("元", WAN, self.yuan),
            两位率=self._of("两位率", PERCENT, self.fixed_percent),
            数量=self.typed_number,
            金额=self.typed_amount,
        )
        environment.filters.update(
            成文=structured,
            分段=paragraphs,
            连续=partial(runs, get=environment.getattr),
            同向分组=partial(by_direction, get=environment.getattr),
            插入段=inserts,
        )
        environment.tests.update(
            缺=lambda value: isinstance(value, Missing),
            无上年=lambda value: isinstance(value, Absent),
            零=lambda value: isinstance(value, Figure) and value.is_zero,
            有数=lambda value: isinstance(value, Figure) and not value.is_zero,
        )
        environment.globals.update(
            差额=self.change,
            比率=self.ratio,
            平均=self.average,
            之和=self.sum,
            待填=self.to_fill,
            用语=self.words,
            要写原因=self.needs_reason,
        )

    def amount(self, value: Earlier) -> Markup:
        """A figure without its unit, and without a sign (the words before it say the direction)."""
        if isinstance(value, Missing):
            return self.mark(value)
        if isinstance(value, Absent):
            return self._mark_missing(self.no_last_year)
        return self._number(value, self.style.text(value, magnitude=True))

    def wan(self, value: Earlier) -> Markup:
        """An amount with 万元. A negative one keeps its sign."""
        if not isinstance(value, Figure):
            return self.amount(value)
        return self._number(value, self.style.text(value)) + Markup("万元")

    def yuan(self, value: Earlier) -> Markup:
        """An amount in 元: averages are too small for 万元. A negative one keeps its sign."""
        if not isinstance(value, Figure):
            return self.amount(value)
        amount = in_yuan(value)
        style = self.style
        text = plain_decimal(amount.value, 2, strip=style.strip_amount, grouped=style.grouped)
        return self._number(amount, text) + Markup("元")

    def number(self, value: Earlier) -> Markup:
        """A count or a score, without a unit."""
        if not isinstance(value, Figure):
            return self.amount(value)
        return self._number(value, self.style.text(value))

    def percent(self, value: Known | None) -> Markup:
        """A percentage with its sign; None (no base) prints 0%."""
        if isinstance(value, Missing):
            return self.mark(value)
        if value is None:
            return Markup("0%")
        return self._number(value, self.style.text(value, magnitude=True)) + Markup("%")

    def whole_percent(self, value: Known | None) -> Markup:
        """A percentage without decimals.

        One that would only round to 0% or 100% keeps its decimals, for it is neither.
        """
        if value is None or isinstance(value, Missing):
            return self.percent(value)
        if round_half_up(value.value, 0) in (0, 100) and value.value not in (0, 100):
            return self.percent(value)
        return self._number(value, plain_decimal(abs(value.value), 0, strip=False)) + Markup("%")

    def fixed(self, value: Known) -> Markup:
        """An amount with two decimals, whatever the form's habit (自评表)."""
        if isinstance(value, Missing):
            return self.mark(value)
        return self._number(value, plain_decimal(value.printed, 2, strip=False))

    def fixed_percent(self, value: Known) -> Markup:
        """A percentage with two decimals (自评表)."""
        if isinstance(value, Missing):
            return self.mark(value)
        return self._number(value, plain_decimal(value.value, 2, strip=False)) + Markup("%")

    def change(self, now: Figure, then: Figure, label: str = "增减额") -> Figure:
        """本年 － 上年 (or 决算 － 预算), from the printed amounts."""
        return self._counted(difference(label, now, then))

    def needs_reason(self, now: Known, base: Earlier) -> bool:
        """Whether a change asks for a reason: it reaches ``threshold`` per cent of the base.

        With threshold 0 or without a base, any change does.
        """
        if not isinstance(now, Figure) or not isinstance(base, Figure):
            return False
        change = abs(now.printed - base.printed)
        if not change:
            return False
        return base.is_zero or change * 100 >= self.threshold * abs(base.printed)

    def ratio(self, part: Figure, whole: Figure, label: str = "比率") -> Figure | None:
        """``part`` in per cent of ``whole``; None when there is no base."""
        share = ratio(label, part, whole)
        return share and self._counted(share)

    def average(self, whole: Known, count: Known, label: str = "平均") -> Known | None:
        """``whole`` divided by a count (人均、车均、每批次), in the unit of ``whole``.

        None when there is nothing to divide by. Raises TemplateRuntimeError for anything else.
        """
        for value in (whole, count):
            if not isinstance(value, Figure | Missing):
                raise TemplateRuntimeError(f"平均(…) 里要有两个数，这里是“{value}”")
        if isinstance(whole, Missing):
            return whole
        if isinstance(count, Missing):
            return count
        figure = average(label, whole, count)
        if isinstance(figure, Figure):
            return self._counted(figure)
        return figure

    def sum(self, label: str, *arguments: Known | Sequence[Known]) -> Known:
        """The sum of figures of one unit, given one by one or as a list.

        Or the first of them that is missing. Raises TemplateRuntimeError for anything else.
        """
        parts: list[object] = []
        for argument in arguments:
            parts += argument if isinstance(argument, list | tuple) else [argument]
        if not parts:
            raise TemplateRuntimeError(f"之和(“{label}”, …) 里要有数，这里没有")
        for part in parts:
            # None is passed over here: it adds nothing below.
            if part is not None and not isinstance(part, Figure | Missing):
                raise TemplateRuntimeError(f"之和(“{label}”, …) 里要有数，这里是“{part}”")
        unit = next((part.unit for part in parts if isinstance(part, Figure)), WAN)
        total = known_total(label, [part for part in parts if isinstance(part, Figure | Missing)])
        if isinstance(total, Figure):
            return self._counted(replace(total, unit=unit))
        return total

    def _counted(self, figure: Figure) -> Figure:
        """A figure that a template has made.

        Raises TemplateRuntimeError when it is made of too many others.
        """
        made = self._made
        count = 1 + sum(made[id(part)][0] for part in figure.inputs if id(part) in made)
        if count > MADE:
            raise TemplateRuntimeError(
                f"“{figure.label}”由 {MADE} 个以上算出的数一层层算成，模板里可能有停不下来的循环"
            )
        # The figure stays there, so that its id() cannot be given to another one.
        made[id(figure)] = (count, figure)
        return figure

    def _of(
        self, name: str, unit: str, function: Callable[..., Markup]
    ) -> Callable[[object], Markup]:
        """A filter that takes figures of one kind only, so that no count is printed as money.

        The filter raises TemplateRuntimeError, which names it, for any other value.
        """

        def checked(value: object) -> Markup:
            if _fits(value, unit):
                return function(value)
            right = {WAN: "金额", PERCENT: "百分比", "": "个数、得分"}[unit]
            raise TemplateRuntimeError(f"过滤器“{name}”只用于{right}，这里是{_described(value)}")

        return checked

    def words(
        self, value: Scalar | None, path: Iterable[str], what: str, after: str = ""
    ) -> Markup:
        """A clerk's words, or a visible 〔待填〕 that says where to write them.

        ``after`` is how the sentence goes on (等): it is left out where the words end so already.
        """
        if not value:
            return self.to_fill(path, what) + after
        typed = str(value).rstrip("。；;，, ")
        return escape(typed if after and typed.endswith(after) else typed + after)

    def to_fill(self, path: Iterable[str], what: str) -> Markup:
        """A visible 〔待填〕; it also becomes a finding. ``path`` is a list of names, or one name.

        Raises TemplateRuntimeError when it is empty.
        """
        steps = (path,) if isinstance(path, str) else tuple(map(str, path))
        if not steps or not all(steps):
            raise TemplateRuntimeError(
                '待填(路径, 说明) 的路径不能是空的，写成 ["政府采购", "用途"]'
            )
        return self.mark(Missing(steps, what))

    def mark(self, missing: Missing) -> Markup:
        """The visible 〔待填〕 of what is missing; it also becomes a finding."""
        self.missing_values.append(missing)
        return self._mark_missing(missing.mark)

    def _mark_missing(self, text: str) -> Markup:
        self.registry.missing_texts.add(text)
        return Markup("<mark>{}</mark>").format(text)

    def _number(self, figure: Figure, text: str) -> Markup:
        number = self.registry.number(figure, text)
        return Markup('<data value="{}">{}</data>').format(number.figure, number.text)

    def typed_number(self, value: TypedNumber) -> Markup:
        """A count or score straight from the file."""
        return self.number(Figure(value.value, "个", "填写的数", place=value.place))

    def typed_amount(self, value: TypedAmount) -> Markup:
        """An amount straight from the file, without its unit."""
        return self.amount(typed(value.value, WAN, "填写的金额", value.place))


def _fits(value: object, unit: str) -> bool:
    """Whether a filter for figures of a unit takes a value; "" is that of counts and scores."""
    if not isinstance(value, Figure):
        return isinstance(value, Missing | Absent) or (value is None and unit == PERCENT)
    if unit:
        return value.unit == unit
    return value.unit not in (WAN, PERCENT)


def _described(value: object) -> str:
    """What a filter was given, for a message."""
    if isinstance(value, Figure):
        return f"单位是“{value.unit}”的数（{value.label}）"
    if value is None:
        return "空"
    return f"“{value}”"


def paragraphs(text: str) -> Markup:
    """Plain text → a paragraph for each line that is not empty."""
    return Markup("").join(Markup("<p>{}</p>").format(line) for line in _lines(text))


def structured(text: str) -> Markup:
    """Plain text whose official numbering 一、（一）1. becomes headings where a line is short."""
    return Markup("").join(map(_line, _lines(text)))


def _lines(text: str) -> Iterator[str]:
    """The lines of a text that are not empty, without the blanks around them."""
    for line in str(text).split("\n"):
        stripped = line.strip()
        if stripped:
            yield stripped


_INSERT = re.compile(r"【(.+?)】")


def inserts(text: str) -> list[tuple[str, str]]:
    """A report cut at lines like 【得分表】, where the form puts something computed.

    A piece is ("", text) or (name, "").
    """
    parts: list[tuple[str, str]] = []
    for line in str(text).split("\n"):
        match = _INSERT.fullmatch(line.strip())
        if match:
            parts.append((match[1], ""))
        elif parts and not parts[-1][0]:
            parts[-1] = ("", f"{parts[-1][1]}\n{line}")
        else:
            parts.append(("", line))
    return parts


Item = TypeVar("Item")
Get = Callable[[object, str], object]
"""How the sandbox gives a field of a value."""


def runs(items: Iterable[Item], key: str, *, get: Get) -> list[tuple[str, list[Item]]]:
    """Neighbours with the same ``key`` together: for cells that span rows."""
    grouped = groupby(items, key=lambda item: str(get(item, str(key))))
    return [(name, list(group)) for name, group in grouped]


def by_direction(tables: Iterable[Item], *, get: Get) -> list[list[Item]]:
    """Neighbouring tables of the same page orientation together: one section each."""
    grouped = groupby(tables, key=lambda table: bool(get(table, "landscape")))
    return [list(group) for _, group in grouped]


_LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), 3, "一级标题"),
    (re.compile(r"[（(][一二三四五六七八九十]+[)）]"), 4, "二级标题"),
)


def _line(line: str) -> Markup:
    for pattern, level, role in _LEVELS:
        if pattern.match(line) and len(line) <= HEADLINE and "。" not in line[:-1]:
            return Markup('<h{} number="否" role="{}">{}</h{}>').format(level, role, line, level)
    return Markup("<p>{}</p>").format(line)
