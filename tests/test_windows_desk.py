"""A clerk's desk with Windows, tried on any system: files that Word or Excel hold, what the registry
says of scripts, line ends, the console of code page 936; in the workbench and the audit, too."""

from __future__ import annotations

import errno
import io
import mimetypes
import multiprocessing
import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

from generator.audit.comments import commented
from generator.audit.read import read_any
from generator.cli import main
from generator.extracting.limits import UnreadableError
from generator.forms.folders import OWN
from generator.pipeline import outputs
from generator.pipeline.exit_codes import CommandError
from generator.web import serve
from generator.web.workspace import Workspace
from generator.writers.docx import write_docx
from tests.bureau import write
from tests.helpers import ROOT
from tests.workbench import UNIT, client_of, folder_with
from tests.writers.small import document

BOOK = ROOT / "tests" / "books" / "财决小样.xls"
HELD = "先关闭正打开着它的"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let another program hold a file, so that nobody may open it."""
    real = io.open

    def hold(path: Path) -> None:
        def refusing(file: Any, *given: Any, **named: Any) -> Any:
            if isinstance(file, str | os.PathLike) and Path(file).name == path.name:
                raise PermissionError(errno.EACCES, "Permission denied", str(file))
            return real(file, *given, **named)

        monkeypatch.setattr("io.open", refusing)
        monkeypatch.setattr("builtins.open", refusing)
        monkeypatch.setattr(
            "generator.extracting.package._Bounded", lambda file: refusing(file, "rb")
        )

    return hold


@pytest.mark.parametrize("name", ["甲.docx", "甲.pdf", "甲.html", "甲.txt", "甲.xlsx"])
def test_a_document_that_word_holds_is_told_as_that(
    tmp_path: Path, held: Callable[[Path], None], name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"x")
    held(path)
    with pytest.raises(UnreadableError) as refused:
        read_any(path)
    assert HELD in refused.value.message + refused.value.fix


def test_a_workbook_that_excel_holds_is_told_as_that(
    tmp_path: Path, held: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    book = Path(shutil.copy(BOOK, tmp_path))
    held(book)
    assert main(["import", str(book), "-o", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert HELD in told
    assert "拷贝完整" not in told, "it is not damaged"


def test_a_data_file_that_somebody_holds_is_told_as_that(
    tmp_path: Path, held: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path)
    held(path)
    assert main(["check", str(path)]) == 1
    assert HELD in capsys.readouterr().out


def test_the_list_of_an_audit_that_excel_holds_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "甲.txt").write_text("部门决算公开", encoding="utf-8")
    refuse_replacing(monkeypatch)
    listed = tmp_path / "清单.xlsx"
    assert main(["audit", str(tmp_path / "甲.txt"), "--xlsx", str(listed)]) == 3
    told = capsys.readouterr().err
    assert f"{listed}：写不了" in told
    assert "Excel" in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["甲.txt"]


def refuse_replacing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every file be held that something new is to take the place of."""

    def replace(source: Path, target: Path) -> None:
        raise PermissionError(errno.EACCES, "Access is denied", str(source), None, str(target))

    monkeypatch.setattr("generator.pipeline.outputs.os.replace", replace)
    monkeypatch.setattr(outputs, "PAUSES", (1,))


def test_a_copy_with_comments_is_the_same_on_every_system_and_at_any_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(write_docx(document(), {}))
    first = commented(path, ())
    monkeypatch.setattr("zipfile.sys", SimpleNamespace(platform="win32"))
    later = (2030, 1, 2, 3, 4, 6, 0, 1, 0)
    clock = SimpleNamespace(localtime=lambda _: later, time=time.time)
    monkeypatch.setattr("zipfile.time", clock)
    assert commented(path, ()) == first


