"""Measuring: processes with their CPU time and memory, in turns, and the median."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_KIB = 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """What one process and its children took: seconds of CPU and of the clock, MiB at the peak; ``told`` is what it printed as JSON."""

    cpu: float
    wall: float
    memory: float
    told: Mapping[str, float] = field(default_factory=dict)


Task = Callable[[], Usage | None]
"""Something that can be measured once; None when it is not there or failed."""


def environment(cache: Path) -> dict[str, str]:
    """The environment of measured processes: compiled modules and records of their own, so that the second run finds what the first one left."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    }
    return {
        **kept,
        "JUESUAN_CACHE": str(cache / "juesuan"),
        "PYTHONPYCACHEPREFIX": str(cache / "pyc"),
        "LC_ALL": "C.UTF-8",
    }


def process(command: Sequence[str], cache: Path, *, codes: Sequence[int] = (0, 1)) -> Usage | None:
    """Run a command and measure it with all its children; None when it ends with another exit code."""
    with tempfile.TemporaryFile() as printed:
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdout=printed, stderr=subprocess.DEVNULL, env=environment(cache)
        )
        _, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in codes:
            return None
        printed.seek(0)
        return Usage(
            used.ru_utime + used.ru_stime, wall, used.ru_maxrss / _KIB, _told(printed.read())
        )


def python(module: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules."""
    return [sys.executable, "-m", module, *arguments]


def _told(printed: bytes) -> dict[str, float]:
    try:
        found = json.loads(printed.decode("utf-8", "replace").strip().rpartition("\n")[2])
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def in_turns(
    tasks: Mapping[str, Task], rounds: int, say: Callable[[str], None]
) -> dict[str, Usage]:
    """The median of each task over rounds A B C A B C: noise of the machine hits all alike. What fails once is left out."""
    found: dict[str, list[Usage]] = {name: [] for name in tasks}
    gone: set[str] = set()
    for number in range(1, rounds + 1):
        for name, task in tasks.items():
            if name in gone:
                continue
            say(f"[{number}/{rounds}] {name}")
            usage = task()
            if usage is None:
                gone.add(name)
                continue
            found[name].append(usage)
    return {name: middle(usages) for name, usages in found.items() if usages and name not in gone}


def middle(usages: Sequence[Usage]) -> Usage:
    """The median of each number by itself."""
    keys = usages[0].told
    told = {key: median(one.told[key] for one in usages if key in one.told) for key in keys}
    return Usage(
        median(one.cpu for one in usages),
        median(one.wall for one in usages),
        median(one.memory for one in usages),
        told,
    )
