"""What no accounting system holds beside the “三公”经费: 机关运行经费, 政府采购, 国有资产."""

from __future__ import annotations

from pydantic import Field

from generator.model.base import Amount, Count, Part, Words, unsaid


class OfficeRunning(Part):
    """机关运行经费 of 行政单位 and 参公事业单位.

    When 决算数 is not typed, it is taken from 公用经费.
    """

    决算数: Amount | None = Field(
        default=None,
        description=(
            "机关运行经费的决算数：行政单位和参公事业单位一般公共预算基本支出里的公用经费。"
            "不填时自动用公用经费；部门含其他事业单位的必填。"
        ),
        examples=["59.51"],
    )
    上年决算数: Amount | None = Field(
        default=None,
        description="上年机关运行经费的决算数。"
        "由上年的数据文件取数，或上年还没有这个单位的，不用填。",
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
        description=(
            "没有预留的项目里，由中小企业供应商中标或成交的采购金额；不能与上面重复。没有填 0。"
        ),
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


class GovernmentProcurement(Part):
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
        description=(
            "其中授予小微企业的合同金额，不能大于授予中小企业的。没有填 0；"
            "授予中小企业的是 0 时可以不填。"
        ),
        examples=["124.5"],
    )
    分类授予: ByKind | None = Field(
        default=None,
        description=(
            "授予中小企业合同金额分成货物、工程、服务。填了就印各占该类采购的百分比；"
            "版式不印的可以不填。"
        ),
        examples=[{"货物": "80.98", "工程": 0, "服务": "12.5"}],
    )
    预留: Reserved | None = Field(
        default=None,
        description=(
            "预留给中小企业、小微企业的采购和成交情况。版式要写的（如 上海）必填，其他不填。"
        ),
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
        description=(
            "单价100万元（含）以上的设备有几台（套），不含车辆，没有填 0。"
            "印“单价100万元以上设备”的版式填它。"
        ),
        examples=[1],
    )
    单价50万元以上通用设备: Count | None = Field(
        default=None,
        description="单价50万元以上的通用设备有几台（套），没有填 0。分通用、专用设备的版式才填。",
        examples=[0],
    )
    单价100万元以上专用设备: Count | None = Field(
        default=None,
        description=(
            "单价100万元以上的专用设备有几台（套），不含车辆，没有填 0。"
            "分通用、专用设备的版式才填。"
        ),
        examples=[2],
    )


class StateAssets(Part):
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
