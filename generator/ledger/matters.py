"""十: 机关运行经费, 政府采购, 国有资产, 预算绩效的数."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from generator.ledger.figure import (
    WAN,
    Earlier,
    Figure,
    Known,
    Missing,
    entered,
    exact_difference,
    known_total,
    total,
)
from generator.ledger.last_year import LastFigures
from generator.model.accounts import Accounts
from generator.model.base import TypedAmount, TypedNumber
from generator.model.disclosure import Reserved
from generator.model.performance import Grades, Managed
from generator.reading.nodes import Scalar

ORDINARY = "其他事业单位"


class RunningFigures(Struct, frozen=True):
    """机关运行经费; ``适用`` is False for a 事业单位, which has none."""

    适用: bool
    决算: Known
    上年: Earlier
    原因: Scalar | None
    路径: tuple[str, ...]


class ProcurementFigures(Struct, frozen=True):
    """政府采购支出."""

    总额: Known
    货物: Known
    工程: Known
    服务: Known
    中小企业: Known
    小微企业: Known
    用途: Scalar | None
    分类授予: Mapping[str, Known]
    预留: Mapping[str, Known]


class AssetFigures(Struct, frozen=True):
    """国有资产: vehicles by use (in statutory order), and large equipment (None: the file says
    nothing)."""

    车辆总数: Known
    车辆: tuple[tuple[str, Figure], ...]
    其他用车说明: Scalar | None
    新口径设备: Known
    通用设备: Known
    专用设备: Known


class PerformanceFigures(Struct, frozen=True):
    """预算绩效: names and the four counts."""

    项目: tuple[str, ...]
    事前绩效评估: Known
    绩效目标: Known
    绩效监控: Known
    绩效自评: Known
    管理: Mapping[str, Known]


def running(accounts: Accounts, public: Known, last: LastFigures) -> RunningFigures:
    """机关运行经费: 公用经费 of 行政 and 参公 units (R25); a 部门 with 其他事业单位 types its own,
    lower figure. Of a 事业单位, which has none, 0 says the same as nothing."""
    running_cost = accounts.机关运行经费
    path = ("机关运行经费", "决算数")
    mixed = any(unit.性质 == ORDINARY for unit in accounts.单位.下属单位)
    typed = running_cost.决算数
    applies = accounts.单位.性质 != "事业单位" or (typed is not None and typed.value != 0)
    amount = public
    if typed and applies:
        amount = entered(typed, WAN, "机关运行经费")
    elif not applies:
        amount = total("机关运行经费", ())
    elif mixed:
        amount = Missing(path, "机关运行经费（部门含其他事业单位，不等于公用经费，须填写）")
    elif isinstance(public, Figure):
        amount = public.named("机关运行经费（公用经费）")
    then = last.detail(
        running_cost.上年决算数, "机关运行经费", ("机关运行经费", "上年决算数"), "上年机关运行经费"
    )
    return RunningFigures(applies, amount, then, running_cost.原因, ("机关运行经费", "原因"))


def procurement(accounts: Accounts) -> ProcurementFigures:
    """政府采购. Of three kinds the untyped ones are 0 as soon as one is typed."""
    data = accounts.政府采购
    kinds = {"货物": data.货物, "工程": data.工程, "服务": data.服务}
    any_typed = any(value is not None for value in kinds.values())
    amounts: dict[str, Known] = {
        name: _amount(value, name, zero=any_typed) for name, value in kinds.items()
    }
    bought = known_total("政府采购支出总额", amounts.values())
    nothing = isinstance(bought, Figure) and bought.is_zero
    medium = _amount(data.授予中小企业合同金额, "授予中小企业合同金额", zero=nothing)
    none_medium = isinstance(medium, Figure) and medium.is_zero
    small = _amount(data.授予小微企业合同金额, "授予小微企业合同金额", zero=nothing or none_medium)
    awarded: dict[str, Known] = {}
    if data.分类授予:
        for name in kinds:
            amount = getattr(data.分类授予, name)
            awarded[name] = _amount(amount, f"授予中小企业{name}", zero=nothing)
    reserved = {
        name: _within(
            getattr(data.预留, name, None),
            ("政府采购", "预留", name),
            zero=nothing and not data.预留,
        )
        for name in Reserved.model_fields
    }
    return ProcurementFigures(
        bought,
        amounts["货物"],
        amounts["工程"],
        amounts["服务"],
        medium,
        small,
        data.用途,
        awarded,
        reserved,
    )


def _within(value: TypedAmount | None, path: tuple[str, ...], *, zero: bool = False) -> Known:
    if value:
        return entered(value, WAN, path[-1])
    if zero:
        return total(path[-1], ())
    return Missing(path, path[-1])


def _amount(value: TypedAmount | None, name: str, *, zero: bool) -> Known:
    if value:
        return entered(value, WAN, f"政府采购{name}")
    if zero:
        return total(f"政府采购{name}", ())
    return Missing(("政府采购", name), f"政府采购{name}")


def assets(accounts: Accounts) -> AssetFigures:
    """国有资产. Without any vehicle line the count is missing, not zero."""
    data = accounts.国有资产
    kinds = [(name, getattr(data.车辆, name)) for name in type(data.车辆).model_fields]
    typed_kinds = tuple(
        (name, entered(count, "辆", name)) for name, count in kinds if count is not None
    )
    cars: Known = Missing(("国有资产", "车辆"), "车辆数（没有车辆的，其他用车填 0）")
    if typed_kinds:
        cars = total("车辆", (figure for _, figure in typed_kinds), "辆")

    def equipment(name: str) -> Known:
        return _count(getattr(data.设备, name), ("国有资产", "设备", name), "台（套）")

    return AssetFigures(
        cars,
        typed_kinds,
        data.其他用车说明,
        equipment("单价100万元以上设备"),
        equipment("单价50万元以上通用设备"),
        equipment("单价100万元以上专用设备"),
    )


def performance(accounts: Accounts) -> PerformanceFigures:
    """预算绩效 counts; 绩效自评 defaults to the number of 自评表."""
    data = accounts.预算绩效
    counts = {
        name: _count(getattr(data, name), ("预算绩效", name), "个")
        for name in ("事前绩效评估", "绩效目标", "绩效监控", "绩效自评")
    }
    if data.绩效自评 is None and data.自评表:
        counts["绩效自评"] = Figure(Decimal(len(data.自评表)), "个", "自评表张数")
    return PerformanceFigures(
        tuple(str(name) for name in data.项目),
        **counts,
        管理=_managed(data.管理情况, counts["绩效自评"]),
    )


def _managed(data: Managed | None, evaluated: Known) -> Mapping[str, Known]:
    """Amounts, score, grades and problems by name; 正在整改 is the rest.

    With no project evaluated there is nothing to tell.
    """
    nothing = isinstance(evaluated, Figure) and evaluated.is_zero and data is None
    root = ("预算绩效", "管理情况")
    figures: dict[str, Known] = {
        name: _within(getattr(data, name, None), (*root, name), zero=nothing)
        for name in ("绩效目标金额", "绩效监控金额", "绩效自评金额")
    }
    figures["平均得分"] = _count(getattr(data, "平均得分", None), (*root, "平均得分"), "分")
    figures |= _graded(getattr(data, "等次", None), (*root, "等次"))
    for name in ("发现问题", "已整改"):
        figures[name] = _count(getattr(data, name, None), (*root, name), "个")
    problems, mended = figures["发现问题"], figures["已整改"]
    figures["正在整改"] = problems
    if isinstance(problems, Figure) and isinstance(mended, Figure):
        figures["正在整改"] = exact_difference("正在整改", problems, mended)
    return figures


def _graded(grades: Grades | None, path: tuple[str, ...]) -> Mapping[str, Known]:
    """The number of projects of each grade; those not typed are 0 as soon as one is typed."""
    typed = {name: getattr(grades, name, None) for name in Grades.model_fields}
    any_typed = any(count is not None for count in typed.values())
    figures: dict[str, Known] = {}
    for name, count in typed.items():
        if any_typed and count is None:
            figures[name] = total(name, (), "个")
        else:
            figures[name] = _count(count, (*path, name), "个")
    return figures


def _count(value: TypedNumber | None, path: tuple[str, ...], unit: str) -> Known:
    if value is None:
        return Missing(path, path[-1])
    return entered(value, unit, path[-1])
