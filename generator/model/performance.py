"""预算绩效管理情况: counts, the self-evaluation of the whole 部门, and what is said of each
project.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.achievement import Achievement
from generator.model.base import (
    MAPPING,
    SCALAR,
    Amount,
    Count,
    Key,
    Part,
    Score,
    Words,
    by_shape,
    unsaid,
)
from generator.model.self_evaluation import SelfEvaluation

ScoreTable = Annotated[
    Annotated[Score, Tag(SCALAR)] | Annotated[dict[Key, Score], Tag(MAPPING)], by_shape
]


class WholeEvaluation(Part):
    """部门整体绩效自评; 得分 is the sum of 得分构成 when that is given."""

    资金范围: tuple[Words, ...] = Field(
        default=(),
        description="对哪些资金开展了整体自评。不填时用有支出的财政拨款种类。",
        examples=[["一般公共预算", "政府性基金预算"]],
    )
    得分: Score | None = Field(
        default=None,
        description="整体绩效自评的总分。填了 得分构成 就不用填，自动相加。",
        examples=["96.15"],
    )
    得分构成: dict[Key, ScoreTable] = Field(
        default_factory=dict,
        description="各部分得分，照评分表填，可再分到小项；总分自动求和。没有评分表就只填 得分。",
        examples=[{"履职效能": 15, "预算管理": {"预算编制": 8, "支出执行": 6}, "项目绩效": 35}],
    )
    综述: Words | None = Field(
        default=None,
        description=(
            "一两句话概括自评结果，接在“绩效自评综述”后面，末尾不加句号。填了整体自评就必填。"
        ),
        examples=["年度目标基本完成，预算执行总体较好"],
    )
    报告: Words | None = Field(
        default=None,
        description=(
            "绩效评价报告全文，编号 一、（一）1. 会自动成为标题；"
            "单独一行的【得分表】【常年项目】【阶段项目】换成算出的内容。不填就没有这个附件。"
        ),
        examples=[
            (
                "一、部门（单位）基本情况\n（一）机构组成。\n本部门由局本级和区图书馆组成。\n二、"
                "评价结论及建议\n【得分表】"
            )
        ],
    )


class Grades(Part):
    """Results of 绩效自评 by grade."""

    优: Count | None = Field(
        default=None, description="评级为“优”的项目个数。没有填 0 或不填。", examples=[43]
    )
    良: Count | None = Field(
        default=None, description="评级为“良”的项目个数。没有填 0 或不填。", examples=[2]
    )
    合格: Count | None = Field(
        default=None, description="评级为“合格”的项目个数。没有填 0 或不填。", examples=[0]
    )
    不合格: Count | None = Field(
        default=None, description="评级为“不合格”的项目个数。没有填 0 或不填。", examples=[0]
    )


class Managed(Part):
    """What Shanghai and the central departments say of 绩效 besides the counts."""

    管理制度: Words | None = Field(
        default=None,
        description="建立了哪些绩效管理制度，接在“制度：”后面，末尾不加标点。",
        examples=["《某局预算绩效管理办法（试行）》"],
    )
    工作机制: Words | None = Field(
        default=None,
        description="建立了怎样的工作机制，末尾不加标点。",
        examples=["事前申报、事中跟踪、事后评价的工作机制"],
    )
    绩效目标金额: Amount | None = Field(
        default=None, description="编报绩效目标的项目涉及的预算金额。", examples=["12339.45"]
    )
    绩效监控金额: Amount | None = Field(
        default=None,
        description="开展绩效跟踪（监控）的项目涉及的预算金额。",
        examples=["12339.45"],
    )
    绩效自评金额: Amount | None = Field(
        default=None, description="开展绩效自评的项目涉及的资金。", examples=["12339.45"]
    )
    平均得分: Score | None = Field(
        default=None, description="绩效自评的平均得分。", examples=["99.38"]
    )
    等次: Grades = Field(
        default=unsaid(Grades),
        description="绩效自评各等次的项目个数，相加应等于绩效自评的个数。",
        examples=[{"优": 43, "良": 0, "合格": 0, "不合格": 0}],
    )
    发现问题: Count | None = Field(
        default=None, description="绩效自评发现的问题个数。没有填 0。", examples=[0]
    )
    已整改: Count | None = Field(
        default=None, description="已经整改的问题个数；其余是正在整改的。没有填 0。", examples=[0]
    )


class PerformanceManagement(Part):
    """预算绩效管理情况."""

    项目: tuple[Words, ...] = Field(
        default=(),
        description="开展绩效管理的项目名称，写在方括号里；不多于四个时正文全部点名。没有就不填。",
        examples=[["综合调研", "市委大院维修维护"]],
    )
    事前绩效评估: Count | None = Field(
        default=None,
        description="预算编制阶段开展了事前绩效评估的项目个数。没有填 0，不能空着。",
        examples=[3],
    )
    绩效目标: Count | None = Field(
        default=None, description="编制了绩效目标的项目个数。没有填 0，不能空着。", examples=[3]
    )
    绩效监控: Count | None = Field(
        default=None,
        description="预算执行中开展了绩效监控的项目个数。没有填 0，不能空着。",
        examples=[3],
    )
    绩效自评: Count | None = Field(
        default=None,
        description=(
            "开展了绩效自评的项目个数，应与自评表的张数一致。不填时用自评表的张数；都没有填 0。"
        ),
        examples=[3],
    )
    管理情况: Managed | None = Field(
        default=None,
        description="绩效管理制度、涉及金额、等次。版式要写的（如 上海、全国九表）必填，其他不填。",
        examples=[{"绩效目标金额": "12339.45", "平均得分": "99.38", "等次": {"优": 43}}],
    )
    项目完成情况: tuple[Achievement, ...] = Field(
        default=(),
        description=(
            "项目绩效目标完成情况（旧格式），每个项目以“- ”开头。版式用旧格式的（如 四川旧式）"
            "填这里，不填 自评表。"
        ),
        examples=[
            [
                {
                    "项目名称": "后勤管理经费",
                    "财政拨款预算数": 55,
                    "财政拨款执行数": 55,
                    "成效": "保障了单位正常运行",
                }
            ]
        ],
    )
    整体自评: WholeEvaluation | None = Field(
        default=None,
        description="部门整体绩效自评。口径为部门时填；口径为单位时不填。",
        examples=[{"得分": "96.15", "综述": "年度目标基本完成，预算执行总体较好"}],
    )
    自评表: tuple[SelfEvaluation, ...] = Field(
        default=(),
        description="部门预算项目支出绩效自评表，一个项目一张，每张以“- ”开头。没有就不填。",
        examples=[
            [
                {
                    "项目名称": "公共图书馆免费开放",
                    "预算执行": {
                        "财政资金": {"年初预算": 25, "调整后预算数": 25, "预算执行数": 25}
                    },
                    "指标": [
                        {
                            "一级指标": "产出指标",
                            "二级指标": "数量指标",
                            "三级指标": "免费开放天数",
                            "指标性质": "≥",
                            "指标值": 300,
                            "度量单位": "天",
                            "完成值": 321,
                            "权重": 90,
                            "得分": 90,
                        }
                    ],
                }
            ]
        ],
    )
