"""What commands are given: folders where files are meant, and data files that are links."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.cli import main
from generator.forms.folders import OWN
from generator.pipeline.batch.cluster import pack
from generator.pipeline.batch.job import Job
from generator.reading.named_files import allowing
from tests.bureau import BASE
from tests.helpers import ROOT

FOREIGN = "根:口令,别处的文件"
REFUSED = "这是一个链接，指到它所在的文件夹外面，没有读它"
BOOK = ROOT / "tests/books/财决小样.xls"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a right file; another folder with one, and with a file of secrets."""
    monkeypatch.chdir(tmp_path)
    folder, other = tmp_path / "data", tmp_path / "别处"
    folder.mkdir()
    other.mkdir()
    (folder / "某局-2023.yaml").write_text(BASE, encoding="utf-8")
    (other / "乙局-2023.yaml").write_text(BASE, encoding="utf-8")
    (other / "passwd").write_text(f"{FOREIGN}\n{FOREIGN}：1\n", encoding="utf-8")
    return folder


def link(folder: Path, name: str, target: str) -> Path:
    path = folder / name
    path.symlink_to(target)
    return path


COMMANDS = [
    "check {0}",
    "check --json {0}",
    "fix {0}",
    "report {0} -o out --format html",
    "roll {0}",
    "diff {0} data/某局-2023.yaml",
    "diff data/某局-2023.yaml {0}",
    "trace {0} 150",
    "site {0} -o shelf",
    "forms check 四川 {0}",
    f"import {BOOK} --into {{0}} --yes",
]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("target", ["../别处/passwd", "链.yaml", "/etc/passwd"])
def test_a_link_out_of_its_folder_is_not_read(
    command: str, target: str, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    link(data, "链.yaml", "../别处/passwd")
    path = link(data, "密-2023.yaml", target)
    assert main(command.format(f"data/{path.name}").split()) in (1, 2)
    out = capfd.readouterr()
    said = out.out + out.err
    assert FOREIGN[:4] not in said
    assert "root:" not in said
    assert REFUSED in said or "juesuan check" in said
    assert "Traceback" not in said
    assert (data.parent / "别处/passwd").read_text(encoding="utf-8").startswith(FOREIGN)


def test_a_link_that_is_met_in_a_folder_is_not_read(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    link(data, "密-2023.yaml", "../别处/passwd")
    assert main(["check", "data"]) == 1
    said = capfd.readouterr().out
    assert f"data/密-2023.yaml 第 1 行第 1 列 [读取] {REFUSED}" in said
    assert FOREIGN[:4] not in said
    assert "data/某局-2023.yaml：" in said


@pytest.mark.parametrize(
    "target", ["某局-2023.yaml", "下级/丙局-2023.yaml", "{here}/某局-2023.yaml"]
)
def test_a_link_within_its_folder_is_read(target: str, data: Path) -> None:
    (data / "下级").mkdir()
    (data / "下级/丙局-2023.yaml").write_text(BASE, encoding="utf-8")
    path = link(data, "链接-2023.yaml", target.format(here=data))
    assert main(["check", str(path)]) == 0


def test_a_folder_that_is_itself_a_link_is_the_clerk_s_choice(data: Path) -> None:
    path = data.parent / "数据"
    path.symlink_to("data")
    assert main(["check", "数据/某局-2023.yaml"]) == 0
    assert main(["check", "数据"]) == 0


def test_the_command_line_may_allow_the_target(data: Path) -> None:
    path = link(data, "乙局-2023.yaml", "../别处/乙局-2023.yaml")
    assert main(["check", str(path)]) == 1
    assert main(["check", str(path), "--allow-folder", "别处"]) == 0
    assert main(["fix", str(path), "--allow-folder", "别处"]) == 0
    arguments = ["report", str(path), "-o", "out", "--format", "html"]
    assert main([*arguments, "--allow-folder", "别处"]) == 0
    assert main(arguments) == 1


def test_a_named_file_may_be_a_link_within_the_owner_s_folder(data: Path) -> None:
    (data / "上年").mkdir()
    (data / "某局-2022.yaml").write_text(BASE.replace("年度: 2023", "年度: 2022"), encoding="utf-8")
    link(data / "上年", "去年.yaml", "../某局-2022.yaml")
    path = data / "某局-2023.yaml"
    start = BASE.index("上年:")
    end = BASE.index("\n", start) if "{" in BASE[start : BASE.index("\n", start)] else -1
    assert end > 0
    path.write_text(BASE[:start] + "上年: 上年/去年.yaml" + BASE[end:], encoding="utf-8")
    assert main(["check", str(path)]) == 0


def test_a_link_out_of_its_folder_is_not_sent_to_a_cluster(data: Path) -> None:
    path = link(data, "乙局-2023.yaml", "../别处/乙局-2023.yaml")
    job = Job(0, path, data.parent / "out", ("html",), OWN, data.parent)
    assert pack(job) is None
    with allowing([data.parent / "别处"]):
        assert pack(job) is not None


MANY = ["check {0}", "fix {0}", "roll {0}", "report {0} -o out --format html", "site {0} -o shelf"]


@pytest.mark.parametrize("command", MANY)
def test_a_folder_is_its_data_files(
    command: str, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (data / "下级").mkdir()
    (data / "下级/丁局-2023.yaml").write_text("年度：", encoding="utf-8")
    (data / ".藏.yaml").write_text("年度：", encoding="utf-8")
    (data / "说明.txt").write_text("年度：", encoding="utf-8")
    assert main(command.format("data").split()) == 0
    out = capfd.readouterr()
    assert "某局-2023" in out.out + out.err
    assert "丁局" not in out.out + out.err


@pytest.mark.parametrize("command", MANY)
def test_a_folder_without_data_files(
    command: str, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    os.mkdir("空")
    assert main(command.format("空").split()) == 2
    assert "空 里没有数据文件（.yaml）" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["trace data 150", "diff data data/某局-2023.yaml"])
def test_a_folder_where_one_file_is_meant(
    command: str, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(command.split()) == 2
    assert "这是一个文件夹，不是数据文件：data；请写明文件夹里的文件" in capfd.readouterr().err


def test_a_file_that_is_named_twice_is_checked_once(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "data", "data/某局-2023.yaml"]) == 0
    assert capfd.readouterr().out.count("某局-2023.yaml：") == 1


@pytest.mark.parametrize("part", ["上年: 链.yaml", "附件: [{标题: 报告, 文件: 链.docx}]"])
def test_a_named_file_that_is_a_link_is_said_to_be_one(
    part: str, data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It lies beside the data file, so that "copy it beside the data file" would be no advice."""
    link(data, "链.yaml", "../别处/乙局-2023.yaml")
    link(data, "链.docx", "../别处/passwd")
    lines = [line for line in BASE.splitlines() if not line.startswith("上年:")]
    path = data / "丙局-2023.yaml"
    path.write_text("\n".join([*lines, part, ""]), encoding="utf-8")
    main(["check", str(path)])
    said = capfd.readouterr().out
    assert REFUSED in said
    assert "换掉链接" in said


def test_check_of_several_files_ends_with_a_total(
    data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (data / "乙局-2023.yaml").write_text("一些字\n", encoding="utf-8")
    assert main(["check", str(data)]) == 1
    assert capfd.readouterr().out.rstrip().endswith("共 2 份：没有错误 1，有错误 1")
    assert main(["check", str(data / "某局-2023.yaml")]) == 0
    assert "共 " not in capfd.readouterr().out
