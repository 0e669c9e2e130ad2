"""Files are written whole or not at all: a run that is killed at any moment leaves the old ones or the new ones."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli import main
from generator.pipeline.produce import write_all
from tests.bureau import GOOD

FORMATS = ("html", "docx")


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if not path.name.startswith(".")
    }


@pytest.mark.long
def test_killed_runs_leave_old_or_new_files(tmp_path: Path) -> None:
    data, out = tmp_path / "某局-2023.yaml", tmp_path / "out"
    old = GOOD
    new = old.replace("某市某局", "某市乙局")
    command = [
        sys.executable,
        "-m",
        "generator.cli",
        "report",
        str(data),
        "-o",
        str(out),
        "--format",
        ",".join(FORMATS),
    ]
    versions = []
    for text in (new, old):
        data.write_text(text, encoding="utf-8")
        assert main(command[3:]) == 0
        versions.append(digests(out))
    assert versions[0] != versions[1]
    data.write_text(new, encoding="utf-8")
    killed = 0
    for delay in (0.2, 0.5, 0.8, 1.1, 1.4, 1.8):
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        time.sleep(delay)
        killed += process.poll() is None
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        now = digests(out)
        assert set(now) == set(versions[0])
        for name, digest in now.items():
            assert digest in (versions[0][name], versions[1][name]), name
    assert killed
    assert main(command[3:]) == 0
    assert digests(out) == versions[0]
    assert not [path for path in out.iterdir() if path.name.startswith(".")], (
        "parts of killed runs are swept away"
    )


def test_nothing_is_replaced_when_a_file_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Disk full while the second file is written: the first one is still the old one."""
    first, second = tmp_path / "a.html", tmp_path / "a.docx"
    first.write_bytes(b"old")
    second.write_bytes(b"old")
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if "docx" in self.name:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="space"):
        write_all({first: b"new", second: b"new"})
    assert first.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.docx", "a.html"]
