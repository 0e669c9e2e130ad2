"""The data file, whole."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.base import (
    MAPPING,
    SCALAR,
    SEQUENCE,
    Amount,
    Key,
    Part,
    Words,
    Year,
    by_shape,
    unsaid,
)
from generator.model.comparison import ChangeReasons, LastYear
from generator.model.control import ControlValue
from generator.model.disclosure import GovernmentProcurement, OfficeRunning, StateAssets
from generator.model.money import BasicSplit, CarryOver, Income, OutlayByFund
from generator.model.natures import UNIT_OF_MONEY
from generator.model.performance import PerformanceManagement
from generator.model.rollup import Transfer
from generator.model.three_public import ThreePublic
from generator.model.unit import Unit

LastYearValue = Annotated[
    Annotated[Words, Tag(SCALAR)]
    | Annotated[LastYear, Tag(MAPPING)]
    | Annotated[tuple[Words, ...], Tag(SEQUENCE)],
    by_shape,
]


class Attachment(Part):
    """附件: a title, and its text or a .docx beside the data file."""

    标题: Words = Field(
        description="附件的标题，印在附件首页和目录里。",
        examples=["古建筑修缮项目支出绩效评价报告"],
    )
    正文: Words | None = Field(
        default=None,
        description=(
            "附件的全文：冒号后写一个竖线 |，下面各行缩进；编号 一、（一）会自动成为标题。"
            "正文和文件填一个。"
        ),
        examples=["一、项目概况\n两处区级文物建筑列入本年度修缮计划。"],
    )
    文件: Words | None = Field(
        default=None,
        description="附件的 Word 文件名（.docx），与本文件放在同一文件夹。正文和文件填一个。",
        examples=["某某报告.docx"],
    )


class Accounts(Part):
    """One unit, one year."""

    版式: Words = Field(description="文档用哪一种格式和措辞，如 四川。", examples=["四川"])
    年度: Year = Field(description="决算的年度，四位数字。不是公开的年份。", examples=[2023])
    金额单位: Annotated[str, UNIT_OF_MONEY] = Field(
        description=(
            "本文件里的金额用什么单位填。决算报表是元就填 元；印出来的文档一律是万元，自动换算"
        ),
        examples=["万元"],
    )
    单位: Unit = Field(
        description="公开决算的单位：名称、性质、职责、机构。",
        examples=[{"名称": "某市某某局", "口径": "单位", "性质": "行政单位"}],
    )
    设置: dict[Key, Words] = Field(
        default_factory=dict,
        description="改动版式的习惯，只写与版式默认不同的。不填就全按版式的默认。",
        examples=[{"百分比小数位": 2, "零值写法": "列出"}],
    )
    汇总: tuple[Words, ...] = Field(
        default=(),
        description=(
            "部门的数由各单位的数据文件相加时，列出它们（本级也是一个文件），放在同一文件夹。"
            "这时收入、支出等数都不填，只写部门的话。"
        ),
        examples=[["某局本级-2023.yaml", "乙中心-2023.yaml", "丙馆-2023.yaml"]],
    )
    内部往来: tuple[Transfer, ...] = Field(
        default=(),
        description=(
            "本部门单位之间的补助和上缴，汇总时两边抵销。金额两边正好对上的自动抵销，不用写；"
            "对不上或不止一笔时写。"
        ),
        examples=[[{"种类": "补助", "付": "某局本级", "收": "乙中心", "金额": 5}]],
    )
    收入: Income = Field(
        description=(
            "本年收入，按来源填，照决算报表“收入决算表”（财决03表）；合计自动算出，不用填。"
            "由下属单位的文件相加（汇总）的不填。"
        ),
        examples=[{"一般公共预算财政拨款收入": {"2010301 行政运行": "260.86"}}],
    )
    使用非财政拨款结余: Amount | None = Field(
        default=None,
        description=(
            "事业单位用以前年度的非财政拨款结余弥补收支差额的数，照“收入支出决算总表”（财决01表）"
            "填。没有就不填。"
        ),
        examples=["1.5"],
    )
    年初结转和结余: CarryOver = Field(
        default=unsaid(CarryOver),
        description=(
            "上年结转到本年的钱，按资金种类填，照“收入支出决算总表”（财决01表）。没有就不填，"
            "当作 0。"
        ),
        examples=[{"一般公共预算": "61.05", "其他资金": "0.5"}],
    )
    支出: OutlayByFund = Field(
        description=(
            "本年支出：先分资金种类，再分项级科目，再分基本支出、项目支出等；合计自动算出，不用填。"
            "由下属单位的文件相加（汇总）的，只写各科目的原因、用途。"
        ),
        examples=[
            {"一般公共预算": {"2010301 行政运行": {"基本支出": "260.86", "预算数": "260.86"}}}
        ],
    )
    结余分配: Amount | None = Field(
        default=None,
        description=(
            "事业单位缴纳所得税、提取专用结余等的数，照“收入支出决算总表”（财决01表）填。"
            "没有就不填。"
        ),
        examples=["1.25"],
    )
    年末结转和结余: CarryOver | None = Field(
        default=None,
        description="结转到下年的钱。不填时由 年初＋收入－支出 得出；填了就核对。",
        examples=[{"一般公共预算": "6.2", "其他资金": "6.8"}],
    )
    基本支出构成: BasicSplit | None = Field(
        default=None,
        description=(
            "一般公共预算基本支出分成人员经费、公用经费两个总数。"
            "只在基本支出没有按经济科目分开时填；两处都填就核对。"
        ),
        examples=[{"人员经费": "482.34", "公用经费": "72.13"}],
    )
    上年: LastYearValue | None = Field(
        default=None,
        description=(
            "与上年比较要用的数：上年的数据文件名（由几个单位合并来的写几个），或几个上年数；"
            "新设单位填 无。"
        ),
        examples=[
            "某某局-2022.yaml",
            "无",
            ["甲局-2022.yaml", "乙局-2022.yaml"],
            {
                "收支总计": "1109.32",
                "财政拨款收支总计": "990.13",
                "一般公共预算财政拨款支出": "990.13",
            },
        ],
    )
    变动原因: ChangeReasons = Field(
        default=unsaid(ChangeReasons),
        description="收支与上年不等时的原因。三个数的增减额相同时只填第一个。",
        examples=[{"收支总计": "文物修缮和公共文化项目增加"}],
    )
    三公经费: ThreePublic = Field(
        default=unsaid(ThreePublic),
        title="“三公”经费",
        description=(
            "财政拨款开支的“三公”经费：预算数、决算数、上年数，以及团组、车辆、批次等数量。"
            "没有发生的填 0，不能空着。"
        ),
        examples=[
            {
                "因公出国境费": {"预算数": 0, "决算数": 0, "上年决算数": 0, "团组数": 0, "人次": 0},
                "公务接待费": {
                    "预算数": "0.5",
                    "上年决算数": "1.09",
                    "原因": "压减接待批次",
                    "国内": {"决算数": "0.13", "批次": 1, "人次": 9},
                },
            }
        ],
    )
    机关运行经费: OfficeRunning = Field(
        default=unsaid(OfficeRunning),
        description="机关运行经费：本年数一般自动用公用经费，只填上年数和增减原因。",
        examples=[{"上年决算数": "57.12", "原因": "办公设备更新"}],
    )
    政府采购: GovernmentProcurement = Field(
        default=unsaid(GovernmentProcurement),
        description="政府采购支出，按货物、工程、服务填；总额自动算出。没有采购就都填 0。",
        examples=[
            {
                "货物": "2.92",
                "工程": 0,
                "服务": 0,
                "用途": "采购办公需要的空调等",
                "授予中小企业合同金额": "0.26",
                "授予小微企业合同金额": "0.26",
            }
        ],
    )
    国有资产: StateAssets = Field(
        default=unsaid(StateAssets),
        description="年末的车辆和大型设备，照资产报表填。",
        examples=[{"车辆": {"应急保障用车": 2}, "设备": {"单价100万元以上设备": 0}}],
    )
    预算绩效: PerformanceManagement = Field(
        default=unsaid(PerformanceManagement),
        description=(
            "预算绩效管理情况：项目名称、四个个数、整体自评、自评表。没有绩效项目时四个个数都填 0。"
        ),
        examples=[
            {"项目": ["综合调研"], "事前绩效评估": 1, "绩效目标": 1, "绩效监控": 1, "绩效自评": 1}
        ],
    )
    名词解释: dict[Words, Words] = Field(
        default_factory=dict,
        description="要补充的名词和解释，写成 名词: 解释。通用名词和用到的科目自动解释，不用填。",
        examples=[{"免费开放": "公共图书馆、文化馆按规定向公众免费提供基本服务。"}],
    )
    附件: tuple[Attachment, ...] = Field(
        default=(),
        description="另外要附上的材料，每件以“- ”开头，写标题和正文，或标题和文件。没有就不填。",
        examples=[[{"标题": "某某报告", "文件": "某某报告.docx"}]],
    )
    报表数: dict[Key, ControlValue] = Field(
        default_factory=dict,
        description=(
            "从决算报表照抄的数，只用来与算出的数核对，不印出；"
            "单位不同的先写一行 金额单位: 万元（或 元）。名称见“数的名称”一页。不填就不核对。"
        ),
        examples=[
            {"收支总计": "1845.83"},
            {"金额单位": "万元", "一般公共预算 2010301 基本支出": "260.86"},
            {"公务接待费": {"决算数": "0.13", "增减额": "减少0.96"}},
        ],
    )
    自填: dict[Key, Words] = Field(
        default_factory=dict,
        description=(
            "只有这个版式要填的项目，写成 名称: 内容；有哪些见“版式设置”一页。版式没有就不填。"
        ),
        examples=[{"联系电话": "0830-1234567"}],
    )
    改写: dict[Key, Words] = Field(
        default_factory=dict,
        description=(
            "只在本年度改写的句子，写成 句名: 文字；数写成 {名称}，由程序计算。"
            "各版式的句名见“版式设置”一页。没有就不填。"
        ),
        examples=[{"三.首句": "全年支出{本年支出合计}万元，比上年{收支总计.增减}。"}],
    )
    核对说明: dict[Key, Words] = Field(
        default_factory=dict,
        description=(
            "已经核对、不必再提的警告和提示：规则名@项目=数: 理由；没有要先改的错误时，"
            "校验末尾列出要写的行（“码”和四位数字照抄）。数变了会再提；错误一般不能这样略过。"
            "没有就不填。"
        ),
        examples=[{"增减过半@机关运行经费=21.00对2.10": "新设三个科室，已逐项核对"}],
    )
