"""What no accounting system holds: 上年, 三公经费, 机关运行经费, 政府采购, 国有资产."""

from __future__ import annotations

from pydantic import Field

from generator.model.base import Amount, Count, Part, Words, YesNo
from generator.model.money import BudgetValue


class LastYear(Part):
    """The few amounts of last year that comparisons need; beside ``文件`` they are compared with that file's."""

    文件: Words | None = Field(default=None, description="上年的数据文件名；同时填了下面的数就核对")
    收支总计: Amount | None = None
    财政拨款收支总计: Amount | None = None
    一般公共预算财政拨款支出: Amount | None = None


class ChangeReasons(Part):
    """变动原因: a later one defaults to the earlier one while their changes agree."""

    收支总计: Words | None = None
    财政拨款收支总计: Words | None = None
    一般公共预算财政拨款支出: Words | None = None


class Abroad(Part):
    """因公出国（境）费."""

    预算数: BudgetValue | None = None
    决算数: Amount | None = None
    上年决算数: Amount | None = None
    团组数: Count | None = None
    人次: Count | None = None
    原因: Words | None = None
    开支内容: Words | None = None


class Purchase(Part):
    """Cars bought, of one type."""

    数量: Count
    金额: Amount


class CarPurchase(Part):
    """公务用车购置费."""

    决算数: Amount | None = None
    上年决算数: Amount | None = None
    预算数: BudgetValue | None = None
    更新购置: dict[Words, Purchase] = Field(default_factory=dict)


class CarRunning(Part):
    """公务用车运行维护费."""

    决算数: Amount | None = None
    上年决算数: Amount | None = None
    预算数: BudgetValue | None = None
    用途: Words | None = None


class Cars(Part):
    """公务用车购置及运行维护费."""

    预算数: BudgetValue | None = None
    上年决算数: Amount | None = None
    原因: Words | None = None
    购置费: CarPurchase = CarPurchase()
    运行维护费: CarRunning = CarRunning()
    保有量: Count | None = None
    车型: dict[Words, Count] = Field(default_factory=dict)


class Occasion(Part):
    """One item of 具体内容 of receptions."""

    事由: Words
    批次: Count | None = None
    人次: Count | None = None
    金额: Amount | None = None


class Domestic(Part):
    """国内公务接待."""

    决算数: Amount | None = None
    批次: Count | None = None
    人次: Count | None = None
    用途: Words | None = None
    具体内容: tuple[Occasion, ...] = ()
    列全: YesNo = Field(default=True, description="具体内容是否列全；否 时句末写“等”")


class Foreign(Part):
    """外事接待."""

    决算数: Amount | None = None
    批次: Count | None = None
    人次: Count | None = None


class Reception(Part):
    """公务接待费."""

    预算数: BudgetValue | None = None
    上年决算数: Amount | None = None
    原因: Words | None = None
    国内: Domestic = Domestic()
    外事: Foreign = Foreign()


class ThreePublic(Part):
    """财政拨款“三公”经费."""

    原因: Words | None = Field(default=None, description="决算数与预算数不等的原因")
    因公出国境费: Abroad = Abroad()
    公务用车购置及运行维护费: Cars = Cars()
    公务接待费: Reception = Reception()


class Running(Part):
    """机关运行经费; 决算数 is taken from 公用经费 when it is not typed (行政单位 and 参公事业单位)."""

    决算数: Amount | None = None
    上年决算数: Amount | None = None
    原因: Words | None = None


class Procurement(Part):
    """政府采购支出."""

    货物: Amount | None = None
    工程: Amount | None = None
    服务: Amount | None = None
    用途: Words | None = None
    授予中小企业合同金额: Amount | None = None
    授予小微企业合同金额: Amount | None = None


class Vehicles(Part):
    """车辆 by use, in the statutory order."""

    主要领导干部用车: Count | None = None
    机要通信用车: Count | None = None
    应急保障用车: Count | None = None
    执法执勤用车: Count | None = None
    特种专业技术用车: Count | None = None
    离退休干部服务用车: Count | None = None
    一般公务用车: Count | None = None
    其他用车: Count | None = None


class Equipment(Part):
    """Large equipment: the new wording has one class, the old wording two."""

    单价100万元以上设备: Count | None = None
    单价50万元以上通用设备: Count | None = None
    单价100万元以上专用设备: Count | None = None


class Assets(Part):
    """国有资产占有使用情况."""

    车辆: Vehicles = Vehicles()
    其他用车说明: Words | None = None
    设备: Equipment = Equipment()
