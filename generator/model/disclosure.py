"""What no accounting system holds: 三公经费, 机关运行经费, 政府采购, 国有资产."""

from __future__ import annotations

from pydantic import Field

from generator.model.base import Amount, Count, Part, Words, YesNo, unsaid
from generator.model.money import BudgetValue


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
        description="上年因公出国（境）费的决算数。上年 填了文件名或 无 时不用填。",
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


class Purchase(Part):
    """Cars bought, of one type."""

    数量: Count = Field(description="这种车型全年购置了几辆。", examples=[1])
    金额: Amount = Field(
        description="这种车型的购置金额。各车型相加应等于购置费的决算数。", examples=["23.6"]
    )


_KIND_REASON = "这一项比上年增减的原因，末尾不加句号。版式分购置、运行维护各写原因的才填；两项合计的原因写在上一级。"


class CarPurchase(Part):
    """公务用车购置费."""

    原因: Words | None = Field(default=None, description=_KIND_REASON, examples=["更新一辆越野车"])

    决算数: Amount | None = Field(
        default=None,
        description="公务用车购置费的决算数，照“三公”经费支出决算表填。没有买车填 0。",
        examples=["35.6"],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="上年公务用车购置费的决算数。上年 填了文件名或 无 时不用填。",
        examples=[0],
    )
    预算数: BudgetValue | None = Field(
        default=None,
        description="公务用车购置费的预算数，照“三公”经费预算批复填。没有安排填 0。",
        examples=[36, {"年初": 0, "全年": 36}],
    )
    更新购置: dict[Words, Purchase] = Field(
        default_factory=dict,
        description="全年买的车，按车型写数量和金额。买了车必填；没有买车不填。",
        examples=[{"越野车": {"数量": 1, "金额": "23.6"}, "小型客车": {"数量": 1, "金额": 12}}],
    )


class CarRunning(Part):
    """公务用车运行维护费."""

    原因: Words | None = Field(default=None, description=_KIND_REASON, examples=["车辆减少"])

    决算数: Amount | None = Field(
        default=None,
        description="公务用车运行维护费的决算数，照“三公”经费支出决算表填。没有发生填 0。",
        examples=["6.72"],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="上年公务用车运行维护费的决算数。上年 填了文件名或 无 时不用填。",
        examples=["7.88"],
    )
    预算数: BudgetValue | None = Field(
        default=None,
        description="公务用车运行维护费的预算数，照“三公”经费预算批复填。没有安排填 0。",
        examples=[12, {"年初": 12, "全年": 12}],
    )
    用途: Words | None = Field(
        default=None,
        description="公务用车做什么用，接在“主要用于”后面。有支出必填。",
        examples=["文物巡查、市场执法和下乡辅导"],
    )


class Cars(Part):
    """公务用车购置及运行维护费."""

    预算数: BudgetValue | None = Field(
        default=None,
        description="购置费和运行维护费两项合计的预算数。下面两项各自填了预算数就不用填，自动相加。",
        examples=[48, {"年初": 12, "全年": 48}],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="两项合计的上年决算数。下面两项各自填了上年决算数就不用填，自动相加。",
        examples=["7.88"],
    )
    原因: Words | None = Field(
        default=None,
        description="两项合计比上年增减的原因，末尾不加句号。与上年相等时不填。",
        examples=["加强车辆管理，减少维修维护费用"],
    )
    购置费: CarPurchase = Field(
        default=unsaid(CarPurchase),
        description="公务用车购置费：买车的支出。没有买车时各数填 0。",
        examples=[{"预算数": 0, "决算数": 0, "上年决算数": 0}],
    )
    运行维护费: CarRunning = Field(
        default=unsaid(CarRunning),
        description="公务用车运行维护费：燃料、维修、过路过桥、保险等支出。没有发生时各数填 0。",
        examples=[{"预算数": 12, "决算数": "6.72", "上年决算数": "7.88", "用途": "下乡调研"}],
    )
    保有量: Count | None = Field(
        default=None,
        description="年末由财政拨款开支运行费的公务用车辆数，不是单位的全部车辆。填了 车型 可以不填，自动相加。",
        examples=[2],
    )
    车型: dict[Words, Count] = Field(
        default_factory=dict,
        description="年末公务用车按车型各有几辆，相加应等于保有量。没有公务用车就不填。",
        examples=[{"轿车": 1, "越野车": 1}],
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


class Domestic(Part):
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
        description="具体内容是否列全：填 是 或 否，不填就是 是。填 否 时句末写“等”，也不核对各件相加是否等于总数",
        examples=["否"],
    )


