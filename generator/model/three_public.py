"""财政拨款“三公”经费: 因公出国（境）费, 公务用车, 公务接待费."""

from __future__ import annotations

from pydantic import Field

from generator.model.base import Amount, Count, Part, Words, YesNo, unsaid
from generator.model.money import BudgetValue
from generator.model.official_cars import Cars


class Abroad(Part):
    """因公出国（境）费."""

    预算数: BudgetValue | None = Field(
        default=None,
        description="因公出国（境）费的预算数，照“三公”经费预算批复填。没有安排填 0。",
        examples=[12, {"年初": 10, "全年": 12}],
    )
    决算数: Amount | None = Field(
        default=None,
        description="因公出国（境）费的决算数，照“三公”经费支出决算表填。没有发生填 0。",
        examples=["12.86"],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="上年因公出国（境）费的决算数。"
        "由上年的数据文件取数，或上年还没有这个单位的，不用填。",
        examples=[0],
    )
    团组数: Count | None = Field(
        default=None,
        description="全年出国（境）团组的个数。有支出必填；没有支出填 0 或不填。",
        examples=[1],
    )
    人次: Count | None = Field(
        default=None,
        description="全年出国（境）的人次。有支出必填；没有支出填 0 或不填。",
        examples=[4],
    )
    原因: Words | None = Field(
        default=None,
        description="决算数比上年增减的原因，末尾不加句号。与上年相等时不填。",
        examples=["恢复对外文化交流"],
    )
    开支内容: Words | None = Field(
        default=None,
        description="出国（境）做了什么，接在“开支内容包括”后面。有支出必填。",
        examples=["参加友好城市文化周演出和展览"],
    )


class Occasion(Part):
    """One item of 具体内容 of receptions."""

    事由: Words = Field(
        description="接待谁、为什么接待；不要写人的姓名。", examples=["接待上级文物安全检查组"]
    )
    批次: Count | None = Field(
        default=None, description="这件事接待了几批。不填就不印。", examples=[4]
    )
    人次: Count | None = Field(
        default=None, description="这件事接待了多少人次，不含陪同人员。不填就不印。", examples=[30]
    )
    金额: Amount | None = Field(
        default=None, description="这件事花了多少钱。不填就不印。", examples=["0.36"]
    )


class DomesticReception(Part):
    """国内公务接待."""

    决算数: Amount | None = Field(
        default=None, description="国内公务接待的决算数。没有发生填 0。", examples=["0.98"]
    )
    批次: Count | None = Field(
        default=None,
        description="国内公务接待的批次。有支出必填；没有支出填 0 或不填。",
        examples=[11],
    )
    人次: Count | None = Field(
        default=None,
        description="国内公务接待的人次，不含陪同人员。有支出必填；没有支出填 0 或不填。",
        examples=[86],
    )
    用途: Words | None = Field(
        default=None,
        description="国内公务接待的钱主要做什么用，接在“主要用于”后面。有支出必填。",
        examples=["执行公务、开展业务活动开支的用餐费"],
    )
    具体内容: tuple[Occasion, ...] = Field(
        default=(),
        description="逐件写接待了什么，每件一行，以“- ”开头。不填就不列举。",
        examples=[[{"事由": "接待上级文物安全检查组", "批次": 4, "人次": 30, "金额": "0.36"}]],
    )
    列全: YesNo = Field(
        default=True,
        description=(
            "具体内容是否列全：填 是 或 否，不填就是 是。填 否 时句末写“等”，"
            "也不核对各件相加是否等于总数"
        ),
        examples=["否"],
    )


class ForeignReception(Part):
    """外事接待."""

    决算数: Amount | None = Field(
        default=None, description="外事接待的决算数。没有发生填 0。", examples=[0]
    )
    批次: Count | None = Field(
        default=None, description="外事接待的批次。有支出必填；没有支出填 0 或不填。", examples=[0]
    )
    人次: Count | None = Field(
        default=None,
        description="外事接待的人次，不含陪同人员。有支出必填；没有支出填 0 或不填。",
        examples=[0],
    )


