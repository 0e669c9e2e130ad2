"""印不出的字: where it stands, told once, and not beside what another rule says."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.findings.place import Finding, Level
from generator.pipeline.checking import check
from tests.bureau import GOOD, replaced, write
from tests.fonts.making import named

RULE = "印不出的字"
DUTY = "负责某事。"


def found(folder: Path, text: str) -> list[Finding]:
    """What the rule says of a file."""
    return [finding for finding in check(write(folder, text)).findings if finding.rule == RULE]


def with_duty(text: str) -> str:
    """The good file with other duties."""
    return replaced(GOOD, {DUTY: text})


@pytest.mark.parametrize(
    "words", ["喆堃镕珺𬭎𫖯任职。", "①√×÷℃㎡№✓□☑", "cafe\u0301", "葛\U000e0100城"]
)
def test_what_can_be_printed_is_passed(tmp_path: Path, words: str) -> None:
    assert found(tmp_path, with_duty(f"负责{words}")) == []


@pytest.mark.parametrize(("sign", "code"), [("𪛖", "U+2A6D6"), ("서", "U+C11C"), ("ཀ", "U+0F40")])
def test_a_character_without_a_face_is_told_at_its_place(
    tmp_path: Path, sign: str, code: str
) -> None:
    (finding,) = found(tmp_path, with_duty(f"负责{sign}江、{sign}河。"))
    line = (
        write(tmp_path, with_duty(f"负责{sign}江、{sign}河。"))
        .read_text(encoding="utf-8")
        .split("\n")
    )
    assert line[finding.place.line - 1][finding.place.column - 1] == sign
    assert finding.message == f"“{sign}”（{code}）没有字体能印，共 2 处"
    assert finding.level is Level.ERROR
    assert finding.since == "0.2"
    assert ("字体: 本机" in finding.fix) == (ord(sign) > 0xFFFF)


def test_names_that_are_keys_and_values_of_any_kind_count(tmp_path: Path) -> None:
    text = replaced(GOOD, {"{甲项目: {30227": "{甲𪛖项目: {30227", "[甲项目]": "[甲𪛖项目]"})
    (finding,) = found(tmp_path, text)
    assert finding.message == "“𪛖”（U+2A6D6）没有字体能印，共 2 处"


def test_emoji_and_private_signs_are_told_by_their_own_rule(tmp_path: Path) -> None:
    text = with_duty("负责某事😀\ue000。")
    assert found(tmp_path, text) == []
    rules = {finding.rule for finding in check(write(tmp_path, text)).findings}
    assert "名称里的符号" in rules


def test_what_is_not_printed_is_not_looked_at(tmp_path: Path) -> None:
    text = f"# 𪛖\n{GOOD}核对说明: {{金额单位: 𪛖}}\n"
    assert found(tmp_path, text) == []


def test_the_machine_may_have_the_character(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.fonts.faces import SANS

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "shared"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "own" / "fonts").mkdir(parents=True)
    path = tmp_path / "own" / "fonts" / "a.otf"
    named(SANS, path, "SimSun-ExtB", moved={ord("喆"): ord("𪛖")})
    text = with_duty("负责𪛖江、서。")
    ours = found(tmp_path, text)
    assert [finding.found for finding in ours] == ["U+2A6D6", "U+C11C"]
    machine = found(tmp_path, f"{text}设置: {{字体: 本机}}\n")
    assert [finding.found for finding in machine] == ["U+C11C"]
    assert machine[0].fix == "换成通用的字或符号"
