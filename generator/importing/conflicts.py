"""Amounts that disagree, one remark for each cause.

One mistyped cell makes a difference in every sum above it, a wrong unit in every cell of a sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from generator.importing.evidence import CellSpot, Evidence, money
from generator.importing.solve import Conflict
from generator.money import IN_YUAN, WAN

_HALF = Decimal("0.005")


def remark_conflicts(evidence: Evidence, conflicts: Iterable[Conflict]) -> None:
    """A remark for each cause.

    First the sheets that are 10000 times too small, then each difference with its first place.
    """
    unique = _unique(conflicts)
    small = _small_sheets(unique)
    for sheet, group in small.items():
        touching = [conflict for conflict in unique if sheet in _sheets(conflict)]
        _remark_unit(evidence, sheet, group, len(touching) - 1)
    causes: dict[Decimal, list[Conflict]] = {}
    for conflict in unique:
        if not any(sheet in small for sheet in _sheets(conflict)):
            causes.setdefault(abs(conflict.observation.amount - conflict.sum), []).append(conflict)
    for group in causes.values():
        _remark(evidence, group)


def _unique(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """Conflicts, without those that say of the same cell the same."""
    by_cell: dict[tuple[CellSpot, str, Decimal, Decimal], Conflict] = {}
    for conflict in conflicts:
        total = conflict.observation
        by_cell[total.spot, total.label, total.amount, conflict.sum] = conflict
    return list(by_cell.values())


def spots_of(conflict: Conflict) -> tuple[CellSpot, ...]:
    """The cells that the facts of a conflict come from."""
    return tuple(
        dict.fromkeys(
            observation.spot for part in conflict.parts for observation in part.observations
        )
    )


def _sheets(conflict: Conflict) -> set[str]:
    """The sheets that a conflict lies between."""
    return {conflict.observation.spot.sheet, *(spot.sheet for spot in spots_of(conflict))}


def _cells(spots: Sequence[CellSpot]) -> str:
    """The first cells of a sum: 表!C5＋表!C6＋表!C7等."""
    return "＋".join(map(str, spots[:3])) + _and_so_on(spots, "等")


def _and_so_on(items: Sequence[object], words: str) -> str:
    """The words behind the first three of several; "" where there are no others."""
    if len(items) > 3:
        return words
    return ""


def _message(conflict: Conflict) -> str:
    """What a total says, and what its parts add up to."""
    total = conflict.observation
    head = f"{total.label or '合计'}是 {money(total.amount)} 元，"
    parts = _cells(spots_of(conflict))
    if not parts:
        return f"{head}各明细都是 0"
    verb = "是" if len(conflict.parts) == 1 else "各明细相加是"
    return f"{head}{parts} {verb} {money(conflict.sum)} 元"


def _remark(evidence: Evidence, group: Sequence[Conflict]) -> None:
    """One remark for all conflicts that differ by the same amount."""
    # The smallest sum lies nearest to the mistake.
    first = min(group, key=lambda conflict: len(conflict.parts))
    difference = money(first.observation.amount - first.sum)
    message = f"{_message(first)}，差 {difference} 元"
    advice = "按明细导入；核对这几个格子，把错的改正"
    others = [str(conflict.observation.spot) for conflict in group if conflict is not first]
    if others:
        places = f"{'、'.join(others[:3])}{_and_so_on(others, ' 等')}"
        same = f"同一个差 {difference.lstrip('-')} 元，另有 {len(others)} 处"
        message += f"；{same}（{places}）"
        advice += "，其余各处多半也就一致了"
    evidence.remark(first.observation.spot, message, advice)


def _small_sheets(conflicts: Sequence[Conflict]) -> dict[str, list[Conflict]]:
    """Sheets of which several amounts, printed to a hundredth, are the others' ten thousandth."""
    suspects: dict[str, list[Conflict]] = {}
    for conflict in conflicts:
        total = conflict.observation
        sheets_of_parts = {spot.sheet for spot in spots_of(conflict)}
        if total.spot.sheet in sheets_of_parts:
            continue
        if _is_ten_thousandth(total.amount, conflict.sum, 1):
            suspects.setdefault(total.spot.sheet, []).append(conflict)
        elif len(sheets_of_parts) == 1 and _is_ten_thousandth(
            conflict.sum, total.amount, len(conflict.parts)
        ):
            suspects.setdefault(sheets_of_parts.pop(), []).append(conflict)
    return {sheet: group for sheet, group in suspects.items() if len(group) > 1}


def _is_ten_thousandth(small: Decimal, great: Decimal, terms: int) -> bool:
    """Whether a sum of so many printed terms is in 万元 what another is in 元."""
    return abs(small) >= 1 and abs(great / IN_YUAN[WAN] - small) <= _HALF * terms


def _remark_unit(
    evidence: Evidence, sheet: str, group: Sequence[Conflict], consequences: int
) -> None:
    """One remark for a sheet in another unit; ``consequences`` counts what disagrees besides."""
    first = group[0]
    total, spots = first.observation, spots_of(first)
    if total.spot.sheet == sheet:
        here, small = total.spot, total.amount
        there, great = _cells(spots), first.sum
    else:
        here, small = spots[0], first.sum
        there, great = str(total.spot), total.amount
    message = (
        "这张表的数像是万元，表头写的（或当作）是元："
        f"这里是 {money(small)}，{there} 是 {money(great)}，正好一万倍"
    )
    if consequences > 0:
        message += f"；由此不一致的另有 {consequences} 处"
    advice = f"核对 {sheet} 的金额单位；是万元就把表上改成“金额单位：万元”，再导入"
    evidence.remark(here, message, advice)
