"""What the tables say → the facts of a ledger: 收入, 支出, 年初 and 年末结转和结余, budgets; each with the cells that it comes from."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from generator.importing.amounts import Known, as_seen, belongs, items_of, known_of, told_of
from generator.importing.conflicts import tell_conflicts
from generator.importing.evidence import ZERO, Evidence, Seen, money
from generator.importing.gaps import gaps_of, is_gap, open_gaps
from generator.importing.outlay import outlay_of
from generator.importing.solve import Conflict, Found, Variable, solve
from generator.importing.unplaced import Placed, tell_unplaced
from generator.model.money import FUNDS, SOURCES
from generator.model.subjects import Catalogue

_BALANCES = ("年初结转和结余", "年末结转和结余")


class Ledger(Struct):
    """The facts. ``outlay``: 资金, 功能科目, 支出性质 → 项目, 经济科目 → amount; both "" where only the whole is known.

    ``split``: 人员经费 and 公用经费, where they cannot be given to items.
    """

    income: dict[tuple[str, str], Known] = field(default_factory=dict)
    opening: dict[tuple[str, str], Known] = field(default_factory=dict)
    closing: dict[tuple[str, str], Known] = field(default_factory=dict)
    outlay: dict[tuple[str, str, str], dict[tuple[str, str], Known]] = field(default_factory=dict)
    split: dict[str, Known] = field(default_factory=dict)
    budgets: dict[tuple[str, str, str], Known] = field(default_factory=dict)


def ledger_of(evidence: Evidence, year: Catalogue) -> Ledger:
    """The facts below what was seen; what disagrees, or has no place in a data file, becomes a remark."""
    ledger = Ledger()
    _untyped(evidence)
    conflicts: list[Conflict] = []
    placed: list[Placed] = []
    for kind, key, firsts, into in (
        ("收入", "来源", SOURCES, ledger.income),
        (_BALANCES[0], "资金", FUNDS, ledger.opening),
        (_BALANCES[1], "资金", FUNDS, ledger.closing),
    ):
        seen = [_plain(one, key) for one in _of(evidence, kind)]
        into.update(_table(evidence, kind, key, firsts, seen, year, conflicts))
        of_kind: dict[Variable, Known] = dict(into.items())
        placed.append(Placed(kind, seen, (key, "功能科目"), of_kind))
    seen = _of(evidence, "支出")
    outlay = outlay_of(evidence, seen, year)
    ledger.outlay, ledger.split = outlay.facts, outlay.split
    conflicts += outlay.conflicts
    _below(evidence, outlay.below, "支出")
    names = ("资金", "功能科目", "支出性质", "项目", "经济科目")
    facts: dict[Variable, Known] = {
        (*triple, *rest): known
        for triple, parts in outlay.facts.items()
        for rest, known in parts.items()
    }
    placed.append(
        Placed("支出", [one for one in seen if "经济科目" not in one.keys], names[:3], outlay.whole)
    )
    placed.append(
        Placed(
            "支出",
            [one for one in seen if "经济科目" in one.keys],
            names,
            facts,
            bool(outlay.split),
        )
    )
    _budgets(evidence, ledger, year)
    _negative(evidence, ledger)
    tell_conflicts(evidence, conflicts)
    tell_unplaced(evidence, placed, conflicts)
    return ledger


def _untyped(evidence: Evidence) -> None:
    """Amounts of which no declaration says whether they are income or outlay."""
    sheets = {
        one.spot.sheet: one
        for one in reversed(evidence.seen)
        if one.amount and "类型" not in one.keys
    }
    for one in sheets.values():
        message = (
            f"读到了 {one.label or '数'} {money(one.amount)} 元，对照文件没有说它是收入还是支出"
        )
        evidence.remark(
            one.spot, message, "没有导入；在对照文件的 账 或这一列里写 类型（docs/导入对照.md）"
        )


def _of(evidence: Evidence, kind: str) -> list[Seen]:
    return [
        one for one in evidence.seen if one.keys.get("类型") == (kind,) and one.measure == "决算"
    ]


def _table(
    evidence: Evidence,
    kind: str,
    key: str,
    firsts: Sequence[str],
    seen: Sequence[Seen],
    year: Catalogue,
    conflicts: list[Conflict],
) -> dict[tuple[str, str], Known]:
    """An amount for each source (or fund), by item as far as the tables tell it."""
    if not seen:
        return {}
    rough = [one for one in seen if "功能科目" not in one.keys and not one.without]
    whole = solve((key,), [(first,) for first in firsts], rough)
    items, told = items_of(seen), told_of(seen, key)
    pairs: list[Variable] = [
        (first, code) for first in firsts for code in items if belongs(first, code, year, told)
    ]
    # A fund of which no table tells the items is one fact by itself, so that sums over funds can be compared.
    pairs += [(first, "") for first in firsts if not any(one == first for one, _ in pairs)]
    bare = {first for first, code in pairs if not code}
    pairs += open_gaps(
        (key, "功能科目"),
        [(first, code) for first in firsts if first not in bare for code in gaps_of(seen)],
        seen,
    )
    inner = [one for one in seen if "功能科目" in one.keys or one.without]
    fixed = [as_seen({key: first}, found) for (first,), found in whole.found.items()]
    detail = solve((key, "功能科目"), pairs, [*inner, *fixed, *rough])
    conflicts += [*detail.conflicts, *(one for one in whole.conflicts if not items)]
    _below(evidence, {**whole.below, **detail.below}, kind)
    result: dict[tuple[str, str], Known] = {}
    for first in firsts:
        mine = [code for one, code in pairs if one == first and code]
        codes = [code for code in mine if not is_gap(code)]
        total = whole.found.get((first,))
        found = {
            code: one for code in mine if (one := detail.found.get((first, code))) and one.amount
        }
        loose = any(
            (first, code) in detail.open or (is_gap(code) and code in found) for code in mine
        )
        if total is not None and (loose or not codes or (total.amount and not found)):
            if total.amount:
                result[first, ""] = known_of(total)
                if codes and loose and kind == "收入":
                    evidence.remark(
                        total.given[0].spot,
                        f"{kind}里“{first}”只有总数，分不到项级科目",
                        "只填了总数；要分到项级科目，请自己填",
                        grave=False,
                    )
            continue
        result.update(
            {(first, code): known_of(one) for code, one in found.items() if not is_gap(code)}
        )
    return result


def _plain(one: Seen, key: str) -> Seen:
    """An amount with the keys of its kind alone: income has a source and so no fund, a balance the other way round."""
    keys = {name: value for name, value in one.keys.items() if name in ("类型", "功能科目", key)}
    funds = one.keys.get("资金", ())
    if key == "来源" and "来源" not in keys and funds:
        keys["来源"] = tuple(source for source in SOURCES if source.startswith(funds))
    return replace(
        one,
        keys=keys,
        without={name: value for name, value in one.without.items() if name == "功能科目"},
    )


def _below(evidence: Evidence, below: dict[Variable, Found], kind: str) -> None:
    """Remainders below zero."""
    for variable, found in below.items():
        what = "/".join((kind, *(part for part in variable if part and not is_gap(part))))
        message = f"{what} 由合计减去其他各数推出来是 {money(found.amount)} 元，表里没有这个负数"
        evidence.remark(found.given[0].spot, message, "没有导入；核对合计和各明细，或自己填")


def _negative(evidence: Evidence, ledger: Ledger) -> None:
    """Closing balances below zero are taken as they stand, and said."""
    some = [
        ("/".join(filter(None, keys)), known)
        for keys, known in ledger.closing.items()
        if known.amount < 0
    ]
    if some:
        told = "；".join(
            f"{what} {money(known.amount)} 元（{known.spots[0]}）" for what, known in some
        )
        advice = "照着导入了；结余一般不会是负数，核对各科目的年初、收入、支出"
        evidence.remark(
            some[0][1].spots[0], f"{_BALANCES[1]}有 {len(some)} 个负数：{told}", advice, grave=False
        )


def _budgets(evidence: Evidence, ledger: Ledger, year: Catalogue) -> None:
    """Budgets of items. A table over all funds gives an item's budget to the only fund that has the item."""
    used = {(fund, code) for fund, code, _ in ledger.outlay}
    for one in evidence.seen:
        codes = one.keys.get("功能科目", ())
        if (
            one.measure == "决算"
            or one.keys.get("类型") != ("支出",)
            or len(codes) != 1
            or len(codes[0]) != 7
            or "支出性质" in one.keys
            or "经济科目" in one.keys
        ):
            continue
        code, funds = codes[0], one.keys.get("资金", FUNDS)
        having = [fund for fund in funds if (fund, code) in used] or (
            list(funds)
            if len(funds) == 1
            else [fund for fund in funds if belongs(fund, code, year, set())][:1]
        )
        if len(having) == 1 and (one.amount or (having[0], code) in used):
            ledger.budgets.setdefault(
                (having[0], code, one.measure), Known(one.amount, (one.spot,))
            )
        elif len(having) > 1 and one.amount:
            message = (
                f"{code} 的预算数 {money(one.amount)} 元不分资金，而这个科目有 {'、'.join(having)}"
            )
            evidence.remark(one.spot, message, "没有导入；请分开填在各资金的 预算数 里")

    both = {one.measure for one in evidence.seen} >= {"年初", "全年"}
    for fund, code, kind in list(ledger.budgets) if both else ():
        other = {"年初": "全年", "全年": "年初"}.get(kind)
        if other:  # a blank beside a number is no budget of that kind
            ledger.budgets.setdefault(
                (fund, code, other), Known(ZERO, ledger.budgets[fund, code, kind].spots)
            )
