"""Numbers of the same thing: this year's beside last year's, an outlay beside its budgets, a sheet
beside the ledger. What lies between two of them says whether one was typed in another unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from msgspec import Struct

from generator.checks.rule import RuleContext
from generator.ledger.figure import Absent, Figure, Missing
from generator.ledger.three_public import PublicKind
from generator.model.money import FUNDS
from generator.money import IN_YUAN, WAN

Path = tuple[str | int, ...]
Value = Figure | Missing | Absent | None


class Pair(Struct, frozen=True):
    """Two numbers of the same thing, with what each is called, and where to look for them.

    ``total``: both are sums of the whole file; then it is not one number that is wrong.
    """

    name: str
    path: Path
    first_words: str
    first: Figure
    second_words: str
    second: Figure
    total: bool = False


TEN_THOUSAND = Decimal(IN_YUAN[WAN])
"""How many 元 are a 万元, the slip of units that is sought."""
_LOW, _HIGH = Decimal(8_000), Decimal(12_500)


def factor(first: Figure, second: Figure) -> Decimal:
    """How many times the smaller the larger of two amounts is; 0 where one is not above zero."""
    small, large = sorted((first.value, second.value))
    if small <= 0:
        return Decimal(0)
    return large / small


def other_unit(first: Figure, second: Figure) -> bool:
    """Whether one of two amounts looks typed in 元, the other in 万元."""
    return _LOW <= factor(first, second) <= _HIGH


def shifted(first: Figure, second: Figure) -> bool:
    """Whether two amounts have the same digits, two at least, at another place of the point."""
    times = factor(first, second)
    digits = first.value.normalize().as_tuple().digits
    return times in (10, 100, 1000) and len(digits) > 1


def pairs(context: RuleContext) -> Iterator[Pair]:
    """All pairs of a file; those of totals first."""
    yield from _totals(context)
    yield from _openings(context)
    yield from _items(context)
    yield from _three_public(context)
    yield from _running(context)
    yield from _sheets(context)
    yield from _managed(context)


def _among(
    name: str, path: Path, values: Mapping[str, Value], *, total: bool = False
) -> Iterator[Pair]:
    """Each two of several numbers of the same thing."""
    figures = [(words, figure) for words, figure in values.items() if isinstance(figure, Figure)]
    for (first_words, first), (second_words, second) in combinations(figures, 2):
        yield Pair(name, path, first_words, first, second_words, second, total)


def _totals(context: RuleContext) -> Iterator[Pair]:
    for compared in context.statement.compared:
        name = compared.路径[-1]
        values = {"本年": compared.数, "上年": compared.上年}
        yield from _among(name, ("上年", name), values, total=True)


def _openings(context: RuleContext) -> Iterator[Pair]:
    for fund in FUNDS:
        values = {
            "今年年初": context.statement.totals.资金[fund].年初,
            "上年年末": context.last.get(f"年末结转和结余.{fund}"),
        }
        yield from _among(f"{fund}的结转和结余", ("年初结转和结余", fund), values)


def _items(context: RuleContext) -> Iterator[Pair]:
    books = context.statement.books
    for note in books.notes.values():
        outlay = books.facts.where(类型="支出", 资金=note.资金, 功能科目=note.功能科目)
        values: dict[str, Value] = {"决算数": outlay.total("")}
        values |= _budgets(note.预算)
        yield from _among(f"{note.功能科目} {books.name(note.功能科目)}", note.path, values)


def _budgets(budgets: Mapping[str, Value]) -> dict[str, Value]:
    """The budgets under their names; a single number that stands for both comes once."""
    first, second = budgets.get("年初"), budgets.get("全年")
    if isinstance(first, Figure) and isinstance(second, Figure) and first.place == second.place:
        return {"预算数": first}
    return {"年初预算数": first, "全年预算数": second}


def _three_public(context: RuleContext) -> Iterator[Pair]:
    public = context.statement.三公
    # The parts of 公务用车 before their sum.
    cars = (public.购置费, public.运行维护费, public.公务用车)
    for kind in (public.因公出国境费, *cars, public.公务接待费):
        yield from _kind(kind)


def _kind(kind: PublicKind) -> Iterator[Pair]:
    values: dict[str, Value] = {"决算数": kind.决算, **_budgets(kind.预算), "上年决算数": kind.上年}
    yield from _among(kind.名称, kind.路径[:-1], values)


def _running(context: RuleContext) -> Iterator[Pair]:
    running = context.statement.机关运行经费
    if running.适用:
        values: dict[str, Value] = {
            "决算数": running.决算,
            "公用经费": context.statement.totals.公用经费.数,
            "上年决算数": running.上年,
        }
        yield from _among("机关运行经费", ("机关运行经费",), values)


def _sheets(context: RuleContext) -> Iterator[Pair]:
    books = context.statement.books
    for index, sheet in enumerate(context.statement.自评表):
        path: Path = ("预算绩效", "自评表", index, "预算执行")
        name = str(sheet.数据.项目名称).strip()
        for line in sheet.其中:
            if not isinstance(line, str):
                values: dict[str, Value] = {
                    "年初预算": line.年初预算,
                    "调整后预算数": line.调整后预算数,
                    "预算执行数": line.预算执行数,
                }
                yield from _among(f"“{name}”的{line.名称}", (*path, line.名称), values)
        spent = books.facts.where(类型="支出", 项目=name)
        if spent:
            both = {"自评表的执行数": sheet.总额.预算执行数, "项目支出": spent.total("")}
            yield from _among(f"“{name}”", path, both)
    for index, project in enumerate(context.statement.项目完成情况):
        path = ("预算绩效", "项目完成情况", index)
        name = str(project.数据.项目名称).strip()
        amounts: dict[str, Value] = {"预算数": project.预算数, "执行数": project.执行数}
        spent = books.facts.where(类型="支出", 项目=name)
        if spent:
            amounts["项目支出"] = spent.total("")
        yield from _among(f"“{name}”", path, amounts)


def _managed(context: RuleContext) -> Iterator[Pair]:
    names = ("绩效目标金额", "绩效监控金额", "绩效自评金额")
    values = {name: context.statement.预算绩效.管理.get(name) for name in names}
    yield from _among("绩效管理的项目", ("预算绩效", "管理情况"), values)
