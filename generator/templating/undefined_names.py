"""What templates say of names that do not exist: which, where, and what there is instead."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from jinja2 import Environment, StrictUndefined
from jinja2.utils import missing
from msgspec import Struct

from generator.reading.nearest import nearest

MOST_SHOWN = 24
NOT_GIVEN = "调用宏时没有给"


def reporting_undefined(environment: Environment) -> type[StrictUndefined]:
    """A kind of undefined value that knows the names of ``environment``."""

    class ReportedUndefined(StrictUndefined):
        __slots__ = ()

        @property
        def _undefined_message(self) -> str:
            name, owner = self._undefined_name, self._undefined_obj
            if "was not provided" in (self._undefined_hint or ""):
                return f"{NOT_GIVEN}“{name}”"
            if owner is missing:
                return f"没有“{name}”这个名称{_near(str(name), public(environment.globals))}"
            names = attributes(owner)
            message = f"这里没有“{name}”{_near(str(name), names)}"
            if names:
                message += f"；有：{'、'.join(names[:MOST_SHOWN])}"
            return message

    return ReportedUndefined


class Named(ABC):
    """Something whose names templates may use."""

    @abstractmethod
    def names(self) -> list[str]:
        """The names that templates may use of it."""


def public(names: Iterable[str]) -> list[str]:
    """The names that are there for templates."""
    return [name for name in names if not name.startswith("_")]


def attributes(value: object) -> Sequence[str]:
    """What a template can ask of a value."""
    if isinstance(value, Mapping):
        return [str(key) for key in value]
    if isinstance(value, Named):
        return value.names()
    kind: type = value.__class__
    return fields_of(kind)


@cache
def fields_of(kind: type[object]) -> tuple[str, ...]:
    """The fields of a record or of a part of the data file; none of any other kind of value."""
    if issubclass(kind, Struct):
        members = vars(kind).items()
        properties = [name for name, member in members if isinstance(member, property)]
        return (*kind.__struct_fields__, *properties)
    return tuple(getattr(kind, "model_fields", ()))


def _near(name: str, names: Sequence[str]) -> str:
    near = nearest(name, names)
    if not near:
        return ""
    return f"，您是不是想写“{near[0]}”？"


# Compiled when something is wrong: a start has no use for them.
_SYNTAX = (
    (r"No (filter|test) named '(.+?)'", None),
    (
        r"(?s)Encountered unknown tag '(.+?)'.*",
        "不认识的标记 {0}，或者前面的 if、for、macro、call 没有写结束",
    ),
    (
        r"(?s)Unexpected end of template.*",
        "到末尾还有 if、for、macro、call 没有写结束（endif、endfor、endmacro、endcall）",
    ),
    (
        (
            r"unexpected 'end of template'|"
            r"Expected an expression, got '(?:end of template|end of print statement|\}\})'"
        ),
        "没有写完",
    ),
    (r"chunk after expression", "后面多了东西"),
    (r".*(?:division|modulo) by zero.*", "不能除以 0"),
    (r"unexpected end of template, expected '(.+?)'.*", "没有写完，还要有 {0}"),
    (r"unexpected '(.+?)'", "这里不该有 {0}"),
    (r"expected token '(.+?)', got '(.+?)'", "这里应是 {0}，写的是 {1}"),
    (r"unexpected char '(.+?)' at \d+", "表达式里不能有“{0}”（括号、引号、逗号要用半角）"),
    (r"block '(.+?)' defined twice", "块“{0}”写了两次"),
    (r"macro '?(.+?)'? takes not more than (\d+) argument\(s\)", "宏“{0}”最多有 {1} 个参数"),
    (r"macro '?(.+?)'? takes no keyword argument '?(.+?)'?$", "宏“{0}”没有参数“{1}”"),
    (r"macro '?(.+?)'? was invoked with two values for.*", "调用宏“{0}”时有的参数给了两次"),
    (r"macro '?(.+?)'? not.*caller.*", "宏“{0}”不能用 call 调用"),
    (r".*missing (\d+) required positional arguments?: (.+)", "少了 {0} 个参数（{1}）"),
    (r".*takes .*positional arguments? but (\d+) (?:was|were) given.*", "参数多了"),
    (r".*got an unexpected keyword argument '(.+?)'.*", "没有参数“{0}”"),
    (r"'(.+?)' object is not callable", "这不是函数或宏，后面不能加括号"),
    (r"'(.+?)' object is not iterable", "这不是清单，不能用在 for、join 里"),
    (r"access to attribute '(.+?)' of '.+?' object is unsafe.*", "模板里不能用“{0}”"),
    (r".* is not safely callable", "模板里不能调用它"),
    (r"unsupported operand type.*", "这两样不能相加减：数用 差额、之和，文字用 ~ 连接"),
    (r"'(.+?)' not supported between instances.*", "这两样不能比较大小：数要写 .value"),
)


_TOKENS = (
    ("end of print statement", "}}"),
    ("end of statement block", "%}"),
    ("begin of print statement", "{{"),
    ("begin of statement block", "{%"),
)


def error_in_chinese(text: str, environment: Environment) -> str:
    """What Jinja says of a wrong template, in Chinese as far as it says the usual."""
    for english, sign in _TOKENS:
        text = text.replace(english, sign)
    for pattern, message in _SYNTAX:
        match = re.match(pattern, text)
        if match is None:
            continue
        if message is not None:
            return message.format(*match.groups())
        kind, name = match.groups()
        what, there = "判断", list(environment.tests)
        if kind == "filter":
            what, there = "过滤器", list(environment.filters)
        # Chinese names first.
        listed = "、".join(sorted(there, key=lambda each: (each.isascii(), each)))
        return f"没有名为“{name}”的{what}{_near(name, there)}；可用：{listed}"
    return text
