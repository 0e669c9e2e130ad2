"""The amounts of a 自评表: those that its project must have are asked for, none is taken as zero."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.checks.gallery import FILE, example
from generator.findings.place import Finding, Level
from generator.pipeline.checking import check

TYPED = "财政资金: {年初预算: 50, 调整后预算数: 50, 预算执行数: 50}"


def findings_of(folder: Path, amounts: str) -> list[Finding]:
    """The findings of a file with other amounts in the sheet of 甲项目 (50 spent)."""
    shown = example("自评与支出")
    assert shown
    text = shown.files()[1]
    assert TYPED in text
    path = folder / FILE
    path.write_text(text.replace(TYPED, amounts), encoding="utf-8")
    return list(check(path).findings)


def asked_for(folder: Path, amounts: str) -> list[Finding]:
    """What is still to be filled in."""
    return [each for each in findings_of(folder, amounts) if each.rule == "待填"]


def test_amounts_beside_a_budget_are_asked_for_with_the_outlay(tmp_path: Path) -> None:
    findings = asked_for(tmp_path, "财政资金: {年初预算: 50}")
    assert [each.message for each in findings] == [
        "缺“甲项目”自评表里财政资金的调整后预算数",
        "缺“甲项目”自评表里财政资金的预算执行数",
    ]
    assert all(each.level is Level.ERROR for each in findings)
    assert all("支出里这个项目是 50.00 万元" in each.fix for each in findings)


def test_amounts_of_a_project_with_outlay_are_asked_for(tmp_path: Path) -> None:
    messages = [each.message for each in asked_for(tmp_path, "财政资金: {}")]
    assert messages == [
        "缺“甲项目”自评表里财政资金的调整后预算数",
        "缺“甲项目”自评表里财政资金的预算执行数",
    ]


def test_what_is_typed_is_enough(tmp_path: Path) -> None:
    zero = "财政资金: {年初预算: 50, 调整后预算数: 0, 预算执行数: 0}"
    assert not asked_for(tmp_path, TYPED)
    assert not asked_for(tmp_path, zero)
    assert not asked_for(tmp_path, f"{TYPED}, 单位资金: {{年初预算: 0}}")


@pytest.mark.parametrize(("executed", "level"), [("51", Level.WARNING), ("43.7", Level.HINT)])
def test_an_outlay_with_one_digit_wrong_is_more_than_a_hint(
    executed: str, level: Level, tmp_path: Path
) -> None:
    amounts = f"财政资金: {{年初预算: 60, 调整后预算数: 60, 预算执行数: {executed}}}"
    findings = findings_of(tmp_path, amounts)
    (finding,) = (each for each in findings if each.rule == "自评与支出")
    assert finding.level is level
    assert ("像是打错了一个数字，改成 50；" in finding.fix) is (level is Level.WARNING)
