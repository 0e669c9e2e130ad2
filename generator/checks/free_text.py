"""The free texts of a data file: what a clerk wrote in words, with the line on which each character
stands.

A text of a Word file that the data file attaches is one of them: its place is the line that names
the file, and where in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.rule import RuleContext
from generator.extracting.attachments import Attached
from generator.extracting.quoting import around
from generator.findings.bounded import beginning
from generator.findings.place import Finding, Level, Place
from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.reading.named_files import SINCE
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.repair.intent import wants_number

# What is a name, a code or a choice, not prose.
_NAMES = frozenset(
    (
        *("版式", "年度", "金额单位", "口径", "性质", "文件", "上年", "项目编码", "类别", "列全"),
        *("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值"),
        *("公开日期", "批复日期", "核对说明", "设置", "报表数"),
    )
)
_LAW = frozenset(("主要职责", "机构设置"))
_LONGEST = 161
_AROUND = 80
_NUMERIC = re.compile(r"[\s\d０-９,.，．+\-－%％:：/年月日]*")


# What should be a number is no text, whatever a clerk typed there.
_KEYS = known_keys(Accounts)


class FreeText(Struct, frozen=True):
    """A text, the keys above it, and where it begins.

    ``lines`` are the file's lines; ``attached`` is the file that the text was taken from.
    """

    path: tuple[str | int, ...]
    text: Scalar
    lines: tuple[str, ...]
    attached: Attached | None = None

    @property
    def key(self) -> str:
        """The nearest key by name: 原因, 主要职责 …"""
        return next((str(step) for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def duties(self) -> bool:
        """Whether it tells duties or offices: such a text quotes laws and history."""
        return self.key in _LAW

    @property
    def report(self) -> bool:
        """Whether it is a whole report."""
        return self.key in ("报告", "正文")

    def before(self, offset: int) -> str:
        """The few words before a character of the text, as much as says what it is."""
        return self.text[max(0, offset - _AROUND) : offset]

    def after(self, offset: int) -> str:
        """The few words from a character of the text on."""
        return self.text[offset : offset + _AROUND]

    def at(self, offset: int) -> Place:
        """The place of a character of the text."""
        start = self.text.place
        if self.attached is not None:
            spot, words = self.attached.plain.spot(offset), around(self.text, offset)
            return replace(start, inside=f"附件“{self.attached.name}”{spot}“{words}”")
        line = self._line(start.line)
        mark = line[start.column - 1 : start.column]
        if not self.text.plain and mark in "|>":
            # A block: its text begins on the next line, each line indented alike.
            before = self.text.rfind("\n", 0, offset) + 1
            number = start.line + 1 + self.text.count("\n", 0, offset)
            typed = self._line(number)
            indent = len(typed) - len(typed.lstrip(" "))
            return Place(start.file, number, indent + offset - before + 1)
        column = start.column + offset
        if not self.text.plain:
            column += 1  # the quote
        if column > len(line):
            return start
        return Place(start.file, start.line, column)

    def _line(self, number: int) -> str:
        """A line of the file; "" where it has none."""
        if 0 < number <= len(self.lines):
            return self.lines[number - 1]
        return ""


def free_texts(context: RuleContext) -> tuple[FreeText, ...]:
    """All texts of the file, in order; a dozen rules read them."""
    texts = context.cached.get("free texts")
    if texts is None:
        texts = context.cached["free texts"] = (
            *_walk(context.root, (), context.lines),
            *map(text_of_attachment, context.attached),
        )
    return cast("tuple[FreeText, ...]", texts)


def text_of_attachment(attached: Attached) -> FreeText:
    """The text of an attached file, under the keys of one that is typed."""
    text = Scalar.at(attached.plain.text, attached.place, plain=False)
    return FreeText(("附件", attached.index, "正文"), text, (), attached)


def place_in_words(finding: Finding) -> Finding:
    """A finding whose message says where in another file it stands, if it stands in one.

    Before 0.2 no rule looked into attached files.
    """
    if not finding.place.inside:
        return finding
    since = finding.since
    if finding.level is Level.ERROR:
        since = since or SINCE
    message = f"{finding.place.inside}：{beginning(finding.message, _LONGEST)}"
    return replace(finding, place=replace(finding.place, inside=""), message=message, since=since)


def _walk(node: Node, path: tuple[str | int, ...], lines: tuple[str, ...]) -> Iterator[FreeText]:
    if isinstance(node, MappingNode):
        for key, value in node.items():
            if key not in _NAMES:
                yield from _walk(value, (*path, str(key)), lines)
    elif isinstance(node, SequenceNode):
        for index, value in enumerate(node):
            yield from _walk(value, (*path, index), lines)
    elif (
        node.strip()
        and not _NUMERIC.fullmatch(node)
        and not wants_number(
            next((str(step) for step in reversed(path) if isinstance(step, str)), ""), _KEYS
        )
    ):
        yield FreeText(path, node, lines)
