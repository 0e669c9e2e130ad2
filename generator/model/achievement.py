"""项目绩效目标完成情况 of one project (the older format)."""

from __future__ import annotations

from pydantic import Field

from generator.model.base import (
    Amount,
    Part,
    Words,
)


class OutcomeIndicator(Part):
    """One indicator of the old format: expected and reached, in words."""

    一级指标: Words = Field(
        description="一级指标的名称，照绩效目标表填。",
        examples=["项目完成指标", "效益指标", "满意度指标"],
    )
    二级指标: Words = Field(
        description="二级指标的名称，照绩效目标表填。",
        examples=["数量指标", "质量指标", "时效指标", "成本指标"],
    )
    三级指标: Words = Field(
        description="三级指标的名称，照绩效目标表填。", examples=["保障机构个数"]
    )
    预期指标值: Words = Field(
        description="年初定的目标，数字或文字，带单位。", examples=["3个", ">95%"]
    )
    实际完成指标值: Words = Field(
        description="实际完成的，数字或文字，带单位。", examples=["3个", ">98%"]
    )


class Achievement(Part):
    """项目绩效目标完成情况 of one project (the older format)."""

    项目名称: Words = Field(
        description="项目的名称，与支出里的项目名称一致。", examples=["后勤管理经费"]
    )
    预算单位: Words | None = Field(
        default=None, description="使用预算的单位。不填就用本单位的全称。", examples=["县图书馆"]
    )
    财政拨款预算数: Amount = Field(
        description="项目全年预算里的财政拨款，照项目绩效目标完成情况表填。没有填 0。",
        examples=[165],
    )
    财政拨款执行数: Amount = Field(
        description="财政拨款全年实际支出的数。没有填 0。", examples=[165]
    )
    其他资金预算数: Amount | None = Field(
        default=None,
        description="项目全年预算里财政拨款以外的资金。没有就不填，当作 0。",
        examples=[0],
    )
    其他资金执行数: Amount | None = Field(
        default=None,
        description="财政拨款以外的资金全年实际支出的数。没有就不填，当作 0。",
        examples=[0],
    )
    成效: Words | None = Field(
        default=None,
        description="项目的成效，接在“通过项目实施，”后面，末尾不加句号。必填。",
        examples=["保障了单位正常运行"],
    )
    预期目标: Words | None = Field(
        default=None,
        description="年初定的项目目标。不填就空着。",
        examples=["保障日常工作的正常开展"],
    )
    实际完成目标: Words | None = Field(
        default=None,
        description="目标实际完成得怎样。不填就空着。",
        examples=["顺利保障日常工作的正常开展"],
    )
    指标: tuple[OutcomeIndicator, ...] = Field(
        default=(),
        description="各个绩效指标，每个一行，以“- ”开头；同一级的写在一起。不填就没有指标的几行。",
        examples=[
            [
                {
                    "一级指标": "满意度指标",
                    "二级指标": "满意度指标",
                    "三级指标": "股室满意度",
                    "预期指标值": ">95%",
                    "实际完成指标值": ">98%",
                }
            ]
        ],
    )
