"""预算绩效: weights, scores, and counts against the sheets that are published."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.names import without_blanks
from generator.checks.rule import Problem, Subject, check
from generator.checks.scores import HALF, has_reached, typed_number
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.evaluation import Sheet
from generator.ledger.figure import Figure
from generator.model.base import TypedNumber
from generator.reading.amounts import narrow
from generator.reading.nearest import is_typo, nearest


def _attached(subject: Subject) -> bool:
    """Whether the form publishes the sheets and the report of the self-evaluation with the document (绩效附件)."""
    return subject.settings.get("绩效附件", "要求") == "要求"


@check(
    "自评权重",
    Group.BALANCE,
    Level.ERROR,
    "自评表权重合计 100",
    "预算执行 10 分，绩效指标 90 分，合计 100 分。",
    "《项目支出绩效评价管理办法》，四川部门决算公开的格式：绩效自评",
)
def weights(subject: Subject) -> Iterator[Problem]:
    """Weights of a 自评表 add up to 100."""
    for index, sheet in enumerate(subject.statement.自评表):
        if sheet.总权重.value != 100:
            place = subject.place("预算绩效", "自评表", index, "指标")
            told = f"“{sheet.数据.项目名称}”的权重合计 {sheet.总权重.value:f}，应为 100"
            yield Problem(
                place,
                told,
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
def scores(subject: Subject) -> Iterator[Problem]:
    """No indicator scores more than its weight."""
    for sheet in subject.statement.自评表:
        for item in sheet.数据.指标:
            if item.得分.value > item.权重.value:
                told = (
                    f"“{item.三级指标}”得 {item.得分.value:f} 分，超过权重 {item.权重.value:f} 分"
                )
                yield Problem(
                    item.得分.place,
                    told,
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
def reached(subject: Subject) -> Iterator[Problem]:
    """A full score where the result misses the target."""
    for sheet in subject.statement.自评表:
        for item in sheet.数据.指标:
            target, done = typed_number(str(item.指标值)), typed_number(str(item.完成值))
            full = item.得分.value >= item.权重.value > 0
            if target is None or done is None or item.指标性质 == "定性":
                continue
            if full and not has_reached(item.指标性质, target, done):
                told = f"“{item.三级指标}”要求{item.指标性质}{item.指标值}，完成 {item.完成值}，没有达到，却得满分 {item.得分.value:f} 分"
                yield Problem(item.得分.place, told, "核对指标性质、指标值、完成值和得分")


@check(
    "度量单位重复",
    Group.TEXT,
    Level.WARNING,
    "度量单位只写在度量单位里",
    "完成值后面会接着印度量单位，写两处就印两遍：95％％。",
    "公开件常见错误：缺单位",
)
def unit_twice(subject: Subject) -> Iterator[Problem]:
    """指标值 or 完成值 that ends with the unit that is printed behind it."""
    for index, sheet in enumerate(subject.statement.自评表):
        for number, item in enumerate(sheet.数据.指标):
            unit = narrow(str(item.度量单位 or ""))
            for key in ("指标值", "完成值"):
                value = narrow(str(getattr(item, key)))
                if unit and value.endswith(unit) and value != unit:
                    bare = value.removesuffix(unit).strip()
                    place = subject.place("预算绩效", "自评表", index, "指标", number, key)
                    told = f"“{item.三级指标}”的{key}“{getattr(item, key)}”带了度量单位“{item.度量单位}”，会印两遍"
                    yield Problem(
                        place, told, f"改成：{key}: {bare}", bare, str(getattr(item, key))
                    )


@check(
    "自评张数",
    Group.COMPLETE,
    Level.WARNING,
    "绩效自评项目数与自评表张数一致",
    "说自评了几个项目，附件里就要有几张表。",
    "四川部门决算公开的格式：绩效自评，勾稽公式 60",
)
def sheets_match_count(subject: Subject) -> Iterator[Problem]:
    """The count of self-evaluated projects equals the number of 自评表."""
    count, old = subject.statement.预算绩效.绩效自评, subject.statement.项目完成情况
    sheets = len(old or subject.statement.自评表)
    # The old format tells of some of the projects only, never of more than were evaluated.
    if isinstance(count, Figure) and (
        count.value < sheets or (not old and count.value > sheets and _attached(subject))
    ):
        kind, fix = (
            ("项目完成情况", "改正绩效自评的个数")
            if old
            else ("自评表", "补齐自评表，或改正绩效自评的个数")
        )
        told = f"绩效自评 {count.value:f} 个项目，{kind}有 {sheets} 张"
        yield Problem(subject.place("预算绩效", kind), told, fix, f"{count.value:f}", str(sheets))


@check(
    "等次合计",
    Group.BALANCE,
    Level.ERROR,
    "各等次的项目数之和等于绩效自评的个数",
    "说自评了几个项目，优良合格不合格加起来就是几个。",
    "四川部门决算公开的格式：绩效自评，勾稽公式 60",
)
def grades(subject: Subject) -> Iterator[Problem]:
    """The grades add up to the count of self-evaluated projects; mended problems lie within those found."""
    done, managed = subject.statement.预算绩效, subject.statement.accounts.预算绩效.管理情况
    if managed is None:
        return
    typed = [
        name for name in ("优", "良", "合格", "不合格") if getattr(managed.等次, name) is not None
    ]
    counts = [done.管理[name] for name in ("优", "良", "合格", "不合格")]
    if (
        typed
        and isinstance(done.绩效自评, Figure)
        and all(isinstance(one, Figure) for one in counts)
    ):
        whole = sum((one.value for one in counts if isinstance(one, Figure)), Decimal(0))
        if whole != done.绩效自评.value:
            told = f"各等次共 {whole:f} 个项目，绩效自评 {done.绩效自评.value:f} 个"
            yield Problem(
                subject.place("预算绩效", "管理情况", "等次"),
                told,
                "核对等次和绩效自评的个数",
                f"{done.绩效自评.value:f}",
                f"{whole:f}",
            )
    left = done.管理["正在整改"]
    if isinstance(left, Figure) and left.value < 0:
        told = "已整改的问题比发现的问题还多"
        yield Problem(subject.place("预算绩效", "管理情况", "已整改"), told, "核对两个个数")


@check(
    "项目个数",
    Group.COMPLETE,
    Level.WARNING,
    "点名的项目不多于开展绩效管理的项目",
    "文中写“甲、乙等几个项目”，点名的不能比个数还多。",
    "公开件常见错误：个数不符",
)
def named_projects(subject: Subject) -> Iterator[Problem]:
    """The projects named are no more than the count they stand before."""
    data = subject.statement.预算绩效
    count = data.事前绩效评估
    if isinstance(count, Figure) and count.value and len(data.项目) > count.value:
        told = f"点名了 {len(data.项目)} 个项目，事前绩效评估却只有 {count.value:f} 个"
        yield Problem(
            subject.place("预算绩效", "项目"),
            told,
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
def sheet_and_ledger(subject: Subject) -> Iterator[Problem]:
    """A 自评表 and the project of its name in the ledger."""
    new = [
        (("自评表", index, "预算执行"), sheet.数据.项目名称, sheet.总额.预算执行数)
        for index, sheet in enumerate(subject.statement.自评表)
    ]
    old = [
        (("项目完成情况", index), one.数据.项目名称, one.执行数)
        for index, one in enumerate(subject.statement.项目完成情况)
    ]
    for path, name, done in (*new, *old):
        spent = subject.statement.books.facts.where(类型="支出", 项目=name.strip())
        if spent and spent.total("").printed != done.printed:
            place = subject.place("预算绩效", *path)
            told = f"“{name.strip()}”的{path[0]}执行数 {subject.money(done.value)}，支出里是 {subject.money(spent.total('').value)}"
            yield Problem(
                place,
                told,
                "核对两处；口径不同的不用改",
                subject.money.number(spent.total("").value),
                subject.money.number(done.value),
            )


@check(
    "整体得分",
    Group.BALANCE,
    Level.ERROR,
    "整体自评得分等于各部分之和",
    "填了得分又填了得分构成的，两者要一致；得分在 0 到 100 之间。",
    "四川部门决算公开的格式：整体绩效自评",
)
def whole_score(subject: Subject) -> Iterator[Problem]:
    """A typed score beside its parts, and within bounds."""
    mean = subject.statement.预算绩效.管理.get("平均得分")
    if isinstance(mean, Figure) and not 0 <= mean.value <= 100:
        place = subject.place("预算绩效", "管理情况", "平均得分")
        message = f"绩效自评的平均得分 {mean.value:f} 分，不在 0 到 100 之间"
        yield Problem(place, message, "核对平均得分", since="0.2")
    data, whole = subject.statement.accounts.预算绩效.整体自评, subject.statement.整体自评
    if data is None or whole is None or not isinstance(whole.得分, Figure):
        return
    place = subject.place("预算绩效", "整体自评", "得分")
    if isinstance(data.得分, TypedNumber) and data.得分.value != whole.得分.value:
        told = f"得分填 {data.得分.value:f} 分，得分构成相加是 {whole.得分.value:f} 分"
        yield Problem(
            place,
            told,
            "改正其中一处，或删去得分（自动相加）",
            f"{whole.得分.value:f}",
            f"{data.得分.value:f}",
            f"{data.得分.value - whole.得分.value:f}",
        )
    if not 0 <= whole.得分.value <= 100:
        yield Problem(
            place, f"整体自评得分 {whole.得分.value:f} 分，不在 0 到 100 之间", "核对得分和得分构成"
        )


@check(
    "整体自评",
    Group.COMPLETE,
    Level.WARNING,
    "部门要有整体绩效自评",
    "部门件要公开整体绩效自评的得分和报告，单位件不要。",
    "《关于全面实施预算绩效管理的意见》，四川部门决算公开的格式：整体绩效自评",
)
def whole_evaluation(subject: Subject) -> Iterator[Problem]:
    """A 部门 publishes its whole self-evaluation; one with a score has its report attached."""
    accounts = subject.statement.accounts
    if accounts.单位.口径 != "部门" or not _attached(subject):
        return
    whole = accounts.预算绩效.整体自评
    if whole is None:
        yield Problem(
            subject.place("预算绩效"),
            "部门应公开整体绩效自评，这里没有填",
            "填写 预算绩效.整体自评 的 得分、综述、报告",
        )
    elif whole.报告 is None:
        yield Problem(
            subject.place("预算绩效", "整体自评"),
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
def project_names(subject: Subject) -> Iterator[Problem]:
    """Names of 项目 and 自评表 that are no project of the ledger, where the ledger names projects."""
    names = {fact.项目 for fact in subject.statement.books.facts if fact.项目}
    accounts = subject.statement.accounts
    if not names:
        return
    tight = {without_blanks(name) for name in names}
    told: list[tuple[tuple[str | int, ...], str]] = [
        (("预算绩效", "项目", index), str(name))
        for index, name in enumerate(accounts.预算绩效.项目)
    ]
    told += [
        (("预算绩效", "自评表", index, "项目名称"), str(sheet.项目名称))
        for index, sheet in enumerate(accounts.预算绩效.自评表)
    ]
    told += [
        (("预算绩效", "项目完成情况", index, "项目名称"), str(one.项目名称))
        for index, one in enumerate(accounts.预算绩效.项目完成情况)
    ]
    for path, name in told:
        # The rule of names tells of blanks, in whichever of the two they stand.
        if name not in names and without_blanks(name) not in tight:
            meant = [one for one in nearest(name, names) if is_typo(name, one)]
            fix = f"支出里的项目有：{'、'.join(sorted(names)[:6])}；是同一个项目的，用同一个名称"
            if meant:
                fix = f"支出里的名称是“{meant[0]}”，用同一个名称"
            message = f"“{name}”不是项目支出里的项目"
            yield Problem(subject.place(*path), message, fix, meant[0] if meant else "", name)


@check(
    "自评文字",
    Group.COMPLETE,
    Level.WARNING,
    "自评表的文字各栏都要填",
    "表里留着空栏，读者只看到标题。",
    "公开件常见错误：缺项",
)
def sheet_texts(subject: Subject) -> Iterator[Problem]:
    """Empty columns of a 自评表; a rate below 100 without its reason."""
    for index, sheet in enumerate(subject.statement.自评表):
        data = sheet.数据
        lacking = [
            name
            for name in ("年度目标", "完成情况", "实施内容", "评价结论")
            if not (getattr(data, name) or "").strip()
        ]
        if lacking:
            place = subject.place("预算绩效", "自评表", index, *lacking[:1])
            yield Problem(
                place,
                f"“{data.项目名称}”的自评表没有填{'、'.join(lacking)}",
                f"填写 {'、'.join(lacking)}",
            )
        if (
            sheet.总额.执行率.value < 100
            and not sheet.总额.调整后预算数.is_zero
            and not (data.预算执行.原因 or "").strip()
        ):
            place = subject.place("预算绩效", "自评表", index, "预算执行")
            yield Problem(
                place,
                f"“{data.项目名称}”执行率 {sheet.总额.执行率.value}%，没有写原因",
                "填写 预算执行.原因",
            )
        yield from _reasons(subject, sheet, index)


def _reasons(subject: Subject, sheet: Sheet, index: int) -> Iterator[Problem]:
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
            subject.place("预算绩效", "自评表", index, "指标", number),
            f"{words}，没有写原因",
            "填写这个指标的 未完成原因",
            value=f"{item.得分.value:f}",
        )
