"""YAML text → nodes with places, within bounds. PyYAML's own composer guesses types, drops
duplicate keys, loses places, and goes as deep as the text does.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from generator.findings.place import Finding, Place
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode
from generator.reading.yaml_errors import explain


class Fault(Enum):
    """Why a text cannot be read on."""

    SYNTAX = auto()
    SIZE = auto()
    DEPTH = auto()
    DOCUMENTS = auto()
    ALIAS = auto()
    KEY = auto()


class ComposeError(Exception):
    """Why a text cannot be read on, where, and the name that it is about.

    ``finding`` says it where the syntax is wrong; of all else the caller knows what to say.
    """

    def __init__(
        self, fault: Fault, place: Place, name: str = "", finding: Finding | None = None
    ) -> None:
        super().__init__(fault.name)
        self.fault = fault
        self.place = place
        self.name = name
        self.finding = finding


class Twice(Struct, frozen=True):
    """A key that stands twice in a mapping (blanks are no difference), with both values."""

    first: Scalar
    first_value: Node
    again: Scalar
    value: Node


class Limits(Struct, frozen=True):
    """``nodes``: how many names and values, those of an alias counted each time that it is used."""

    nodes: int
    depth: int
    aliases: bool = False


def compose(
    text: str,
    name: str,
    limits: Limits,
    twice: Callable[[Twice], None],
    typed: Callable[[int, int], tuple[int, int]] = lambda line, column: (line, column),
) -> Node | None:
    """The root node of a text; None when there is none. Raises ComposeError.

    ``name`` is the file in places, ``typed`` where a place of the text lies in what was typed. Of a
    key that stands twice the first value is kept; ``twice`` is told, and may raise.
    """
    composer = _Composer(name, limits, twice, typed)
    loader = None
    try:
        # The loader reads ahead as it is made: the one in Python looks at every character, the one
        # in C makes bytes of them, which half of a surrogate pair has none of.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
        return composer.document(loader)
    except (yaml.YAMLError, ValueError) as error:
        finding = explain(error, name, text)
        place = Place(name, *typed(finding.place.line, finding.place.column))
        raise ComposeError(Fault.SYNTAX, place, finding=replace(finding, place=place)) from error
    finally:
        if loader is not None:
            loader.dispose()


class _Open(Struct):
    """A mapping or list that is being read; ``before`` is how many nodes there were before it."""

    node: MappingNode | SequenceNode
    anchor: str | None
    before: int
    key: Scalar | None = None
    keys: dict[str, Scalar] = field(default_factory=dict)


class _Composer:
    """Nodes from events: no recursion, so no depth of a text is too much for it."""

    def __init__(
        self,
        name: str,
        limits: Limits,
        twice: Callable[[Twice], None],
        typed: Callable[[int, int], tuple[int, int]],
    ) -> None:
        self._name = name
        self._limits = limits
        self._twice = twice
        self._typed = typed
        self._count = 0
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}

    def document(self, loader: yaml.SafeLoader) -> Node | None:
        root: Node | None = None
        for event in iter(loader.get_event, None):
            if isinstance(event, yaml.CollectionEndEvent):
                self._close()
                continue
            if not isinstance(event, (yaml.NodeEvent, yaml.DocumentStartEvent)):
                continue
            place = self._place(event)
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise ComposeError(Fault.DOCUMENTS, place)
                continue
            node, size = self._node(event, place)
            self._count += size
            if self._count > self._limits.nodes:
                raise ComposeError(Fault.SIZE, place)
            if self._open:
                self._attach(self._open[-1], node, place)
            else:
                root = node
            if isinstance(event, yaml.CollectionStartEvent):
                if len(self._open) >= self._limits.depth:
                    raise ComposeError(Fault.DEPTH, place)
                assert isinstance(node, MappingNode | SequenceNode)
                self._open.append(_Open(node, event.anchor, self._count - 1))
        return root

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(self._name, *self._typed(mark.line + 1, mark.column + 1))

    def _node(self, event: yaml.NodeEvent, place: Place) -> tuple[Node, int]:
        """The node that an event begins, and its size."""
        if event.anchor and not self._limits.aliases:
            raise ComposeError(Fault.ALIAS, place, str(event.anchor))
        if isinstance(event, yaml.AliasEvent):
            # An anchor is known when its node has ended: none can stand within itself.
            if event.anchor not in self._anchors:
                raise ComposeError(Fault.ALIAS, place, str(event.anchor))
            return self._anchors[event.anchor]
        if isinstance(event, yaml.ScalarEvent):
            scalar = Scalar.at(event.value, place, plain=event.style in (None, ""))
            if event.anchor:
                self._anchors[event.anchor] = scalar, 1
            return scalar, 1
        node: MappingNode | SequenceNode
        node = MappingNode() if isinstance(event, yaml.MappingStartEvent) else SequenceNode()
        node.place = place
        if event.anchor:
            self._anchors.pop(event.anchor, None)
        return node, 1

    def _close(self) -> None:
        closed = self._open.pop()
        if closed.anchor:
            self._anchors[closed.anchor] = closed.node, self._count - closed.before

    def _attach(self, parent: _Open, node: Node, place: Place) -> None:
        """Put a node in its part; ``place`` is where it stands, which of an alias is its own."""
        if isinstance(parent.node, SequenceNode):
            parent.node.append(node)
        elif parent.key is None:
            if not isinstance(node, Scalar):
                raise ComposeError(Fault.KEY, node.place)
            # A key of its own for each alias: they are told apart by their places.
            parent.key = Scalar.at(node, place, plain=node.plain)
        else:
            key, parent.key = parent.key, None
            first = parent.keys.setdefault("".join(key.split()), key)
            if first is key:
                parent.node[key] = node
            else:
                self._twice(Twice(first, parent.node[first], key, node))
