"""七: “三公”经费."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from generator.ledger.books import BUDGET_KINDS, budgets
from generator.ledger.figure import (
    ABSENT,
    WAN,
    Absent,
    Earlier,
    Figure,
    Known,
    Missing,
    entered,
    exact_difference,
    known_total,
    total,
)
from generator.ledger.interval import tail
from generator.ledger.last_year import LastFigures
from generator.model.base import TypedAmount, TypedNumber
from generator.model.money import Budget
from generator.model.official_cars import Cars
from generator.model.three_public import FundPart, FundShare, ThreePublic
from generator.reading.nodes import Scalar

ROOT = "三公经费"
ABROAD, CARS, RECEPTION = "因公出国境费", "公务用车购置及运行维护费", "公务接待费"


class PublicKind(Struct, frozen=True):
    """One kind: this year, budgets by kind of budget, last year, reason."""

    名称: str
    决算: Known
    预算: Mapping[str, Known]
    上年: Earlier
    原因: Scalar | None
    路径: tuple[str, ...]


class PurchaseLine(Struct, frozen=True):
    """Cars bought, of one type."""

    车型: str
    数量: Figure
    金额: Figure


class ReceptionFigures(Struct, frozen=True):
    """国内 or 外事接待: amount and counts."""

    决算: Known
    批次: Known
    人次: Known


class Share(Struct, frozen=True):
    """What one fund pays of a kind: outlay, and budgets by kind of budget."""

    决算: Known
    预算: Mapping[str, Known]


class Public(Struct, frozen=True):
    """Everything computed for 七."""

    合计: PublicKind
    因公出国境费: PublicKind
    团组数: Known
    人次: Known
    公务用车: PublicKind
    购置费: PublicKind
    运行维护费: PublicKind
    更新购置: tuple[PurchaseLine, ...]
    更新购置数: Figure
    保有量: Known
    车型: tuple[tuple[str, Figure], ...]
    公务接待费: PublicKind
    国内: ReceptionFigures
    外事: ReceptionFigures
    政府性基金: Mapping[str, Share]
    一般公共预算: Mapping[str, Share]

    @property
    def 各项(self) -> tuple[PublicKind, ...]:
        """The three kinds in statutory order."""
        return (self.因公出国境费, self.公务用车, self.公务接待费)


def compute(data: ThreePublic, last: LastFigures) -> Public:
    """All figures of 七 from what the clerk typed."""
    abroad = _kind(
        last, "因公出国（境）费", (ROOT, ABROAD), data.因公出国境费, data.因公出国境费.原因
    )
    cars = data.公务用车购置及运行维护费
    bought = _kind(last, "公务用车购置费", (ROOT, CARS, "购置费"), cars.购置费, cars.购置费.原因)
    running = _kind(
        last,
        "公务用车运行维护费",
        (ROOT, CARS, "运行维护费"),
        cars.运行维护费,
        cars.运行维护费.原因,
    )
    car_kind = _both_of_cars(cars, (bought, running), last)
    reception, domestic, foreign = _receptions(data, last)
    in_all = _in_all((abroad, car_kind, reception), data.原因, last)
    lines = _purchases(cars)
    types = tuple((str(name), _number(count, "辆", str(name))) for name, count in cars.车型.items())
    parts = {
        "合计": in_all,
        ABROAD: abroad,
        "公务用车": car_kind,
        "购置费": bought,
        "运行维护费": running,
        RECEPTION: reception,
    }
    by_fund = _fund_shares(data.其中政府性基金)
    return Public(
        政府性基金=by_fund,
        一般公共预算={name: _without(kind, by_fund[name]) for name, kind in parts.items()},
        合计=in_all,
        因公出国境费=abroad,
        团组数=_count(
            data.因公出国境费.团组数,
            abroad.决算,
            "次",
            (ROOT, ABROAD, "团组数"),
            "因公出国（境）团组数",
        ),
        人次=_count(
            data.因公出国境费.人次, abroad.决算, "人", (ROOT, ABROAD, "人次"), "因公出国（境）人次"
        ),
        公务用车=car_kind,
        购置费=bought,
        运行维护费=running,
        更新购置=lines,
        更新购置数=total("更新购置公务用车", (line.数量 for line in lines), "辆"),
        保有量=_cars_held(cars, types, running.决算),
        车型=types,
        公务接待费=reception,
        国内=domestic,
        外事=foreign,
    )


def _both_of_cars(cars: Cars, both: tuple[PublicKind, ...], last: LastFigures) -> PublicKind:
    """购置费 and 运行维护费 together: as typed, else their sum."""
    label, path = "公务用车购置及运行维护费", (ROOT, CARS)
    return PublicKind(
        label,
        known_total(label, (kind.决算 for kind in both)),
        _budgets_or_sum(cars.预算数, both, path, label),
        _typed_or_sum(last, cars.上年决算数, both, path, f"上年{label}"),
        cars.原因,
        (*path, "原因"),
    )


def _in_all(kinds: Sequence[PublicKind], reason: Scalar | None, last: LastFigures) -> PublicKind:
    """The sum of the three kinds."""
    earlier = _sum_of_earlier(last, (ROOT,), "上年“三公”经费", [kind.上年 for kind in kinds])
    return PublicKind(
        "“三公”经费",
        known_total("“三公”经费", (kind.决算 for kind in kinds)),
        {
            name: known_total("“三公”经费预算数", (kind.预算[name] for kind in kinds))
            for name in BUDGET_KINDS
        },
        earlier,
        reason,
        (ROOT, "原因"),
    )


def _purchases(cars: Cars) -> tuple[PurchaseLine, ...]:
    """The cars bought, type by type."""
    return tuple(
        PurchaseLine(
            str(name), _number(line.数量, "辆", str(name)), entered(line.金额, WAN, f"购置{name}")
        )
        for name, line in cars.购置费.更新购置.items()
    )


def _cars_held(cars: Cars, types: Sequence[tuple[str, Figure]], running: Known) -> Known:
    """The number of cars: as typed, else by type; without outlay on running them it may be 0."""
    label = "公务用车保有量"
    if types and not cars.保有量:
        return total(label, (count for _, count in types), "辆")
    return _count(cars.保有量, running, "辆", (ROOT, CARS, "保有量"), label)


def _fund_shares(data: FundShare) -> dict[str, Share]:
    """三公经费 paid by 政府性基金, by kind; what is not typed is zero."""

    def share(label: str, *parts: FundPart) -> Share:
        spent = total(
            f"政府性基金预算{label}",
            (entered(part.决算数, WAN, label) for part in parts if part.决算数),
        )
        budget = total(
            f"政府性基金预算{label}预算数",
            (entered(part.预算数, WAN, label) for part in parts if part.预算数),
        )
        return Share(spent, dict.fromkeys(BUDGET_KINDS, budget))

    abroad, bought, running, reception = (
        data.因公出国境费,
        data.购置费,
        data.运行维护费,
        data.公务接待费,
    )
    return {
        "合计": share("“三公”经费", abroad, bought, running, reception),
        ABROAD: share("因公出国（境）费", abroad),
        "公务用车": share("公务用车购置及运行维护费", bought, running),
        "购置费": share("公务用车购置费", bought),
        "运行维护费": share("公务用车运行维护费", running),
        RECEPTION: share("公务接待费", reception),
    }


def _without(kind: PublicKind, fund: Share) -> Share:
    """The rest of a kind: what 一般公共预算 pays."""

    def remainder(paid: Known, by_fund: Known) -> Known:
        if isinstance(paid, Figure) and isinstance(by_fund, Figure):
            return exact_difference(f"一般公共预算{kind.名称}", paid, by_fund)
        return paid

    return Share(
        remainder(kind.决算, fund.决算),
        {name: remainder(budget, fund.预算[name]) for name, budget in kind.预算.items()},
    )


class _Entry(Protocol):
    """What the parts of 三公经费 have in common."""

    @property
    def 预算数(self) -> TypedAmount | Budget | None: ...
    @property
    def 决算数(self) -> TypedAmount | None: ...
    @property
    def 上年决算数(self) -> TypedAmount | None: ...


def _kind(
    last: LastFigures, label: str, path: tuple[str, ...], data: _Entry, reason: Scalar | None = None
) -> PublicKind:
    return PublicKind(
        label,
        _amount(data.决算数, (*path, "决算数"), label),
        budgets(data.预算数, (*path, "预算数"), f"{label}预算数"),
        last.detail(data.上年决算数, ".".join(path), (*path, "上年决算数"), f"上年{label}"),
        reason,
        (*path, "原因"),
    )


def _receptions(
    data: ThreePublic, last: LastFigures
) -> tuple[PublicKind, ReceptionFigures, ReceptionFigures]:
    reception = data.公务接待费
    path = (ROOT, RECEPTION)
    parts = []
    for name, part in (("国内", reception.国内), ("外事", reception.外事)):
        where = (*path, name)
        label = {"国内": "国内公务接待", "外事": "外事接待"}[name]
        spent = _amount(part.决算数, (*where, "决算数"), label)
        if name == "外事" and part.决算数 is None and part.批次 is None and part.人次 is None:
            # Most units have no foreign guests and leave the whole part out; that is a zero said by
            # leaving out a part that others fill.
            spent = total(label, ())
        parts.append(
            ReceptionFigures(
                spent,
                _count(part.批次, spent, "批次", (*where, "批次"), f"{label}批次"),
                _count(part.人次, spent, "人次", (*where, "人次"), f"{label}人次"),
            )
        )
    kind = PublicKind(
        "公务接待费",
        known_total("公务接待费", (part.决算 for part in parts)),
        budgets(reception.预算数, (*path, "预算数"), "公务接待费预算数"),
        last.detail(reception.上年决算数, ".".join(path), (*path, "上年决算数"), "上年公务接待费"),
        reception.原因,
        (*path, "原因"),
    )
    return kind, parts[0], parts[1]


def _amount(value: TypedAmount | None, path: tuple[str, ...], label: str) -> Known:
    if value is None:
        return Missing(path, label)
    return entered(value, WAN, label)


def _number(value: TypedNumber, unit: str, label: str) -> Figure:
    return entered(value, unit, label)


def _count(
    value: TypedNumber | None, spent: Known, unit: str, path: tuple[str, ...], label: str
) -> Known:
    """A count; without money it need not be typed, for then it is 0."""
    if value:
        return _number(value, unit, label)
    if isinstance(spent, Figure) and spent.is_zero:
        return total(label, (), unit)
    return Missing(path, label)


def _budgets_or_sum(
    value: TypedAmount | Budget | None,
    parts: tuple[PublicKind, ...],
    path: tuple[str, ...],
    label: str,
) -> Mapping[str, Known]:
    if value is not None:
        return budgets(value, (*path, "预算数"), f"{label}预算数")
    sums: dict[str, Known] = {}
    for kind in BUDGET_KINDS:
        amount = known_total(f"{label}预算数", (part.预算[kind] for part in parts))
        if isinstance(amount, Missing):
            # What is missing of a part may be given as a whole: that is what is asked for.
            amount = Missing((*path, "预算数"), f"{label}预算数")
        sums[kind] = amount
    return sums


def _typed_or_sum(
    last: LastFigures,
    value: TypedAmount | None,
    parts: tuple[PublicKind, ...],
    path: tuple[str, ...],
    label: str,
) -> Earlier:
    if value is None:
        earlier_sum = _sum_of_earlier(last, path, label, [part.上年 for part in parts])
        if not isinstance(earlier_sum, Missing):
            return earlier_sum
    return last.detail(value, ".".join(path), (*path, "上年决算数"), label)


def _sum_of_earlier(
    last: LastFigures, path: tuple[str, ...], label: str, parts: list[Earlier]
) -> Earlier:
    """The sum of last year's figures, as last year's document has printed it where that differs by
    a tail; ``path`` is where the sum stands."""
    missing = next((part for part in parts if isinstance(part, Missing)), None)
    if missing:
        return missing
    if any(isinstance(part, Absent) for part in parts):
        return ABSENT
    added = total(label, (part for part in parts if isinstance(part, Figure)))
    printed = last.file.get(".".join(path))
    if printed is not None and tail(printed, added):
        return printed.named(label)
    return added
