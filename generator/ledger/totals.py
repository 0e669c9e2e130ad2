"""一至六: totals of income, outlay, funds and 基本支出, from the books."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from generator.findings.place import Cause
from generator.ledger.books import BUDGET_KINDS, Books, fund_of
from generator.ledger.compared import Compared, compared
from generator.ledger.facts import FISCAL, PERSONNEL, PUBLIC, Fact, cause_of, is_personnel
from generator.ledger.figure import (
    WAN,
    Figure,
    Known,
    Missing,
    entered,
    entered_or_zero,
    exact_difference,
    known_total,
    total,
)
from generator.ledger.interval import tail
from generator.ledger.last_year import LastFigures
from generator.model.accounts import Accounts
from generator.model.base import TypedAmount
from generator.model.money import FUNDS, NATURES, SOURCES, ExpenseGroup
from generator.reading.nodes import Scalar


class NamedAmount(Struct, frozen=True):
    """An amount under its statutory name; ``code`` is its 科目, or ""."""

    名称: str
    数: Figure
    code: str = ""


class Item(Struct, frozen=True):
    """One 项 of one kind of money: outlay, budgets by kind, reason."""

    资金: str
    功能科目: str
    全名: str
    支出: Figure
    预算: Mapping[str, Known]
    原因: Scalar | None
    路径: tuple[str, ...]
    用途: Scalar | None = None

    @property
    def 用途路径(self) -> tuple[str, ...]:
        """Where 用途 is to be filled in."""
        return (*self.路径[:-1], "用途")


class Fund(Struct, frozen=True):
    """One kind of money: income, outlay, balances, classes and items."""

    名称: str
    收入: Figure
    年初: Figure
    年末: Figure
    支出: Figure
    基本支出: Figure
    项目支出: Figure
    类: tuple[NamedAmount, ...]
    项: tuple[Item, ...]
    预算: Mapping[str, Known]

    @property
    def 总计(self) -> Figure:
        """支出 and 年末: what 公开04表 totals."""
        return total(f"{self.名称}总计", (self.支出, self.年末))


class Expenses(Struct, frozen=True):
    """人员经费 or 公用经费 and the names of its 经济科目."""

    名称: str
    数: Known
    科目: tuple[str, ...]


class Totals(Struct, frozen=True):
    """All totals of 一 to 六."""

    收支总计: Compared
    支出总计: Figure
    本年收入合计: Figure
    收入来源: tuple[NamedAmount, ...]
    使用非财政拨款结余: Figure
    年初结转和结余: Figure
    年末结转和结余: Figure
    结余分配: Figure
    本年支出合计: Figure
    支出种类: tuple[NamedAmount, ...]
    财政拨款收支总计: Compared
    财政拨款收入: Figure
    财政拨款支出: Figure
    财政拨款支出总计: Figure
    年初财政拨款结转和结余: Figure
    年末财政拨款结转和结余: Figure
    资金: Mapping[str, Fund]
    一般公共预算财政拨款支出: Compared
    人员经费: Expenses
    公用经费: Expenses


def compute(accounts: Accounts, books: Books, last: LastFigures) -> Totals:
    """All totals of one file; ``last`` gives last year's."""
    facts = books.facts
    sources = tuple(
        NamedAmount(name, facts.where(类型="收入", 来源=name).total(name)) for name in SOURCES
    )
    income = total("本年收入合计", (source.数 for source in sources))
    spent = facts.where(类型="支出")
    natures = tuple(NamedAmount(name, spent.where(支出性质=name).total(name)) for name in NATURES)
    outlay = total("本年支出合计", (nature.数 for nature in natures))
    used = entered_or_zero(accounts.使用非财政拨款结余, "使用非财政拨款结余")
    shared = entered_or_zero(accounts.结余分配, "结余分配")
    funds = {name: _fund(name, books, sources, used, shared) for name in FUNDS}
    opening = total("年初结转和结余", (fund.年初 for fund in funds.values()))
    closing = total("年末结转和结余", (fund.年末 for fund in funds.values()))
    fiscal = [funds[name] for name in FISCAL]
    fiscal_income = total("本年财政拨款收入", (fund.收入 for fund in fiscal))
    fiscal_opening = total("年初财政拨款结转和结余", (fund.年初 for fund in fiscal))
    fiscal_outlay = total("财政拨款支出", (fund.支出 for fund in fiscal))
    fiscal_closing = total("年末财政拨款结转和结余", (fund.年末 for fund in fiscal))
    personnel, public = _expenses(accounts, books)
    reasons = accounts.变动原因
    both_sides = compared(
        "收支总计", total("收支总计", (income, used, opening)), last, reasons.收支总计, None
    )
    money = compared(
        "财政拨款收支总计",
        total("财政拨款收支总计", (fiscal_income, fiscal_opening)),
        last,
        reasons.财政拨款收支总计,
        both_sides,
    )
    general = funds[FISCAL[0]].支出.named("一般公共预算财政拨款支出")
    return Totals(
        收支总计=both_sides,
        支出总计=_other_side(total("支出总计", (outlay, shared, closing)), both_sides.数),
        本年收入合计=income,
        收入来源=sources,
        使用非财政拨款结余=used,
        年初结转和结余=opening,
        年末结转和结余=closing,
        结余分配=shared,
        本年支出合计=outlay,
        支出种类=natures,
        财政拨款收支总计=money,
        财政拨款收入=fiscal_income,
        财政拨款支出=fiscal_outlay,
        财政拨款支出总计=_other_side(
            total("财政拨款支出总计", (fiscal_outlay, fiscal_closing)), money.数
        ),
        年初财政拨款结转和结余=fiscal_opening,
        年末财政拨款结转和结余=fiscal_closing,
        资金=funds,
        一般公共预算财政拨款支出=compared(
            "一般公共预算财政拨款支出", general, last, reasons.一般公共预算财政拨款支出, money
        ),
        人员经费=personnel,
        公用经费=public,
    )


