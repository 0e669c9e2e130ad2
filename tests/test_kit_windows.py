"""The kit for Windows under wine, along a clerk's first hour: unpacked, double-clicked, moved, beside a
second version, on a disk that nobody may write to. What it makes is that of Linux, byte for byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.helpers import ROOT
from tests.kits import (
    BOOK,
    EXAMPLE,
    FORMATS,
    archive_of,
    assert_works,
    contents,
    made_by,
    made_here,
    opened_workbench,
    room,
    run,
    windows,
    windows_archive,
    wine,
    wine_environment,
    z,
)
from tests.wild import wild_pdf

pytestmark = pytest.mark.long
__all__ = ["made_here", "room", "windows", "windows_archive"]
"""What tests ask for by name."""
DATA = "决算数据"


def program_of(kit: Path) -> list[str]:
    """The command line of a kit, without its starter."""
    return [str(kit / "app" / "python" / "python.exe"), "-X", "utf8", "-m", "generator.desk"]


def clerks_files(folder: Path) -> Path:
    """A folder with what a clerk has: last year's data, this year's, a workbook of the accounts."""
    (folder / "上年").mkdir(parents=True)
    shutil.copy2(BOOK, folder)
    shutil.copy2(ROOT / "data" / EXAMPLE, folder)
    shutil.copy2(ROOT / "data" / "上年" / "云汀区文旅局-2022.yaml", folder / "上年")
    return folder


def files_in(folder: Path) -> dict[str, bytes]:
    """Place → bytes of all files below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_same_inputs_give_the_same_archive(room: Path, windows_archive: Path) -> None:
    assert archive_of("windows-x86_64", room / "again").read_bytes() == windows_archive.read_bytes()


def test_a_first_hour_by_the_menu(room: Path, windows: Path, made_here: dict[str, bytes]) -> None:
    """Examples, import, check, next year's file, documents, whether the kit is whole."""
    data = clerks_files(windows.parent / DATA)
    answers = ["9", "2", "财决小样", "", "5", EXAMPLE, "3", EXAMPLE, "7", EXAMPLE, "10", "0"]
    typed = "".join(f"{answer}\n" for answer in answers)
    done = wine(room, ["cmd", "/c", "开始.bat", "menu"], windows, typed)
    shown = done.stdout + done.stderr
    documents = contents(data / "公开文档")
    assert len(documents) == 4, shown
    assert documents.items() <= made_here.items()
    assert "都和制作时一样" in shown
    assert {path.name for path in (data / "例子").glob("*.yaml")} == {
        path.name for path in (ROOT / "data").glob("*.yaml")
    }
    here = clerks_files(room / "菜单 linux")
    for command in (["import", BOOK.name, "-o", "."], ["roll", EXAMPLE]):
        on_linux(command, here)
    expected = files_in(here)
    assert len(expected) == 5
    assert {
        name: content for name, content in files_in(data).items() if name in expected
    } == expected


