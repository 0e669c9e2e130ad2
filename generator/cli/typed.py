"""Numbers that a form writes itself: in the text of its templates and sentences, in the titles and notes of its tables, in the titles of its charts.

They are looked for where they were written, so that what a clerk wrote in a data file is not taken for the form's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from generator.document.form import Form
from generator.document.sandbox import FormEnvironment
from generator.document.written import written

_TAGS = re.compile(r"<[^>]*>")
_EXPRESSION = re.compile(r"\{[^{}]*\}")


def typed(form: Form) -> list[str]:
    """Each number that the form writes itself, with where it stands; 0万元 is the fixed wording for nothing, not a figure."""
    environment = FormEnvironment(form.chain, str)
    found: dict[str, None] = {}
    for where, text in _texts(form, environment):
        found |= dict.fromkeys(f"{one}（{where}）" for one in written(_EXPRESSION.sub("\0", _TAGS.sub("\0", text)), zero=False))
    return list(found)


def _texts(form: Form, environment: FormEnvironment) -> Iterator[tuple[str, str]]:
    """All words of a form, and where they stand."""
    for folder in form.chain:
        for path in sorted(folder.glob("*.html")):
            yield from _template(environment, path.read_text(encoding="utf-8"), f"{folder.name}/{path.name}")
    for key, text in form.sentences.items():
        yield from _template(environment, text, f"句子.yaml “{key}”")
    for one in form.tables(form.years[1]):
        yield from ((f"附表.yaml “{one['标题']}”", text) for text in _strings(one))
    for one in form.charts:
        yield from ((f"图.yaml “{one['名称']}”", text) for text in _strings(one))


def _template(environment: FormEnvironment, source: str, where: str) -> Iterator[tuple[str, str]]:
    """The words of a template: its own text, and the texts in its expressions."""
    try:
        tree = environment.parse(source)
    except TemplateSyntaxError:
        return  # told by whatever prints the form
    for node in tree.find_all((nodes.TemplateData, nodes.Const)):
        text = node.data if isinstance(node, nodes.TemplateData) else node.value if isinstance(node, nodes.Const) else ""
        if isinstance(text, str):
            # Line by line: what stands on different lines of a template stands apart.
            yield from ((f"{where} 第 {node.lineno + number} 行", line) for number, line in enumerate(text.split("\n")))


def _strings(value: Any) -> Iterator[str]:
    """The texts of a declaration that are printed."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("标题", "题", "注", "空表说明", "左上", "右上", "左题", "右题", "列题", "类别", "名称") and isinstance(inner, str):
                yield inner
            elif isinstance(inner, dict | list):
                yield from _strings(inner)
    elif isinstance(value, list):
        for one in value:
            yield from ([one] if isinstance(one, str) else _strings(one))
