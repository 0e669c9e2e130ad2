"""What the YAML files of a form hold, as types: which names each entry has, and what each may be.

They are plain mappings all the same, every value a text; contents.py and table_contents.py see to
it that a file holds nothing else before one of these types is said of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Required, TypeAlias, TypedDict

from generator.reading.nodes import Scalar

Words: TypeAlias = str | list[str]
"""One text, or a list of them."""


class YearsDeclaration(TypedDict):
    """适用年度: the first and the last year."""

    起: str
    止: str


class ListedTable(TypedDict, total=False):
    """An entry of 附表 in 版式.yaml: a table, and the years in which the form has it."""

    表: Required[str]
    起: str
    止: str


class SettingDeclaration(TypedDict):
    """An entry of 设置."""

    默认: str
    可选: list[str]
    说明: str


class FieldDeclaration(TypedDict, total=False):
    """An entry of 自填."""

    类型: str
    说明: Required[str]
    必填: str
    示例: Required[Scalar]


class FormDeclaration(TypedDict, total=False):
    """版式.yaml."""

    名称: str
    说明: str
    继承: str
    适用年度: Required[YearsDeclaration]
    封面: str
    目录: str
    部分: Required[list[str]]
    附表: Required[list[str | ListedTable]]
    表号: str
    认出: Mapping[str, list[str]]
    设置: Required[Mapping[str, SettingDeclaration]]
    编号: Required[Mapping[str, str]]
    图题写法: Required[Mapping[str, str]]
    续表: Required[str]
    无上年写法: Required[str]
    自填: Mapping[Scalar, FieldDeclaration]


class FaceDeclaration(TypedDict):
    """A typeface of 版面.yaml: its name in Word, and the names to try elsewhere."""

    Word: str
    依次: list[str]


class StylesDeclaration(TypedDict, total=False):
    """版面.yaml."""

    纸张: Required[Mapping[str, str]]
    字体: Required[Mapping[str, FaceDeclaration]]
    角色: Required[Mapping[str, Mapping[str, str]]]
    颜色: Required[list[str]]
    排版: str
    收页: Mapping[str, str]


FilterDeclaration: TypeAlias = Mapping[str, Words]
"""A 筛选 of 附表.yaml: the wanted values of keys of the facts."""


class AddedDeclaration(TypedDict, total=False):
    """Filters whose facts are added and subtracted."""

    加: Required[list[FilterDeclaration]]
    减: list[FilterDeclaration]


class ColumnDeclaration(TypedDict, total=False):
    """A column of a table, or a head over several."""

    题: Required[str]
    下: list[ColumnDeclaration]
    筛选: FilterDeclaration
    加: list[FilterDeclaration]
    减: list[FilterDeclaration]
    未填则: AddedDeclaration
    数: str


class LineDeclaration(TypedDict, total=False):
    """A line that the form names itself."""

    题: Required[str]
    数: Words
    缩进: str
    合计: str


class GroupDeclaration(TypedDict, total=False):
    """Lines of a 项目表 with the columns that they share."""

    题: str
    列: Required[list[str]]
    行: Required[list[LineDeclaration]]


class TableDeclaration(TypedDict, total=False):
    """What every table of 附表.yaml may have; its shape adds to that."""

    编号: str
    标题: Required[str]
    形状: Required[str]
    左上: str
    右上: str
    注: str
    空表说明: str
    方向: str


class SubjectTableDeclaration(TableDeclaration, total=False):
    """科目表."""

    行: str
    行题: Mapping[str, str]
    范围: FilterDeclaration
    列: Required[list[ColumnDeclaration]]
    展开: str
    项目行: str
    合计行: str
    栏次: str
    每页列数: str


class TotalPair(TypedDict, total=False):
    """A line of totals below both sides of a 对照表."""

    左: LineDeclaration
    右: LineDeclaration


class BalanceDeclaration(TableDeclaration, total=False):
    """对照表."""

    范围: FilterDeclaration
    左: Required[list[LineDeclaration]]
    左列: list[ColumnDeclaration]
    右列: Required[list[ColumnDeclaration]]
    底: Required[list[TotalPair]]
    行次: str
    栏次: str
    左题: str
    右题: str
    不列: list[str]


class TotalDeclaration(TypedDict, total=False):
    """A total below a 并列表; 跨 is how many columns its title takes."""

    题: Required[str]
    数: Required[str]
    跨: str


class SideBySideDeclaration(TableDeclaration, total=False):
    """并列表."""

    范围: FilterDeclaration
    组: Required[list[list[str]]]
    列题: list[str]
    款: str
    不列: list[str]
    底: Required[list[TotalDeclaration]]


class SingleRowDeclaration(TableDeclaration, total=False):
    """单行表."""

    列: Required[list[ColumnDeclaration]]
    栏次: str


class ItemTableDeclaration(TableDeclaration, total=False):
    """项目表."""

    组: Required[list[GroupDeclaration]]
    行次: str


class SeriesDeclaration(TypedDict):
    """A series of a 柱状图."""

    名称: str
    数: list[str]


class ChartDeclaration(TypedDict, total=False):
    """A chart of 图.yaml with its name."""

    名称: Required[str]
    类型: Required[str]
    题: str
    各项: str
    类别: list[str]
    系列: list[SeriesDeclaration]


class TermDeclaration(TypedDict):
    """A term of 名词.yaml, when it is needed, and what it means."""

    名词: str
    需要: str
    释义: str


class GlossaryDeclaration(TypedDict, total=False):
    """名词.yaml."""

    不要: list[str]
    开头: list[TermDeclaration]
    结尾: list[TermDeclaration]
    项: Mapping[str, str]
    通用: Mapping[str, str]
