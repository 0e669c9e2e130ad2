"""The program's own YAML files: what is declared in them, read as it stands.

Nobody types them on a Chinese keyboard, so nothing in them is repaired.
"""

from __future__ import annotations

from pathlib import Path

from generator.reading.composer import Limits, Twice, compose
from generator.reading.nodes import MappingNode

_LIMITS = Limits(nodes=100_000, depth=40)


def read_declarations(path: Path) -> MappingNode:
    """The mapping that a file of the program holds, each node with its place.

    Raises ComposeError for what is no YAML, ValueError for a name that stands twice or a file that
    holds no mapping: mistakes of the program, not of a clerk.
    """

    def refuse(key: Twice) -> None:
        raise ValueError(f"{key.again.place}: “{key.again}” stands twice")

    root = compose(path.read_text(encoding="utf-8"), path.name, _LIMITS, refuse)
    if not isinstance(root, MappingNode):
        raise ValueError(f"{path.name} holds no mapping")
    return root
