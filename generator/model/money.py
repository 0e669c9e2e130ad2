"""收入, 支出, 结转和结余: the facts of the ledger as a clerk types them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, Tag

from generator.model.base import MAPPING, SCALAR, Amount, AmountTable, AmountTree, Key, Part, Words, by_shape

FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算", "其他资金")
SOURCES = (
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
)
NATURES = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")


class Income(Part):
    """本年收入 by source: a number, or an amount for each 功能科目 (公开02表)."""

    一般公共预算财政拨款收入: AmountTable | None = None
    政府性基金预算财政拨款收入: AmountTable | None = None
    国有资本经营预算财政拨款收入: AmountTable | None = None
    上级补助收入: AmountTable | None = None
    事业收入: AmountTable | None = None
    经营收入: AmountTable | None = None
    附属单位上缴收入: AmountTable | None = None
    其他收入: AmountTable | None = None


class CarryOver(Part):
    """结转和结余 by fund: a number, or an amount for each 功能科目 (公开10、11表)."""

    一般公共预算: AmountTable | None = None
    政府性基金预算: AmountTable | None = None
    国有资本经营预算: AmountTable | None = None
    其他资金: AmountTable | None = None


class Budget(Part):
    """预算数 of both kinds, where both are known."""

    年初: Amount | None = None
    全年: Amount | None = None


BudgetValue = Annotated[Annotated[Amount, Tag(SCALAR)] | Annotated[Budget, Tag(MAPPING)], by_shape]


class OutlayItem(Part):
    """Outlay of one 项 from one fund."""

    基本支出: AmountTable | None = Field(default=None, description="一个数，或按经济科目（30101 基本工资: …），或 人员经费、公用经费 两个数")
    项目支出: AmountTree | None = Field(default=None, description="一个数，或按项目名称，项目下可再按经济科目")
    上缴上级支出: Amount | None = None
    经营支出: AmountTable | None = None
    对附属单位补助支出: Amount | None = None
    预算数: BudgetValue | None = Field(default=None, description="全年预算数；两种都有时写 {年初: …, 全年: …}")
    原因: Words | None = Field(default=None, description="决算数与预算数不等时必填")


Outlays = dict[Key, OutlayItem]


class Outlay(Part):
    """支出 by fund and 功能科目."""

    一般公共预算: Outlays = Field(default_factory=dict)
    政府性基金预算: Outlays = Field(default_factory=dict)
    国有资本经营预算: Outlays = Field(default_factory=dict)
    其他资金: Outlays = Field(default_factory=dict)


class ExpenseGroup(Part):
    """人员经费 or 公用经费 as a total, with the names of what it was spent on."""

    合计: Amount
    科目: tuple[Words, ...] = ()


ExpenseValue = Annotated[Annotated[Amount, Tag(SCALAR)] | Annotated[ExpenseGroup, Tag(MAPPING)], by_shape]


class BasicSplit(Part):
    """一般公共预算基本支出 by 人员 and 公用, for a unit without 经济科目 detail."""

    人员经费: ExpenseValue
    公用经费: ExpenseValue
