"""A cause is told once: what follows from it stands under it, on the terminal, in JSON and on the first pages of a draft."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from generator.checks.causes import with_causes
from generator.findings.folding import fold
from generator.findings.place import Cause, Finding, Level, Place
from generator.pipeline.checking import check
from generator.pipeline.findings_text import counts, findings_text
from tests.forms.pages import whole_text

DATA = Path("data")
EXAMPLE = "云汀区文旅局（虚构）-2023.yaml"
LAST = "上年/云汀区文旅局-2022.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clerk's folder: a whole file and last year's."""
    shutil.copy(DATA / EXAMPLE, tmp_path / "某局-2023.yaml")
    (tmp_path / "上年").mkdir()
    shutil.copy(DATA / LAST, tmp_path / LAST)
    return tmp_path


def said(folder: Path, *edits: tuple[str, str]) -> list[str]:
    """The messages about the file after some edits, without the hints on rounding."""
    path = folder / "某局-2023.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return [text for text in findings_text(check(path)) if "[尾差]" not in text]


def test_an_unread_economic_subject_is_told_once_with_what_follows(folder: Path) -> None:
    (text,) = said(folder, ("30101 基本工资: 1208600", "基本工资工资: 1208600"))
    assert "[科目写法] “基本工资工资”不是科目" in text
    assert (
        "（由此还有 5 处，多半随之消失：附表明细（第 74 行），报表数（第 297、298 行），待填"
        in text
    )


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("2050803 培训支岀费", "科目不一致"),
        ("培训支出", "科目写法"),
        ("2050899 培训支出", "科目不一致"),
    ],
)
def test_a_misspelt_item_keeps_its_amount(folder: Path, typed: str, rule: str) -> None:
    """Totals of the draft hold it, so nothing but the name is told: no balance is off."""
    texts = said(folder, ("    2050803 培训支出:\n", f"    {typed}:\n"))
    assert [text for text in texts if text.startswith("错误")] == [texts[0]]
    assert f"[{rule}]" in texts[0]
    document = check(folder / "某局-2023.yaml").document
    assert document is not None
    assert "本年支出合计1016.89万元" in whole_text(document)


def test_an_item_that_cannot_be_read_keeps_its_amount(folder: Path) -> None:
    texts = said(folder, ("    2050803 培训支出:\n", "    教师节慰问:\n"))
    (text,) = [text for text in texts if text.startswith("错误")]
    assert "[科目写法] “教师节慰问”不是科目" in text
    assert "附表明细（第 70 行）" in text
    document = check(folder / "某局-2023.yaml").document
    assert document is not None
    assert "本年支出合计1016.89万元" in whole_text(document)


def test_one_slip_in_an_amount_is_one_finding(folder: Path) -> None:
    """The number is named, with what settles it; the fund, the whole and the report follow."""
    texts = said(folder, ("30101 基本工资: 1208600", "30101 基本工资: 1280600"))
    errors = [text for text in texts if text.startswith("错误")]
    assert [text.split("]")[0].split("[")[1] for text in errors] == ["一数牵连"]
    assert "打错了的改成：1208600" in errors[0]
    assert "资金不平（第 61 行）" in errors[0]
    assert "收支不平（第 60 行）" in errors[0]
    assert "报表数（第 291、292、295、297 行" in errors[0]


def test_two_slips_are_two_findings(folder: Path) -> None:
    texts = said(
        folder,
        ("30101 基本工资: 1208600", "30101 基本工资: 1209600"),
        ("销售网点维护: {30213 维修（护）费: 61800}", "销售网点维护: {30213 维修（护）费: 63800}"),
    )
    rules = {text.split("[")[1].split("]")[0] for text in texts if text.startswith("错误")}
    assert {"资金不平", "科目收支不平"} <= rules


def test_an_error_of_last_years_file_is_the_cause(folder: Path) -> None:
    last = folder / LAST
    text = last.read_text(encoding="utf-8")
    last.write_text(re.sub(r"决算数: [0-9.]+", "决算数: 待填", text, count=1), encoding="utf-8")
    texts = said(folder)
    errors = [text for text in texts if text.startswith("错误")]
    assert len(errors) == 1
    assert "上年/云汀区文旅局-2022.yaml 第" in errors[0]
    assert "上年文件（第" in errors[0]


