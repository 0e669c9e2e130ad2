"""One wrong number is told once: at the number, with what settles it; the rest follows from it."""

from __future__ import annotations

import json
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks.suppressions import offers
from generator.findings.folding import fold
from generator.findings.place import Finding, Level
from generator.model.load import load
from generator.money import trimmed
from generator.pipeline.checking import check
from generator.reading.nodes import Scalar, leaves
from generator.repair.typos import find_typos
from tests.bureau import GOOD, replaced, write
from tests.forked import run
from tests.helpers import ROOT, examples

RULE = "一数牵连"
REASONS = (
    "变动原因: {收支总计: 新增了项目, 财政拨款收支总计: 新增了项目, "
    "一般公共预算财政拨款支出: 新增了项目}"
)
WRONG_EXPRESSIONS = [
    ("决算数: 5, 上年决算数: 5, 用途", "决算数: 50, 上年决算数: 5, 用途", "5"),
    ("30201 办公费: 15", "30201 办公费: 150", "15"),
    ("30227 委托业务费: 50", "30227 委托业务费: 500000", "50"),
    ("2010301 行政运行: 100,", "2010301 行政运行: 1000,", "100"),
    ("{收支总计: 150", "{收支总计: 1500", "150"),
]


def shown(path: Path) -> list[Finding]:
    """What a clerk is told: the findings that follow from no other."""
    return [folded.finding for folded in fold(check(path).findings)]


@pytest.mark.parametrize(("good", "wrong", "right"), WRONG_EXPRESSIONS)
def test_a_wrong_number_is_one_message_that_says_what_settles_it(
    tmp_path: Path, good: str, wrong: str, right: str
) -> None:
    told = shown(write(tmp_path, replaced(GOOD, [(good, wrong)], 1)))
    assert [finding.rule for finding in told] == [RULE]
    assert told[0].expected == right
    assert f"换成 {right}，" in told[0].message
    assert f"打错了的改成：{right}。" in told[0].fix
    assert told[0].level is Level.ERROR


def test_what_follows_is_in_the_json_with_its_cause(tmp_path: Path) -> None:
    path = write(tmp_path, replaced(GOOD, [("30201 办公费: 15", "30201 办公费: 150")]))
    result = run("check", str(path), "--json")
    assert result.returncode == 1
    findings = json.loads(result.stdout)["files"][0]["findings"]
    causes = [finding for finding in findings if finding["rule"] == RULE]
    followers = [finding for finding in findings if finding["rule"] != RULE]
    assert len(causes) == 1
    assert len(followers) >= 7
    assert "结余为负" in {finding["rule"] for finding in followers}
    assert all(finding["cause"] is not None for finding in followers)


def test_two_wrong_numbers_are_both_seen(tmp_path: Path) -> None:
    slips = [
        ("30227 委托业务费: 50", "30227 委托业务费: 500000"),
        ("{收支总计: 150", "{收支总计: 1500"),
    ]
    path = write(tmp_path, replaced(GOOD, slips, 1))
    lines = {finding.place.line for finding in shown(path)}
    assert {11, 12} <= lines


def test_of_a_number_that_is_right_what_follows_is_told_one_by_one(tmp_path: Path) -> None:
    wrong = replaced(GOOD, [("决算数: 5, 上年决算数: 5, 用途", "决算数: 50, 上年决算数: 5, 用途")])
    (finding,) = shown(write(tmp_path / "first", wrong))
    (entry,) = re.findall(r"在 核对说明 里写 (.+?): 理由", finding.fix)
    assert entry == finding.note
    confirmed = f"{wrong}\n核对说明:\n  {entry}: 当年更换了发动机\n"
    path = write(tmp_path / "second", confirmed)
    rules = {finding.rule for finding in shown(path)}
    assert RULE not in rules
    assert {"三公超预算", "三公与经济科目", "待填"} <= rules
    notes = [note for note in offers(check(path).findings) if not note.startswith(RULE)]
    entries = "".join(f"  {note}: 当年更换了发动机\n" for note in notes)
    path = write(tmp_path / "third", confirmed + entries)
    assert {finding.rule for finding in shown(path)} == {"待填"}


def test_where_either_of_two_numbers_may_be_wrong_both_are_named(tmp_path: Path) -> None:
    """The slip is in the outlay and its budget: the income is right, and is not to be changed."""
    small = [
        ("2010302 一般行政管理事务: 50}", "2010302 一般行政管理事务: 16.8}"),
        ("收支总计: 150, 财政拨款收支总计: 150", "收支总计: 110, 财政拨款收支总计: 110"),
        ("一般公共预算财政拨款支出: 150}", f"一般公共预算财政拨款支出: 110}}\n{REASONS}"),
    ]
    right = [("30227 委托业务费: 50}}, 预算数: 50", "30227 委托业务费: 16.8}}, 预算数: 16.8")]
    wrong = [("30227 委托业务费: 50}}, 预算数: 50", "30227 委托业务费: 18.6}}, 预算数: 18.6")]
    assert shown(write(tmp_path / "right", replaced(GOOD, small + right))) == []
    listed = shown(write(tmp_path / "wrong", replaced(GOOD, small + wrong)))
    assert [finding.rule for finding in listed] == ["结余为负"]
    assert "收入和年初 16.80 万元，支出 18.60 万元（第 6、11 行），正好差这么多" in listed[0].fix


