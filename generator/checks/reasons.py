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
from generator.ledger.facts import FISCAL
from generator.ledger.figure import Earlier, Figure, Known
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
    """A reason, the two figures between which it stands, and whether it speaks of the budget."""

    text: Scalar
    now: Figure
    base: Figure
    name: str
    budget: bool = False

    @property
    def sign(self) -> int:
        """1 when this year's outlay is larger, -1 when smaller, 0 when both print the same."""
        gap = self.now.printed - self.base.printed
        return (gap > 0) - (gap < 0)


def reasons(context: RuleContext) -> Iterator[Reason]:
    """All reasons of a file whose two figures are known."""
    statement = context.statement
    sums = statement.totals
    which = context.settings.get("完成预算口径", "全年")
    for compared in statement.compared:
        # A total may have taken over the reason of the one before; only its own counts here.
        own_reason = getattr(statement.accounts.变动原因, compared.路径[-1])
        yield from _between(own_reason, compared.数, compared.上年, compared.路径[-1])
    general = sums.资金[FISCAL[0]]
    yield from _between(
        statement.accounts.变动原因.预决算差异,
        general.支出,
        general.预算.get(which),
        "一般公共预算财政拨款支出",
        budget=True,
    )
    for name in FISCAL:
        for item in sums.资金[name].项:
            yield from _between(
                item.原因,
                item.支出,
                item.预算.get(which),
                f"{item.功能科目} {statement.books.name(item.功能科目)}",
                budget=True,
            )
    for kind in statement.三公.各项:
        yield from _between(kind.原因, kind.决算, kind.上年, kind.名称)
    running = statement.机关运行经费
    if running.适用:
        yield from _between(running.原因, running.决算, running.上年, "机关运行经费")


def _between(
    text: Scalar | None, now: Known, base: Earlier | None, name: str, *, budget: bool = False
) -> Iterator[Reason]:
    if text and isinstance(now, Figure) and isinstance(base, Figure):
        yield Reason(text, now, base, name, budget)


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
        if reason.sign == 0:
            base = "预算数" if reason.budget else "上年"
            yield Problem(
                reason.text.place,
                f"{reason.name}与{base}持平，却写了原因，不会印出",
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
    three = context.statement.accounts.三公经费.原因
    in_all = context.statement.三公.合计
    which = context.settings.get("完成预算口径", "全年")
    extra = list(_between(three, in_all.决算, in_all.预算.get(which), "三公经费", budget=True))
    for reason in [*reasons(context), *extra]:
        up, down = _UP.search(reason.text), _DOWN.search(reason.text)
        if bool(up) == bool(down) or reason.sign == 0:
            continue
        wrong = down if reason.sign > 0 else up
        if wrong and not _NEUTRAL.search(reason.text):
            yield Problem(
                reason.text.place,
                f"{reason.name}{_CHANGES[reason.budget, reason.sign]}，原因却说“{wrong[0]}”",
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
            message = f"{reason.name}的原因“{quotable(reason.text.strip())}”里没有一个汉字"
            yield Problem(reason.text.place, message, "写明原因", level=Level.WARNING)
        elif reason.sign and reason.text.strip().rstrip("。；") in _VAGUE:
            yield Problem(
                reason.text.place,
                f"{reason.name}的原因“{reason.text.strip()}”太笼统",
                "写明是什么事、使哪一块增加或减少",
            )
