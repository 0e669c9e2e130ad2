"""自评表: weights, scores, targets and reasons of the sheets that are published."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.rule import Problem, RuleContext, check
from generator.checks.scores import HALF, has_reached, typed_number
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.evaluation import SheetFigures
from generator.ledger.figure import Figure
from generator.reading.amounts import narrow


@check(
    "自评权重",
    Group.BALANCE,
    Level.ERROR,
    "自评表权重合计 100",
    "预算执行 10 分，绩效指标 90 分，合计 100 分。",
    "《项目支出绩效评价管理办法》，四川部门决算公开的格式：绩效自评",
)
def weights(context: RuleContext) -> Iterator[Problem]:
    """Weights of a 自评表 add up to 100."""
    for index, sheet in enumerate(context.statement.自评表):
        if sheet.总权重.value != 100:
            place = context.place("预算绩效", "自评表", index, "指标")
            message = f"“{sheet.数据.项目名称}”的权重合计 {sheet.总权重.value:f}，应为 100"
            yield Problem(
                place,
                message,
                "预算执行 10 分，绩效指标合计 90 分",
                "100",
                f"{sheet.总权重.value:f}",
                f"{sheet.总权重.value - 100:f}",
            )


@check(
    "自评得分",
    Group.SENSE,
    Level.ERROR,
    "得分不超过权重",
    "每项指标的满分就是它的权重。",
    "《项目支出绩效评价管理办法》",
)
def scores(context: RuleContext) -> Iterator[Problem]:
    """No indicator scores more than its weight."""
    for sheet in context.statement.自评表:
        for item in sheet.数据.指标:
            if item.得分.value > item.权重.value:
                message = (
                    f"“{item.三级指标}”得 {item.得分.value:f} 分，超过权重 {item.权重.value:f} 分"
                )
                yield Problem(
                    item.得分.place,
                    message,
                    "得分不能超过权重",
                    f"不超过 {item.权重.value:f}",
                    f"{item.得分.value:f}",
                )


@check(
    "未达指标",
    Group.SENSE,
    Level.WARNING,
    "没有达到指标值的不应得满分",
    "指标值与完成值都印在表里，读者一眼就能看出没有达到。",
    "《项目支出绩效评价管理办法》",
)
def reached(context: RuleContext) -> Iterator[Problem]:
    """A full score where the result misses the target."""
    for sheet in context.statement.自评表:
        for item in sheet.数据.指标:
            target, done = typed_number(str(item.指标值)), typed_number(str(item.完成值))
            full = item.得分.value >= item.权重.value > 0
            if target is None or done is None or item.指标性质 == "定性":
                continue
            if full and not has_reached(item.指标性质, target, done):
                message = (
                    f"“{item.三级指标}”要求{item.指标性质}{item.指标值}，完成 {item.完成值}，"
                    f"没有达到，却得满分 {item.得分.value:f} 分"
                )
                yield Problem(item.得分.place, message, "核对指标性质、指标值、完成值和得分")


@check(
    "度量单位重复",
    Group.TEXT,
    Level.WARNING,
    "度量单位只写在度量单位里",
    "完成值后面会接着印度量单位，写两处就印两遍：95％％。",
    "公开件常见错误：缺单位",
)
def unit_twice(context: RuleContext) -> Iterator[Problem]:
    """指标值 or 完成值 that ends with the unit that is printed behind it."""
    for index, sheet in enumerate(context.statement.自评表):
        for number, item in enumerate(sheet.数据.指标):
            unit = narrow(str(item.度量单位 or ""))
            for key in ("指标值", "完成值"):
                value = narrow(str(getattr(item, key)))
                if unit and value.endswith(unit) and value != unit:
                    bare = value.removesuffix(unit).strip()
                    place = context.place("预算绩效", "自评表", index, "指标", number, key)
                    typed = str(getattr(item, key))
                    message = (
                        f"“{item.三级指标}”的{key}“{typed}”带了度量单位“{item.度量单位}”，会印两遍"
                    )
                    yield Problem(place, message, f"改成：{key}: {bare}", bare, typed)


@check(
    "自评文字",
    Group.COMPLETE,
    Level.WARNING,
    "自评表的文字各栏都要填",
    "表里留着空栏，读者只看到标题。",
    "公开件常见错误：缺项",
)
def sheet_texts(context: RuleContext) -> Iterator[Problem]:
    """Empty columns of a 自评表; a rate below 100 without its reason."""
    for index, sheet in enumerate(context.statement.自评表):
        data = sheet.数据
        lacking = [
            name
            for name in ("年度目标", "完成情况", "实施内容", "评价结论")
            if not (getattr(data, name) or "").strip()
        ]
        if lacking:
            place = context.place("预算绩效", "自评表", index, *lacking[:1])
            yield Problem(
                place,
                f"“{data.项目名称}”的自评表没有填{'、'.join(lacking)}",
                f"填写 {'、'.join(lacking)}",
            )
        rate = sheet.总额.执行率
        if (
            isinstance(rate, Figure)
            and sheet.总额.未执行完
            and not (data.预算执行.原因 or "").strip()
        ):
            place = context.place("预算绩效", "自评表", index, "预算执行")
            yield Problem(
                place,
                f"“{data.项目名称}”执行率 {rate.value}%，没有写原因",
                "填写 预算执行.原因",
            )
        yield from _reasons(context, sheet, index)


def _reasons(context: RuleContext, sheet: SheetFigures, index: int) -> Iterator[Problem]:
    """Indicators that missed their target, or lost a score, and tell no reason."""
    for number, item in enumerate(sheet.数据.指标):
        if (item.未完成原因 or "").strip() or item.权重.value <= 0:
            continue
        target, done = typed_number(str(item.指标值)), typed_number(str(item.完成值))
        measured = target is not None and done is not None and item.指标性质 != "定性"
        reached = has_reached(item.指标性质, target, done)
        lost = item.得分.value < item.权重.value
        # A full score for what was missed, hardly a point for what was reached: told by
        # 未达指标 and 完成值.
        if not lost or (reached and item.得分.value * HALF < item.权重.value):
            continue
        words = f"“{item.三级指标}”权重 {item.权重.value:f} 分，得 {item.得分.value:f} 分"
        if measured and not reached:
            words = (
                f"“{item.三级指标}”要求{item.指标性质}{item.指标值}，完成 {item.完成值}，没有达到"
            )
        yield Problem(
            context.place("预算绩效", "自评表", index, "指标", number),
            f"{words}，没有写原因",
            "填写这个指标的 未完成原因",
            value=f"{item.得分.value:f}",
        )
