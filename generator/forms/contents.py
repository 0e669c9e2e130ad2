"""The YAML files of a form, each with what may stand in it: held against a file as it lies over
those of the forms above. Of 附表.yaml the tables that the form lists are held against
table_contents.py.

pydantic, which reads data files, would take half as much again (24 classes, 148 statements instead
of 98) and a twentieth of the time of a check to build them (55 ms; these checks take 2 ms).
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.forms.numbering import LEVELS, caption_names
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
    names_to,
    number,
    one_of,
    refuse,
    text,
)
from generator.forms.settings import ANSWERS, answers_to
from generator.forms.styles import ENGINES, FITTING, SIDES, SIZES
from generator.forms.styles import NEEDED as ROLES
from generator.reading.nodes import MappingNode, Node, Scalar

MAIN = "版式.yaml"
STYLE_FILE = "版面.yaml"
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

_year = integer(1990, 2100)
_yes_no = one_of("是", "否")


def _years(node: Node, path: Path) -> None:
    years = mapping_at(node, path)
    keys({"起": _year, "止": _year}, ["起", "止"])(years, path)
    if int(years["起"]) > int(years["止"]):
        refuse(node, path, f"起（{years['起']}）在止（{years['止']}）之后")


def _caption(node: Node, path: Path) -> None:
    wrong = caption_names(text(node, path))
    if wrong:
        refuse(node, path, f"不能用 {{{wrong[0]}}}；可用：{{序号}}、{{题}}、{{类型}}")


_setting = keys(
    {"默认": text, "可选": list_of(filled, 1), "说明": text},
    ["默认", "可选", "说明"],
)


def _settings(node: Node, path: Path) -> None:
    settings = mapping_at(node, path)
    names_to(_setting)(settings, path)
    lacking = [name for name in ANSWERS if name not in settings]
    if lacking:
        refuse(node, path, f"缺少程序要用的“{'、'.join(lacking)}”；继承“基础”就都有了")
    for name, setting in settings.items():
        _default_and_options(name, setting, (*path, name))


def _default_and_options(name: str, setting: MappingNode, path: Path) -> None:
    """A setting's default is one of its options, and the program knows each of these."""
    default, options = setting["默认"], setting["可选"]
    if default not in options:
        refuse(setting, path, f"默认“{default}”不在可选（{'、'.join(options)}）里")
    answers = answers_to(name) or options
    strange = [option for option in options if option not in answers]
    if strange:
        allowed = "、".join(answers_to(name))
        if name == "原因门槛":
            allowed = "0 到 100 的整数"
        refuse(setting, path, f"可选“{'、'.join(strange)}”程序不认识；只能是 {allowed}")


_field = keys(
    {"类型": one_of(*KINDS), "说明": filled, "必填": _yes_no, "示例": filled},
    ["说明", "示例"],
)
_numbered = matching("|.*[1一].*", '要有 1 或 一，如 一、（一） 1.；不编号写 ""')
_MAIN = keys(
    {
        "名称": filled,
        "说明": text,
        "继承": text,
        "适用年度": _years,
        "封面": filled,
        "目录": filled,
        "部分": list_of(filled, 1),
        "附表": list_of(either(filled, keys({"表": filled, "起": _year, "止": _year}, ["表"]))),
        "表号": text,
        "认出": keys(dict.fromkeys(("有表", "无表", "有词", "无词"), list_of(filled))),
        "设置": _settings,
        "编号": keys(dict.fromkeys(LEVELS, _numbered), LEVELS),
        "图题写法": names_to(_caption),
        "续表": text,
        "无上年写法": text,
        "自填": names_to(_field),
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
_counts = dict.fromkeys(("末页行数", "末页表行"), integer(0, 20)) | {"每页行数": integer(1, 100)}
_fitting = dict.fromkeys(FITTING, number(0, 1)) | _counts
_STYLE_KEYS = keys(
    {
        "纸张": keys(_lengths, SIDES),
        "字体": names_to(_face, _font),
        "角色": names_to(_look, _role, ROLES),
        "颜色": list_of(_colour, 2, 100),
        "排版": one_of(*ENGINES),
        "收页": keys(_fitting, FITTING),
    },
    ["纸张", "字体", "角色", "颜色"],
)


_series = list_of(keys({"名称": filled, "数": list_of(filled, 1)}, ["名称", "数"]), 1, 20)
_CHARTS: Mapping[str, Check] = {
    "饼状图": keys({"题": filled, "类型": text, "各项": filled}, ["题", "各项"]),
    "柱状图": keys(
        {"题": filled, "类型": text, "类别": list_of(filled, 1, 50), "系列": _series},
        ["题", "类别", "系列"],
    ),
}


def _chart(node: Node, path: Path) -> None:
    chart = mapping_at(node, path)
    keys({"类型": one_of(*_CHARTS)}, ["类型"], extra=True)(chart, path)
    _CHARTS[chart["类型"]](chart, path)
    for series in chart.get("系列", ()):
        count, wanted = len(series["数"]), len(chart["类别"])
        if count != wanted:
            refuse(series, path, f"系列有 {count} 个数，类别有 {wanted} 个，应一样多")


_terms = list_of(keys({"名词": filled, "需要": filled, "释义": filled}, ["名词", "需要", "释义"]))


_words = names_to(filled)
_parts = keys(
    {"不要": list_of(filled), "开头": _terms, "结尾": _terms, "项": _words, "通用": _words}
)


def _glossary(node: Node, path: Path) -> None:
    glossary = mapping_at(node, path)
    _parts(glossary, path)
    terms = [entry["名词"] for group in ("开头", "结尾") for entry in glossary.get(group, ())]
    for unwanted in glossary.get("不要", ()):
        if unwanted not in terms:
            refuse(unwanted, (*path, "不要"), f"没有“{unwanted}”这个名词；有：{'、'.join(terms)}")


def _sentence(node: Node, path: Path) -> None:
    if isinstance(node, Scalar) and node.strip():
        return
    what = "应是一句话" if node else "是空的"
    refuse(node, path, f"{what}；不要这一句，写 不写")


FILES: Mapping[str, Check] = {
    MAIN: _MAIN,
    STYLE_FILE: _STYLE_KEYS,
    TABLES: names_to(keys({}, extra=True)),
    CHARTS: names_to(either(one_of(UNDRAWN), _chart)),
    GLOSSARY: _glossary,
    SENTENCES: names_to(_sentence),
}
"""The YAML files by name; of the tables those are checked that the form lists."""
