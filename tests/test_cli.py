"""The command line as a clerk meets it: exit codes, drafts, files written whole, a new file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.cli import main
from generator.model.load import validate
from generator.repair.reader import read_text
from tests.bureau import BASE, write
from tests.helpers import ROOT


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    return write(tmp_path, BASE)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_good_file_is_published(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["report", str(unit), "-o", str(out), "--format", "html,docx"]) == 0
    assert names(out) == ["某局-2023.docx", "某局-2023.html"]
    said = capsys.readouterr().out
    assert "某市某局" in said
    assert "2023" in said


def test_faulty_file_makes_a_draft_and_leaves_the_published_one(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 0
    good = (out / "某局-2023.html").read_bytes()
    unit.write_text(
        BASE.replace("收支总计: 150", "收支总计: 120").replace("收支总计: 甲原因, ", ""),
        encoding="utf-8",
    )
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 1
    assert (out / "某局-2023.html").read_bytes() == good
    assert "审核稿（未通过校验）" in (out / "某局-2023（审核稿）.html").read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "[待填] 缺变动原因" in said
    assert "变动原因.收支总计" in said
    unit.write_text(BASE, encoding="utf-8")
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 0
    assert names(out) == ["某局-2023.html"]


def test_no_command_is_a_wrong_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "report" in capsys.readouterr().out


def test_unreadable_file_does_not_stop_the_others(
    unit: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "坏-2023.yaml"
    broken.write_text("名称：甲\n年度: 2023\n", encoding="utf-8")
    out = tmp_path / "out"
    assert main(["report", str(broken), str(unit), "-o", str(out), "--format", "html"]) == 1
    assert names(out) == ["某局-2023.html"]
    said = capsys.readouterr().out
    assert "坏-2023.yaml 第 1 行第 3 列 [全角冒号]" in said
    assert "改成英文冒号加一个空格：名称: 甲" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report"], "缺少"),
        (["report", "a.yaml", "--format", "txt"], "不认识的格式：txt"),
        (["report", "a/x.yaml", "b/x.yaml"], "同名"),
        (["乱写"], "不能是"),
        (["new", "甲", "二〇二三"], "四位数字"),
        (["new", "甲/乙", "2023"], "不能作文件名"),
    ],
)
def test_wrong_commands_end_with_two(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert code == 2
    assert words in capsys.readouterr().err


def test_missing_file_is_a_finding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path / "没有.yaml")]) == 1
    assert "没有这个文件" in capsys.readouterr().out


def test_help_is_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    said = capsys.readouterr().out
    assert "用法：" in said
    assert "生成文档" in said
    assert "usage" not in said
    assert "options" not in said


def test_new_file_says_what_to_fill_in_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "某新单位", "2023年", "-o", str(tmp_path)]) == 0
    path = tmp_path / "某新单位-2023.yaml"
    text = path.read_text(encoding="utf-8")
    assert "名称: 某新单位" in text
    assert re.search("@(名称|年度|上年|次年)@", text) is None
    assert main(["new", "某新单位", "2023", "-o", str(tmp_path)]) == 2
    assert path.read_text(encoding="utf-8") == text
    capsys.readouterr()
    assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert int(re.findall(r"还有 (\d+) 处没有填", said)[0]) > 30
    assert "不认识" not in said


def lines_named(said: str) -> set[int]:
    """The line numbers that an output names: 第 66、71—74 行."""
    named: set[int] = set()
    for listed in re.findall(r"第 ([\d、—]+) 行", said):
        for part in listed.split("、"):
            first, _, last = part.partition("—")
            named.update(range(int(first), int(last or first) + 1))
    return named


def test_a_new_file_answers_nothing_for_the_clerk(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every number is empty or 待填, on spare lines too; what a clerk leaves alone is an error."""
    assert main(["new", "某新单位", "2023", "-o", str(tmp_path)]) == 0
    path = tmp_path / "某新单位-2023.yaml"
    text = re.sub(r"(?m)(?<=\S) {2,}# .*$|, # .*$", "", path.read_text(encoding="utf-8"))
    numbers = re.findall(r"([^\s{,]+): (\d[\d.-]*)(?=[,}\s]|$)", text)
    assert numbers == [("年度", "2023"), ("百分比小数位", "2")]
    capsys.readouterr()
    main(["check", str(path)])
    said = capsys.readouterr().out
    assert "没有填" in said.splitlines()[0]
    lines = path.read_text(encoding="utf-8").splitlines()
    counts = ("团组数", "人次", "轿车", "其他用车", "单价100万元以上设备", "绩效目标", "绩效自评")
    for name in (*counts, "工程", "服务", "授予小微企业合同金额"):
        line = next(line for line, text in enumerate(lines, 1) if f"{name}: " in text)
        assert line in lines_named(said), name


def test_form_that_does_not_exist(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit.write_text(BASE.replace("版式: 四川", "版式: 没有的"), encoding="utf-8")
    assert main(["check", str(unit)]) == 1
    assert "没有名为“没有的”的版式" in capsys.readouterr().out


def test_settings_are_checked(unit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    unit.write_text(BASE.replace("{零值写法: 省略}", "{零值写法: 随便, 小数: 1}"), encoding="utf-8")
    assert main(["check", str(unit)]) == 1
    said = capsys.readouterr().out
    assert "“零值写法”不能是“随便”" in said
    assert "没有“小数”这项设置" in said


def test_examples_publish_as_they_should(capsys: pytest.CaptureFixture[str]) -> None:
    """The invented unit is complete; the two published ones lack the detail that was never published."""
    full = next((ROOT / "data").glob("*虚构*.yaml"))
    assert main(["check", str(full)]) == 0
    for path in (ROOT / "data").glob("泸州*.yaml"):
        assert main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert said.count("[附表明细]") >= 6


def test_a_crash_is_no_finding(
    unit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault of the program has a traceback, a way to report it, and an exit code of its own."""

    def broken(*_: object) -> None:
        raise RuntimeError("坏了")

    monkeypatch.setattr("generator.cli.commands.check.check", broken)
    assert main(["check", str(unit)]) == 70
    said = capsys.readouterr().err
    assert "RuntimeError: 坏了" in said
    assert "这是程序的错误" in said


def test_every_spare_line_of_a_new_file_can_be_used(tmp_path: Path) -> None:
    """A clerk takes the “# ” away: the key is known, and stands in the right place."""
    assert main(["new", "某新单位", "2023", "-o", str(tmp_path)]) == 0
    text = (tmp_path / "某新单位-2023.yaml").read_text(encoding="utf-8")
    text = text.split("\n", 1)[1]
    used, count = re.subn(
        r"(?m)^( *)# ( *(?:- \{.*\}|[^\s#：，。、]+(?: [^\s#：，。、]+)?:(?: .*)?))((?: +#.*)?)$",
        r"\1\2\3",
        text,
    )
    assert count > 20
    node, findings = read_text(used, "新.yaml")
    assert not findings
    assert node is not None
    _, findings = validate(node)
    strange = [finding for finding in findings if "现在是空的" not in finding.message]
    # Keys that are still empty are no mistake; keys that nobody knows are.
    assert not [finding for finding in strange if "不认识" in finding.message], strange