class ReceptionExpenses(Part):
    """公务接待费."""

    预算数: BudgetValue | None = Field(
        default=None,
        description="公务接待费（国内加外事）的预算数，照“三公”经费预算批复填。没有安排填 0。",
        examples=["1.5", {"年初": "1.5", "全年": "1.5"}],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="上年公务接待费（国内加外事）的决算数。"
        "由上年的数据文件取数，或上年还没有这个单位的，不用填。",
        examples=["1.63"],
    )
    原因: Words | None = Field(
        default=None,
        description="公务接待费比上年增减的原因，末尾不加句号。与上年相等时不填。",
        examples=["压减接待批次"],
    )
    国内: DomesticReception = Field(
        default=unsaid(DomesticReception),
        description="国内公务接待：金额、批次、人次、用途和具体内容。",
        examples=[{"决算数": "0.98", "批次": 11, "人次": 86, "用途": "接待上级检查指导"}],
    )
    外事: ForeignReception = Field(
        default=unsaid(ForeignReception),
        description="外事接待：金额、批次、人次。没有外事接待可以整段不填，当作 0。",
        examples=[{"决算数": 0, "批次": 0, "人次": 0}],
    )


class FundPart(Part):
    """One kind of 三公经费, as far as 政府性基金 pay for it."""

    预算数: Amount | None = Field(
        default=None,
        description="其中由政府性基金预算安排的预算数。没有填 0 或不填。",
        examples=[0],
    )
    决算数: Amount | None = Field(
        default=None,
        description="其中由政府性基金预算开支的决算数。没有填 0 或不填。",
        examples=[0],
    )


class FundShare(Part):
    """三公经费 paid by 政府性基金预算 (the two tables of 2020)."""

    因公出国境费: FundPart = Field(
        default=unsaid(FundPart),
        title="因公出国（境）费",
        description="政府性基金预算开支的因公出国（境）费。没有就不填。",
        examples=[{"预算数": 0, "决算数": 0}],
    )
    购置费: FundPart = Field(
        default=unsaid(FundPart),
        description="政府性基金预算开支的公务用车购置费。没有就不填。",
        examples=[{"预算数": 0, "决算数": 0}],
    )
    运行维护费: FundPart = Field(
        default=unsaid(FundPart),
        description="政府性基金预算开支的公务用车运行维护费。没有就不填。",
        examples=[{"预算数": 0, "决算数": 0}],
    )
    公务接待费: FundPart = Field(
        default=unsaid(FundPart),
        description="政府性基金预算开支的公务接待费。没有就不填。",
        examples=[{"预算数": 2, "决算数": "1.5"}],
    )


class ThreePublic(Part):
    """财政拨款“三公”经费."""

    原因: Words | None = Field(
        default=None,
        description="“三公”经费合计的决算数与预算数不等的原因，末尾不加句号。相等时不填。",
        examples=["厉行节约，压缩“三公”经费"],
    )
    因公出国境费: Abroad = Field(
        default=unsaid(Abroad),
        title="因公出国（境）费",
        description="财政拨款开支的因公出国（境）费。没有发生时各数填 0。",
        examples=[{"预算数": 0, "决算数": 0, "上年决算数": 0, "团组数": 0, "人次": 0}],
    )
    公务用车购置及运行维护费: Cars = Field(
        default=unsaid(Cars),
        description=(
            "财政拨款开支的公务用车购置费和运行维护费，以及年末有几辆车。没有发生时各数填 0。"
        ),
        examples=[
            {
                "原因": "加强车辆管理，减少维修维护费用",
                "购置费": {"预算数": 0, "决算数": 0, "上年决算数": 0},
                "运行维护费": {
                    "预算数": 12,
                    "决算数": "6.72",
                    "上年决算数": "7.88",
                    "用途": "下乡调研",
                },
                "车型": {"轿车": 2},
            }
        ],
    )
    公务接待费: ReceptionExpenses = Field(
        default=unsaid(ReceptionExpenses),
        description="财政拨款开支的公务接待费，分国内和外事。没有发生时各数填 0。",
        examples=[
            {
                "预算数": "1.5",
                "上年决算数": "1.63",
                "原因": "压减接待批次",
                "国内": {"决算数": "0.98", "批次": 11, "人次": 86, "用途": "接待上级检查指导"},
            }
        ],
    )
    其中政府性基金: FundShare = Field(
        default=unsaid(FundShare),
        description=(
            "上面各数里由政府性基金预算开支的部分。没有就不填；"
            "版式按资金分列“三公”经费的（如 四川旧式 2020 年度）才印。"
        ),
        examples=[{"公务接待费": {"预算数": 2, "决算数": "1.5"}}],
    )
