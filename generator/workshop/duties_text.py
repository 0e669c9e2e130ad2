"""Duties of the text: who publishes, comparisons with last year and the budget, reasons, terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.document.form_numbers import typed
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Figure, ratio
from generator.ledger.totals import Item
from generator.workshop.duty import EMPTY, Samples, change
from generator.workshop.probe import Probe

_TERMS = ("财政拨款收入", "基本支出", "项目支出", "“三公”经费", "机关运行经费")


def publication_date(probe: Probe) -> list[str]:
    """公开日期, where the sample has it."""
    day = probe.statement.accounts.单位.公开日期
    if day is None or f"{day.year}年{day.month}月{day.day}日" in probe.text:
        return []
    return ["公开时间"]


def organisation(probe: Probe) -> list[str]:
    """主要职责, line by line, and the names of 下属单位."""
    unit = probe.statement.accounts.单位
    lacking = probe.says(*(unit.主要职责 or "").split("\n"))
    lacking += [f"下属单位“{child.名称}”" for child in unit.下属单位 if probe.says(child.名称)]
    return lacking


def comparison_with_last_year(probe: Probe) -> Iterator[str]:
    """The three totals that all forms compare with last year."""
    totals = probe.statement.totals
    for compared in (totals.收支总计, totals.财政拨款收支总计, totals.一般公共预算财政拨款支出):
        difference = change(compared.数, compared.上年)
        if difference and probe.prints(difference):
            yield f"{compared.数.label}比上年增减"


def outlay_by_item(probe: Probe) -> list[str]:
    """支出 of each 项 of each fund."""
    funds = [probe.statement.totals.资金[name] for name in FISCAL]
    return probe.prints(*(item.支出 for fund in funds for item in fund.项))


def comparison_with_budget(probe: Probe) -> Iterator[str]:
    """For each 项 of 一般公共预算 its budget, or how much of it was spent."""
    for item in probe.statement.totals.资金[FISCAL[0]].项:
        if not _compares_with_budget(probe, item):
            yield f"“{probe.statement.books.name(item.功能科目)}”与预算数的比较"


def _compares_with_budget(probe: Probe, item: Item) -> bool:
    budgets = [budget for budget in item.预算.values() if isinstance(budget, Figure)]
    rates = [ratio("完成预算", item.支出, budget) for budget in budgets]
    if not any(rates):
        # Against a budget of nothing there is no rate to print.
        return True
    printed = any(rate is not None and probe.computes(rate) for rate in rates)
    return printed or any(not probe.prints(budget) for budget in budgets)


def reasons(probe: Probe) -> list[str]:
    """Every reason that the sample gives."""
    statement = probe.statement
    changes = statement.accounts.变动原因
    public = statement.三公
    reasons = [
        changes.收支总计,
        changes.财政拨款收支总计,
        changes.一般公共预算财政拨款支出,
        *(item.原因 for item in statement.totals.资金[FISCAL[0]].项),
        *(kind.原因 for kind in public.各项),
        public.合计.原因,
        statement.机关运行经费.原因,
    ]
    return [f"原因“{reason}”" for reason in reasons if reason and probe.says(reason)]


def glossary(probe: Probe) -> list[str]:
    """The terms that every document explains."""
    part = probe.part("名词解释")
    if not part:
        return ["“名词解释”一部分"]
    return [term for term in _TERMS if term not in part]


def without_funds(samples: Samples) -> Iterator[str]:
    """That there was no outlay of a fund is to be said too."""
    for name in ("政府性基金", "国有资本经营预算"):
        if not samples[EMPTY].speaks(name):
            yield f"没有{name}支出的说明"


def typed_numbers(samples: Samples) -> Iterable[str]:
    """Numbers that a form's files have typed, or that a document prints without computing them."""
    form = next(iter(samples.values())).form
    in_files = typed(form)
    printed = dict.fromkeys(number for probe in samples.values() for number in probe.literal())
    # Of a number in a file we already say where it is: the entry begins with the number.
    beyond = [
        number for number in printed if not any(entry.startswith(number) for entry in in_files)
    ]
    return [f"（写死了）{number}" for number in (*in_files, *beyond)]
