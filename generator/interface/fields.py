"""The figures for programs: one list of their fields.

The CSV, the JSON, its schema and docs/数据接口.md all come from it.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

PUBLISHED = ("pdf", "docx", "xlsx", "html")
"""What a site offers of each unit, in that order."""
VERSION = 2
"""Goes up when a field changes its meaning or disappears, not for a new field at the end."""

KINDS = ("决算数", "预算数", "年初预算数", "全年预算数", "上年决算数")
_DECIMAL = r"^-?\d+(\.\d+)?$"
_SHA = "^[0-9a-f]{64}$"


JsonSchema: TypeAlias = dict[str, object]


class InterfaceField(Struct, frozen=True):
    """One field: its name, what it says, and its JSON type as JSON Schema has it."""

    name: str
    meaning: str
    schema: JsonSchema


_TEXT: JsonSchema = {"type": "string"}
_WORDS: JsonSchema = {"type": "string", "minLength": 1}

_KEY = InterfaceField("标识", "一个单位一个年度，即它数据文件的名称；各表凭它相连", _WORDS)
UNIT = (
    _KEY,
    InterfaceField("年度", "决算的年度", {"type": "integer", "minimum": 2000}),
    InterfaceField("单位", "公开决算的单位（或部门）的全称", _WORDS),
    InterfaceField("简称", "没有就是空的", _TEXT),
    InterfaceField(
        "口径", "单位：只含本单位；部门：汇总、抵销后的数。两种不能相加", {"enum": ["单位", "部门"]}
    ),
    InterfaceField("性质", "行政单位、参公事业单位、事业单位", _WORDS),
    InterfaceField(
        "公开日期",
        "年-月-日；数据文件没有写的是空的",
        {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"},
    ),
    InterfaceField("版式", "文档用的版式", _WORDS),
)
"""Who a unit is in one year."""
LISTED: tuple[InterfaceField, ...] = (
    *UNIT,
    InterfaceField(
        "部门", "汇总这个单位的部门；部门自己的写它自己；没有部门的文件汇总它的，是空的", _TEXT
    ),
    InterfaceField("页面", "这个单位的网页", _WORDS),
    InterfaceField(
        "指标", "它的 figures.json；同一文件夹里另有 figures.csv、details.json、details.csv", _WORDS
    ),
    InterfaceField(
        "SHA-256",
        "它的 figures.json 的校验值：没有变，这个单位的数和文档就都没有变",
        {"type": "string", "pattern": _SHA},
    ),
)
"""One unit and year in units.json and units.csv."""
OWN: tuple[InterfaceField, ...] = (
    *UNIT,
    InterfaceField(
        "文件", "公开的文件", {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/文件"}}
    ),
)
"""The unit in its own figures.json."""
FILE: tuple[InterfaceField, ...] = (
    InterfaceField("格式", "文件的格式", {"enum": sorted(PUBLISHED)}),
    InterfaceField("地址", "网址，相对于这个 figures.json 所在的文件夹，已按百分号编码", _WORDS),
    InterfaceField("字节", "文件大小", {"type": "integer", "minimum": 1}),
    InterfaceField("SHA-256", "文件的校验值，十六进制", {"type": "string", "pattern": _SHA}),
)
_VALUE = (
    InterfaceField(
        "科目编码",
        "名称里的功能或经济科目编码；没有就是空的",
        {"type": "string", "pattern": r"^\d*$"},
    ),
    InterfaceField(
        "数",
        "精确的数，不四舍五入（百分比除外，取印出的位数）",
        {"type": "string", "pattern": _DECIMAL},
    ),
    InterfaceField("计量单位", "万元、%、个、辆等", _WORDS),
)
MAIN: tuple[InterfaceField, ...] = (
    InterfaceField("名称", "指标的名称，各单位统一", _WORDS),
    InterfaceField(
        "数别",
        "哪一种数。预算数没有分年初、全年的，写“预算数”；口径照该单位的版式",
        {"enum": list(KINDS)},
    ),
    *_VALUE,
    InterfaceField("印出", "四舍五入后的数", _WORDS),
)
"""A figure under a name that all units share."""
DETAIL: tuple[InterfaceField, ...] = (
    InterfaceField("编号", '网页版里这个数的标识，即 `<data value="编号">`', _WORDS),
    InterfaceField("名称", "数的名称", _WORDS),
    *_VALUE,
    InterfaceField("印出", "文档里印的样子；句子里写“减少”的数不带负号，正负看“数”", _WORDS),
)
"""A printed number; the JSON has them under the place where they are printed."""
PLACE = InterfaceField("位置", "第一次印在文档哪里（节，或附表的名称）", _TEXT)

_CELLS = {"type": "array", "items": {"$ref": "#/$defs/格"}}
TABLE: tuple[InterfaceField, ...] = (
    InterfaceField("名称", "附表的名称", _WORDS),
    InterfaceField("编号", "公开01表等；没有就是空的", _TEXT),
    InterfaceField("左上", "表左上的一行，如“部门：某某局”", _TEXT),
    InterfaceField("右上", "表右上的一行，如“单位：万元”", _TEXT),
    InterfaceField("列数", "这张表有几列", {"type": "integer", "minimum": 1}),
    InterfaceField("表头", "表头的各行，一行是各格的清单", {"type": "array", "items": _CELLS}),
    InterfaceField("表体", "表体的各行，一行是各格的清单", {"type": "array", "items": _CELLS}),
)
"""A table of the document, as the PDF has it attached."""
CELL: tuple[InterfaceField, ...] = (
    InterfaceField("文字", "格里的文字", _TEXT),
    InterfaceField(
        "数", "格里的数，精确的；印成空白的 0 也在", {"type": "string", "pattern": _DECIMAL}
    ),
    InterfaceField("跨列", "占几列，1 不写", {"type": "integer", "minimum": 2}),
    InterfaceField("跨行", "占几行，1 不写", {"type": "integer", "minimum": 2}),
)
"""A cell that is more than a text."""

CSV: dict[str, tuple[InterfaceField, ...]] = {
    "units.csv": LISTED,
    "figures.csv": (_KEY, *MAIN),
    "details.csv": (_KEY, *DETAIL, PLACE),
}
"""The columns of each kind of CSV file."""


def names(fields: tuple[InterfaceField, ...]) -> tuple[str, ...]:
    """The names of fields, in their order."""
    return tuple(field.name for field in fields)


def schema() -> JsonSchema:
    """The JSON Schema of the JSON files; under $defs also a line of each CSV."""
    version = {"版本": {"const": VERSION}}
    place = (PLACE, InterfaceField("数", "印在这里的数", _list("明细")))
    head = _properties(UNIT[:3])
    kinds = {
        "units.json": _object({**version, "单位": _list("清单")}),
        "figures.json": _object(
            {**version, "单位": {"$ref": "#/$defs/单位"}, "指标": _list("指标")}
        ),
        "details.json": _object({**version, **head, "明细": _list("位置")}),
        "juesuan.json": _object(
            {
                **version,
                "单位": {"$ref": "#/$defs/身份"},
                "指标": _list("指标"),
                "明细": _list("位置"),
                "附表": _list("附表"),
            }
        ),
    }
    parts = (
        ("清单", LISTED),
        ("单位", OWN),
        ("文件", FILE),
        ("指标", MAIN),
        ("位置", place),
        ("明细", DETAIL),
        ("身份", UNIT),
        ("附表", TABLE),
    )
    cell = {**_of(CELL), "required": []}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "决算公开数据接口",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds],
        "$defs": {
            **kinds,
            **{name: _of(fields) for name, fields in parts},
            "格": {"oneOf": [_TEXT, cell]},
            **{f"{name} 的一行": _of(fields) for name, fields in CSV.items()},
        },
    }


def _list(name: str) -> JsonSchema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _of(fields: tuple[InterfaceField, ...]) -> JsonSchema:
    return _object(_properties(fields))


def _properties(fields: tuple[InterfaceField, ...]) -> JsonSchema:
    return {field.name: {"description": field.meaning, **field.schema} for field in fields}


def _object(properties: JsonSchema) -> JsonSchema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
