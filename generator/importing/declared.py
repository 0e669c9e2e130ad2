"""What is known of tables: 对照/*.yaml and a clerk's own mapping file, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.importing.words import names_of, squeezed
from generator.model.money import FUNDS, NATURES, SOURCES
from generator.reading.declarations import read_declarations
from generator.reading.nodes import Mapping as Node
from generator.reading.nodes import Sequence
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


class DeclarationError(Exception):
    """A mapping file is wrong; the text says where and what, in Chinese."""


class Target(Struct, frozen=True):
    """Where a column or line goes. ``keys`` select facts; ``path`` is a place in the data file instead; None of both: it is left out."""

    keys: Keys = field(default_factory=dict)
    path: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    counted: bool = False
    ignored: bool = False
    read: str = ""


class Table(Struct, frozen=True):
    """One declared table."""

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
    unit: str = ""
    note: str = ""
    values: Mapping[str, Target] = field(default_factory=dict)


def load_tables(extra: Path | None = None) -> tuple[Table, ...]:
    """The known tables; those of a clerk's mapping file lie over ours, entry by entry and part by part. Raises DeclarationError."""
    raw: dict[str, tuple[str, Node]] = {}
    for path in (OWN / "财决.yaml", OWN / "公开.yaml"):
        raw.update(
            {str(name): (path.stem, value) for name, value in read_declarations(path).items()}
        )
    for name, value in _own(extra).items() if extra else ():
        if not isinstance(value, Node):
            raise DeclarationError(
                f"{extra}：“{name}”下面应写 前缀、表名、形状、列 等（见 docs/导入对照.md）"
            )
        old = raw.get(str(name))
        raw[str(name)] = ("对照文件", _over(old[1], value) if old else value)
    # The clerk's own come first: of two that fit a sheet equally well, theirs is meant.
    tables = [_table(name, origin, value) for name, (origin, value) in raw.items()]
    return tuple(sorted(tables, key=lambda one: one.origin != "对照文件"))


def _own(path: Path) -> Node:
    root, findings, _ = read_file(path)
    if not isinstance(root, Node) or any(finding.level.value == "错误" for finding in findings):
        told = findings[0] if findings else None
        raise DeclarationError(
            f"对照文件读不懂：{told.place} {told.message}；{told.fix}"
            if told
            else f"对照文件 {path} 里要写“表名: 内容”（见 docs/导入对照.md）"
        )
    return root


def _over(old: Node, new: Node) -> Node:
    merged = Node(old)
    merged.place = new.place
    for key, value in new.items():
        before = merged.get(key)
        if isinstance(before, Node) and isinstance(value, Node):
            value = _over(before, value)
        merged[key] = value
    return merged


def _table(name: str, origin: str, raw: Node) -> Table:
    for key in raw:
        if key not in _ENTRY:
            raise DeclarationError(
                f"{key.place}：“{name}”里不认识“{key}”；可写：{'、'.join(_ENTRY)}"
            )
    shape = str(raw.get("形状", "科目表"))
    if shape not in SHAPES:
        raise DeclarationError(
            f"{raw.place}：“{name}”的形状“{shape}”不对；可写：{'、'.join(SHAPES)}"
        )
    rows, of = raw.get("行"), "功能科目"
    if isinstance(rows, str):
        of, rows = str(rows), None
        if of not in ("功能科目", "经济科目"):
            raise DeclarationError(
                f"{raw.place}：“{name}”的行应为 功能科目 或 经济科目，写的是“{of}”"
            )
    return Table(
        name,
        origin,
        tuple(squeezed(one).upper() for one in _list(raw.get("前缀"))),
        tuple(squeezed(one) for one in _list(raw.get("表名")) or [name]),
        shape,
        _keys(raw.get("账") or Node()),
        _targets(rows, name),
        _targets(raw.get("列"), name),
        _targets(raw.get("合计行"), name),
        of,
        raw.get("各类") == "是",
        raw.get("展开") == "经济科目",
        str(raw.get("单位", "")),
        str(raw.get("说明", "")),
        _targets(raw.get("值"), name),
    )


def _list(value: Any) -> list[str]:
    return (
        [str(one) for one in value]
        if isinstance(value, Sequence)
        else [str(value)]
        if value
        else []
    )


def _targets(raw: Any, table: str) -> Mapping[str, Target]:
    found: dict[str, Target] = {}
    for key, value in raw.items() if isinstance(raw, Node) else ():
        if key == IGNORED:
            found.update(
                {name: Target(ignored=True) for one in _list(value) for name in names_of(one)}
            )
            continue
        target = _target(value, table)
        found.update(dict.fromkeys(names_of(str(key)), target))
    return found


def _target(value: Any, table: str) -> Target:
    if value == IGNORED:
        return Target(ignored=True)
    if not isinstance(value, Node):
        raise DeclarationError(
            f"{value.place}：“{table}”里应写 略，或写去向如 {{类型: 支出, 支出性质: 基本支出}}，写的是“{value}”"
        )
    path = tuple(str(value["填到"]).split("/")) if "填到" in value else ()
    less = tuple(str(value["减去"]).split("/")) if "减去" in value else ()
    read = str(value.get("读作", ""))
    if read and read not in READ_AS:
        raise DeclarationError(
            f"{value.place}：“{table}”里 读作 不能是“{read}”；可写：{'、'.join(READ_AS)}"
        )
    return Target(_keys(value), path, less, value.get("单位") == "个", read=read)


def _keys(raw: Node) -> Keys:
    found: dict[str, tuple[str, ...]] = {}
    for key, value in raw.items():
        if key not in _KEYS:
            raise DeclarationError(f"{key.place}：不认识“{key}”；可写：{'、'.join(_KEYS)}")
        if key in ("填到", "减去", "单位", "读作"):
            continue
        values: list[str] = []
        for one in _list(value):
            meant = _SHORT.get((str(key), one), (one,))
            if key in _VALUES and not set(meant) <= set(_VALUES[str(key)]):
                raise DeclarationError(
                    f"{key.place}：{key} 不能是“{one}”；可写：{'、'.join(_VALUES[str(key)])}"
                )
            values += meant
        found[str(key)] = tuple(values)
    return found
