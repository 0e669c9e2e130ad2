"""What a text of a data file has at a path: as it is typed, and as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import yaml

from generator.reading.nodes import MappingNode, Node, Scalar
from generator.yaml_edit.by_path import Path
from generator.yaml_edit.entries import YamlEntry, read_entries


class UnreadableTextError(Exception):
    """The file cannot be read, or is no YAML that can be edited by path; says why, in Chinese."""


def reads_as(root: Node | None, path: Path, value: str) -> bool:
    """Whether the file reads as having a value at a path; blanks at the ends do not count."""
    here = node_of(root, path)
    wanted = "\n".join(line.rstrip() for line in value.splitlines()).strip()
    if not isinstance(here, Scalar):
        return False
    return "\n".join(line.rstrip() for line in str(here).splitlines()).strip() == wanted


def node_of(root: Node | None, path: Path) -> Node | None:
    """What the file reads as at a path; None where it has nothing there."""
    here = root
    for step in path:
        if isinstance(here, MappingNode):
            keys = {str(key).strip(): key for key in here}
            here = here.get(keys.get(step, step))
        elif isinstance(here, Sequence) and not isinstance(here, str) and step.isdecimal():
            here = here[int(step)] if int(step) < len(here) else None
        else:
            return None
    return here


_TEXTS = 8
"""So many texts are remembered: what is typed next is held against the last one."""


@lru_cache(maxsize=_TEXTS)
def _entries(text: str) -> YamlEntry:
    return read_entries(text)


def entries_of(text: str) -> YamlEntry:
    """A text as a tree of entries, shared with others who read the same text: none may change it.
    Raises UnreadableTextError where it is no YAML."""
    try:
        return _entries(text)
    except yaml.YAMLError as error:
        raise UnreadableTextError("文件里有笔误，读不成表格") from error


def typed_at(root: YamlEntry | None, path: Path) -> str:
    """What stands at a path, as one text; "" where nothing does."""
    entry = root.at(*path) if root else None
    if entry is None:
        return ""
    if entry.single:
        return entry.text.strip()
    return "、".join(part.name for part in entry.entries)


def is_steady(then: YamlEntry, now: YamlEntry, path: Path) -> bool:
    """Whether the lists on the way to a place have as many items as they had: an item's number
    means the same one then."""
    for depth, step in enumerate(path):
        old, new = then.at(*path[:depth]), now.at(*path[:depth])
        if not step.isdecimal() or not (old and old.listed):
            continue
        if (len(old.entries) if old else 0) != (len(new.entries) if new else 0):
            return False
    return True


def differences(before: str, after: str) -> list[Path]:
    """Where two texts of a file differ in what they say, in order; none where they do not, or one
    is no YAML. What only one of them has counts by its values."""
    try:
        return list(_differences(read_entries(before), read_entries(after), ()))
    except yaml.YAMLError:
        return []


def _differences(old: YamlEntry, new: YamlEntry, path: Path) -> Iterator[Path]:
    if old.single and new.single:
        if old.text != new.text:
            yield path
        return
    if old.single or new.single:
        yield from _values(new if old.single else old, path)
        return
    if old.listed and new.listed and len(old.entries) != len(new.entries):
        yield from _differences_of_lists(old, new, path)
        return
    names = dict.fromkeys(entry.name.strip() for entry in (*old.entries, *new.entries))
    for name in names:
        left, right = old.find(name), new.find(name)
        if left is not None and right is not None:
            yield from _differences(left, right, (*path, name))
        elif left is not None:
            yield from _values(left, (*path, name))
        elif right is not None:
            yield from _values(right, (*path, name))


def _differences_of_lists(old: YamlEntry, new: YamlEntry, path: Path) -> Iterator[Path]:
    """The items that came or went: those behind them have other numbers, and are the same."""
    shorter, longer = sorted((old.entries, new.entries), key=len)
    before = 0
    while before < len(shorter) and _are_same(shorter[before], longer[before]):
        before += 1
    behind = 0
    while behind < len(shorter) - before and _are_same(shorter[-1 - behind], longer[-1 - behind]):
        behind += 1
    for number in range(before, len(longer) - behind):
        yield (*path, str(number))


def _are_same(left: YamlEntry, item: YamlEntry) -> bool:
    return next(_differences(left, item, ()), None) is None


def _values(entry: YamlEntry, path: Path) -> Iterator[Path]:
    """The paths of the values of an entry; its own where it has none."""
    if entry.single or not entry.entries:
        yield path
    for part in entry.entries:
        yield from _values(part, (*path, part.name.strip()))
