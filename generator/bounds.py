"""So much memory and time, and no more, for a process that works on what others made.

A process bounds itself before it reads anything: by rlimits where the system has them, by a Job
Object on Windows. Standard library only: such processes start fast and import little.
``python -P -m generator.bounds MEMORY SECONDS MODULE …`` runs a module of ours within bounds.
"""

from __future__ import annotations

import ctypes
import os
import runpy
import sys
import threading
import time
from pathlib import Path

OUT_OF_MEMORY = "MemoryError"
"""What stands on standard error of a process that was ended for its memory."""
_HOME = str(Path(__file__).resolve().parents[1])
_PAUSE = 100
"""Milliseconds between two looks at the memory of a process that is watched."""


def own_environment() -> dict[str, str]:
    """The environment for a process of ours: it imports what this program does.

    It is to be started with ``python -P``: what lies in the folder of a run is no module of ours.
    """
    search_path = os.pathsep.join(filter(None, (_HOME, os.environ.get("PYTHONPATH"))))
    return os.environ | {"PYTHONPATH": search_path}


def bound_process(memory: int, seconds: int | None = None) -> None:
    """Bound this process: bytes of memory, seconds of processor time from now on.

    May be called again, with other bounds. What the system has no bounds for stays unbounded.
    """
    if sys.platform == "win32":
        _bound_on_windows(ctypes.WinDLL("kernel32"), memory, seconds)
        return
    import resource

    limits = [(resource.RLIMIT_AS, memory)]
    if seconds is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        limits.append((resource.RLIMIT_CPU, spent + seconds + 1))
    for kind, wanted in limits:
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(kind, (wanted, hard))


# Windows. Handles and sizes are spelled out, so that the records are the same on every system.


class _BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("process_time", ctypes.c_int64),
        ("job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Limits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("basic", _BasicLimits),
        ("counters", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("most_process_memory", ctypes.c_size_t),
        ("most_job_memory", ctypes.c_size_t),
    )


class _Memory(ctypes.Structure):
    """PROCESS_MEMORY_COUNTERS."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("faults", ctypes.c_uint32),
        ("most_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("pools", ctypes.c_size_t * 4),
        ("committed", ctypes.c_size_t),
        ("most_committed", ctypes.c_size_t),
    )


_EXTENDED = 9
_PROCESS_TIME = 0x2
_PROCESS_MEMORY = 0x100
_TICKS = 10**7
_SELF = ctypes.c_void_p(-1)
"""The handle by which a process means itself."""


class _State:
    """The Job of this process, made once; whether a thread watches instead, and up to what."""

    job: ctypes.c_void_p | None = None
    watched: int | None = None


def _bound_on_windows(kernel: ctypes.CDLL, memory: int, seconds: int | None) -> None:
    """Put this process into a Job with bounds; where that holds no process, watch it."""
    limits = _Limits()
    limits.process_memory = memory
    limits.basic.flags = _PROCESS_MEMORY
    if seconds is not None:
        limits.basic.flags |= _PROCESS_TIME
        limits.basic.process_time = int((time.process_time() + seconds + 1) * _TICKS)
    size = ctypes.sizeof(limits)
    if _State.job is None:
        kernel.CreateJobObjectW.restype = ctypes.c_void_p
        _State.job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
        kernel.AssignProcessToJobObject(_State.job, _SELF)
    kernel.SetInformationJobObject(_State.job, _EXTENDED, ctypes.byref(limits), size)
    # Of a process that is in no Job (one around it may forbid that), and under wine, nothing of
    # this is told back.
    held = _Limits()
    kernel.QueryInformationJobObject(None, _EXTENDED, ctypes.byref(held), size, None)
    if held.basic.flags & _PROCESS_MEMORY and held.process_memory <= memory:
        return
    is_watched = _State.watched is not None
    _State.watched = memory
    if not is_watched:
        threading.Thread(target=_watch, args=(kernel,), daemon=True).start()


def _watch(kernel: ctypes.CDLL) -> None:
    """End this process when it holds more memory than it may."""
    counters = _Memory()
    counters.size = ctypes.sizeof(counters)
    while _State.watched is not None:
        kernel.K32GetProcessMemoryInfo(_SELF, ctypes.byref(counters), counters.size)
        if counters.committed > _State.watched:
            os.write(2, OUT_OF_MEMORY.encode())
            # Not TerminateProcess: under wine whoever reads from this process then waits for ever.
            os._exit(1)
        time.sleep(_PAUSE / 1000)


def main() -> None:
    """Run a module of ours as a program, bounded, with the rest of the arguments."""
    _, memory, seconds, module, *arguments = sys.argv
    bound_process(int(memory), int(seconds))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
