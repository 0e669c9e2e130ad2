"""The terms that a clerk explains (名词解释), set against the form's own.

Which entry of the form each stands for, however it is written, and its words as the form goes on
with them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from msgspec import Struct

from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.forms.form import Form
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Figure
from generator.ledger.statement import Statement
from generator.model.subjects import names_of
from generator.reading.nodes import Scalar

TERMS = declare(
    "名词解释",
    Group.FORM,
    Level.WARNING,
    "补充的名词正文用得到，名称是当年的，只写一次",
    "用不到的名词多半是从上年文件抄来的；旧名称与正文对不上。",
    "《地方预决算公开操作规程》中说明的要求",
    since="0.2",
)

_SIGNS = re.compile(r"[\s“”\"'‘’「」《》【】\[\]〔〕()（）:：、，,]")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]")
_LEVELS = re.compile(r"[（(【〔\[]\s*[类款项]\s*[）)】〕\]]|^\d{7}")
# Words before a definition that the form says itself; 指导, 指标, 即时, 即征即退 and the like are
# words of another kind.
_LEAD = re.compile(
    r"[\s：:，,—\-]*"
    r"(?:(?:是指|指的是|系指|即指|意指|指)(?![导标定挥数令示针望派引向明出])|是(?![否非])"
    r"|即(?![期时征将使便刻付兴墨场日位席以可食溶]))[\s：:，,]*"
)
_MARKS = "。；;，,、 \n"
_OLD_TERMS: Mapping[str, str] = {"用事业基金弥补收支差额": "使用非财政拨款结余"}


class Terms(Struct, frozen=True):
    """The definitions of a data file, and what there is to say of them.

    ``own`` has them by the form's name of the term, or by the clerk's where the form has none;
    ``builtin`` are the names that the form explains anyway.
    """

    own: Mapping[str, str]
    builtin: frozenset[str]
    findings: tuple[Finding, ...]


def without_signs(term: str) -> str:
    """A term without brackets, quotes and spaces: two that differ in those only are one."""
    return _SIGNS.sub("", term)


def used_items(statement: Statement) -> list[tuple[str, str]]:
    """The 项 that the text speaks of (the three fiscal funds), by code, with their full names."""
    funds = statement.totals.资金.items()
    items = {item.功能科目: item.全名 for name, fund in funds if name in FISCAL for item in fund.项}
    return sorted(items.items())


def definition(term: str, text: str) -> str:
    """A typed definition without what comes before it in print (the term, 指), ending with one
    。"""
    words = text.strip()
    beginning = re.match(_loosely(term), words)
    if beginning:
        behind = words[beginning.end() :]
        if _LEAD.match(behind) or behind.startswith(("：", ":", "，", ",")):
            words = behind
    lead = _LEAD.match(words)
    # Once only: what comes behind belongs to the definition (指指纹).
    shorter = words[lead.end() :].lstrip("：:，, ") if lead else words.lstrip("：:，, ")
    if shorter.strip(_MARKS):
        words = shorter
    if re.search(r"[。！？][”’）]$", words):
        return words
    return words.rstrip(_MARKS) + "。"


def _loosely(term: str) -> str:
    """A pattern of a term, whatever quotes and brackets it is written with."""
    signs = r"[\s“”\"'‘’「」《》（）()]*"
    return signs + signs.join(re.escape(char) for char in without_signs(term)) + signs


def settle(statement: Statement, form: Form, settings: Mapping[str, str]) -> Terms:
    """The terms of a data file, set against those of its form."""
    entries = [*form.glossary.get("开头", ()), *form.glossary.get("结尾", ())]
    shown = _shown(statement)
    terms = {
        str(entry["名词"]): entry["需要"] == "始终" or entry["需要"] in shown for entry in entries
    }
    items = used_items(statement)
    listed = settings.get("名词列科目", "是") == "是"
    own: dict[str, str] = {}
    findings: list[Finding] = []
    for key, text in statement.accounts.名词解释.items():
        names, old = _names(key, terms, items, statement)
        again = [name for name in names if name in own]
        findings += _problems(key, names, again, terms, statement, old=old)
        for name in names or [str(key)]:
            own.setdefault(name, definition(key, text))
    explained = (*terms, *(name for _, name in items if listed))
    return Terms(own, frozenset(explained), tuple(findings))


def _shown(statement: Statement) -> set[str]:
    sums = statement.totals
    kinds = (*sums.收入来源, *sums.支出种类)
    return {kind.名称 for kind in kinds if isinstance(kind.数, Figure) and not kind.数.is_zero}


def _names(
    key: Scalar,
    terms: Mapping[str, bool],
    items: list[tuple[str, str]],
    statement: Statement,
) -> tuple[list[str], bool]:
    """The form's names that a typed term means, and whether it is an old name of theirs."""
    term = without_signs(key)
    for candidate in (term, without_signs(_BRACKETED.sub("", key))):
        alike = [name for name in terms if without_signs(name) == candidate]
        if alike:
            return alike, False
    name_of = statement.books.name
    in_use = [name for code, name in items if term in _ways(code, name, name_of(code))]
    if in_use:
        return in_use, False
    renamed = _OLD_TERMS.get(term)
    if renamed in terms:
        return [str(renamed)], True
    once = [name for code, name in items if _once(code, term)]
    return once, bool(once)


def _ways(code: str, full: str, short: str) -> Iterator[str]:
    """How a clerk may write a 项 in use.

    In full, from its 款 on, its own name alone, with the code, with or without the last （项）.
    """
    from_class = full.split("（类）")[-1]
    alone = full.split("（款）")[-1]
    for name in (full, alone, from_class, full.replace("支出（类）", "（类）")):
        complete = without_signs(name)
        short_end = complete.removesuffix("项")
        yield from (complete, short_end, code + complete, code + short_end)
    yield from (code, code + without_signs(short))


def _once(code: str, term: str) -> bool:
    """Whether a term is what a 项 was called in another year."""
    parts = (names_of(code[:3]), names_of(code[:5]), names_of(code))
    return any(
        term in _ways(code, f"{first}（类）{second}（款）{third}（项）", third)
        for first, second, third in product(*parts)
    )


def _problems(
    key: Scalar,
    names: list[str],
    again: list[str],
    terms: Mapping[str, bool],
    statement: Statement,
    *,
    old: bool,
) -> Iterator[Finding]:
    if again:
        message = f"“{key}”与前面的一条是同一个名词“{again[0]}”"
        yield TERMS.at(key.place, message, "留下一条，另一条删去", found=str(key))
    elif old:
        message = f"“{key}”是旧名称，{statement.accounts.年度}年叫“{names[0]}”，按新名称印出"
        yield TERMS.at(key.place, message, f"改成：{names[0]}", expected=names[0], found=str(key))
    elif names and not terms.get(names[0], True):
        message = f"正文没有“{names[0]}”，这一条不会印出"
        yield TERMS.at(key.place, message, "删去这一条", found=str(key))
    elif not names and _LEVELS.search(key):
        message = f"“{key}”这个科目正文没有写到"
        fix = "核对是不是上年的科目；用不到就删去，正文写到的科目自动解释"
        yield TERMS.at(key.place, message, fix, found=str(key))
