"""Numbers that a form writes itself: in its templates and sentences, its tables and its charts.

They are looked for where they were written, so that what a clerk wrote in a data file is not taken
for the form's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from jinja2 import TemplateSyntaxError, nodes
from msgspec.structs import replace

from generator.document.typed_numbers import numbers_with_units
from generator.findings.place import Finding, Level
from generator.forms.form import FORM, Form
from generator.reading.nodes import Node, place_of
from generator.templating.sandbox import FormEnvironment

_TAGS = re.compile(r"<[^>]*>")
_EXPRESSION = re.compile(r"\{[^{}]*\}")

_MARKERS = re.compile(r"\{#.*?#\}|\{%-?|-?%\}", re.DOTALL)
_MOST = 3
# What a declaration prints.
_PRINTED = frozenset(
    (
        *("标题", "题", "注", "空表说明", "左上", "右上"),
        *("左题", "右题", "列题", "类别", "名称"),
    )
)


def typed_by_form(form: Form, root: Node) -> list[Finding]:
    """One finding for all numbers that a form writes itself.

    Whoever publishes under it has to know that nobody computed them.
    """
    numbers = typed(form)
    if not numbers:
        return []
    shown = "、".join(numbers[:_MOST])
    if len(numbers) > _MOST:
        shown += f" 等 {len(numbers)} 处"
    message = f"版式“{form.name}”里写死了 {shown}，不是由填写的数算出的"
    fix = "核对这些数；请写版式的人换成名称，如 {{ 本年支出合计 | 万元 }}"
    finding = FORM.at(place_of(root, ("版式",)), message, fix, found=numbers[0], since="0.2")
    return [replace(finding, level=Level.WARNING)]


@lru_cache(maxsize=16)
def typed(form: Form) -> tuple[str, ...]:
    """Each number that the form writes itself, with where it stands.

    0万元 is the fixed wording for nothing, not a figure. Looked for once in a form that was read,
    as its files are: it takes a twentieth of a check.
    """
    environment = cache(lambda: FormEnvironment(form.chain, str))
    numbers: dict[str, None] = {}
    for where, text in _texts(form, environment):
        words = _EXPRESSION.sub("\0", _TAGS.sub("\0", text))
        numbers |= {
            f"{number}（{where}）": None for number in numbers_with_units(words, zero=False)
        }
    return tuple(numbers)


def _texts(form: Form, environment: Callable[[], FormEnvironment]) -> Iterator[tuple[str, str]]:
    """All words of a form, and where they stand."""
    for folder in form.chain:
        for path in sorted(folder.glob("*.html")):
            source = path.read_text(encoding="utf-8", errors="replace")
            yield from _template(environment, source, f"{folder.name}/{path.name}")
    for key, text in form.sentences.items():
        yield from _template(environment, text, f"句子.yaml “{key}”")
    for table in form.tables(form.years[1]):
        yield from ((f"附表.yaml “{table['标题']}”", text) for text in _strings(table))
    for chart in form.charts:
        yield from ((f"图.yaml “{chart['名称']}”", text) for text in _strings(chart))


def _template(
    environment: Callable[[], FormEnvironment], source: str, where: str
) -> Iterator[tuple[str, str]]:
    """The words of a template: its own text, and the texts in its expressions.

    A template without any number is not parsed: that is what takes time.
    """
    if not numbers_with_units(_MARKERS.sub("\0", source), zero=False):
        return
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError:
        return  # whatever prints the form says so
    for node in tree.find_all((nodes.TemplateData, nodes.Const)):
        text = node.data if isinstance(node, nodes.TemplateData) else getattr(node, "value", "")
        if isinstance(text, str):
            # Line by line: what stands on different lines of a template stands apart.
            yield from (
                (f"{where} 第 {node.lineno + number} 行", line)
                for number, line in enumerate(text.split("\n"))
            )


def _strings(value: object) -> Iterator[str]:
    """The texts of a declaration that are printed."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and key in _PRINTED:
                yield inner
            elif isinstance(inner, dict | list):
                yield from _strings(inner)
    elif isinstance(value, list):
        for item in value:
            yield from ([item] if isinstance(item, str) else _strings(item))
