"""The process in which Typst runs, kept for as many documents as its memory allows.

Each process of the program (a worker of a batch, say) keeps one of its own. A job has so much time
and memory; one that takes more ends its process, and the next job gets a new one.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from generator.bounds import own_environment
from generator.fonts import FOLDER
from generator.writers.pages import LayoutError
from generator.writers.pdf.child import read_frame, write_frame

MEMORY = 3 * 2**30
"""Bytes that a process may reserve, the mapped font files included."""
SECONDS = 120
"""Time for a document of usual size."""
_SECONDS_PER_MEGABYTE = 60
RENEWED_ABOVE = 400 * 2**20
"""A process that has held so much memory gives way to a new one after its document."""
_MOST_SERVED = 20
_CHILD = Path(__file__).with_name("child.py")
_PATIENCE = 2


class _Child:
    """One process, and how a job goes to it."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.served = 0
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-X", "utf8", str(_CHILD), str(FOLDER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=own_environment(),
        )

    def ask(self, settings: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        """What comes of a job. Raises LayoutError when the process ends before it answers."""
        sink, source = self._process.stdin, self._process.stdout
        assert sink is not None
        assert source is not None
        timed_out: list[bool] = []

        def stop() -> None:
            timed_out.append(True)
            self._process.kill()

        timer = Timer(settings["seconds"], stop)
        timer.daemon = True
        timer.start()
        try:
            with suppress(OSError):
                write_frame(sink, json.dumps(settings).encode())
                write_frame(sink, data)
                sink.flush()
            reply = read_frame(source)
            pdf = read_frame(source) if reply is not None else None
        finally:
            timer.cancel()
        if reply is None or pdf is None:
            raise LayoutError(self._reason(settings, timed_out=bool(timed_out)))
        return json.loads(reply, parse_float=Decimal), pdf

    def has_ended(self) -> bool:
        """Whether the process is no longer there."""
        return self._process.poll() is not None

    def _reason(self, settings: dict[str, Any], *, timed_out: bool) -> str:
        self.close()
        if timed_out:
            return f"排版用了 {settings['seconds']} 秒还没有完成，已停止。多半是某一格或某一段文字极长。"
        code = self._process.returncode
        return (
            f"排版的进程中途停止了（代码 {code}），多半是内存不够。关掉别的程序，或加 -j 1 再试。"
        )

    def close(self) -> None:
        """End the process, and wait for it: none is left behind."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


_lock = Lock()
_child: _Child | None = None


def start() -> None:
    """Have the process ready before there is a job for it: it starts while this one works on."""
    with _lock:
        _running()


PagesReport = dict[str, Any]
"""What a layout reports of its pages, as JSON: see PageFacts."""


def lay_out(
    settings: dict[str, Any], data: bytes, better: Callable[[PagesReport], bytes | None]
) -> tuple[PagesReport, bytes]:
    """What the pages of a document are, and its PDF where the settings want it.

    ``better`` gives the data of a second layout, by what the first one tells; None where that stays.
    Raises LayoutError.
    """
    seconds = SECONDS + _SECONDS_PER_MEGABYTE * (len(data) >> 20)
    bounds = {"memory": MEMORY, "seconds": seconds}
    with _lock:
        child = _running()
        done = False
        try:
            reply, pdf = child.ask({**settings, **bounds, "report": True, "pdf": False}, data)
            second = None
            if "error" not in reply:
                second = better(reply["pages"])
            report = reply.get("pages", {})
            if second is not None or (settings["pdf"] and "error" not in reply):
                wanted = {**settings, **bounds, "report": second is not None}
                reply, pdf = child.ask(wanted, second or b"")
                report = reply.get("pages") or report
            child.served += 1
            # Where the system does not say how much memory it holds, documents are counted.
            is_told = reply["memory"] > 0
            done = reply["memory"] < RENEWED_ABOVE if is_told else child.served < _MOST_SERVED
        finally:
            if not done:
                _stop()
    if "error" in reply:
        raise LayoutError(f"排版没有完成，这是程序的错误，请把这一行告诉维护者：{reply['error']}")
    return report, pdf


def _running() -> _Child:
    """The process of this process, a new one where it has ended.

    A copy that a fork brought along is another's.
    """
    global _child  # noqa: PLW0603
    if _child is not None and _child.owner == os.getpid() and _child.has_ended():
        _stop()
    if _child is None or _child.owner != os.getpid():
        _child = _Child()
    return _child


def _stop() -> None:
    global _child  # noqa: PLW0603
    if _child is not None and _child.owner == os.getpid():
        _child.close()
    _child = None


atexit.register(_stop)
