"""A part is never larger than its whole: every pair of the file, declared once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.checks.same_thing import Path, Value
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL, is_personnel
from generator.ledger.figure import Figure, total
from generator.ledger.interval import tail
from generator.ledger.part_and_whole import PARTS_AND_WHOLES
from generator.ledger.three_public import ABROAD, CARS, RECEPTION, ROOT

_A_FEW = 2


class Within(Struct, frozen=True):
    """A part and its whole, with what each is called; ``path`` is where the part was typed.

    ``sure`` is False where a part may be a little larger for a reason that the file does not tell;
    ``never`` is True where it cannot be larger for any reason.
    """

    part_words: str
    part: Value
    whole_words: str
    sum_of_all: Value
    path: Path
    sure: bool = True
    never: bool = False


_ABSURD = 10
"""A part so many times its whole is wrong even where the two may be counted otherwise."""


@check(
    "部分大于整体",
    Group.SENSE,
    Level.ERROR,
    "部分不大于整体",
    "一部分比全部还大，总有一个数填错了：读的人一眼就能看出。",
    "《预算法》第七十五条，公开件常见错误：数位和单位",
    since="0.2",
    answerable=True,
)
def within_the_whole(context: RuleContext) -> Iterator[Problem]:
    """Each part of the file beside its whole; one problem for each number typed."""
    paths: set[Path] = set()
    for row in _rows(context):
        part, larger = row.part, row.sum_of_all
        if not isinstance(part, Figure) or not isinstance(larger, Figure):
            continue
        # What is wrong in a part is not told again of the sum above it.
        if any(path[: len(row.path)] == row.path for path in paths):
            continue
        over = part.value - larger.value
        if part.printed <= larger.printed or part.printed <= 0 or tail(part, larger):
            continue
        paths.add(row.path)
        fix = "核对两个数"
        certain = row.sure or part.value > larger.value * _ABSURD > 0
        if certain and not row.never:
            fix += "；确实如此的，在 核对说明 里写明"
        yield Problem(
            context.place(*row.path),
            f"{row.part_words} {context.shown(part)}，"
            f"大于{row.whole_words} {context.shown(larger)}",
            fix,
            f"不超过 {context.number(larger)}",
            context.number(part),
            context.number(replace(part, value=over)),
            level=level_if(Level.WARNING, not certain),
            final=row.never,
        )


def _rows(context: RuleContext) -> Iterator[Within]:
    yield from (replace(row, never=True) for row in _last_year(context))
    for group in (_three_public, _funds_of_three, _running, _bought, _sheets, _counts):
        yield from group(context)


_SUMS_OF_LAST_YEAR = (
    (("基本支出", "项目支出"), "本年支出合计"),
    (
        ("一般公共预算财政拨款基本支出", "一般公共预算财政拨款项目支出"),
        "一般公共预算财政拨款支出",
    ),
    (("一般公共预算财政拨款支出", "政府性基金预算财政拨款支出"), "财政拨款收支总计"),
)


def _last_year(context: RuleContext) -> Iterator[Within]:
    statement = context.statement
    last: dict[str, Value] = {row.路径[-1]: row.上年 for row in statement.compared}
    for part, whole_name in PARTS_AND_WHOLES:
        yield Within(
            f"上年{part}", last.get(part), f"上年{whole_name}", last.get(whole_name), ("上年", part)
        )
    for parts, whole_name in _SUMS_OF_LAST_YEAR:
        words = f"上年{'与'.join(parts)}之和"
        yield Within(
            words, _sum(last, parts), f"上年{whole_name}", last.get(whole_name), ("上年", parts[-1])
        )
    general = "一般公共预算财政拨款支出"
    running, public = statement.机关运行经费, statement.三公
    path: Path = ("机关运行经费", "上年决算数")
    if running.适用:
        for whole_name in ("一般公共预算财政拨款基本支出", general):
            yield Within(
                "上年机关运行经费", running.上年, f"上年{whole_name}", last.get(whole_name), path
            )
    for whole_name in ("财政拨款支出", "财政拨款收支总计"):
        for kind in public.各项:
            where = (*kind.路径[:-1], "上年决算数")
            yield Within(
                f"上年{kind.名称}", kind.上年, f"上年{whole_name}", last.get(whole_name), where
            )
        words, where = "上年“三公”经费", (ROOT,)
        yield Within(words, public.合计.上年, f"上年{whole_name}", last.get(whole_name), where)


def _sum(values: Mapping[str, Value], names: tuple[str, ...]) -> Value:
    """The sum of several figures; None where one of them is not known."""
    parts = [values.get(name) for name in names]
    figures = [part for part in parts if isinstance(part, Figure)]
    if len(figures) < len(parts):
        return None
    return total("", figures)


def _three_public(context: RuleContext) -> Iterator[Within]:
    public, sums = context.statement.三公, context.statement.totals
    spent, words = sums.财政拨款支出, "财政拨款支出"
    for kind in public.各项:
        yield Within(kind.名称, kind.决算, words, spent, kind.路径[:-1])
    yield Within("“三公”经费", public.合计.决算, words, spent, (ROOT,))
    car = public.公务用车
    for part in (public.购置费, public.运行维护费):
        before = (*part.路径[:-1], "上年决算数")
        yield Within(f"上年{part.名称}", part.上年, f"上年{car.名称}", car.上年, before)
        for which, budget in part.预算.items():
            where = (*part.路径[:-1], "预算数")
            yield Within(f"{part.名称}预算数", budget, f"{car.名称}预算数", car.预算[which], where)
    for which in ("年初", "全年"):
        budgets = [sums.资金[fund].预算[which] for fund in FISCAL]
        figures = [budget for budget in budgets if isinstance(budget, Figure)]
        in_all = total("", figures)
        # Where no budget is typed by 科目, or all are 0, there is nothing to be a part of.
        if len(figures) < len(FISCAL) or in_all.is_zero:
            continue
        words = "各科目预算数合计"
        for kind in public.各项:
            path = (*kind.路径[:-1], "预算数")
            yield Within(f"{kind.名称}预算数", kind.预算[which], words, in_all, path)
        path = (ROOT,)
        yield Within("“三公”经费预算数", public.合计.预算[which], words, in_all, path)


def _funds_of_three(context: RuleContext) -> Iterator[Within]:
    """What 政府性基金 pay of the three kinds, within each kind and within the fund's outlay."""
    public = context.statement.三公
    kinds = {
        ABROAD: public.因公出国境费,
        "购置费": public.购置费,
        "运行维护费": public.运行维护费,
        RECEPTION: public.公务接待费,
    }
    for name, kind in kinds.items():
        share = public.政府性基金[name]
        path: Path = (ROOT, "其中政府性基金", name)
        part = f"政府性基金预算的{kind.名称}"
        yield Within(part, share.决算, kind.名称, kind.决算, (*path, "决算数"))
        for which, budget in share.预算.items():
            words = f"{kind.名称}预算数"
            yield Within(f"{part}预算数", budget, words, kind.预算[which], (*path, "预算数"))
    outlay = context.statement.totals.资金[FISCAL[1]].支出
    paid = public.政府性基金["合计"].决算
    words = "政府性基金预算的“三公”经费"
    yield Within(words, paid, "政府性基金预算财政拨款支出", outlay, (ROOT, "其中政府性基金"))