def test_what_there_was_to_spend_counts_balances_that_were_used(tmp_path: Path) -> None:
    other = (
        "收入:\n  事业收入: {2010301 行政运行: 10}\n",
        "  其他资金: {2010301 行政运行: {基本支出: {30201 办公费: 20}}}\n",
    )
    text = GOOD.replace("收入:\n", other[0], 1).replace(
        "支出:\n", f"使用非财政拨款结余: 5\n支出:\n{other[1]}", 1
    )
    (finding,) = [each for each in check(write(tmp_path, text)).findings if each.rule == "结余为负"]
    assert "支出 20.00 万元超过年初结转和结余、使用非财政拨款结余" in finding.message
    assert "加本年收入 15.00 万元，年末成了 -5.00 万元" in finding.message
    assert finding.expected == "不超过 15.00"


def test_a_fund_that_is_off_names_the_item_that_explains_it(tmp_path: Path) -> None:
    closing = "年末结转和结余: {一般公共预算: {2010302 一般行政管理事务: 7}}\n支出:\n"
    text = replaced(
        GOOD, [("支出:\n", closing), ("2010301 行政运行: 100,", "2010301 行政运行: 123,")]
    )
    text = text.replace("2010302 一般行政管理事务: 50}", "2010302 一般行政管理事务: 57}", 1)
    findings = {finding.rule: finding for finding in check(write(tmp_path, text)).findings}
    fix = findings["资金不平"].fix
    assert fix.startswith("2010301 行政运行有收入和年初 123.00 万元，支出 100.00 万元"), fix
    assert "年末结转和结余应为" not in fix


def numbers_of(text: str) -> list[Scalar]:
    """The amounts and counts of the small file, with their places."""
    folder = Path(tempfile.mkdtemp())
    loaded = load(write(folder, text))
    assert loaded.root is not None
    parts = ("收入", "支出", "上年", "三公经费", "机关运行经费")
    return [
        scalar
        for path, scalar in leaves(loaded.root)
        if path[0] in parts and re.fullmatch(r"[\d.]+", scalar) and Decimal(scalar)
    ]


NUMBERS = numbers_of(GOOD)


@settings(max_examples=examples(25), deadline=None)
@given(st.sampled_from(NUMBERS), st.sampled_from(["0.1", "10", "100", "10000"]))
def test_no_other_number_is_blamed(number: Scalar, factor: str) -> None:
    assert len(NUMBERS) > 20
    lines = GOOD.split("\n")
    place = number.place
    line, start = lines[place.line - 1], place.column - 1
    wrong = trimmed(Decimal(number) * Decimal(factor))
    lines[place.line - 1] = line[:start] + wrong + line[start + len(number) :]
    with tempfile.TemporaryDirectory() as folder:
        listed = shown(write(Path(folder), "\n".join(lines)))
    for finding in listed:
        if finding.rule == RULE:
            assert (finding.place.line, finding.place.column) == (place.line, place.column)
    assert len(listed) <= 5


def test_many_missing_values_are_one_list(tmp_path: Path) -> None:
    text = re.sub(r"(\d{5} [^:]+): [\d.]+", r"\1: 待填", GOOD)
    text = re.sub(r"(预算数|决算数): [\d.]+", r"\1: 待填", text)
    result = run("check", str(write(tmp_path, text)))
    stdout = result.stdout.decode("utf-8")
    lines = stdout.splitlines()
    assert result.returncode == 1
    assert "[待填] 还有 " in lines[0]
    assert "处：填本年的金额；没有发生额请填 0" in stdout
    assert stdout.count("[待填]") == 1
    assert len(lines) < 12


def test_the_entry_of_a_number_with_separators_is_taken(tmp_path: Path) -> None:
    wrong = replaced(GOOD, [("2010301 行政运行: 100,", '2010301 行政运行: "1,000",')], 1)
    (finding,) = shown(write(tmp_path / "first", wrong))
    (entry,) = re.findall(r"在 核对说明 里写 (.+?): 理由", finding.fix)
    assert entry.endswith("=1000")
    confirmed = f"{wrong}\n核对说明:\n  {entry}: 当年一次性安排\n"
    rules = {finding.rule for finding in shown(write(tmp_path / "second", confirmed))}
    assert RULE not in rules
    assert "多余说明" not in rules


def test_an_error_behind_many_hints_still_forbids_publication(tmp_path: Path) -> None:
    text = GOOD.replace("负责某事。", "整理绝密级档案，" * 201 + "密级：绝密★。", 1)
    alone = GOOD.replace("负责某事。", "密级：绝密★。", 1)
    assert not check(write(tmp_path / "alone", alone)).publishable
    assert not check(write(tmp_path / "many", text)).publishable


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("        甲项目 {30227 委托业务费: 50}", True),
        ("        2010301 行政运行 {30227 委托业务费: 50}  # 说明", True),
        ("        指某局开展 {甲类: 乙类} 工作的支出", False),
        ("        x" + " " * 30_000 + "y", False),
    ],
)
def test_a_colon_missing_before_braces(line: str, is_told: bool) -> None:
    findings = [typo.finding for typo in find_typos(f"支出:\n{line}\n", "某.yaml")]
    rules = {finding.rule for finding in findings if finding is not None}
    assert ("缺少冒号" in rules) == is_told


@pytest.mark.parametrize("others", ["", ", 财政拨款收支总计: 7175310"])
def test_last_year_s_total_is_never_said_to_be_this_year_s(others: str, tmp_path: Path) -> None:
    """In a file of 元 last year's total is typed in 万元: ten thousand times of it are meant, not
    the total with which it is compared."""
    (example,) = (ROOT / "data").glob("*云汀*.yaml")
    text = example.read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines() if line.startswith("上年:"))
    path = tmp_path / example.name
    path.write_text(text.replace(line, f"上年: {{收支总计: 733.83{others}}}"), encoding="utf-8")
    (doubtful,) = (finding for finding in check(path).findings if finding.rule == RULE)
    assert "打错了的改成：7338300。" in doubtful.fix
