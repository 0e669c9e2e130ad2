"""Negative amounts: where they cannot be, and where they are rare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.rule import Problem, Subject, check
from generator.checks.same_thing import Path
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.facts import FISCAL
from generator.reading.amounts import parse_decimal
from generator.reading.nodes import leaves

# Keys under which no amount is ever negative, wherever they stand.
_NEVER = frozenset(
    (
        "预算数",
        "年初",
        "全年",
        "年初预算",
        "调整后预算数",
        "财政拨款预算数",
        "其他资金预算数",
        "权重",
        "得分",
        "平均得分",
        "政府采购",
        "得分构成",
        "收支总计",
        "财政拨款收支总计",
        "绩效目标金额",
        "绩效监控金额",
        "绩效自评金额",
        "更新购置",
    )
)
_BALANCES = ("年初结转和结余", "年末结转和结余")
_TYPED_ELSEWHERE = ("报表数", "改写", "自填", "名词解释")


@check(
    "负数",
    Group.SENSE,
    Level.WARNING,
    "金额一般不是负数",
    "收入、支出很少有负数，预算、财政拨款的结转和结余、得分不会有负数；多打了一个负号会使合计全错。",
    "公开件常见错误：数位和单位",
    grave=True,
)
def negative(subject: Subject) -> Iterator[Problem]:
    """Any amount below zero, except among control totals."""
    for path, scalar in leaves(subject.root):
        if path[0] in _TYPED_ELSEWHERE or not re.match(r"\s*[-－−]\s*[\d０-９.]", scalar):
            continue
        try:
            value = parse_decimal(scalar)
        except ValueError:
            continue
        if value >= 0:
            continue
        message = f"{path[-1]}是负数：{scalar}"
        if _never(path):
            fix = f"这里不会是负数，去掉负号：{str(scalar).strip().lstrip('-－−')}；或核对这个数"
            yield Problem(
                scalar.place, message, fix, found=str(scalar), level=Level.ERROR, since="0.2"
            )
        else:
            fix = "核对正负号；确是冲减的，在 核对说明 里写明"
            yield Problem(scalar.place, message, fix, found=str(scalar))


def _never(path: Path) -> bool:
    """Whether the amount at a path cannot be negative."""
    if path[0] in _BALANCES:
        return len(path) > 1 and path[1] in FISCAL
    if path[0] == "支出":
        return path[-1] in _NEVER or (len(path) > 3 and path[3] in _NEVER)
    return any(step in _NEVER for step in path)
