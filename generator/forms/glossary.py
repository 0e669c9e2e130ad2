"""名词解释: a definition for every 项, from 名词.yaml of the form.

It is found by the code, by the ending of the code, or by the general rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from jinja2 import TemplateRuntimeError

from generator.forms.declarations import GlossaryDeclaration, TermDeclaration
from generator.model.subjects import Catalogue

UNSAID: Final = "不要"
"""名词.yaml: the list of terms of the form above that are left out.

It is also what is said of a 项 that falls back to the general rule.
"""
_NAMES_OF_ENDINGS = {
    "01": "行政运行",
    "02": "一般行政管理事务",
    "03": "机关服务",
    "50": "事业运行",
}
_ENDINGS = ("安排的支出", "支出", "经费")


def selected(declared: GlossaryDeclaration) -> GlossaryDeclaration:
    """The glossary without what it leaves out (不要)."""
    unsaid = declared.get(UNSAID, [])

    def left_in(terms: Sequence[TermDeclaration]) -> list[TermDeclaration]:
        return [term for term in terms if term["名词"] not in unsaid]

    glossary: GlossaryDeclaration = {}
    if "开头" in declared:
        glossary["开头"] = left_in(declared["开头"])
    if "结尾" in declared:
        glossary["结尾"] = left_in(declared["结尾"])
    items = declared.get("项", {}).items()
    glossary["项"] = {code: text for code, text in items if text != UNSAID}
    if "通用" in declared:
        glossary["通用"] = declared["通用"]
    return glossary


def define(
    subject_code: str,
    catalogue: Catalogue,
    glossary: GlossaryDeclaration,
    names: Mapping[str, str] | None = None,
) -> str:
    """The definition of a 项 without its term and without 指, ending with 。

    ``names`` has typed names of local 科目. Raises TemplateRuntimeError when the form has no rule
    for it.
    """
    exact = glossary.get("项", {}).get(subject_code)
    if exact:
        return str(exact)
    name = _name(catalogue, subject_code, (names or {}).get(subject_code, subject_code))
    parent = _name(catalogue, subject_code[:5], name)
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
        "{款}": _bare(parent).removeprefix("其他"),
        "{项}": _bare(name),
    }
    for mark, value in values.items():
        rule = str(rule).replace(mark, value)
    return str(rule)


def _name(catalogue: Catalogue, code: str, otherwise: str) -> str:
    """What the catalogue calls a 科目; ``otherwise`` where it has none of that code."""
    subject = catalogue.functional(code)
    if subject is None:
        return otherwise
    return subject.name


def _rule(ending: str, name: str, rules: Mapping[str, str]) -> str:
    """Which general rule a name falls under."""
    if ending in rules and _common(ending, name):
        return ending
    if name.startswith("用于"):
        return "用于"
    if name.endswith("安排的支出"):
        return "安排的支出"
    return "其他"


def _common(ending: str, name: str) -> bool:
    """Whether the ending means what it means nearly everywhere.

    01 is 行政运行 only where it is called so.
    """
    if ending == "99":
        return name.startswith("其他")
    return name == _NAMES_OF_ENDINGS.get(ending, name)


def _bare(name: str) -> str:
    """A name without the ending that the sentence says itself."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
