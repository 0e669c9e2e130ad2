"""部门预算项目支出绩效自评表: budget execution and 绩效指标 of one project (the newer format)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.base import (
    Amount,
    Part,
    Score,
    Words,
    unsaid,
)
from generator.model.natures import INDICATOR, PROJECT_KIND


class Execution(Part):
    """Budget execution from one kind of money."""

    年初预算: Amount | None = Field(
        default=None,
        description="这个项目用这种资金的年初预算，照绩效自评表填。没有填 0；不填当作 0。",
        examples=[80],
    )
    调整后预算数: Amount | None = Field(
        default=None,
        description="年初预算加追加、减追减后的数；执行率用它作分母。有年初预算的要填，没有调整就与年初预算相同。",
        examples=[80],
    )
    预算执行数: Amount | None = Field(
        default=None,
        description="全年实际支出的数；执行率自动算。有预算的要填，没有支出填 0。",
        examples=["69.86"],
    )


class BudgetExecution(Part):
    """预算执行情况（10分）by kind of money."""

    财政资金: Execution = Field(
        default=unsaid(Execution),
        description="财政拨款的预算和执行数。没有就不填，当作 0。",
        examples=[{"年初预算": 80, "调整后预算数": 80, "预算执行数": "69.86"}],
    )
    财政专户管理资金: Execution = Field(
        default=unsaid(Execution),
        description="财政专户管理资金的预算和执行数。没有就不填，当作 0。",
        examples=[{"年初预算": 10, "调整后预算数": 10, "预算执行数": 10}],
    )
    单位资金: Execution = Field(
        default=unsaid(Execution),
        description="单位资金（事业收入、经营收入等）的预算和执行数。没有就不填，当作 0。",
        examples=[{"年初预算": 0, "调整后预算数": "4.58", "预算执行数": "4.58"}],
    )
    其他资金: Execution | None = Field(
        default=None,
        description="上面三种以外资金的预算和执行数。没有就不填，表里这一行空着。",
        examples=[{"年初预算": 0, "调整后预算数": 2, "预算执行数": 2}],
    )
    权重: Score | None = Field(
        default=None, description="预算执行占多少分。不填就是 10 分。", examples=[10]
    )
    原因: Words | None = Field(
        default=None,
        description="预算没有执行完的原因。执行率不到 100% 必填，执行完了不填。",
        examples=["部分讲座费用下年初结算"],
    )


class Indicator(Part):
    """One 绩效指标."""

    一级指标: Words = Field(
        description="一级指标的名称，照绩效目标表填。",
        examples=["产出指标", "效益指标", "满意度指标", "成本指标"],
    )
    二级指标: Words = Field(
        description="二级指标的名称，照绩效目标表填。",
        examples=[
            "数量指标",
            "质量指标",
            "时效指标",
            "社会效益指标",
            "服务对象满意度指标",
            "经济成本指标",
        ],
    )
    三级指标: Words = Field(
        description="三级指标的名称，照绩效目标表填。", examples=["免费开放天数"]
    )
    指标性质: Annotated[str, INDICATOR] = Field(
        description="完成值与指标值怎样比：数字的选符号（都是全角的），只能用文字评价的选 定性",
        examples=["≥"],
    )
    指标值: Words = Field(
        description="年初定的目标：一个数，定性指标写文字（如 好）。单位写在 度量单位。",
        examples=[300, "好"],
    )
    度量单位: Words | None = Field(
        default=None,
        description="指标值的单位。百分号要加英文双引号；定性指标不填。",
        examples=["天", "%"],
    )
    完成值: Words = Field(
        description="实际完成的数，定性指标写文字。单位与指标值相同。", examples=[321, "好"]
    )
    权重: Score = Field(
        description="这个指标占多少分。全部指标的权重加预算执行的权重应等于 100。", examples=[20]
    )
    得分: Score = Field(description="这个指标自评得多少分，不能超过权重。", examples=[20])
    未完成原因: Words | None = Field(
        default=None,
        description="没有达到指标值的原因。达到了就不填。",
        examples=["年末讲座结算滞后"],
    )


class SelfEvaluation(Part):
    """部门预算项目支出绩效自评表 of one project."""

    项目名称: Words = Field(
        description="项目的名称，与支出里的项目名称一致。", examples=["公共图书馆免费开放"]
    )
    项目编码: Words | None = Field(
        default=None,
        description="预算一体化系统里的项目编码，印在项目名称前面。不填就不印。",
        examples=["51050023T000009145024"],
    )
    类别: Annotated[str, PROJECT_KIND] = Field(
        default="常年项目",
        description="年年都有的填 常年项目，一次性的填 阶段（一次性）项目。不填就是常年项目",
        examples=["阶段（一次性）项目"],
    )
    主管部门: Words | None = Field(
        default=None,
        description="项目的主管部门，照绩效自评表填。不填就空着。",
        examples=["区文旅局部门"],
    )
    实施单位: Words | None = Field(
        default=None, description="项目的实施单位。不填就用本单位的全称。", examples=["区图书馆"]
    )
    年度目标: Words | None = Field(
        default=None,
        description="年初定的项目目标，照绩效目标表填。不填就空着。",
        examples=["免费开放不少于300天，举办阅读活动30场。"],
    )
    完成情况: Words | None = Field(
        default=None,
        description="年度目标完成得怎样，一般在 100 字以内。不填就空着。",
        examples=["免费开放321天，举办阅读活动33场。"],
    )
    实施内容: Words | None = Field(
        default=None,
        description="项目实施内容及过程概述。不填就空着。",
        examples=["延长开放时间，开展阅读推广和流动服务。"],
    )
    预算执行: BudgetExecution = Field(
        description="预算执行情况：按资金种类填预算和执行数；执行率和得分自动算。",
        examples=[
            {
                "财政资金": {"年初预算": 100, "调整后预算数": 180, "预算执行数": 171},
                "原因": "年末尾款未结算",
            }
        ],
    )
    指标: tuple[Indicator, ...] = Field(
        description="各个绩效指标，每个指标一行，以“- ”开头；同一级的指标写在一起。",
        examples=[
            [
                {
                    "一级指标": "产出指标",
                    "二级指标": "数量指标",
                    "三级指标": "免费开放天数",
                    "指标性质": "≥",
                    "指标值": 300,
                    "度量单位": "天",
                    "完成值": 321,
                    "权重": 20,
                    "得分": 20,
                }
            ]
        ],
    )
    评价结论: Words | None = Field(
        default=None,
        description="对这个项目的评价结论，一两句话。不填就空着。",
        examples=["目标完成较好，读者满意度高。"],
    )
    存在问题: Words | None = Field(
        default=None, description="项目存在的问题。不填就印“无”。", examples=["讲座费用结算滞后。"]
    )
    改进措施: Words | None = Field(
        default=None,
        description="针对问题的改进措施。不填就印“无”。",
        examples=["按季结算，加快支付。"],
    )
