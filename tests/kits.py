"""Kits, made and unpacked as a clerk has them: for Linux, and for Windows in wine."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
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


@pytest.fixture(scope="module")
def windows(room: Path, windows_archive: Path) -> Path:
    """The unpacked kit, in a Windows that wine plays."""
    if not shutil.which("wine") or not shutil.which(COMPILER):
        pytest.skip(
            f"no wine here: apt-get install wine wine64 {COMPILER.replace('x86_64-w64-mingw32-gcc', 'gcc-mingw-w64-x86-64-win32')}"
        )
    with zipfile.ZipFile(windows_archive) as archive:
        archive.extractall(room / "桌面 上")
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
    """Run a command in that Windows."""
    return run(["wine", *command], folder or room, env=wine_environment(room), input=typed)


def wine_environment(room: Path) -> dict[str, str]:
    """What wine is told: where its Windows lies, and not to speak of itself."""
    others = {"WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}
    return os.environ | others | {"WINEPREFIX": str(room / "wine")}


def z(path: Path) -> str:
    """A path as that Windows has it."""
    return "Z:" + str(path).replace("/", "\\")


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
