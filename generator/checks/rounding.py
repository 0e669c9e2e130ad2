"""尾差: sums of which a reader finds the parts in the text; each printed number is rounded by itself, and their last digits may not add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from generator.checks.rule import CHECKS, TAIL, Problem, Subject
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Figure, Known

_FIX = "各数分别四舍五入，末位会差一点；知道即可，不用改"
_MOST = 8


def printed_sums(subject: Subject) -> Iterator[Problem]:
    """Printed parts that do not add up to their printed whole, though the exact ones do."""
    for path, name, whole, parts in _sums(subject):
        known = [part for part in parts if isinstance(part, Figure)]
        if not isinstance(whole, Figure) or len(known) < len(parts):
            continue
        added = sum((part.printed for part in known), Decimal(0))
        exact = sum((part.value for part in known), Decimal(0))
        if added == whole.printed or exact != whole.value:
            continue
        printed = [f"{part.printed:f}" for part in known if not part.is_zero]
        shown = "＋".join(printed) if len(printed) <= _MOST else f"{len(printed)} 项"
        message = f"{name}印作 {whole.printed:f}，各项印出的数相加是 {added:f}（{shown}），末位差 {abs(whole.printed - added):f}"
        yield Problem(
            subject.place(*path),
            message,
            _FIX,
            f"{added:f}",
            f"{whole.printed:f}",
            f"{whole.printed - added:f}",
            tail=True,
        )


def _sums(subject: Subject) -> Iterator[tuple[tuple[str, ...], str, Known, Sequence[Known]]]:
    """Every whole of the text with its parts: the place in the file, what it is called, the whole, the parts."""
    sums, public, bought = (
        subject.statement.totals,
        subject.statement.三公,
        subject.statement.政府采购,
    )
    general = sums.资金[FISCAL[0]]
    yield ("收入",), "本年收入合计", sums.本年收入合计, [one.数 for one in sums.收入来源]
    yield ("支出",), "本年支出合计", sums.本年支出合计, [one.数 for one in sums.支出种类]
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
        [one.数 for one in general.类],
    )
    yield (
        ("支出", general.名称),
        "一般公共预算财政拨款支出（按项）",
        general.支出,
        [one.支出 for one in general.项],
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
