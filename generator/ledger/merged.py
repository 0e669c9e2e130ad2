"""Units' accounts → the 部门's: amounts and counts added, lists joined, texts the 部门's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from generator.findings.place import Place
from generator.ledger.figure import Figure
from generator.ledger.statement import Statement
from generator.model.accounts import Accounts
from generator.model.base import Part, TypedAmount, TypedNumber
from generator.model.disclosure import Cars
from generator.model.money import Budget, CarryOver
from generator.model.performance import Performance, WholeEvaluation
from generator.model.unit import Subordinate, Unit
from generator.reading.nodes import Scalar

_ADDED = (
    "使用非财政拨款结余",
    "结余分配",
    "三公经费",
    "机关运行经费",
    "政府采购",
    "国有资产",
    "预算绩效",
)
# What nobody can add: last year comes by another way, an average is no sum, the whole evaluation is the 部门's.
_OWN = frozenset(("上年决算数", "平均得分", "整体自评"))
_NATURES = {
    "行政单位": "行政单位",
    "参公事业单位": "参照公务员法管理的事业单位",
    "事业单位": "其他事业单位",
}
Parts = Sequence[tuple[str, Any]]


def merged(own: Accounts, units: Sequence[Statement]) -> Accounts:
    """The 部门's accounts; what its own file tells of a sum is used only where no unit tells it."""
    named = [(str(one.accounts.单位.名称), _completed(one, units)) for one in units]
    update: dict[str, Any] = {
        name: _joined(getattr(own, name), [(unit, getattr(one, name)) for unit, one in named])
        for name in _ADDED
    }
    # Closing balances are told as soon as one unit tells them: the books then hold those of all.
    told = any(one.accounts.年末结转和结余 for one in units)
    return own.model_copy(
        update={
            **update,
            "年末结转和结余": CarryOver() if told else None,
            "单位": _unit(own.单位, units),
        }
    )


def _unit(own: Unit, units: Sequence[Statement]) -> Unit:
    if own.下属单位:
        return own
    found = tuple(
        Subordinate.model_construct(
            名称=one.accounts.单位.名称, 性质=_NATURES[one.accounts.单位.性质], 备注=None
        )
        for one in units
    )
    return own.model_copy(update={"下属单位": found})


def _completed(one: Statement, units: Sequence[Statement]) -> Accounts:
    """A unit's accounts with what its own file leaves to be computed, where other units type it: otherwise only theirs would be added."""
    accounts = one.accounts
    cars, three = accounts.三公经费.公务用车购置及运行维护费, accounts.三公经费
    change: dict[str, Any] = {}
    if (
        cars.保有量 is None
        and cars.车型
        and any(_cars(other).保有量 for other in units)
        and isinstance(one.三公.保有量, Figure)
    ):
        change["保有量"] = TypedNumber(one.三公.保有量.value, next(iter(cars.车型.values())).place)
    if cars.预算数 is None and any(_cars(other).预算数 is not None for other in units):
        change["预算数"] = _sum([("", cars.购置费.预算数), ("", cars.运行维护费.预算数)])
    if change:
        three = three.model_copy(
            update={"公务用车购置及运行维护费": cars.model_copy(update=change)}
        )
    done = accounts.预算绩效
    if done.绩效自评 is None and done.自评表:
        done = done.model_copy(
            update={
                "绩效自评": TypedNumber(Decimal(len(done.自评表)), done.自评表[0].项目名称.place)
            }
        )
    return accounts.model_copy(update={"三公经费": three, "预算绩效": _signed(done, accounts)})


def _cars(one: Statement) -> Cars:
    return one.accounts.三公经费.公务用车购置及运行维护费


def _signed(done: Performance, accounts: Accounts) -> Performance:
    """Sheets that leave their unit to be understood say whose they are."""
    name = accounts.单位.名称
    sheets = tuple(
        one if one.实施单位 else one.model_copy(update={"实施单位": name}) for one in done.自评表
    )
    old = tuple(
        one if one.预算单位 else one.model_copy(update={"预算单位": name})
        for one in done.项目完成情况
    )
    return done.model_copy(update={"自评表": sheets, "项目完成情况": old})


def _joined(own: Any, parts: Parts, name: str = "") -> Any:
    """One place of the file: what the units tell there, as one value."""
    told = [(unit, value) for unit, value in parts if value is not None]
    if not told or name in _OWN:
        return own
    first = told[0][1]
    if isinstance(first, (TypedAmount, TypedNumber, Budget)):
        return _sum(told)
    if isinstance(first, Part):
        fields = type(first).model_fields
        return first.model_copy(
            update={
                key: _joined(
                    getattr(own, key, None), [(unit, getattr(one, key)) for unit, one in told], key
                )
                for key in fields
            }
        )
    if isinstance(first, bool):
        return all(value for _, value in told)
    if isinstance(first, dict):
        keys = dict.fromkeys(key for _, value in told for key in value)
        return {
            key: _joined(None, [(unit, value.get(key)) for unit, value in told]) for key in keys
        }
    if isinstance(first, tuple):
        both = [*(own or ()), *(item for _, value in told for item in value)]
        return (
            tuple(dict.fromkeys(both))
            if all(isinstance(item, Scalar) for item in both)
            else tuple(both)
        )
    return own


def _sum(told: Parts) -> Any:
    """Amounts or counts; budgets of both kinds where all tell both. One number stands for either kind."""
    values = [(unit, value) for unit, value in told if value is not None]
    if not any(isinstance(value, Budget) for _, value in values):
        return _number(values) if values else None
    kinds: dict[str, Any] = {}
    for kind in ("年初", "全年"):
        mine = [
            (unit, getattr(value, kind) if isinstance(value, Budget) else value)
            for unit, value in values
        ]
        kinds[kind] = _number(mine) if all(value is not None for _, value in mine) else None
    return Budget.model_construct(**kinds)


def _number(values: Parts) -> TypedAmount | TypedNumber:
    kind = type(values[0][1])
    parts = tuple(leaf for unit, value in values for leaf in (value.parts or ((unit, value),)))
    found: TypedAmount | TypedNumber = kind(
        sum((value.value for _, value in values), Decimal(0)), values[0][1].place, parts
    )
    return found


def typed_again(own: Accounts, whole: Accounts) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Amounts of the 部门's own file that the units tell already: the path of each and its place."""
    for name in ("收入", "年初结转和结余", "年末结转和结余", "支出", "基本支出构成"):
        yield from (
            (path, amount.place)
            for path, amount in _amounts(getattr(own, name), (name,))
            if path[-1] not in _OWN
        )
    for name in _ADDED:
        summed = {path for path, _ in _amounts(getattr(whole, name), (name,))}
        yield from (
            (path, amount.place)
            for path, amount in _amounts(getattr(own, name), (name,))
            if path in summed and path[-1] not in _OWN
        )


def _amounts(
    value: Any, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], TypedAmount | TypedNumber]]:
    if isinstance(value, (TypedAmount, TypedNumber)):
        yield path, value
    elif isinstance(value, WholeEvaluation):
        return
    elif isinstance(value, Part):
        for key in type(value).model_fields:
            yield from _amounts(getattr(value, key), (*path, key))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _amounts(inner, (*path, str(key)))
