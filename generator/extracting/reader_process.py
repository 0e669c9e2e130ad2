"""Readers of files that others made, each in a process of its own: nothing in a file decides how
long the program waits, how much memory it takes, nor what else it can reach."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import IO

from generator.bounds import OUT_OF_MEMORY, own_environment

_PIECE = 2**16
_PATIENCE = 2
"""Seconds for the rest of what a process wrote that did not end well."""
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
    command = [sys.executable, "-P", "-m", "generator.bounds", *bounds, module, *arguments]
    process = subprocess.Popen(  # noqa: S603 (our own program)
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        env=own_environment(),
    )
    output, errors = (_Collected(stream) for stream in (process.stdout, process.stderr))
    try:
        process.wait(seconds)
    except BaseException:
        process.kill()
        process.wait()
        raise
    code = process.returncode
    # What ended well has closed what it wrote.
    patience = _PATIENCE if code else seconds
    return subprocess.CompletedProcess(command, code, output.end(patience), errors.end(patience))


class _Collected:
    """What a process writes, taken as it comes.

    Not subprocess.run: after a process has ended that waits for ever for the end of what it wrote,
    and a process that was ended in the midst of its work may leave that open (under wine).
    """

    def __init__(self, stream: IO[bytes] | None) -> None:
        assert stream is not None
        self._pieces: list[bytes] = []
        self._thread = threading.Thread(target=self._collect, args=(stream,), daemon=True)
        self._thread.start()

    def _collect(self, stream: IO[bytes]) -> None:
        with stream:
            while piece := stream.read(_PIECE):
                self._pieces.append(piece)

    def end(self, patience: int) -> bytes:
        """What was written by a process that has ended; waits so many seconds for the rest."""
        self._thread.join(patience)
        return b"".join(self._pieces)


def wanted_memory(done: subprocess.CompletedProcess[bytes]) -> bool:
    """Whether a reader ended because it got no more memory."""
    return done.returncode != 0 and any(sign in done.stderr for sign in _SIGNS_OF_MEMORY)