def _running(context: RuleContext) -> Iterator[Within]:
    sums = context.statement.totals
    split = context.statement.accounts.基本支出构成
    basic = sums.资金[FISCAL[0]].基本支出
    if split is not None:
        for group in (sums.人员经费, sums.公用经费):
            path: Path = ("基本支出构成", group.名称)
            yield Within(group.名称, group.数, "一般公共预算基本支出", basic, path)


def _bought(context: RuleContext) -> Iterator[Within]:
    """政府采购, by kind and by who got the contracts."""
    statement = context.statement
    bought = statement.政府采购
    kinds: dict[str, Value] = {"货物": bought.货物, "工程": bought.工程, "服务": bought.服务}
    root = "政府采购"
    for name, awarded in bought.分类授予.items():
        words = f"授予中小企业的{name}合同金额"
        yield Within(words, awarded, f"政府采购{name}支出", kinds[name], (root, "分类授予", name))
    if bought.分类授予:
        parts = _sum(bought.分类授予, tuple(kinds))
        words = "分类授予中小企业的合同金额之和"
        in_all = "授予中小企业合同金额"
        yield Within(words, parts, in_all, bought.中小企业, (root, "分类授予"))
        # The kinds are all that there is: they do not add up to less either.
        yield Within(in_all, bought.中小企业, words, parts, (root, in_all), sure=False)
    for who in ("中小企业", "小微企业"):
        won, planned = f"{who}成交金额", f"面向{who}预算金额"
        path: Path = (root, "预留", won)
        reserved = bought.预留
        yield Within(won, reserved.get(won), planned, reserved.get(planned), path, sure=False)
    facts = statement.books.facts.where(类型="支出")
    spent = statement.totals.本年支出合计
    within = isinstance(bought.总额, Figure) and bought.总额.value <= spent.value
    if facts and within:
        # What is not known to be paid to people may have bought something.
        goods = [fact.figure for fact in facts if not is_personnel(fact.经济科目)]
        words = "工资、补助以外的支出"
        yield Within("政府采购支出总额", bought.总额, words, total("", goods), (root,), sure=False)


