"""Consoles that cannot show every sign, and output that nobody takes: a run ends as it would on any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bureau import GOOD, write
from tests.forked import run

EMOJI = GOOD.replace("简称: 某局", "简称: 某😀𠀀局")


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    assert EMOJI != GOOD
    return write(tmp_path, EMOJI)


def start(
    *arguments: str, encoding: str = "utf-8", stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[bytes]:
    """Start the program as a shell does."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    command = [sys.executable, "-m", "generator.cli", *arguments]
    return subprocess.run(
        command, env=environment, stdout=stdout, stderr=subprocess.PIPE, timeout=100, check=False
    )


@pytest.mark.parametrize("arguments", [("check",), ("check", "--json")])
def test_a_program_that_is_started_says_what_its_copy_says(
    arguments: tuple[str, ...], unit: Path
) -> None:
    """The other tests here run a copy of the process of the tests, which takes a tenth of the time."""
    started, copied = (how(*arguments, str(unit), encoding="gbk") for how in (start, run))
    assert (started.returncode, started.stdout, started.stderr) == (
        copied.returncode,
        copied.stdout,
        copied.stderr,
    )
    assert b"<U+1F600>" in started.stdout or b"\\ud83d" in started.stdout


@pytest.mark.parametrize("encoding", ["gbk", "cp936:strict", "ascii", "latin-1"])
def test_a_sign_that_the_console_lacks_becomes_its_code(encoding: str, unit: Path) -> None:
    name = encoding.partition(":")[0]
    done = run("check", str(unit), encoding=encoding)
    assert done.returncode == 1, done.stderr
    assert not done.stderr
    assert "简称: 某<U+1F600><U+20000>局".encode(name, "ignore").strip(b": ") in done.stdout
    assert "<U+1F600>" in done.stdout.decode(name)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_json_stays_json_and_loses_nothing(encoding: str, unit: Path) -> None:
    done = run("check", "--json", str(unit), encoding=encoding)
    assert done.returncode == 1
    told = json.loads(done.stdout.decode(encoding))
    assert any("某😀𠀀局" in one["excerpt"] for one in told["files"][0]["findings"])


@pytest.mark.parametrize(
    "command",
    [
        ("check", "没有😀.yaml"),
        ("explain", "没有😀"),
        ("fix", "-n", "没有😀.yaml"),
        ("trace", "没有😀.yaml", "😀"),
    ],
)
def test_what_is_wrong_with_a_command_is_told_anywhere(command: tuple[str, ...]) -> None:
    done = run(*command, encoding="gbk")
    assert done.returncode in (1, 2)
    assert "<U+1F600>" in (done.stdout + done.stderr).decode("gbk")


@pytest.mark.parametrize("command", [("report", "--format", "html", "-o"), ("site", "-o")])
def test_documents_are_made_on_such_a_console(
    command: tuple[str, ...], unit: Path, tmp_path: Path
) -> None:
    done = run(*command, str(tmp_path / "出"), str(unit), encoding="ascii")
    assert done.returncode == 1, done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("command", [("schema",), ("--help",), ("explain",)])
def test_a_full_disk_behind_the_output_is_told(command: tuple[str, ...]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        done = start(*command, stdout=full)
    finally:
        os.close(full)
    assert done.returncode == 3
    assert done.stderr.decode().startswith("屏幕上的内容写不出去")
    assert done.stderr.count(b"\n") == 1


def test_a_reader_that_has_gone_is_no_fault() -> None:
    command = [sys.executable, "-m", "generator.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_reading_rules_are_explained_in_a_process_of_their_own() -> None:
    done = run("explain", "全角冒号")
    assert done.returncode == 0
    assert done.stdout.decode().startswith("全角冒号（错误，读取）")
