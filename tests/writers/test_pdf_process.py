"""The process in which pages are set: kept, bounded, renewed, and gone when it is no longer needed."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import psutil
import pytest
from msgspec.structs import replace

from generator.document.tree import Section
from generator.writers.pages import LayoutError
from generator.writers.pdf import process, write_pdf
from tests.writers.small import cell, document, table

ROOT = Path(__file__).parents[2]


def children() -> list[psutil.Process]:
    """The engine's processes of this one."""
    return [one for one in psutil.Process().children() if "child.py" in " ".join(one.cmdline())]


@pytest.fixture(autouse=True)
def fresh() -> None:
    """What other tests left has gone: no process gives way in the midst of a test."""
    process._stop()


def test_one_process_serves_many_documents() -> None:
    write_pdf(document())
    (first,) = children()
    write_pdf(document(draft="审核稿"))
    assert [one.pid for one in children()] == [first.pid]


def test_what_this_process_holds_does_not_count() -> None:
    ballast = bytearray(process.RENEWED_ABOVE + 2**20)
    ballast[:: 2**12] = b"1" * len(ballast[:: 2**12])
    write_pdf(document())
    (child,) = children()
    assert child.is_running()
    assert ballast[0]


def test_typst_is_loaded_in_that_process_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # Other tests of this process may have loaded it themselves.
    monkeypatch.delitem(sys.modules, "typst", raising=False)
    write_pdf(document())
    assert "typst" not in sys.modules


def test_a_process_that_is_killed_at_work_is_told_and_the_next_document_gets_a_new_one() -> None:
    write_pdf(document())
    (child,) = children()
    os.kill(child.pid, signal.SIGSTOP)
    Timer(0.5, child.kill).start()
    with pytest.raises(LayoutError, match="排版的进程中途停止了"):
        write_pdf(document())
    assert not children()
    assert write_pdf(document()).data.startswith(b"%PDF")


def test_a_process_that_was_killed_while_it_waited_is_replaced() -> None:
    write_pdf(document())
    children()[0].kill()
    time.sleep(0.2)
    assert write_pdf(document()).data.startswith(b"%PDF")


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="only where a process can be stopped")
def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    write_pdf(document())
    (child,) = children()
    os.kill(child.pid, signal.SIGSTOP)
    monkeypatch.setattr(process, "SECONDS", 1)
    begin = time.monotonic()
    with pytest.raises(LayoutError, match="用了 1 秒还没有完成"):
        write_pdf(document())
    assert time.monotonic() - begin < 10
    assert not child.is_running()
    assert not children()


def test_a_process_without_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "MEMORY", 400 * 2**20)
    big = replace(
        table(1),
        body=tuple(replace(table(1).body[0], cells=(cell("长" * 3000),) * 3) for _ in range(900)),
    )
    with pytest.raises(LayoutError):
        write_pdf(document(Section("附表", False, (big,))))
    assert not children()


def test_a_process_that_has_grown_gives_way_to_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "RENEWED_ABOVE", 1)
    write_pdf(document())
    assert not children()


def _in_a_fork() -> None:
    before = {one.pid for one in psutil.Process(os.getppid()).children()}
    data = write_pdf(document()).data
    (own,) = children()
    assert own.pid not in before
    assert data == write_pdf(document()).data


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="only where there is fork"
)
def test_a_fork_has_a_process_of_its_own() -> None:
    write_pdf(document())
    worker = multiprocessing.get_context("fork").Process(target=_in_a_fork)
    worker.start()
    worker.join(60)
    assert worker.exitcode == 0
    write_pdf(document())


@pytest.mark.parametrize(
    "end", ["sys.exit()", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(3)"]
)
def test_no_process_is_left_behind(end: str) -> None:
    code = (
        "import os, signal, sys; from tests.writers.small import document; from generator.writers.pdf import write_pdf, process;"
        f"write_pdf(document()); print(process._child._process.pid, flush=True); {end}"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    pid = int(ran.stdout)
    for _ in range(50):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            break
        time.sleep(0.1)
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_files_in_the_folder_of_the_run_are_no_modules(tmp_path: Path) -> None:
    (tmp_path / "typst.py").write_text("raise SystemExit(9)", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from tests.writers.small import document; from generator.writers.pdf import write_pdf; write_pdf(document())"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
