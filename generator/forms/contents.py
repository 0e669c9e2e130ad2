"""The YAML files of a form, each with what may stand in it: held against a file as it lies over those of the forms above.

pydantic, which reads data files, would take half as much again (24 classes, 148 statements instead of 98) and a twentieth of the time of a check to build
them (55 ms; these checks take 2 ms).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.forms.numbering import LEVELS, caption_names
from generator.forms.schema import Check, Path, either, filled, keys, list_of, matching, named, number, one_of, refuse, whole, words
from generator.forms.settings import ANSWERS
from generator.forms.styles import NEEDED as ROLES
from generator.forms.styles import SIDES, SIZES
from generator.model.money import FUNDS, NATURES, SOURCES

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

EVERY = "各表"
"""The entry of 附表.yaml that holds for every table unless the table says otherwise."""
KINDS = ("文字", "金额", "个数", "百分数")
"""What a clerk can be asked for under 自填."""

_year = whole(1990, 2100)
_yes_no = one_of("是", "否")


def _years(node: Any, path: Path) -> None:
    keys({"起": _year, "止": _year}, ["起", "止"])(node, path)
    if int(node["起"]) > int(node["止"]):
        refuse(node, path, f"起（{node['起']}）在止（{node['止']}）之后")


def _caption(node: Any, path: Path) -> None:
    words(node, path)
    wrong = caption_names(node)
    if wrong:
        refuse(node, path, f"不能用 {{{wrong[0]}}}；可用：{{序号}}、{{题}}、{{类型}}")


def _settings(node: Any, path: Path) -> None:
    named(keys({"默认": words, "可选": list_of(filled, 1), "说明": words}, ["默认", "可选", "说明"]))(node, path)
    lacking = [name for name in ANSWERS if name not in node]
    if lacking:
        refuse(node, path, f"缺少程序要用的“{'、'.join(lacking)}”；继承“基础”就都有了")
    for name, one in node.items():
        if one["默认"] not in one["可选"]:
            refuse(one, (*path, name), f"默认“{one['默认']}”不在可选（{'、'.join(one['可选'])}）里")
        strange = [answer for answer in one["可选"] if answer not in ANSWERS.get(name, one["可选"])]
        if strange:
            allowed = "0 到 100 的整数" if name == "原因门槛" else "、".join(ANSWERS[name])
            refuse(one, (*path, name), f"可选“{'、'.join(strange)}”程序不认识；只能是 {allowed}")


_numbered = matching("|.*[1一].*", '要有 1 或 一，如 一、（一） 1.；不编号写 ""')
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
        "设置": _settings,
        "编号": keys(dict.fromkeys(LEVELS, _numbered), LEVELS),
        "图题写法": named(_caption),
        "续表": words,
        "无上年写法": words,
        "自填": named(keys({"类型": one_of(*KINDS), "说明": filled, "必填": _yes_no, "示例": filled}, ["说明", "示例"])),
    },
    ["适用年度", "部分", "附表", "设置", "编号", "图题写法", "续表", "无上年写法"],
)

# A class in CSS, and the name of a style in Word.
_role = matching(r"[^\W\d][\w-]*", "角色的名称只能用汉字、字母、数字、- 和 _，不能以数字开头")
_font = matching(r"[\w （）()./·-]+", "字体的名称只能用汉字、字母、数字、空格和 -_.()")
_colour = matching(r"#[0-9A-Fa-f]{6}", "颜色要写成 “#1f4e79” 的样子（加引号）")
_points = number(0, 800)
_look = keys(
    {
        "字体": filled,
        "字号": matching("|".join(SIZES), f"要写 Word 的字号（{'、'.join(SIZES)}）"),
        "行距": number(1, 400),
        "首行缩进": number(0, 40),
        "对齐": one_of("左", "中", "右", "两端"),
        "加粗": _yes_no,
        "段前": _points,
        "段后": _points,
    },
    ["字体", "字号"],
)
_LOOKS = keys(
    {
        "纸张": keys({**dict.fromkeys(SIDES, number(0, 200)), **dict.fromkeys(("宽", "高"), number(50, 1000))}, SIDES),
        "字体": named(keys({"Word": _font, "依次": list_of(_font, 1, 50)}, ["Word", "依次"]), _font),
        "角色": named(_look, _role, ROLES),
        "颜色": list_of(_colour, 2, 100),
    },
    ["纸张", "字体", "角色", "颜色"],
)


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
_expressions = either(words, list_of(words))


def _column(node: Any, path: Path) -> None:
    otherwise = keys(_added, ["加"])
    keys({"题": words, "下": list_of(_column), "筛选": _filter, **_added, "未填则": otherwise, "数": words}, ["题"])(node, path)
    if "加" in node and "筛选" in node:
        refuse(node, path, "“筛选”和“加”只写一样：一个筛选写“筛选”，几个相加的写“加”")
    if "减" in node and "加" not in node:
        refuse(node, path, "写了“减”，没有写“加”")


_columns = list_of(_column, 1, 200)
_codes = list_of(matching("[0-9]+", '要写成编码，如 "231"'))
_item: dict[str, Check] = {"题": words, "数": _expressions, "缩进": whole(0, 20)}
_line = keys({**_item, "合计": _yes_no}, ["题", "数"])
_group = keys({"题": words, "列": list_of(words, 1, 50), "行": list_of(keys(_item, ["题"]))}, ["列", "行"])
_ALL_TABLES: dict[str, Check] = {
    **dict.fromkeys(("编号", "标题", "形状", "左上", "右上", "注", "空表说明"), words),
    "方向": one_of("横向", "纵向"),
}
SHAPES: Mapping[str, Check] = {
    "科目表": keys(
        {
            **_ALL_TABLES,
            "行": one_of("功能科目", "经济科目"),
            "行题": keys({"总": words, "编码": words, "名称": words}),
            "范围": _filter,
            "列": _columns,
            "展开": one_of("类", "款"),
            "项目行": _yes_no,
            "合计行": one_of("首", "末"),
            "栏次": _yes_no,
            "每页列数": whole(1, 10_000),
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
            "左题": words,
            "右题": words,
            "不列": _codes,
        },
        ["左", "右列", "底"],
    ),
    "并列表": keys(
        {
            **_ALL_TABLES,
            "范围": _filter,
            "组": list_of(list_of(filled), 1, 6),
            "列题": list_of(words, 3, 3),
            "款": one_of("有数", "全部"),
            "不列": _codes,
            "底": list_of(keys({"题": words, "数": words, "跨": whole(1, 20)}, ["题", "数"])),
        },
        ["组", "底"],
    ),
    "单行表": keys({**_ALL_TABLES, "列": _columns, "栏次": _yes_no}, ["列"]),
    "项目表": keys({**_ALL_TABLES, "组": list_of(_group, 1, 6), "行次": _yes_no}, ["组"]),
}


def check_table(node: Any, path: Path) -> None:
    """A table of 附表.yaml, with what holds for every table (各表). Raises FormError."""
    keys({"形状": one_of(*SHAPES)}, ["形状"], more=True)(node, path)
    SHAPES[node["形状"]](node, path)


_series = list_of(keys({"名称": filled, "数": list_of(filled, 1)}, ["名称", "数"]), 1, 20)
_CHARTS: Mapping[str, Check] = {
    "饼状图": keys({"题": filled, "类型": words, "各项": filled}, ["题", "各项"]),
    "柱状图": keys({"题": filled, "类型": words, "类别": list_of(filled, 1, 50), "系列": _series}, ["题", "类别", "系列"]),
}


def _chart(node: Any, path: Path) -> None:
    keys({"类型": one_of(*_CHARTS)}, ["类型"], more=True)(node, path)
    _CHARTS[node["类型"]](node, path)
    for one in node.get("系列", ()):
        if len(one["数"]) != len(node["类别"]):
            refuse(one, path, f"系列有 {len(one['数'])} 个数，类别有 {len(node['类别'])} 个，应一样多")


_terms = list_of(keys({"名词": filled, "需要": filled, "释义": filled}, ["名词", "需要", "释义"]))


def _glossary(node: Any, path: Path) -> None:
    keys({"不要": list_of(filled), "开头": _terms, "结尾": _terms, "项": named(filled), "通用": named(filled)})(node, path)
    terms = [entry["名词"] for group in ("开头", "结尾") for entry in node.get(group, ())]
    for one in node.get("不要", ()):
        if one not in terms:
            refuse(one, (*path, "不要"), f"没有“{one}”这个名词；有：{'、'.join(terms)}")


def _sentence(node: Any, path: Path) -> None:
    if not isinstance(node, str) or not node.strip():
        refuse(node, path, f"{'是空的' if not node else '应是一句话'}；不要这一句，写 不写")


FILES: Mapping[str, Check] = {
    MAIN: _MAIN,
    LOOKS: _LOOKS,
    TABLES: named(keys({}, more=True)),
    CHARTS: named(either(one_of(UNDRAWN), _chart)),
    GLOSSARY: _glossary,
    SENTENCES: named(_sentence),
}
"""The YAML files by name; of the tables those are checked that the form lists."""
