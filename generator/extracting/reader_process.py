"""Readers of files that others made, each in a process of its own: nothing in a file decides how
long the program waits, how much memory it takes, nor what else it can reach."""

from __future__ import annotations

import subprocess
import sys

from generator.bounds import OUT_OF_MEMORY, own_environment

_SIGNS_OF_MEMORY = (OUT_OF_MEMORY.encode(), b"memory allocation of", b"bad_alloc")
"""What Python, Rust and C++ write where a process gets no more memory."""


def run_reader(
    module: str, *arguments: str, seconds: int, memory: int
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of ours as a program, and give what it wrote and its exit code.

    It imports what this program does, and nothing from the folder in which it is started; it has
    ``memory`` bytes, and ends by itself after ``seconds`` of work where nobody waits any more.
    Raises subprocess.TimeoutExpired after ``seconds``.
    """
    bounds = [str(memory), str(seconds)]
    return subprocess.run(  # noqa: S603 (our own program)
        [sys.executable, "-P", "-m", "generator.bounds", *bounds, module, *arguments],
        capture_output=True,
        check=False,
        timeout=seconds,
        env=own_environment(),
    )


def wanted_memory(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether a reader ended because it got no more memory."""
    return done.returncode != 0 and any(sign in done.stderr for sign in _SIGNS_OF_MEMORY)
