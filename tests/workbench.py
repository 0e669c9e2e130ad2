"""The workbench over a folder, asked without a browser, and served to one."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
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
BASE = f"/file/{quote(UNIT)}"
"""Where the workbench has the pages and the actions of that file."""


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clerk's folder with one data file."""
    return folder_with(tmp_path / "数据", UNIT)


@pytest.fixture
def place(folder: Path) -> Path:
    """That data file."""
    return folder / UNIT


@pytest.fixture
def client(folder: Path) -> TestClient:
    """The workbench over that folder."""
    return client_of(folder)


def revision_of(client: TestClient) -> int:
    """What a page that shows the data file has to say with a change of it."""
    answer: int = client.get(f"{BASE}/revision").json()
    return answer


def value(path: list[str], text: str | None) -> dict[str, object]:
    """A field with what is typed into it."""
    return {"path": path, "value": text}


def put(client: TestClient, *changes: dict[str, object], **options: object) -> dict[str, object]:
    """What the workbench answers to changes of the data file."""
    asked = {"changes": changes, "revision": revision_of(client), **options}
    answer = client.post(f"{BASE}/set", json=asked)
    assert answer.status_code == 200, answer.text
    result: dict[str, object] = answer.json()
    return result


def put_value(client: TestClient, path: list[str], text: str) -> dict[str, object]:
    """What the workbench answers to one field that is filled in."""
    return put(client, value(path, text))


class Server:
    """The workbench as a server of this process, which can stop and answer again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        host = f"127.0.0.1:{self._port}"
        self.address = f"http://{host}/?{TOKEN}={SECRET}"
        self._app = application(Workspace(folder, OWN), frozenset((host,)), SECRET)

    def start(self) -> None:
        """Answer, by the same address as before."""
        config = uvicorn.Config(
            self._app,
            port=self._port,
            log_level="error",
            ws="none",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def stop(self) -> None:
        """Answer nobody any more."""
        self._server.should_exit = True
        self._thread.join(10)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The workbench as a server of this process; gives the address to open."""
    server = Server(folder)
    server.start()
    try:
        yield server.address
    finally:
        server.stop()
