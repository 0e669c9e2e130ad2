"""预算绩效: counts, the self-evaluation of the whole 部门, and the 自评表 of projects (the newer format)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

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
from generator.model.natures import INDICATOR, PROJECT_KIND

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
        description="一两句话概括自评结果，接在“绩效自评综述”后面，末尾不加句号。填了整体自评就必填。",
        examples=["年度目标基本完成，预算执行总体较好"],
    )
    报告: Words | None = Field(
        default=None,
        description="绩效评价报告全文，编号 一、（一）1. 会自动成为标题；单独一行的【得分表】【常年项目】【阶段项目】换成算出的内容。不填就没有这个附件。",
        examples=[
            "一、部门（单位）基本情况\n（一）机构组成。\n本部门由局本级和区图书馆组成。\n二、评价结论及建议\n【得分表】"
        ],
    )


class Execution(Part):
    """Budget execution from one kind of money."""

    年初预算: Amount | None = Field(
        default=None,
        description="这个项目用这种资金的年初预算，照绩效自评表填。没有填 0；不填当作 0。",
        examples=[80],
    )
    调整后预算数: Amount | None = Field(
        default=None,
        description="年初预算加追加、减追减后的数；执行率用它作分母。没有调整就与年初预算相同。",
        examples=[80],
    )
    预算执行数: Amount | None = Field(
        default=None, description="全年实际支出的数；执行率自动算。不填当作 0。", examples=["69.86"]
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


class Outcome(Part):
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
    指标: tuple[Outcome, ...] = Field(
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


class Performance(Part):
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
        description="开展了绩效自评的项目个数，应与自评表的张数一致。不填时用自评表的张数；都没有填 0。",
        examples=[3],
    )
    管理情况: Managed | None = Field(
        default=None,
        description="绩效管理制度、涉及金额、等次。版式要写的（如 上海、全国九表）必填，其他不填。",
        examples=[{"绩效目标金额": "12339.45", "平均得分": "99.38", "等次": {"优": 43}}],
    )
    项目完成情况: tuple[Achievement, ...] = Field(
        default=(),
        description="项目绩效目标完成情况（旧格式），每个项目以“- ”开头。版式用旧格式的（如 四川旧式）填这里，不填 自评表。",
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
