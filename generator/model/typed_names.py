"""The names that a data file gives, by the kind of name: 功能, 经济, and "" for those that the
clerk makes up, such as 项目."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from generator.model.accounts import Accounts
from generator.model.key_schema import known_keys
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.repair.key_schema import Slot

_NAMES_OF_PROJECTS = ("项目", "项目名称")
"""Under these keys stand names of 项目 to which 支出 has amounts."""
_MOST = 300


def typed_names(root: Node) -> Mapping[str, Sequence[str]]:
    """Each name once, in the order of the file; no more than anybody has typed by hand."""
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for kind, name in _names(root, known_keys(Accounts).root):
        if len(names[kind]) < _MOST:
            names[kind][name] = None
    return {kind: tuple(of_kind) for kind, of_kind in names.items()}


def _names(node: Node, slot: Slot | None) -> Iterator[tuple[str, str]]:
    if isinstance(node, MappingNode):
        for key, value in node.items():
            name = str(key).strip()
            if slot is not None and slot.others is not None and name not in slot.fields:
                yield slot.code, name
            if name in _NAMES_OF_PROJECTS:
                yield from (("", text) for text in _texts(value))
            yield from _names(value, slot and slot.below(name))
    elif isinstance(node, SequenceNode):
        for value in node:
            yield from _names(value, slot and slot.item)


def _texts(node: Node | None) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield str(node).strip()
    elif isinstance(node, SequenceNode):
        for value in node:
            yield from _texts(value)
