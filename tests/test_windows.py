"""What Windows does otherwise, tried on any system: bytes, names, paths, files that are held."""

from __future__ import annotations

import ast
import errno
import os
import re
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli import main
from generator.pipeline import outputs
from generator.pipeline.batch import pool
from generator.pipeline.batch.pool import cores
from generator.pipeline.disk_errors import disk_error_message
from generator.reading import folders
from generator.reading.file_names import file_name, problem
from generator.writers.docx.package import rezip
from tests.bureau import write
from tests.helpers import ROOT


def test_a_package_does_not_tell_on_which_system_it_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = write(tmp_path)
    made = {}
    for system in ("linux", "win32"):
        # What Python's zipfile asks.
        monkeypatch.setattr("zipfile.sys", SimpleNamespace(platform=system))
        assert (
            main(
                [
                    "report",
                    str(unit),
                    "-o",
                    str(tmp_path / system),
                    "--format",
                    "docx,xlsx,底稿",
                    "--force",
                ]
            )
            == 0
        )
        made[system] = {path.name: path.read_bytes() for path in (tmp_path / system).iterdir()}
    monkeypatch.undo()
    assert len(made["linux"]) == 3
    assert made["linux"] == made["win32"]
    for data in made["win32"].values():
        assert {member.create_system for member in ZipFile(BytesIO(data)).infolist()} == {3}


def test_the_trial_above_would_see_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zipfile.sys", SimpleNamespace(platform="win32"))
    buffer = BytesIO()
    with ZipFile(buffer, "w") as package:
        package.writestr("a", "b")
    assert {member.create_system for member in ZipFile(buffer).infolist()} == {0}
    assert {
        member.create_system for member in ZipFile(BytesIO(rezip(buffer.getvalue()))).infolist()
    } == {3}


def test_every_text_that_is_written_says_how_its_lines_end() -> None:
    """Without a say Python writes \\r\\n on Windows, and \\r\\r\\n where \\r\\n stood already."""
    seen, wrong = 0, []
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            words = [one.value for one in node.args if isinstance(one, ast.Constant)]
            opens_text = name == "open" and any(word in ("w", "x", "a", "w+") for word in words)
            if name == "write_text" or opens_text:
                seen += 1
                if "newline" not in {one.arg for one in node.keywords}:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert seen > 4
    assert not wrong


@pytest.mark.parametrize(
    "unit",
    [
        "甲<乙",
        "甲:乙",
        "甲|乙",
        "甲?",
        '甲"乙"',
        "甲*",
        "甲\\乙",
        "局.",
        ".局",
        "NUL",
        "con.甲",
        "甲\t乙",
    ],
)
def test_a_unit_whose_name_no_windows_file_can_have(
    tmp_path: Path, unit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", unit, "2025", "-o", str(tmp_path)]) == 2
    assert "不能作文件名" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "unit",
    ["某市财政局", "A局（本级）", "控制中心", "Console 中心", "第1中学·东校区", "COMPUTER学院"],
)
def test_a_unit_whose_name_every_system_takes(unit: str) -> None:
    assert problem(unit) == ""
    assert file_name(unit) == unit


@given(st.text(max_size=30))
def test_what_is_made_a_file_name_is_one(text: str) -> None:
    name = file_name(text)
    assert name == "" or problem(name) == ""


def test_a_file_that_is_held_for_a_moment_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, refused = os.replace, []

    def replace(source: Path, target: Path) -> None:
        if len(refused) < 2:
            refused.append(target)
            raise PermissionError(errno.EACCES, "a scanner has it", str(source), None, str(target))
        real(source, target)

    monkeypatch.setattr("generator.pipeline.outputs.os.replace", replace)
    monkeypatch.setattr(outputs, "PAUSES", (1, 1, 1))
    outputs.write_whole(tmp_path / "甲.pdf", b"new")
    assert (tmp_path / "甲.pdf").read_bytes() == b"new"
    assert len(refused) == 2


def test_a_file_that_word_holds_is_told_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unit, out = write(tmp_path), tmp_path / "out"

    def replace(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied", str(source), None, str(target))

    monkeypatch.setattr("generator.pipeline.outputs.os.replace", replace)
    monkeypatch.setattr(outputs, "PAUSES", (1,))
    assert main(["report", str(unit), "-o", str(out), "--format", "html"]) == 3
    assert "先关闭正打开着它的 Word" in "".join(capsys.readouterr())
    assert not list(out.iterdir())


def test_a_copy_that_may_not_be_deleted_hides_no_other_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "甲.pdf"
    target.write_bytes(b"old")

    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(errno.EACCES, "read only", str(path))

    def full(source: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "full", str(target))

    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr("generator.pipeline.outputs.os.replace", full)
    with pytest.raises(OSError, match="full"):
        outputs.write_whole(target, b"new")


def windows_error(number: int, path: str) -> OSError:
    """An error as Windows gives it: with a number of its own."""
    error = FileNotFoundError(number, "The system cannot find the path specified", path)
    error.winerror = 3  # type: ignore[attr-defined]
    return error


def test_a_path_that_is_too_long_for_windows_is_told_as_that() -> None:
    told = disk_error_message(windows_error(errno.ENOENT, "/长" * 130))
    assert told is not None
    assert "太长" in told
    short = disk_error_message(windows_error(errno.ENOENT, "/甲.yaml"))
    assert short is not None
    assert "没有这个文件或文件夹" in short


def test_a_name_that_the_disk_does_not_take_is_told_as_that() -> None:
    told = disk_error_message(OSError(errno.EINVAL, "Invalid argument", "甲?.pdf"))
    assert told is not None
    assert "不许用这样的文件名" in told


def test_a_user_without_home_and_number_has_a_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (folders.PLACE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(folders, "home_folder", lambda: None)
    monkeypatch.delattr(os, "getuid")
    assert folders.cache_folder().name == "juesuan"


def test_windows_waits_for_so_many_processes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(200), raising=False)
    monkeypatch.setattr(pool, "free_memory", lambda: 0)
    assert cores() == 200
    monkeypatch.setattr(sys, "platform", "win32")
    assert cores() == pool.MOST_ON_WINDOWS


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_console_of_code_page_936_shows_every_message(
    encoding: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A sign that GBK lacks becomes its code; nothing ends the run."""
    import io

    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, errors="strict"))
    path = tmp_path / "数😀.yaml"
    path.write_text("年度: 2023\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    sys.stdout.flush()
    assert "<U+1F600>" in raw.getvalue().decode(encoding)


def test_names_that_differ_in_case_only_meet_in_one_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("A局-2023.yaml", "a局-2023.yaml"):
        (tmp_path / name).write_text("年度: 2023\n", encoding="utf-8")
    assert main(["report", str(tmp_path), "-o", str(tmp_path / "out"), "--format", "html"]) == 2
    assert "同名" in capsys.readouterr().err


def test_windows_line_ends_stay_what_they_are(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert main(["roll", str(path)]) == 0
    (new,) = (file for file in tmp_path.glob("*-2024.yaml"))
    assert not re.search(rb"\r\r\n", new.read_bytes())
