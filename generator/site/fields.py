"""The figures for programs: one list of fields, from which the CSV, the JSON, its schema and docs/数据接口.md all come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

VERSION = 1
"""Goes up when a field changes its meaning or disappears; a new field at the end does not change it."""

MAIN, PRINTED = "指标", "明细"
KINDS = ("决算数", "预算数", "年初预算数", "全年预算数", "上年决算数")
_DECIMAL = r"^-?\d+(\.\d+)?$"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it says, and its JSON type as JSON Schema has it."""

    name: str
    meaning: str
    schema: dict[str, Any]


_TEXT: dict[str, Any] = {"type": "string"}
_WORDS: dict[str, Any] = {"type": "string", "minLength": 1}

FIGURE: tuple[Field, ...] = (
    Field("年度", "决算的年度", {"type": "integer", "minimum": 2000}),
    Field("部门", "汇总这个单位的部门；部门自己的数写它自己；没有部门的文件汇总它的，是空的", _TEXT),
    Field("单位", "公开决算的单位（或部门）的全称", _WORDS),
    Field("口径", "单位：只含本单位；部门：汇总的数。两种不能相加", {"enum": ["单位", "部门"]}),
    Field("类别", f"{MAIN}：名称各单位统一，用来比较；{PRINTED}：文档里印出的每一个数", {"enum": [MAIN, PRINTED]}),
    Field("名称", "数的名称", _WORDS),
    Field("数别", f"{MAIN}是哪一种数；{PRINTED}没有。预算数没有分年初、全年的，写“预算数”；口径照该单位的版式", {"enum": [*KINDS, ""]}),
    Field("科目编码", "功能或经济科目的编码（名称里有的）；没有就是空的", {"type": "string", "pattern": r"^\d*$"}),
    Field("数", "精确的数，十进制文字，不四舍五入（百分比除外，取印出的位数）", {"type": "string", "pattern": _DECIMAL}),
    Field("计量单位", "万元、%、个、辆等", _WORDS),
    Field("印出", f"{PRINTED}：文档里印的样子；句子里写“减少”的数不带负号，正负看“数”。{MAIN}：四舍五入后的数", _WORDS),
    Field("位置", f"{PRINTED}：第一次印在文档哪里（节，或附表的名称）", _TEXT),
    Field("编号", f'{PRINTED}：网页版里这个数的标识，即 `<data value="编号">`；{MAIN}没有', _TEXT),
)
"""One figure: a line of figures.csv, an object of figures.json."""

FILE: tuple[Field, ...] = (
    Field("格式", "文件的格式", {"enum": ["pdf", "docx", "html", "xlsx"]}),
    Field("地址", "相对于这个文件所在文件夹的网址，已按百分号编码", _WORDS),
    Field("字节", "文件大小", {"type": "integer", "minimum": 1}),
    Field("SHA-256", "文件的校验值，十六进制", {"type": "string", "pattern": "^[0-9a-f]{64}$"}),
)
UNIT: tuple[Field, ...] = (
    Field("年度", "决算的年度", {"type": "integer", "minimum": 2000}),
    Field("部门", "同上", _TEXT),
    Field("单位", "全称", _WORDS),
    Field("口径", "单位或部门", {"enum": ["单位", "部门"]}),
    Field("公开日期", "年-月-日；数据文件没有写的是空的", {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"}),
    Field("版式", "文档用的版式", _WORDS),
    Field("页面", "这个单位的网页的网址，已按百分号编码", _WORDS),
    Field("文件", "公开的文件", {"type": "array", "items": {"$ref": "#/$defs/文件"}}),
)
"""One unit and year in figures.json."""


def schema() -> dict[str, Any]:
    """The JSON Schema of figures.json."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "决算公开数据接口",
        **_object({"版本": {"const": VERSION}, "单位": _list("单位"), "数": _list("数")}),
        "$defs": {name: _of(fields) for name, fields in (("文件", FILE), ("单位", UNIT), ("数", FIGURE))},
    }


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _of(fields: tuple[Field, ...]) -> dict[str, Any]:
    return _object({one.name: {"description": one.meaning, **one.schema} for one in fields})


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


_ABOUT = """# 数据接口

`juesuan site` 生成的公开专栏里，除了网页和文档，还有给程序用的数，不用从 PDF 里抄：

| 文件 | 内容 |
|---|---|
| `figures.csv` | 全部单位的全部数，一行一个（Excel 可以直接打开） |
| `figures.json` | 同样的数，加上单位和文件的清单 |
| `figures.schema.json` | `figures.json` 的 JSON Schema |
| `units/…/figures.csv`、`units/…/figures.json` | 同样的字段，只有一个单位一个年度 |
| `manifest.json` | 专栏里每个文件的大小和 SHA-256 |

- 接口里的数都是公开文档里印出的数，和文档拿来比较、计算比例的预算数、上年数；文档没有用到的（例如版式不公开的科目交叉），这里也没有。文档与接口不一致的，以文档为准。
- 数一律是十进制**文字**，如 `"1845.83"`，不是浮点数；要计算，请用十进制（Decimal）类型。
- CSV 是 UTF-8（带 BOM），逗号分隔，第一行是字段名。以 `=`、`+`、`-`、`@` 开头的名称前面加一个 `'`，免得 Excel 当成公式；JSON 里照原样。
- 同样的数据文件，生成的每个字节都相同；两次的 `manifest.json` 一样，就是没有变。
- 部门的数是它各单位的数汇总、抵销后的，不要再与单位的数相加：先按“口径”筛选。

按统一的名称比较各单位，用“类别”是“指标”的行，例如“名称”是 `三公经费`、“数别”是 `上年决算数`。
"""


def page() -> str:
    """docs/数据接口.md."""
    lines = [_ABOUT]
    for title, fields in (
        ("一个数（figures.csv 的一行，figures.json 的“数”）", FIGURE),
        ("一个单位一个年度（figures.json 的“单位”）", UNIT),
        ("一个文件（“单位”里的“文件”）", FILE),
    ):
        lines += [f"## {title}", "", "| 字段 | 类型 | 说明 |", "|---|---|---|", *_rows(fields), ""]
    return "\n".join([*lines, f"`figures.json` 最外层另有“版本”，现在是 {VERSION}；字段改了意思或取消，版本加一，在末尾加字段不变。", ""])


def _rows(fields: tuple[Field, ...]) -> Iterator[str]:
    for one in fields:
        yield f"| {one.name} | {_type(one.schema)} | {one.meaning} |"


def _type(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return "、".join(f"`{value}`" if value else "空" for value in schema["enum"])
    return {"integer": "整数", "array": "清单"}.get(schema["type"], "十进制文字" if schema.get("pattern") == _DECIMAL else "文字")
