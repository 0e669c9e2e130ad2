"""What a field is called on a page: the path to it, in which an item of a list has a name."""

from __future__ import annotations

from generator.model.rules import MARK
from generator.web.controls import is_list
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.entries import YamlEntry

_NAMES = ("名称", "项目名称", "名词", "事由", "三级指标", "标题")
"""The keys by whose value an item of a list is known, the first that has one; a single value is
known by itself."""
_LONGEST = 24
"""So many signs of a name are shown."""


def field_address(root: YamlEntry | None, path: Path) -> Path:
    """The steps of a path as a reader is told them: an item of a list by its name, one without a
    name by its number, counted from 1."""
    return tuple(
        _item_name(root, path[: depth + 1]) if _is_item(path[: depth + 1]) else step
        for depth, step in enumerate(path)
    )


def _is_item(path: Path) -> bool:
    return path[-1].isdecimal() and is_list(path[:-1])


def _item_name(root: YamlEntry | None, path: Path) -> str:
    item = root.at(*path) if root else None
    for named in (item, *(item.find(key) if item else None for key in _NAMES)):
        if named is not None and named.single and named.text.strip() not in ("", MARK):
            return _shortened(named.text.strip())
    return f"第 {int(path[-1]) + 1} 项"


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"


def shortened(address: Path) -> Path:
    """The end of an address, so far that it says of what it is: 年初 alone, or 预算数›年初, does
    not."""
    if address[-2:-1] == ("预算数",):
        return address[-3:]
    return address[-2:]
