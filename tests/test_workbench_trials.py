"""Long trials of the workbench: killed while it saves, hundreds of edits, an hour's work."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx2
import psutil
import pytest
import yaml

from generator.web.controls import SINGLE, ControlKind, control_of, single_kind
from generator.yaml_edit.entries import read_entries
from tests.workbench import BASE, UNIT, client_of, folder_with

pytestmark = pytest.mark.long
PLACE = ["支出", "一般公共预算", "2070101 行政运行", "基本支出", "30101 基本工资"]
SAVES, KILLS = 300, 12


def started(folder: Path) -> tuple[subprocess.Popen[str], httpx2.Client]:
    """A workbench as a process of its own, and a browser that was given its address."""
    command = [sys.executable, "-m", "generator.cli", "serve", str(folder), "--no-browser"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"(http://[\d.:]+)/\?t=(\S+)", line)
    assert found, line
    client = httpx2.Client(base_url=found[1], headers={"origin": found[1]}, timeout=60)
    deadline = time.monotonic() + 30
    while True:
        try:
            client.get("/", params={"t": found[2]})
        except httpx2.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return process, client


def put(client: httpx2.Client, text: str) -> None:
    asked = {"changes": [{"path": PLACE, "value": text}], "revision": 1}
    answer = client.get(f"{BASE}/revision")
    asked["revision"] = answer.json()
    client.post(f"{BASE}/set", json=asked).raise_for_status()


def test_killed_while_saving_it_loses_nothing(tmp_path: Path) -> None:
    """After each kill the file is whole, and holds the last value that was acknowledged, or the
    one that was on its way."""
    folder = folder_with(tmp_path / "数据", UNIT)
    place, chance = folder / UNIT, random.Random(19)  # noqa: S311 - chance, no secret
    before = place.read_text(encoding="utf-8")

    def with_value(text: str) -> str:
        return before.replace("基本工资: 1208600", f"基本工资: {text}", 1)

    acknowledged, saves, kills = "1208600", 0, 0
    while saves < SAVES or kills < KILLS:
        process, client = started(folder)
        until = chance.randint(5, 40)
        asked = acknowledged
        for number in range(until):
            saves += 1
            asked = str(1_000_000 + saves)
            if number == until - 1:
                # Killed from outside while this one is saved.
                delay = chance.random() / 4
                killer = subprocess.Popen(["sh", "-c", f"sleep {delay}; kill -9 {process.pid}"])
                try:
                    put(client, asked)
                    acknowledged = asked
                except (httpx2.HTTPError, httpx2.TransportError):
                    pass
                killer.wait()
            else:
                put(client, asked)
                acknowledged = asked
        process.wait()
        kills += 1
        text = place.read_text(encoding="utf-8")
        assert text in (with_value(acknowledged), with_value(asked)), kills
        acknowledged = asked if text == with_value(asked) else acknowledged
        # What was being written is hidden, and never read as a data file.
        names = [path.name for path in folder.iterdir() if path.is_file()]
        assert [name for name in names if not name.startswith(".")] == [UNIT]
    process, client = started(folder)
    put(client, "1208600")
    process.kill()
    process.wait()
    assert [path.name for path in folder.iterdir() if path.is_file()] == [UNIT]


def test_a_second_server_of_one_folder_is_refused(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "数据", UNIT)
    process, _ = started(folder)
    command = [sys.executable, "-m", "generator.cli", "serve", str(folder), "--no-browser"]
    second = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    process.kill()
    process.wait()
    assert second.returncode == 2
    assert "已经在另一个窗口里打开" in second.stderr


def test_hundreds_of_edits_keep_the_file(tmp_path: Path) -> None:
    """Random fields, random texts: the file is YAML after each, all its comments are there, and
    undo leads back through the last ones."""
    folder = folder_with(tmp_path / "数据", UNIT)
    place, chance = folder / UNIT, random.Random(20)  # noqa: S311 - chance, no secret
    client = client_of(folder)
    comments = re.findall(r"(?m)(?:^|\s)(#.*)$", place.read_text(encoding="utf-8"))
    assert len(comments) > 5
    signs = "一二三，。：:#-'\"{}[]&*!|>%@`\\ 12.（）\n"
    refused = done = 0
    for _ in range(300):
        root = read_entries(place.read_text(encoding="utf-8"))
        top = chance.choice([entry.name for entry in root.entries if entry.name != "金额单位"])
        fields = [each for each in control_of(top, root).below() if each.kind in SINGLE]
        if not fields:
            continue
        field = chance.choice(fields)
        text = "".join(chance.choice(signs) for _ in range(chance.randint(0, 30))).strip()
        if (
            single_kind(field.path) in (ControlKind.NUMBER, ControlKind.COUNT)
            and chance.random() < 0.8
        ):
            text = str(chance.randint(0, 10**7))
        asked = {"changes": [{"path": list(field.path), "value": text}], "revision": -1}
        asked["revision"] = client.get(f"{BASE}/revision").json()
        answer = client.post(f"{BASE}/set", json=asked)
        assert answer.status_code in (200, 409), answer.text
        refused += answer.status_code == 409
        done += answer.status_code == 200
        new = place.read_text(encoding="utf-8")
        yaml.compose(new, Loader=yaml.SafeLoader)
        assert [comment for comment in comments if comment not in new] == []
    assert done > 200
    assert refused < 30


def test_an_hour_of_work_does_not_fill_the_memory(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "数据", UNIT)
    process, client = started(folder)
    memory = []
    for number in range(80):
        put(client, str(1_000_000 + number))
        client.get(f"{BASE}/preview").raise_for_status()
        client.get(f"{BASE}/status", params={"page": "outlay"}).raise_for_status()
        memory.append(psutil.Process(process.pid).memory_info().rss)
    process.kill()
    process.wait()
    assert memory[-1] < 1.3 * memory[30]
