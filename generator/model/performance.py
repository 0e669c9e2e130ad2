"""预算绩效: counts, the self-evaluation of the whole 部门, and the 自评表 of projects (new format of form.md §4)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.base import MAPPING, SCALAR, Amount, Choice, Count, Key, Part, Score, Words, by_shape

ScoreTable = Annotated[Annotated[Score, Tag(SCALAR)] | Annotated[dict[Key, Score], Tag(MAPPING)], by_shape]


class WholeEvaluation(Part):
    """部门整体绩效自评; 得分 is the sum of 得分构成 when that is given."""

    资金范围: tuple[Words, ...] = ()
    得分: Score | None = None
    得分构成: dict[Key, ScoreTable] = Field(default_factory=dict, description="各部分得分，可再分到小项；总分自动求和")
    综述: Words | None = None
    报告: Words | None = Field(default=None, description="绩效评价报告全文，编号 一、（一）1. 会自动成为标题")


class Execution(Part):
    """Budget execution from one kind of money."""

    年初预算: Amount | None = None
    调整后预算数: Amount | None = None
    预算执行数: Amount | None = None


class BudgetExecution(Part):
    """预算执行情况（10分）by kind of money."""

    财政资金: Execution = Execution()
    财政专户管理资金: Execution = Execution()
    单位资金: Execution = Execution()
    其他资金: Execution | None = None
    权重: Score | None = None
    原因: Words | None = None


class Indicator(Part):
    """One 绩效指标."""

    一级指标: Words
    二级指标: Words
    三级指标: Words
    指标性质: Annotated[str, Choice("＝", "≥", "≤", "＞", "＜", "定性")]
    指标值: Words
    度量单位: Words | None = None
    完成值: Words
    权重: Score
    得分: Score
    未完成原因: Words | None = None


class SelfEvaluation(Part):
    """部门预算项目支出绩效自评表 of one project."""

    项目名称: Words
    项目编码: Words | None = None
    类别: Annotated[str, Choice("常年项目", "阶段（一次性）项目")] = "常年项目"
    主管部门: Words | None = None
    实施单位: Words | None = None
    年度目标: Words | None = None
    完成情况: Words | None = None
    实施内容: Words | None = None
    预算执行: BudgetExecution
    指标: tuple[Indicator, ...]
    评价结论: Words | None = None
    存在问题: Words | None = None
    改进措施: Words | None = None


class Performance(Part):
    """预算绩效管理情况."""

    项目: tuple[Words, ...] = Field(default=(), description="点名的项目；不多于四个时全部点名")
    事前绩效评估: Count | None = None
    绩效目标: Count | None = None
    绩效监控: Count | None = None
    绩效自评: Count | None = None
    整体自评: WholeEvaluation | None = None
    自评表: tuple[SelfEvaluation, ...] = ()
