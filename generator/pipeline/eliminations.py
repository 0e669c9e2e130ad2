"""The report on a 部门 that adds up its units: what each tells, what was taken out, what is left."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePath

from generator.ledger.figure import round_half_up
from generator.ledger.rollup import Line, Rollup
from generator.ledger.transfers import Elimination
from generator.money import WAN, Money

_MONEY = Money(WAN)


def rollup_json(done: Rollup) -> dict[str, object]:
    """A 部门's units and what was taken out of them; amounts are exact texts in 万元."""
    units = [
        {
            "unit": one.unit,
            "file": one.file,
            "income": {
                "gross": f"{one.income:f}",
                "eliminated": f"{one.income_out:f}",
                "net": f"{one.income - one.income_out:f}",
            },
            "outlay": {
                "gross": f"{one.outlay:f}",
                "eliminated": f"{one.outlay_out:f}",
                "net": f"{one.outlay - one.outlay_out:f}",
            },
        }
        for one in done.lines
    ]
    pairs = [
        {
            "kind": one.kind,
            "payer": one.payer,
            "receiver": one.receiver,
            "amount": f"{one.amount:f}",
            "declared": one.declared,
            "places": [
                str(taken.fact.place) for taken in (*one.paid, *one.received) if taken.fact.place
            ],
        }
        for one in done.eliminations
    ]
    return {"unit": "万元", "units": units, "eliminations": pairs}


def elimination_table(done: Rollup) -> None:
    """Print what a 部门 adds up: each unit's income and outlay, what was taken out, what is left; then every transfer with its lines."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title="汇总和抵销（万元）")
    for head in ("单位", "收入", "抵销", "抵销后", "支出", "抵销", "抵销后"):
        table.add_column(head, justify="left" if head == "单位" else "right", overflow="fold")
    sums = [
        sum(found, Decimal(0))
        for found in zip(
            *((one.income, one.income_out, one.outlay, one.outlay_out) for one in done.lines),
            strict=True,
        )
    ]
    rows = [
        (
            one.unit,
            (
                one.income,
                one.income_out,
                one.income - one.income_out,
                one.outlay,
                one.outlay_out,
                one.outlay - one.outlay_out,
            ),
        )
        for one in (*done.lines, Line("部门", "", *sums))
    ]
    # All with as many decimals as the finest needs: they are added up by the eye.
    decimals = max(
        len(_MONEY.number(amount).partition(".")[2]) for _, amounts in rows for amount in amounts
    )
    for number, (name, amounts) in enumerate(rows, 1):
        table.add_row(
            name,
            *(f"{round_half_up(amount, decimals):f}" for amount in amounts),
            end_section=number == len(done.lines),
        )
    Console().print(table)
    for pair in done.eliminations:
        print(f"抵销 {pair_text(pair)}")
    if not done.eliminations:
        print("没有内部往来要抵销。")


def pair_text(pair: Elimination) -> str:
    """One transfer that was taken out, with the lines of the units' files."""
    how = "内部往来写明的" if pair.declared else "两边正好对上，自动抵销"
    lines = dict.fromkeys(
        f"{PurePath(one.fact.place.file).name} 第 {one.fact.place.line} 行"
        for one in (*pair.paid, *pair.received)
        if one.fact.place
    )
    return f"{pair.kind}：{pair.payer} → {pair.receiver} {_MONEY(pair.amount)}（{how}；{'；'.join(lines)}）"