def test_json_lists_all_with_their_cause(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from generator.cli import main

    said(folder, ("30101 基本工资: 1208600", "30101 基本工资: 1280600"))
    assert main(["check", str(folder / "某局-2023.yaml"), "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)["files"][0]["findings"]
    causes = {finding["rule"]: finding["cause"] for finding in findings}
    place = {"file": str(folder / "某局-2023.yaml"), "line": 74, "column": 26}
    assert causes["收支不平"] == {"rule": "一数牵连", **place}
    assert causes["资金不平"] == {"rule": "一数牵连", **place}
    assert causes["一数牵连"] is None


def test_a_draft_lists_the_cause_with_what_follows(folder: Path) -> None:
    said(folder, ("30101 基本工资: 1208600", "基本工资工资: 1208600"))
    document = check(folder / "某局-2023.yaml").document
    assert document is not None
    text = whole_text(document)
    assert "由此还有 5 处" in text
    assert text.count("公开05表、公开07表、公开08表需要按经济科目") == 0


def test_a_table_that_lacks_detail_is_told_once_for_all_tables(folder: Path) -> None:
    """A line that nobody split is no follow-on of anything, and is told once."""
    texts = said(folder, ("基本支出: {30304 抚恤金: 86400}", "基本支出: 86400"))
    (text,) = [text for text in texts if "[附表明细]" in text]
    assert "公开05表、公开07表、公开08表需要按经济科目（款级）填写" in text


def _finding(rule: str, line: int, **more: object) -> Finding:
    return Finding(rule, Level.ERROR, Place("某.yaml", line, 1), "…", **more)  # type: ignore[arg-type]


def test_a_hidden_cause_hides_nothing() -> None:
    """Who asks for one rule only sees its findings, though their cause is not shown."""
    cause = _finding("科目写法", 3)
    follower = _finding("附表明细", 3, cause=Cause("科目写法", cause.place))
    assert [group.finding for group in fold([cause, follower])] == [cause]
    assert [group.finding for group in fold([follower])] == [follower]
    assert counts([cause, follower]) == "错误 1，由此而来的 1"
    assert counts([follower]) == "错误 1"


def test_chains_end_at_their_beginning_and_circles_hide_nothing() -> None:
    first, second = _finding("甲", 1), _finding("乙", 2, cause=Cause("甲", Place("某.yaml", 1, 1)))
    third = _finding("丙", 3, cause=Cause("乙", Place("某.yaml", 2, 1)))
    (group,) = fold([first, second, third])
    assert group.following == (second, third)
    left = _finding("甲", 1, cause=Cause("乙", Place("某.yaml", 2, 1)))
    assert {group.finding for group in fold([left, second])} == {left, second}


def test_a_lighter_finding_is_no_cause() -> None:
    hint = Finding("尾差", Level.HINT, Place("某.yaml", 1, 1), "…")
    error = _finding("待填", 2, cause=Cause("尾差", hint.place))
    assert with_causes([hint, error], "某.yaml")[1].cause is None


def test_one_wrong_unit_is_one_finding(folder: Path) -> None:
    """元 typed as 万元: everything that is therefore odd stands under it."""
    texts = said(folder, ("金额单位: 元", "金额单位: 万元"))
    (text,) = [text for text in texts if text.startswith("错误")]
    assert "[金额单位]" in text
    assert "由此还有" in text
    assert not any("[金额大小]" in other or "[增减过半]" in other for other in texts)


def test_several_rules_on_one_number_are_one_finding(folder: Path) -> None:
    texts = said(folder, ("决算数: 128600, 团组数", "决算数: 1286000000, 团组数"))
    of_trip = [text for text in texts if "第 156 行" in text.split("[")[0]]
    assert sum("[一数牵连]" in text for text in of_trip) == 1
    assert any("相差万倍（第 156 行" in text for text in of_trip)
    assert not any(
        "[相差万倍]" in text or "[人均车均]" in text or "[预算悬殊]" in text for text in of_trip
    )
