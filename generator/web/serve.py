"""The server of the workbench: on this machine alone, one for a folder, with the browser opened."""

from __future__ import annotations

import os
import secrets
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from filelock import FileLock, Timeout

from generator.forms.folders import Roots
from generator.pipeline.exit_codes import CommandError
from generator.reading.folders import cache_folder
from generator.web.app import application
from generator.web.guard import TOKEN
from generator.web.last_address import LastAddress, folder_name, last_address, note_address
from generator.web.workspace import Workspace

LOOPBACK = "127.0.0.1"
_SECONDS_TO_CLOSE = 2


def serve(
    folder: Path,
    roots: Roots,
    *,
    port: int = 0,
    browser: bool = True,
    examples: Path | None = None,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a folder until Ctrl-C. ``port`` 0 takes a free one; ``say`` tells the address;
    ``examples`` are as for a workspace.

    Raises CommandError where the folder is not there, another server has it, or the port is taken.
    """
    if not folder.is_dir():
        raise CommandError(f"没有这个文件夹：{folder}")
    lock = FileLock(_lock_file(folder))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CommandError(
            f"{folder} 已经在另一个窗口里打开了；请用那个浏览器页面，或先关掉那个程序"
        ) from error
    before = last_address(folder)
    with lock, _listening(port, before.port) as listener:
        number = listener.getsockname()[1]
        # A page that is still open goes on where the program was closed and opened again.
        token = before.token or secrets.token_urlsafe(24)
        note_address(folder, LastAddress(number, token))
        address = f"http://{LOOPBACK}:{number}/?{TOKEN}={token}"
        hosts = frozenset((f"{LOOPBACK}:{number}", f"localhost:{number}"))
        # Later than all of the program before: a page of then knows none of today's texts.
        first_revision = time.time_ns() // 1_000_000
        app = application(Workspace(folder, roots, examples, first_revision), hosts, token)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            ws="none",
            timeout_graceful_shutdown=_SECONDS_TO_CLOSE,
        )
        say(f"决算公开工作台：{address}")
        say("只在这台电脑上打开，不联网。用完在这里按 Ctrl+C，或关掉这个窗口。")
        sys.stdout.flush()
        if browser:
            threading.Timer(1, webbrowser.open, [address]).start()
        uvicorn.Server(config).run(sockets=[listener])


def _listening(port: int, last: int = 0) -> socket.socket:
    """A socket on this machine alone; where no ``port`` is asked for, at the ``last`` one if that is
    free. Raises CommandError where the port is taken.
    """
    if last and not port:
        with suppress(CommandError):
            return _listening(last)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows SO_REUSEADDR would let another program listen there, too, and this lets none.
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
    except OSError as error:
        listener.close()
        if not port:
            raise CommandError(
                f"本机（{LOOPBACK}）上开不了端口，多半是安全软件拦住了：{error.strerror}"
            ) from error
        raise CommandError(f"端口 {port} 被别的程序占用；换一个，或不写端口") from error
    return listener


def _lock_file(folder: Path) -> Path:
    """The file that stands for a folder being served, outside it."""
    name = folder_name(folder)
    places = (cache_folder() / "serve", Path(tempfile.gettempdir()))
    for place in places:
        with suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            if os.access(place, os.W_OK):
                return place / f"juesuan-{name}.lock"
    return places[-1] / f"juesuan-{name}.lock"
