"""Typed texts that begin with the words after which the form prints them: 主要原因是主要原因是……"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.document.tree import Document, texts_of
from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.reading.nodes import Node, leaves

REPEATED_OPENING = declare(
    "开头重复",
    Group.SENSE,
    Level.WARNING,
    "填写的文字不重复它前面印出的话",
    "原因、用途接在“主要原因是”“主要用于”后面印；开头再写一遍，就印成两遍。",
    "公开件常见错误：模板残留",
    since="0.2",
)

_LONGEST, _SHORTEST = 8, 3
# So much of a text shows where it is printed.
_HEAD = 12
_SHORT_OPENINGS = ("由于", "用于", "因为")
_BLANKS = re.compile(r"\s+")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def repeated_openings(document: Document, root: Node) -> Iterator[Finding]:
    """A finding for each typed text whose opening the document prints twice."""
    page = ""
    for _, text in leaves(root):
        head = _BLANKS.sub("", text[: _HEAD * 2])[:_HEAD]
        if len(head) <= _SHORTEST:
            continue
        page = page or _BLANKS.sub("", "".join(texts_of(document)))
        opening = _repeated(head, page)
        if opening:
            message = f"“{opening}”会印两遍：“{opening}{head}……”"
            yield REPEATED_OPENING.at(text.place, message, f"删去开头的“{opening}”")


def _repeated(head: str, page: str) -> str:
    """The opening of a text that also stands right before it on the page; "" where none does."""
    for length in range(min(_LONGEST, len(head) - 1), 1, -1):
        opening = head[:length]
        if length < _SHORTEST and opening not in _SHORT_OPENINGS:
            continue
        if _HAN.fullmatch(opening) and opening + head in page:
            return opening
    return ""