def test_many_are_audited_in_processes_that_windows_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is started anew, and gets what it works on handed over."""
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    names = ["甲.txt", "乙.txt", "丙.txt"]
    for name in names:
        (tmp_path / name).write_text("2023年度，本年收入合计12万元。\n", encoding="utf-8")
    assert main(["audit", str(tmp_path), "-j", "2"]) in (0, 1)
    shown = capsys.readouterr().out
    assert [name for name in names if name not in shown] == []
    assert "中止" not in shown


# The workbench


def test_what_is_saved_while_the_file_is_held_is_told_without_commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path, UNIT)
    client = client_of(folder)
    before = (folder / UNIT).read_bytes()
    refuse_replacing(monkeypatch)
    change = {"changes": [{"path": ["单位", "名称"], "value": "某局"}], "revision": 1}
    answer = client.post(f"/file/{quote(UNIT)}/set", json=change)
    assert answer.status_code == 507
    assert HELD in answer.json()["error"]
    assert " -o " not in answer.json()["error"]
    assert (folder / UNIT).read_bytes() == before
    monkeypatch.undo()
    client.post(f"/file/{quote(UNIT)}/set", json=change).raise_for_status()
    assert "某局" in (folder / UNIT).read_text(encoding="utf-8")


def test_a_document_that_word_holds_while_a_new_one_is_made_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(folder_with(tmp_path, UNIT))
    refuse_replacing(monkeypatch)
    client.post(f"/file/{quote(UNIT)}/report", json={"formats": ["html"]}).raise_for_status()
    deadline = time.monotonic() + 60
    while not (job := client.get(f"/file/{quote(UNIT)}/job").json())["done"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert HELD in job["error"]
    assert " -o " not in job["error"]


def test_notes_of_word_that_come_and_go_disturb_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_with(tmp_path, UNIT)
    for name in ("~$附件.docx", "走了.docx"):
        (folder / name).write_bytes(b"")
    real = Path.stat

    def gone(path: Path, **named: Any) -> os.stat_result:
        if path.name in ("~$附件.docx", "走了.docx"):
            raise FileNotFoundError(errno.ENOENT, "gone", str(path))
        return real(path, **named)

    monkeypatch.setattr(Path, "stat", gone)
    assert client_of(folder).get(f"/file/{quote(UNIT)}/status").status_code == 200


def test_scripts_are_scripts_whatever_the_registry_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser runs none that is called plain text; many a Windows desk has that in its registry."""
    monkeypatch.setattr(mimetypes, "guess_type", lambda *_, **__: ("text/plain", None))
    monkeypatch.setattr("starlette.responses.guess_type", mimetypes.guess_type)
    client = client_of(folder_with(tmp_path, UNIT))
    page = client.get("/").text
    loaded = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    kinds = {client.get(address).headers["content-type"] for address in loaded}
    assert kinds == {"text/javascript; charset=utf-8", "text/css; charset=utf-8", "image/svg+xml"}


def test_windows_lets_nobody_else_listen_where_the_workbench_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[int] = []

    class Listener:
        def setsockopt(self, _level: int, option: int, _value: int) -> None:
            asked.append(option)

        def bind(self, address: tuple[str, int]) -> None:
            assert address == ("127.0.0.1", 0)

    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", -5, raising=False)
    monkeypatch.setattr(socket, "socket", lambda *_: Listener())
    serve._listening(0)
    assert asked == [-5]


def test_a_port_that_security_software_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Listener:
        def setsockopt(self, *_: int) -> None: ...

        def close(self) -> None: ...

        def bind(self, _address: tuple[str, int]) -> None:
            raise PermissionError(errno.EACCES, "forbidden by its access permissions")

    monkeypatch.setattr(socket, "socket", lambda *_: Listener())
    with pytest.raises(CommandError, match="安全软件"):
        serve._listening(0)
    with pytest.raises(CommandError, match="端口 8080"):
        serve._listening(8080)


def test_a_folder_keeps_the_name_that_the_clerk_knows(tmp_path: Path) -> None:
    """A drive letter may stand for a folder of the network, as a link does for one elsewhere."""
    folder_with(tmp_path / "server", UNIT)
    (tmp_path / "盘").symlink_to(tmp_path / "server")
    workspace = Workspace(tmp_path / "盘", OWN)
    assert workspace.documents(UNIT) == tmp_path / "盘" / "公开文档"
    assert workspace.file(UNIT).checked(explained=False).document is not None


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_line_ends_of_notepad_stay(tmp_path: Path, mark: bytes) -> None:
    """Fields, rows, the whole text, an entry taken out, taken back: every line ends as before."""
    folder = folder_with(tmp_path, UNIT)
    path = folder / UNIT
    path.write_bytes(mark + path.read_bytes().replace(b"\n", b"\r\n"))
    original = path.read_bytes()
    client = client_of(folder)
    file = f"/file/{quote(UNIT)}"

    def asked(action: str, **body: object) -> None:
        revision = client.get(f"{file}/revision").json()
        client.post(f"{file}/{action}", json={**body, "revision": revision}).raise_for_status()
        written = path.read_bytes()
        assert written.startswith(mark)
        assert written != original
        assert written.count(b"\n") == written.count(b"\r\n")
        assert b"\r\r" not in written

    asked("set", changes=[{"path": ["单位", "名称"], "value": "某市某局"}])
    asked("set", changes=[{"path": ["单位", "主要职责"], "value": "第一段。\n第二段。"}])
    asked(
        "rows",
        grid="支出明细",
        rows=[["一般公共预算", "图书馆", "基本支出", "", "办公费", "1000"]],
        unit="元",
        agreed=True,
    )
    asked("set", changes=[{"path": ["单位", "名称"], "value": None}])
    text = original.removeprefix(mark).decode().replace("\r\n", "\n")
    asked("text", text=f"# 一行说明\n{text}")
    for _ in range(3):
        client.post(f"{file}/undo", json={}).raise_for_status()
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")


# The console


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_an_audit_speaks_on_a_console_of_code_page_936(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    path = tmp_path / "某局😀.txt"
    path.write_text("2023年度，本年收入合计😀１２万元。\n", encoding="utf-8")
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, errors="strict"))
    assert main(["audit", str(path)]) in (0, 1)
    sys.stdout.flush()
    assert "<U+1F600>" in raw.getvalue().decode(encoding)
