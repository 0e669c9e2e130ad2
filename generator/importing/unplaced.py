"""What was read and is in no line of the data file: nothing that a table says goes missing without a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.importing.conflicts import spots_of
from generator.importing.evidence import ZERO, Evidence, Seen, money
from generator.importing.holding import Known
from generator.importing.solve import Conflict

_PREFIXED = ("功能科目", "经济科目")
_ADVICE = {
    "经济科目": "请补上按功能科目分经济科目的表（如财决08-1、08-2）一起导入，或自己填",
    "资金": "请补上分资金的表（如财决07、09、11）一起导入，或自己填",
    "功能科目": "请补上分科目的表（如财决03、04、07）一起导入，或自己填",
}
_SPLIT = "人员经费、公用经费两个总数已填在 基本支出构成；要分到科目，请补上财决08-1 一起导入"


@dataclass(frozen=True, slots=True)
class Placed:
    """What was seen of one kind, and the facts that came of it by their keys; ``split``: 人员 and 公用 are in the file as totals."""

    kind: str
    seen: Sequence[Seen]
    facts: Mapping[tuple[tuple[str, str], ...], Known]
    split: bool = False


def tell_unplaced(evidence: Evidence, placed: Iterable[Placed], conflicts: Iterable[Conflict]) -> None:
    """A remark for each sheet and kind with numbers of which the file has nothing, or another sum that no remark tells."""
    told = {one.seen.spot for one in conflicts} | {spot for one in conflicts for spot in spots_of(one)} | {one.spot for one in evidence.remarks}
    for part in placed:
        groups: dict[tuple[str, str], list[Seen]] = {}
        facts = [(dict(keys), known) for keys, known in part.facts.items()]
        for one in part.seen:
            if one.implied or not one.amount or "项目" in one.keys or one.spot in told or _fits(one, facts):
                continue
            groups.setdefault((one.spot.sheet, _lacking(part.kind, one)), []).append(one)
        for (_, lacking), some in groups.items():
            _tell(evidence, part, lacking, some)


def _fits(one: Seen, facts: Sequence[tuple[dict[str, str], Known]]) -> bool:
    """Whether the facts that an amount is the sum of make that sum."""
    mine = [known for keys, known in facts if all(_selected(keys.get(key, ""), key, values) for key, values in one.keys.items() if key != "类型")]
    slack = max(one.slack * (min(len(mine), 40) + 1), one.slack + sum((known.slack for known in mine), ZERO))
    return abs(sum((known.amount for known in mine), ZERO) - one.amount) <= slack


def _selected(value: str, key: str, wanted: tuple[str, ...]) -> bool:
    return value.startswith(wanted) if key in _PREFIXED else value in wanted


def _lacking(kind: str, one: Seen) -> str:
    """What it takes to place an amount."""
    if "经济科目" in one.keys:
        return "经济科目"
    if "功能科目" in one.keys and kind != "收入":
        return "资金"
    return "功能科目" if kind in ("收入", "支出") else "资金"


def _tell(evidence: Evidence, part: Placed, lacking: str, some: Sequence[Seen]) -> None:
    first = max(some, key=lambda one: abs(one.amount))
    what = _named(part.kind, first)
    more = f"等 {len(some)} 个数" if len(some) > 1 else ""
    reason = {"经济科目": "不知道各是哪个功能科目的", "资金": "不知道是哪种资金的", "功能科目": "不知道是哪个功能科目的"}[lacking]
    split = part.split and lacking == "经济科目" and first.keys.get("支出性质") == ("基本支出",)
    message = f"读到了 {what} {money(first.amount)} 元{more}，{reason}，没有{'逐个' if split else ''}填进文件"
    evidence.remark(first.spot, message, _SPLIT if split else _ADVICE[lacking], grave=lacking != "经济科目" or not part.facts)


def _named(kind: str, one: Seen) -> str:
    keys = [value for key in ("资金", "来源", "支出性质", "功能科目", "经济科目") for value in one.keys.get(key, ())[:1] if len(one.keys[key]) == 1]
    return "/".join((kind, *keys)) + (f"（{one.label}）" if one.label and not keys else "")
