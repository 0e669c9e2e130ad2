"""What one guest, one traveller, one car costs: a number that nobody would believe."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from generator.checks.magnitude import size_of_amounts
from generator.checks.public import ABROAD, CARS, GUESTS
from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.checks.same_thing import Path, Value
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import Fact
from generator.ledger.figure import Figure


class Bounds(Struct, frozen=True):
    """Between which averages (in 万元) nothing is said, and beyond which it cannot be."""

    impossible_below: Decimal
    below: Decimal
    above: Decimal
    impossible_above: Decimal


def _bounds(*numbers: str) -> Bounds:
    return Bounds(*(Decimal(number) for number in numbers))


_GUEST = _bounds("0.00001", "0.002", "0.3", "10")
_FOREIGN_GUEST = _bounds("0.00001", "0.001", "2", "50")
_TRAVELLER = _bounds("0.0005", "0.1", "20", "500")
_RUNNING = _bounds("0.0005", "0.05", "20", "500")
_CAR = _bounds("0.01", "2", "150", "5000")


class Average(Struct, frozen=True):
    """An amount, the count that it is divided by, and what the average is called."""

    name: str
    amount: Value
    count: Value
    bounds: Bounds
    path: Path


@check(
    "人均车均",
    Group.SENSE,
    Level.WARNING,
    "每人、每辆车的花费合乎常理",
    "一顿饭上万元、一辆车一年几百万元，读的人一眼就会问：多半是金额单位或个数填错了。",
    "《党政机关国内公务接待管理规定》，《党政机关公务用车管理办法》",
    since="0.2",
    answerable=True,
    grave=True,
)
def averages(context: RuleContext) -> Iterator[Problem]:
    """Money by head and by car, beyond what can be."""
    # Where the unit of the whole file is in doubt, one impossible average is enough.
    doubtful = any(size_of_amounts(context))
    for row in _averages(context):
        amount, count = row.amount, row.count
        if not isinstance(amount, Figure) or not isinstance(count, Figure):
            continue
        if amount.value <= 0 or count.value <= 0:
            continue
        mean = amount.value / count.value
        bounds = row.bounds
        if bounds.below <= mean <= bounds.above:
            continue
        impossible = not bounds.impossible_below <= mean <= bounds.impossible_above
        if doubtful and not impossible:
            continue
        size = "太多" if mean > bounds.above else "太少"
        yield Problem(
            context.place(*row.path),
            f"{row.name} {context.money(amount.value)}，{count.value:f} {count.unit}，"
            f"平均 {context.money(round(mean, 6))}，{size}",
            "核对金额、金额单位和个数",
            f"{count.value:f}",
            context.money.number(amount.value),
            level=level_if(Level.ERROR, impossible),
        )
        if doubtful:
            return


def _averages(context: RuleContext) -> Iterator[Average]:
    public = context.statement.三公
    home, foreign = public.国内, public.外事
    yield Average("国内公务接待", home.决算, home.人次, _GUEST, (*GUESTS, "国内"))
    yield Average("外事接待", foreign.决算, foreign.人次, _FOREIGN_GUEST, (*GUESTS, "外事"))
    abroad = public.因公出国境费.决算
    yield Average("因公出国（境）费", abroad, public.人次, _TRAVELLER, ABROAD)
    running = public.运行维护费.决算
    path: Path = (*CARS, "运行维护费")
    yield Average("公务用车运行维护费", running, public.保有量, _RUNNING, path)
    for line in public.更新购置:
        path = (*CARS, "购置费", "更新购置", line.车型)
        yield Average(f"购置{line.车型}", line.金额, line.数量, _CAR, path)


_EQUIPMENT = Decimal(100)
_YEARS, _MUCH_GEAR, _FEW_PIECES = 30, 3, 5
_WAGE = Decimal(5)
"""What one person costs a year at the least, in 万元."""


@check(
    "资产偏多",
    Group.SENSE,
    Level.WARNING,
    "车辆、大型设备的数量与单位的大小相称",
    "一辆车一年要花几万元，一台大型设备值上百万元：多到全年的钱都养不起，多半是多打了几位。",
    "《行政事业性国有资产管理条例》",
    since="0.2",
    answerable=True,
    grave=True,
)
def more_assets_than_money(context: RuleContext) -> Iterator[Problem]:
    """More vehicles than the unit can have people, or than 万元 of a whole year; equipment worth
    several such years."""
    assets, resources = context.statement.国有资产, context.statement.totals.收支总计.数
    if resources.value <= 0:
        return
    size = f"收支总计 {context.money(resources.value)}"
    cars = assets.车辆总数
    if isinstance(cars, Figure) and cars.value > max(resources.value, Decimal(_YEARS)):
        yield Problem(
            context.place("国有资产", "车辆"),
            f"国有资产里车辆 {cars.value:f} 辆，{size}",
            "核对车辆数，有没有多打几位",
            level=level_if(Level.ERROR, _cannot_be(context, cars)),
        )
    elif isinstance(cars, Figure):
        yield from _more_than_people(context, cars)
    gear = (
        ("单价100万元以上设备", assets.新口径设备, _EQUIPMENT),
        ("单价50万元以上通用设备", assets.通用设备, _EQUIPMENT / 2),
        ("单价100万元以上专用设备", assets.专用设备, _EQUIPMENT),
    )
    for name, count, price in gear:
        if not isinstance(count, Figure) or count.value <= _FEW_PIECES:
            continue
        if count.value * price > resources.value * _MUCH_GEAR:
            yield Problem(
                context.place("国有资产", "设备", name),
                f"{name} {count.value:f} 台（套），{size}",
                "核对台数，有没有多打几位",
            )


def _most_people(context: RuleContext) -> Decimal:
    """So many people a unit has at the most: its 基本支出 by what one costs."""
    return context.statement.totals.支出种类[0].数.value / _WAGE


def _cannot_be(context: RuleContext, cars: Figure) -> bool:
    """Whether no unit of this size has so many vehicles."""
    resources = context.statement.totals.收支总计.数
    return cars.value > resources.value * _YEARS or _above_people(context, cars)


def _above_people(context: RuleContext, cars: Figure, times: int = 3) -> bool:
    people = _most_people(context)
    return 0 < people * times < cars.value and cars.value > _YEARS


def _more_than_people(context: RuleContext, cars: Figure) -> Iterator[Problem]:
    """Vehicles above the people of the unit, or far above those whose running is paid."""
    if _above_people(context, cars, 1):
        yield Problem(
            context.place("国有资产", "车辆"),
            f"国有资产里车辆 {cars.value:f} 辆，照基本支出算单位里没有这么多人",
            "核对车辆数，有没有多打几位",
            level=level_if(Level.ERROR, _cannot_be(context, cars)),
        )
        return
    cars_held = context.statement.三公.保有量
    if not isinstance(cars_held, Figure) or cars_held.value <= 0:
        return
    surplus = cars.value - cars_held.value
    if cars.value <= cars_held.value * _MANY_TIMES or surplus <= _MANY_MORE:
        return
    certain = cars.value > cars_held.value * _MANY_TIMES * 2 and surplus > _MANY_MORE * 2
    yield Problem(
        context.place("国有资产", "车辆"),
        f"国有资产里车辆 {cars.value:f} 辆，"
        f"三公经费里有运行费的公务用车只有 {cars_held.value:f} 辆",
        "核对两处车辆数，有没有多打一位",
        level=level_if(Level.HINT, not certain),
    )


_MANY_TIMES, _MANY_MORE = 5, 20
_BUILDING = ("30213", "30901", "30905", "30906", "31001", "31005", "31006", "31099", "30999")


@check(
    "采购工程",
    Group.SENSE,
    Level.WARNING,
    "有工程采购，就有修缮、建设的支出",
    "工程采购花的钱记在维修（护）费、房屋建筑物购建、大型修缮等科目；一个也没有，"
    "多半是采购的种类填错了。",
    "《政府采购法》第二条",
    since="0.2",
)
def works_without_outlay(context: RuleContext) -> Iterator[Problem]:
    """工程 bought where every outlay has its 经济科目, and none is for building or repair."""
    works = context.statement.政府采购.工程
    facts = [fact for fact in context.statement.books.facts.where(类型="支出") if fact.amount > 0]
    if not isinstance(works, Figure) or works.value <= 0 or not facts:
        return
    if any(_may_be_building(fact) for fact in facts):
        return
    yield Problem(
        context.place("政府采购", "工程"),
        f"政府采购工程支出 {context.money(works.value)}，支出里没有维修、建设、修缮的科目",
        "核对是工程还是货物、服务，以及支出的经济科目",
    )


def _may_be_building(fact: Fact) -> bool:
    """Whether an outlay may be for works: by its 经济科目, or since it has none."""
    return len(fact.经济科目) < 5 or fact.经济科目 in _BUILDING or fact.经济科目[:3] == "309"


_OTHERS, _MOST_SHARE = "30299", 30


@check(
    "其他支出过多",
    Group.SENSE,
    Level.WARNING,
    "其他商品和服务支出不超过全部支出的 30%",
    "能归入具体科目的不用“其他”；占比太高，审计要问钱花在哪里。",
    "《政府收支分类科目》",
    since="0.2",
)
def too_much_in_others(context: RuleContext) -> Iterator[Problem]:
    """30299 above 30 per cent of the outlay."""
    spent = context.statement.totals.本年支出合计
    facts = context.statement.books.facts.where(类型="支出", 经济科目=_OTHERS)
    others = facts.total("")
    if others.value * 100 <= spent.value * _MOST_SHARE or spent.value <= 0:
        return
    largest = max(facts, key=lambda fact: fact.amount)
    yield Problem(
        largest.place or context.place("支出"),
        f"30299 其他商品和服务支出 {context.money(others.value)}，"
        f"占本年支出合计的 {others.value * 100 / spent.value:.1f}%",
        "能归入办公费、委托业务费等具体科目的，改用具体科目",
    )
