"""预算绩效: counts, grades, names and scores of projects, against the sheets and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.names import without_blanks
from generator.checks.rule import Problem, RuleContext, check
from generator.checks.same_thing import Path
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.figure import Figure, Known
from generator.model.base import TypedNumber
from generator.model.performance import Grades
from generator.reading.nearest import is_typo, nearest
from generator.statements.causes import slips

_CENT = Decimal("0.01")


def _attached(context: RuleContext) -> bool:
    """Whether the form publishes the sheets and the report of the self-evaluation with the document
    (绩效附件)."""
    return context.settings.get("绩效附件", "要求") == "要求"


@check(
    "自评张数",
    Group.COMPLETE,
    Level.WARNING,
    "绩效自评项目数与自评表张数一致",
    "说自评了几个项目，附件里就要有几张表。",
    "四川部门决算公开的格式：绩效自评，勾稽公式 60",
)
def sheets_match_count(context: RuleContext) -> Iterator[Problem]:
    """The count of self-evaluated projects equals the number of 自评表."""
    count, old = context.statement.预算绩效.绩效自评, context.statement.项目完成情况
    sheets = len(old or context.statement.自评表)
    # The old format tells of some of the projects only, never of more than were evaluated.
    if isinstance(count, Figure) and (
        count.value < sheets or (not old and count.value > sheets and _attached(context))
    ):
        kind, fix = "自评表", "补齐自评表，或改正绩效自评的个数"
        if old:
            kind, fix = "项目完成情况", "改正绩效自评的个数"
        message = f"绩效自评 {count.value:f} 个项目，{kind}有 {sheets} 张"
        yield Problem(
            context.place("预算绩效", kind), message, fix, f"{count.value:f}", str(sheets)
        )


@check(
    "等次合计",
    Group.BALANCE,
    Level.ERROR,
    "各等次的项目数之和等于绩效自评的个数",
    "说自评了几个项目，优良合格不合格加起来就是几个。",
    "四川部门决算公开的格式：绩效自评，勾稽公式 60",
)
def grades(context: RuleContext) -> Iterator[Problem]:
    """The grades add up to the count of self-evaluated projects; mended problems lie within those
    found."""
    done, managed = context.statement.预算绩效, context.statement.accounts.预算绩效.管理情况
    if managed is None:
        return
    typed = any(getattr(managed.等次, name) is not None for name in Grades.model_fields)
    amounts = [done.管理[name] for name in Grades.model_fields]
    counts = [amount.value for amount in amounts if isinstance(amount, Figure)]
    if typed and isinstance(done.绩效自评, Figure) and len(counts) == len(amounts):
        graded = sum(counts, Decimal(0))
        if graded != done.绩效自评.value:
            message = f"各等次共 {graded:f} 个项目，绩效自评 {done.绩效自评.value:f} 个"
            yield Problem(
                context.place("预算绩效", "管理情况", "等次"),
                message,
                "核对等次和绩效自评的个数",
                f"{done.绩效自评.value:f}",
                f"{graded:f}",
            )
    left = done.管理["正在整改"]
    if isinstance(left, Figure) and left.value < 0:
        message = "已整改的问题比发现的问题还多"
        yield Problem(context.place("预算绩效", "管理情况", "已整改"), message, "核对两个个数")


@check(
    "项目个数",
    Group.COMPLETE,
    Level.WARNING,
    "点名的项目不多于开展绩效管理的项目",
    "文中写“甲、乙等几个项目”，点名的不能比个数还多。",
    "公开件常见错误：个数不符",
)
def named_projects(context: RuleContext) -> Iterator[Problem]:
    """The projects named are no more than the count they stand before."""
    data = context.statement.预算绩效
    count = data.事前绩效评估
    if isinstance(count, Figure) and count.value and len(data.项目) > count.value:
        message = f"点名了 {len(data.项目)} 个项目，事前绩效评估却只有 {count.value:f} 个"
        yield Problem(
            context.place("预算绩效", "项目"),
            message,
            "核对项目和个数",
            f"{count.value:f}",
            str(len(data.项目)),
        )


@check(
    "自评与支出",
    Group.BALANCE,
    Level.HINT,
    "自评表的执行数与同名项目的支出一致",
    "同一个项目，绩效表里的执行数就是账上的支出。",
    "公开件常见错误：前后不一致",
)
def sheet_and_ledger(context: RuleContext) -> Iterator[Problem]:
    """A 自评表 and the project of its name in the ledger."""
    new: list[tuple[Path, str, Known]] = [
        (("自评表", index, "预算执行"), sheet.数据.项目名称, sheet.总额.预算执行数)
        for index, sheet in enumerate(context.statement.自评表)
    ]
    old: list[tuple[Path, str, Known]] = [
        (("项目完成情况", index), project.数据.项目名称, project.执行数)
        for index, project in enumerate(context.statement.项目完成情况)
    ]
    for path, name, done in (*new, *old):
        facts = context.statement.books.facts.where(类型="支出", 项目=name.strip())
        spent = facts.total("")
        # What is not typed is asked for already.
        if isinstance(done, Figure) and facts and spent.printed != done.printed:
            place = context.place("预算绩效", *path)
            message = (
                f"“{name.strip()}”的{path[0]}执行数 {context.money(done.value)}，"
                f"支出里是 {context.money(spent.value)}"
            )
            fix, level = "核对两处；口径不同的不用改", None
            if spent.printed in slips(done.printed, _CENT):
                fix = (
                    f"像是打错了一个数字，改成 {context.money.typed(spent.value)}；"
                    "没有错的，在 核对说明 里写明"
                )
                level = Level.WARNING
            yield Problem(
                place,
                message,
                fix,
                context.money.number(spent.value),
                context.money.number(done.value),
                level=level,
            )


@check(
    "整体得分",
    Group.BALANCE,
    Level.ERROR,
    "整体自评得分等于各部分之和",
    "填了得分又填了得分构成的，两者要一致；得分在 0 到 100 之间。",
    "四川部门决算公开的格式：整体绩效自评",
)
def whole_score(context: RuleContext) -> Iterator[Problem]:
    """A typed score beside its parts, and within bounds."""
    mean = context.statement.预算绩效.管理.get("平均得分")
    if isinstance(mean, Figure) and not 0 <= mean.value <= 100:
        place = context.place("预算绩效", "管理情况", "平均得分")
        message = f"绩效自评的平均得分 {mean.value:f} 分，不在 0 到 100 之间"
        yield Problem(place, message, "核对平均得分", since="0.2")
    data, evaluation = context.statement.accounts.预算绩效.整体自评, context.statement.整体自评
    if data is None or evaluation is None or not isinstance(evaluation.得分, Figure):
        return
    place = context.place("预算绩效", "整体自评", "得分")
    if isinstance(data.得分, TypedNumber) and data.得分.value != evaluation.得分.value:
        message = f"得分填 {data.得分.value:f} 分，得分构成相加是 {evaluation.得分.value:f} 分"
        yield Problem(
            place,
            message,
            "改正其中一处，或删去得分（自动相加）",
            f"{evaluation.得分.value:f}",
            f"{data.得分.value:f}",
            f"{data.得分.value - evaluation.得分.value:f}",
        )
    if not 0 <= evaluation.得分.value <= 100:
        yield Problem(
            place,
            f"整体自评得分 {evaluation.得分.value:f} 分，不在 0 到 100 之间",
            "核对得分和得分构成",
        )


@check(
    "整体自评",
    Group.COMPLETE,
    Level.WARNING,
    "部门要有整体绩效自评",
    "部门件要公开整体绩效自评的得分和报告，单位件不要。",
    "《关于全面实施预算绩效管理的意见》，四川部门决算公开的格式：整体绩效自评",
)
def whole_evaluation(context: RuleContext) -> Iterator[Problem]:
    """A 部门 publishes its whole self-evaluation; one with a score has its report attached."""
    accounts = context.statement.accounts
    if accounts.单位.口径 != "部门" or not _attached(context):
        return
    evaluation = accounts.预算绩效.整体自评
    if evaluation is None:
        yield Problem(
            context.place("预算绩效"),
            "部门应公开整体绩效自评，这里没有填",
            "填写 预算绩效.整体自评 的 得分、综述、报告",
        )
    elif evaluation.报告 is None:
        yield Problem(
            context.place("预算绩效", "整体自评"),
            "整体绩效自评没有报告正文，文中就不引用附件",
            "填写 预算绩效.整体自评.报告",
        )


@check(
    "项目名称",
    Group.SENSE,
    Level.WARNING,
    "点名的项目就是项目支出里的项目",
    "文中、自评表和支出里的同一个项目要用同一个名称；换了名称的，多半是上年的清单没有换。",
    "公开件常见错误：个数不符",
)
def project_names(context: RuleContext) -> Iterator[Problem]:
    """Names of 项目 and 自评表 that are no project of the ledger, where the ledger names
    projects."""
    names = {fact.项目 for fact in context.statement.books.facts if fact.项目}
    accounts = context.statement.accounts
    if not names:
        return
    tight = {without_blanks(name) for name in names}
    typed_names: list[tuple[tuple[str | int, ...], str]] = [
        (("预算绩效", "项目", index), str(name))
        for index, name in enumerate(accounts.预算绩效.项目)
    ]
    typed_names += [
        (("预算绩效", "自评表", index, "项目名称"), str(sheet.项目名称))
        for index, sheet in enumerate(accounts.预算绩效.自评表)
    ]
    typed_names += [
        (("预算绩效", "项目完成情况", index, "项目名称"), str(project.项目名称))
        for index, project in enumerate(accounts.预算绩效.项目完成情况)
    ]
    for path, name in typed_names:
        # The rule of names tells of blanks, in whichever of the two they stand.
        if name not in names and without_blanks(name) not in tight:
            near = (candidate for candidate in nearest(name, names) if is_typo(name, candidate))
            intended = next(near, "")
            fix = f"支出里的项目有：{'、'.join(sorted(names)[:6])}；是同一个项目的，用同一个名称"
            if intended:
                fix = f"支出里的名称是“{intended}”，用同一个名称"
            message = f"“{name}”不是项目支出里的项目"
            yield Problem(context.place(*path), message, fix, intended, name)
