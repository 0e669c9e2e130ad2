"""Everything computed from one file, together."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.findings.place import Finding
from generator.ledger import evaluation, matters, three_public, totals
from generator.ledger.also_compared import also_compared
from generator.ledger.bookkeeping import keep
from generator.ledger.books import Books
from generator.ledger.compared import Compared
from generator.ledger.figure import ABSENT, WAN, Earlier, Figure, Known
from generator.ledger.interval import tail
from generator.ledger.last_year import LastFigures, earlier
from generator.model.accounts import Accounts
from generator.model.control import Control, unit_of_report


class Statement(Struct, frozen=True):
    """The figures of one unit and year."""

    accounts: Accounts
    books: Books
    totals: totals.Totals
    比较: Mapping[str, Compared]
    三公: three_public.Public
    机关运行经费: matters.RunningFigures
    政府采购: matters.ProcurementFigures
    国有资产: matters.AssetFigures
    预算绩效: matters.PerformanceFigures
    自评表: tuple[evaluation.SheetFigures, ...]
    整体自评: evaluation.OverallScore | None
    项目组: tuple[evaluation.ProjectGroup, ...]
    项目完成情况: tuple[evaluation.Achieved, ...]

    @property
    def compared(self) -> tuple[Compared, ...]:
        """All totals that stand beside last year's, 收支总计 first."""
        sums = self.totals
        return (
            sums.收支总计,
            sums.财政拨款收支总计,
            sums.一般公共预算财政拨款支出,
            *self.比较.values(),
        )


def compute(
    accounts: Accounts, last_file: Mapping[str, Figure] | None = None
) -> tuple[Statement, list[Finding]]:
    """All figures of one file.

    ``last_file``: comparables() of last year's file, when 上年 names one.
    """
    books, findings = keep(accounts)
    return assemble(accounts, books, earlier(accounts, last_file)), findings


def assemble(accounts: Accounts, books: Books, last: LastFigures) -> Statement:
    """All figures from the books, and from what the accounts tell besides."""
    sums = totals.compute(accounts, books, last)
    sheets = evaluation.sheets(accounts.预算绩效.自评表, books)
    department = accounts.预算绩效.整体自评
    return Statement(
        accounts=accounts,
        books=books,
        totals=sums,
        比较=also_compared(accounts, sums, last),
        三公=three_public.compute(accounts.三公经费, last),
        机关运行经费=matters.running(accounts, sums.公用经费.数, last),
        政府采购=matters.procurement(accounts),
        国有资产=matters.assets(accounts),
        预算绩效=matters.performance(accounts),
        自评表=sheets,
        整体自评=evaluation.overall_score(department) if department else None,
        项目组=evaluation.groups(sheets),
        项目完成情况=tuple(evaluation.achieved(typed) for typed in accounts.预算绩效.项目完成情况),
    )


def earlier_of(statement: Statement) -> Mapping[str, Earlier]:
    """Last year's figures that a statement compares itself with, by the keys of comparables()."""
    by_key: dict[str, Earlier] = {pair.路径[-1]: pair.上年 for pair in statement.compared}
    by_key["机关运行经费"] = ABSENT
    if statement.机关运行经费.适用:
        by_key["机关运行经费"] = statement.机关运行经费.上年
    for kind in _kinds(statement.三公):
        by_key[".".join(kind.路径[:-1])] = kind.上年
    return by_key


def _kinds(public: three_public.Public) -> tuple[three_public.PublicKind, ...]:
    """The kinds of 三公经费, 公务用车 also as its two parts, in the order of a data file."""
    return (
        public.因公出国境费,
        public.公务用车,
        public.购置费,
        public.运行维护费,
        public.公务接待费,
    )


def comparables(statement: Statement) -> Mapping[str, Figure]:
    """What next year's document compares itself with, by the keys that last_year.py asks for.

    Where a document has printed a total that its rounded parts do not quite add up to, that is the
    printed one.
    """
    figures = _computed(statement)
    published = {key: total for key, (total, _) in published_totals(statement).items()}
    return {**figures, **published}


def _computed(statement: Statement) -> Mapping[str, Figure]:
    """The figures that next year compares itself with, as the file adds them up."""
    public = statement.三公
    by_key: dict[str, Known] = {pair.路径[-1]: pair.数 for pair in statement.compared}
    by_key["机关运行经费"] = statement.机关运行经费.决算
    for kind in (public.合计, *_kinds(public)):
        by_key[".".join(kind.路径[:-1])] = kind.决算
    by_key |= {f"年末结转和结余.{name}": fund.年末 for name, fund in statement.totals.资金.items()}
    return {key: figure for key, figure in by_key.items() if isinstance(figure, Figure)}


def published_totals(statement: Statement) -> Mapping[str, tuple[Figure, Figure]]:
    """What a document has printed otherwise, by a tail, than the file adds it up: as printed, and
    as added up.

    What differs by more is a mistake, of which the checks tell.
    """
    accounts = statement.accounts
    unit = unit_of_report(accounts.报表数, accounts.金额单位)
    printed = {
        str(name).strip(): value.公开数
        for name, value in accounts.报表数.items()
        if isinstance(value, Control) and value.公开数 is not None
    }
    published: dict[str, tuple[Figure, Figure]] = {}
    for key, figure in _computed(statement).items():
        reported = printed.get(key.split(".")[-1])
        if reported is None:
            continue
        total = Figure(reported.amount(unit), WAN, figure.label, place=reported.place)
        if total.printed != figure.printed and tail(total, figure):
            published[key] = total, figure
    return published
