"""Bytes and characters that nobody sees: never another meaning, never a file destroyed, and `fix` takes them away."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.findings.folding import Folded
from generator.pipeline.checking import check
from generator.pipeline.findings_text import finding_text
from generator.repair.reader import read_text
from tests.bureau import GOOD
from tests.helpers import ROOT


def written(tmp_path: Path, raw: bytes) -> Path:
    path = tmp_path / "某局-2023.yaml"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("where", ["一份真实", "版式", "名称: 泸州"])
@pytest.mark.parametrize("more", [b"", b"\n"])
def test_a_zero_byte_does_not_make_a_file_utf16(tmp_path: Path, where: str, more: bytes) -> None:
    source = (ROOT / "data" / "泸州驻蓉办-2023.yaml").read_text(encoding="utf-8")
    where = where if where in source else "年度"
    raw = source.replace(where, f"{where[0]}\0{where[1:]}", 1).encode() + more
    path = written(tmp_path, raw)
    assert "特殊字符" in {one.rule for one in check(path).findings}
    assert main(["fix", str(path)]) == 0
    assert path.read_bytes() == source.encode() + more


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16", "gb18030"])
def test_other_encodings_are_read_and_rewritten_whole(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, GOOD.encode(encoding))
    assert {one.rule for one in check(path).findings} == {"其他编码"}
    assert main(["fix", str(path)]) == 0
    assert path.read_bytes() == GOOD.encode()


def test_fix_writes_nothing_when_something_would_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from generator.repair.fix import FixedText

    path = written(tmp_path, GOOD.encode("gb18030"))
    monkeypatch.setattr(
        "generator.cli.commands.fix.fix_text", lambda text, *_: FixedText(text[:200], 1)
    )
    assert main(["fix", str(path)]) == 1
    assert "一个字也没有改" in capsys.readouterr().out
    assert path.read_bytes() == GOOD.encode("gb18030")


def test_fix_follows_a_link(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("年度: 2023", "年度：2023").encode())
    link = tmp_path / "链接.yaml"
    link.symlink_to(path.name)
    assert main(["fix", str(link)]) == 0
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize("char", ["\u2028", "\u2029", "\x85", "\r"])
def test_what_is_commented_out_stays_so(tmp_path: Path, char: str) -> None:
    bad = GOOD.replace(
        "收入:\n", f"收入:\n  # 停用：{char}  其他收入: {{2010301 行政运行: 7}}\n"
    ).replace("金额单位: 万元", "金额单位: 万圆")
    path = written(tmp_path, bad.encode())
    checked = check(path)
    assert [(one.rule, one.place.line) for one in checked.findings] == [
        ("选项", 3),
        ("特殊换行", 6),
    ]
    assert main(["fix", str(path)]) == 0
    assert path.read_bytes().decode() == bad.replace(char, " ")


@pytest.mark.parametrize("char", ["\u2028", "\r"])
def test_later_findings_stand_on_their_line(tmp_path: Path, char: str) -> None:
    bad = f"# 说明{char}第二句\n" + GOOD.replace("货物: 0", "货物: 1_0")
    checked = check(written(tmp_path, bad.encode()))
    (one,) = (one for one in checked.findings if one.rule == "数字写法")
    assert "政府采购: {货物: 1_0}" in finding_text(Folded(one), checked.loaded)


@pytest.mark.parametrize("char", ["\u2028", "\r"])
def test_a_key_after_a_strange_break_is_a_line_of_its_own(tmp_path: Path, char: str) -> None:
    bad = GOOD.replace("年度: 2023\n", f"年度: 2023{char}", 1)
    path = written(tmp_path, bad.encode())
    assert [one.rule for one in check(path).findings] == ["特殊换行"]
    assert main(["fix", str(path)]) == 0
    assert path.read_bytes().decode() == GOOD


def test_carriage_returns_may_end_every_line(tmp_path: Path) -> None:
    assert check(written(tmp_path, GOOD.replace("\n", "\r").encode())).findings == ()
    assert check(written(tmp_path, GOOD.replace("\n", "\r\n").encode())).findings == ()


HIDDEN = "\u202e\u200b\u200e\u00ad\u2060\ufeff\u3164\x7f\x80\x00\u2066\U000e0041"


@pytest.mark.parametrize("char", HIDDEN)
@pytest.mark.parametrize("old", ["负责某事", "口径", "单位: {", "货物: 0", "办公费: 15", "零值"])
def test_hidden_characters_are_named_and_taken_away(tmp_path: Path, char: str, old: str) -> None:
    good = GOOD + "# 零值是说明\n"
    at = good.index(old) + 1
    path = written(tmp_path, (good[:at] + char + good[at:]).encode())
    checked = check(path)
    assert [one.rule for one in checked.findings] == ["特殊字符"], checked.findings
    (one,) = checked.findings
    assert f"U+{ord(char):04X}" in one.message
    assert one.place.line == good.count("\n", 0, at) + 1
    assert one.place.column == at - good.rfind("\n", 0, at)
    assert char not in finding_text(Folded(one), checked.loaded)
    assert main(["fix", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == good


def test_places_after_a_hidden_character_are_those_of_the_file() -> None:
    text = "甲\u200b乙: {丙：1, 丁: 2}\n"
    _, findings = read_text(text, "文件.yaml")
    assert [(one.rule, one.place.column) for one in findings] == [("特殊字符", 2), ("全角冒号", 8)]
    assert re.sub("\u200b", "", text).index("：") + 2 == 8


def test_an_escape_that_hides_something_is_named(tmp_path: Path) -> None:
    path = written(
        tmp_path, GOOD.replace("主要职责: 负责某事。", '主要职责: "负责\\u202e某事。"').encode()
    )
    (one,) = (one for one in check(path).findings if one.rule == "特殊字符")
    assert "U+202E" in one.message
