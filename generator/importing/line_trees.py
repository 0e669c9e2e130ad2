"""Trees of lines by the steps of their paths, and small questions about them and about the entries
of a data file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from generator.importing.evidence import Spot
from generator.importing.lines import Line, code_of
from generator.model.accounts import Accounts
from generator.model.money import OutlayItem
from generator.model.rules import MARK
from generator.reading.amounts import parse_decimal
from generator.yaml_edit.entries import Entry

# Under each name a line, a part, or the text that stands there while no number is known.
Tree = dict[str, "Line | str | Tree"]


def put_in(tree: Tree, path: tuple[str, ...], value: Line | str) -> None:
    """Put a value at its place in a tree, unless a text comes where something is."""
    for step in path[:-1]:
        inner = tree.setdefault(step, {})
        assert isinstance(inner, dict), path
        tree = inner
    tree[path[-1]] = value if isinstance(value, Line) else tree.get(path[-1], value)


def tree_of(lines: Iterable[Line]) -> Tree:
    """Lines by the steps of their paths."""
    tree: Tree = {}
    for line in lines:
        put_in(tree, line.path, line)
    return tree


def part_of(tree: Mapping[str, Line | str | Tree], name: str) -> Tree:
    """The part of a name; an empty one where there is none."""
    value = tree.get(name)
    return value if isinstance(value, dict) else {}


def lines_of(value: Line | str | Tree | None) -> list[Line]:
    """Every line of a tree."""
    if isinstance(value, dict):
        return [line for inner in value.values() for line in lines_of(inner)]
    return [value] if isinstance(value, Line) else []


def sum_of(value: Line | str | Tree | None) -> Decimal:
    """The sum of all lines of a tree."""
    return sum((line.amount for line in lines_of(value)), Decimal(0))


def with_project(name: str, part: Tree) -> Tree:
    """项目支出 of which a workbook tells the 经济科目 and not the projects: a place for the name of
    the project over them; any other part as it is."""
    coded = {key: value for key, value in part.items() if code_of(key)}
    if name != "项目支出" or not coded:
        return part
    return {MARK: coded, **{key: value for key, value in part.items() if key not in coded}}


def range_of(spots: Iterable[Spot]) -> str:
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


def find(entry: Entry | None, *path: str) -> Entry | None:
    """The entry at a path; a 科目 is found by its code, however it is written."""
    for name in path:
        code = code_of(name)
        among: Iterator[Entry] = (
            inner
            for inner in (entry.entries if entry else ())
            if inner.name.strip() == name or (code and code_of(inner.name) == code)
        )
        entry = next(among, None)
    return entry


def leaves(entry: Entry) -> list[Entry]:
    """Every single value below, and itself when it is one."""
    return [leaf for leaf in (entry, *entry.below()) if leaf.single]


def number_of(entry: Entry) -> Decimal | None:
    """The number that is typed here; None for a text, a blank, a part."""
    try:
        return parse_decimal(entry.text) if entry.single else None
    except ValueError:
        return None


def waits(entry: Entry) -> bool:
    """Whether a value still has to be typed: blank, or 待填 as juesuan roll writes it."""
    return entry.blank or (entry.single and entry.text.strip().partition("：")[0] == MARK)


def same_kind(entry: Entry, tree: Tree) -> bool:
    """Whether both sides have projects, or both 经济科目. A project without a name yet (待填) is
    not one of those that the workbook names."""
    names = {inner.name.strip() for inner in entry.entries}
    if MARK in names:
        return set(tree) <= names
    kinds = {bool(code_of(name)) for name in names}
    return not kinds or kinds == {bool(code_of(name)) for name in tree}


def before(part: Entry, name: str, path: tuple[str, ...]) -> Entry | None:
    """The entry behind which a new one belongs: codes by their order, names in the order of the
    data file; None for the front."""
    code, order = code_of(name), order_of(path)
    ahead = part.entries
    if code:
        ahead = [inner for inner in ahead if "" < code_of(inner.name) < code]
    elif name in order:
        earlier = order[: order.index(name)]
        ahead = [inner for inner in ahead if inner.name in earlier]
    return ahead[-1] if ahead else None
