"""The examples in data/: they load, every fund balances, and the totals of the two published units come out as printed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from generator.ledger.facts import FISCAL
from generator.ledger.figure import Figure, difference, exact_difference, ratio, round_half_up
from generator.ledger.statement import Statement, comparables, compute
from generator.model.accounts import Accounts
from generator.model.load import load
from generator.model.money import FUNDS, NATURES, SOURCES
from tests.helpers import ROOT, document_of, text_under

DATA = ROOT / "data"
OFFICE, COMMITTEE = DATA / "泸州驻蓉办-2023.yaml", DATA / "泸州市委办-2023.yaml"
INVENTED, BEFORE = DATA / "云汀区文旅局（虚构）-2023.yaml", DATA / "上年" / "云汀区文旅局-2022.yaml"
EXAMPLES = (
    OFFICE,
    COMMITTEE,
    INVENTED,
    BEFORE,
)  # not all of data/: that is where clerks put their own files


def accounts_of(path: Path) -> Accounts:
    """The accounts of a file, which must load without findings."""
    loaded = load(path)
    assert not loaded.findings, [finding.message for finding in loaded.findings]
    assert loaded.accounts is not None
    return loaded.accounts


@cache
def statement_of(path: Path) -> Statement:
    """The figures of a file, which must be computed without findings; the invented unit is compared with its file of last year."""
    last = comparables(statement_of(BEFORE)) if path == INVENTED else None
    statement, findings = compute(accounts_of(path), last)
    assert not findings, [finding.message for finding in findings]
    return statement


def printed(value: object) -> str:
    """What stands on the page, with two decimals."""
    assert isinstance(value, Figure), value
    return f"{value.printed:f}"


def rate(part: object, whole: object, decimals: int = 1) -> str:
    """``part`` in per cent of ``whole`` as a reader of the page gets it."""
    assert isinstance(part, Figure)
    assert isinstance(whole, Figure)
    found = ratio("", part, whole)
    assert found is not None
    return f"{round_half_up(found.value, decimals):f}"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_opens_with_the_schema(path: Path) -> None:
    """An editor finds the schema from where the file lies."""
    match = re.match(
        r"# yaml-language-server: \$schema=(\S+)\n# ", path.read_text(encoding="utf-8")
    )
    assert match
    assert (path.parent / match[1]).resolve() == ROOT / "schema.json"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_balances(path: Path) -> None:
    """年初＋收入＋使用 = 支出＋分配＋年末, whole and for each fund, exactly."""
    sums = statement_of(path).totals
    assert sums.收支总计.数.value == sums.支出总计.value
    for name in FUNDS:
        fund = sums.资金[name]
        other = name not in FISCAL
        available = (
            fund.年初.value + fund.收入.value + (sums.使用非财政拨款结余.value if other else 0)
        )
        assert available == fund.支出.value + fund.年末.value + (
            sums.结余分配.value if other else 0
        ), name
        assert fund.年末.value >= 0, name


def test_office_prints_the_published_totals() -> None:
    statement = statement_of(OFFICE)
    sums, public = statement.totals, statement.三公
    general = sums.资金[FISCAL[0]]
    assert printed(sums.收支总计.数) == "1845.83"
    assert [printed(one.数) for one in sums.支出种类[:2]] == ["554.97", "1290.87"]
    assert [printed(one.支出) for one in general.项][:3] == ["260.86", "1290.87", "140.16"]
    assert [printed(one.数) for one in general.类] == ["1699.74", "8.99", "67.72", "38.83", "30.05"]
    assert [
        printed(one) for one in (general.支出, general.基本支出, sums.人员经费.数, sums.公用经费.数)
    ] == ["1845.33", "554.47", "482.34", "72.13"]
    total = public.合计
    assert isinstance(total.上年, Figure)
    assert isinstance(total.决算, Figure)
    fall = difference("", total.上年, total.决算)
    assert (printed(total.决算), printed(total.上年), printed(fall), rate(fall, total.上年)) == (
        "6.85",
        "8.96",
        "2.11",
        "23.5",
    )
    running = statement.机关运行经费
    assert isinstance(running.上年, Figure)
    assert isinstance(running.决算, Figure)
    assert (printed(running.决算), printed(difference("", running.上年, running.决算))) == (
        "72.13",
        "62.57",
    )


def test_committee_prints_the_published_totals() -> None:
    statement = statement_of(COMMITTEE)
    sums, public = statement.totals, statement.三公
    general = sums.资金[FISCAL[0]]
    assert printed(sums.收支总计.数) == "2246.12"
    assert [printed(one.数) for one in sums.支出种类[:2]] == ["2096.52", "149.60"]
    completed = [rate(one.支出, one.预算["全年"]) for one in general.项]
    assert completed == [
        "93.5",
        "64.2",
        "99.5",
        "100.0",
        "100.0",
        "100.0",
        "100.0",
        "95.7",
        "100.0",
        "100.0",
        "98.7",
        "97.9",
        "100.0",
    ]
    assert rate(general.支出, general.预算["全年"]) == "92.8"
    assert sum(count.value for _, count in public.车型) == 10
    assert rate(public.合计.决算, public.合计.预算["全年"]) == "86.3"
    assert printed(statement.机关运行经费.决算) == printed(sums.公用经费.数) == "335.14"


def test_committee_report_agrees_with_its_scores() -> None:
    """The scores that the report tells in words are those of 得分构成; the sheets score as published."""
    statement = statement_of(COMMITTEE)
    whole = statement.整体自评
    assert whole is not None
    assert isinstance(whole.得分, Figure)
    assert whole.得分.value == Decimal("96.15")
    text = str(statement.accounts.预算绩效.整体自评.报告)  # type: ignore[union-attr]
    told = {
        match[1]: Decimal(match[2])
        for match in re.finditer(r"\d\.(\w{4})。.*?得分(\d+(?:\.\d+)?)分", text)
    }
    parts = {line.名称: line.得分.value for line in whole.构成}
    assert told == {name: value for name, value in parts.items() if name != "项目绩效"}
    assert f"合计得分{sum(told.values())}分" in text
    assert [one.总分.value for one in statement.自评表] == [
        Decimal("98.7"),
        Decimal("95.5"),
        Decimal("94.5"),
    ]
    assert [one.总分.value for one in statement_of(OFFICE).自评表] == [
        Decimal(100),
        Decimal(100),
        Decimal("99.6"),
    ]


def test_invented_unit_uses_every_kind() -> None:
    """Everything that the form can say occurs once; no finding, so the document is no draft."""
    statement = statement_of(INVENTED)
    sums, public = statement.totals, statement.三公
    assert document_of(INVENTED).draft is None
    assert "虚构" in str(statement.accounts.单位.名称)
    assert all(not one.数.is_zero for one in (*sums.收入来源, *sums.支出种类))
    assert {one.名称 for one in sums.收入来源} == set(SOURCES)
    assert {one.名称 for one in sums.支出种类} == set(NATURES)
    assert all(
        not sums.资金[name].年初.is_zero and not sums.资金[name].年末.is_zero for name in FUNDS
    )
    items = [(one.支出, one.预算["全年"]) for name in FISCAL for one in sums.资金[name].项]
    known = [(spent, budget) for spent, budget in items if isinstance(budget, Figure)]
    assert any(budget.is_zero and not spent.is_zero for spent, budget in known)
    assert any(spent.is_zero and not budget.is_zero for spent, budget in known)
    assert any(spent.printed > budget.printed > 0 for spent, budget in known)
    assert all(
        isinstance(one, Figure) and not one.is_zero
        for one in (public.因公出国境费.决算, public.购置费.决算, public.外事.决算)
    )
    assert len(public.更新购置) == 2


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("30212", "因公出国境费"),
        ("30217", "公务接待费"),
        ("30231", "运行维护费"),
        ("31013", "购置费"),
    ],
)
def test_invented_unit_spends_the_same_by_subject(subject: str, kind: str) -> None:
    """三公 is the fiscal outlay of its 经济科目; 机关运行经费 is less than 公用经费, because the library is no 行政单位."""
    statement = statement_of(INVENTED)
    spent = [
        fact.amount
        for name in FISCAL
        for fact in statement.books.facts.where(类型="支出", 资金=name, 经济科目=subject)
    ]
    figure = getattr(statement.三公, kind).决算
    assert isinstance(figure, Figure)
    assert sum(spent, Decimal(0)) == figure.value
    running, public = statement.机关运行经费.决算, statement.totals.公用经费.数
    assert isinstance(running, Figure)
    assert isinstance(public, Figure)
    assert exact_difference("", public, running).value > 0


def test_last_year_closes_where_this_year_opens() -> None:
    before, now = statement_of(BEFORE).totals, statement_of(INVENTED).totals
    assert {name: before.资金[name].年末.value for name in FUNDS} == {
        name: now.资金[name].年初.value for name in FUNDS
    }


@pytest.mark.parametrize("path", [OFFICE, COMMITTEE], ids=["000", "001"])
def test_published_slips_are_not_copied(path: Path) -> None:
    text = text_under(path, "第")
    assert not re.search("力行节约|励行节约|扶贫攻坚|帐面|接待工管理|填报说明|100字以内", text)
