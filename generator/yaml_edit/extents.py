"""A data file as text with the extent of every key and value, for changing single numbers and leaving everything else as it is."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml
from msgspec import Struct

from generator.reading.amounts import parse_decimal


class Node(Struct, frozen=True):
    """A value in the text: its offsets, its column, whether it stands in braces; ``keys`` of a mapping with their own nodes."""

    start: int
    end: int
    line: int
    column: int
    flow: bool
    text: str = ""
    plain: bool = True
    scalar: bool = False
    keys: tuple[tuple[Node, Node], ...] = ()

    @property
    def number(self) -> Decimal | None:
        """The number that is typed here; None for a text, a blank, a part."""
        if not self.scalar:
            return None
        try:
            return parse_decimal(self.text)
        except ValueError:
            return None

    def leaves(self) -> list[Node]:
        """Every single value below, and itself when it is one."""
        if self.scalar:
            return [self]
        return [leaf for _, value in self.keys for leaf in value.leaves()]

    def find(self, name: str) -> tuple[Node, Node] | None:
        """The key and value of a name; a 科目 is found by its code, however it is written."""
        code = code_of(name)
        for key, value in self.keys:
            if key.text.strip() == name or (code and code_of(key.text) == code):
                return key, value
        return None

    @property
    def blank(self) -> bool:
        """A key without a value."""
        return self.scalar and self.plain and not self.text.strip()


def code_of(text: str) -> str:
    """The code that a key begins or, in brackets, ends with."""
    match = re.match(r"\s*(\d{5,7})(?!\d)", text) or re.search(r"[（(](\d{5,7})[)）]\s*$", text)
    return match[1] if match and match[1][0] in "23" and len(match[1]) in (5, 7) else ""


def places_of(text: str) -> Node:
    """The nodes of a text that generator.reading found sound."""
    # The loader in Python counts characters; the one in C counts bytes.
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    return _node(root)


def _node(raw: Any) -> Node:
    start, end = raw.start_mark, raw.end_mark
    if isinstance(raw, yaml.ScalarNode):
        return Node(start.index, end.index, start.line, start.column, False, raw.value, raw.style in (None, ""), True)
    flow = bool(raw.flow_style)
    if isinstance(raw, yaml.MappingNode):
        return Node(start.index, end.index, start.line, start.column, flow, keys=tuple((_node(key), _node(value)) for key, value in raw.value))
    numbered = tuple((Node(0, 0, 0, 0, flow, str(number), scalar=True), _node(value)) for number, value in enumerate(raw.value))
    return Node(start.index, end.index, start.line, start.column, flow, keys=numbered)


def last_line(node: Node, text: str) -> int:
    """The offset of the end of the last line of a value (a literal block ends where the next thing begins)."""
    inner = [value for _, value in node.keys]
    if inner and not node.flow:
        return last_line(inner[-1], text)
    end = node.end
    while end > node.start and text[end - 1] in "\r\n \t":
        end -= 1
    found = text.find("\n", end)
    return len(text) if found < 0 else found
