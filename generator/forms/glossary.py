"""名词解释: a definition for every 项, from 名词.yaml of the form: by code, by the ending of the code, or by the general rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import TemplateRuntimeError

from generator.model.subjects import Catalogue

UNSAID = "不要"
"""名词.yaml: the list of terms of the form above that are left out, and what is said of a 项 that falls back to the general rule."""
_ENDINGS = ("安排的支出", "支出", "经费")


def selected(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The glossary without what it leaves out (不要)."""
    unsaid = raw.get(UNSAID, [])
    kept = {
        group: [entry for entry in raw[group] if entry["名词"] not in unsaid]
        for group in ("开头", "结尾")
        if group in raw
    }
    items = {code: text for code, text in raw.get("项", {}).items() if text != UNSAID}
    return {**{key: value for key, value in raw.items() if key != UNSAID}, **kept, "项": items}


def define(
    subject_code: str,
    catalogue: Catalogue,
    glossary: Mapping[str, Any],
    names: Mapping[str, str] | None = None,
) -> str:
    """The definition of a 项 without its term and without 指, ending with 。 ``names`` has typed names of local 科目.

    Raises TemplateRuntimeError when the form has no rule for it.
    """
    exact = glossary.get("项", {}).get(subject_code)
    if exact:
        return str(exact)
    found = catalogue.functional(subject_code)
    name = found.name if found else (names or {}).get(subject_code, subject_code)
    parent = catalogue.functional(subject_code[:5])
    rules = glossary.get("通用", {})
    wanted = _rule(subject_code[-2:], name, rules)
    if wanted not in rules:
        raise TemplateRuntimeError(
            f"名词.yaml 的“通用”没有“{wanted}”，解释不了“{subject_code} {name}”"
        )
    rule = rules[wanted]
    values = {
        "{名}": name,
        "{安排}": name.removesuffix("安排的支出"),
        "{款}": _bare(parent.name if parent else name).removeprefix("其他"),
        "{项}": _bare(name),
    }
    for mark, value in values.items():
        rule = str(rule).replace(mark, value)
    return str(rule)


def _rule(ending: str, name: str, rules: Mapping[str, Any]) -> str:
    """Which general rule a name falls under."""
    if ending in rules and _common(ending, name):
        return ending
    if name.startswith("用于"):
        return "用于"
    return "安排的支出" if name.endswith("安排的支出") else "其他"


def _common(ending: str, name: str) -> bool:
    """Whether the ending means what it means nearly everywhere (01 is 行政运行 only where it is called so)."""
    return {"01": "行政运行", "02": "一般行政管理事务", "03": "机关服务", "50": "事业运行"}.get(
        ending, name
    ) == name and (ending != "99" or name.startswith("其他"))


def _bare(name: str) -> str:
    """A name without the ending that the sentence says itself."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
