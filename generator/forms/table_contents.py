"""What may stand in a table of 附表.yaml: the keys of each shape, and what each may be."""

from __future__ import annotations

from collections.abc import Mapping

from generator.forms.schema import (
    Check,
    Path,
    either,
    filled,
    integer,
    keys,
    list_of,
    mapping_at,
    matching,
    one_of,
    refuse,
    text,
)
from generator.model.money import FUNDS, NATURES, SOURCES
from generator.reading.nodes import Node

_yes_no = one_of("是", "否")


def _values(*options: str) -> Check:
    return either(one_of(*options), list_of(one_of(*options), 1))


_filter = keys(
    {
        "类型": _values("收入", "支出", "年初结转和结余", "年末结转和结余"),
        "资金": _values(*FUNDS),
        "来源": _values(*SOURCES),
        "支出性质": _values(*NATURES),
    }
)
_added: dict[str, Check] = {"加": list_of(_filter), "减": list_of(_filter)}
_expressions = either(text, list_of(text))


def _column(node: Node, path: Path) -> None:
    otherwise = keys(_added, ["加"])
    known = {"题": text, "下": list_of(_column), "筛选": _filter, "未填则": otherwise, "数": text}
    column = mapping_at(node, path)
    keys({**known, **_added}, ["题"])(column, path)
    if "加" in column and "筛选" in column:
        refuse(node, path, "“筛选”和“加”只写一样：一个筛选写“筛选”，几个相加的写“加”")
    if "减" in column and "加" not in column:
        refuse(node, path, "写了“减”，没有写“加”")


_columns = list_of(_column, 1, 200)
_codes = list_of(matching("[0-9]+", '要写成编码，如 "231"'))
_item: dict[str, Check] = {"题": text, "数": _expressions, "缩进": integer(0, 20)}
_line = keys({**_item, "合计": _yes_no}, ["题", "数"])
_items = list_of(keys(_item, ["题"]))
_group = keys({"题": text, "列": list_of(text, 1, 50), "行": _items}, ["列", "行"])
_ALL_TABLES: dict[str, Check] = {
    **dict.fromkeys(("编号", "标题", "形状", "左上", "右上", "注", "空表说明"), text),
    "方向": one_of("横向", "纵向"),
}
SHAPES: Mapping[str, Check] = {
    "科目表": keys(
        {
            **_ALL_TABLES,
            "行": one_of("功能科目", "经济科目"),
            "行题": keys({"总": text, "编码": text, "名称": text}),
            "范围": _filter,
            "列": _columns,
            "展开": one_of("类", "款"),
            "项目行": _yes_no,
            "合计行": one_of("首", "末"),
            "栏次": _yes_no,
            "每页列数": integer(1, 10_000),
        },
        ["列"],
    ),
    "对照表": keys(
        {
            **_ALL_TABLES,
            "范围": _filter,
            "左": list_of(_line),
            "左列": list_of(_column, 1, 1),
            "右列": _columns,
            "底": list_of(keys({"左": _line, "右": _line})),
            "行次": _yes_no,
            "栏次": _yes_no,
            "左题": text,
            "右题": text,
            "不列": _codes,
        },
        ["左", "右列", "底"],
    ),
    "并列表": keys(
        {
            **_ALL_TABLES,
            "范围": _filter,
            "组": list_of(list_of(filled), 1, 6),
            "列题": list_of(text, 3, 3),
            "款": one_of("有数", "全部"),
            "不列": _codes,
            "底": list_of(keys({"题": text, "数": text, "跨": integer(1, 20)}, ["题", "数"])),
        },
        ["组", "底"],
    ),
    "单行表": keys({**_ALL_TABLES, "列": _columns, "栏次": _yes_no}, ["列"]),
    "项目表": keys({**_ALL_TABLES, "组": list_of(_group, 1, 6), "行次": _yes_no}, ["组"]),
}


def check_table(node: Node, path: Path) -> None:
    """A table of 附表.yaml, with what holds for every table (各表). Raises FormError."""
    table = mapping_at(node, path)
    keys({"形状": one_of(*SHAPES)}, ["形状"], extra=True)(table, path)
    SHAPES[table["形状"]](table, path)
