"""“详见附件9”: what a typed text refers to is among the attachments of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.free_text import FreeText
from generator.document.tree import Document, Heading, plain
from generator.findings.place import Finding, Level
from generator.findings.rules import Group, declare
from generator.reading.nodes import Node, leaves
from generator.reading.numerals import counted

REFERENCE = declare(
    "附件编号",
    Group.FORM,
    Level.WARNING,
    "文中说的附件，文档里都有",
    "附件增减以后，文中的“见附件几”常常没有跟着改。",
    "公开件常见错误：编号，四川部门决算公开的格式：附件",
    since="0.2",
)

_NUMBER = r"(?P<number>[一二三四五六七八九十]{1,3}|\d{1,3})(?![\d.]\d|个|份|件|页)"
_SPOKEN = re.compile(
    r"(?:见|参阅|参照|按照|附后|附有)[^。；，,\n]{0,10}?"
    rf"(?<![知法件》定则])附件\s*[（(]?\s*{_NUMBER}"
)
# One sign for one: the places of a text stay.
_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)}
_HEADED = re.compile(r"附件\s*(\d+)")


def dangling(document: Document, root: Node, lines: tuple[str, ...]) -> Iterator[Finding]:
    """A finding for each attachment that a text speaks of and the document does not have."""
    spoken = [(path, text) for path, text in leaves(root) if "附件" in text]
    if not spoken:
        return
    present = _numbers(document)
    for path, text in spoken:
        if path[0] in ("核对说明", "改写"):
            continue
        for match in _SPOKEN.finditer(text.translate(_HALF_WIDTH)):
            number = counted(match["number"])
            if number in present:
                continue
            there = "没有附件"
            if present:
                there = f"只有{'、'.join(f'附件{had}' for had in sorted(present))}"
            message = f"文中说“附件{match['number']}”，文档里{there}"
            place = FreeText(path, text, lines).at(match.start("number"))
            yield REFERENCE.at(place, message, "改成有的附件号，或补上这个附件", found=match[0])


def _numbers(document: Document) -> set[int]:
    """The numbers of the attachments, as their headings print them."""
    headings = (
        plain(block.inlines)
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Heading)
    )
    headed = (_HEADED.match(text) for text in headings)
    return {int(match[1]) for match in headed if match}
