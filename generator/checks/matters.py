"""机关运行经费, 政府采购, 内设机构: inclusions, and figures given in two places."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import replace

from generator.checks.balances import unequal
from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.checks.said_units import institutions_said
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.figure import Figure
from generator.ledger.matters import ORDINARY

_CENT = Decimal("0.01")


@check(
    "采购包含",
    Group.SENSE,
    Level.ERROR,
    "小微企业≤中小企业≤采购总额",
    "小微企业是中小企业的一部分，合同金额不会超过总额。",
    "《政府采购促进中小企业发展管理办法》，勾稽公式 58",
)
def procurement_shares(context: RuleContext) -> Iterator[Problem]:
    """Contracts of small firms lie within those of medium ones, within the whole."""
    bought = context.statement.政府采购
    chain = [
        ("授予小微企业合同金额", bought.小微企业),
        ("授予中小企业合同金额", bought.中小企业),
        ("政府采购支出总额", bought.总额),
    ]
    for (small, part), (large, larger) in pairwise(chain):
        if (
            isinstance(part, Figure)
            and isinstance(larger, Figure)
            and part.printed > larger.printed
        ):
            over = part.value - larger.value
            message = (
                f"{small} {context.money(part.value)}大于{large} {context.money(larger.value)}，"
                f"多 {context.money(over)}"
            )
            yield Problem(
                context.place("政府采购", small),
                message,
                "核对两个金额",
                f"不超过 {context.money.number(larger.value)}",
                context.money.number(part.value),
                context.money.number(over),
            )


@check(
    "采购预留",
    Group.SENSE,
    Level.WARNING,
    "预留项目的成交和其他项目的成交合在一起不超过采购总额",
    "同一笔采购写进了两处，就重复计算了。",
    "《政府采购促进中小企业发展管理办法》",
    grave=True,
)
def reserved(context: RuleContext) -> Iterator[Problem]:
    """What small firms won, reserved for them or not, lies within the whole; small firms' share
    within that of medium ones."""
    bought = context.statement.政府采购
    reserved_amounts = bought.预留
    amounts = (reserved_amounts.get(name) for name in ("中小企业成交金额", "其他项目成交金额"))
    parts = [amount.value for amount in amounts if isinstance(amount, Figure)]
    won = sum(parts, Decimal(0))
    bought_in_all = bought.总额
    if parts and isinstance(bought_in_all, Figure) and won > bought_in_all.value + _CENT:
        message = (
            f"预留项目和其他项目由中小企业成交的共 {context.money(won)}，"
            f"大于政府采购支出总额 {context.money(bought_in_all.value)}"
        )
        yield Problem(
            context.place("政府采购", "预留"),
            message,
            "核对各个金额，同一笔只写一处",
            f"不超过 {context.money.number(bought_in_all.value)}",
            context.money.number(won),
        )
    for kind in ("预算金额", "成交金额"):
        toward = "面向" if kind == "预算金额" else ""
        small = reserved_amounts.get(f"{toward}小微企业{kind}")
        medium = reserved_amounts.get(f"{toward}中小企业{kind}")
        if isinstance(small, Figure) and isinstance(medium, Figure) and small.value > medium.value:
            message = (
                f"小微企业的{kind} {context.money(small.value)}大于中小企业的 "
                f"{context.money(medium.value)}"
            )
            yield Problem(
                context.place("政府采购", "预留"),
                message,
                "核对两个金额",
                f"不超过 {context.money.number(medium.value)}",
                context.money.number(small.value),
                level=Level.ERROR,
                since="0.2",
            )


@check(
    "机关运行经费",
    Group.BALANCE,
    Level.WARNING,
    "机关运行经费与公用经费的关系合乎单位性质",
    "行政、参公单位的机关运行经费就是公用经费；含事业单位的小于公用经费；事业单位没有。",
    "《预算法》第十四条，部门决算报表的填报口径：机关运行经费，勾稽公式 38、57",
    answerable=True,
    grave=True,
)
def running(context: RuleContext) -> Iterator[Problem]:
    """A typed 机关运行经费 against 公用经费, by the kind of unit."""
    accounts, public = context.statement.accounts, context.statement.totals.公用经费.数
    running_cost = accounts.机关运行经费.决算数
    mixed = any(unit.性质 == ORDINARY for unit in accounts.单位.下属单位)
    phrase = ""
    if not mixed and accounts.单位.口径 == "部门":
        phrase = institutions_said(str(accounts.单位.机构设置 or ""))
    if running_cost is None:
        if phrase and accounts.单位.性质 != "事业单位" and isinstance(public, Figure):
            yield from _of_all_units(context, phrase, public)
        return
    place = context.place("机关运行经费", "决算数")
    typed = Figure(running_cost.value, "万元", "机关运行经费", place=running_cost.place)
    if accounts.单位.性质 == "事业单位" and not typed.is_zero:
        yield Problem(
            place,
            f"事业单位没有机关运行经费，这里填了 {context.money(running_cost.value)}",
            "删去 机关运行经费.决算数，或改正 单位.性质",
        )
    elif isinstance(public, Figure) and typed.printed > public.printed:
        fix = (
            "核对这个数，它是公用经费中行政、参公单位的部分，不会更大；没有事业单位的，"
            "删去它（自动取公用经费）"
        )
        words = ("机关运行经费", typed), ("却只有公用经费", public)
        for problem in unequal(context, place, *words, fix):
            yield replace(problem, level=level_if(Level.ERROR, not problem.tail), since="0.2")
    elif isinstance(public, Figure) and accounts.单位.性质 != "事业单位" and not (mixed or phrase):
        fix = "行政单位、参公单位删去它即可（自动取公用经费）；部门含事业单位的，填写 单位.下属单位"
        yield from unequal(context, place, ("机关运行经费", typed), ("公用经费", public), fix)
    elif (
        isinstance(public, Figure)
        and mixed
        and not typed.is_zero
        and typed.printed == public.printed
    ):
        units = [unit for unit in accounts.单位.下属单位 if unit.性质 == ORDINARY]
        yield Problem(
            place,
            f"机关运行经费 {context.money(typed.value)}，与全部公用经费相同，"
            f"部门里却有 {len(units)} 个事业单位",
            "只填行政单位、参公单位的公用经费；事业单位确实没有公用经费的不用改",
            since="0.2",
        )


def _of_all_units(context: RuleContext, phrase: str, public: Figure) -> Iterator[Problem]:
    """All 公用经费 is printed as 机关运行经费, though a text says that some is of 事业单位."""
    if public.is_zero:
        return
    yield Problem(
        context.place("单位", "机构设置"),
        f"机构设置里写着“{phrase}”，机关运行经费却按全部公用经费 {context.money(public.value)}算",
        "在 机关运行经费 里填 决算数：只算行政单位、参公单位的公用经费；"
        "事业单位确实没有公用经费的，填全部公用经费",
        value=context.money.number(public.value),
        since="0.2",
        path=("机关运行经费", "决算数"),
    )


@check(
    "内设机构数",
    Group.BALANCE,
    Level.ERROR,
    "内设机构数与列出的机构一致",
    "说有几个，就要列出几个。",
    "公开件常见错误：个数不符",
)
def offices(context: RuleContext) -> Iterator[Problem]:
    """内设机构数 beside the list of names."""
    unit = context.statement.accounts.单位
    if (
        unit.内设机构数 is not None
        and unit.内设机构
        and unit.内设机构数.value != len(unit.内设机构)
    ):
        message = f"内设机构数填 {unit.内设机构数.value:f}，下面列了 {len(unit.内设机构)} 个"
        yield Problem(
            context.place("单位", "内设机构数"),
            message,
            "改正其中一处；列出名称时不用填内设机构数",
            str(len(unit.内设机构)),
            f"{unit.内设机构数.value:f}",
        )


@check(
    "重名",
    Group.SENSE,
    Level.WARNING,
    "列表里没有重复的名称",
    "同一个机构、单位或项目列了两次，个数就错了。",
    "公开件常见错误：个数不符",
)
def names_twice(context: RuleContext) -> Iterator[Problem]:
    """内设机构, 下属单位, 项目 and 自评表 name each once."""
    accounts = context.statement.accounts
    lists = {
        ("单位", "内设机构"): [str(name) for name in accounts.单位.内设机构],
        ("单位", "下属单位"): [str(unit.名称) for unit in accounts.单位.下属单位],
        ("预算绩效", "项目"): [str(name) for name in accounts.预算绩效.项目],
        ("预算绩效", "自评表"): [str(sheet.项目名称) for sheet in accounts.预算绩效.自评表],
    }
    for path, names in lists.items():
        earlier: set[str] = set()
        for index, name in enumerate(names):
            if name in earlier:
                yield Problem(context.place(*path, index), f"“{name}”列了两次", "删去重复的一个")
            earlier.add(name)
