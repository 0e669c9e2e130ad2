"""Importing workbooks: what the accounts software exports arrives figure by figure, in every layout."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.importing.importer import Imported, import_files
from generator.importing.writing import Origin, new_text
from generator.ledger.books import keep
from generator.model.load import load
from generator.model.money import FUNDS, SOURCES
from tests.importing_books import YEAR, Layout, Ledger, software

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
LAYOUTS = {
    "plain": Layout(),
    "three columns": Layout(codes="three", noise=True),
    "as printed": Layout(codes="three", levels_below=True),
    "as printed, no merged areas": Layout(codes="three", levels_below=True, merged=False),
    "spaced, texts": Layout(codes="spaced", texts=True),
    "万元": Layout(unit="万元", coded_heads=True),
    "no merged areas": Layout(codes="three", merged=False),
    "split": Layout(split=30, noise=True),
}


def text_of(imported: Imported) -> str:
    """The new file of an import, as a clerk who has answered what only the clerk knows leaves it."""
    text = new_text(imported.figures, imported.unit, Origin(imported.owner, imported.year, imported.files))
    for key, word in (("口径", "单位"), ("性质", "行政单位")):
        text = re.sub(rf"(?m)^  {key}: 待填 .*$", f"  {key}: {word}", text)
    return text


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
        found[fact.类型, fact.来源, fact.资金 if fact.类型 != "收入" else "", fact.功能科目, fact.支出性质, fact.经济科目] = fact.amount * 10_000
    return found


def expected(ledger: Ledger) -> dict[tuple[str, ...], Decimal]:
    found = {("收入", source, "", item, "", ""): amount for (source, item), amount in ledger.income.items() if amount}
    found |= {("支出", "", fund, code, nature, economic): amount for (fund, code, nature, economic), amount in ledger.outlay.items() if amount}
    return found | {("年初结转和结余", "", fund, item, "", ""): amount for (fund, item), amount in ledger.opening.items() if amount}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_figure_arrives(name: str, tmp_path: Path) -> None:
    imported = import_files([software(tmp_path / "决算.xlsx", SMALL, LAYOUTS[name])])
    assert (imported.owner, imported.year, imported.unit) == ("某市某某局", YEAR, LAYOUTS[name].unit)
    assert [one for one in imported.evidence.remarks if one.grave] == []
    text = text_of(imported)
    found = facts_of(text, tmp_path)
    assert {key: amount for key, amount in found.items() if key[0] != "年末结转和结余"} == expected(SMALL)
    budgets = {line.path[1:]: line.amount for line in imported.figures.lines if "预算数" in line.path}
    assert budgets["一般公共预算", "2070101 行政运行", "预算数", "年初"] == D("1500000")
    assert budgets["政府性基金预算", "2296003 用于体育事业的彩票公益金支出", "预算数", "全年"] == D("500000")
    assert all(line.spots and line.spots[0].cell for line in imported.figures.lines)


def test_single_places_arrive(tmp_path: Path) -> None:
    """财决附03: amounts of two budgets, counts, and parts that another line holds."""
    imported = import_files([software(tmp_path / "决算.xlsx", SMALL)])
    found = {"/".join(line.path): line.amount for line in imported.figures.lines}
    assert found["三公经费/公务接待费/预算数/全年"] == 30000
    assert found["三公经费/公务接待费/国内/决算数"] == 22140 - 2800
    assert (found["三公经费/公务接待费/国内/批次"], found["三公经费/公务接待费/外事/批次"]) == (11, 1)
    assert found["三公经费/公务用车购置及运行维护费/保有量"] == 4
    assert found["国有资产/车辆/机要通信用车"] == 1
    assert found["国有资产/设备/单价100万元以上设备"] == 1
    assert found["政府采购/货物"] == 1136000
    assert found["机关运行经费/决算数"] == 595110


def test_marks_stand_where_only_the_clerk_knows(tmp_path: Path) -> None:
    text = text_of(import_files([software(tmp_path / "决算.xlsx", SMALL)]))
    assert "原因:  # 填：决算比全年预算少 25789.88 元的原因" in text
    assert "# 待填：上年" in text
    assert "30201 办公费: 52000  # 来源: Z08_2!" in text
    lines = text.split("\n")
    item = next(number for number, line in enumerate(lines) if line == "    2070104 图书馆:")
    end = next(number for number, line in enumerate(lines) if number > item and line.startswith("  政府性基金预算:"))
    assert not any("原因" in line for line in lines[item:end]), "no reason is asked for where budget and outlay agree"


codes = st.sampled_from(["2010301", "2010302", "2070101", "2070104", "2080505", "2210201"])
money = st.integers(1, 10**11).map(lambda cents: D(cents) / 100)
economics = st.sampled_from(["30101", "30107", "30201", "30299", "30304", "31002", "39999"])


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    ledger = Ledger()
    for code in draw(st.lists(codes, min_size=1, max_size=4, unique=True)):
        for nature in draw(st.sets(st.sampled_from(["基本支出", "项目支出"]), min_size=1)):
            for economic in draw(st.sets(economics, min_size=1, max_size=3)):
                ledger.outlay[FUNDS[0], code, nature, economic] = draw(money)
        if draw(st.booleans()):
            ledger.outlay[FUNDS[3], code, "基本支出", draw(economics)] = draw(money)
        ledger.income[SOURCES[0], code] = draw(money)
        if draw(st.booleans()):
            ledger.income[draw(st.sampled_from(SOURCES[3:])), code] = draw(money)
        if draw(st.booleans()):
            ledger.opening[FUNDS[0], code] = draw(money)
    if draw(st.booleans()):
        ledger.income[SOURCES[1], "2296003"] = draw(money)
        ledger.outlay[FUNDS[1], "2296003", "项目支出", "31003"] = draw(money)
    return ledger


layouts = st.builds(
    Layout,
    codes=st.sampled_from(["one", "three", "spaced"]),
    texts=st.booleans(),
    merged=st.booleans(),
    noise=st.booleans(),
    split=st.sampled_from([0, 40]),
    coded_heads=st.booleans(),
    levels_below=st.booleans(),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(ledger=ledgers(), layout=layouts)
def test_any_ledger_in_any_layout_arrives(ledger: Ledger, layout: Layout, tmp_path: Path) -> None:
    imported = import_files([software(tmp_path / "决算.xlsx", ledger, layout)])
    assert [one for one in imported.evidence.remarks if one.grave] == []
    found = facts_of(text_of(imported), tmp_path)
    assert {key: amount for key, amount in found.items() if key[0] != "年末结转和结余"} == expected(ledger)
