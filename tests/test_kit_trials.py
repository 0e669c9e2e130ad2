"""The whole kit and the whole package, tried as a clerk has them: unpacked, started, moved; the one
for Windows under wine. What they make is compared byte for byte with what the checkout makes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx2
import pytest

from tests.helpers import ROOT

pytestmark = pytest.mark.long

EXAMPLE = "云汀区文旅局（虚构）-2023.yaml"
FORMATS = "docx,pdf,html,xlsx,底稿"
BOOK = ROOT / "tests" / "books" / "财决小样.xls"
NOBODY = 65534
PYTHON = shutil.which("python3", path="/usr/bin")
# wine 8 lacks a function that newer libraries ask Windows for its random numbers with.
RANDOM = """
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T size)
{ return SystemFunction036(data, (ULONG)size); }
BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) { return TRUE; }
"""
COMPILER = "x86_64-w64-mingw32-gcc"


def run(command: list[str], folder: Path, **others: object) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; its output goes to a pipe (wine 8 writes to no file)."""
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=600,
        **others,
    )  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def room() -> Iterator[Path]:
    """A folder that every user may look into, with blanks and Chinese letters in its name."""
    with tempfile.TemporaryDirectory(prefix="juesuan 试 ") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def archive_of(platform: str, folder: Path, *options: str) -> Path:
    """The archive of a kit, made now; without its wheels, and without a network, the trial is skipped."""
    done = run(
        [
            sys.executable,
            "tools/make_kit.py",
            "--platform",
            platform,
            "--output",
            str(folder),
            *options,
        ],
        ROOT,
    )
    if "没有下载成" in done.stderr:
        pytest.skip(f"the wheels of {platform} cannot be had: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    (archive,) = (path for path in folder.iterdir() if platform in path.name)
    return archive


@pytest.fixture(scope="module")
def windows_archive(room: Path) -> Path:
    return archive_of("windows-x86_64", room / "archives")


@pytest.fixture(scope="module")
def linux_archive(room: Path) -> Path:
    """For the one Python that is here: to fetch the wheels of four takes long."""
    if PYTHON is None or os.uname().machine != "x86_64":
        pytest.skip("this machine has no python3 of its own for the kit of linux-x86_64")
    asked = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    minor = run([PYTHON, "-c", asked], room).stdout.strip()
    if minor not in ("3.11", "3.12", "3.13", "3.14"):
        pytest.skip(f"python3 of this machine is {minor}")
    return archive_of("linux-x86_64", room / "archives", "--python", minor)


@pytest.fixture(scope="module")
def made_here(room: Path) -> dict[str, bytes]:
    """What the checkout makes of the example."""
    return made_by([sys.executable, "-m", "generator"], room / "here", ROOT / "data" / EXAMPLE)


def made_by(program: list[str], output: Path, file: Path) -> dict[str, bytes]:
    """The documents that a program makes of a data file."""
    done = run([*program, "report", str(file), "-o", str(output), "--format", FORMATS], ROOT)
    assert done.returncode == 0, done.stderr
    return contents(output)


def contents(folder: Path) -> dict[str, bytes]:
    """Name → bytes of the files in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# The package


@pytest.fixture(scope="module")
def source(room: Path) -> Path:
    """A clean copy of what a package is built of."""
    folder = room / "source"
    names = [
        "generator",
        "templates",
        "docs",
        "data",
        "tools",
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "ARCHITECTURE.md",
        "Makefile",
    ]
    names += [
        "setup.py",
        "pyproject.toml",
        "MANIFEST.in",
        "schema.json",
        *(path.name for path in ROOT.glob("requirements*.lock")),
    ]
    for name in names:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            folder.mkdir(exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def wheel_of(source: Path, target: Path) -> Path:
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--quiet",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    done = run([*pip, "--wheel-dir", str(target), str(source)], target.parent)
    assert done.returncode == 0, done.stderr
    return next(target.glob("*.whl"))


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_package_installs_into_a_fresh_environment(
    room: Path, source: Path, made_here: dict[str, bytes]
) -> None:
    """Wheel and sdist hold everything; the program runs from anywhere, and writes the same bytes."""
    build = "import setuptools.build_meta as b; print(b.build_sdist('../sdist'))"
    (room / "sdist").mkdir()
    done = run([sys.executable, "-c", build], source)
    assert done.returncode == 0, done.stderr
    with tarfile.open(next((room / "sdist").glob("*.tar.gz"))) as archive:
        archive.extractall(room / "sdist", filter="data")
    (unpacked,) = (path for path in (room / "sdist").iterdir() if path.is_dir())
    assert (unpacked / "docs" / "填写指南.md").exists()
    wheel = wheel_of(unpacked, room / "wheel of sdist")
    direct = wheel_of(source, room / "wheel")
    assert names_in(wheel) == names_in(direct)
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "generator").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    expected |= {
        f"generator/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / "templates").rglob("*")
        if path.is_file()
    }
    assert expected <= names_in(wheel)
    assert any(name.endswith("/schema.json") for name in names_in(wheel))

    fresh = room / "fresh"
    assert run([sys.executable, "-m", "venv", str(fresh)], room).returncode == 0
    pip = [
        str(fresh / "bin" / "python"),
        "-m",
        "pip",
        "--quiet",
        "install",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    assert run(pip, room).returncode == 0
    # The libraries are those of this environment; the program is that of the wheel.
    minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (fresh / "lib" / minor / "site-packages" / "libraries.pth").write_text(
        sysconfig.get_path("purelib"), encoding="utf-8"
    )
    where = run(
        [
            str(fresh / "bin" / "python"),
            "-c",
            "import generator.forms.folders as f; print(f.TEMPLATES)",
        ],
        room,
    )
    assert where.stdout.strip() == str(
        fresh / "lib" / minor / "site-packages" / "generator" / "templates"
    )
    assert run(
        [str(fresh / "bin" / "python"), "-m", "generator", "--version"], room
    ).stdout.startswith("juesuan ")
    assert (
        made_by([str(fresh / "bin" / "juesuan")], room / "by wheel", ROOT / "data" / EXAMPLE)
        == made_here
    )
    done = run([str(fresh / "bin" / "juesuan"), "forms", "new", "某县"], room)
    assert done.returncode == 2
    assert "--templates" in done.stderr, "nothing is written into an installed program"


# Linux


def as_ordinary_user() -> list[str]:
    """What to put before a command so that it runs without rights and without a network."""
    if os.geteuid():
        return []
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    can_unshare = run(["unshare", "-n", "true"], Path("/")).returncode == 0
    return ["unshare", "-n", *user] if can_unshare else user


def test_the_kit_of_linux_from_a_read_only_place_and_after_being_moved(
    room: Path, linux_archive: Path, made_here: dict[str, bytes]
) -> None:
    stick, home = room / "盘 一", room / "home"
    with tarfile.open(linux_archive) as archive:
        archive.extractall(stick, filter="data")
    home.mkdir()
    if os.geteuid() == 0:
        os.chown(home, NOBODY, NOBODY)
    (kit,) = stick.iterdir()
    # Nobody may write into it.
    for path in [stick, *stick.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LC_ALL": "C"}
    command = [*as_ordinary_user(), "sh", str(kit / "开始.sh"), "menu"]
    done = run(command, room, env=environment, input="9\n7\n云汀\n10\n0\n")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "都和制作时一样" in done.stdout
    documents = contents(home / "决算数据" / "公开文档")
    assert len(documents) == 4
    assert documents.items() <= made_here.items()

    for path in (stick, kit):
        path.chmod(0o755)
    moved = room / "搬 走" / "别的名字"
    moved.parent.mkdir()
    kit.rename(moved)
    done = run(
        [*as_ordinary_user(), "sh", str(moved / "开始.sh"), "check", str(moved / "例子" / EXAMPLE)],
        home,
        env=environment,
    )
    assert done.returncode == 0, done.stderr


def test_the_same_inputs_give_the_same_archive(room: Path, windows_archive: Path) -> None:
    assert archive_of("windows-x86_64", room / "again").read_bytes() == windows_archive.read_bytes()


# Windows


@pytest.fixture(scope="module")
def windows(room: Path, windows_archive: Path) -> Path:
    """The unpacked kit, in a Windows that wine plays."""
    if not shutil.which("wine") or not shutil.which(COMPILER):
        pytest.skip(
            f"no wine here: apt-get install wine wine64 {COMPILER.replace('x86_64-w64-mingw32-gcc', 'gcc-mingw-w64-x86-64-win32')}"
        )
    with zipfile.ZipFile(windows_archive) as archive:
        archive.extractall(room / "桌面 上")  # noqa: S202 (our own)
    (kit,) = (room / "桌面 上").iterdir()
    (room / "random.c").write_text(RANDOM, encoding="utf-8")
    library = kit / "app" / "python" / "bcryptprimitives.dll"
    assert (
        run(
            [COMPILER, "-shared", "-o", str(library), str(room / "random.c"), "-ladvapi32"], room
        ).returncode
        == 0
    )
    assert wine(room, ["winecfg", "-v", "win10"]).returncode == 0
    return kit


def wine(
    room: Path, command: list[str], folder: Path | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "WINEPREFIX": str(room / "wine"),
        "WINEDEBUG": "-all",
        "LC_ALL": "C.UTF-8",
    }
    return run(["wine", *command], folder or room, env=environment, input=typed)


def z(path: Path) -> str:
    """A path as that Windows has it."""
    return "Z:" + str(path).replace("/", "\\")


def test_the_kit_of_windows_along_a_first_hour(
    room: Path, windows: Path, made_here: dict[str, bytes]
) -> None:
    """By the starter and its menu: examples, documents, the check of the kit. The bytes are those of Linux."""
    done = wine(room, ["cmd", "/c", "开始.bat", "menu"], windows, "9\n7\n云汀\n10\n0\n")
    data = windows.parent / "决算数据"
    documents = contents(data / "公开文档")
    assert len(documents) == 4, done.stdout + done.stderr
    assert documents.items() <= made_here.items()
    assert "都和制作时一样" in done.stdout


def test_the_workbench_answers_on_windows(room: Path, windows: Path) -> None:
    """Double-clicked, the starter opens the workbench: its first page, a page of an example, the
    document beside it."""
    program = str(windows / "app" / "python" / "python.exe")
    with opened_workbench(
        ["wine", program, "-X", "utf8", "-m", "generator.desk"],
        windows,
        os.environ | {"WINEPREFIX": str(room / "wine"), "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"},
    ) as client:
        assert_works(client)


def test_the_workbench_answers_on_linux(room: Path, linux_archive: Path) -> None:
    with tarfile.open(linux_archive) as archive:
        archive.extractall(room / "工作台", filter="data")
    (kit,) = (room / "工作台").iterdir()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(room), "LC_ALL": "C"}
    with opened_workbench(["sh", str(kit / "开始.sh")], room, environment) as client:
        assert_works(client)


@contextmanager
def opened_workbench(
    command: list[str], folder: Path, environment: Mapping[str, str]
) -> Iterator[httpx2.Client]:
    """A browser that was given the address that a starter tells."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Wine 8 writes to no file.
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    assert process.stdout is not None
    address = None
    while address is None:
        line = process.stdout.readline()
        assert line, "the starter ended without an address"
        address = re.search(rb"(http://[\d.:]+)/\?t=(\S+)", line)
    base, token = address[1].decode(), address[2].decode()
    client = httpx2.Client(
        base_url=base, headers={"origin": base}, timeout=120, follow_redirects=True
    )
    deadline = time.monotonic() + 60
    while True:
        try:
            client.get("/", params={"t": token})
            break
        except httpx2.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    try:
        yield client
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def assert_works(client: httpx2.Client) -> None:
    assert "工作台" in client.get("/").text
    client.post("/example", json={"name": EXAMPLE}).raise_for_status()
    file = f"/file/{quote(EXAMPLE)}"
    assert "1208600" in client.get(f"{file}/page/outlay").text
    assert "120.86" in client.get(f"{file}/preview").text


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


# Bare systems


@pytest.mark.skipif(
    not os.environ.get("JUESUAN_ROOTS"),
    reason="JUESUAN_ROOTS=1: downloads a Debian for each, needs root and debootstrap",
)
@pytest.mark.parametrize("release", ["bookworm", "trixie"])
def test_the_kit_of_linux_in_a_bare_debian(
    room: Path, release: str, made_here: dict[str, bytes]
) -> None:
    """A system that was just installed, with python3 only, without network, as an ordinary user."""
    archive = archive_of("linux-x86_64", room / "all versions")
    root = room / release
    assert (
        run(
            ["debootstrap", "--variant=minbase", "--include=python3", release, str(root)], room
        ).returncode
        == 0
    )
    home = root / "srv" / "user"
    with tarfile.open(archive) as packed:
        packed.extractall(home, filter="data")
    for path in [home, *home.rglob("*")]:
        os.chown(path, NOBODY, NOBODY)
    (kit,) = home.iterdir()
    inside = f"cd && exec sh '/srv/user/{kit.name}/开始.sh' menu"
    command = [
        "unshare",
        "-n",
        "chroot",
        f"--userspec={NOBODY}:{NOBODY}",
        str(root),
        "sh",
        "-c",
        inside,
    ]
    done = run(
        command,
        room,
        env={"PATH": "/usr/bin:/bin", "HOME": "/srv/user"},
        input="9\n7\n云汀\n10\n0\n",
    )
    assert "都和制作时一样" in done.stdout, done.stdout + done.stderr
    documents = contents(home / "决算数据" / "公开文档")
    assert len(documents) == 4
    assert documents.items() <= made_here.items()
