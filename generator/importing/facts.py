"""What the tables say → the facts of a ledger: 收入, 支出, 年初 and 年末结转和结余, budgets; each with the cells that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from generator.importing.declared import FISCAL_SOURCES
from generator.importing.evidence import ZERO, Evidence, Seen, Spot
from generator.importing.solve import Conflict, Found, Solution, Variable, solve
from generator.model.money import FUNDS, NATURES, SOURCES
from generator.model.subjects import Catalogue

_FISCAL_NATURES = NATURES[:2]
_KIND_OF = {"功能-政府性基金预算": FUNDS[1], "功能-国有资本经营预算": FUNDS[2]}


@dataclass(frozen=True, slots=True)
class Known:
    """An amount in 元 and its cells."""

    amount: Decimal
    spots: tuple[Spot, ...]
    slack: Decimal = ZERO


@dataclass(slots=True)
class Ledger:
    """The facts. ``outlay``: 资金, 功能科目, 支出性质 → 项目, 经济科目 → amount; both "" where only the whole is known."""

    income: dict[tuple[str, str], Known] = field(default_factory=dict)
    opening: dict[tuple[str, str], Known] = field(default_factory=dict)
    closing: dict[tuple[str, str], Known] = field(default_factory=dict)
    outlay: dict[tuple[str, str, str], dict[tuple[str, str], Known]] = field(default_factory=dict)
    budgets: dict[tuple[str, str, str], Known] = field(default_factory=dict)


def ledger_of(evidence: Evidence, year: Catalogue) -> Ledger:
    """The facts below what was seen; what disagrees or cannot be told becomes a remark."""
    ledger = Ledger()
    ledger.income = _table(evidence, "收入", "来源", SOURCES, year)
    ledger.opening = _table(evidence, "年初结转和结余", "资金", FUNDS, year)
    ledger.closing = _table(evidence, "年末结转和结余", "资金", FUNDS, year)
    _outlay(evidence, ledger, year)
    _budgets(evidence, ledger, year)
    return ledger


def _of(evidence: Evidence, kind: str) -> list[Seen]:
    return [one for one in evidence.seen if one.keys.get("类型") == (kind,) and one.measure == "决算"]


def _belongs(first: str, code: str, year: Catalogue, told: set[tuple[str, str]]) -> bool:
    """Whether a fund or source may have an item: told so by a table, or of its kind in the catalogue."""
    if (first, code) in told:
        return True
    subject = year.functional(code)
    own = _KIND_OF.get(subject.kind, "") if subject else ""
    if own:
        return first.startswith(own)
    return not first.startswith(FUNDS[1:3])


def _told(seen: Iterable[Seen], key: str) -> set[tuple[str, str]]:
    return {
        (first, code)
        for one in seen
        if len(one.keys.get(key, ())) == 1 and not one.implied
        for first in one.keys[key]
        for code in one.keys.get("功能科目", ())
        if len(code) == 7
    }


def _items(seen: Iterable[Seen]) -> list[str]:
    return sorted({code for one in seen for code in one.keys.get("功能科目", ()) if len(code) == 7})


def _table(evidence: Evidence, kind: str, key: str, firsts: Sequence[str], year: Catalogue) -> dict[tuple[str, str], Known]:
    """An amount for each source (or fund), by item as far as the tables tell it."""
    seen = [_plain(one, key) for one in _of(evidence, kind)]
    if not seen:
        return {}
    whole = solve((key,), [(first,) for first in firsts], [one for one in seen if "功能科目" not in one.keys and not one.without])
    items, told = _items(seen), _told(seen, key)
    pairs = [(first, code) for first in firsts for code in items if _belongs(first, code, year, told)]
    # A fund of which no table tells the items is one fact by itself, so that sums over funds can be compared.
    pairs += [(first, "") for first in firsts if not any(one == first for one, _ in pairs)]
    inner = [one for one in seen if "功能科目" in one.keys or one.without]
    fixed = [_as_seen({key: variable}, found) for variable, found in whole.found.items()]
    detail = solve((key, "功能科目"), pairs, [*inner, *fixed, *(one for one in seen if "功能科目" not in one.keys and not one.without)])
    _conflicts(evidence, [*detail.conflicts, *(one for one in whole.conflicts if not items)])
    result: dict[tuple[str, str], Known] = {}
    for first in firsts:
        codes = [code for one, code in pairs if one == first and code]
        open_ = [code for code in codes if (first, code) in detail.open]
        total = whole.found.get((first,))
        sums = sum((detail.found[first, code].amount for code in codes if (first, code) in detail.found), ZERO)
        if (open_ or not codes or (total and total.amount and not sums)) and total is not None:
            if total.amount:
                result[first, ""] = _known(total)
                if codes and open_ and kind == "收入":
                    evidence.remark(_spot(total), f"{kind}里“{first}”只有总数，分不到项级科目", "只填了总数；要分到项级科目，请自己填", grave=False)
            continue
        for code in codes:
            found = detail.found.get((first, code))
            if found and found.amount:
                result[first, code] = _known(found)
    lost = {first for first, code in detail.open if code and whole.found.get((first,)) is None}
    if any(one.amount and len(set(one.keys.get(key, firsts)) & lost) > 0 for one in seen):
        _lost(evidence, seen, f"{kind}（{'、'.join(sorted(lost, key=firsts.index))}）")
    return result


def _plain(one: Seen, key: str) -> Seen:
    """An amount with the keys of its kind alone: income has a source and so no fund, a balance the other way round."""
    keys = {name: value for name, value in one.keys.items() if name in ("类型", "功能科目", key)}
    funds = one.keys.get("资金", ())
    if key == "来源" and "来源" not in keys and funds:
        keys["来源"] = tuple(source for source in SOURCES if source.startswith(funds))
    return replace(one, keys=keys, without={name: value for name, value in one.without.items() if name == "功能科目"})


def _as_seen(keys: dict[str, Variable], found: Found) -> Seen:
    """A solved value as an amount of the next stage, which is finer."""
    first = found.given[0]
    return Seen({key: (value[0],) for key, value in keys.items()}, found.amount, first.spot, slack=first.slack, label=first.label, implied=True)


def _outlay(evidence: Evidence, ledger: Ledger, year: Catalogue) -> None:
    seen = _of(evidence, "支出")
    items, told = _items(seen), _told(seen, "资金")
    rough = [one for one in seen if "经济科目" not in one.keys and "项目" not in one.keys and "经济科目" not in one.without]
    funds = _used_funds(seen, year, items)
    triples = [
        (fund, code, nature)
        for fund in funds
        for code in items
        if _belongs(fund, code, year, told)
        for nature in (NATURES if fund == FUNDS[3] else _FISCAL_NATURES)
    ]
    whole = solve(("资金", "功能科目", "支出性质"), triples, rough)
    _conflicts(evidence, whole.conflicts)
    _guess(evidence, whole, rough, triples)
    used = [triple for triple in triples if (found := whole.found.get(triple)) and found.amount]
    fine = [one for one in seen if one not in rough]
    economics = sorted({code for one in fine for code in one.keys.get("经济科目", ())})
    leaves = [code for code in economics if not any(other != code and other.startswith(code) for other in economics)]
    fixed = [_as_seen({"资金": triple[:1], "功能科目": triple[1:2], "支出性质": triple[2:]}, whole.found[triple]) for triple in used]
    keys = ("资金", "功能科目", "支出性质", "经济科目")
    spread = solve(keys, [(*triple, economic) for triple in used for economic in leaves], [*(one for one in fine if "项目" not in one.keys), *fixed])
    # What the first stage compared is not told twice.
    _conflicts(evidence, [one for one in spread.conflicts if not one.seen.implied])
    split = [triple for triple in used if triple[0] == FUNDS[0] and triple[2] == "项目支出" and evidence.projects.get(triple[1])]
    variables = [(*triple, project, economic) for triple in split for project in evidence.projects[triple[1]] for economic in (leaves or [""])]
    known = [_as_seen({key: (value,) for key, value in zip(keys, variable, strict=True)}, found) for variable, found in spread.found.items()]
    projects = solve((*keys[:3], "项目", "经济科目"), variables, [*(one for one in fine if "项目" in one.keys), *known, *fixed])
    _conflicts(evidence, [one for one in projects.conflicts if not one.seen.implied])
    for triple in used:
        plain = _by_economic(triple, spread, bool(leaves)) or {("", ""): _known(whole.found[triple])}
        ledger.outlay[triple] = _by_project(evidence, triple, plain, projects, fine) if triple in split else plain


def _used_funds(seen: Sequence[Seen], year: Catalogue, items: Sequence[str]) -> list[str]:
    """The funds that may have outlay. Without any table by fund, everything is taken for 一般公共预算 (and said so)."""
    told = {one.keys["资金"][0] for one in seen if len(one.keys.get("资金", ())) == 1 and one.amount}
    own = {_KIND_OF[subject.kind] for code in items if (subject := year.functional(code)) and subject.kind in _KIND_OF}
    return [fund for fund in FUNDS if fund in (FUNDS[0], FUNDS[3]) or fund in told | own]


def _guess(evidence: Evidence, whole: Solution, seen: Sequence[Seen], triples: Sequence[Variable]) -> None:
    """Where only a sum over funds is known, it is put under 一般公共预算 and the clerk is told."""
    groups: dict[tuple[str, str], list[Variable]] = {}
    for triple in triples:
        if triple in whole.open:
            groups.setdefault((triple[1], triple[2]), []).append(triple)
    guessed: list[str] = []
    spot = None
    for (code, nature), open_ in groups.items():
        sums = [one for one in seen if one.keys.get("功能科目") == (code,) and one.keys.get("支出性质") == (nature,) and "资金" not in one.keys]
        if not sums:
            continue
        known = sum((found.amount for triple, found in whole.found.items() if triple[1:] == (code, nature)), ZERO)
        first = next((one for one in open_ if one[0] == FUNDS[0]), open_[0])
        whole.found[first] = Found(sums[0].amount - known, (sums[0],))
        if sums[0].amount != known:
            guessed.append(code)
            spot = spot or sums[0].spot
    if guessed and spot:
        told = "、".join(sorted(set(guessed))[:5])
        message = f"没有分资金的表（财决07、09、11 或 公开06、10、12），分不出 {told} 等 {len(set(guessed))} 个科目是哪种资金"
        evidence.remark(spot, message, "已都放在 一般公共预算 下；有其他资金的请移出来")
    # What no table speaks of is nothing; what a sum may hold is unclear.
    unclear = {triple for triple in whole.open if triple not in whole.found and any(one.amount and _selects(one, triple) for one in seen)}
    if unclear and not guessed:
        _lost(evidence, seen, "支出（" + "、".join(sorted({triple[1] for triple in unclear})[:5]) + "）")


def _selects(one: Seen, triple: Variable) -> bool:
    """Whether an amount may hold a fact of 支出."""
    return all(triple[place].startswith(one.keys.get(key, ("",))) for place, key in enumerate(("资金", "功能科目", "支出性质")))


def _by_economic(triple: Variable, spread: Solution, told: bool) -> dict[tuple[str, str], Known]:
    """One item of one nature by 经济科目; nothing where the tables do not tell, or go no deeper than the classes."""
    if not told or any(variable[:3] == triple for variable in spread.open):
        return {}
    found = {variable[3]: one for variable, one in spread.found.items() if variable[:3] == triple and one.amount}
    return {("", code): _known(one) for code, one in found.items()} if all(len(code) == 5 for code in found) else {}


def _by_project(
    evidence: Evidence, triple: Variable, plain: dict[tuple[str, str], Known], solution: Solution, fine: Sequence[Seen]
) -> dict[tuple[str, str], Known]:
    """项目支出 by project and 经济科目. Where both are known but not together, the 经济科目 stay, since the tables need them."""
    result: dict[tuple[str, str], Known] = {}
    loose = False
    for project in evidence.projects[triple[1]]:
        mine = [variable for variable in (*solution.found, *solution.open) if variable[:4] == (*triple, project)]
        parts = {variable[4]: one for variable in mine if (one := solution.found.get(variable)) and one.amount}
        whole = next(
            (one for one in fine if one.keys.get("项目") == (project,) and one.keys.get("功能科目") == triple[1:2] and "经济科目" not in one.keys), None
        )
        if not any(variable in solution.open for variable in mine) and all(len(code) == 5 for code in parts):
            result.update({(project, code): _known(one) for code, one in parts.items()})
        elif whole is not None:
            loose = True
            result[project, ""] = Known(whole.amount, (whole.spot,), whole.slack)
    if not result or (loose and ("", "") not in plain):
        if loose:
            names = "、".join(evidence.projects[triple[1]])
            message = f"{triple[1]} 的项目（{names}）各有哪些经济科目，这几张表没有写"
            evidence.remark(next(iter(plain.values())).spots[0], message, "已按经济科目填在 项目支出 下；请按项目分开", grave=False)
        return plain
    return result


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
        having = [fund for fund in funds if (fund, code) in used] or [fund for fund in funds if _belongs(fund, code, year, set())][:1]
        if len(having) == 1 and (one.amount or (having[0], code) in used):
            ledger.budgets.setdefault((having[0], code, one.measure), Known(one.amount, (one.spot,)))
        elif len(having) > 1 and one.amount:
            message = f"{code} 的预算数 {one.amount} 元不分资金，而这个科目有 {'、'.join(having)}"
            evidence.remark(one.spot, message, "没有导入；请分开填在各资金的 预算数 里")

    both = {one.measure for one in evidence.seen} >= {"年初", "全年"}
    for fund, code, kind in list(ledger.budgets) if both else ():
        other = {"年初": "全年", "全年": "年初"}.get(kind)
        if other:  # a blank beside a number is no budget of that kind
            ledger.budgets.setdefault((fund, code, other), Known(ZERO, ledger.budgets[fund, code, kind].spots))


def _known(found: Found) -> Known:
    return Known(found.amount, _spots([found]), sum((one.slack for one in found.given), ZERO))


def _spots(found: Iterable[Found]) -> tuple[Spot, ...]:
    return tuple(dict.fromkeys(one.spot for part in found for one in part.given))


def _spot(found: Found) -> Spot:
    return found.given[0].spot


def _lost(evidence: Evidence, seen: Sequence[Seen], what: str) -> None:
    spot = next((one.spot for one in seen if one.amount), seen[0].spot)
    evidence.remark(spot, f"{what}的明细从这几张表里推不出来", "请补上分资金、分科目的表一起导入，或自己填")


def _conflicts(evidence: Evidence, conflicts: Iterable[Conflict]) -> None:
    for one in conflicts:
        parts = "＋".join(str(spot) for spot in _spots(one.parts)[:3])
        more = "等" if len(_spots(one.parts)) > 3 else ""
        same = len(one.parts) == 1
        message = f"{one.seen.label or '合计'}是 {one.seen.amount:,f} 元，{parts}{more}{'是' if same else '各明细相加是'} {one.sum:,f} 元，差 {one.seen.amount - one.sum:,f} 元"
        evidence.remark(one.seen.spot, message, "按明细导入；核对两处，把错的改正")


__all__ = ["FISCAL_SOURCES", "Known", "Ledger", "ledger_of"]
