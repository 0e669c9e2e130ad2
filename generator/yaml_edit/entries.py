"""A data file as a tree of entries, each with its extent in the text, to a character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any

import yaml
from msgspec import Struct, field

from generator.yaml_edit.edits import position

# An item's dash, and the blanks of a value that is missing before a comma or a closing brace.
_DASH = re.compile(r"(?m)^ *(-)")
_LOOSE = re.compile(r"[ \t]*(?=[,}])|")
# What makes YAML read a plain text as something else; inside braces a few signs more.
_MISREAD = re.compile(r"[#&*!|>'%@`{}\[\],\"]|: |:$|^[-?:\s]|\s$")


class Style(Enum):
    """How a value is typed: a single text in one of three ways, or entries in one of two."""

    PLAIN = "plain"
    QUOTED = "quoted"
    LITERAL = "literal"
    BRACES = "braces"
    LINES = "lines"


class Entry(Struct, eq=False):
    """One entry of a data file: a key with its value, an item of a list, or the whole file.

    In the text, ``begin`` is where it begins (its key, its dash), ``key_end`` the end of the key,
    ``behind`` the place behind colon or dash; ``start`` to ``end`` is the value as typed, without
    comments and blank lines that follow. ``line`` counts from 0; ``column`` is that of the value.
    ``name`` is the key as YAML reads it, or the number of an item; ``text`` a single value.
    """

    name: str
    parent: Entry | None
    begin: int
    key_end: int
    behind: int
    start: int
    end: int
    line: int
    column: int
    style: Style
    listed: bool = False
    text: str = ""
    entries: list[Entry] = field(default_factory=list)

    @property
    def single(self) -> bool:
        """Whether the value is a single text or number, or missing."""
        return self.style not in (Style.BRACES, Style.LINES)

    @property
    def blank(self) -> bool:
        """Whether there is a key (a dash) without a value."""
        return self.style is Style.PLAIN and not self.text

    @property
    def in_braces(self) -> bool:
        """Whether the entry stands in braces or brackets."""
        return self.parent is not None and self.parent.style is Style.BRACES

    def find(self, name: str) -> Entry | None:
        """The entry of a name (of the number of an item); None when there is none."""
        return next((entry for entry in self.entries if entry.name.strip() == name), None)

    def at(self, *path: str) -> Entry | None:
        """The entry at a path below this one; None when there is none."""
        here: Entry | None = self
        for step in path:
            here = here.find(step) if here else None
        return here

    def below(self) -> Iterator[Entry]:
        """Every entry below, at any depth, in the order of the text."""
        for entry in self.entries:
            yield entry
            yield from entry.below()


def read_entries(text: str) -> Entry:
    """The whole file as an entry, of a text that generator.reading found sound.

    Raises yaml.YAMLError for a text that is no YAML.
    """
    # The loader in Python counts characters; the one in C counts bytes.
    raw = yaml.compose(text, Loader=yaml.SafeLoader)
    first = len(text) - len(text.removeprefix("\ufeff"))
    if raw is None:
        return Entry("", None, first, first, first, first, first, 0, 0, Style.LINES)
    start = raw.start_mark.index
    return _entry(text, raw, _place(text, "", None, start, start, start))


def key_text(name: str) -> str:
    """A key, in quotes where YAML would misread it."""
    if name and not _MISREAD.search(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _entry(text: str, raw: Any, entry: Entry) -> Entry:
    """The entry, completed with its value, a node of PyYAML."""
    entry.start, entry.end = raw.start_mark.index, raw.end_mark.index
    entry.column, entry.style = raw.start_mark.column, _style(raw)
    if isinstance(raw, yaml.ScalarNode):
        entry.text = raw.value
        entry.end = _end(text, entry)
        return entry
    entry.listed = isinstance(raw, yaml.SequenceNode)
    done = entry.start
    for number, pair in enumerate(raw.value):
        inner = _item(text, pair, number, done, entry) if entry.listed else _pair(text, pair, entry)
        entry.entries.append(inner)
        done = inner.end
    # The mark of a block lies behind the comments that follow it.
    entry.end = done if entry.style is Style.LINES else entry.end
    return entry


def _pair(text: str, pair: Any, parent: Entry) -> Entry:
    key, value = pair
    begin, key_end = key.start_mark.index, key.end_mark.index
    # In braces a key may stand there without a colon: {甲, 乙}.
    behind = max(text.find(":", key_end, max(value.start_mark.index, key_end)) + 1, key_end)
    return _entry(text, value, _place(text, str(key.value), parent, begin, key_end, behind))


def _item(text: str, value: Any, number: int, done: int, parent: Entry) -> Entry:
    begin = value.start_mark.index
    if parent.style is Style.LINES:
        dash = _DASH.search(text, done) if number else None
        begin = dash.start(1) if dash else parent.start
    behind = begin + (parent.style is Style.LINES)
    return _entry(text, value, _place(text, str(number), parent, begin, begin, behind))


def _place(
    text: str, name: str, parent: Entry | None, begin: int, key_end: int, behind: int
) -> Entry:
    """An entry that has no value yet."""
    line = position(text, begin)[0] - 1
    return Entry(name, parent, begin, key_end, behind, behind, behind, line, 0, Style.PLAIN)


def _style(raw: Any) -> Style:
    if not isinstance(raw, yaml.ScalarNode):
        return Style.BRACES if raw.flow_style else Style.LINES
    if raw.style in ("|", ">"):
        return Style.LITERAL
    return Style.QUOTED if raw.style else Style.PLAIN


def _end(text: str, entry: Entry) -> int:
    """Where a single value ends: a literal text's mark lies behind the blank lines after it."""
    start, end = entry.start, entry.end
    if entry.blank and entry.in_braces:
        loose = _LOOSE.match(text, start)
        return loose.end() if loose else start
    if entry.style is not Style.LITERAL:
        return end
    typed = text[start:end]
    kept = "+" in typed.split("\n")[0] or entry.text.rstrip("\n")[-1:].isspace()
    return start + len(typed.removesuffix("\n").removesuffix("\r") if kept else typed.rstrip())
