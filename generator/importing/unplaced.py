"""What was read and is in no line of the data file.

Nothing that a table says goes missing without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.importing.amounts import KnownAmount
from generator.importing.conflicts import spots_of
from generator.importing.evidence import ZERO, Evidence, Observation, money
from generator.importing.solve import Conflict, Index, Variable

_BALANCES = ("年初结转和结余", "年末结转和结余")
# What it takes to place an amount: why it has no place, and what to do.
_LACKING = {
    "功能科目": (
        "不知道是哪个功能科目的",
        "请补上分科目的表（如财决03、04、07）一起导入，或自己填",
    ),
    "资金": ("不知道是哪种资金的", "请补上分资金的表（如财决07、09、11）一起导入，或自己填"),
    "支出性质": (
        "不知道是基本支出还是项目支出",
        "请补上分基本支出、项目支出的表（如财决04、07、09、11）一起导入，或自己填",
    ),
    "经济科目": (
        "不知道各是哪个功能科目的",
        "请补上按功能科目分经济科目的表（如财决08-1、08-2）一起导入，或自己填",
    ),
}
_SPLIT = "人员经费、公用经费两个总数已填在 基本支出构成；要分到科目，请补上财决08-1 一起导入"


class PlacedAmounts(Struct, frozen=True):
    """The observations of one kind, and the facts that came of them.

    Each fact is a value for each of ``keys``. ``split``: 人员 and 公用 are in the file as totals.
    """

    kind: str
    observations: Sequence[Observation]
    keys: Sequence[str]
    facts: Mapping[Variable, KnownAmount]
    split: bool = False


def remark_unplaced(
    evidence: Evidence, placed: Iterable[PlacedAmounts], conflicts: Iterable[Conflict]
) -> None:
    """A remark for each sheet and kind with numbers that are not in the file.

    Either the file has nothing of them, or another sum that no remark tells.
    """
    remarked = {remark.spot for remark in evidence.remarks}
    for conflict in conflicts:
        remarked |= {conflict.observation.spot, *spots_of(conflict)}
    for part in placed:
        index, amounts = Index(part.keys, list(part.facts)), list(part.facts.values())
        groups: dict[str, list[Observation]] = {}
        for observation in part.observations:
            if observation.implied or not observation.amount or "项目" in observation.keys:
                continue
            if observation.spot not in remarked and not _fits(observation, index, amounts):
                groups.setdefault(observation.spot.sheet, []).append(observation)
        for group in groups.values():
            first = max(group, key=lambda observation: abs(observation.amount))
            filled = sum((amounts[number].amount for number in index.members(first)), ZERO)
            _remark(evidence, part, group, filled)


def _fits(observation: Observation, index: Index, amounts: Sequence[KnownAmount]) -> bool:
    """Whether the facts that an amount is the sum of make that sum."""
    selected = [amounts[number] for number in index.members(observation)]
    slack = max(
        observation.slack * (min(len(selected), 40) + 1),
        observation.slack + sum((fact.slack for fact in selected), ZERO),
    )
    return abs(sum((fact.amount for fact in selected), ZERO) - observation.amount) <= slack


def _lacking(kind: str, observations: Sequence[Observation]) -> str:
    """What it takes to place the finest of several amounts."""
    finest = max(observations, key=_depth)
    if kind in _BALANCES:
        return "资金"
    if _depth(finest) == 7 and kind != "收入":
        funds = finest.keys.get("资金", ())
        if len(funds) == 1:
            return "支出性质"
        return "资金"
    if _depth(finest) < 7 and "经济科目" in finest.keys:
        return "经济科目"
    return "功能科目"


def _depth(observation: Observation) -> int:
    """The digits of the 功能科目 of an amount; 0 without one."""
    codes = observation.keys.get("功能科目", ("",))
    return len(codes[0])


def _remark(
    evidence: Evidence, part: PlacedAmounts, observations: Sequence[Observation], filled: Decimal
) -> None:
    """A remark on amounts of one sheet and kind; ``filled``: how much of the largest is in the
    file, by other tables."""
    reason, advice = _LACKING[_lacking(part.kind, observations)]
    first = max(observations, key=lambda observation: abs(observation.amount))
    amount = f"{_named(part.kind, first)} {money(first.amount)} 元"
    if len(observations) > 1:
        amount += f"等 {len(observations)} 个数"
    if 0 < filled < first.amount:
        left = first.amount - filled
        reason = f"其中 {money(filled)} 元已由别的表填好，其余 {money(left)} 元{reason}"
    result = "没有填进文件"
    if part.split and first.keys.get("支出性质") == ("基本支出",) and "经济科目" in first.keys:
        result, advice = "没有逐个填进文件", _SPLIT
    # Where the sums of the items are in the file, only their detail is missing.
    finer = "经济科目" in first.keys and bool(part.facts)
    message = f"读到了 {amount}，{reason}，{result}"
    evidence.remark(first.spot, message, advice, grave=not finer)


def _named(kind: str, observation: Observation) -> str:
    """What an amount is of: 支出/一般公共预算/2010301."""
    keys = [
        observation.keys[key][0]
        for key in ("资金", "来源", "支出性质", "功能科目", "经济科目")
        if len(observation.keys.get(key, ())) == 1
    ]
    if observation.label and not keys:
        return f"{kind}（{observation.label}）"
    return "/".join((kind, *keys))
