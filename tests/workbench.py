"""The workbench over a folder, asked without a browser, and served to one."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.testclient import TestClient

from generator.forms.folders import OWN
from generator.web.app import application
from generator.web.guard import TOKEN
from generator.web.workspace import Workspace

HOST = "127.0.0.1:8123"
SECRET = "kept-between-tests"  # noqa: S105
EXAMPLES = Path(__file__).parents[1] / "data"
UNIT = "云汀区文旅局（虚构）-2023.yaml"


def folder_with(folder: Path, *names: str) -> Path:
    """A clerk's folder with copies of examples, and last year's files beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(EXAMPLES / name, folder / name)
    shutil.copytree(EXAMPLES / "上年", folder / "上年", dirs_exist_ok=True)
    return folder


def client_of(folder: Path) -> TestClient:
    """A browser that was given the address."""
    app = application(Workspace(folder, OWN), frozenset((HOST,)), SECRET)
    client = TestClient(app, base_url=f"http://{HOST}", headers={"origin": f"http://{HOST}"})
    answer = client.get("/", params={TOKEN: SECRET})
    assert answer.status_code == 200
    return client


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The workbench as a server of this process; gives the address to open."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    host = f"127.0.0.1:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        application(Workspace(folder, OWN), frozenset((host,)), SECRET),
        log_level="error",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://{host}/?{TOKEN}={SECRET}"
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
