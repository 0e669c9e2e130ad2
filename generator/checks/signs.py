"""Negative amounts: where they cannot be, and where they are rare."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.rule import Problem, RuleContext, check
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.model.signs import never_negative
from generator.reading.amounts import parse_decimal
from generator.reading.nodes import leaves

_TYPED_ELSEWHERE = ("报表数", "改写", "自填", "名词解释")


@check(
    "负数",
    Group.SENSE,
    Level.WARNING,
    "金额一般不是负数",
    "收入、支出很少有负数，预算、财政拨款的结转和结余、得分不会有负数；"
    "多打了一个负号会使合计全错。",
    "公开件常见错误：数位和单位",
    grave=True,
)
def negative(context: RuleContext) -> Iterator[Problem]:
    """Any amount below zero, except among control totals."""
    for path, scalar in leaves(context.root):
        if path[0] in _TYPED_ELSEWHERE or not re.match(r"\s*[-－−]\s*[\d０-９.]", scalar):
            continue
        try:
            value = parse_decimal(scalar)
        except ValueError:
            continue
        if value >= 0:
            continue
        message = f"{path[-1]}是负数：{scalar}"
        if never_negative(path):
            fix = f"这里不会是负数，去掉负号：{str(scalar).strip().lstrip('-－−')}；或核对这个数"
            yield Problem(
                scalar.place, message, fix, found=str(scalar), level=Level.ERROR, since="0.2"
            )
        else:
            fix = "核对正负号；确是冲减的，在 核对说明 里写明"
            yield Problem(scalar.place, message, fix, found=str(scalar))
