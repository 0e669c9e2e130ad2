"""Units' accounts → the 部门's: amounts and counts added, lists joined, texts the 部门's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from msgspec.structs import replace

from generator.findings.place import Place
from generator.ledger.figure import Figure
from generator.ledger.statement import Statement
from generator.model.accounts import Accounts
from generator.model.base import Part, TypedAmount, TypedNumber
from generator.model.money import Budget, CarryOver
from generator.model.official_cars import Cars
from generator.model.performance import PerformanceManagement, WholeEvaluation
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
# What nobody can add: last year comes by another way, an average is no sum, the whole evaluation is
# the 部门's.
_OWN = frozenset(("上年决算数", "平均得分", "整体自评"))
_NATURES = {
    "行政单位": "行政单位",
    "参公事业单位": "参照公务员法管理的事业单位",
    "事业单位": "其他事业单位",
}
Number = TypedAmount | TypedNumber
Parts = Sequence[tuple[str, object]]
"""What each unit tells at one place of the file, by the units' names."""
_Sheet = TypeVar("_Sheet", bound=Part)


def merged(department: Accounts, units: Sequence[Statement]) -> Accounts:
    """The 部门's accounts; what its own file tells of a sum is used only where no unit tells it."""
    named = [
        (str(statement.accounts.单位.名称), _completed(statement, units)) for statement in units
    ]
    update: dict[str, object] = {}
    for name in _ADDED:
        parts = [(unit, getattr(accounts, name)) for unit, accounts in named]
        update[name] = _joined(getattr(department, name), parts)
    # Closing balances are told as soon as one unit tells them: the books then hold those of all.
    closing = any(statement.accounts.年末结转和结余 for statement in units)
    return department.model_copy(
        update={
            **update,
            "年末结转和结余": CarryOver() if closing else None,
            "单位": _unit(department.单位, units),
        }
    )


def _unit(department: Unit, units: Sequence[Statement]) -> Unit:
    if department.下属单位:
        return department
    typed = [statement.accounts.单位 for statement in units]
    subordinates = tuple(
        Subordinate.model_construct(名称=unit.名称, 性质=_NATURES[unit.性质], 备注=None)
        for unit in typed
    )
    return department.model_copy(update={"下属单位": subordinates})


def _completed(statement: Statement, units: Sequence[Statement]) -> Accounts:
    """A unit's accounts with what its own file leaves to be computed, where other units type it:
    otherwise only theirs would be added."""
    accounts = statement.accounts
    cars, three = accounts.三公经费.公务用车购置及运行维护费, accounts.三公经费
    change: dict[str, object] = {}
    if (
        cars.保有量 is None
        and cars.车型
        and any(_cars(unit).保有量 for unit in units)
        and isinstance(statement.三公.保有量, Figure)
    ):
        first = next(iter(cars.车型.values()))
        change["保有量"] = TypedNumber(statement.三公.保有量.value, first.place)
    if cars.预算数 is None and any(_cars(unit).预算数 is not None for unit in units):
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


def _cars(statement: Statement) -> Cars:
    return statement.accounts.三公经费.公务用车购置及运行维护费


def _signed(done: PerformanceManagement, accounts: Accounts) -> PerformanceManagement:
    """Sheets that leave their unit to be understood say whose they are."""
    name = accounts.单位.名称
    return done.model_copy(
        update={
            "自评表": tuple(_filled(sheet, "实施单位", name) for sheet in done.自评表),
            "项目完成情况": tuple(_filled(sheet, "预算单位", name) for sheet in done.项目完成情况),
        }
    )


def _filled(sheet: _Sheet, key: str, name: Scalar) -> _Sheet:
    """A sheet with a unit's name at a key where it has none."""
    if getattr(sheet, key):
        return sheet
    return sheet.model_copy(update={key: name})


def _joined(department: object, parts: Parts, name: str = "") -> object:
    """One place of the file: what the units tell there, as one value."""
    typed = [(unit, value) for unit, value in parts if value is not None]
    if not typed or name in _OWN:
        return department
    first = typed[0][1]
    if isinstance(first, TypedAmount | TypedNumber | Budget):
        return _sum([(unit, value) for unit, value in typed if isinstance(value, Number | Budget)])
    if isinstance(first, Part):
        fields = type(first).model_fields
        return first.model_copy(
            update={
                key: _joined(
                    getattr(department, key, None),
                    [(unit, getattr(part, key)) for unit, part in typed],
                    key,
                )
                for key in fields
            }
        )
    if isinstance(first, bool):
        return all(value for _, value in typed)
    if isinstance(first, dict):
        mappings = [(unit, value) for unit, value in typed if isinstance(value, dict)]
        keys = dict.fromkeys(key for _, value in mappings for key in value)
        return {
            key: _joined(None, [(unit, value.get(key)) for unit, value in mappings]) for key in keys
        }
    if isinstance(first, tuple):
        lists = [department, *(value for _, value in typed)]
        items = [item for listed in lists if isinstance(listed, tuple) for item in listed]
        if all(isinstance(item, Scalar) for item in items):
            return tuple(dict.fromkeys(items))
        return tuple(items)
    return department


def _sum(typed: Sequence[tuple[str, Number | Budget | None]]) -> Number | Budget | None:
    """Amounts or counts; budgets of both kinds where all tell both.

    One number stands for either kind.
    """
    values = [(unit, value) for unit, value in typed if value is not None]
    numbers = [(unit, value) for unit, value in values if isinstance(value, Number)]
    if not values:
        return None
    if len(numbers) == len(values):
        return _number(numbers)
    kinds: dict[str, Any] = dict.fromkeys(("年初", "全年"))
    for kind in kinds:
        of_kind = [(unit, _of_kind(value, kind)) for unit, value in values]
        numbers = [(unit, value) for unit, value in of_kind if value is not None]
        if len(numbers) == len(values):
            kinds[kind] = _number(numbers)
    return Budget.model_construct(**kinds)


def _of_kind(value: Number | Budget, kind: str) -> Number | None:
    """The budget of a kind; one number stands for either."""
    if isinstance(value, Budget):
        return {"年初": value.年初, "全年": value.全年}[kind]
    return value


def _number(values: Sequence[tuple[str, Number]]) -> Number:
    """The sum of the units' numbers, at the place of the first one."""
    parts = tuple(leaf for unit, value in values for leaf in (value.parts or ((unit, value),)))
    amount = sum((value.value for _, value in values), Decimal(0))
    return replace(values[0][1], value=amount, parts=parts)


def typed_again(department: Accounts, summed: Accounts) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Amounts of the 部门's own file that the units tell already: the path of each and its
    place."""
    for name in ("收入", "年初结转和结余", "年末结转和结余", "支出", "基本支出构成"):
        yield from (
            (path, amount.place)
            for path, amount in _amounts(getattr(department, name), (name,))
            if path[-1] not in _OWN
        )
    for name in _ADDED:
        by_units = {path for path, _ in _amounts(getattr(summed, name), (name,))}
        yield from (
            (path, amount.place)
            for path, amount in _amounts(getattr(department, name), (name,))
            if path in by_units and path[-1] not in _OWN
        )


def _amounts(
    value: object, path: tuple[str, ...]
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
