"""公务用车购置及运行维护费 of the “三公”经费, and the cars that they are for."""

from __future__ import annotations

from pydantic import Field

from generator.model.base import Amount, Count, Part, Words, unsaid
from generator.model.money import BudgetValue


class Purchase(Part):
    """Cars bought, of one type."""

    数量: Count = Field(description="这种车型全年购置了几辆。", examples=[1])
    金额: Amount = Field(
        description="这种车型的购置金额。各车型相加应等于购置费的决算数。", examples=["23.6"]
    )


_KIND_REASON = (
    "这一项比上年增减的原因，末尾不加句号。版式分购置、运行维护各写原因的才填；"
    "两项合计的原因写在上一级。"
)


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
        description="上年公务用车购置费的决算数。"
        "由上年的数据文件取数，或上年还没有这个单位的，不用填。",
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
        description="上年公务用车运行维护费的决算数。"
        "由上年的数据文件取数，或上年还没有这个单位的，不用填。",
        examples=["7.88"],
    )
    预算数: BudgetValue | None = Field(
        default=None,
        description="公务用车运行维护费的预算数，照“三公”经费预算批复填。没有安排填 0。",
        examples=[12, {"年初": 12, "全年": 12}],
    )
    用途: Words | None = Field(
        default=None,
        description="公务用车做什么用，接在“主要用于”后面；燃料费、维修费等由版式写。有支出必填。",
        examples=["文物巡查、市场执法和下乡辅导"],
    )


class Cars(Part):
    """公务用车购置及运行维护费."""

    预算数: BudgetValue | None = Field(
        default=None,
        description=(
            "购置费和运行维护费两项合计的预算数。下面两项各自填了预算数就不用填，自动相加。"
        ),
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
        description=(
            "年末由财政拨款开支运行费的公务用车辆数，不是单位的全部车辆。填了 车型 可以不填，"
            "自动相加。"
        ),
        examples=[2],
    )
    车型: dict[Words, Count] = Field(
        default_factory=dict,
        description="年末公务用车按车型各有几辆，相加应等于保有量。没有公务用车就不填。",
        examples=[{"轿车": 1, "越野车": 1}],
    )
