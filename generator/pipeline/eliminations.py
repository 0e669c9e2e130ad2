"""The report on a 部门 that adds up its units: what each has, what was taken out, what is left."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath

from generator.findings.place import Place
from generator.ledger.figure import round_half_up
from generator.ledger.rollup import Rollup, UnitLine
from generator.ledger.transfers import Elimination
from generator.money import WAN, Money

_MONEY = Money(WAN)


def rollup_json(rollup: Rollup) -> dict[str, object]:
    """A 部门's units and what was taken out of them; amounts are exact texts in 万元."""
    units = [
        {
            "unit": unit.name,
            "file": unit.file,
            "income": _amounts_json(unit.income, unit.income_out),
            "outlay": _amounts_json(unit.outlay, unit.outlay_out),
        }
        for unit in rollup.lines
    ]
    pairs = [
        {
            "kind": pair.kind,
            "payer": pair.payer,
            "receiver": pair.receiver,
            "amount": f"{pair.amount:f}",
            "declared": pair.declared,
            "places": [str(place) for place in _places(pair)],
        }
        for pair in rollup.eliminations
    ]
    return {"unit": "万元", "units": units, "eliminations": pairs}


def _amounts_json(gross: Decimal, eliminated: Decimal) -> dict[str, str]:
    return {
        "gross": f"{gross:f}",
        "eliminated": f"{eliminated:f}",
        "net": f"{gross - eliminated:f}",
    }


def _places(pair: Elimination) -> list[Place]:
    """Where the two sides of a transfer were typed."""
    facts = [taken.fact for taken in (*pair.paid, *pair.received)]
    return [fact.place for fact in facts if fact.place]


def elimination_table(rollup: Rollup) -> None:
    """Print what a 部门 adds up: each unit's income and outlay, what was taken out, what is left.

    Every transfer follows with its lines.
    """
    from rich.console import Console
    from rich.table import Table

    table = Table(title="汇总和抵销（万元）")
    table.add_column("单位", justify="left", overflow="fold")
    for head in ("收入", "抵销", "抵销后", "支出", "抵销", "抵销后"):
        table.add_column(head, justify="right", overflow="fold")
    rows = [(unit.name, _amounts(unit)) for unit in (*rollup.lines, _department(rollup))]
    # All with as many decimals as the finest needs: they are added up by the eye.
    decimals = max(
        len(_MONEY.number(amount).partition(".")[2]) for _, amounts in rows for amount in amounts
    )
    for number, (name, amounts) in enumerate(rows, 1):
        cells = [f"{round_half_up(amount, decimals):f}" for amount in amounts]
        table.add_row(name, *cells, end_section=number == len(rollup.lines))
    Console().print(table)
    for pair in rollup.eliminations:
        print(f"抵销 {pair_text(pair)}")
    if not rollup.eliminations:
        print("没有内部往来要抵销。")


def _amounts(unit: UnitLine) -> tuple[Decimal, ...]:
    """The amounts of a line of the table, in the order of its columns."""
    return (
        unit.income,
        unit.income_out,
        unit.income - unit.income_out,
        unit.outlay,
        unit.outlay_out,
        unit.outlay - unit.outlay_out,
    )


def _department(rollup: Rollup) -> UnitLine:
    """The sums of all units."""
    units = rollup.lines
    return UnitLine(
        "部门",
        "",
        sum((unit.income for unit in units), Decimal(0)),
        sum((unit.income_out for unit in units), Decimal(0)),
        sum((unit.outlay for unit in units), Decimal(0)),
        sum((unit.outlay_out for unit in units), Decimal(0)),
    )


def pair_text(pair: Elimination) -> str:
    """One transfer that was taken out, with the lines of the units' files."""
    how = "内部往来写明的" if pair.declared else "两边正好对上，自动抵销"
    lines = dict.fromkeys(
        f"{PurePath(place.file).name} 第 {place.line} 行" for place in _places(pair)
    )
    transfer = f"{pair.payer} → {pair.receiver} {_MONEY(pair.amount)}"
    return f"{pair.kind}：{transfer}（{how}；{'；'.join(lines)}）"
