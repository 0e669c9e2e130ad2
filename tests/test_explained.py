"""核对说明: an explanation holds for the place and the value that was looked at, and for nothing that comes later."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.checks.gallery import FILE, FOLDER, example
from generator.cli import main
from generator.findings.place import Finding, Level
from generator.findings.rules import RULES
from generator.manual.explain import explanation, listing
from generator.pipeline.checking import CheckResult, check
from tests.bureau import GOOD, replaced, write
from tests.helpers import ROOT

RUNNING = "机关运行经费: {上年决算数: 21}"
JUMP = "机关运行经费: {上年决算数: 2.5, 原因: 下乡调研的次数变动}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("某局-2022.yaml", "局本级-2023.yaml", "乙中心-2023.yaml"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path


def checked(folder: Path, entries: str, running: str = JUMP, **changes: str) -> CheckResult:
    """A small file that says the running costs jumped, with entries of 核对说明."""
    text = replaced(GOOD, {RUNNING: running, **changes})
    return check(write(folder, f"{text}核对说明:\n{entries}\n" if entries else text))


def rules(found: CheckResult) -> list[str]:
    return sorted(finding.rule for finding in found.findings)


def only(found: CheckResult, rule: str) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.rule == rule]
    return finding


@pytest.mark.parametrize(
    "entry",
    [
        "增减过半@机关运行经费=21.00对2.50",
        "增减过半@机关运行经费=21对2.5",
        "增减过半@机关运行经费＝２１万元",
        "增减过半＠机关运行经费 = 21.00",
    ],
)
def test_place_and_value_say_what_was_looked_at(folder: Path, entry: str) -> None:
    found = checked(folder, f"  {entry}: 下乡多")
    assert rules(found) == []
    assert [silent.reason for silent in found.silenced] == ["下乡多"]


@pytest.mark.parametrize("last", ["0.3", "2.2", "45"])
def test_another_value_is_told_again(folder: Path, last: str) -> None:
    found = checked(
        folder, "  增减过半@机关运行经费=21.00对2.50: 下乡多", JUMP.replace("2.5", last)
    )
    assert rules(found) == ["增减过半", "多余说明"]
    stale = only(found, "多余说明")
    assert "核对的是 21.00对2.50，现在不是这个数了" in stale.message
    assert only(found, "增减过半").note in stale.fix


def test_an_entry_of_before_covers_the_only_one_and_says_what_to_type(folder: Path) -> None:
    for entry in ("增减过半", "增减过半@机关运行经费"):
        found = checked(folder, f"  {entry}: 下乡多")
        assert rules(found) == ["说明范围"]
        assert "增减过半@机关运行经费=21.00对2.50: 下乡多" in only(found, "说明范围").fix


def test_an_entry_of_before_hides_nothing_that_comes_later(folder: Path) -> None:
    """One entry for the cars; then the running costs become ten times as much."""
    same = "    运行维护费: {预算数: 5, 决算数: 5, 上年决算数: 5"
    less = same.replace("上年决算数: 5", "上年决算数: 2")
    cars = {same: f"    原因: 用车变动\n{less}"}
    entry = "  增减过半: 用车多"
    assert "增减过半" not in rules(checked(folder, entry, RUNNING, **cars))
    told = checked(folder, entry, JUMP, **cars)
    assert rules(told) == ["增减过半", "增减过半", "说明范围"]
    fix = only(told, "说明范围").fix
    assert "增减过半@三公经费.公务用车购置及运行维护费=5.00对2.00: …" in fix
    assert "增减过半@机关运行经费=21.00对2.50: …" in fix


def test_a_list_is_counted(folder: Path) -> None:
    """Entries of a list are told by their numbers."""
    text = GOOD.replace("[办公室, 业务科, 财务科]", "[办公室, 办公室, 财务科, 财务科]")
    path = folder / FILE
    path.write_text(text, encoding="utf-8")
    told = [finding for finding in check(path).findings if finding.note]
    assert {re.search(r"第(\d)个", finding.note)[1] for finding in told} == {"2", "4"}  # type: ignore[index]


def offered(folder: Path, text: str) -> tuple[CheckResult, list[str]]:
    (folder / FILE).write_text(text, encoding="utf-8")
    found = check(folder / FILE)
    return found, list(dict.fromkeys(finding.note for finding in found.findings if finding.note))


LIGHT = sorted(
    path.stem
    for path in FOLDER.glob("*.md")
    if RULES[path.stem].level is not Level.ERROR and path.stem not in ("说明范围", "多余说明")
)


@pytest.mark.parametrize("rule", LIGHT)
def test_what_is_offered_can_be_pasted(rule: str, folder: Path) -> None:
    """Of every 警告 and 提示 of the gallery: the offered entry explains it, and nothing else is said of it."""
    shown = example(rule)
    assert shown is not None
    if shown.notes and "汇总" not in shown.notes:
        return
    bad, _ = shown.files()
    before, notes = offered(folder, bad)
    if before.loaded.accounts is None:
        return
    mine = [
        finding
        for finding in before.findings
        if finding.level is not Level.ERROR and finding.place.file.endswith(FILE)
    ]
    assert all(finding.note or finding.final for finding in mine), mine
    entries = "".join(f"  {note}: 已逐项核对\n" for note in notes)
    after, _ = offered(folder, f"{bad.rstrip()}\n核对说明:\n{entries}")
    left = [
        finding
        for finding in after.findings
        if finding.level is not Level.ERROR and finding.place.file.endswith(FILE)
    ]
    assert not left, left
    kinds = [silent.finding.rule for silent in after.silenced]
    assert rule in kinds or rule not in {finding.rule for finding in mine}


def test_check_offers_the_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checked(folder, "")
    assert main(["check", str(folder / FILE)]) == 0
    assert "    增减过半@机关运行经费=21.00对2.50: 待填\n" in capsys.readouterr().out


def test_examples_are_bound() -> None:
    for path in (ROOT / "data").glob("*虚构*.yaml"):
        text = path.read_text(encoding="utf-8").partition("\n核对说明:")[2]
        for line in re.findall(r"(?m)^  ([^:#]+):", text):
            assert "=" in line, (path.name, line)


def test_an_error_is_answered_only_where_its_rule_allows_it_and_only_with_place_and_value(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from msgspec.structs import replace

    name = "内设机构数"
    shown = example(name)
    assert shown is not None
    bad, _ = shown.files()
    plain, notes = offered(folder, bad)
    assert name in rules(plain)
    assert not any(note.startswith(name) for note in notes)
    monkeypatch.setitem(RULES, name, replace(RULES[name], answerable=True))
    plain, notes = offered(folder, bad)
    (note,) = [note for note in notes if note.startswith(name)]
    for entry, publishable in ((note, True), (note.partition("=")[0], False), (name, False)):
        found, _ = offered(folder, f"{bad.rstrip()}\n核对说明:\n  {entry}: 已经核对\n")
        assert found.publishable is publishable, entry
        if not publishable:
            assert note in only(found, "说明范围").fix


def test_what_can_never_be_so_is_not_answered(tmp_path: Path) -> None:
    last = "上年: {收支总计: 150, 财政拨款收支总计: 150, 一般公共预算财政拨款支出: 150}"
    wrong = last.replace("财政拨款支出: 150", "财政拨款支出: 151")
    text = replaced(GOOD, ((last, wrong),), 1)
    finding = only(check(write(tmp_path, text)), "部分大于整体")
    assert (finding.level, finding.fix, finding.note) == (Level.ERROR, "核对两个数", "")
    key = "部分大于整体@上年.一般公共预算财政拨款支出=151"
    found = check(write(tmp_path, f"{text}核对说明: {{{key}: 已核对}}\n"))
    assert only(found, "部分大于整体").level is Level.ERROR
    assert only(found, "核对说明").message == f"“{key}”是错误，不能用说明略过"
    assert not found.publishable


@pytest.mark.parametrize("name", ["完成值", "资产偏多", "口径与下属单位"])
def test_explain_says_that_some_cases_are_errors(name: str) -> None:
    text, known = explanation(name)
    assert known
    assert text.startswith(f"{name}（警告，严重的是错误")
    assert f"{name}（警告，严重的是错误）" in listing()
