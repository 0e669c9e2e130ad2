"""Importing workbooks: what the accounts software exports arrives figure by figure, in every layout."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.importing.importer import import_files
from generator.model.money import FUNDS, SOURCES
from tests.helpers import examples
from tests.importing_books import YEAR, Layout, Ledger, software
from tests.importing_ledger import SMALL, D, expected, facts_of, text_of

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


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_figure_arrives(name: str, tmp_path: Path) -> None:
    imported = import_files([software(tmp_path / "决算.xlsx", SMALL, LAYOUTS[name])])
    assert (imported.owner, imported.year, imported.money_unit) == (
        "某市某某局",
        YEAR,
        LAYOUTS[name].unit,
    )
    assert [one for one in imported.evidence.remarks if one.grave] == []
    text = text_of(imported)
    found = facts_of(text, tmp_path)
    assert {key: amount for key, amount in found.items() if key[0] != "年末结转和结余"} == expected(
        SMALL
    )
    budgets = {
        line.path[1:]: line.amount for line in imported.figures.lines if "预算数" in line.path
    }
    assert budgets["一般公共预算", "2070101 行政运行", "预算数", "年初"] == D("1500000")
    assert budgets["政府性基金预算", "2296003 用于体育事业的彩票公益金支出", "预算数", "全年"] == D(
        "500000"
    )
    assert all(line.spots and line.spots[0].cell for line in imported.figures.lines)


def test_single_places_arrive(tmp_path: Path) -> None:
    """财决附03: amounts of two budgets, counts, and parts that another line holds."""
    imported = import_files([software(tmp_path / "决算.xlsx", SMALL)])
    found = {"/".join(line.path): line.amount for line in imported.figures.lines}
    assert found["三公经费/公务接待费/预算数/全年"] == 30000
    assert found["三公经费/公务接待费/国内/决算数"] == 22140 - 2800
    assert (found["三公经费/公务接待费/国内/批次"], found["三公经费/公务接待费/外事/批次"]) == (
        11,
        1,
    )
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
    end = next(
        number
        for number, line in enumerate(lines)
        if number > item and line.startswith("  政府性基金预算:")
    )
    assert not any("原因" in line for line in lines[item:end]), (
        "no reason is asked for where budget and outlay agree"
    )


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


@settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ledger=ledgers(), layout=layouts)
def test_any_ledger_in_any_layout_arrives(ledger: Ledger, layout: Layout, tmp_path: Path) -> None:
    imported = import_files([software(tmp_path / "决算.xlsx", ledger, layout)])
    assert [one for one in imported.evidence.remarks if one.grave] == []
    found = facts_of(text_of(imported), tmp_path)
    assert {key: amount for key, amount in found.items() if key[0] != "年末结转和结余"} == expected(
        ledger
    )
