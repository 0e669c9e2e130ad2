"""Whole processes and functions, measured side by side: what is compared runs in turns, so that noise meets all alike."""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds on the clock, seconds of the processor, and the largest memory in MB (whole processes only)."""

    wall: float
    cpu: float
    memory: float = 0.0


def median(runs: Sequence[Taken]) -> Taken:
    """The median of each."""
    return Taken(*(statistics.median(getattr(one, name) for one in runs) for name in ("wall", "cpu", "memory")))


def processes(commands: Mapping[str, Sequence[str]], times: int) -> dict[str, Taken]:
    """Each command ``times`` times, in turns; the medians. A command that fails is left out, and said so."""
    runs: dict[str, list[Taken]] = {name: [] for name in commands}
    for _ in range(times):
        for name, command in commands.items():
            if (taken := process(command)) is not None:
                runs[name].append(taken)
    return {name: median(found) for name, found in runs.items() if len(found) == times}


def process(command: Sequence[str]) -> Taken | None:
    """One whole process with its children; None when it fails."""
    start = time.perf_counter()
    with subprocess.Popen(list(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "JUESUAN_CACHE": os.devnull}) as running:
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode not in (0, 1):
        print(f"  没有做成：{' '.join(command)[:100]}", file=sys.stderr)
        return None
    return Taken(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def functions(tasks: Mapping[str, Callable[[], object]], times: int) -> dict[str, Taken]:
    """Each function once to warm up, then ``times`` times, in turns; the medians."""
    for task in tasks.values():
        task()
    runs: dict[str, list[Taken]] = {name: [] for name in tasks}
    for _ in range(times):
        for name, task in tasks.items():
            gc.collect()
            start, before = time.perf_counter(), _own()
            task()
            runs[name].append(Taken(time.perf_counter() - start, _own() - before))
    return {name: median(found) for name, found in runs.items()}


def _own() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def machine() -> str:
    """The machine in one line."""
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if line.startswith("model name")), "?")
    memory = int(Path("/proc/meminfo").read_text(encoding="ascii").split()[1]) // 1024**2
    return f"{cpu}，{os.cpu_count()} 核，{memory} GB 内存，Python {sys.version.split()[0]}"
