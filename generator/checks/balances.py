"""Balances: both sides of the whole, each fund, and totals given beside their detail."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from generator.checks.inputs import lines_of, transposed
from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level, Place
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL, Facts
from generator.ledger.figure import Figure, total
from generator.ledger.interval import tail
from generator.model.money import FUNDS

_TAIL_FIX = "各数分别四舍五入会有这样的尾差；知道即可"


def unequal(
    context: RuleContext,
    place: Place,
    left: tuple[str, Figure],
    right: tuple[str, Figure],
    fix: str,
) -> Iterator[Problem]:
    """Nothing when both print the same; a tail difference or a problem when they do not.

    ``left`` and ``right`` are what stands before a figure in the message, and the figure.
    """
    (left_words, first), (right_words, second) = left, right
    if first.printed == second.printed:
        return
    gap = first.value - second.value
    shown, number = context.shown, context.number
    near = tail(first, second)
    yield Problem(
        place,
        f"{left_words} {shown(first)}，{right_words} {shown(second)}，"
        f"相差 {shown(replace(first, value=abs(gap)))}",
        _TAIL_FIX if near else fix + transposed(first, second, context.money),
        number(second),
        number(first),
        number(replace(first, value=gap)),
        near,
    )


@check(
    "收支不平",
    Group.BALANCE,
    Level.ERROR,
    "收入总计等于支出总计",
    "总表左右两边的总计必须是同一个数。",
    "勾稽公式 2、4、5",
)
def both_sides(context: RuleContext) -> Iterator[Problem]:
    """Income and outlay totals agree."""
    sums = context.statement.totals
    outlay = total("支出总计", (sums.本年支出合计, sums.结余分配, sums.年末结转和结余))
    place = context.place("年末结转和结余")
    if context.statement.accounts.年末结转和结余 is None:
        return  # computed from the other three: equal by construction
    yield from unequal(
        context,
        place,
        ("收入总计", sums.收支总计.数),
        ("支出总计", outlay),
        f"核对收入、支出、年初和年末结转和结余（{lines_of(sums.收支总计.数, outlay)}）；"
        "年末不填时自动算出",
    )


@check(
    "结余为负",
    Group.BALANCE,
    Level.ERROR,
    "每种资金的支出不超过年初加收入",
    "钱不会花到负数：多半是收入、支出或年初结转填错，或资金填错了种类。",
    "勾稽公式 6",
)
def no_negative_balance(context: RuleContext) -> Iterator[Problem]:
    """Closing balances are not negative: no fund spends more than it has."""
    for name in FUNDS:
        fund = context.statement.totals.资金[name]
        if fund.年末.printed < 0:
            # What there was to spend: with what else this fund takes and gives, where it does.
            had = fund.支出.value + fund.年末.value
            extra = ""
            if had != fund.年初.value + fund.收入.value:
                extra = "、使用非财政拨款结余（减结余分配）"
            fix = f"核对{name}的收入、支出和年初结转和结余"
            uneven = _uneven_item(context, name, fund.年末.value)
            if uneven is not None:
                fix = f"{uneven}，正好差这么多：先核对这个科目"
            yield Problem(
                context.place("支出", name),
                f"{name}：支出 {context.money(fund.支出.value)}"
                f"超过年初结转和结余{extra}加本年收入 {context.money(had)}，"
                f"年末成了 {context.money(fund.年末.value)}",
                fix,
                f"不超过 {context.money.number(had)}",
                context.money.number(fund.支出.value),
                context.money.number(fund.年末.value),
            )


@check(
    "资金不平",
    Group.BALANCE,
    Level.ERROR,
    "每种资金年初＋收入＝支出＋年末",
    "公开04、10、11表逐种资金列出年初和年末，各自要平。",
    "勾稽公式 13、19、27、29、30",
)
def fund_balance(context: RuleContext) -> Iterator[Problem]:
    """Where closing balances are typed, each fund balances by itself."""
    if context.statement.accounts.年末结转和结余 is None:
        return
    sums = context.statement.totals
    for name in FUNDS:
        fund = sums.资金[name]
        had, gone = [fund.年初, fund.收入], [fund.支出]
        words = ("年初加收入", "支出加年末")
        if name == FUNDS[-1]:
            had.append(sums.使用非财政拨款结余)
            gone.append(sums.结余分配)
            if sums.使用非财政拨款结余.value:
                words = ("年初加收入加使用结余", "支出加结余分配加年末")
        left, right = total(f"{name}收入", had), total(f"{name}支出", (*gone, fund.年末))
        computed = left.value - total("", gone).value
        fix = _fund_fix(context, name, left, right, computed)
        yield from unequal(
            context,
            context.place("年末结转和结余", name),
            (f"{name}：{words[0]}", left),
            (words[1], right),
            fix,
        )


def _fund_fix(
    context: RuleContext, fund: str, left: Figure, right: Figure, computed: Decimal
) -> str:
    """What to look at where a fund is off: the one 科目 that explains it, or all its numbers.
    ``computed`` is what would be left at the end of the year."""
    lines = lines_of(left, right)
    uneven = _uneven_item(context, fund, left.value - right.value)
    if uneven is not None:
        return f"{uneven}，正好差这么多：先核对这个科目"
    if computed < 0:
        # A balance cannot be negative: then it is not the balance that is wrong.
        return (
            f"支出超过了年初加收入，核对收入、支出和年初（{lines}）：少了一行收入，或资金填错了种类"
        )
    balance = f"{fund}的年末结转和结余应为 {context.money(computed)}"
    return f"核对收入、支出、年初各数（{lines}）；都没有错的，{balance}"


def _uneven_item(context: RuleContext, fund: str, gap: Decimal) -> str | None:
    """The only 科目 of a fund whose income, outlay and balances differ by just this much, in words;
    None where there is none, or several."""
    books, money = context.statement.books, context.money
    facts = books.facts.where(资金=fund)
    uneven = []
    for code in facts.codes():
        of_item = facts.where(功能科目=code)
        had = _sum(of_item, "年初结转和结余", "收入")
        spent, left = _sum(of_item, "支出"), _sum(of_item, "年末结转和结余")
        if had.value - spent.value - left.value != gap:
            continue
        name = f"{code} {books.name(code)}"
        words = f"{name}有收入和年初 {money(had.value)}，支出 {money(spent.value)}"
        if left.value:
            words += f"，年末 {money(left.value)}"
        uneven.append(f"{words}（{lines_of(had, spent, left)}）")
    if len(uneven) != 1:
        return None
    return uneven[0]


@check(
    "科目收支不平",
    Group.BALANCE,
    Level.ERROR,
    "基金、国资按科目的年初＋收入＝支出＋年末",
    "公开10、11表逐科目列出年初、收入、支出和年末。",
    "勾稽公式 19",
)
def item_balance(context: RuleContext) -> Iterator[Problem]:
    """公开10 and 11表 have a line for each 项: where all four are told by 项, each balances."""
    facts = context.statement.books.facts
    for name in FISCAL[1:]:
        of_fund = facts.where(资金=name)
        closing = of_fund.where(类型="年末结转和结余")
        if not of_fund or not closing or any(not fact.功能科目 for fact in of_fund):
            continue
        for code in of_fund.codes():
            of_item = of_fund.where(功能科目=code)
            left = _sum(of_item, "年初结转和结余", "收入")
            right = _sum(of_item, "支出", "年末结转和结余")
            places = (fact.place for fact in of_item if fact.place)
            place = next(places, context.place("支出", name))
            yield from unequal(
                context,
                place,
                (f"{name} {code}：年初加收入", left),
                ("支出加年末", right),
                "核对这个科目的四个数",
            )


def _sum(facts: Facts, *kinds: str) -> Figure:
    return facts.where(类型=kinds).total("")


@check(
    "基本支出构成",
    Group.BALANCE,
    Level.ERROR,
    "人员经费＋公用经费＝一般公共预算基本支出",
    "第六节两类经费相加，就是第五节和公开08表的基本支出。",
    "勾稽公式 18、52",
)
def basic_split(context: RuleContext) -> Iterator[Problem]:
    """The two groups of basic outlay add up to it."""
    sums = context.statement.totals
    parts = [sums.人员经费.数, sums.公用经费.数]
    figures = [part for part in parts if isinstance(part, Figure)]
    basic = sums.资金[FISCAL[0]].基本支出
    if len(figures) == len(parts):
        both = total("人员经费与公用经费合计", figures)
        fix = "核对 基本支出构成 与 支出.一般公共预算 里各项的基本支出"
        yield from unequal(
            context,
            context.place("基本支出构成"),
            ("人员经费与公用经费合计", both),
            ("一般公共预算基本支出", basic),
            fix,
        )


@check(
    "构成与明细",
    Group.BALANCE,
    Level.ERROR,
    "基本支出构成与经济科目明细一致",
    "给了两次的数，要是同一个数。",
    "数据文件的写法，勾稽公式 16、17",
)
def split_given_twice(context: RuleContext) -> Iterator[Problem]:
    """基本支出构成 beside full 经济科目 detail says the same."""
    statement = context.statement
    split = statement.accounts.基本支出构成
    basic = statement.books.facts.where(类型="支出", 资金=FISCAL[0], 支出性质="基本支出")
    if split is None or not basic or not all(fact.经济科目 for fact in basic):
        return
    for group in (statement.totals.人员经费, statement.totals.公用经费):
        value = getattr(split, group.名称)
        amount = getattr(value, "合计", value)
        typed = Figure(amount.value, "万元", group.名称, place=amount.place)
        if isinstance(group.数, Figure):
            fix = "改正其中一处，或删去 基本支出构成（由明细自动得出）"
            yield from unequal(
                context,
                amount.place,
                (f"{group.名称}填的是", typed),
                ("按经济科目相加是", group.数),
                fix,
            )
