"""YAML values that know their place: every scalar is text, the schema decides the type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias, TypeVar, cast

from generator.findings.place import Place


class Scalar(str):
    """A scalar as the clerk typed it.

    ``place`` is its first character; ``plain`` is False when it was quoted or a block.
    """

    place: Place
    plain: bool

    @classmethod
    def at(cls, text: str, place: Place, *, plain: bool = True) -> Scalar:
        """A scalar with its place."""
        scalar = cls(text)
        scalar.place = place
        scalar.plain = plain
        return scalar


class MappingNode(dict[Any, Any]):
    """A mapping whose keys are Scalars; ``place`` is where it begins."""

    place: Place

    def __init__(self, entries: Iterable[tuple[Scalar, Node]] | MappingNode = ()) -> None:
        super().__init__(entries)
        self._typed: dict[str, Scalar] = {}

    def key(self, name: str) -> Scalar | None:
        """The key as typed, with its place; None when it is absent."""
        if name not in self:
            return None
        key = self._typed.get(name)
        if key is None:
            # Keys are seldom asked for while a mapping grows: one walk serves all questions after
            # it.
            self._typed = {str(typed): typed for typed in self}
            key = self._typed[name]
        return key


class SequenceNode(list[Any]):
    """A sequence; ``place`` is where it begins."""

    place: Place


Node: TypeAlias = Scalar | MappingNode | SequenceNode


def place_of(root: Node, path: tuple[str | int, ...]) -> Place:
    """The place of the value at ``path``, or of the deepest part of it that exists.

    For a key of a mapping it is the place of the key, so that a missing child is reported at its
    parent's key.
    """
    here: Any = root
    place = root.place
    for step in path:
        if isinstance(here, MappingNode):
            key = here.key(str(step))
            if key is None:
                break
            place = key.place
            here = here[key]
        elif isinstance(here, SequenceNode) and isinstance(step, int) and step < len(here):
            here = here[step]
            place = here.place
        else:
            break
    return place


def node_at(root: Node, path: tuple[str | int, ...]) -> Node | None:
    """The node at a path; None where nothing stands there."""
    here: Node | None = root
    for step in path:
        if isinstance(here, MappingNode):
            here = here.get(step)
        elif isinstance(here, SequenceNode) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            return None
    return here


def leaves(
    node: Node, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Scalar]]:
    """Every scalar value with the path to it."""
    if isinstance(node, Scalar):
        yield path, node
    elif isinstance(node, MappingNode):
        for key, value in node.items():
            yield from leaves(value, (*path, str(key)))
    else:
        for number, item in enumerate(node):
            yield from leaves(item, (*path, number))


def last_place(root: Node) -> Place:
    """The place of the last key or value of a file."""
    here: Any = root
    place = root.place
    while True:
        if isinstance(here, MappingNode) and here:
            key = next(reversed(here))
            place, here = key.place, here[key]
        elif isinstance(here, SequenceNode) and here:
            here = here[-1]
            place = here.place
        else:
            return place


Tree = TypeVar("Tree", bound=Node)


def shared(root: Tree) -> Tree:
    """The same tree with mappings and sequences of its own, so that parts can be taken away.

    Its scalars are shared with the tree.
    """
    return cast("Tree", _shared(root))


def _shared(node: Node) -> Node:
    if isinstance(node, MappingNode):
        mapping = MappingNode((key, _shared(value)) for key, value in node.items())
        mapping.place = node.place
        return mapping
    if isinstance(node, SequenceNode):
        sequence = SequenceNode(_shared(value) for value in node)
        sequence.place = node.place
        return sequence
    return node
