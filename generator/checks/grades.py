"""预算绩效: the mean score and the grades beside the sheets, and codes that name two projects."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.figure import Figure

_GRADES: tuple[tuple[str, Decimal, Decimal], ...] = (
    ("优", Decimal(90), Decimal(100)),
    ("良", Decimal(80), Decimal(90)),
    ("合格", Decimal(60), Decimal(80)),
    ("不合格", Decimal(0), Decimal(60)),
)
"""The grades with the scores that they stand for."""
_SLACK = 10


@check(
    "得分与等次",
    Group.SENSE,
    Level.WARNING,
    "平均得分与各等次的项目数相符",
    "优是 90 分以上，良是 80 到 90 分：等次多数是优，平均得分就不会只有七十几分。",
    "《项目支出绩效评价管理办法》",
    since="0.2",
    answerable=True,
    grave=True,
)
def mean_and_grades(context: RuleContext) -> Iterator[Problem]:
    """The mean score and the grades against one another; else against the sheets."""
    problem = _by_grades(context)
    if problem is not None:
        yield problem
    elif context.statement.自评表:
        yield from _by_sheets(context)


def _by_grades(context: RuleContext) -> Problem | None:
    """The mean score against what the grades leave possible."""
    amounts = context.statement.预算绩效.管理
    mean = amounts.get("平均得分")
    if not isinstance(mean, Figure) or not 0 <= mean.value <= 100:
        return None
    present: list[tuple[str, Decimal, Decimal, Decimal]] = []
    for name, low, high in _GRADES:
        count = amounts.get(name)
        if isinstance(count, Figure) and count.value > 0:
            present.append((name, count.value, low, high))
    projects = sum((count for _, count, _, _ in present), Decimal(0))
    if not projects:
        return None
    lowest = sum((count * low for _, count, low, _ in present), Decimal(0)) / projects
    highest = sum((count * high for _, count, _, high in present), Decimal(0)) / projects
    if lowest <= mean.value <= highest:
        return None
    # However the projects are weighed, the mean lies among their scores.
    least = min(low for _, _, low, _ in present) - _SLACK
    most = max(high for _, _, _, high in present) + _SLACK
    grades = "、".join(f"{name} {count:f} 个" for name, count, _, _ in present)
    return Problem(
        context.place("预算绩效", "管理情况", "平均得分"),
        f"平均得分 {mean.value:f} 分，等次却是{grades}",
        f"核对得分和各等次的个数：照等次算，平均在 {lowest:.1f} 到 {highest:.1f} 分之间",
        f"{lowest:.1f} 到 {highest:.1f}",
        f"{mean.value:f}",
        level=level_if(Level.ERROR, not least <= mean.value <= most),
    )


def _by_sheets(context: RuleContext) -> Iterator[Problem]:
    """The mean score and the grades against the totals of all sheets, where all are there."""
    done = context.statement.预算绩效
    scores = [sheet.总分 for sheet in context.statement.自评表]
    totals = [score.value for score in scores if isinstance(score, Figure)]
    count = done.绩效自评
    if not isinstance(count, Figure) or count.value != len(totals):
        return
    mean = done.管理.get("平均得分")
    computed = sum(totals, Decimal(0)) / len(totals)
    if isinstance(mean, Figure):
        # As exact as it was typed: 96 for 95.62 is right.
        exponent = mean.value.as_tuple().exponent
        unit = Decimal(1).scaleb(int(exponent))
        if abs(mean.value - computed) > unit:
            yield Problem(
                context.place("预算绩效", "管理情况", "平均得分"),
                f"平均得分 {mean.value:f} 分，{len(totals)} 张自评表的总分平均是 {computed:.2f} 分",
                "核对平均得分和各张自评表的得分",
                f"{computed:.2f}",
                f"{mean.value:f}",
            )
    typed = {name: done.管理.get(name) for name, _, _ in _GRADES}
    typed_counts = {name: value.value for name, value in typed.items() if isinstance(value, Figure)}
    counted = {name: Decimal(0) for name, _, _ in _GRADES}
    for total in totals:
        counted[_grade(total)] += 1
    wrong = [name for name, value in typed_counts.items() if value != counted[name]]
    if wrong:
        name = wrong[0]
        grades_in_words = "、".join(
            f"{grade} {number:f} 个" for grade, number in counted.items() if number
        )
        yield Problem(
            context.place("预算绩效", "管理情况", "等次", name),
            f"{name} {typed_counts[name]:f} 个，照 {len(totals)} 张自评表的总分是{grades_in_words}",
            "核对各等次的个数和各张自评表的得分",
            f"{counted[name]:f}",
            f"{typed_counts[name]:f}",
        )


def _grade(total: Decimal) -> str:
    """The grade of a total score."""
    return next((name for name, low, _ in _GRADES if total >= low), _GRADES[-1][0])


@check(
    "编码重复",
    Group.SENSE,
    Level.ERROR,
    "一个项目编码只属于一个项目",
    "项目编码由预算管理一体化系统编，一个项目一个；两个项目的编码相同，有一个抄错了。",
    "公开件常见错误：前后不一致",
    since="0.2",
    answerable=True,
)
def codes_once(context: RuleContext) -> Iterator[Problem]:
    """Two sheets of different projects with one 项目编码; a code longer or shorter than others."""
    first: dict[str, str] = {}
    lengths: Counter[int] = Counter()
    sheets: list[tuple[int, str, str]] = []
    for index, sheet in enumerate(context.statement.自评表):
        typed, name = str(sheet.数据.项目编码 or ""), str(sheet.数据.项目名称).strip()
        # Full-width digits print alike.
        code = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper()
        if code and "待填" not in code:
            sheets.append((index, code, name))
            lengths[len(code)] += 1
    usual = max(lengths, key=lengths.__getitem__, default=0)
    for index, code, name in sheets:
        place = context.place("预算绩效", "自评表", index, "项目编码")
        owner = first.setdefault(code, name)
        if owner != name:
            yield Problem(
                place,
                f"“{name}”和“{owner}”的项目编码都是 {code}",
                "照系统里的改正其中一个",
                found=code,
            )
        if len(code) != usual:
            yield Problem(
                place,
                f"“{name}”的项目编码 {code} 有 {len(code)} 位，别的项目是 {usual} 位",
                "核对项目编码，有没有漏抄、多抄",
                f"{usual} 位",
                code,
                level=Level.HINT,
            )
