"""How an editor explains what has no field in the model: a mapping's lines, a value's forms."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.manual.schema_values import ECONOMIC_KEY, FUNCTIONAL_KEY


class MappingEntry(Struct, frozen=True):
    """What each entry of a mapping holds.

    ``keys`` are a pattern for what stands before the colon, and the message when it does not match;
    "" when everything may stand there.
    """

    title: str
    description: str
    keys: tuple[str, str] = ("", "")


_FUNCTIONAL = (FUNCTIONAL_KEY, "冒号前写项级功能科目的七位编码和名称，如 2010301 行政运行")
_ECONOMIC = (
    ECONOMIC_KEY,
    "冒号前写经济科目的五位编码和名称，如 30101 基本工资；或写 人员经费、公用经费",
)
SUBJECT_ENTRY = MappingEntry(
    "项级科目的金额", "冒号前写项级功能科目的七位编码和名称，冒号后写这个科目的金额。", _FUNCTIONAL
)
OUTLAY_ENTRY = MappingEntry(
    "项级科目的支出",
    "冒号前写项级功能科目的七位编码和名称，如 2010301 行政运行；"
    "下面写这个科目的支出、预算数和原因。",
    _FUNCTIONAL,
)
_ECONOMIC_ENTRY = MappingEntry(
    "经济科目的金额",
    "冒号前写经济科目的五位编码和名称，如 30101 基本工资，冒号后写金额；"
    "不细分时可写 人员经费、公用经费。",
    _ECONOMIC,
)
_PROJECT_ENTRY = MappingEntry(
    "项目的支出", "冒号前写项目名称；冒号后写一个数，或在下面按经济科目分开填。"
)
_PART_ENTRY = MappingEntry(
    "部分的得分", "冒号前写这一部分的名称，如 履职效能；冒号后写得分，或在下面再分小项。"
)
_CONTROL_ENTRY = MappingEntry(
    "报表上的数", "冒号前写数的名称（文中怎样叫就怎样写，科目写编码和名称），冒号后照抄报表上的数。"
)
ENTRIES: Mapping[str, MappingEntry] = {
    "基本支出": _ECONOMIC_ENTRY,
    "经营支出": _ECONOMIC_ENTRY,
    "项目支出": _PROJECT_ENTRY,
    _PROJECT_ENTRY.title: _ECONOMIC_ENTRY,
    "设置": MappingEntry("设置的取值", "冒号前写设置的名称，冒号后写取值。"),
    "更新购置": MappingEntry("一种车型", "冒号前写车型，如 越野车；里面写数量和金额。"),
    "车型": MappingEntry("这种车型的辆数", "冒号前写车型，如 轿车；冒号后写年末有几辆。"),
    "得分构成": _PART_ENTRY,
    _PART_ENTRY.title: MappingEntry("小项的得分", "冒号前写小项的名称，冒号后写得分。"),
    "名词解释": MappingEntry("一条解释", "冒号前写名词，冒号后写解释，写成完整的句子。"),
    "报表数": _CONTROL_ENTRY,
    "自填": MappingEntry("版式要的一项", "冒号前写项目名称，冒号后写内容；金额、个数只写数字。"),
    "改写": MappingEntry(
        "改写的句子", "冒号前写句名，如 三.首句；冒号后写这一句，数写成 {名称}，由程序填。"
    ),
    "核对说明": MappingEntry(
        "不再提的理由",
        "冒号前写规则名@项目=数，如 增减过半@机关运行经费=21.00对2.10（校验时末尾会列出来）；"
        "冒号后写为什么可以不改。",
    ),
}
"""The entries of a mapping, by the key above it or by the title of what holds it."""

FormWords = tuple[str, str]
"""The title and the description of a form of a value."""
TOTAL = ("一个总数", "只知道总数时直接写一个数。")
BY_SUBJECT = ("按项级科目分开填", "每行一个项级功能科目和金额；要出收入决算表等明细，须这样填。")
_BY_ECONOMIC = ("按经济科目分开填", "每行一个经济科目和金额；要出明细表，须这样填。")
_BUDGETS = (
    ("一个预算数", "只知道一种预算数时写一个数，一般是全年预算数。"),
    ("年初和全年两种预算数", "两种都知道时分开写：{年初: 数, 全年: 数}。"),
)
_EXPENSES = (
    ("一个合计数", "只写合计数，正文就不列举科目。"),
    ("合计和科目名称", "写合计数，再列出有支出的科目名称：{合计: 数, 科目: [名称, 名称]}。"),
)
FORMS: Mapping[str, tuple[FormWords, ...]] = {
    "基本支出": (TOTAL, _BY_ECONOMIC),
    "经营支出": (TOTAL, _BY_ECONOMIC),
    "项目支出": (
        TOTAL,
        (
            "按项目分开填",
            "每行一个项目名称；项目下写一个数，或再按经济科目分开填。要出明细表，须分到经济科目。",
        ),
    ),
    _PROJECT_ENTRY.title: (TOTAL, _BY_ECONOMIC),
    "预算数": _BUDGETS,
    "人员经费": _EXPENSES,
    "公用经费": _EXPENSES,
    "上年": (
        (
            "上年的数据文件名，或 无",
            "写上年数据文件的文件名，比较用的数都从那里取；新设单位没有上年，写 无。",
        ),
        (
            "几个上年数",
            "没有上年的数据文件时，照上年决算填几个数；“三公”经费等的上年决算数在各自的段落里填。",
        ),
        (
            "几个上年的数据文件",
            "由几个单位合并来的，写各单位上年的数据文件名，用方括号、英文逗号；上年数是它们的和。",
        ),
    ),
    "文件": (
        ("一个数据文件名", "写上年数据文件的文件名。"),
        ("下级项目", "这里没有下级项目。"),
        ("几个数据文件名", "由几个单位合并来的，写几个文件名，用方括号、英文逗号。"),
    ),
    _PART_ENTRY.title: (
        ("一个得分", "这一部分不再细分时写一个得分。"),
        ("再分小项", "每行一个小项和得分，这一部分的得分自动相加。"),
    ),
    _CONTROL_ENTRY.title: (
        ("决算数", "只核对决算数时写一个数。"),
        ("几个数", "还要核对预算数、上年决算数、增减、完成率、占比时分开写。"),
    ),
}
"""The forms of the value under a key: a single value, a mapping and a list, as far as it has them.
"""
