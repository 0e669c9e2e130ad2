"""Amounts that disagree, told by their cause: one mistyped cell makes a difference in every sum above it, a wrong unit in every cell of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from generator.importing.evidence import Evidence, Spot, money
from generator.importing.solve import Conflict

_TIMES = 10_000
_HALF = Decimal("0.005")


def tell_conflicts(evidence: Evidence, conflicts: Iterable[Conflict]) -> None:
    """A remark for each cause: sheets that are 10000 times too small, then one for each difference with its first place."""
    unique = list(
        {
            (one.seen.spot, one.seen.label, one.seen.amount, one.sum): one for one in conflicts
        }.values()
    )
    small = _small_sheets(unique)
    for sheet, group in small.items():
        _tell_unit(evidence, sheet, group, [one for one in unique if sheet in _sheets(one)])
    causes: dict[Decimal, list[Conflict]] = {}
    for one in unique:
        if not any(sheet in small for sheet in _sheets(one)):
            causes.setdefault(abs(one.seen.amount - one.sum), []).append(one)
    for group in causes.values():
        _tell(evidence, group)


def spots_of(conflict: Conflict) -> tuple[Spot, ...]:
    """The cells that the facts of a conflict come from."""
    return tuple(dict.fromkeys(one.spot for part in conflict.parts for one in part.given))


def _sheets(one: Conflict) -> set[str]:
    return {one.seen.spot.sheet, *(spot.sheet for spot in spots_of(one))}


def _told(one: Conflict) -> str:
    spots = spots_of(one)
    parts = "＋".join(map(str, spots[:3])) + ("等" if len(spots) > 3 else "")
    is_ = "是" if len(one.parts) == 1 else "各明细相加是"
    if not parts:
        return f"{one.seen.label or '合计'}是 {money(one.seen.amount)} 元，各明细都是 0"
    return f"{one.seen.label or '合计'}是 {money(one.seen.amount)} 元，{parts} {is_} {money(one.sum)} 元"


def _tell(evidence: Evidence, group: Sequence[Conflict]) -> None:
    # The smallest sum lies nearest to the mistake.
    first = min(group, key=lambda one: len(one.parts))
    difference = money(first.seen.amount - first.sum)
    message = f"{_told(first)}，差 {difference} 元"
    others = [str(one.seen.spot) for one in group if one is not first]
    if others:
        message += f"；同一个差 {difference.lstrip('-')} 元，另有 {len(others)} 处（{'、'.join(others[:3])}{' 等' if len(others) > 3 else ''}）"
    evidence.remark(
        first.seen.spot,
        message,
        "按明细导入；核对这几个格子，把错的改正" + ("，其余各处多半也就一致了" if others else ""),
    )


def _small_sheets(conflicts: Sequence[Conflict]) -> dict[str, list[Conflict]]:
    """Sheets of which several amounts, printed to a hundredth, are the others' ten thousandth."""
    found: dict[str, list[Conflict]] = {}
    for one in conflicts:
        parts = {spot.sheet for spot in spots_of(one)}
        if _is_ten_thousandth(one.seen.amount, one.sum, 1) and one.seen.spot.sheet not in parts:
            found.setdefault(one.seen.spot.sheet, []).append(one)
        elif (
            len(parts) == 1
            and one.seen.spot.sheet not in parts
            and _is_ten_thousandth(one.sum, one.seen.amount, len(one.parts))
        ):
            found.setdefault(parts.pop(), []).append(one)
    return {sheet: group for sheet, group in found.items() if len(group) > 1}


def _is_ten_thousandth(small: Decimal, great: Decimal, terms: int) -> bool:
    return abs(small) >= 1 and abs(great / _TIMES - small) <= _HALF * terms


def _tell_unit(
    evidence: Evidence, sheet: str, group: Sequence[Conflict], all_: Sequence[Conflict]
) -> None:
    first = group[0]
    mine = first.seen.spot.sheet == sheet
    small, great = (first.seen.amount, first.sum) if mine else (first.sum, first.seen.amount)
    cells = "＋".join(map(str, spots_of(first)[:3])) + ("等" if len(spots_of(first)) > 3 else "")
    here, there = (first.seen.spot, cells) if mine else (spots_of(first)[0], str(first.seen.spot))
    more = f"；由此不一致的另有 {len(all_) - 1} 处" if len(all_) > 1 else ""
    message = f"这张表的数像是万元，表头写的（或当作）是元：这里是 {money(small)}，{there} 是 {money(great)}，正好一万倍{more}"
    evidence.remark(
        here, message, f"核对 {sheet} 的金额单位；是万元就把表上改成“金额单位：万元”，再导入"
    )
