"""Trees of lines, and small questions about them and about the nodes of a data file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.importing.evidence import Spot
from generator.importing.lines import Line
from generator.importing.writing import Tree, quoted
from generator.model.accounts import Accounts
from generator.model.money import OutlayItem
from generator.model.rules import MARK
from generator.yaml_edit.extents import Node


def tree_of(lines: Sequence[Line]) -> Tree:
    """Lines by the steps of their paths."""
    tree: Tree = {}
    for line in lines:
        here = tree
        for step in line.path[:-1]:
            inner = here.setdefault(step, {})
            assert isinstance(inner, dict)
            here = inner
        here[line.path[-1]] = line
    return tree


def lines_of(value: object) -> list[Line]:
    """Every line of a tree."""
    if isinstance(value, Line):
        return [value]
    return [line for inner in value.values() for line in lines_of(inner)] if isinstance(value, dict) else []


def pairs_of(node: Node) -> list[tuple[Node, Node]]:
    """Keys with single values, at any depth."""
    return [pair for key, value in node.keys for pair in ([(key, value)] if value.scalar else pairs_of(value))]


def keys_of(node: Node) -> list[Node]:
    """All keys, at any depth."""
    return [one for key, value in node.keys for one in (key, *keys_of(value))]


def waits(node: Node) -> bool:
    """Whether a value still has to be typed: blank, or 待填 as juesuan roll writes it."""
    return node.blank or (node.scalar and node.text.strip().partition("：")[0] == MARK)


def flow(name: str) -> str:
    """A key inside braces: there a comma or a bracket needs quotes too."""
    return quoted(name) if not re.search(r"[,{}\[\]]", name) else '"' + name.replace('"', '\\"') + '"'


def range_of(spots: Sequence[Spot]) -> str:
    """The first of several cells, and how many they are."""
    unique = list(dict.fromkeys(map(str, spots)))
    return f"{unique[0]} 等 {len(unique)} 格" if len(unique) > 1 else unique[0]


def order_of(path: tuple[str, ...]) -> list[str]:
    """The names of a part in the order of the data file."""
    model: object = Accounts
    for step in path:
        fields = getattr(model, "model_fields", {})
        model = fields[step].annotation if step in fields else None
        if model is None and path[0] == "支出" and len(path) >= 3:
            return list(OutlayItem.model_fields)
    return list(getattr(model, "model_fields", {}))
