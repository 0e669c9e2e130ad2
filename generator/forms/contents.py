"""The YAML files of a form, each with what may stand in it: held against a file as it lies over
those of the forms above. Of 附表.yaml the tables that the form lists are held against
table_contents.py.

pydantic, which reads data files, would take half as much again (24 classes, 148 statements instead
of 98) and a twentieth of the time of a check to build them (55 ms; these checks take 2 ms).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.forms.numbering import LEVELS, caption_names
from generator.forms.schema import (
    Check,
    Path,
    either,
    filled,
    keys,
    list_of,
    matching,
    named,
    number,
    one_of,
    refuse,
    whole,
    words,
)
from generator.forms.settings import ANSWERS, answers_to
from generator.forms.styles import ENGINES, FITTING, SIDES, SIZES
from generator.forms.styles import NEEDED as ROLES

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


_setting = keys(
    {"默认": words, "可选": list_of(filled, 1), "说明": words},
    ["默认", "可选", "说明"],
)


def _settings(node: Any, path: Path) -> None:
    named(_setting)(node, path)
    lacking = [name for name in ANSWERS if name not in node]
    if lacking:
        refuse(node, path, f"缺少程序要用的“{'、'.join(lacking)}”；继承“基础”就都有了")
    for name, setting in node.items():
        _default_and_options(name, setting, (*path, name))


def _default_and_options(name: str, setting: Any, path: Path) -> None:
    """A setting's default is one of its options, and the program knows each of these."""
    default, options = setting["默认"], setting["可选"]
    if default not in options:
        refuse(setting, path, f"默认“{default}”不在可选（{'、'.join(options)}）里")
    answers = answers_to(name) or options
    strange = [option for option in options if option not in answers]
    if strange:
        allowed = "0 到 100 的整数" if name == "原因门槛" else "、".join(answers_to(name))
        refuse(setting, path, f"可选“{'、'.join(strange)}”程序不认识；只能是 {allowed}")


_field = keys(
    {"类型": one_of(*KINDS), "说明": filled, "必填": _yes_no, "示例": filled},
    ["说明", "示例"],
)
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
        "自填": named(_field),
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
_lengths = dict.fromkeys(SIDES, number(0, 200)) | dict.fromkeys(("宽", "高"), number(50, 1000))
_face = keys({"Word": _font, "依次": list_of(_font, 1, 50)}, ["Word", "依次"])
_counts = dict.fromkeys(("末页行数", "末页表行"), whole(0, 20)) | {"每页行数": whole(1, 100)}
_fitting = dict.fromkeys(FITTING, number(0, 1)) | _counts
_LOOKS = keys(
    {
        "纸张": keys(_lengths, SIDES),
        "字体": named(_face, _font),
        "角色": named(_look, _role, ROLES),
        "颜色": list_of(_colour, 2, 100),
        "排版": one_of(*ENGINES),
        "收页": keys(_fitting, FITTING),
    },
    ["纸张", "字体", "角色", "颜色"],
)


_series = list_of(keys({"名称": filled, "数": list_of(filled, 1)}, ["名称", "数"]), 1, 20)
_CHARTS: Mapping[str, Check] = {
    "饼状图": keys({"题": filled, "类型": words, "各项": filled}, ["题", "各项"]),
    "柱状图": keys(
        {"题": filled, "类型": words, "类别": list_of(filled, 1, 50), "系列": _series},
        ["题", "类别", "系列"],
    ),
}


def _chart(node: Any, path: Path) -> None:
    keys({"类型": one_of(*_CHARTS)}, ["类型"], more=True)(node, path)
    _CHARTS[node["类型"]](node, path)
    for series in node.get("系列", ()):
        count, wanted = len(series["数"]), len(node["类别"])
        if count != wanted:
            refuse(series, path, f"系列有 {count} 个数，类别有 {wanted} 个，应一样多")


_terms = list_of(keys({"名词": filled, "需要": filled, "释义": filled}, ["名词", "需要", "释义"]))


_words = named(filled)
_parts = keys(
    {"不要": list_of(filled), "开头": _terms, "结尾": _terms, "项": _words, "通用": _words}
)


def _glossary(node: Any, path: Path) -> None:
    _parts(node, path)
    terms = [entry["名词"] for group in ("开头", "结尾") for entry in node.get(group, ())]
    for unwanted in node.get("不要", ()):
        if unwanted not in terms:
            refuse(unwanted, (*path, "不要"), f"没有“{unwanted}”这个名词；有：{'、'.join(terms)}")


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
