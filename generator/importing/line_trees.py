"""Trees of lines by the steps of their paths, and small questions about them and about the entries
of a data file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from generator.importing.evidence import CellSpot
from generator.importing.lines import ASKED, DataLine, code_of
from generator.model.accounts import Accounts
from generator.model.money import OutlayItem
from generator.model.rules import MARK
from generator.reading.amounts import parse_decimal
from generator.yaml_edit.entries import YamlEntry

# Under each name a line, a part, or the text that stands there while no number is known.
Tree = dict[str, "DataLine | str | Tree"]


def put_in(tree: Tree, path: tuple[str, ...], value: DataLine | str) -> None:
    """Put a value at its place in a tree, unless a text comes where something is."""
    for step in path[:-1]:
        inner = tree.setdefault(step, {})
        assert isinstance(inner, dict), path
        tree = inner
    if isinstance(value, DataLine):
        tree[path[-1]] = value
    else:
        tree.setdefault(path[-1], value)


def tree_of(lines: Iterable[DataLine]) -> Tree:
    """Lines by the steps of their paths."""
    tree: Tree = {}
    for line in lines:
        put_in(tree, line.path, line)
    return tree


def part_of(tree: Mapping[str, DataLine | str | Tree], name: str) -> Tree:
    """The part of a name; an empty one where there is none."""
    value = tree.get(name)
    if isinstance(value, dict):
        return value
    return {}


def lines_of(value: DataLine | str | Tree | None) -> list[DataLine]:
    """Every line of a tree."""
    if isinstance(value, dict):
        return [line for inner in value.values() for line in lines_of(inner)]
    if isinstance(value, DataLine):
        return [value]
    return []


def sum_of(value: DataLine | str | Tree | None) -> Decimal:
    """The sum of all lines of a tree."""
    return sum((line.amount for line in lines_of(value)), Decimal(0))


def with_project(name: str, part: Tree) -> Tree:
    """项目支出 of which a workbook tells the 经济科目 and not the projects: a place for the name of
    the project over them; any other part as it is."""
    coded = {key: value for key, value in part.items() if code_of(key)}
    if name != "项目支出" or not coded:
        return part
    return {MARK: coded, **{key: value for key, value in part.items() if key not in coded}}


def answers_by_zero(path: tuple[str, ...], lines: Iterable[DataLine]) -> bool:
    """Whether zeros answer what a file is asked where nothing stands: in most parts that is 0, as
    it is for 外事 and for counts without money; an empty cell says nothing."""
    listed = list(lines)
    # 机关运行经费 is computed, or is none of a 事业单位's: nothing asks for it where it is not there.
    if path[0] not in ASKED or path[0] == "机关运行经费" or any(line.blank for line in listed):
        return False
    if len(path) == 1:
        return True
    amounts = not all(line.counted for line in listed)
    return path[0] == "三公经费" and amounts and "外事" not in path


def range_of(spots: Iterable[CellSpot]) -> str:
    """The first of several cells, and how many they are."""
    unique = list(dict.fromkeys(map(str, spots)))
    if len(unique) == 1:
        return unique[0]
    return f"{unique[0]} 等 {len(unique)} 格"


def order_of(path: tuple[str, ...]) -> list[str]:
    """The names of a part in the order of the data file."""
    model: object = Accounts
    for step in path:
        fields = getattr(model, "model_fields", {})
        model = None
        if step in fields:
            model = fields[step].annotation
        if model is None and path[0] == "支出" and len(path) >= 3:
            return list(OutlayItem.model_fields)
    return list(getattr(model, "model_fields", {}))


def find(entry: YamlEntry | None, *path: str) -> YamlEntry | None:
    """The entry at a path; a 科目 is found by its code, however it is written."""
    for name in path:
        if entry is None:
            return None
        code = code_of(name)
        matching: Iterator[YamlEntry] = (
            inner
            for inner in entry.entries
            if inner.name.strip() == name or (code and code_of(inner.name) == code)
        )
        entry = next(matching, None)
    return entry


def leaves(entry: YamlEntry) -> list[YamlEntry]:
    """Every single value below, and itself when it is one."""
    return [leaf for leaf in (entry, *entry.below()) if leaf.single]


def number_of(entry: YamlEntry) -> Decimal | None:
    """The number that is typed here; None for a text, a blank, a part."""
    if not entry.single:
        return None
    try:
        return parse_decimal(entry.text)
    except ValueError:
        return None


def number_of_place(root: YamlEntry, path: tuple[str, ...]) -> Decimal | None:
    """The number at a place; None where there is none."""
    entry = find(root, *path)
    if entry is None:
        return None
    return number_of(entry)


def waits(entry: YamlEntry) -> bool:
    """Whether a value still has to be typed: blank, or 待填 as juesuan roll writes it."""
    return entry.blank or (entry.single and entry.text.strip().partition("：")[0] == MARK)


def same_kind(entry: YamlEntry, tree: Tree) -> bool:
    """Whether both sides have projects, or both 经济科目. A project without a name yet (待填) is
    not one of those that the workbook names."""
    names = {inner.name.strip() for inner in entry.entries}
    if MARK in names:
        return set(tree) <= names
    kinds = {bool(code_of(name)) for name in names}
    return not kinds or kinds == {bool(code_of(name)) for name in tree}


def before(part: YamlEntry, name: str, path: tuple[str, ...]) -> YamlEntry | None:
    """The entry behind which a new one belongs: codes by their order, names in the order of the
    data file; None for the front."""
    code, order = code_of(name), order_of(path)
    ahead = part.entries
    if code:
        ahead = [inner for inner in ahead if "" < code_of(inner.name) < code]
    elif name in order:
        earlier = order[: order.index(name)]
        ahead = [inner for inner in ahead if inner.name in earlier]
    if not ahead:
        return None
    return ahead[-1]
