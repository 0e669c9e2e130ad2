"""Where in a data file no number is ever below zero."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.money import FUNDS

_FISCAL = FUNDS[:3]
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
"""Keys under which no amount is ever negative, wherever they stand."""
_BALANCES = ("年初结转和结余", "年末结转和结余")


def never_negative(path: Sequence[str | int]) -> bool:
    """Whether the amount at a path cannot be negative."""
    if path[0] in _BALANCES:
        return len(path) > 1 and path[1] in _FISCAL
    if path[0] == "支出":
        return path[-1] in _NEVER or (len(path) > 3 and path[3] in _NEVER)
    return any(step in _NEVER for step in path)
