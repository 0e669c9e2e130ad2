"""尾差: sums of which a reader finds the parts in the text; each printed number is rounded by
itself, and their last digits may not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.checks.rule import CHECKS, TAIL, Problem, RuleContext
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Figure, Known

_FIX = "各数分别四舍五入，末位会差一点；知道即可，不用改"
_MOST = 8


def printed_sums(context: RuleContext) -> Iterator[Problem]:
    """Printed parts that do not add up to their printed whole, though the exact ones do."""
    for path, name, in_all, parts in _sums(context):
        figures = [part for part in parts if isinstance(part, Figure)]
        if not isinstance(in_all, Figure) or len(figures) < len(parts):
            continue
        added = sum((part.printed for part in figures), Decimal(0))
        exact = sum((part.value for part in figures), Decimal(0))
        if added == in_all.printed or exact != in_all.value:
            continue
        printed = [f"{part.printed:f}" for part in figures if not part.is_zero]
        shown = "＋".join(printed)
        if len(printed) > _MOST:
            shown = f"{len(printed)} 项"
        message = (
            f"{name}印作 {in_all.printed:f}，各项印出的数相加是 {added:f}（{shown}），"
            f"末位差 {abs(in_all.printed - added):f}"
        )
        yield Problem(
            context.place(*path),
            message,
            _FIX,
            f"{added:f}",
            f"{in_all.printed:f}",
            f"{in_all.printed - added:f}",
            tail=True,
        )


def _sums(context: RuleContext) -> Iterator[tuple[tuple[str, ...], str, Known, Sequence[Known]]]:
    """Every whole of the text with its parts: the place in the file, what it is called, the whole,
    the parts."""
    statement = context.statement
    sums, public, bought = statement.totals, statement.三公, statement.政府采购
    general = sums.资金[FISCAL[0]]
    yield ("收入",), "本年收入合计", sums.本年收入合计, [source.数 for source in sums.收入来源]
    yield ("支出",), "本年支出合计", sums.本年支出合计, [nature.数 for nature in sums.支出种类]
    yield (
        ("收入",),
        "财政拨款收入总计",
        sums.财政拨款收支总计.数,
        [sums.财政拨款收入, sums.年初财政拨款结转和结余],
    )
    yield (
        ("支出", general.名称),
        "一般公共预算财政拨款支出（按类）",
        general.支出,
        [outlay_class.数 for outlay_class in general.类],
    )
    yield (
        ("支出", general.名称),
        "一般公共预算财政拨款支出（按项）",
        general.支出,
        [item.支出 for item in general.项],
    )
    yield (
        ("支出", general.名称),
        "一般公共预算财政拨款基本支出",
        general.基本支出,
        [sums.人员经费.数, sums.公用经费.数],
    )
    yield ("三公经费",), "“三公”经费", public.合计.决算, [kind.决算 for kind in public.各项]
    yield (
        ("三公经费", "公务用车购置及运行维护费"),
        "公务用车购置及运行维护费",
        public.公务用车.决算,
        [public.购置费.决算, public.运行维护费.决算],
    )
    yield (
        ("三公经费", "公务接待费"),
        "公务接待费",
        public.公务接待费.决算,
        [public.国内.决算, public.外事.决算],
    )
    yield ("政府采购",), "政府采购支出总额", bought.总额, [bought.货物, bought.工程, bought.服务]


CHECKS[TAIL.id] = printed_sums
