"""The YAML files of a form, each with what may stand in it. A form holds only what differs, so nothing is asked for here that the forms above may give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.forms.schema import Check, Path, either, filled, keys, list_of, matching, named, number, one_of, refuse, whole, words

MAIN = "版式.yaml"
LOOKS = "版面.yaml"
TABLES = "附表.yaml"
CHARTS = "图.yaml"
GLOSSARY = "名词.yaml"
SENTENCES = "句子.yaml"
UNDRAWN = "不要"
"""What 图.yaml says of a chart of the form above that is left out; it becomes the chart's 类型."""
CSS = "样式.css"
STYLES = "样式.docx"

_year = whole(1990, 2100)
_texts = list_of(filled)
_years = keys({"起": _year, "止": _year})

_MAIN = keys(
    {
        "名称": filled,
        "说明": words,
        "继承": words,
        "适用年度": _years,
        "封面": filled,
        "目录": filled,
        "部分": list_of(filled, 1),
        "附表": list_of(either(filled, keys({"表": filled, "起": _year, "止": _year}, ["表"]))),
        "表号": words,
        "编号": named(words),
        "图题写法": named(words),
        "续表": words,
        "无上年写法": words,
        "设置": named(keys({"默认": words, "可选": list_of(filled, 1), "说明": words})),
        "自填": named(either(words, keys({}, more=True))),
    }
)

# A class in CSS, and the name of a style in Word.
_role = matching(r"[^\W\d][\w-]*", "角色的名称只能用汉字、字母、数字、- 和 _，不能以数字开头")
_font = matching(r"[\w （）()./·-]+", "字体的名称只能用汉字、字母、数字、空格和 -_.()")
_colour = matching(r"#[0-9A-Fa-f]{6}", "颜色要写成 “#1f4e79” 的样子（加引号）")
_points = number(0, 800)
_side = number(0, 200)
_LOOKS = keys(
    {
        "纸张": keys({"宽": number(50, 1000), "高": number(50, 1000), "上": _side, "下": _side, "订口": _side, "切口": _side}),
        "字体": named(keys({"Word": _font, "依次": list_of(_font, 1, 50)}), _font),
        "角色": named(
            keys(
                {
                    "字体": filled,
                    "字号": filled,
                    "行距": number(1, 400),
                    "首行缩进": number(0, 40),
                    "对齐": one_of("左", "中", "右", "两端"),
                    "加粗": one_of("是", "否"),
                    "段前": _points,
                    "段后": _points,
                }
            ),
            _role,
        ),
        "颜色": list_of(_colour, 2, 100),
    }
)

_filter = named(either(filled, list_of(filled, 1)))
_number = either(words, list_of(words))


def _column(node: Any, path: Path) -> None:
    keys(
        {
            "题": words,
            "下": list_of(_column),
            "筛选": _filter,
            "加": list_of(_filter),
            "减": list_of(_filter),
            "未填则": keys({"加": list_of(_filter), "减": list_of(_filter)}, more=True),
            "数": words,
        },
        ["题"],
        more=True,  # the shapes know which keys a column of theirs has
    )(node, path)


_columns = list_of(_column, 1, 200)
_line = keys({"题": words, "数": _number, "缩进": words, "合计": words}, ["题"], more=True)
_total = keys({"左": _line, "右": _line, "题": words, "数": words, "跨": words}, more=True)
_group = keys({"题": words, "列": list_of(words, 1, 50), "行": list_of(_line)}, ["列", "行"], more=True)


def _groups(node: Any, path: Path) -> None:
    """并列表: lists of codes; 项目表: titles, columns, lines."""
    listed = isinstance(node, list) and any(isinstance(one, list) for one in node)
    list_of(list_of(filled) if listed else _group, 1, 6)(node, path)


_TABLE = keys(
    {
        **dict.fromkeys(("编号", "标题", "方向", "左上", "右上", "注", "空表说明", "行", "展开", "项目行", "合计行", "栏次"), words),
        **dict.fromkeys(("每页列数", "行次", "左题", "右题", "款"), words),
        "形状": filled,
        "行题": keys({"总": words, "编码": words, "名称": words}, more=True),
        "范围": _filter,
        "列": _columns,
        "左列": _columns,
        "右列": _columns,
        "左": list_of(_line),
        "底": list_of(_total),
        "不列": _texts,
        "列题": list_of(words, 3, 3),
        "组": _groups,
    },
    more=True,
)

_series = list_of(keys({"名称": filled, "数": list_of(filled, 1)}, ["名称", "数"]), 1, 20)
_CHART = keys({"题": filled, "类型": filled, "类别": list_of(filled, 1, 50), "各项": filled, "系列": _series})

_terms = list_of(keys({"名词": filled, "需要": filled, "释义": filled}, ["名词", "需要", "释义"]))
_GLOSSARY = keys({"不要": list_of(filled), "开头": _terms, "结尾": _terms, "项": named(filled), "通用": named(filled)})


def _sentence(node: Any, path: Path) -> None:
    if not isinstance(node, str) or not node.strip():
        refuse(node, path, f"{'是空的' if not node else '应是一句话'}；不要这一句，写 不写")


FILES: Mapping[str, Check] = {
    MAIN: _MAIN,
    LOOKS: _LOOKS,
    TABLES: named(_TABLE),
    CHARTS: named(either(one_of(UNDRAWN), _CHART)),
    GLOSSARY: _GLOSSARY,
    SENTENCES: named(_sentence),
}
"""The YAML files by name."""
