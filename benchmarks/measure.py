"""Measuring: processes with their CPU time and memory, in turns, and the median."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_KIB = 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process and its children took: seconds of CPU and of the clock, MiB at the peak.

    ``printed`` is what it printed as JSON.
    """

    cpu: float
    wall: float
    memory: float
    printed: Mapping[str, float]


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", module, *arguments]


def process(command: Sequence[str], cache: Path) -> Usage:
    """Run a command and measure it with all its children. Raises RuntimeError when it fails.

    It has compiled modules and records of its own, so that a second run finds what the first left.
    """
    environment = {
        **os.environ,
        "JUESUAN_CACHE": str(cache / "juesuan"),
        "PYTHONPYCACHEPREFIX": str(cache / "pyc"),
        "LC_ALL": "C.UTF-8",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.DEVNULL, env=environment)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        # 1 is a run with findings.
        if child.returncode not in (0, 1):
            raise RuntimeError(f"没有跑成（{child.returncode}）：{' '.join(command)}")
        output.seek(0)
        last_line = output.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    printed = json.loads(last_line) if last_line.startswith("{") else {}
    return Usage(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / _KIB, printed)


def in_turns(
    commands: Mapping[str, Sequence[str]], cache: Path, rounds: int, say: Callable[[str], None]
) -> dict[str, Usage]:
    """The median of each command over rounds A B C A B C: noise of the machine hits all alike."""
    usages: dict[str, list[Usage]] = {name: [] for name in commands}
    for number in range(1, rounds + 1):
        for name, command in commands.items():
            say(f"[{number}/{rounds}] {name}")
            usages[name].append(process(command, cache))
    return {name: _middle(taken) for name, taken in usages.items()}


def _middle(usages: Sequence[Usage]) -> Usage:
    """The median of each number by itself."""
    cpu, wall = (median(usage.cpu for usage in usages), median(usage.wall for usage in usages))
    return Usage(cpu, wall, median(usage.memory for usage in usages), usages[0].printed)
