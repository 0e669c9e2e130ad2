"""“三公”经费: money and counts in pairs, parts and wholes, budgets, and the 经济科目 that they are
booked under."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.checks.balances import unequal
from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Earlier, Figure, Known, total
from generator.model.base import TypedAmount, TypedNumber

ABROAD = ("三公经费", "因公出国境费")
CARS = ("三公经费", "公务用车购置及运行维护费")
_A_FEW = 2
GUESTS = ("三公经费", "公务接待费")


@check(
    "有钱无数",
    Group.SENSE,
    Level.ERROR,
    "三公的金额与数量成对",
    "有出国费必有团组和人次，有接待费必有批次和人次；有数量没有钱也要问一问。",
    "《关于进一步推进预算公开工作的意见》，部门决算报表的填报口径：三公数量，勾稽公式 54",
)
def money_and_counts(context: RuleContext) -> Iterator[Problem]:
    """Money without count, and count without money."""
    public = context.statement.三公
    pairs: list[tuple[Known, Known, tuple[str, ...], str, str]] = [
        (public.因公出国境费.决算, public.团组数, ABROAD, "因公出国（境）费", "团组数"),
        (public.因公出国境费.决算, public.人次, ABROAD, "因公出国（境）费", "人次"),
        (public.国内.决算, public.国内.批次, (*GUESTS, "国内"), "国内公务接待", "批次"),
        (public.国内.决算, public.国内.人次, (*GUESTS, "国内"), "国内公务接待", "人次"),
        (public.外事.决算, public.外事.批次, (*GUESTS, "外事"), "外事接待", "批次"),
        (public.外事.决算, public.外事.人次, (*GUESTS, "外事"), "外事接待", "人次"),
    ]
    for spent, count, path, label, key in pairs:
        if not isinstance(spent, Figure) or not isinstance(count, Figure):
            continue
        if spent.is_zero != count.is_zero:
            yield Problem(
                context.place(*path, key),
                f"{label} {context.money(spent.value)}，{key}却是 {count.value:f}",
                f"核对{label}的金额和{key}",
            )
    running, cars_held = public.运行维护费.决算, public.保有量
    if not isinstance(running, Figure) or not isinstance(cars_held, Figure):
        return
    if cars_held.value == 0 and not running.is_zero:
        yield Problem(
            context.place(*CARS, "保有量"),
            f"公务用车运行维护费 {context.money(running.value)}，保有量却是 0",
            "填写公务用车保有量或车型",
        )


@check(
    "有车无费",
    Group.SENSE,
    Level.WARNING,
    "有公务用车而没有运行维护费请核对",
    "保有量只算由财政拨款开支运行费的车；没有运行费的车不算在内。",
    "部门决算报表的填报口径：公务用车保有量，部门决算报表的填报口径：三公数量",
)
def cars_without_running(context: RuleContext) -> Iterator[Problem]:
    """Cars are kept, and nothing was spent on them."""
    running, cars_held = context.statement.三公.运行维护费.决算, context.statement.三公.保有量
    if not isinstance(running, Figure) or not isinstance(cars_held, Figure):
        return
    if cars_held.value > 0 and running.is_zero:
        yield Problem(
            context.place(*CARS, "运行维护费"),
            f"公务用车保有量 {cars_held.value:f} 辆，运行维护费却是 0",
            "核对保有量和运行维护费",
        )


@check(
    "车型合计",
    Group.BALANCE,
    Level.ERROR,
    "公务用车各车型之和等于保有量",
    "分型的数相加就是总数。",
    "勾稽公式 59，公开件常见错误：合计不符",
)
def car_types(context: RuleContext) -> Iterator[Problem]:
    """Types of cars add up to the stock."""
    public = context.statement.三公
    parts = total("", (count for _, count in public.车型), "辆")
    if public.车型 and isinstance(public.保有量, Figure) and parts.value != public.保有量.value:
        cars_held = public.保有量.value
        message = (
            f"各车型合计 {parts.value:f} 辆，保有量 {cars_held:f} 辆，"
            f"相差 {abs(parts.value - cars_held):f} 辆"
        )
        yield Problem(
            context.place(*CARS, "车型"),
            message,
            "改正车型或保有量；填了车型时保有量可以不填",
            f"{cars_held:f}",
            f"{parts.value:f}",
            f"{parts.value - cars_held:f}",
        )


@check(
    "购置合计",
    Group.BALANCE,
    Level.ERROR,
    "更新购置的金额等于购置费",
    "逐种写出的购置金额相加就是购置费。",
    "勾稽公式 22、40",
)
def cars_bought(context: RuleContext) -> Iterator[Problem]:
    """Cars bought add up to the purchase outlay; and something was bought where money was spent."""
    public = context.statement.三公
    spent = public.购置费.决算
    if isinstance(spent, Figure) and public.更新购置:
        parts = total("", (line.金额 for line in public.更新购置))
        yield from unequal(
            context,
            context.place(*CARS, "购置费", "更新购置"),
            ("更新购置的金额合计", parts),
            ("购置费", spent),
            "核对更新购置和购置费",
        )
        for line in public.更新购置:
            if line.数量.value == 0 and not line.金额.is_zero:
                yield Problem(
                    context.place(*CARS, "购置费", "更新购置", line.车型, "数量"),
                    f"购置{line.车型}花了 {context.money(line.金额.value)}，数量却是 0",
                    "填写购置的数量",
                )


@check(
    "接待明细",
    Group.BALANCE,
    Level.ERROR,
    "接待的具体内容与合计一致",
    "逐项写出的批次、人次、金额相加，列全时等于合计，不列全时不能超过。",
    "勾稽公式 54，公开件常见错误：合计不符",
)
def occasions(context: RuleContext) -> Iterator[Problem]:
    """具体内容 of receptions: sums equal the totals when all are listed, and never exceed them."""
    data = context.statement.accounts.三公经费.公务接待费.国内
    domestic = context.statement.三公.国内
    place = context.place(*GUESTS, "国内", "具体内容")
    if not data.具体内容:
        return
    wholes: tuple[tuple[str, Known, str], ...] = (
        ("金额", domestic.决算, "万元"),
        ("批次", domestic.批次, "批次"),
        ("人次", domestic.人次, "人次"),
    )
    for key, in_all, unit in wholes:
        typed: list[TypedAmount | TypedNumber | None] = [
            getattr(occasion, key) for occasion in data.具体内容
        ]
        typed_numbers = [number for number in typed if number is not None]
        if not typed_numbers or not isinstance(in_all, Figure):
            continue
        parts = total(
            "",
            (Figure(number.value, unit, key, place=number.place) for number in typed_numbers),
            unit,
        )
        complete = len(typed_numbers) == len(typed) and data.列全
        if complete or parts.printed > in_all.printed:
            fix = "核对各项"
            if complete:
                fix += "；没有列全的，在国内下面写 列全: 否"
            yield from unequal(
                context, place, (f"具体内容的{key}合计", parts), ("国内公务接待合计", in_all), fix
            )


@check(
    "公车预算",
    Group.BALANCE,
    Level.ERROR,
    "公务用车的预算、上年数等于购置费与运行维护费之和",
    "总数与两个分项都填时，要加得起来。",
    "勾稽公式 22",
)
def car_parts(context: RuleContext) -> Iterator[Problem]:
    """Where the whole and both parts are typed, they agree."""
    public = context.statement.三公
    car, parts = public.公务用车, (public.购置费, public.运行维护费)
    for which in dict.fromkeys(("年初", "全年")):
        budget = car.预算[which]
        budgets = [part.预算[which] for part in parts]
        yield from _cars_add_up(context, "预算数", budget, budgets)
    yield from _cars_add_up(context, "上年决算数", car.上年, [part.上年 for part in parts])


def _cars_add_up(
    context: RuleContext, key: str, in_all: Earlier, parts: Sequence[Earlier]
) -> Iterator[Problem]:
    """The whole of 公务用车, where it was typed itself, against both parts."""
    figures = [part for part in parts if isinstance(part, Figure)]
    typed = isinstance(in_all, Figure) and in_all.place is not None
    if not typed or len(figures) < len(parts) or not isinstance(in_all, Figure):
        return
    yield from unequal(
        context,
        in_all.place or context.place(*CARS, key),
        (f"公务用车{key}", in_all),
        ("购置费与运行维护费之和", total("", figures)),
        f"改正其中一个，或删去公务用车的{key}（自动相加）",
    )


@check(
    "三公超预算",
    Group.SENSE,
    Level.WARNING,
    "三公经费不超过预算",
    "三公经费只减不增；超过预算的要有调整预算的手续。",
    "《预算法》第十三条，《党政机关厉行节约反对浪费条例》",
)
def above_budget(context: RuleContext) -> Iterator[Problem]:
    """A kind that cost more than its budget."""
    which = context.settings.get("完成预算口径", "全年")
    for kind in context.statement.三公.各项:
        budget = kind.预算.get(which)
        if not isinstance(kind.决算, Figure) or not isinstance(budget, Figure):
            continue
        if kind.决算.printed > budget.printed:
            over = kind.决算.value - budget.value
            yield Problem(
                context.place(*kind.路径[:-1]),
                f"{kind.名称}决算 {context.money(kind.决算.value)}，"
                f"超过预算 {context.money(budget.value)}，多 {context.money(over)}",
                "核对决算数和预算数；调整过预算的填调整后的数",
                context.money.number(budget.value),
                context.money.number(kind.决算.value),
                context.money.number(over),
            )


@check(
    "三公与经济科目",
    Group.BALANCE,
    Level.WARNING,
    "三公经费与经济科目明细相符",
    "一般公共预算的三公经费，就记在经济科目 30212、30217、30231、31013 下。",
    "勾稽公式 39、40",
)
def booked(context: RuleContext) -> Iterator[Problem]:
    """What is booked under the 经济科目 of the three is no more than the three; and no less where
    every outlay has its 经济科目."""
    public = context.statement.三公
    outlay = context.statement.books.facts.where(类型="支出", 资金=FISCAL)
    kinds = (
        ("因公出国（境）费", public.因公出国境费.决算, ("30212",), ABROAD),
        ("公务用车购置费", public.购置费.决算, ("31013", "30913"), (*CARS, "购置费")),
        ("公务用车运行维护费", public.运行维护费.决算, ("30231",), (*CARS, "运行维护费")),
        ("公务接待费", public.公务接待费.决算, ("30217",), GUESTS),
    )
    detailed = all(len(fact.经济科目) == 5 for fact in outlay if fact.amount)
    for name, spent, codes, path in kinds:
        of_codes = outlay.where(经济科目=codes).total("")
        if not isinstance(spent, Figure):
            continue
        if of_codes.printed > spent.printed or (detailed and of_codes.printed < spent.printed):
            label = f"支出里记在 {'、'.join(codes)} 下的"
            yield from unequal(
                context,
                context.place(*path),
                (label, of_codes),
                (f"三公经费里的{name}", spent),
                "核对两处；用其他资金开支的不算三公经费",
            )


@check(
    "车辆数",
    Group.SENSE,
    Level.WARNING,
    "公务用车保有量不超过车辆总数",
    "三公里的车是全部车辆中的一部分。",
    "勾稽公式 59，部门决算报表的填报口径：公务用车保有量",
    answerable=True,
    grave=True,
)
def cars_within_vehicles(context: RuleContext) -> Iterator[Problem]:
    """Cars whose running is paid by the budget are some of all vehicles."""
    cars_held, vehicles = context.statement.三公.保有量, context.statement.国有资产.车辆总数
    if not isinstance(cars_held, Figure) or not isinstance(vehicles, Figure):
        return
    if cars_held.value > vehicles.value:
        # A few more may be a matter of what each counts; twice as many cannot.
        absurd = cars_held.value > vehicles.value * 2 and cars_held.value - vehicles.value > _A_FEW
        yield Problem(
            context.place("国有资产", "车辆"),
            f"三公经费里公务用车 {cars_held.value:f} 辆，国有资产里车辆只有 {vehicles.value:f} 辆",
            "核对两处车辆数",
            difference=f"{cars_held.value - vehicles.value:f}",
            level=level_if(Level.ERROR, absurd),
            since="0.2" if absurd else "",
        )
