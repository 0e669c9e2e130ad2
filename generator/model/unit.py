"""单位: who publishes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.base import Count, Day, Part, Words
from generator.model.natures import MEMBER_NATURE, NATURE, SCOPE


class Subordinate(Part):
    """A second-level unit of a 部门."""

    名称: Words = Field(description="二级单位的名称，照批复文件上的写。", examples=["区图书馆"])
    性质: Annotated[str, MEMBER_NATURE] = Field(
        description="这个二级单位是哪一类单位。有“其他事业单位”时，机关运行经费不等于公用经费，要另填",
        examples=["其他事业单位"],
    )
    备注: Words | None = Field(
        default=None,
        description="印在单位构成表的备注栏。版式没有这一栏的不印；没有就不填。",
        examples=["本年新设"],
    )


class Unit(Part):
    """The unit or department that publishes."""

    名称: Words = Field(
        description="单位全称，照公章上的写；印在封面和各张表的表头。", examples=["某市某某局"]
    )
    简称: Words | None = Field(
        default=None, description="正文里怎样称呼自己。不填就用全称。", examples=["市某某局"]
    )
    口径: Annotated[str, SCOPE] = Field(
        description="填 单位：只含本单位的数。填 部门：含下属二级单位的汇总数，正文都称“部门”，还要填 下属单位",
        examples=["单位"],
    )
    性质: Annotated[str, NATURE] = Field(
        description="本单位是哪一类单位，决定机关运行经费怎么写；部门填本级的性质。参公事业单位是参照公务员法管理的事业单位",
        examples=["行政单位"],
    )
    批复日期: Day | None = Field(
        default=None,
        description="收到决算批复的日期；公开应在批复后 20 日内。不填就不核对这一条。",
        examples=["2024-09-06"],
    )
    公开日期: Day | None = Field(
        default=None,
        description="向社会公开的日期，印在封面和目录下，要晚于决算年度。不填就不印，并提醒补上。",
        examples=["2024-09-24"],
    )
    主要职责: Words | None = Field(
        default=None,
        description="照“三定”规定抄写主要职责，每条一行：冒号后写一个竖线 |，下面各行缩进两格。",
        examples=["（一）贯彻执行有关方针政策。\n（二）承办上级交办的其他事项。"],
    )
    重点工作: Words | None = Field(
        default=None,
        description="本年度重点工作完成情况，每条一行：冒号后写一个竖线 |，下面各行缩进两格。版式有这一节的（如 四川旧式）必填。",
        examples=["1.完成全县政务公开培训。\n2.办理各类文电。"],
    )
    机构设置: Words | None = Field(
        default=None,
        description="机构设置的整段文字。不填时由 内设机构、下属单位 自动成句，一般不用填。",
        examples=["某某局内设办公室、财务科2个科室。"],
    )
    内设机构: tuple[Words, ...] = Field(
        default=(),
        description="各科室的名称，写在方括号里，用英文逗号隔开；自动成句并数出个数。",
        examples=[["办公室", "财务科"]],
    )
    内设机构数: Count | None = Field(
        default=None,
        description="科室的个数。只在不逐个写科室名称时填；写了 内设机构 就不用填。",
        examples=[5],
    )
    下属单位: tuple[Subordinate, ...] = Field(
        default=(),
        description="口径为部门时填：纳入决算编制范围的二级单位，每个单位写名称和性质。口径为单位时不填。",
        examples=[[{"名称": "区图书馆", "性质": "其他事业单位"}]],
    )
