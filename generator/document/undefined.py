"""What templates say of names that do not exist: which, where, and what there is instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError
from jinja2.utils import missing

from generator.reading.nearest import nearest

MOST_SHOWN = 24


def told_undefined(environment: Environment) -> type[StrictUndefined]:
    """A kind of undefined value that knows the names of ``environment``."""

    class Told(StrictUndefined):
        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            name, owner = self._undefined_name, self._undefined_obj
            if owner is missing:
                return f"没有“{name}”这个名称{_near(str(name), public(environment.globals))}"
            known = attributes(owner)
            told = f"；有：{'、'.join(known[:MOST_SHOWN])}" if known else ""
            return f"这里没有“{name}”{_near(str(name), known)}{told}"

    return Told


def public(names: Mapping[str, Any]) -> list[str]:
    """The names that are there for templates."""
    return [name for name in names if not name.startswith("_") and name not in ("滴答", "短文")]


def attributes(value: Any) -> list[str]:
    """What a template can ask of a value."""
    if isinstance(value, Mapping):
        return [str(key) for key in value]
    if hasattr(value, "names"):
        return list(value.names)
    if is_dataclass(value) and not isinstance(value, type):
        return [field.name for field in fields(value)] + [name for name, one in vars(type(value)).items() if isinstance(one, property)]
    return list(getattr(type(value), "model_fields", {}))


def _near(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    return f"，您是不是想写“{near[0]}”？" if near else ""


_SYNTAX = (
    (re.compile(r"No (filter|test) named '(.+?)'"), None),
    (re.compile(r"Encountered unknown tag '(.+?)'.*", re.DOTALL), "不认识的标记 {0}，或者前面的 if、for、macro、call 没有写结束"),
    (re.compile(r"Unexpected end of template.*", re.DOTALL), "到末尾还有 if、for、macro、call 没有写结束（endif、endfor、endmacro、endcall）"),
    (re.compile(r"unexpected '(.+?)'"), "这里不该有 {0}"),
    (re.compile(r"expected token '(.+?)', got '(.+?)'"), "这里应是 {0}，写的是 {1}"),
    (re.compile(r"unexpected char '(.+?)' at \d+"), "表达式里不能有“{0}”（括号、引号、逗号要用半角）"),
    (re.compile(r"block '(.+?)' defined twice"), "块“{0}”写了两次"),
)


def told_syntax(error: TemplateSyntaxError, environment: Environment) -> str:
    """A syntax error of a template in Chinese."""
    text = error.message or ""
    for pattern, told in _SYNTAX:
        found = pattern.match(text)
        if found is None:
            continue
        if told is not None:
            return told.format(*found.groups())
        kind, name = found.groups()
        known = list(environment.filters if kind == "filter" else environment.tests)
        what = "过滤器" if kind == "filter" else "判断"
        return f"没有名为“{name}”的{what}{_near(name, known)}；可用：{'、'.join(sorted(known, key=lambda one: (one.isascii(), one)))}"
    return text
