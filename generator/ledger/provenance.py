"""Where a figure comes from, in words: its formula, its inputs, and the lines that were typed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import PurePath

from generator.findings.place import Place
from generator.ledger.figure import WAN, Figure, digits

_MOST_INPUTS = 8
_MOST_LINES = 12
_MOST_LINES_OF_UNIT = 6
_OF_UNITS = "；其中 "
_CENT = Decimal("0.01")


def explain(figure: Figure) -> str:
    """Where a figure comes from, in one line for people; of many inputs the first are named."""
    if figure.inputs:
        return _formula(figure) + _by_unit(figure)
    if figure.place is None:
        return "没有发生额"
    # The name only: the folders of the clerk's machine have no place in a published page.
    file = PurePath(figure.place.file).name
    return f"填写于 {file} 第 {figure.place.line} 行"


def _formula(figure: Figure) -> str:
    """The inputs, joined by what is done with them: = 基本支出 554.97 ÷ 本年支出合计 1845.83."""
    sign = f" {figure.formula} "
    shown = [f"{part.label} {part.digits}" for part in figure.inputs[:_MOST_INPUTS]]
    if len(figure.inputs) > _MOST_INPUTS:
        shown.append(f"等{len(figure.inputs)}项")
    return f"= {sign.join(shown)}"


def source(figure: Figure) -> str:
    """Where a figure comes from, in words, with the lines of what was typed."""
    words = explain(figure)
    if not figure.inputs or _OF_UNITS in words:
        return words
    lines = sorted({place.line for place in places(figure)})
    if not lines:
        return words
    return f"{words}（数据文件第 {_lines(lines, _MOST_LINES)}）"


def _lines(lines: list[int], most: int) -> str:
    """Line numbers, the first of many: 3、5 行, or 3、5 等9行."""
    shown = "、".join(map(str, lines[:most]))
    if len(lines) > most:
        return f"{shown} 等{len(lines)}行"
    return f"{shown} 行"


def places(figure: Figure) -> list[Place]:
    """The places of everything typed that a figure is made of."""
    gathered: list[Place] = []
    _gather(figure, gathered)
    return gathered


def _gather(figure: Figure, gathered: list[Place]) -> None:
    if figure.place is not None:
        gathered.append(figure.place)
    for part in figure.inputs:
        _gather(part, gathered)


def _by_unit(figure: Figure) -> str:
    """Of a rolled-up figure, each unit's part with the lines of its file; "" for any other."""
    if figure.formula not in ("＋", "－") or not _rolled_up(figure):
        return ""
    is_sum, leaves = _leaves(figure)
    units: dict[str, list[Figure]] = {}
    for leaf in leaves:
        if leaf.owner and leaf.place:
            units.setdefault(leaf.owner, []).append(leaf)
    if not units:
        return ""
    parts = []
    for name, typed in units.items():
        amount = ""
        if is_sum:
            amount = f" {digits(_sum(typed, figure.unit))}"
        parts.append(f"{name}{amount}（{_typed_lines(typed)}）")
    return _OF_UNITS + "，".join(parts)


def _rolled_up(figure: Figure) -> bool:
    """Whether something typed that a figure is made of belongs to a unit."""
    return bool(figure.owner) or any(_rolled_up(part) for part in figure.inputs)


def _sum(typed: Iterable[Figure], unit: str) -> Decimal:
    """The sum of typed numbers as the page shows it."""
    amount = sum((leaf.value for leaf in typed), Decimal(0))
    if unit == WAN:
        return amount.quantize(_CENT, ROUND_HALF_UP)
    return amount


def _typed_lines(typed: Iterable[Figure]) -> str:
    """The file in which numbers were typed, and their lines."""
    typed_at = [leaf.place for leaf in typed if leaf.place]
    file = PurePath(typed_at[0].file).name
    lines = list(dict.fromkeys(place.line for place in typed_at))
    return f"{file} 第 {_lines(lines, _MOST_LINES_OF_UNIT)}"


def _leaves(figure: Figure) -> tuple[bool, list[Figure]]:
    """The typed numbers behind a figure, and whether it is nothing but their sum."""
    if not figure.inputs:
        return True, [figure]
    inner = [_leaves(part) for part in figure.inputs]
    is_sum = figure.formula == "＋" and all(part_is_sum for part_is_sum, _ in inner)
    return is_sum, [leaf for _, leaves in inner for leaf in leaves]
