"""预算绩效: results and scores of an indicator that contradict one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.checks.rule import Problem, RuleContext, check, level_if
from generator.checks.same_thing import Path
from generator.findings.place import Level
from generator.findings.rules import Group
from generator.ledger.evaluation import SheetFigures
from generator.model.self_evaluation import Indicator
from generator.reading.amounts import parse_decimal

_RULES = "《项目支出绩效评价管理办法》"
_SHARE = re.compile(
    r"(?:满意度|满意率|合格率|及时率|达标率|准确率|完好率|到位率|公开率|优良率|正确率)$"
)
"""Shares of a whole, at the end of an indicator's name."""
_NOT_SO = re.compile(r"[不未没][^不未没]{0,4}$|[非欠]$")
"""What turns a share round: 不合格率, 未整改到位率."""
_NO_NEGATION = re.compile("不动产|不锈钢|未成年|未来")
_MAY_EXCEED = "到位率"
"""More money than was planned may have arrived."""
_TIMES = 3
_TENFOLD = (Decimal("9.5"), Decimal("12.5"))
"""A digit too many in a result that reached its target, or went beyond it by a little."""
_MANY_TIMES = (Decimal(100), Decimal(1000))
_A_TENTH = 8
"""So many times less than was wanted is hardly worth the full score."""
HALF = 2


def _share_of(item: Indicator) -> tuple[str, bool]:
    """Which share of a whole an indicator is ("" for none), and whether much of it is wanted."""
    name = str(item.三级指标).strip()
    match = _SHARE.search(name)
    if match is None:
        return "", False
    before = _NO_NEGATION.sub("", name[: match.start()])
    return match[0], _NOT_SO.search(before) is None


@check(
    "完成值",
    Group.SENSE,
    Level.WARNING,
    "完成值、得分与指标值相称",
    "合格率、满意度不会超过 100%；完成值是指标值的十倍、完成了却没有得分，多半是打错了数。",
    _RULES,
    since="0.2",
    answerable=True,
    grave=True,
)
def results(context: RuleContext) -> Iterator[Problem]:
    """Indicators whose value, result and score are hardly right together; one problem for each."""
    for index, sheet in enumerate(context.statement.自评表):
        for number, item in enumerate(sheet.数据.指标):
            path: Path = ("预算绩效", "自评表", index, "指标", number)
            problem = _share(context, item, path) or _distance(context, item, path)
            problem = problem or _score(context, item, path)
            if problem is not None:
                yield problem
        yield from _direction(context, sheet, index)


def _share(context: RuleContext, item: Indicator, path: Path) -> Problem | None:
    """A share above 100 per cent; a percentage that is a multiple of what was wanted."""
    if not _per_cent(item):
        return None
    for key in ("指标值", "完成值"):
        value = typed_number(str(getattr(item, key)))
        if value is None or value <= 100:
            continue
        impossible = _share_of(item)[0] not in ("", _MAY_EXCEED)
        target = typed_number(str(item.指标值)) or Decimal(100)
        if impossible or value > max(target, Decimal(100)) * _TIMES:
            words = f"“{item.三级指标}”的{key}是 {value:f}%"
            fix = f"核对{key}，小数点有没有错位"
            level = level_if(Level.ERROR, impossible)
            return Problem(context.place(*path, key), words, fix, found=f"{value:f}", level=level)
    return None


def _per_cent(item: Indicator) -> bool:
    unit = str(item.度量单位 or "").strip()
    typed = (unit, str(item.完成值).strip(), str(item.指标值).strip())
    return any(text.endswith(("%", "％")) for text in typed)


def _distance(context: RuleContext, item: Indicator, path: Path) -> Problem | None:
    """A result that is likely a digit too long, or so far off the target that the full score
    given to it cannot be right."""
    target, done = typed_number(str(item.指标值)), typed_number(str(item.完成值))
    if target is None or done is None or target <= 0 or done <= 0:
        return None
    if has_reached(item.指标性质, target, done):
        # Less than was allowed is good; more than was wanted may be, and a reason may say why.
        least, most = _TENFOLD
        times = done / target
        unlikely = (least <= times <= most or times in _MANY_TIMES) and not item.未完成原因
    else:
        times = max(target, done) / min(target, done)
        unlikely = times >= _A_TENTH and item.得分.value >= item.权重.value > 0
    if not unlikely:
        return None
    words = f"“{item.三级指标}”的指标值 {item.指标值}，完成值 {item.完成值}"
    place = context.place(*path, "完成值")
    fix = "核对两个数，有没有多打、漏打一位"
    return Problem(place, words, fix, f"{target:f}", f"{done:f}")


def _score(context: RuleContext, item: Indicator, path: Path) -> Problem | None:
    """Hardly a point for a result that reached what was wanted."""
    if item.得分.value * HALF >= item.权重.value or item.未完成原因:
        return None
    target, done = typed_number(str(item.指标值)), typed_number(str(item.完成值))
    if target is None or done is None or not has_reached(item.指标性质, target, done):
        return None
    return Problem(
        context.place(*path, "得分"),
        f"“{item.三级指标}”达到了指标值，权重 {item.权重.value:f} 分，只得 {item.得分.value:f} 分",
        "核对得分、权重；没有达到的，核对完成值，填写 未完成原因",
        found=f"{item.得分.value:f}",
    )


def has_reached(sign: str, target: Decimal | None, done: Decimal | None) -> bool:
    """Whether a result is what was wanted; False for what words judge (定性)."""
    if target is None or done is None:
        return False
    reached = {
        "≥": done >= target,
        "＞": done > target,
        "≤": done <= target,
        "＜": done < target,
        "＝": done == target,
    }
    return reached.get(sign, False)


def _direction(context: RuleContext, sheet: SheetFigures, index: int) -> Iterator[Problem]:
    """A share of which as little as possible was wanted; a reason for what was reached."""
    for number, item in enumerate(sheet.数据.指标):
        target, done = typed_number(str(item.指标值)), typed_number(str(item.完成值))
        if target is None or done is None:
            continue
        place = context.place("预算绩效", "自评表", index, "指标", number, "指标性质")
        wanted_small = item.指标性质 in ("≤", "＜")
        if _share_of(item)[1] and wanted_small:
            yield Problem(
                place,
                f"“{item.三级指标}”要求{item.指标性质}{item.指标值}：越低越好",
                "核对指标性质，多半是 ≥",
                found=str(item.指标性质),
            )
        elif item.未完成原因 and has_reached(item.指标性质, target, done):
            lost = item.得分.value < item.权重.value
            words = (
                f"“{item.三级指标}”要求{item.指标性质}{item.指标值}，完成 {item.完成值}，已经达到"
            )
            if lost:
                words += f"，却只得 {item.得分.value:f} 分"
            fix = "核对指标性质、指标值、完成值；确实达到的，删去 未完成原因"
            yield Problem(place, f"{words}，还填了未完成原因", fix)


def typed_number(text: str) -> Decimal | None:
    """The number of a result or a target, with or without a per cent sign; None for words."""
    try:
        return parse_decimal(text.strip().removesuffix("%").removesuffix("％"))
    except ValueError:
        return None
