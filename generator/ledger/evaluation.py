"""绩效自评: rates, scores and sums of the 自评表, and the score of the whole 部门."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from generator.ledger.books import Books
from generator.ledger.facts import FISCAL, Facts
from generator.ledger.figure import (
    PERCENT,
    Figure,
    Known,
    Missing,
    entered,
    entered_or_zero,
    known_total,
    ratio,
    round_half_up,
    total,
)
from generator.model.achievement import Achievement
from generator.model.base import TypedAmount, TypedNumber
from generator.model.performance import WholeEvaluation
from generator.model.self_evaluation import Execution, SelfEvaluation

DEFAULT_WEIGHT = Decimal(10)
_ALL, _TENTH_LEFT = 100, 90
MONEY = ("财政资金", "财政专户管理资金", "单位资金", "其他资金")
_OWN_MONEY = "单位资金"


class ExecutionLine(Struct, frozen=True):
    """One row of 预算执行情况: three amounts and the rate (two decimals; 0 when the adjusted budget
    is 0)."""

    名称: str
    年初预算: Figure
    调整后预算数: Known
    预算执行数: Known
    执行率: Known

    @property
    def 未执行完(self) -> bool:
        """Whether less was spent than the budget, as far as both are known."""
        return self.is_below(_ALL)

    def is_below(self, percentage: int) -> bool:
        """Whether the rate is known, is not that of no budget, and is below a percentage."""
        rate, budget = self.执行率, self.调整后预算数
        if isinstance(rate, Missing) or isinstance(budget, Missing):
            return False
        return rate.value < percentage and not budget.is_zero


class SheetFigures(Struct, frozen=True):
    """A 自评表 with what is computed; ``数据`` is what the clerk typed."""

    数据: SelfEvaluation
    总额: ExecutionLine
    其中: tuple[ExecutionLine | str, ...]
    权重: Figure
    得分: Known
    指标权重: Figure
    总权重: Figure
    总分: Known


class ScoreLine(Struct, frozen=True):
    """A part of the whole score and its own parts."""

    名称: str
    得分: Figure
    其中: tuple[tuple[str, Figure], ...]


class OverallScore(Struct, frozen=True):
    """部门整体自评."""

    得分: Known
    构成: tuple[ScoreLine, ...]


class ProjectGroup(Struct, frozen=True):
    """常年项目 or 阶段（一次性）项目 together: for the report's 项目绩效分析."""

    类别: str
    名称: tuple[str, ...]
    个数: Figure
    预算: Known
    执行: Known
    进度: Known
    结余率大于十: Figure


def sheets(typed: Sequence[SelfEvaluation], books: Books) -> tuple[SheetFigures, ...]:
    """All 自评表, each beside what the ledger has spent on the project of its name."""
    return tuple(
        _sheet(data, index, books.facts.where(类型="支出", 项目=data.项目名称.strip()))
        for index, data in enumerate(typed)
    )


def _sheet(data: SelfEvaluation, index: int, outlay: Facts) -> SheetFigures:
    """One 自评表: 执行率 = 执行 ÷ 调整后预算, 得分 = 执行率 × 权重 (one decimal, at most the
    weight), 总分 = Σ 得分."""
    parts: list[ExecutionLine | str] = []
    lines: list[ExecutionLine] = []
    required = _required(data, outlay)
    for name in MONEY:
        part: Execution | None = getattr(data.预算执行, name)
        if part is None:
            parts.append(name)
            continue
        adjusted, spent = (
            _amount(data, index, (name, key), outlay, asked_for=name in required)
            for key in ("调整后预算数", "预算执行数")
        )
        first = entered_or_zero(part.年初预算, f"{name}年初预算")
        line = _line(name, [first], [adjusted], [spent])
        lines.append(line)
        parts.append(line)
    sums = _line(
        "总额",
        [line.年初预算 for line in lines],
        [line.调整后预算数 for line in lines],
        [line.预算执行数 for line in lines],
    )
    weight = _weight(data.预算执行.权重)
    score = _score(sums.执行率, weight)
    weights = [_number(item.权重, str(item.三级指标)) for item in data.指标]
    scores: list[Known] = [score, *(_number(item.得分, str(item.三级指标)) for item in data.指标)]
    return SheetFigures(
        data,
        sums,
        tuple(parts),
        weight,
        score,
        total("指标权重", weights, "分"),
        total("权重合计", [weight, *weights], "分"),
        known_total("自评总分", scores, "分"),
    )


def _required(data: SelfEvaluation, outlay: Facts) -> frozenset[str]:
    """The kinds of money whose amounts must be typed: those that have an amount already; of a
    project with outlay and without any amount, the kind that the outlay was paid with."""
    parts = {name: getattr(data.预算执行, name) for name in MONEY}
    names = {name for name, part in parts.items() if part is not None and _has_amount(part)}
    if not names and not outlay.total("").is_zero:
        names = {MONEY[0] if outlay.where(资金=FISCAL) else _OWN_MONEY}
    return frozenset(names)


def _has_amount(part: Execution) -> bool:
    amounts = (part.年初预算, part.调整后预算数, part.预算执行数)
    return any(amount is not None and amount.value for amount in amounts)


