"""The words of a declaration: {…} in them is an expression, as in the form's templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import cast

from markupsafe import Markup, escape

from generator.document.parse import inlines
from generator.document.tables.base import DeclarationError, Evaluate, Maker
from generator.document.tree import Inline
from generator.forms.declarations import TableDeclaration
from generator.ledger.figure import Figure, Missing

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}｛｝]")
_FILTERS = {"万元": "额", "%": "率"}
"""The filter that prints a figure, by its unit; 计 for any other."""
_TITLES = ("题", "左题", "右题", "列题", "列")


def note(maker: Maker, text: object) -> tuple[Inline, ...]:
    """A note, whose figures are printed by filters; what the data file lacks is a 〔待填〕.

    Raises DeclarationError.
    """

    def evaluate(expression: str) -> object:
        value = maker.evaluate(expression)
        if isinstance(value, Missing):
            maker.missing_values.append(value)
            return Markup("<mark>{}</mark>").format(value.mark)
        return value

    return inlines(_filled(evaluate, text))


def words(evaluate: Evaluate, text: object) -> str:
    """A title or a corner, which has no figures. Raises DeclarationError."""
    markup = _filled(evaluate, text)
    if "<" in markup:
        raise DeclarationError(f"“{text}”里不能印数；数只能印在 注、空表说明 里")
    return unescape(markup)


def titled(evaluate: Evaluate, declaration: TableDeclaration) -> TableDeclaration:
    """A declaration with the words of its titles (of columns, lines, groups) filled in.

    Raises DeclarationError.
    """
    return cast("TableDeclaration", _titled(evaluate, declaration, ""))


def _titled(evaluate: Evaluate, value: object, key: str) -> object:
    """A part of a declaration that stands under ``key``, with the words of its titles filled in."""
    if isinstance(value, Mapping):
        return {name: _titled(evaluate, inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_titled(evaluate, item, key) for item in value]
    if key in _TITLES and isinstance(value, str):
        return words(evaluate, value)
    return value


def _filled(evaluate: Evaluate, text: object) -> str:
    if not isinstance(text, str):
        raise DeclarationError("要写成文字")
    if _BRACE.search(_EXPRESSION.sub("", text)):
        raise DeclarationError(f"“{text}”里的花括号不成对，或不是半角的一对；名称写成 {{年度}}")
    filled = []
    end = 0
    for match in _EXPRESSION.finditer(text):
        filled += [str(escape(text[end : match.start()])), _value(evaluate, match[1].strip())]
        end = match.end()
    return "".join([*filled, str(escape(text[end:]))])


def _value(evaluate: Evaluate, expression: str) -> str:
    """The value of an expression as text. Raises DeclarationError for what is no text."""
    value = evaluate(expression)
    if isinstance(value, Figure):
        right = _FILTERS.get(value.unit, "计")
        raise DeclarationError(
            f"{{{expression}}} 是一个数，数要用过滤器：写 {{{expression} | {right}}}"
        )
    if value is None:
        raise DeclarationError(f"{{{expression}}} 是空的，不能直接印")
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise DeclarationError(f"{{{expression}}} 不是文字，不能直接印")
    return str(escape(value))
