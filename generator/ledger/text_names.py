"""Every figure of the text under its name, with its budget, last year and the whole it is part
of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.ledger.books import BUDGET_KINDS
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Earlier, Known, known_total
from generator.ledger.measured import Measured
from generator.ledger.statement import Statement
from generator.ledger.totals import Fund


def measured(statement: Statement) -> dict[str, Measured]:
    """All figures that control totals can name.

    A name is as the text has it; a 项 is its code and name.
    """
    by_name: dict[str, Measured] = {}
    for part in (_income, _outlay, _carried_over, _fiscal, _funds, _public, _matters, _sheets):
        for name, figure in part(statement):
            by_name.setdefault(name, figure)
    return by_name


Named = Iterator[tuple[str, Measured]]


def _income(statement: Statement) -> Named:
    """收入支出总计, and 本年收入 with its sources."""
    sums = statement.totals
    yield "收支总计", Measured(sums.收支总计.数, last=sums.收支总计.上年)
    yield "收入总计", Measured(sums.收支总计.数, last=sums.收支总计.上年)
    yield "支出总计", Measured(sums.支出总计, last=sums.收支总计.上年)
    yield (
        "本年收入合计",
        Measured(
            sums.本年收入合计, last=_last(statement, "本年收入合计"), others=(sums.收支总计.数,)
        ),
    )
    for source in sums.收入来源:
        is_fiscal = source.名称.endswith("财政拨款收入")
        yield (
            source.名称,
            Measured(
                source.数,
                last=_last(statement, source.名称),
                whole=sums.本年收入合计,
                others=(sums.财政拨款收入,) if is_fiscal else (),
            ),
        )


def _outlay(statement: Statement) -> Named:
    """本年支出, and what it was for."""
    sums = statement.totals
    yield (
        "本年支出合计",
        Measured(
            sums.本年支出合计, last=_last(statement, "本年支出合计"), others=(sums.收支总计.数,)
        ),
    )
    for nature in sums.支出种类:
        yield (
            nature.名称,
            Measured(nature.数, last=_last(statement, nature.名称), whole=sums.本年支出合计),
        )


def _carried_over(statement: Statement) -> Named:
    """What was carried over into the year and out of it, used of balances, and allotted."""
    sums = statement.totals
    for figure in (
        sums.使用非财政拨款结余,
        sums.年初结转和结余,
        sums.年末结转和结余,
        sums.结余分配,
    ):
        yield (
            figure.label,
            Measured(figure, last=_last(statement, figure.label), others=(sums.收支总计.数,)),
        )


def _fiscal(statement: Statement) -> Named:
    """财政拨款收入支出 of all budgets together."""
    sums = statement.totals
    for name in ("财政拨款收支总计", "财政拨款收入总计", "财政拨款支出总计"):
        yield name, Measured(sums.财政拨款收支总计.数, last=sums.财政拨款收支总计.上年)
    yield (
        "财政拨款收入",
        Measured(
            sums.财政拨款收入,
            last=_last(statement, "财政拨款收入"),
            others=(sums.本年收入合计, sums.财政拨款收支总计.数),
        ),
    )
    yield (
        "财政拨款支出",
        Measured(
            sums.财政拨款支出,
            _sum_of_budgets(statement),
            _last(statement, "财政拨款支出"),
            others=(sums.本年支出合计, sums.财政拨款收支总计.数),
        ),
    )
    yield (
        "年初财政拨款结转和结余",
        Measured(sums.年初财政拨款结转和结余, others=(sums.财政拨款收支总计.数,)),
    )
    yield (
        "年末财政拨款结转和结余",
        Measured(sums.年末财政拨款结转和结余, others=(sums.财政拨款收支总计.数,)),
    )


def _funds(statement: Statement) -> Named:
    sums = statement.totals
    for name in FISCAL:
        fund = sums.资金[name]
        if name == FISCAL[0]:
            last: Earlier | None = sums.一般公共预算财政拨款支出.上年
        else:
            last = _last(statement, f"{name}财政拨款支出")
        yield (
            f"{name}财政拨款支出",
            Measured(fund.支出, fund.预算, last, sums.本年支出合计, (sums.财政拨款支出,)),
        )
        for part, figure in (("基本支出", fund.基本支出), ("项目支出", fund.项目支出)):
            yield (
                f"{name}财政拨款{part}",
                Measured(
                    figure,
                    last=_last(statement, f"{name}财政拨款{part}"),
                    others=(fund.支出, sums.本年支出合计),
                ),
            )
        for outlay_class in fund.类:
            kind = Measured(
                outlay_class.数,
                _of_class(fund, outlay_class.code),
                whole=fund.支出,
                others=(sums.本年支出合计,),
            )
            yield outlay_class.名称, kind
            yield f"{name} {outlay_class.名称}", kind
        for item in fund.项:
            short = f"{item.功能科目} {statement.books.name(item.功能科目)}"
            each = Measured(item.支出, item.预算, others=(fund.支出, sums.本年支出合计))
            yield short, each
            yield f"{name} {short}", each
    basic = sums.资金[FISCAL[0]].基本支出
    yield "人员经费", Measured(sums.人员经费.数, others=(basic,))
    yield "公用经费", Measured(sums.公用经费.数, others=(basic,))


def _of_class(fund: Fund, code: str) -> Mapping[str, Known]:
    """The budgets of a 类: those of its 项."""
    items = [item for item in fund.项 if item.功能科目.startswith(code)]
    return {
        kind: known_total("预算数", (item.预算[kind] for item in items)) for kind in BUDGET_KINDS
    }


def _sum_of_budgets(statement: Statement) -> Mapping[str, Known]:
    """The budgets of all 财政拨款."""
    funds = [statement.totals.资金[name] for name in FISCAL]
    return {
        kind: known_total("财政拨款预算数", (fund.预算[kind] for fund in funds))
        for kind in BUDGET_KINDS
    }


def _last(statement: Statement, name: str) -> Earlier | None:
    compared = statement.比较.get(name)
    if compared is None:
        return None
    return compared.上年


def _public(statement: Statement) -> Named:
    public = statement.三公
    yield "三公经费", Measured(public.合计.决算, public.合计.预算, public.合计.上年)
    names = {
        "因公出国境费": public.因公出国境费,
        "公务用车购置及运行维护费": public.公务用车,
        "公务接待费": public.公务接待费,
    }
    for name, kind in names.items():
        yield name, Measured(kind.决算, kind.预算, kind.上年, public.合计.决算)
    for name, kind in {
        "公务用车购置费": public.购置费,
        "公务用车运行维护费": public.运行维护费,
    }.items():
        yield (
            name,
            Measured(
                kind.决算, kind.预算, kind.上年, others=(public.公务用车.决算, public.合计.决算)
            ),
        )
    guests = (public.公务接待费.决算, public.合计.决算)
    yield "国内公务接待", Measured(public.国内.决算, others=guests)
    yield "外事接待", Measured(public.外事.决算, others=guests)
    yield "公务用车保有量", Measured(public.保有量)


def _matters(statement: Statement) -> Named:
    running, bought, assets = statement.机关运行经费, statement.政府采购, statement.国有资产
    if running.适用:
        yield "机关运行经费", Measured(running.决算, last=running.上年)
    yield "政府采购支出总额", Measured(bought.总额)
    for name, figure in {
        "政府采购货物支出": bought.货物,
        "政府采购工程支出": bought.工程,
        "政府采购服务支出": bought.服务,
    }.items():
        yield name, Measured(figure, others=(bought.总额,))
    yield "授予中小企业合同金额", Measured(bought.中小企业, whole=bought.总额)
    yield (
        "授予小微企业合同金额",
        Measured(bought.小微企业, whole=bought.总额, others=(bought.中小企业,)),
    )
    yield "车辆", Measured(assets.车辆总数)


def _sheets(statement: Statement) -> Named:
    for sheet in statement.自评表:
        name = f"自评表 {sheet.数据.项目名称}"
        budget: Mapping[str, Known] = dict.fromkeys(("全年", "年初"), sheet.总额.调整后预算数)
        yield name, Measured(sheet.总额.预算执行数, budget)
        yield f"{name} 预算执行得分", Measured(sheet.得分)
        yield f"{name} 总分", Measured(sheet.总分)
    if statement.整体自评:
        yield "绩效自评得分", Measured(statement.整体自评.得分)
