"""What was read and is in no line of the data file: nothing that a table says goes missing without a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.importing.amounts import Known
from generator.importing.conflicts import spots_of
from generator.importing.evidence import ZERO, Evidence, Seen, money
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


class Placed(Struct, frozen=True):
    """What was seen of one kind, and the facts that came of it, each a value for each of ``keys``; ``split``: 人员 and 公用 are in the file as totals."""

    kind: str
    seen: Sequence[Seen]
    keys: Sequence[str]
    facts: Mapping[Variable, Known]
    split: bool = False


def tell_unplaced(
    evidence: Evidence, placed: Iterable[Placed], conflicts: Iterable[Conflict]
) -> None:
    """A remark for each sheet and kind with numbers of which the file has nothing, or another sum that no remark tells."""
    told = (
        {one.seen.spot for one in conflicts}
        | {spot for one in conflicts for spot in spots_of(one)}
        | {one.spot for one in evidence.remarks}
    )
    for part in placed:
        index, known = Index(part.keys, list(part.facts)), list(part.facts.values())
        groups: dict[str, list[Seen]] = {}
        for one in part.seen:
            if not (
                one.implied
                or not one.amount
                or "项目" in one.keys
                or one.spot in told
                or _fits(one, index, known)
            ):
                groups.setdefault(one.spot.sheet, []).append(one)
        for some in groups.values():
            first = max(some, key=lambda seen: abs(seen.amount))
            _tell(
                evidence, part, some, sum((known[at].amount for at in index.members(first)), ZERO)
            )


def _fits(one: Seen, index: Index, known: Sequence[Known]) -> bool:
    """Whether the facts that an amount is the sum of make that sum."""
    mine = [known[number] for number in index.members(one)]
    slack = max(
        one.slack * (min(len(mine), 40) + 1), one.slack + sum((fact.slack for fact in mine), ZERO)
    )
    return abs(sum((fact.amount for fact in mine), ZERO) - one.amount) <= slack


def _lacking(kind: str, some: Sequence[Seen]) -> str:
    """What it takes to place the finest of several amounts."""
    one = max(some, key=lambda one: len(one.keys.get("功能科目", ("",))[0]))
    item, funds = len(one.keys.get("功能科目", ("",))[0]) == 7, one.keys.get("资金", ())
    if kind in _BALANCES:
        return "资金"
    if not item:
        return "经济科目" if "经济科目" in one.keys else "功能科目"
    if kind == "收入":
        return "功能科目"
    return "支出性质" if len(funds) == 1 else "资金"


def _tell(evidence: Evidence, part: Placed, some: Sequence[Seen], filled: Decimal) -> None:
    """A remark on amounts of one sheet and kind; ``filled``: how much of the largest is in the
    file, by other tables."""
    lacking = _lacking(part.kind, some)
    reason, advice = _LACKING[lacking]
    first = max(some, key=lambda one: abs(one.amount))
    more = f"等 {len(some)} 个数" if len(some) > 1 else ""
    split = part.split and first.keys.get("支出性质") == ("基本支出",) and "经济科目" in first.keys
    rest = ""
    if 0 < filled < first.amount:
        left = first.amount - filled
        rest = f"其中 {money(filled)} 元已由别的表填好，其余 {money(left)} 元"
    message = f"读到了 {_named(part.kind, first)} {money(first.amount)} 元{more}，{rest}{reason}，没有{'逐个' if split else ''}填进文件"
    # Where the sums of the items are in the file, only their detail is missing.
    finer = "经济科目" in first.keys and bool(part.facts)
    evidence.remark(first.spot, message, _SPLIT if split else advice, grave=not finer)


def _named(kind: str, one: Seen) -> str:
    keys = [
        one.keys[key][0]
        for key in ("资金", "来源", "支出性质", "功能科目", "经济科目")
        if len(one.keys.get(key, ())) == 1
    ]
    return "/".join((kind, *keys)) + (f"（{one.label}）" if one.label and not keys else "")