def _other_side(outlay: Figure, income: Figure) -> Figure:
    """Where typed closing balances leave a tail difference, both sides print the total of the
    income side, as accounts do."""
    if outlay.printed != income.printed and tail(outlay, income):
        return income.named(outlay.label)
    return outlay


def _fund(
    name: str, books: Books, sources: tuple[NamedAmount, ...], used: Figure, shared: Figure
) -> Fund:
    facts = books.facts
    incomes = tuple(source.数 for source in sources if fund_of(source.名称) == name)
    spent = facts.where(类型="支出", 资金=name)
    # Only 其他资金 has 使用非财政拨款结余 and 结余分配.
    is_last = name == FUNDS[-1]
    income = total(f"{name}本年收入", incomes)
    opening = facts.where(类型="年初结转和结余", 资金=name).total(f"{name}年初结转和结余")
    outlay = spent.total(f"{name}支出")
    typed_closing = facts.where(类型="年末结转和结余", 资金=name)
    if typed_closing:
        closing = typed_closing.total(f"{name}年末结转和结余")
    else:
        coming, going = [opening, income], [outlay]
        if is_last:
            coming.append(used)
            going.append(shared)
        available = total(f"{name}可用资金", coming)
        gone = total(f"{name}支出和分配", going)
        closing = exact_difference(f"{name}年末结转和结余", available, gone)
    items = tuple(
        _item(name, code, books) for code in sorted({*spent.codes(), *_budgeted(books, name)})
    )
    return Fund(
        名称=name,
        收入=income,
        年初=opening,
        年末=closing,
        支出=outlay,
        基本支出=spent.where(支出性质="基本支出").total(f"{name}基本支出"),
        项目支出=spent.where(支出性质="项目支出").total(f"{name}项目支出"),
        类=tuple(
            NamedAmount(books.name(code), spent.under(code).total(books.name(code)), code)
            for code in spent.codes(digits=3)
        ),
        项=items,
        预算={
            kind: known_total(f"{name}预算数", (item.预算[kind] for item in items))
            for kind in BUDGET_KINDS
        },
    )


def _budgeted(books: Books, fund: str) -> list[str]:
    return [code for name, code in books.notes if name == fund]


def _item(fund: str, code: str, books: Books) -> Item:
    note = books.notes[fund, code]
    spent = books.facts.where(类型="支出", 资金=fund, 功能科目=code).total(
        f"{code} {books.name(code)}"
    )
    return Item(
        fund,
        code,
        books.full_name(code),
        spent,
        note.预算,
        note.原因,
        (*note.path, "原因"),
        note.用途,
    )


def _expenses(accounts: Accounts, books: Books) -> tuple[Expenses, Expenses]:
    """人员经费 and 公用经费 of 一般公共预算基本支出: from 经济科目, or from 基本支出构成 where
    detail lacks."""
    basic = books.facts.where(类型="支出", 资金=FISCAL[0], 支出性质="基本支出")
    detailed = all(fact.经济科目 for fact in basic)
    split = accounts.基本支出构成
    if split and not (detailed and basic):
        return _typed_group(split.人员经费, PERSONNEL), _typed_group(split.公用经费, PUBLIC)
    groups = []
    for name, wanted in ((PERSONNEL, True), (PUBLIC, False)):
        coded = (fact for fact in basic if fact.经济科目)
        of_group = [fact for fact in coded if is_personnel(fact.经济科目) == wanted]
        groups.append(_group(name, of_group, books, detailed=detailed, cause=cause_of(basic)))
    return groups[0], groups[1]


def _group(
    name: str, facts: list[Fact], books: Books, *, detailed: bool, cause: Cause | None
) -> Expenses:
    codes = sorted(
        {
            fact.经济科目
            for fact in facts
            if len(fact.经济科目) == 5 and _printed(facts, fact.经济科目)
        }
    )
    names = tuple(books.economic(code) for code in codes)
    if detailed:
        return Expenses(name, total(name, (fact.figure for fact in facts)), names)
    missing = Missing(("基本支出构成", name), f"一般公共预算基本支出里的{name}", cause)
    return Expenses(name, missing, names)


def _printed(facts: list[Fact], code: str) -> bool:
    return not total(code, (fact.figure for fact in facts if fact.经济科目 == code)).is_zero


def _typed_group(value: TypedAmount | ExpenseGroup, name: str) -> Expenses:
    if isinstance(value, TypedAmount):
        return Expenses(name, entered(value, WAN, name), ())
    return Expenses(name, entered(value.合计, WAN, name), tuple(map(str, value.科目)))