class Foreign(Part):
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


class Reception(Part):
    """公务接待费."""

    预算数: BudgetValue | None = Field(
        default=None,
        description="公务接待费（国内加外事）的预算数，照“三公”经费预算批复填。没有安排填 0。",
        examples=["1.5", {"年初": "1.5", "全年": "1.5"}],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="上年公务接待费（国内加外事）的决算数。上年 填了文件名或 无 时不用填。",
        examples=["1.63"],
    )
    原因: Words | None = Field(
        default=None,
        description="公务接待费比上年增减的原因，末尾不加句号。与上年相等时不填。",
        examples=["压减接待批次"],
    )
    国内: Domestic = Field(
        default=unsaid(Domestic),
        description="国内公务接待：金额、批次、人次、用途和具体内容。",
        examples=[{"决算数": "0.98", "批次": 11, "人次": 86, "用途": "接待上级检查指导"}],
    )
    外事: Foreign = Field(
        default=unsaid(Foreign),
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
        description="财政拨款开支的公务用车购置费和运行维护费，以及年末有几辆车。没有发生时各数填 0。",
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
    公务接待费: Reception = Field(
        default=unsaid(Reception),
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
        description="上面各数里由政府性基金预算开支的部分。没有就不填；版式按资金分列“三公”经费的（如 四川旧式 2020 年度）才印。",
        examples=[{"公务接待费": {"预算数": 2, "决算数": "1.5"}}],
    )


class Running(Part):
    """机关运行经费; 决算数 is taken from 公用经费 when it is not typed (行政单位 and 参公事业单位)."""

    决算数: Amount | None = Field(
        default=None,
        description="机关运行经费的决算数：行政单位和参公事业单位一般公共预算基本支出里的公用经费。不填时自动用公用经费；部门含其他事业单位的必填。",
        examples=["59.51"],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="上年机关运行经费的决算数。上年 填了文件名或 无 时不用填。",
        examples=["57.12"],
    )
    原因: Words | None = Field(
        default=None,
        description="机关运行经费比上年增减的原因，末尾不加句号。与上年相等时不填。",
        examples=["办公设备更新"],
    )


class Reserved(Part):
    """政府采购 by reservation for small firms (the wording of Shanghai)."""

    面向中小企业预算金额: Amount | None = Field(
        default=None,
        description="面向中小企业预留的政府采购项目预算金额。没有填 0。",
        examples=["690.47"],
    )
    面向小微企业预算金额: Amount | None = Field(
        default=None,
        description="面向小微企业预留的政府采购项目预算金额。没有填 0。",
        examples=["293.72"],
    )
    中小企业成交金额: Amount | None = Field(
        default=None,
        description="面向中小企业预留的项目里，由中小企业供应商中标或成交的采购金额。没有填 0。",
        examples=["690.47"],
    )
    小微企业成交金额: Amount | None = Field(
        default=None,
        description="面向小微企业预留的项目里，由小微企业供应商中标或成交的采购金额。没有填 0。",
        examples=["293.72"],
    )
    其他项目成交金额: Amount | None = Field(
        default=None,
        description="没有预留的项目里，由中小企业供应商中标或成交的采购金额；不能与上面重复。没有填 0。",
        examples=[0],
    )


class ByKind(Part):
    """授予中小企业合同金额 by kind of procurement (the wording of the central departments)."""

    货物: Amount | None = Field(
        default=None, description="货物采购里授予中小企业的合同金额。没有填 0。", examples=["80.98"]
    )
    工程: Amount | None = Field(
        default=None, description="工程采购里授予中小企业的合同金额。没有填 0。", examples=[0]
    )
    服务: Amount | None = Field(
        default=None, description="服务采购里授予中小企业的合同金额。没有填 0。", examples=["12.5"]
    )


class Procurement(Part):
    """政府采购支出."""

    货物: Amount | None = Field(
        default=None,
        description="政府采购货物支出。三种里填了一种，其余不填当作 0。",
        examples=["113.6"],
    )
    工程: Amount | None = Field(
        default=None,
        description="政府采购工程支出。三种里填了一种，其余不填当作 0。",
        examples=[148],
    )
    服务: Amount | None = Field(
        default=None,
        description="政府采购服务支出。三种里填了一种，其余不填当作 0。",
        examples=[42],
    )
    用途: Words | None = Field(
        default=None,
        description="采购了什么，接在“主要用于”后面，末尾不加句号。有采购支出必填。",
        examples=["采购办公需要的空调等"],
    )
    授予中小企业合同金额: Amount | None = Field(
        default=None,
        description="授予中小企业的合同金额，不能大于采购总额。没有填 0；没有采购支出可以不填。",
        examples=[268],
    )
    授予小微企业合同金额: Amount | None = Field(
        default=None,
        description="其中授予小微企业的合同金额，不能大于授予中小企业的。没有填 0；授予中小企业的是 0 时可以不填。",
        examples=["124.5"],
    )
    分类授予: ByKind | None = Field(
        default=None,
        description="授予中小企业合同金额分成货物、工程、服务。填了就印各占该类采购的百分比；版式不印的可以不填。",
        examples=[{"货物": "80.98", "工程": 0, "服务": "12.5"}],
    )
    预留: Reserved | None = Field(
        default=None,
        description="预留给中小企业、小微企业的采购和成交情况。版式要写的（如 上海）必填，其他不填。",
        examples=[
            {
                "面向中小企业预算金额": "690.47",
                "面向小微企业预算金额": "293.72",
                "中小企业成交金额": "690.47",
                "小微企业成交金额": "293.72",
                "其他项目成交金额": 0,
            }
        ],
    )


class Vehicles(Part):
    """车辆 by use, in the statutory order."""

    部级领导干部用车: Count | None = Field(
        default=None, description="部级领导干部用车的辆数，照资产报表填。没有就不填。", examples=[1]
    )
    主要领导干部用车: Count | None = Field(
        default=None, description="主要领导干部用车的辆数，照资产报表填。没有就不填。", examples=[1]
    )
    机要通信用车: Count | None = Field(
        default=None, description="机要通信用车的辆数，照资产报表填。没有就不填。", examples=[1]
    )
    应急保障用车: Count | None = Field(
        default=None, description="应急保障用车的辆数，照资产报表填。没有就不填。", examples=[2]
    )
    执法执勤用车: Count | None = Field(
        default=None, description="执法执勤用车的辆数，照资产报表填。没有就不填。", examples=[2]
    )
    特种专业技术用车: Count | None = Field(
        default=None, description="特种专业技术用车的辆数，照资产报表填。没有就不填。", examples=[1]
    )
    离退休干部服务用车: Count | None = Field(
        default=None,
        description="离退休干部服务用车的辆数，照资产报表填。没有就不填。",
        examples=[1],
    )
    一般公务用车: Count | None = Field(
        default=None,
        description="一般公务用车的辆数（旧的分类，当地仍在用才填）。没有就不填。",
        examples=[1],
    )
    其他用车: Count | None = Field(
        default=None,
        description="其他用车的辆数，大于 0 时还要填 其他用车说明。一辆车也没有时，这里填 0。",
        examples=[2],
    )


class Equipment(Part):
    """Large equipment: the new wording has one class, the old wording two."""

    单价100万元以上设备: Count | None = Field(
        default=None,
        description="单价100万元（含）以上的设备有几台（套），不含车辆，没有填 0。设备口径为“新”（不另设就是新）时填这一项。",
        examples=[1],
    )
    单价50万元以上通用设备: Count | None = Field(
        default=None,
        description="单价50万元以上的通用设备有几台（套），没有填 0。只在设备口径为“旧”时填。",
        examples=[0],
    )
    单价100万元以上专用设备: Count | None = Field(
        default=None,
        description="单价100万元以上的专用设备有几台（套），不含车辆，没有填 0。只在设备口径为“旧”时填。",
        examples=[2],
    )


class Assets(Part):
    """国有资产占有使用情况."""

    车辆: Vehicles = Field(
        default=unsaid(Vehicles),
        description="年末全部车辆，按用途各有几辆；总数自动相加。一辆也没有就写 其他用车: 0。",
        examples=[{"机要通信用车": 1, "应急保障用车": 2}],
    )
    其他用车说明: Words | None = Field(
        default=None,
        description="其他用车主要是什么车，接在“其他用车主要是”后面。有其他用车必填。",
        examples=["图书流动服务车和演出器材运输车"],
    )
    设备: Equipment = Field(
        default=unsaid(Equipment),
        description="年末大型设备的台（套）数，照资产报表填。没有填 0。",
        examples=[{"单价100万元以上设备": 1}],
    )