def on_linux(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """A command of the checkout."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = run([sys.executable, "-m", "generator", *command], folder, env=environment)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done


def test_a_first_hour_in_the_browser(room: Path, windows: Path) -> None:
    """Double-clicked, the starter opens the workbench: an example, a change that is saved, documents."""
    data = windows.parent / DATA
    file = f"/file/{quote(EXAMPLE)}"
    with opened_workbench(
        ["wine", "cmd", "/c", "开始.bat"], windows, wine_environment(room)
    ) as client:
        if not (data / EXAMPLE).exists():
            assert_works(client)
        revision = client.get(f"{file}/revision").json()
        change = {"path": ["单位", "主要职责"], "value": "第一段。\n第二段。"}
        asked = {"changes": [change], "revision": revision}
        client.post(f"{file}/set", json=asked).raise_for_status()
        formats = FORMATS.split(",")
        client.post(f"{file}/report", json={"formats": formats}).raise_for_status()
        deadline = time.monotonic() + 300
        while not (job := client.get(f"{file}/job").json())["done"]:
            assert time.monotonic() < deadline
            time.sleep(0.5)
    assert job["error"] == ""
    assert len(job["files"]) == 5
    assert "第二段。" in (data / EXAMPLE).read_text(encoding="utf-8")
    assert b"\r" not in (data / EXAMPLE).read_bytes()
    made = made_by([sys.executable, "-m", "generator"], room / "browser", data / EXAMPLE)
    documents = contents(data / "公开文档")
    assert {name: documents[name] for name in job["files"]} == made


def test_new_check_import_roll_and_report_on_windows(room: Path, windows: Path) -> None:
    program = [str(windows / "app" / "python" / "python.exe"), "-X", "utf8", "-m", "generator.desk"]
    data = {}
    for system in ("windows", "linux"):
        folder = room / f"数据 {system}"
        (folder / "上年").mkdir(parents=True)
        shutil.copy2(BOOK, folder)
        shutil.copy2(ROOT / "data" / EXAMPLE, folder)
        shutil.copy2(ROOT / "data" / "上年" / "云汀区文旅局-2022.yaml", folder / "上年")
        said = []
        commands = (
            ["new", "试验局", "2025", "-o", "."],
            ["check", "试验局-2025.yaml", "--json"],
            ["import", BOOK.name, "-o", "."],
            ["roll", EXAMPLE],
            ["report", ".", "-o", "公开文档", "--format", FORMATS],
        )
        for command in commands:
            if system == "windows":
                done = wine(room, [*program, *command], folder)
            else:
                done = run(
                    [sys.executable, "-m", "generator", *command],
                    folder,
                    env=os.environ | {"PYTHONPATH": str(ROOT)},
                )
            said.append((command[0], done.returncode))
            assert done.returncode in (0, 1), done.stdout + done.stderr
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        data[system] = (said, files)
    assert data["windows"][0] == data["linux"][0]
    here, there = data["linux"][1], data["windows"][1]
    assert here.keys() == there.keys()
    assert len(here) == 11, "six files and five documents: what is to be filled in makes none"
    assert [name for name in here if here[name] != there[name]] == []


def test_many_at_once_and_an_audit_of_them_on_windows(room: Path, windows: Path) -> None:
    """In processes of their own, which Windows starts anew for each."""
    folder = room / "许多"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("*.txt"))
    command = ["report", ".", "-o", "公开文档", "--format", "docx,html", "-j", "2"]
    done = wine(room, [*program_of(windows), *command], folder)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    documents = contents(folder / "公开文档")
    assert len(documents) > 6
    on_linux([*command[:2], "-o", "别处", *command[4:]], folder)
    assert documents == contents(folder / "别处")
    audit = ["audit", "公开文档", "--json", "--comments"]
    there = wine(room, [*program_of(windows), *audit, "批注 windows", "-j", "2"], folder)
    here = on_linux([*audit, "批注 linux"], folder)
    assert there.returncode == here.returncode, there.stderr
    assert contents(folder / "批注 windows") == contents(folder / "批注 linux")


# Places


def test_a_kit_that_was_moved_or_copied_and_a_second_version(room: Path, windows: Path) -> None:
    """Under any name, from any place; every version finds the same data."""
    place = room / "别 处" / "U盘（一）"
    copy = place / "决算公开-9.9.9-windows-x86_64" / "决算公开-9.9.9-windows-x86_64"
    shutil.copytree(windows, copy)
    clerks_files(place / DATA)
    renamed = place / "我的 程序"
    shutil.copytree(windows, renamed)
    for kit in (copy, renamed):
        done = wine(room, ["cmd", "/c", "开始.bat", "menu"], kit, "5\n云汀\n10\n0\n")
        assert f"数据文件夹：{z(place / DATA)}" in done.stdout, done.stdout + done.stderr
        assert "都和制作时一样" in done.stdout
        assert f"{EXAMPLE}：提示 2" in done.stdout
    shutil.rmtree(copy.parent)
    assert (place / DATA / EXAMPLE).exists()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A disk that nobody may write to, the administrator neither."""
    for options in (["--bind", str(folder)], ["-o", "remount,bind,ro"]):
        if run(["mount", *options, str(folder)], folder.parent).returncode:
            pytest.skip("this machine makes no folder read-only for root")
    try:
        yield
    finally:
        # Wine's server may still have the folder open.
        run(["umount", "--lazy", str(folder)], folder.parent)


def test_a_kit_on_a_disk_that_nobody_may_write_to(
    room: Path, windows: Path, made_here: dict[str, bytes]
) -> None:
    """The data goes to the user's documents; nothing is left in the kit."""
    disk = room / "只读 盘"
    shutil.copytree(windows, disk / windows.name)
    before = sorted(disk.rglob("*"))
    with read_only(disk):
        done = wine(
            room,
            ["cmd", "/c", "开始.bat", "menu"],
            disk / windows.name,
            "9\n7\n云汀区文旅局（虚构）\n0\n",
        )
    (documents,) = (room / "wine" / "drive_c" / "users").glob(f"*/Documents/{DATA}/公开文档")
    made = contents(documents)
    assert len(made) == 4, done.stdout + done.stderr
    assert made.items() <= made_here.items()
    assert sorted(disk.rglob("*")) == before


# Others' programs, and files that run wild

_HOLD = """
import ctypes, sys, time
kernel = ctypes.WinDLL("kernel32")
kernel.CreateFileW.restype = ctypes.c_void_p
READ_WRITE, SHARE_READ, EXISTING = 0xC0000000, 1, 3
handle = kernel.CreateFileW(sys.argv[1], READ_WRITE, SHARE_READ, None, EXISTING, 0, None)
print("held" if handle != 2**64 - 1 else "not held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held_by_word(room: Path, kit: Path, file: Path) -> Iterator[None]:
    """Another program has a file open as Word does: others may read it, and not replace it."""
    program = str(kit / "app" / "python" / "python.exe")
    process = subprocess.Popen(
        ["wine", program, "-X", "utf8", "-c", _HOLD, z(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=wine_environment(room),
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"held"
    try:
        yield
    finally:
        process.communicate(timeout=60)


def test_a_document_that_word_has_open_stays_and_is_told(room: Path, windows: Path) -> None:
    folder = clerks_files(room / "占用")
    command = [*program_of(windows), "report", EXAMPLE, "-o", "公开文档", "--format", "docx,html"]
    done = wine(room, command, folder)
    assert done.returncode == 0, done.stdout + done.stderr
    before = contents(folder / "公开文档")
    data = folder / EXAMPLE
    text = data.read_text(encoding="utf-8")
    data.write_text(
        text.replace("主要职责: |\n", "主要职责: |\n    另有一段。\n"), encoding="utf-8"
    )
    (document,) = (folder / "公开文档").glob("*.docx")
    with held_by_word(room, windows, document):
        done = wine(room, command, folder)
        assert done.returncode == 3, done.stdout + done.stderr
        assert "先关闭正打开着它的 Word" in done.stdout + done.stderr
        assert contents(folder / "公开文档") == before
        audited = wine(room, [*program_of(windows), "audit", z(document)], folder)
        assert audited.returncode in (0, 1), audited.stderr
    assert wine(room, command, folder).returncode == 0
    assert contents(folder / "公开文档") != before


_LAYOUT = """
import sys
from generator.writers.pages import LayoutError
from generator.writers.pdf import process
process.MEMORY = 600 * 2**20
settings = {"template": sys.argv[1], "attached": "{}", "fonts": [], "pdf": False, "timestamp": 0}
try:
    process.lay_out(settings, b"{}", lambda told: None)
except LayoutError as error:
    print("refused", error)
"""
_READER = """
import sys
from pathlib import Path
from generator.extracting import pdf
from generator.extracting.limits import UnreadableError
pdf.MEMORY, pdf.SECONDS = 200 * 2**20, 40
try:
    pdf.read_pdf(Path(sys.argv[1]))
except UnreadableError as error:
    print("refused", error.message)
"""
_WILD = '#let text = "wild"\n#for step in range(30) { text = text + text }\n#text'


@pytest.mark.parametrize("what", ["layout", "reader"])
def test_what_runs_wild_ends_in_a_sentence(room: Path, windows: Path, what: str) -> None:
    """Wine keeps to no Job, so that here the process is watched; a Windows ends it by the Job."""
    program = [str(windows / "app" / "python" / "python.exe"), "-X", "utf8", "-c"]
    folder = room / "失控"
    folder.mkdir(exist_ok=True)
    begin = time.monotonic()
    if what == "layout":
        (folder / "wild.typ").write_text(_WILD, encoding="utf-8")
        done = wine(room, [*program, _LAYOUT, z(folder / "wild.typ")], folder)
    else:
        (folder / "wild.pdf").write_bytes(wild_pdf(3_000_000))
        done = wine(room, [*program, _READER, z(folder / "wild.pdf")], folder)
    assert "refused" in done.stdout, done.stdout + done.stderr
    # Wine 8 does not always see the end of a process that was ended at work: then its time ends.
    assert "内存" in done.stdout or (what == "reader" and "秒还没有读完" in done.stdout)
    assert time.monotonic() - begin < 90
