"""Processes that work on what others made have so much memory and time, on every system."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from generator import bounds
from generator.bounds import own_environment
from generator.extracting import pdf, pdf_files, reader_process
from generator.extracting.limits import UnreadableError
from generator.importing import grid
from generator.importing.grid import WorkbookError
from tests.helpers import ROOT
from tests.wild import wild_pdf

MEGABYTE = 2**20
BOOK = ROOT / "tests" / "books" / "财决小样.xls"


def bounded(code: str, folder: Path, memory: int, seconds: int) -> subprocess.CompletedProcess[str]:
    """Run a module of these lines within bounds."""
    (folder / "wild.py").write_text(code, encoding="utf-8")
    environment = own_environment()
    environment["PYTHONPATH"] += f"{os.pathsep}{folder}"
    command = [sys.executable, "-P", "-m", "generator.bounds", str(memory), str(seconds)]
    return subprocess.run(
        [*command, "wild", "甲 乙", "-x"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment,
    )


def test_a_module_runs_with_its_arguments(tmp_path: Path) -> None:
    code = "import sys; print(__name__, sys.argv[1:]); sys.exit(7)"
    done = bounded(code, tmp_path, 500 * MEGABYTE, 10)
    assert done.stdout == "__main__ ['甲 乙', '-x']\n"
    assert done.returncode == 7


def test_memory_ends(tmp_path: Path) -> None:
    done = bounded("print(len(bytearray(10**9)))", tmp_path, 500 * MEGABYTE, 10)
    assert done.returncode
    assert bounds.OUT_OF_MEMORY in done.stderr


def test_time_ends_even_where_nobody_waits(tmp_path: Path) -> None:
    begin = time.monotonic()
    done = bounded("while True: pass", tmp_path, 500 * MEGABYTE, 1)
    assert done.returncode
    assert time.monotonic() - begin < 20


# What each reader makes of it


def test_a_pdf_that_wants_too_much_memory_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "甲.pdf"
    path.write_bytes(wild_pdf(1))
    assert pdf.read_pdf(path).blocks
    path.write_bytes(wild_pdf(2_000_000))
    monkeypatch.setattr(pdf, "PDF_MEMORY", 200 * MEGABYTE)
    with pytest.raises(UnreadableError, match="内存太多"):
        pdf.read_pdf(path)


def test_a_workbook_that_wants_too_much_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = subprocess.CompletedProcess([], 1, b"", bounds.OUT_OF_MEMORY.encode())
    monkeypatch.setattr(grid, "run_reader", lambda *_, **__: ended)
    with pytest.raises(WorkbookError, match="太大"):
        grid.read_workbook(BOOK)


def test_an_ended_reader_of_a_pdf_is_not_one_that_found_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both Windows' end of a process and an error of Python's own are exit code 1."""
    path = tmp_path / "甲.pdf"
    path.write_bytes(wild_pdf(1))
    assert pdf_files.attached_file(path, "juesuan.json") is None
    for said, reason in ((bounds.OUT_OF_MEMORY, "太大"), ("Traceback", "读不出来")):
        ended = subprocess.CompletedProcess([], 1, b"", said.encode())
        monkeypatch.setattr(reader_process, "run_reader", lambda *_, _e=ended, **__: _e)
        with pytest.raises(pdf_files.PdfError, match=reason):
            pdf_files.attached_file(path, "juesuan.json")


def test_a_reader_that_fails_otherwise_wanted_no_memory() -> None:
    done = subprocess.CompletedProcess([], 1, b"", b"ModuleNotFoundError")
    assert not reader_process.wanted_memory(done)


# Windows


class Kernel:
    """What is called of Windows: a Job that holds its processes, or one that does not; so much
    memory at each look."""

    def __init__(self, *, holds: bool, committed: tuple[int, ...] = ()) -> None:
        self.holds = holds
        self.set: list[bounds._Limits] = []
        self.calls: list[str] = []
        self._committed = list(committed)
        self.CreateJobObjectW = lambda *_: 77

    def AssignProcessToJobObject(self, job: ctypes.c_void_p, process: ctypes.c_void_p) -> int:
        assert job.value == 77
        assert process.value == ctypes.c_void_p(-1).value
        self.calls.append("assign")
        return int(self.holds)

    def SetInformationJobObject(self, _job: object, kind: int, at: Any, size: int) -> int:
        assert (kind, size) == (9, 144)
        self.set.append(bounds._Limits.from_buffer_copy(at._obj))
        return 1

    def QueryInformationJobObject(self, job: object, kind: int, at: Any, size: int, _: None) -> int:
        assert job is None
        assert (kind, size) == (9, 144)
        if self.holds:
            ctypes.memmove(at, ctypes.byref(self.set[-1]), size)
        return int(self.holds)

    def K32GetProcessMemoryInfo(self, _process: object, at: Any, size: int) -> int:
        assert size == 72
        at._obj.committed = self._committed.pop(0)
        return 1


@pytest.fixture
def unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has no Job yet."""
    monkeypatch.setattr(bounds._State, "job", None)
    monkeypatch.setattr(bounds._State, "watched", None)


@pytest.mark.usefixtures("unbounded")
def test_on_windows_a_job_has_the_bounds() -> None:
    kernel = Kernel(holds=True)
    before = time.process_time()
    bounds._bound_on_windows(kernel, 3 * 2**30, 120)
    bounds._bound_on_windows(kernel, 2**30, None)
    first, second = kernel.set
    assert kernel.calls == ["assign"], "one Job for all"
    assert first.process_memory == 3 * 2**30
    assert first.basic.flags == 0x102
    assert 121 <= first.basic.process_time / 10**7 - before < 125
    assert (second.process_memory, second.basic.flags) == (2**30, 0x100)
    assert bounds._State.watched is None


@pytest.mark.usefixtures("unbounded")
def test_where_no_job_holds_it_a_process_is_watched(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    kernel = Kernel(holds=False, committed=(10, 100, 101))
    started: list[Any] = []
    monkeypatch.setattr(bounds.threading, "Thread", lambda **given: started.append(given) or Idle())
    bounds._bound_on_windows(kernel, 50, 10)
    bounds._bound_on_windows(kernel, 100, 10)
    (thread,) = started
    assert thread["daemon"]
    monkeypatch.setattr(bounds, "_PAUSE", 0)

    def end(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(bounds.os, "_exit", end)
    with pytest.raises(SystemExit, match="1"):
        thread["target"](*thread["args"])
    assert kernel.calls == ["assign"]
    assert capfd.readouterr().err == bounds.OUT_OF_MEMORY


class Idle:
    """A thread that does not run."""

    def start(self) -> None: ...
