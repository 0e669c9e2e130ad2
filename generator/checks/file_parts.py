"""The parts of a data file by name, as a clerk writes them after @: 三公经费.公务接待费."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from generator.findings.place import Place
from generator.reading.nodes import MappingNode, Node, Scalar, SequenceNode

Path = tuple[str, ...]

OWN = "核对说明"
"""The part whose entries name the others; it is none of them."""


class Parts:
    """All parts of one file. An entry of a list is counted from one: 附件.第2个.正文."""

    def __init__(self, root: Node) -> None:
        self._root = root

    @cached_property
    def _all(self) -> list[tuple[Place, Path]]:
        return sorted(_walk(self._root, ()))

    def at(self, place: Place) -> Path:
        """The path of the part that begins nearest before a place; () where none does."""
        after = bisect_right(self._all, place, key=lambda part: part[0])
        if not after:
            return ()
        return self._all[after - 1][1]

    def known(self, name: str) -> bool:
        """Whether a part has this name."""
        return any(ends_with(path, name) for _, path in self._all)


def _walk(node: Node, path: Path) -> Iterator[tuple[Place, Path]]:
    if isinstance(node, MappingNode):
        for key, value in node.items():
            if path or str(key) != OWN:
                inner = (*path, str(key))
                yield key.place, inner
                yield from _walk(value, inner)
    elif isinstance(node, SequenceNode):
        for number, value in enumerate(node, 1):
            inner = (*path, f"第{number}个")
            if isinstance(value, Scalar | MappingNode | SequenceNode):
                yield value.place, inner
                yield from _walk(value, inner)


def dotted(path: Path) -> str:
    """A path as it is typed."""
    return ".".join(path)


def within(path: Path, name: str) -> bool:
    """Whether a path is, or lies below, a part of this name."""
    return any(ends_with(path[:length], name) for length in range(1, len(path) + 1))


def ends_with(path: Path, name: str) -> bool:
    """Whether ``name`` names this path: from some step to its end, the counts of lists said or
    not."""
    uncounted = tuple(step for step in path if not _counted(step))
    return any(f".{dotted(way)}".endswith(f".{name}") for way in (path, uncounted))


def _counted(step: str) -> bool:
    return step.startswith("第") and step.endswith("个") and step[1:-1].isdecimal()
