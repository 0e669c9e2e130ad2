"""What becomes of each place of a data file in the next year.

It is carried over, typed anew, said anew, put away or taken out.
"""

from __future__ import annotations

from enum import Enum

from generator.model.control import CONTROL, PUBLISHED
from generator.repair.key_schema import Slot


class Fate(Enum):
    """What becomes of a value in next year's file."""

    KEEP = "保留"
    FILL = "待填"
    SAY = "原因"
    TEXT = "文字"
    AWAY = "收起"
    CUT = "去掉"
    CONFIRM = "确认"
    YEAR = "年度"
    LAST = "上年"
    OPENING = "年初"


_TOP = {
    "年度": Fate.YEAR,
    "上年": Fate.LAST,
    "年初结转和结余": Fate.OPENING,
    "核对说明": Fate.AWAY,
    "改写": Fate.AWAY,
    "附件": Fate.AWAY,
    "内部往来": Fate.AWAY,
}
# Lists of what happened last year: nothing of them holds for another year.
_EVENTS = frozenset(("具体内容", "更新购置"))
# Asked for only when a figure differs or is not zero; without one, nothing is printed.
_REASONS = frozenset(("原因", "未完成原因", "开支内容"))
_TEXTS = frozenset(
    (
        *(
            "重点工作",
            "综述",
            "报告",
            "年度目标",
            "完成情况",
            "实施内容",
            "评价结论",
            "存在问题",
            "改进措施",
            "项目编码",
            "批复日期",
            "公开日期",
        ),
        *("成效", "预期目标", "实际完成目标", "指标值", "完成值", "预期指标值", "实际完成指标值"),
    )
)
# Numbers that belong to how a unit or a project is made, not to the year.
_LASTING = frozenset(("权重", "内设机构数"))


# What holds for many years and yet is a fact of each: it is taken over to be confirmed.
_OF_THE_YEAR = frozenset(
    (
        ("预算绩效", "项目"),
        ("预算绩效", "整体自评", "资金范围"),
        ("政府采购", "用途"),
    )
)

DATED = frozenset((("单位", "主要职责"), ("单位", "机构设置")))
"""Texts that hold for years, unless they name one: then they are confirmed, too."""


def fate(path: tuple[str, ...], slot: Slot | None) -> Fate:
    """What becomes of the value at ``path``, of which ``slot`` is the description."""
    name = path[-1]
    if len(path) == 1 and name in _TOP:
        return _TOP[name]
    if name in _EVENTS:
        return Fate.AWAY
    if name == PUBLISHED or (name == "上年决算数" and path[0] != CONTROL):
        return Fate.CUT
    if path[0] == "自填" and len(path) > 1:
        return Fate.TEXT
    if path[0] == "变动原因" and len(path) > 1:
        return Fate.SAY
    if name in _REASONS:
        return Fate.SAY
    if name in _TEXTS:
        return Fate.TEXT
    if path in _OF_THE_YEAR:
        return Fate.CONFIRM
    if slot is not None and slot.number and name not in _LASTING:
        return Fate.FILL
    return Fate.KEEP
