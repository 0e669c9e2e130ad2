"""A small ledger for the tests of importing; what its data file holds, and what it is to hold."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from generator.importing.importer import Imported
from generator.importing.writing import FileOrigin, new_text
from generator.ledger.bookkeeping import keep
from generator.model.load import load
from generator.model.money import FUNDS, SOURCES
from tests.importing_books import Ledger

D = Decimal


SMALL = Ledger(
    income={
        (SOURCES[0], "2070101"): D("3289370"),
        (SOURCES[0], "2070104"): D("1656280.55"),
        (SOURCES[1], "2296003"): D("500600"),
        (SOURCES[4], "2070104"): D("128600"),
        (SOURCES[7], "2070104"): D("6320.18"),
    },
    outlay={
        (FUNDS[0], "2070101", "基本支出", "30101"): D("1208600"),
        (FUNDS[0], "2070101", "基本支出", "30201"): D("120530.12"),
        (FUNDS[0], "2070101", "项目支出", "31002"): D("45080"),
        (FUNDS[0], "2070104", "基本支出", "30201"): D("36400"),
        (FUNDS[0], "2070104", "项目支出", "30201"): D("52000"),
        (FUNDS[0], "2070104", "项目支出", "30901"): D("300000"),
        (FUNDS[1], "2296003", "项目支出", "31003"): D("480000"),
        (FUNDS[3], "2070104", "基本支出", "30201"): D("24500"),
        (FUNDS[3], "2070104", "经营支出", "30226"): D("41200"),
        (FUNDS[3], "2070104", "经营支出", "39999"): D("7"),
    },
    opening={(FUNDS[0], "2070104"): D("185420.55"), (FUNDS[1], "2296003"): D("40000")},
    budgets={
        (FUNDS[0], "2070101"): (D("1500000"), D("1400000")),
        (FUNDS[0], "2070104"): (D("388400"), D("388400")),
        (FUNDS[1], "2296003"): (D("0"), D("500000")),
    },
)


def text_of(imported: Imported) -> str:
    """The new file of an import, as a clerk who has answered what only the clerk knows leaves it."""
    text = new_text(
        imported.figures,
        imported.money_unit,
        FileOrigin(imported.owner, imported.year, imported.files),
    )
    for key, word in (("口径", "单位"), ("性质", "行政单位")):
        text = re.sub(rf"(?m)^  {key}: 待填 .*$", f"  {key}: {word}", text)
    no_foreign_guests = "外事: {决算数: 0, 批次: 0, 人次: 0}"
    return text.replace("外事: {决算数: 待填, 批次: 待填, 人次: 待填}", no_foreign_guests)


def facts_of(text: str, folder: Path) -> dict[tuple[str, ...], Decimal]:
    """The facts of a data file in 元, read by the program itself."""
    path = folder / "读回.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load(path)
    assert loaded.accounts is not None, [f"{one.place} {one.message}" for one in loaded.findings]
    books, findings = keep(loaded.accounts)
    # Workbooks do not name projects: that the clerk has to do is told, and the amounts count all the same.
    assert not [one for one in findings if one.rule != "待填"], findings
    found: dict[tuple[str, ...], Decimal] = {}
    for fact in books.facts:
        found[
            fact.类型,
            fact.来源,
            fact.资金 if fact.类型 != "收入" else "",
            fact.功能科目,
            fact.支出性质,
            fact.经济科目,
        ] = fact.amount * 10_000
    return found


def expected(ledger: Ledger) -> dict[tuple[str, ...], Decimal]:
    found = {
        ("收入", source, "", item, "", ""): amount
        for (source, item), amount in ledger.income.items()
        if amount
    }
    found |= {
        ("支出", "", fund, code, nature, economic): amount
        for (fund, code, nature, economic), amount in ledger.outlay.items()
        if amount
    }
    return found | {
        ("年初结转和结余", "", fund, item, "", ""): amount
        for (fund, item), amount in ledger.opening.items()
        if amount
    }
