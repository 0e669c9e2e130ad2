"""The words of a declaration: {…} in them is an expression, as in the form's templates."""

from __future__ import annotations

import re
from html import unescape

from markupsafe import Markup, escape

from generator.document.parse import inlines
from generator.document.tables.base import DeclarationError, Maker
from generator.document.tree import Inline
from generator.figures.figure import Figure, Missing

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}｛｝]")


def note(maker: Maker, text: object) -> tuple[Inline, ...]:
    """A note, whose figures are printed by filters. Raises DeclarationError."""
    return inlines(_filled(maker, text))


def words(maker: Maker, text: object) -> str:
    """A title or a corner of a table, which has no figures. Raises DeclarationError."""
    found = _filled(maker, text)
    if "<" in found:
        raise DeclarationError(f"“{text}”里不能印数；数只能印在 注、空表说明 里")
    return unescape(found)


def _filled(maker: Maker, text: object) -> str:
    if not isinstance(text, str):
        raise DeclarationError("要写成文字")
    if _BRACE.search(_EXPRESSION.sub("", text)):
        raise DeclarationError(f"“{text}”里的花括号不成对，或不是半角的一对；名称写成 {{年度}}")
    plain_and_expressions = _EXPRESSION.split(text)
    return "".join(_value(maker, one.strip()) if index % 2 else str(escape(one)) for index, one in enumerate(plain_and_expressions))


def _value(maker: Maker, expression: str) -> str:
    found = maker.evaluate(expression)
    if isinstance(found, Missing):
        maker.holes.append(found)
        return str(Markup("<mark>〔待填：{}〕</mark>").format(found.key))
    if isinstance(found, Figure):
        right = {"万元": "额"}.get(found.unit, "率" if found.unit == "%" else "计")
        raise DeclarationError(f"{{{expression}}} 是一个数，数要用过滤器：写 {{{expression} | {right}}}")
    if not isinstance(found, str | int) or isinstance(found, bool):
        raise DeclarationError(f"{{{expression}}} {'是空的' if found is None else '不是文字'}，不能直接印")
    return str(escape(found))
