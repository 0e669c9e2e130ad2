"""Where the values of a data file stand in its text, to a character: what is rewritten is cut out and the rest stays as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from msgspec import Struct

from generator.yaml_edit.edits import Edit, apply


class Entry(Struct, frozen=True):
    """One entry of a mapping. ``key`` and ``value`` are nodes of PyYAML; ``flow`` tells whether it stands in braces."""

    key: Any
    value: Any
    flow: bool

    @property
    def name(self) -> str:
        """The key as typed."""
        return str(self.key.value)


def entries(node: Any) -> tuple[Entry, ...]:
    """The entries of a mapping; none of anything else."""
    return tuple(Entry(key, value, bool(node.flow_style)) for key, value in node.value) if isinstance(node, yaml.MappingNode) else ()


def scalars(node: Any) -> Iterator[Any]:
    """Every scalar under a node, keys too."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield from scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from scalars(value)


class Sheet:
    """A text that is being rewritten: replacements, notes behind lines, whole lines put away or taken out."""

    def __init__(self, text: str) -> None:
        self.text = text
        # The pure loader counts characters; libyaml counts bytes of lines that hold Chinese.
        self.root = yaml.compose(text, Loader=yaml.SafeLoader)
        self.edits: list[Edit] = []
        self.notes: dict[int, list[str]] = {}
        self.taken: set[int] = set()
        self.away: dict[int, str] = {}
        self.above: dict[int, list[str]] = {}

    def end(self, node: Any) -> int:
        """Where the text of a node ends: a block's own mark lies behind the blank lines that follow it."""
        return len(self.text[: node.end_mark.index].rstrip()) if _block(node) else int(node.end_mark.index)

    def last_line(self, node: Any) -> int:
        """The last line of a node, counted from 0."""
        inner = list(scalars(node))
        if _block(node) and inner and not isinstance(node, yaml.ScalarNode):
            return max(self.last_line(one) for one in inner)
        return self.text.count("\n", 0, max(self.end(node), node.start_mark.index))

    def typed(self, node: Any) -> str:
        """A value as it stands in the text, on one line."""
        text = str(node.value) if isinstance(node, yaml.ScalarNode) else self.text[node.start_mark.index : self.end(node)]
        return re.sub(r"\s+", " ", text).strip()

    def put(self, node: Any, text: str) -> None:
        """Put a text in the place of a value, which need not be there yet."""
        start, end = node.start_mark.index, self.end(node)
        blank = " " if start == end and self.text[start - 1 : start] == ":" else ""
        self.edits.append(Edit(start, max(start, end), blank + text))

    def note(self, line: int, text: str) -> None:
        """Something to be said behind a line."""
        self.notes.setdefault(line, []).append(text)

    def lines_of(self, entry: Entry) -> range:
        """The lines of an entry of a block."""
        return range(entry.key.start_mark.line, max(entry.key.start_mark.line, self.last_line(entry.value)) + 1)

    def put_away(self, lines: range, mark: str, head: str, indent: int) -> None:
        """Make lines comments, with a line above them that says what they were."""
        self.above.setdefault(lines.start, []).append(f"{' ' * indent}{head}")
        for line in lines:
            self.away[line] = mark

    def cut(self, siblings: tuple[Entry, ...], entry: Entry) -> None:
        """Take an entry out of its braces."""
        at = siblings.index(entry)
        start, end = entry.key.start_mark.index, self.end(entry.value)
        if at + 1 < len(siblings):
            end = siblings[at + 1].key.start_mark.index
        elif at:
            start = self.end(siblings[at - 1].value)
        self.edits.append(Edit(start, max(start, end), ""))

    def comments(self) -> dict[int, int]:
        """Where the comment of each line begins that has one."""
        spans = sorted((one.start_mark.index, self.end(one)) for one in scalars(self.root))
        found: dict[int, int] = {}
        offset = 0
        for number, line in enumerate(self.text.split("\n")):
            for match in re.finditer(r"(?:^|(?<=\s))#", line):
                at = offset + match.start()
                if not any(start <= at < end for start, end in spans):
                    found[number] = match.start()
                    break
            offset += len(line) + 1
        return found

    def written(self) -> str:
        """The text, rewritten."""
        hidden = self.taken | set(self.away)
        edits = [edit for edit in self.edits if self._line(edit.start) not in hidden]
        # A replaced value may have had several lines: they are one now, and the others are no more.
        merged = {line for one in edits for line in range(self._line(one.start) + 1, self._line(one.end) + 1)}
        numbers = [number for number in range(self.text.count("\n") + 1) if number not in merged]
        said: list[str] = []
        for number, line in zip(numbers, apply(self.text, edits).split("\n"), strict=True):
            said += self.above.get(number, ())
            if number in self.away:
                said.append(self.away[number].format(line))
            elif number not in self.taken:
                told = self.notes.get(number)
                said.append(_noted(line.rstrip(), "；".join(told)) if told else line.rstrip())
        return "\n".join(said)

    def _line(self, index: int) -> int:
        return self.text.count("\n", 0, index)


def _block(node: Any) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return node.style in ("|", ">")
    return not node.flow_style


def _noted(line: str, note: str) -> str:
    """A note behind a line, or behind the comment that it has."""
    commented = re.search(r"(?:^|\s)# \S[^\n]*$", line)
    return f"{line}；{note}" if commented else f"{line}  # {note}"
