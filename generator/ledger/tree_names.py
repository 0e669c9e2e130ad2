"""Names made of where a number stands among the figures: “政府采购 预留 中小企业成交金额”,
“团组数”.

A name is the last steps of a path, whole, as long as no other path ends so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.ledger.books import BUDGET_KINDS
from generator.ledger.figure import Absent, Figure, Missing
from generator.ledger.measured import Measured
from generator.ledger.statement import Statement
from generator.ledger.wordings import follows, reduced
from generator.model.accounts import Accounts
from generator.reading.nearest import contrary

_PARTS = ("机关运行经费", "政府采购", "国有资产", "预算绩效", "自评表", "整体自评", "项目组")
_COUNTED: Mapping[str, Callable[[Accounts], tuple[object, ...]]] = {
    "内设机构": lambda accounts: accounts.单位.内设机构,
    "下属单位": lambda accounts: accounts.单位.下属单位,
    "自评表": lambda accounts: accounts.预算绩效.自评表,
    "附件": lambda accounts: accounts.附件,
}
_COUNTED_UNDER = {"下属单位": ("机构", "下属单位")}
_SAYS_WHICH = ("名称", "项目名称", "车型", "类别")
_SPLIT = re.compile(r"[\s.．·]+")
_BESIDE = ("预算", "上年")
_NOW = ("决算", "数")


class TreeNames:
    """Finds the figure of a name by its place among the figures of one statement."""

    def __init__(self, statement: Statement) -> None:
        self._paths = [*_tree(statement)]
        self._reduced = [tuple(reduced(step) for step in path) for path, _ in self._paths]
        self._whole: dict[str, list[Measured]] = {}
        self._ends: dict[str, list[Measured]] = {}
        for path, measured in self._paths:
            steps = ["".join(_SPLIT.split(step)) for step in path]
            self._whole.setdefault("".join(steps), []).append(measured)
            for first in range(len(steps)):
                self._ends.setdefault("".join(steps[first:]), []).append(measured)

    def find(self, name: str) -> Measured | None:
        """The figure whose path ends with these steps; None without one, or if several differ."""
        wanted = "".join(_SPLIT.split(name.strip()))
        return _same(self._whole.get(wanted) or self._ends.get(wanted, []))

    def alike(self, name: str, *, loose: bool = False) -> Mapping[str, Measured]:
        """The figures that a clerk's wording of a name may mean, by their own names.

        ``loose`` takes those, too, of whose last step only the end is said: good to offer, never
        to print, for 支出总额 is not 政府采购支出总额.
        """
        wanted = reduced(name)
        if len(wanted) < _FEWEST:
            return {}
        by_path: dict[str, Measured] = {}
        parts: set[str] = set()
        for (path, measured), steps in zip(self._paths, self._reduced, strict=True):
            if follows(wanted, steps, loose=loose) and not contrary(wanted, "".join(steps)):
                by_path[" ".join(path)] = measured
                if _PARTS_OF & {*path}:
                    parts.add(" ".join(path))
        # A part is meant only where nothing else is.
        return {way: figure for way, figure in by_path.items() if way not in parts} or by_path

    def names(self) -> list[str]:
        """Every path of the data file that a name can stand for, for suggestions."""
        return list(dict.fromkeys(" ".join(path) for path, _ in self._paths))


def _same(measured: Sequence[Measured]) -> Measured | None:
    """The first of several that have one value in one unit; None of none, or when they differ."""
    if not measured or any(figure.now != measured[0].now for figure in measured):
        return None
    return measured[0]


_FEWEST = 2
_PARTS_OF = frozenset(("其中", "政府性基金", "一般公共预算"))
"""Steps to what is told apart of a figure that has a name without them."""


Named = Iterator[tuple[tuple[str, ...], Measured]]


def _tree(statement: Statement) -> Named:
    yield from _walk(statement.三公, ("三公经费",))
    yield from _as_typed(statement)
    for part in _PARTS:
        yield from _walk(getattr(statement, part), (part,))
    for achieved in statement.项目完成情况:
        yield from _walk(achieved, ("项目完成情况", str(achieved.数据.项目名称)))
    for name, listed in _COUNTED.items():
        counted = Figure(Decimal(len(listed(statement.accounts))), "个", name)
        yield _COUNTED_UNDER.get(name, (name,)), Measured(counted)
    typed = statement.accounts.单位.内设机构数
    if typed is not None:
        yield ("单位", "内设机构数"), Measured(Figure(typed.value, "个", "内设机构数"))


def _as_typed(statement: Statement) -> Named:
    """What the data file has below a kind of 三公经费."""
    public = statement.三公
    for name in ("团组数", "人次"):
        yield from _walk(getattr(public, name), ("三公经费", "因公出国境费", name))
    for name in ("国内", "外事"):
        yield from _walk(getattr(public, name), ("三公经费", "公务接待费", name))
    for name in ("更新购置数", "保有量"):
        yield from _walk(getattr(public, name), ("三公经费", "公务用车购置及运行维护费", name))


def _walk(value: object, path: tuple[str, ...]) -> Named:
    """Every figure below a value, with the names of the steps that lead to it."""
    if isinstance(value, Figure | Missing):
        label = value.label if isinstance(value, Figure) else value.what
        yield path, Measured(value)
        yield (label,), Measured(value)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, (*path, str(key)))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value, 1):
            yield from _walk_item(inner, path, number)
    elif isinstance(value, Struct) and not isinstance(value, Absent):
        yield from _walk_struct(value, path)


def _walk_struct(value: Struct, path: tuple[str, ...]) -> Named:
    fields = value.__struct_fields__
    now = next((name for name in _NOW if name in fields), None)
    if now is not None:
        budget = getattr(value, "预算", None)
        last = getattr(value, "上年", None)
        if not isinstance(budget, Mapping):
            budget = {}
        yield path, Measured(getattr(value, now), budget, last)
    elif {"预算执行数", "调整后预算数"} <= set(fields):
        adjusted = getattr(value, "调整后预算数")  # noqa: B009 - the name is data
        done = getattr(value, "预算执行数")  # noqa: B009 - the same
        yield path, Measured(done, dict.fromkeys(BUDGET_KINDS, adjusted))
    for name in fields:
        if name != now and name not in _BESIDE:
            yield from _walk(getattr(value, name), (*path, name))


def _walk_item(value: object, path: tuple[str, ...], number: int) -> Named:
    """An entry of a list goes by its own name, or by its number."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str):
        yield from _walk(value[1], (*path, value[0]))
        return
    data = getattr(value, "数据", value)
    names = (getattr(data, key, None) for key in _SAYS_WHICH)
    name = next((str(each) for each in names if isinstance(each, str)), f"第{number}个")
    yield from _walk(value, (*path, name))
