"""A data file as a tree of entries, each with its extent in the text, to a character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

import yaml
from msgspec import Struct, field

from generator.yaml_edit.edits import position

MAX_DEPTH = 60
"""No data file goes deeper."""
# An item's dash, and the blanks of a value that is missing before a comma or a closing brace.
_DASH = re.compile(r"(?m)^ *(-)")
_LOOSE = re.compile(r"[ \t]*(?=[,}])|")
# What makes YAML read a plain text as something else; inside braces a few signs more.
_MISREAD = re.compile(r"[#&*!|>'%@`{}\[\],\"]|: |:$|^[-?:\s]|\s$")


class EntryStyle(Enum):
    """How a value is typed: a single text in one of three ways, or entries in one of two."""

    PLAIN = "plain"
    QUOTED = "quoted"
    LITERAL = "literal"
    BRACES = "braces"
    LINES = "lines"


class YamlEntry(Struct, eq=False):
    """One entry of a data file: a key with its value, an item of a list, or the whole file.

    In the text, ``begin`` is where it begins (its key, its dash), ``key_end`` the end of the key,
    ``behind`` the place behind colon or dash; ``start`` to ``end`` is the value as typed, without
    comments and blank lines that follow. ``line`` counts from 0; ``column`` is that of the value.
    ``name`` is the key as YAML reads it, or the number of an item; ``text`` a single value.
    """

    name: str
    parent: YamlEntry | None
    begin: int
    key_end: int
    behind: int
    start: int
    end: int
    line: int
    column: int
    style: EntryStyle
    listed: bool = False
    text: str = ""
    entries: list[YamlEntry] = field(default_factory=list)

    @property
    def single(self) -> bool:
        """Whether the value is a single text or number, or missing."""
        return self.style not in (EntryStyle.BRACES, EntryStyle.LINES)

    @property
    def blank(self) -> bool:
        """Whether there is a key (a dash) without a value."""
        return self.style is EntryStyle.PLAIN and not self.text

    @property
    def nothing(self) -> str:
        """What is typed for a part of this kind without entries."""
        if self.listed:
            return "[]"
        return "{}"

    @property
    def in_braces(self) -> bool:
        """Whether the entry stands in braces or brackets."""
        return self.parent is not None and self.parent.style is EntryStyle.BRACES

    def find(self, name: str) -> YamlEntry | None:
        """The entry of a name (of the number of an item); None when there is none."""
        return next((entry for entry in self.entries if entry.name.strip() == name), None)

    def at(self, *path: str) -> YamlEntry | None:
        """The entry at a path below this one; None when there is none."""
        here: YamlEntry | None = self
        for step in path:
            if here is None:
                return None
            here = here.find(step)
        return here

    def below(self) -> Iterator[YamlEntry]:
        """Every entry below, at any depth, in the order of the text."""
        for entry in self.entries:
            yield entry
            yield from entry.below()


def read_entries(text: str) -> YamlEntry:
    """The whole file as an entry, of a text that generator.reading found sound.

    Raises yaml.YAMLError for a text that is no YAML, or goes deeper than MAX_DEPTH.
    """
    first = len(text) - len(text.removeprefix("\ufeff"))
    # The loader in C takes a tenth of the time; it does not count a mark at the beginning.
    loader = yaml.SafeLoader if first else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _refuse_depth(text, loader)
        raw = yaml.compose(text, Loader=loader)
    except UnicodeEncodeError as error:
        raise yaml.YAMLError("half of a surrogate pair") from error
    if raw is None:
        return YamlEntry("", None, first, first, first, first, first, 0, 0, EntryStyle.LINES)
    start = raw.start_mark.index
    return _entry(text, raw, _place(text, "", None, start, start, start))


def _refuse_depth(text: str, loader: type[yaml.SafeLoader | yaml.CSafeLoader]) -> None:
    """Raises yaml.YAMLError where parts lie in parts beyond MAX_DEPTH: composing them calls itself
    for each, in C until the program ends."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise yaml.YAMLError(f"more than {MAX_DEPTH} levels")


def key_text(name: str) -> str:
    """A key, in quotes where YAML would misread it."""
    if name and not _MISREAD.search(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _entry(text: str, raw: yaml.Node, entry: YamlEntry) -> YamlEntry:
    """The entry, completed with its value, a node of PyYAML."""
    entry.start, entry.end = raw.start_mark.index, raw.end_mark.index
    entry.column, entry.style = raw.start_mark.column, _style(raw)
    if isinstance(raw, yaml.ScalarNode):
        entry.text = raw.value
        entry.end = _end(text, entry)
    elif isinstance(raw, yaml.SequenceNode):
        entry.listed = True
        for number, value in enumerate(raw.value):
            entry.entries.append(_item(text, value, number, entry))
    else:
        for key, value in raw.value:
            entry.entries.append(_pair(text, key, value, entry))
    if entry.style is EntryStyle.LINES:
        # The mark of a block lies behind the comments that follow it.
        entry.end = _end_of_last(entry)
    return entry


def _end_of_last(part: YamlEntry) -> int:
    """Where the last entry of a part ends; where its value begins when it has none."""
    return next((entry.end for entry in reversed(part.entries)), part.start)


def _pair(text: str, key: yaml.Node, value: yaml.Node, parent: YamlEntry) -> YamlEntry:
    begin, key_end = key.start_mark.index, key.end_mark.index
    # In braces a key may stand there without a colon: {甲, 乙}.
    behind = max(text.find(":", key_end, max(value.start_mark.index, key_end)) + 1, key_end)
    return _entry(text, value, _place(text, str(key.value), parent, begin, key_end, behind))


def _item(text: str, value: yaml.Node, number: int, parent: YamlEntry) -> YamlEntry:
    begin = behind = value.start_mark.index
    if parent.style is EntryStyle.LINES:
        begin = parent.start
        dash = None
        if number:
            dash = _DASH.search(text, _end_of_last(parent))
        if dash:
            begin = dash.start(1)
        behind = begin + 1
    return _entry(text, value, _place(text, str(number), parent, begin, begin, behind))


def _place(
    text: str, name: str, parent: YamlEntry | None, begin: int, key_end: int, behind: int
) -> YamlEntry:
    """An entry that has no value yet."""
    line = position(text, begin)[0] - 1
    return YamlEntry(
        name, parent, begin, key_end, behind, behind, behind, line, 0, EntryStyle.PLAIN
    )


def _style(raw: yaml.Node) -> EntryStyle:
    if isinstance(raw, yaml.CollectionNode):
        if raw.flow_style:
            return EntryStyle.BRACES
        return EntryStyle.LINES
    assert isinstance(raw, yaml.ScalarNode)
    if raw.style in ("|", ">"):
        return EntryStyle.LITERAL
    if raw.style:
        return EntryStyle.QUOTED
    return EntryStyle.PLAIN


def _end(text: str, entry: YamlEntry) -> int:
    """Where a single value ends: a literal text's mark lies behind the blank lines after it."""
    start, end = entry.start, entry.end
    if entry.blank and entry.in_braces:
        loose = _LOOSE.match(text, start)
        assert loose is not None
        return loose.end()
    if entry.style is not EntryStyle.LITERAL:
        return end
    typed = text[start:end]
    keeps_line_ends = "+" in typed.split("\n")[0] or entry.text.rstrip("\n")[-1:].isspace()
    if keeps_line_ends:
        return start + len(typed.removesuffix("\n").removesuffix("\r"))
    return start + len(typed.rstrip())
