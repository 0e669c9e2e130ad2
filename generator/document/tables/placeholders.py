"""The words of a declaration: {…} in them is an expression, as in the form's templates."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from markupsafe import Markup, escape

from generator.document.parse import inlines
from generator.document.tables.base import DeclarationError, Maker
from generator.document.tree import Inline
from generator.ledger.figure import Figure, Missing

Evaluate = Callable[[str], Any]
_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}｛｝]")
_TITLES = ("题", "左题", "右题", "列题", "列")


def note(maker: Maker, text: object) -> tuple[Inline, ...]:
    """A note, whose figures are printed by filters; what the data file lacks is a missing value. Raises DeclarationError."""

    def evaluate(expression: str) -> Any:
        found = maker.evaluate(expression)
        if isinstance(found, Missing):
            maker.missing_values.append(found)
            return Markup("<mark>〔待填：{}〕</mark>").format(found.key)
        return found

    return inlines(_filled(evaluate, text))


def words(evaluate: Evaluate, text: object) -> str:
    """A title or a corner, which has no figures. Raises DeclarationError."""
    found = _filled(evaluate, text)
    if "<" in found:
        raise DeclarationError(f"“{text}”里不能印数；数只能印在 注、空表说明 里")
    return unescape(found)


def titled(evaluate: Evaluate, value: Any, key: str = "") -> Any:
    """A declaration with the words of its titles (of columns, lines, groups) filled in. Raises DeclarationError."""
    if isinstance(value, dict):
        return {name: titled(evaluate, inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [titled(evaluate, one, key) for one in value]
    return words(evaluate, value) if key in _TITLES and isinstance(value, str) else value


def _filled(evaluate: Evaluate, text: object) -> str:
    if not isinstance(text, str):
        raise DeclarationError("要写成文字")
    if _BRACE.search(_EXPRESSION.sub("", text)):
        raise DeclarationError(f"“{text}”里的花括号不成对，或不是半角的一对；名称写成 {{年度}}")
    plain_and_expressions = _EXPRESSION.split(text)
    return "".join(
        _value(evaluate, one.strip()) if index % 2 else str(escape(one))
        for index, one in enumerate(plain_and_expressions)
    )


def _value(evaluate: Evaluate, expression: str) -> str:
    found = evaluate(expression)
    if isinstance(found, Figure):
        right = {"万元": "额"}.get(found.unit, "率" if found.unit == "%" else "计")
        raise DeclarationError(
            f"{{{expression}}} 是一个数，数要用过滤器：写 {{{expression} | {right}}}"
        )
    if not isinstance(found, str | int) or isinstance(found, bool):
        raise DeclarationError(
            f"{{{expression}}} {'是空的' if found is None else '不是文字'}，不能直接印"
        )
    return str(escape(found))
