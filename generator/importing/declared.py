"""What is known of tables: 对照/*.yaml and a clerk's own mapping file, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from generator.findings.place import has_errors
from generator.importing.words import names_of, squeezed
from generator.model.money import FUNDS, NATURES, SOURCES
from generator.reading.declarations import read_declarations
from generator.reading.nodes import MappingNode, Scalar, SequenceNode
from generator.repair.reader import read_file

OWN = Path(__file__).parent / "对照"
SHAPES = ("科目表", "项目表", "单行表", "清单", "不读")
READ_AS = ("功能科目", "经济科目", "资金", "支出性质", "项目")
IGNORED = "略"
KINDS = ("支出", "收入", "年初结转和结余", "年末结转和结余")
MEASURES = ("决算", "预算", "年初", "全年")
FISCAL_SOURCES = SOURCES[:3]
_VALUES: Mapping[str, tuple[str, ...]] = {
    "类型": KINDS,
    "资金": FUNDS,
    "来源": SOURCES,
    "支出性质": NATURES,
    "数": MEASURES,
}
_SHORT: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("来源", "财政拨款收入"): FISCAL_SOURCES,
    ("资金", "财政拨款"): FUNDS[:3],
}
_KEYS = (*_VALUES, "功能科目", "经济科目", "填到", "减去", "单位", "读作")
_ENTRY = ("前缀", "表名", "形状", "账", "行", "列", "合计行", "各类", "展开", "值", "说明", "单位")

Keys = Mapping[str, tuple[str, ...]]


class TableDeclarationError(Exception):
    """A mapping file is wrong; the text says where and what, in Chinese."""


class Target(Struct, frozen=True):
    """Where a column or line goes: to the facts that ``keys`` select, or to a place of the file.

    ``path`` is a place in the data file, ``less`` one whose number is taken off it; ``counted``
    numbers count things; what is ``ignored`` is left out.
    """

    keys: Keys = field(default_factory=dict)
    path: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    counted: bool = False
    ignored: bool = False
    read: str = ""


class KnownTable(Struct, frozen=True):
    """One table of importing/对照/*.yaml: its names, and what its columns and lines mean."""

    name: str
    origin: str
    prefixes: tuple[str, ...]
    titles: tuple[str, ...]
    shape: str
    book: Keys
    rows: Mapping[str, Target]
    columns: Mapping[str, Target]
    sums: Mapping[str, Target]
    of: str = "功能科目"
    classes: bool = False
    spread: bool = False
    money_unit: str = ""
    note: str = ""
    values: Mapping[str, Target] = field(default_factory=dict)


def load_tables(extra: Path | None = None) -> tuple[KnownTable, ...]:
    """The known tables, and those of a clerk's mapping file, which lie over them part by part.

    Raises TableDeclarationError.
    """
    raw: dict[str, tuple[str, MappingNode]] = {}
    for path in (OWN / "财决.yaml", OWN / "公开.yaml"):
        raw.update(
            {str(name): (path.stem, value) for name, value in read_declarations(path).items()}
        )
    declared = _declared_by_clerk(extra) if extra else MappingNode()
    for name, value in declared.items():
        if not isinstance(value, MappingNode):
            raise TableDeclarationError(
                f"{extra}：“{name}”下面应写 前缀、表名、形状、列 等（见 docs/导入对照.md）"
            )
        if str(name) in raw:
            _, known_table = raw[str(name)]
            value = _over(known_table, value)
        raw[str(name)] = ("对照文件", value)
    # The clerk's own come first: of two that fit a sheet equally well, theirs is meant.
    tables = [_table(name, origin, value) for name, (origin, value) in raw.items()]
    return tuple(sorted(tables, key=lambda table: table.origin != "对照文件"))


def _declared_by_clerk(path: Path) -> MappingNode:
    """The root of a mapping file. Raises TableDeclarationError where it cannot be read."""
    root, findings, _ = read_file(path)
    if isinstance(root, MappingNode) and not has_errors(findings):
        return root
    if not findings:
        raise TableDeclarationError(f"对照文件 {path} 里要写“表名: 内容”（见 docs/导入对照.md）")
    first = findings[0]
    raise TableDeclarationError(f"对照文件读不懂：{first.place} {first.message}；{first.fix}")


def _over(old: MappingNode, new: MappingNode) -> MappingNode:
    """A declaration over another: its entries win, key by key."""
    merged = MappingNode(old)
    merged.place = new.place
    for key, value in new.items():
        before = merged.get(key)
        if isinstance(before, MappingNode) and isinstance(value, MappingNode):
            value = _over(before, value)
        merged[key] = value
    return merged


def _table(name: str, origin: str, raw: MappingNode) -> KnownTable:
    """A table as declared. Raises TableDeclarationError."""
    for key in raw:
        if key not in _ENTRY:
            raise TableDeclarationError(
                f"{key.place}：“{name}”里不认识“{key}”；可写：{'、'.join(_ENTRY)}"
            )
    shape = str(raw.get("形状", "科目表"))
    if shape not in SHAPES:
        raise TableDeclarationError(
            f"{raw.place}：“{name}”的形状“{shape}”不对；可写：{'、'.join(SHAPES)}"
        )
    rows, of = raw.get("行"), "功能科目"
    if isinstance(rows, str):
        of, rows = str(rows), None
        if of not in ("功能科目", "经济科目"):
            raise TableDeclarationError(
                f"{raw.place}：“{name}”的行应为 功能科目 或 经济科目，写的是“{of}”"
            )
    return KnownTable(
        name,
        origin,
        tuple(squeezed(prefix).upper() for prefix in _list(raw.get("前缀"))),
        tuple(squeezed(title) for title in _list(raw.get("表名")) or [name]),
        shape,
        _keys(raw.get("账") or MappingNode()),
        _targets(rows, name),
        _targets(raw.get("列"), name),
        _targets(raw.get("合计行"), name),
        of,
        classes=raw.get("各类") == "是",
        spread=raw.get("展开") == "经济科目",
        money_unit=str(raw.get("单位", "")),
        note=str(raw.get("说明", "")),
        values=_targets(raw.get("值"), name),
    )


def _list(value: object) -> list[str]:
    """The texts of a list, or of a single value; none of nothing."""
    if not value:
        return []
    if isinstance(value, SequenceNode):
        return [str(item) for item in value]
    return [str(value)]


def _targets(raw: object, table: str) -> Mapping[str, Target]:
    """The targets that a part of a declaration gives to columns, or to lines, by their names."""
    targets: dict[str, Target] = {}
    if not isinstance(raw, MappingNode):
        return targets
    for key, value in raw.items():
        if key == IGNORED:
            names = [name for spelling in _list(value) for name in names_of(spelling)]
            targets.update(dict.fromkeys(names, Target(ignored=True)))
        else:
            targets.update(dict.fromkeys(names_of(str(key)), _target(value, table)))
    return targets


def _target(value: Scalar | MappingNode | SequenceNode, table: str) -> Target:
    """The target of a column or a line. Raises TableDeclarationError."""
    if value == IGNORED:
        return Target(ignored=True)
    if not isinstance(value, MappingNode):
        raise TableDeclarationError(
            f"{value.place}：“{table}”里应写 略，"
            f"或写去向如 {{类型: 支出, 支出性质: 基本支出}}，写的是“{value}”"
        )
    read = str(value.get("读作", ""))
    if read and read not in READ_AS:
        raise TableDeclarationError(
            f"{value.place}：“{table}”里 读作 不能是“{read}”；可写：{'、'.join(READ_AS)}"
        )
    path, less = _path(value, "填到"), _path(value, "减去")
    return Target(_keys(value), path, less, value.get("单位") == "个", read=read)


def _path(target: MappingNode, key: str) -> tuple[str, ...]:
    """A place of the data file that a target names: 三公经费/公务接待费; () for none."""
    if key not in target:
        return ()
    return tuple(str(target[key]).split("/"))


def _keys(raw: MappingNode) -> Keys:
    """The keys that a declaration gives to amounts. Raises TableDeclarationError."""
    keys: dict[str, tuple[str, ...]] = {}
    for key, value in raw.items():
        if key not in _KEYS:
            raise TableDeclarationError(f"{key.place}：不认识“{key}”；可写：{'、'.join(_KEYS)}")
        if key in ("填到", "减去", "单位", "读作"):
            continue
        values: list[str] = []
        for text in _list(value):
            intended = _SHORT.get((str(key), text), (text,))
            if key in _VALUES and not set(intended) <= set(_VALUES[str(key)]):
                raise TableDeclarationError(
                    f"{key.place}：{key} 不能是“{text}”；可写：{'、'.join(_VALUES[str(key)])}"
                )
            values += intended
        keys[str(key)] = tuple(values)
    return keys
