"""One thing written twice in two spellings, or in the wrong place: never added up quietly."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings.place import Finding
from generator.ledger.books import keep
from generator.model.load import load
from generator.pipeline.checking import check
from tests.bureau import GOOD, write


def findings(tmp_path: Path, old: str, new: str) -> list[Finding]:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))
    return list(check(path).findings)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2010301 行政运行: 100,", "2010301 行政运行: 60, 2010301: 40,"),
        ("2010301 行政运行: 100,", "2010301 行政运行: 100, 行政运行（2010301）: 100,"),
        (
            "年初结转和结余: {一般公共预算: 0}",
            "年初结转和结余: {一般公共预算: {2010301 行政运行: 1, 2010301: 1}}",
        ),
        (
            "年初结转和结余: {一般公共预算: 0}",
            "年末结转和结余: {一般公共预算: {2010301: 1, 行政运行（2010301）: 1}}",
        ),
        ("30201 办公费: 15,", "30201 办公费: 10, 30201: 5,"),
        ("30201 办公费: 15,", "30201 办公费: 10, 办公费（30201）: 5,"),
        ("{30227 委托业务费: 50}", "{30227 委托业务费: 30, 30227: 20}"),
        ("项目支出: {甲项目", "经营支出: {30201 办公费: 1, 30201: 1}, 项目支出: {甲项目"),
    ],
)
def test_a_subject_in_two_spellings(tmp_path: Path, old: str, new: str) -> None:
    assert [one.message for one in findings(tmp_path, old, new) if one.rule == "科目重复"], new


def test_the_second_spelling_is_not_added(tmp_path: Path) -> None:
    path = write(
        tmp_path, GOOD.replace("2010301 行政运行: 100,", "2010301 行政运行: 100, 2010301: 100,")
    )
    accounts = load(path).accounts
    assert accounts
    books, _ = keep(accounts)
    assert books.facts.where(类型="收入").total("").value == 150


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("车型: {轿车: 1}", "车型: {轿车: 1, 轿 车: 1}"),
        (
            "{甲项目: {30227 委托业务费: 50}}",
            "{甲项目: {30227 委托业务费: 50}, 甲　项目: {30227 委托业务费: 50}}",
        ),
        ("30201 办公费: 15,", "30201 办公费: 10, 30201办公费: 5,"),
    ],
)
def test_names_that_differ_in_blanks_only(tmp_path: Path, old: str, new: str) -> None:
    (one,) = (one for one in findings(tmp_path, old, new) if one.rule == "重复")
    assert "只差空格" in one.message


@pytest.mark.parametrize(
    "name",
    ["2023年中央补助图书购置", "120急救设备购置", "310 国道养护", "1号楼改造", "30201 办公费"],
)
def test_a_project_may_begin_with_digits(tmp_path: Path, name: str) -> None:
    """Where something stands below it, it is a project; and by itself too, where it is no 科目."""
    path = write(tmp_path, GOOD.replace("甲项目", name))
    accounts = load(path).accounts
    assert accounts
    books, found = keep(accounts)
    assert not found
    assert {fact.项目 for fact in books.facts if fact.项目} == {name}
    path.write_text(GOOD.replace("甲项目: {30227 委托业务费: 50}", f"{name}: 50"), encoding="utf-8")
    accounts = load(path).accounts
    assert accounts
    books, found = keep(accounts)
    is_subject = name[:3].isdigit() and " " in name
    assert bool(found) is is_subject
    assert {fact.项目 for fact in books.facts if fact.项目} == (set() if is_subject else {name})


def test_a_subject_without_its_project(tmp_path: Path) -> None:
    told = findings(tmp_path, "{甲项目: {30227 委托业务费: 50}}", "{30227 委托业务费: 50}")
    (one,) = (one for one in told if one.rule == "科目缺项目")
    assert "科目要写在项目下面：某某项目: {30227 委托业务费: 金额}" in one.fix


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("车型: {轿车: 1}", "车型: {轿车: 1, 保有量: 4}", "放错位置"),
        ("车型: {轿车: 1}", "车型: {合计: 1}", "放错位置"),
        (
            "决算数: 0, 上年决算数: 0}",
            "决算数: 3, 上年决算数: 0, 更新购置: {小计: {数量: 1, 金额: 3}}}",
            "放错位置",
        ),
        ("政府采购: {货物: 0}", "名词解释:\n  上年: 无\n政府采购: {货物: 0}", "放错位置"),
        ("2010302 一般行政管理事务: 50", "2120801 征地和拆迁补偿支出: 50", "科目与资金"),
        (
            "年初结转和结余: {一般公共预算: 0}",
            "年初结转和结余: {一般公共预算: {2120801 征地和拆迁补偿支出: 1}}",
            "科目与资金",
        ),
    ],
)
def test_a_name_in_the_wrong_place(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert rule in {one.rule for one in findings(tmp_path, old, new)}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("车型: {轿车: 1}", "车型: {机要通信用车: 1}"),
        (
            "政府采购: {货物: 0}",
            "名词解释:\n  机关运行经费: 行政单位用一般公共预算安排的基本支出中的公用经费。\n政府采购: {货物: 0}",
        ),
    ],
)
def test_a_name_that_is_also_a_key_elsewhere(tmp_path: Path, old: str, new: str) -> None:
    assert "放错位置" not in {one.rule for one in findings(tmp_path, old, new)}
