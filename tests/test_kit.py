"""The kit: its archive, its starters, its menu, the clerk's folder. The whole of it: test_kit_trials.py."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from generator.desk import checksums, data_folder, libraries, menu
from generator.desk.__main__ import start
from tests.bureau import write
from tests.helpers import ROOT, unpack

PARTS = ROOT / "tools" / "kit"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The modules that make kits, as they find each other when run."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    names = ("system", "kit_archive", "kit_wheels", "make_kit")
    return SimpleNamespace(**{name: importlib.import_module(name) for name in names})


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that counts as the kit from which the program runs."""
    folder = tmp_path / "桌面 上" / "决算公开-9.9-linux-x86_64"
    (folder / "例子" / "上年").mkdir(parents=True)
    write(folder / "例子")
    files = [path for path in folder.rglob("*") if path.is_file()]
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / checksums.LIST).write_text("".join(lines), encoding="utf-8")
    for module in (checksums, menu):
        monkeypatch.setattr(module, "kit_folder", lambda: folder)
    monkeypatch.chdir(tmp_path)
    return folder


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def answer(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """What the clerk types, one line after another; then the window is closed."""
    waiting = iter(answers)

    def read(_question: str) -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", read)


# The archive


def tree(folder: Path) -> Path:
    (folder / "里").mkdir(parents=True)
    (folder / "里" / "甲.txt").write_text("甲", encoding="utf-8")
    (folder / "开始.sh").write_text("#!/bin/sh\n", encoding="utf-8")
    return folder


def test_an_archive_depends_on_its_content_only(tools: SimpleNamespace, tmp_path: Path) -> None:
    first, second = tree(tmp_path / "1" / "套"), tree(tmp_path / "2" / "套")
    os.utime(second / "开始.sh", (1, 1))
    (second / "开始.sh").chmod(0o700)
    for write_archive in (tools.kit_archive.write_zip, tools.kit_archive.write_tar):
        for folder in (first, second):
            write_archive(folder, folder.parent / "archive")
        assert (first.parent / "archive").read_bytes() == (second.parent / "archive").read_bytes()


def test_what_is_unpacked_is_what_was_packed(tools: SimpleNamespace, tmp_path: Path) -> None:
    folder = tree(tmp_path / "套")
    tools.kit_archive.write_zip(folder, tmp_path / "a.zip")
    tools.kit_archive.write_tar(folder, tmp_path / "a.tar.gz")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        # Explorer reads a name as UTF-8 where this bit says so, else as GBK.
        assert all(member.flag_bits & 0x800 for member in archive.infolist())
        archive.extractall(tmp_path / "z")
    unpack(tmp_path / "a.tar.gz", tmp_path / "t")
    for place in ("z", "t"):
        assert (tmp_path / place / "套" / "里" / "甲.txt").read_text(encoding="utf-8") == "甲"
    assert os.access(tmp_path / "t" / "套" / "开始.sh", os.X_OK)


def test_wheels_of_every_kit_are_recorded(tools: SimpleNamespace) -> None:
    recorded = tools.kit_wheels.recorded()
    lock = [line.split("==") for line in tools.kit_wheels.run_lock().splitlines()]
    assert len(lock) > 20
    for platform, minors in tools.make_kit.PLATFORMS.items():
        for minor in minors:
            part = tools.kit_wheels.Target(platform, minor).name
            names = [name.split("/")[1] for name in recorded if name.startswith(f"{part}/")]
            wheels = {
                tuple(re.sub(r"[-_.]+", "-", word).lower() for word in name.split("-")[:2])
                for name in names
            }
            locked = {tuple(re.sub(r"[-_.]+", "-", word).lower() for word in pair) for pair in lock}
            assert wheels == locked, part
    assert sum(name.startswith("python-windows/") for name in recorded) == 1


def test_a_wheel_that_is_not_the_recorded_one_is_refused(
    tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tools.kit_wheels.Target("windows-x86_64", "3.11")
    monkeypatch.setattr(tools.kit_wheels, "FETCHED", tmp_path)

    def run(command: list[str]) -> subprocess.CompletedProcess[str]:
        folder = Path(command[command.index("--dest") + 1])
        (folder / "lxml-1-py3-none-any.whl").write_bytes(b"another")
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(tools.kit_wheels, "run", run)
    with pytest.raises(tools.system.StopError, match="不一样"):
        tools.kit_wheels.fetch(target, update=False)


def test_a_wheel_becomes_what_an_installation_is(tools: SimpleNamespace, tmp_path: Path) -> None:
    wheel = tmp_path / "a-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (
            "a/b.py",
            "a-1.dist-info/METADATA",
            "a-1.data/purelib/c.py",
            "a-1.data/scripts/run",
            "a-1.data/data/share/x",
        ):
            archive.writestr(name, "")
    tools.kit_wheels.unpack(wheel, tmp_path / "lib")
    files = {
        path.relative_to(tmp_path / "lib").as_posix()
        for path in (tmp_path / "lib").rglob("*")
        if path.is_file()
    }
    assert files == {"a/b.py", "a-1.dist-info/METADATA", "c.py"}


def test_an_unknown_platform_is_told(
    tools: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tools.make_kit.main(["--platform", "linux-mips", "--output", str(tmp_path)]) == 1
    assert "没有这个平台：linux-mips；可以写 windows-x86_64" in capsys.readouterr().err


# The starters


def test_the_starter_of_windows_runs_on_every_code_page() -> None:
    """Up to the end of a good run it is ASCII; what is said otherwise stands after the change to UTF-8."""
    raw = (PARTS / "开始.bat").read_bytes()
    assert b"\r\n" in raw
    assert not re.search(rb"[^\r]\n", raw)
    assert not raw.startswith(b"\xef\xbb\xbf"), "cmd takes a mark for a command"
    usual, *others = raw.decode("utf-8").split("\r\n:")
    assert usual.isascii()
    assert len(others) == 2
    for part in others:
        assert part.index("chcp 65001") < next(
            at for at, sign in enumerate(part) if ord(sign) > 127
        )
        assert part.rstrip().endswith("exit /b 3")


@pytest.fixture
def starter(tmp_path: Path) -> Path:
    """The starter of Linux in a kit with a Python that writes down how it was called."""
    folder = tmp_path / "盘 一" / "决算公开"
    (folder / "app" / "lib-3.12").mkdir(parents=True)
    text = (PARTS / "开始.sh").read_text(encoding="utf-8").replace("@机器@", os.uname().machine)
    (folder / "开始.sh").write_text(text, encoding="utf-8")
    return folder / "开始.sh"


def run_starter(
    starter: Path, pythons: dict[str, str], *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run it where only these programs are: name → version of Python."""
    programs = starter.parents[1] / "bin"
    programs.mkdir(exist_ok=True)
    for name in ("sh", "uname", "dirname", "cat"):
        (programs / name).symlink_to(shutil.which(name) or "")
    for name, version in pythons.items():
        text = f'#!/bin/sh\nif [ "$1" = -I ]; then echo {version}; else echo "$0|$PYTHONPATH|$*"; exit 7; fi\n'
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    command = [str(programs / "sh"), str(starter), *arguments]
    return subprocess.run(
        command,
        env={"PATH": str(programs)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_starter_takes_the_python_that_it_has_libraries_for(starter: Path) -> None:
    done = run_starter(starter, {"python3": "3.9", "python3.12": "3.12"}, "check", "某 局.yaml")
    program, path, words = done.stdout.strip().split("|")
    assert program.endswith("/python3.12")
    assert path == f"{starter.parent}/app/lib-3.12:{starter.parent}/app/lib"
    assert words == "-X utf8 -m generator.desk check 某 局.yaml"
    assert done.returncode == 7, "the code of the program"


@pytest.mark.parametrize(
    ("pythons", "first"),
    [({"python3": "3.8"}, "这台电脑的 Python 是 3.8，"), ({}, "这台电脑没有 Python，")],
)
def test_an_old_python_is_told_first_with_the_ways_out(
    starter: Path, pythons: dict[str, str], first: str
) -> None:
    done = run_starter(starter, pythons)
    assert done.returncode == 3
    assert done.stderr.strip().startswith(first)
    assert "windows-x86_64 的压缩包" in done.stderr


def test_a_kit_of_another_machine_is_told(starter: Path) -> None:
    starter.write_text(
        starter.read_text(encoding="utf-8").replace(os.uname().machine, "riscv64"), encoding="utf-8"
    )
    done = run_starter(starter, {"python3.12": "3.12"})
    assert done.returncode == 3
    assert "这个压缩包是给 riscv64 的" in done.stderr


# The program


def test_libraries_that_do_not_run_here_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert libraries.library_problem() == ""

    def fail(_name: str) -> None:
        raise ImportError("libxml.so: failed to map segment from shared object")

    monkeypatch.setattr(libraries, "import_module", fail)
    assert start(["check", "甲.yaml"]) == 3
    assert "不许运行程序" in capsys.readouterr().err


def test_a_kit_that_was_changed_is_told(kit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert start(["--verify"]) == 0
    (file,) = (kit / "例子").glob("*.yaml")
    file.write_text("", encoding="utf-8")
    assert start(["--verify"]) == 1
    assert f"内容变了：例子/{file.name}" in capsys.readouterr().out
    file.unlink()
    assert start(["--verify"]) == 1
    assert f"缺少：例子/{file.name}" in capsys.readouterr().out


# The clerk's folder


def test_data_lies_beside_every_version(tmp_path: Path) -> None:
    first, second = tmp_path / "决算公开-1", tmp_path / "决算公开-2-windows" / "决算公开-2-windows"
    for kit in (first, second):
        kit.mkdir(parents=True)
        assert data_folder.data_folder(kit) == tmp_path / "决算数据"


def test_data_of_a_kit_on_a_locked_disk_lies_among_the_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = tmp_path / "disk" / "决算公开-1"
    kit.mkdir(parents=True)
    (tmp_path / "home" / "我的文档").mkdir(parents=True)
    (tmp_path / "home" / ".config").mkdir()
    (tmp_path / "home" / ".config" / "user-dirs.dirs").write_text(
        'XDG_DOCUMENTS_DIR="$HOME/我的文档"\n', encoding="utf-8"
    )
    monkeypatch.setattr(data_folder, "home_folder", lambda: tmp_path / "home")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    takes_files = data_folder._takes_files
    monkeypatch.setattr(
        data_folder,
        "_takes_files",
        lambda folder: folder.parent != tmp_path / "disk" and takes_files(folder),
    )
    assert data_folder.data_folder(kit) == tmp_path / "home" / "我的文档" / "决算数据"


# The menu


def test_a_first_hour(
    kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Examples, a new file, checked, mended, an example made into documents: all in the clerk's folder, nothing in the kit."""
    before = sorted(kit.rglob("*"))
    answer(monkeypatch, "9", "1", "试验局", "2025", "5", "试验", "6", "1", "7", "某局", "10", "0")
    assert start(["菜单"]) == 0
    data = kit.parent / "决算数据"
    shown = capsys.readouterr().out
    assert f"数据文件夹：{data}" in shown
    assert "试验局-2025.yaml：错误" in shown
    assert {path.suffix for path in (data / "公开文档").iterdir()} == {
        ".docx",
        ".pdf",
        ".html",
        ".xlsx",
    }
    assert "都和制作时一样" in shown
    assert sorted(kit.rglob("*")) == before


def test_a_typed_command_works_in_the_menu(
    kit: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer(monkeypatch, r'juesuan check "C:\没 有.yaml"', "report", "explain 尾差", "", "0")
    assert start(["菜单"]) == 0
    captured = capsys.readouterr()
    assert r"C:\没 有.yaml" in captured.out
    assert "命令写法不对" in captured.err, "and the menu goes on"
    assert "末位" in captured.out


def test_roll_and_import_are_asked_for(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    monkeypatch.setattr(menu, "main", given.append)
    data = data_folder.data_folder(kit)
    (data / "某局-2023.yaml").write_text("年度: 2023\n", encoding="utf-8")
    (data / "报表.xls").touch()
    answer(monkeypatch, "3", "1", "2", "1", "", "2", "1", "1", "2", r'"D:\别处\表.xlsx"', "", "0")
    assert start(["菜单"]) == 0
    assert given == [
        ["roll", "某局-2023.yaml"],
        ["import", "报表.xls", "-o", "."],
        ["import", "报表.xls", "--into", "某局-2023.yaml"],
        ["import", r"D:\别处\表.xlsx", "-o", "."],
    ]


def test_an_empty_answer_leads_back(kit: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "1", "", "5", "", "没有这一项", "99", "0")
    assert start(["菜单"]) == 0
    assert list((kit.parent / "决算数据").iterdir()) == []


def test_python_m_generator_is_the_command_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("juesuan ")