def _amount(
    data: SelfEvaluation, index: int, keys: tuple[str, str], outlay: Facts, *, asked_for: bool
) -> Known:
    """An amount of one kind of money; missing where it is ``asked_for`` and not typed."""
    name, key = keys
    typed: TypedAmount | None = getattr(getattr(data.预算执行, name), key)
    if typed is not None or not asked_for:
        return entered_or_zero(typed, f"{name}{key}")
    path = ("预算绩效", "自评表", str(index), "预算执行", name, key)
    advice = ""
    if outlay:
        spent = outlay.total("").digits
        advice = f"支出里这个项目是 {spent} 万元，核对以后照绩效自评表填"
    return Missing(path, f"“{data.项目名称.strip()}”自评表里{name}的{key}", advice=advice)


def _score(rate: Known, weight: Figure) -> Known:
    if isinstance(rate, Missing):
        return rate
    earned = min(round_half_up(rate.value * weight.value / 100, 1), weight.value)
    return Figure(earned, "分", "预算执行得分", "×", (rate, weight))


def _weight(typed: TypedNumber | None) -> Figure:
    if typed:
        return entered(typed, "分", "预算执行权重")
    return Figure(DEFAULT_WEIGHT, "分", "预算执行权重")


def _line(
    name: str, first: list[Figure], adjusted: list[Known], spent: list[Known]
) -> ExecutionLine:
    budget = known_total(f"{name}调整后预算数", adjusted)
    done = known_total(f"{name}预算执行数", spent)
    return ExecutionLine(
        name,
        total(f"{name}年初预算", first),
        budget,
        done,
        _rate(f"{name}预算执行率", done, budget),
    )


def _rate(label: str, done: Known, budget: Known) -> Known:
    if isinstance(budget, Missing):
        return budget
    if isinstance(done, Missing):
        return done
    rate = ratio(label, done, budget)
    value = Decimal("0.00")
    if rate is not None:
        value = round_half_up(rate.value, 2)
    return Figure(value, PERCENT, label, "÷", (done, budget))


def _number(value: TypedNumber, label: str) -> Figure:
    return entered(value, "分", label)


def overall_score(data: WholeEvaluation) -> OverallScore:
    """The score of the whole 部门: the sum of its parts, or as typed."""
    lines = []
    for name, value in data.得分构成.items():
        if isinstance(value, TypedNumber):
            lines.append(ScoreLine(str(name), _number(value, str(name)), ()))
            continue
        inner = tuple((str(key), _number(score, str(key))) for key, score in value.items())
        earned = total(str(name), (figure for _, figure in inner), "分")
        lines.append(ScoreLine(str(name), earned, inner))
    if lines:
        return OverallScore(
            total("绩效自评得分", (line.得分 for line in lines), "分"), tuple(lines)
        )
    if data.得分:
        return OverallScore(_number(data.得分, "绩效自评得分"), ())
    path = ("预算绩效", "整体自评", "得分")
    return OverallScore(Missing(path, "部门整体绩效自评得分"), ())


class Achieved(Struct, frozen=True):
    """项目绩效目标完成情况 of one project (old format): budget and outlay, whole and by kind of
    money."""

    数据: Achievement
    预算数: Figure
    执行数: Figure
    财政拨款预算数: Figure
    财政拨款执行数: Figure
    其他资金预算数: Figure
    其他资金执行数: Figure


def achieved(data: Achievement) -> Achieved:
    """The figures of one project; 其他资金 that is not typed is zero."""
    name = data.项目名称
    grant = entered_or_zero(data.财政拨款预算数, "财政拨款预算数")
    spent = entered_or_zero(data.财政拨款执行数, "财政拨款执行数")
    others = entered_or_zero(data.其他资金预算数, "其他资金预算数")
    used = entered_or_zero(data.其他资金执行数, "其他资金执行数")
    return Achieved(
        data,
        total(f"{name}预算数", (grant, others)),
        total(f"{name}执行数", (spent, used)),
        grant,
        spent,
        others,
        used,
    )


def groups(of_projects: tuple[SheetFigures, ...]) -> tuple[ProjectGroup, ...]:
    """常年项目 and 阶段（一次性）项目: number, budget, progress, and how many left more than a
    tenth of their budget."""
    project_groups = []
    for kind in ("常年项目", "阶段（一次性）项目"):
        of_kind = [sheet for sheet in of_projects if sheet.数据.类别 == kind]
        budget = known_total(f"{kind}预算总金额", (sheet.总额.调整后预算数 for sheet in of_kind))
        done = known_total(f"{kind}预算执行数", (sheet.总额.预算执行数 for sheet in of_kind))
        left = [sheet for sheet in of_kind if sheet.总额.is_below(_TENTH_LEFT)]
        project_groups.append(
            ProjectGroup(
                kind,
                tuple(str(sheet.数据.项目名称) for sheet in of_kind),
                Figure(Decimal(len(of_kind)), "个", f"{kind}个数"),
                budget,
                done,
                _rate(f"{kind}执行总体进度", done, budget),
                Figure(Decimal(len(left)), "个", "预算结余率大于10%的项目"),
            )
        )
    return tuple(project_groups)
