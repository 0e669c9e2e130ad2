"""Reasons: none where nothing changed, in the direction of the change, concrete, not the same
everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.checks.rule import Problem, RuleContext, check
from generator.findings.bounded import quotable
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.explained import OF_THREE, ExplainedChange, explained_changes
from generator.reading.nodes import Scalar

MOST_ALIKE = 3
_UP = re.compile(r"增加|增长|提高|上升|上涨|扩大|新增|增多|调增|追加|上调")
_DOWN = re.compile(r"减少|下降|降低|压减|压缩|节约|缩减|精简|厉行|从紧|调减|下调|核减")
# A reason that speaks of last year, or of what did not happen, tells no direction by its words.
_NEUTRAL = re.compile(r"上年|去年|以前年度|未|没有|不再|取消|停止|无|结余|结转")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_VAGUE = frozenset(
    (
        "正常变动",
        "正常增减",
        "工作需要",
        "业务需要",
        "政策原因",
        "政策变化",
        "实际需要",
        "据实列支",
        "按实列支",
        "其他原因",
        "其他",
        "无",
        "略",
        "因工作需要",
        "根据工作需要",
        "工作原因",
        "因工作原因",
    )
)


class Reason(Struct, frozen=True):
    """A reason as it is typed, and the change that it explains."""

    text: Scalar
    change: ExplainedChange


def reasons(context: RuleContext, *, with_sum: bool = False) -> Iterator[Reason]:
    """All reasons of a file whose two figures are known; that of the sum of the “三公”经费 only
    ``with_sum``."""
    kind = context.settings.get("完成预算口径", "全年")
    for change in explained_changes(context.statement, kind):
        if change.reason and (with_sum or change.path != OF_THREE):
            yield Reason(change.reason, change)


@check(
    "多余原因",
    Group.COMPLETE,
    Level.WARNING,
    "没有增减就不写原因",
    "持平而写原因，多半是数或原因有一个没有改过来；这样的原因不会印出。",
    "公开件常见错误：原因不具体",
)
def superfluous(context: RuleContext) -> Iterator[Problem]:
    """A reason where both figures print the same."""
    for reason in reasons(context):
        if reason.change.sign == 0:
            base = "预算数" if reason.change.budget else "上年"
            yield Problem(
                reason.text.place,
                f"{reason.change.name}与{base}持平，却写了原因，不会印出",
                f"核对决算数和{base}；确实持平就删去这个原因",
            )


_CHANGES = {
    (False, 1): "比上年增加",
    (False, -1): "比上年减少",
    (True, 1): "大于预算",
    (True, -1): "小于预算",
}
"""What there is a reason for, by whether it is the budget, and by sign."""


@check(
    "原因方向",
    Group.SENSE,
    Level.WARNING,
    "原因的说法与增减的方向一致",
    "增加的却说“压减”、减少的却说“新增”，读者一看就知道有错。",
    "公开件常见错误：原因不具体，勾稽公式 64、65",
)
def direction(context: RuleContext) -> Iterator[Problem]:
    """Words of the other direction, and none of the right one."""
    for reason in reasons(context, with_sum=True):
        up, down = _UP.search(reason.text), _DOWN.search(reason.text)
        if bool(up) == bool(down) or reason.change.sign == 0:
            continue
        wrong = down if reason.change.sign > 0 else up
        if wrong and not _NEUTRAL.search(reason.text):
            yield Problem(
                reason.text.place,
                f"{reason.change.name}{_CHANGES[reason.change.budget, reason.change.sign]}，原因却说“{wrong[0]}”",
                "核对数和原因，改正其中一个；原因是对的，在 核对说明 里写明",
            )


@check(
    "原因雷同",
    Group.SENSE,
    Level.HINT,
    f"同一个原因不用在 {MOST_ALIKE} 处以上",
    "处处一样的原因等于没有说明，审查要求具体。",
    "《地方预决算公开操作规程》中说明的要求，公开件常见错误：原因不具体",
)
def alike(context: RuleContext) -> Iterator[Problem]:
    """The same reason at more than three places; the totals of 变动原因 count as one."""
    places: dict[str, list[Scalar]] = {}
    for reason in reasons(context):
        places.setdefault(re.sub(r"[\s，。；、,.;]", "", reason.text), []).append(reason.text)
    typed = context.statement.accounts.变动原因
    totals = {id(getattr(typed, compared.路径[-1])) for compared in context.statement.compared[1:]}
    for texts in places.values():
        counted = [text for text in texts if id(text) not in totals]
        if len(counted) > MOST_ALIKE:
            lines = "、".join(str(text.place.line) for text in counted)
            yield Problem(
                counted[MOST_ALIKE].place,
                f"同一个原因用了 {len(counted)} 处（第 {lines} 行）",
                "各处写各自的具体原因",
            )


@check(
    "原因笼统",
    Group.SENSE,
    Level.HINT,
    "原因要具体",
    "“工作需要”“正常变动”没有说明任何事情。",
    "《地方预决算公开操作规程》中说明的要求，公开件常见错误：原因不具体",
)
def vague(context: RuleContext) -> Iterator[Problem]:
    """A reason that would fit anything."""
    for reason in reasons(context):
        if reason.text.strip() and not _CHINESE.search(reason.text):
            message = f"{reason.change.name}的原因“{quotable(reason.text.strip())}”里没有一个汉字"
            yield Problem(reason.text.place, message, "写明原因", level=Level.WARNING)
        elif reason.change.sign and reason.text.strip().rstrip("。；") in _VAGUE:
            yield Problem(
                reason.text.place,
                f"{reason.change.name}的原因“{reason.text.strip()}”太笼统",
                "写明是什么事、使哪一块增加或减少",
            )
