"""docs/依据.md: every source, what it demands, and the rules and duties that rest on it."""

from __future__ import annotations

import re

from generator.findings.rules import Group, Rule, anchor, in_group
from generator.findings.sources import (
    Source,
    SourceDocument,
    SourceKind,
    documents,
    sources,
    sources_named,
)
from generator.workshop.duties import DUTIES

_HEAD = """# 依据

每条校验规则和公开义务依据什么：哪一部法律、文件、标准或已公开的格式，要求什么，有哪些规则和义务。
要求是大意，不是原文；原文以公布的为准。没有写条文序号的，是我们没有核对到序号。
“本项目”的依据不是法规：是数据文件的写法，或在已公开的决算文档里反复见到的错误，规则为的是不再出错。

规则的说明见[《校验规则》](校验规则.md)；公开义务用 `juesuan forms check 版式` 查看。
"""


def sources_page() -> str:
    """docs/依据.md as Markdown."""
    lines = [_HEAD]
    for kind in SourceKind:
        lines += [f"## {kind.value}", ""]
        for document in documents():
            if document.种类 is kind:
                lines += _document(document)
    return "\n".join(lines)


def linked(text: str) -> str:
    """The sources that a rule names, each a link to its place on the page, for docs/校验规则.md."""
    return "，".join(
        f"[{words}](依据.md#{_anchor(source)})" for words, source in sources_named(text)
    )


def _document(document: SourceDocument) -> list[str]:
    lines = [f"### {document.title}", ""]
    if document.种类 is not SourceKind.OWN and document.名称 != document.全称:
        lines += [f"规则里写作：{document.名称}。", ""]
    for source in sources().values():
        if source.document is document:
            head = [f"#### {source.name}", ""] if source.article else []
            lines += [*head, _pages_linked(source.demand), "", *_resting(source.name)]
    return lines


def _resting(name: str) -> list[str]:
    """The rules and the duties that rest on a source, as two items of a list."""
    rules = [
        f"[{rule.id}](校验规则.md#{anchor(rule)})" for rule in _rules() if _rests(rule.source, name)
    ]
    duties = [duty.title for duty in DUTIES if _rests(duty.source, name)]
    lines = []
    if rules:
        lines = [f"- 规则：{'、'.join(rules)}"]
    if duties:
        lines += [f"- 公开义务：{'；'.join(duties)}"]
    return [*lines, ""]


def _rules() -> list[Rule]:
    return [rule for group in Group for rule in in_group(group)]


def _rests(text: str, name: str) -> bool:
    return any(source.name == name for _, source in sources_named(text))


def _anchor(source: Source) -> str:
    """The anchor that GitHub gives to the heading of a source: without signs, blanks as hyphens."""
    heading = source.name if source.article else source.document.title
    return re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-")


def _pages_linked(text: str) -> str:
    return re.sub(r"docs/(\S+?)\.md", r"[《\1》](\1.md)", text)
