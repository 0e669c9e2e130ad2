"""Readers of files that others made, each in a process of its own: nothing in a file decides how
long the program waits, nor what else it can reach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_HOME = str(Path(__file__).resolve().parents[2])


def run_reader(module: str, *arguments: str, seconds: int) -> subprocess.CompletedProcess[bytes]:
    """Run a module of ours as a program, and give what it wrote and its exit code.

    It imports what this program does, and nothing from the folder in which it is started. The
    module itself bounds its memory. Raises subprocess.TimeoutExpired after ``seconds``.
    """
    search_path = os.pathsep.join(filter(None, (_HOME, os.environ.get("PYTHONPATH"))))
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-P", "-m", module, *arguments],
        capture_output=True,
        check=False,
        timeout=seconds,
        env=os.environ | {"PYTHONPATH": search_path},
    )
