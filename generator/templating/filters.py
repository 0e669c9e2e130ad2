"""Jinja's own filters that forms may use, with bounds on what they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from jinja2 import Environment, TemplateRuntimeError
from jinja2.nodes import EvalContext

LONGEST = 2_000_000
"""The longest text, and the longest list, that an expression may make."""
MOST_PARTS = 10_000

FILTERS = frozenset(
    (
        *("abs", "batch", "count", "default", "escape", "e", "first", "groupby", "int", "items"),
        *("join", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr"),
        *("replace", "reverse", "select", "selectattr", "slice", "sort", "string", "sum", "trim"),
        *("unique", "upper"),
    )
)
"""The filters of Jinja that forms may use.

Not there: what fetches, formats to any width, or declares text to be markup.
"""


Filter = Callable[..., object]
"""A filter as Jinja calls it; what it takes is its own."""
T = TypeVar("T")


class OverrunError(TemplateRuntimeError):
    """A template goes on for too long, or makes too long a text."""


def bounded(value: T) -> T:
    """``value``, unless it is a text or list beyond bounds. Raises OverrunError."""
    if isinstance(value, str | list | tuple | dict) and len(value) > LONGEST // 2:
        raise OverrunError("拼出的文字太长")
    return value


def limited(filters: Mapping[str, Filter], charge: Callable[[object], None]) -> dict[str, Filter]:
    """The filters that can make more than they are given, with bounds.

    ``charge`` counts what they make. Their arguments are those of Jinja.
    """
    filters = dict(filters)

    def made(value: object) -> object:
        charge(value)
        return value

    def join(
        eval_ctx: EvalContext, value: Iterable[object], d: str = "", attribute: str | None = None
    ) -> object:
        items = list(value)
        for item in items:
            bounded(item)
        if sum(len(str(item)) for item in items) + len(d) * len(items) > LONGEST:
            raise OverrunError("拼出的文字太长")
        return made(filters["join"](eval_ctx, items, d, attribute))

    def replace(
        eval_ctx: EvalContext, s: str, old: str, new: str, count: int | None = None
    ) -> object:
        if len(str(s)) * max(len(str(new)), 1) > LONGEST * 10:
            raise OverrunError("替换出的文字太长")
        return made(filters["replace"](eval_ctx, s, old, new, count))

    def slice_(
        eval_ctx: EvalContext, value: object, slices: int, fill_with: object = None
    ) -> object:
        return filters["slice"](eval_ctx, value, few(slices), fill_with)

    def batch(value: object, linecount: int, fill_with: object = None) -> object:
        return filters["batch"](value, few(linecount), fill_with)

    def sum_(
        environment: Environment,
        iterable: object,
        attribute: str | int | None = None,
        start: object = 0,
    ) -> object:
        if not isinstance(start, int):
            raise OverrunError("sum 只能加整数；数相加用 之和")
        return filters["sum"](environment, iterable, attribute, start)

    def few(number: object) -> int:
        if not isinstance(number, int) or not 0 < number <= MOST_PARTS:
            raise OverrunError(
                f"slice、batch 后面要写 1 到 {MOST_PARTS} 之间的整数，写的是“{number}”"
            )
        charge(range(number))
        return number

    limits: dict[str, Filter] = {
        "join": join,
        "replace": replace,
        "slice": slice_,
        "batch": batch,
        "sum": sum_,
    }
    return {name: _like(filters[name], function) for name, function in limits.items()}


def _like(original: Filter, function: Filter) -> Filter:
    """``function`` with the marks by which Jinja knows what to hand over."""
    function.__dict__.update(original.__dict__)
    function.__dict__.pop("__wrapped__", None)
    return function