def _sheets(context: RuleContext) -> Iterator[Within]:
    """Execution within the adjusted budget, and within the outlay of the year."""
    statement = context.statement
    spent = statement.totals.本年支出合计
    for index, sheet in enumerate(statement.自评表):
        path: Path = ("预算绩效", "自评表", index, "预算执行")
        name = str(sheet.数据.项目名称).strip()
        for line in sheet.其中:
            if isinstance(line, str):
                continue
            words = f"“{name}”{line.名称}的预算执行数"
            sure = line.名称 == "财政资金"
            where = (*path, line.名称, "预算执行数")
            yield Within(words, line.预算执行数, "调整后预算数", line.调整后预算数, where, sure)
            yield Within(words, line.预算执行数, "本年支出合计", spent, where)
        words = f"“{name}”的预算执行数"
        yield Within(words, sheet.总额.预算执行数, "本年支出合计", spent, path)
    for index, project in enumerate(statement.项目完成情况):
        path = ("预算绩效", "项目完成情况", index)
        name = str(project.数据.项目名称).strip()
        grant, awarded = project.财政拨款执行数, project.财政拨款预算数
        words = f"“{name}”财政拨款的执行数"
        yield Within(words, grant, "预算数", awarded, (*path, "财政拨款执行数"), sure=False)
        others, used = project.其他资金预算数, project.其他资金执行数
        words = f"“{name}”其他资金的执行数"
        yield Within(words, used, "预算数", others, (*path, "其他资金执行数"), sure=False)
        words = f"“{name}”的执行数"
        yield Within(words, project.执行数, "本年支出合计", spent, path)


def _counts(context: RuleContext) -> Iterator[Within]:
    """Counts of 预算绩效 and of cars."""
    done, public = context.statement.预算绩效, context.statement.三公
    goals, root = done.绩效目标, "预算绩效"
    for name in ("绩效监控", "绩效自评"):
        part: Value = getattr(done, name)
        yield Within(f"{name}的项目", part, "编制绩效目标的项目", goals, (root, name), sure=False)
    amounts = done.管理
    path: Path = (root, "管理情况", "绩效监控金额")
    watched, aimed = amounts.get("绩效监控金额"), amounts.get("绩效目标金额")
    yield Within("绩效监控金额", watched, "绩效目标金额", aimed, path, sure=False)
    path = (root, "管理情况", "绩效自评金额")
    judged, spent = amounts.get("绩效自评金额"), context.statement.totals.支出种类[1].数
    if isinstance(judged, Figure) and judged.value > spent.value * Decimal("1.2"):
        yield Within("绩效自评金额", judged, "项目支出", spent, path, sure=False)
    bought, stock = public.更新购置数, public.保有量
    path = (ROOT, CARS, "购置费", "更新购置")
    # A car or two may have been bought for another unit, or have gone again within the year.
    few = isinstance(stock, Figure) and bought.value - stock.value <= _A_FEW
    yield Within("全年购置的公务用车", bought, "年末保有量", stock, path, sure=not few)
