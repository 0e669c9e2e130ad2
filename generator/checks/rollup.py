"""汇总: what a 部门's own file may say beside its units', and whether everything they paid one
another is found on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import PurePath

from generator.checks.rule import Problem, finding_of
from generator.findings.place import Finding, Level
from generator.findings.rules import Group, Rule, declare
from generator.ledger.merged import typed_again
from generator.ledger.rollup import Rollup
from generator.ledger.transfers import (
    KINDS,
    ContradictedTransfer,
    MisdeclaredTransfer,
    TakenAmount,
    nearest_partner,
)
from generator.model.accounts import Accounts
from generator.model.rollup import OUTSIDE
from generator.money import YUAN, Money
from generator.reading.nearest import contrary, is_typo
from generator.reading.nodes import Node, place_of

TYPED = declare(
    "汇总自填",
    Group.COMPLETE,
    Level.ERROR,
    "汇总的数在单位的文件里填",
    "部门的数是各单位相加的；这里再填一个，就不知道该用哪一个。",
    "《预算法》第七十六条，《部门决算管理办法》",
)
TRANSFER = declare(
    "内部往来",
    Group.BALANCE,
    Level.ERROR,
    "内部往来的单位和金额都对得上",
    "抵销要在两边各减去同一个数；一边没有这么多，抵销后就不平。",
    "《部门决算管理办法》，勾稽公式 43",
)
UNMATCHED = declare(
    "往来未抵",
    Group.BALANCE,
    Level.ERROR,
    "补助、上缴都找到了对方",
    "单位之间的补助和上缴，在部门里只是左手到右手；不抵销，部门的收入和支出都多算。",
    "《部门决算管理办法》，勾稽公式 43",
)
UNITS = declare(
    "汇总单位",
    Group.COMPLETE,
    Level.WARNING,
    "下属单位与汇总的文件一致",
    "名单里有、数里没有，或者反过来，都是漏了单位。",
    "《预算法》第七十六条，《部门决算管理办法》",
)
LAST = declare(
    "上年汇总",
    Group.COMPLETE,
    Level.WARNING,
    "相加的上年数里没有内部往来",
    "几个单位的上年数相加，没有抵销它们之间上年的往来，会比上年公开的数大。",
    "《部门决算管理办法》，勾稽公式 44",
)

_MOST_NAMES = 12
_HUNDRED_YUAN = Decimal("0.01")


def rollup_findings(done: Rollup, department: Accounts, root: Node) -> list[Finding]:
    """Everything to be said of a roll-up besides what the ordinary rules say of its figures."""
    return [finding_of(rule, problem) for rule, problem in _problems(done, department, root)]


def _problems(done: Rollup, department: Accounts, root: Node) -> Iterator[tuple[Rule, Problem]]:
    money = Money(department.金额单位)
    for path, place in typed_again(department, done.statement.accounts):
        yield (
            TYPED,
            Problem(
                place, f"“{'.'.join(path)}”由各单位相加，这里不填", "删去；数有出入，改单位的文件"
            ),
        )
    for name, place in done.strange:
        yield TYPED, Problem(place, f"各单位都没有“{name}”这个科目的支出", "删去，或核对科目")
    for wrong in done.eliminated.wrong:
        yield TRANSFER, _wrong(wrong, done, root, money)
    for contradicted in done.eliminated.contradicted:
        yield TRANSFER, _contradicted(contradicted, root, money)
    for taken in done.eliminated.unmatched:
        yield UNMATCHED, _unmatched(taken, done.eliminated.unmatched, root, money)
    if department.单位.下属单位 and len(department.单位.下属单位) != len(department.汇总):
        message = (
            f"下属单位写了 {len(department.单位.下属单位)} 个，"
            f"汇总了 {len(department.汇总)} 个单位的文件"
        )
        yield (
            UNITS,
            Problem(
                place_of(root, ("单位", "下属单位")),
                message,
                "补上缺的文件或名称；下属单位 不填时，就用各文件里的单位",
            ),
        )
    if department.上年 is None:
        message = "没有填 上年，上年数是各单位上年数的和，没有抵销上年的内部往来"
        yield (
            LAST,
            Problem(
                place_of(root, ("汇总",)),
                message,
                "填部门上年的数据文件：上年: 某局-2022.yaml；上年没有内部往来的，"
                "在 核对说明 里写明",
            ),
        )


def _wrong(wrong: MisdeclaredTransfer, done: Rollup, root: Node, money: Money) -> Problem:
    place = place_of(root, ("内部往来", wrong.index, wrong.side))
    if wrong.there is not None:
        nature, source = KINDS[wrong.transfer.种类]
        kind = {"付": nature, "收": source}[wrong.side]
        typed = wrong.transfer.金额.value
        named = "（写明的科目）" if wrong.transfer.科目 else ""
        return Problem(
            place_of(root, ("内部往来", wrong.index, "金额")),
            f"“{wrong.name}”的{kind}{named}只有 {money(wrong.there)}，不够抵 {money(typed)}",
            "核对金额、科目和单位的文件；两条写了同一笔的，删去一条",
            f"不超过 {money.number(wrong.there)}",
            money.number(typed),
        )
    units = [line.name for line in done.lines]
    both_alike = wrong.name == str(wrong.transfer.付) == str(wrong.transfer.收)
    if wrong.name in units or both_alike:
        return Problem(place, f"付方和收方都是“{wrong.name}”", "写付款和收款的两个单位")
    intended = [
        unit for unit in units if is_typo(wrong.name, unit) and not contrary(wrong.name, unit)
    ]
    fix = f"从这些里选：{_listed([*units, OUTSIDE])}"
    if len(intended) == 1:
        fix = f"改成：{intended[0]}"
    return Problem(place, f"汇总的单位里没有“{wrong.name}”", fix)


def _listed(units: Sequence[str]) -> str:
    """Names to choose from; of very many the first, and where the others stand."""
    if len(units) <= _MOST_NAMES:
        return "、".join(units)
    shown = "、".join(units[: _MOST_NAMES - 1])
    return f"{shown}……（共 {len(units) - 1} 个单位，照各单位文件里的名称写），或 {OUTSIDE}"


def _contradicted(contradicted: ContradictedTransfer, root: Node, money: Money) -> Problem:
    declared, besides = contradicted.declared, contradicted.besides
    both = declared.amount + besides.amount
    lines = "；".join(dict.fromkeys(_spot(taken) for taken in (*declared.paid, *declared.received)))
    return Problem(
        place_of(root, ("内部往来", contradicted.index, "金额")),
        f"写明的{declared.kind}是 {money(declared.amount)}，"
        f"“{declared.payer}”和“{declared.receiver}”的文件里都是 {money(both)}（{lines}），"
        f"相差 {money(besides.amount)}",
        f"改成 金额: {money.typed(both)}；或删去这一条，两边正好对上的自动抵销；是几笔的，逐笔写明",
        money.number(both),
        money.number(declared.amount),
        money.number(-besides.amount),
    )


def _spot(taken: TakenAmount) -> str:
    """The file and the line where an amount was typed."""
    place = taken.fact.place
    if place is None:
        return taken.fact.单位
    return f"{PurePath(place.file).name} 第 {place.line} 行"


def _gap(amount: Decimal, money: Money) -> str:
    """A difference; one of less than 100 元 in 元."""
    if amount < _HUNDRED_YUAN:
        return Money(YUAN)(amount)
    return money(amount)


def _unmatched(
    taken: TakenAmount, others: Sequence[TakenAmount], root: Node, money: Money
) -> Problem:
    fact = taken.fact
    name = fact.支出性质 or fact.来源
    kind = next(kind for kind, sides in KINDS.items() if name in sides)
    side, opposite = ("付", "收") if fact.类型 == "支出" else ("收", "付")
    near = nearest_partner(taken, others)
    closest, expected, difference = "", "", ""
    if near:
        gap = taken.amount - near.amount
        expected, difference = money.number(near.amount), money.number(gap)
        closest = (
            f"；最接近的是“{near.fact.单位}”（{_spot(near)}）写的 {money(near.amount)}，"
            f"相差 {_gap(abs(gap), money)}"
        )
    return Problem(
        fact.place or place_of(root, ("汇总",)),
        f"“{fact.单位}”的{name} {money(taken.amount)}，没有找到{opposite}款的单位{closest}",
        f"两边应是同一个数，核对对方的文件；确是部门以外的，在部门的文件里写 "
        f"内部往来: [{{种类: {kind}, {side}: {fact.单位}, {opposite}: {OUTSIDE}, "
        f"金额: {money.typed(taken.amount)}}}]",
        expected,
        money.number(taken.amount),
        difference,
    )
