"""Everything computed from one file, together."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.findings.place import Finding
from generator.ledger import evaluation, matters, three_public, totals
from generator.ledger.also_compared import also_compared
from generator.ledger.books import Books, keep
from generator.ledger.compared import Compared
from generator.ledger.figure import ABSENT, Earlier, Figure, Known
from generator.ledger.last_year import LastFigures, earlier
from generator.model.accounts import Accounts


class Statement(Struct, frozen=True):
    """The figures of one unit and year."""

    accounts: Accounts
    books: Books
    totals: totals.Totals
    比较: Mapping[str, Compared]
    三公: three_public.Public
    机关运行经费: matters.Running
    政府采购: matters.Procurement
    国有资产: matters.Assets
    预算绩效: matters.Performance
    自评表: tuple[evaluation.Sheet, ...]
    整体自评: evaluation.Whole | None
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
    """All figures of one file. ``last_file``: comparables() of last year's file, when 上年 names one."""
    books, findings = keep(accounts)
    return assemble(accounts, books, earlier(accounts, last_file)), findings


def assemble(accounts: Accounts, books: Books, last: LastFigures) -> Statement:
    """All figures from the books, and from what the accounts tell besides."""
    sums = totals.compute(accounts, books, last)
    sheets = tuple(evaluation.sheet(one) for one in accounts.预算绩效.自评表)
    whole = accounts.预算绩效.整体自评
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
        整体自评=evaluation.whole(whole) if whole else None,
        项目组=evaluation.groups(sheets),
        项目完成情况=tuple(evaluation.achieved(one) for one in accounts.预算绩效.项目完成情况),
    )


def earlier_of(statement: Statement) -> Mapping[str, Earlier]:
    """Last year's figures that a statement compares itself with, by the keys of comparables()."""
    public = statement.三公
    found: dict[str, Earlier] = {one.路径[-1]: one.上年 for one in statement.compared}
    found["机关运行经费"] = statement.机关运行经费.上年 if statement.机关运行经费.适用 else ABSENT
    for kind in (
        public.因公出国境费,
        public.公务用车,
        public.购置费,
        public.运行维护费,
        public.公务接待费,
    ):
        found[".".join(kind.路径[:-1])] = kind.上年
    return found


def comparables(statement: Statement) -> Mapping[str, Figure]:
    """What next year's document compares itself with, by the keys that last_year.py asks for."""
    public = statement.三公
    found: dict[str, Known] = {one.路径[-1]: one.数 for one in statement.compared}
    found["机关运行经费"] = statement.机关运行经费.决算
    for kind in (
        public.因公出国境费,
        public.公务用车,
        public.购置费,
        public.运行维护费,
        public.公务接待费,
    ):
        found[".".join(kind.路径[:-1])] = kind.决算
    found |= {f"年末结转和结余.{name}": fund.年末 for name, fund in statement.totals.资金.items()}
    return {key: figure for key, figure in found.items() if isinstance(figure, Figure)}
