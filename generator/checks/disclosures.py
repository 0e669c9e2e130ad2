"""三公, 采购, 车辆, 绩效: pairs and inclusions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.checks.rule import Problem, Subject, rule
from generator.figures.figure import Figure, total
from generator.reading.place import Level


@rule("S1", Level.ERROR, "有钱就有数：三公金额与数量成对", "rules.md R22")
def money_and_counts(subject: Subject) -> Iterator[Problem]:
    """Money without count, and count without money."""
    public = subject.statement.三公
    pairs = [
        (public.因公出国境费.决算, public.团组数, ("三公经费", "因公出国境费"), "因公出国（境）费", "团组数"),
        (public.因公出国境费.决算, public.人次, ("三公经费", "因公出国境费"), "因公出国（境）费", "人次"),
        (public.国内.决算, public.国内.批次, ("三公经费", "公务接待费", "国内"), "国内公务接待", "批次"),
        (public.国内.决算, public.国内.人次, ("三公经费", "公务接待费", "国内"), "国内公务接待", "人次"),
        (public.外事.决算, public.外事.批次, ("三公经费", "公务接待费", "外事"), "外事接待", "批次"),
        (public.外事.决算, public.外事.人次, ("三公经费", "公务接待费", "外事"), "外事接待", "人次"),
    ]
    for money, count, path, label, key in pairs:
        if not isinstance(money, Figure) or not isinstance(count, Figure):
            continue
        if money.is_zero != count.is_zero:
            told = f"{label}{money.printed:f} 万元，{key}却是 {count.value:f}"
            yield Problem(subject.place(*path, key), told, f"核对{label}的金额和{key}")


@rule("S2", Level.ERROR, "公务用车各车型之和等于保有量", "tables.md 公式 59")
def car_types(subject: Subject) -> Iterator[Problem]:
    """Types of cars add up to the stock."""
    public = subject.statement.三公
    parts = total("", (count for _, count in public.车型), "辆")
    if public.车型 and isinstance(public.保有量, Figure) and parts.value != public.保有量.value:
        place = subject.place("三公经费", "公务用车购置及运行维护费", "车型")
        yield Problem(place, f"各车型合计 {parts.value:f} 辆，保有量 {public.保有量.value:f} 辆", "核对车型和保有量")


@rule("S3", Level.ERROR, "更新购置的金额等于购置费", "tables.md 公式 22")
def cars_bought(subject: Subject) -> Iterator[Problem]:
    """Cars bought add up to the purchase outlay."""
    public = subject.statement.三公
    spent = public.购置费.决算
    parts = total("", (line.金额 for line in public.更新购置))
    if isinstance(spent, Figure) and public.更新购置 and parts.value != spent.value:
        place = subject.place("三公经费", "公务用车购置及运行维护费", "购置费", "更新购置")
        yield Problem(place, f"更新购置的金额合计 {parts.value:f} 万元，购置费 {spent.value:f} 万元", "核对更新购置和购置费")


@rule("S4", Level.WARNING, "公务用车保有量不超过车辆总数", "tables.md 公式 59，rules.md R21")
def cars_within_vehicles(subject: Subject) -> Iterator[Problem]:
    """Cars whose running is paid by the budget are some of all vehicles."""
    kept, vehicles = subject.statement.三公.保有量, subject.statement.国有资产.车辆总数
    if isinstance(kept, Figure) and isinstance(vehicles, Figure) and kept.value > vehicles.value:
        yield Problem(subject.place("国有资产", "车辆"), f"三公经费里公务用车 {kept.value:f} 辆，国有资产里车辆只有 {vehicles.value:f} 辆", "核对两处车辆数")


@rule("G1", Level.ERROR, "小微企业≤中小企业≤采购总额", "tables.md 公式 58，rules.md R29")
def procurement_shares(subject: Subject) -> Iterator[Problem]:
    """Contracts of small firms lie within those of medium ones, within the whole."""
    bought = subject.statement.政府采购
    chain = [("授予小微企业合同金额", bought.小微企业), ("授予中小企业合同金额", bought.中小企业), ("政府采购支出总额", bought.总额)]
    for (small, part), (large, whole) in pairwise(chain):
        if isinstance(part, Figure) and isinstance(whole, Figure) and part.value > whole.value:
            yield Problem(subject.place("政府采购", small), f"{small} {part.value:f} 万元大于{large} {whole.value:f} 万元", "核对两个金额")


@rule("J1", Level.ERROR, "自评表权重合计 100", "form.md §4")
def weights(subject: Subject) -> Iterator[Problem]:
    """Weights of a 自评表 add up to 100; no indicator scores more than its weight."""
    for index, sheet in enumerate(subject.statement.自评表):
        place = subject.place("预算绩效", "自评表", index, "指标")
        if sheet.总权重.value != 100:
            yield Problem(place, f"“{sheet.数据.项目名称}”的权重合计 {sheet.总权重.value:f}，应为 100", "预算执行 10 分，绩效指标合计 90 分")
        for item in sheet.数据.指标:
            if item.得分.value > item.权重.value:
                yield Problem(item.得分.place, f"“{item.三级指标}”得 {item.得分.value:f} 分，超过权重 {item.权重.value:f} 分", "得分不能超过权重")


@rule("J2", Level.WARNING, "绩效自评项目数与自评表张数一致", "rules.md R35")
def sheets_match_count(subject: Subject) -> Iterator[Problem]:
    """The count of self-evaluated projects equals the number of 自评表."""
    count, sheets = subject.statement.预算绩效.绩效自评, len(subject.statement.自评表)
    if isinstance(count, Figure) and count.value != sheets:
        yield Problem(subject.place("预算绩效", "自评表"), f"绩效自评 {count.value:f} 个项目，自评表有 {sheets} 张", "补齐自评表，或改正绩效自评的个数")


@rule("J3", Level.WARNING, "部门要有整体绩效自评", "form.md §3 十（四）")
def whole_evaluation(subject: Subject) -> Iterator[Problem]:
    """A 部门 publishes its whole self-evaluation; one with a score has its report attached."""
    accounts = subject.statement.accounts
    if accounts.单位.口径 != "部门":
        return
    whole = accounts.预算绩效.整体自评
    if whole is None:
        yield Problem(subject.place("预算绩效"), "部门应公开整体绩效自评，这里没有填", "填写 预算绩效.整体自评 的 得分、综述、报告")
    elif whole.报告 is None:
        yield Problem(subject.place("预算绩效", "整体自评"), "整体绩效自评没有报告正文，文中就不引用附件", "填写 预算绩效.整体自评.报告")


@rule("P1", Level.WARNING, "公开日期在决算年度之后", "rules.md R7")
def date_after_year(subject: Subject) -> Iterator[Problem]:
    """The date of publication lies after the year."""
    accounts = subject.statement.accounts
    day = accounts.单位.公开日期
    if day is None:
        yield Problem(subject.place("单位"), "没有填公开日期，封面和目录不印日期", "填写 单位.公开日期，如 2024-09-24")
    elif day.year <= accounts.年度:
        yield Problem(subject.place("单位", "公开日期"), f"公开日期 {day.isoformat()} 不晚于决算年度 {accounts.年度} 年", "核对公开日期和年度")
