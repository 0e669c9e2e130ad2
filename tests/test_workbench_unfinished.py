"""The workbench over a file that is not filled in yet: emptied fields, and what is shown of it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.workbench import UNIT, client_of, folder_with

BASE = f"/file/{quote(UNIT)}"
VISITS = ["三公经费", "公务接待费", "国内", "人次"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return folder_with(tmp_path / "数据", UNIT) / UNIT


@pytest.fixture
def client(place: Path) -> TestClient:
    return client_of(place.parent)


def put(client: TestClient, path: list[str], value: str) -> dict[str, object]:
    revision = client.get(f"{BASE}/revision").json()
    asked = {"changes": [{"path": path, "value": value}], "revision": revision}
    answer = client.post(f"{BASE}/set", json=asked)
    assert answer.status_code == 200, answer.text
    result: dict[str, object] = answer.json()
    return result


def remarks_at(client: TestClient, path: list[str]) -> list[dict[str, object]]:
    remarks: list[dict[str, object]] = client.get(f"{BASE}/status?page=unit").json()["remarks"]
    return [remark for remark in remarks if remark["path"] == path]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["单位", "批复日期"], "2024-09-05"),
        (["三公经费", "因公出国境费", "上年决算数"], "3"),
        (["设置", "百分比小数位"], "1"),
    ],
    ids=("a day", "an amount", "a choice"),
)
def test_an_optional_field_that_is_emptied_is_not_stated(
    client: TestClient, place: Path, path: list[str], value: str
) -> None:
    put(client, path, value)
    stated = place.read_text(encoding="utf-8")
    answer = put(client, path, "")
    assert not answer["rebuilt"]
    assert f"{path[-1]}:" not in place.read_text(encoding="utf-8").replace(f" {path[-1]}: 0", "")
    assert not remarks_at(client, path)
    client.post(f"{BASE}/undo", json={})
    assert place.read_text(encoding="utf-8") == stated


@pytest.mark.parametrize("path", [["基本支出构成", "人员经费"], VISITS], ids="·".join)
def test_a_field_that_is_asked_for_waits_when_it_is_emptied(
    client: TestClient, path: list[str]
) -> None:
    put(client, path, "5")
    put(client, path, "")
    assert any(remark["missing"] for remark in remarks_at(client, path))


def test_the_note_behind_an_emptied_field_stays(client: TestClient, place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    line = next(each for each in text.split("\n") if "批复日期:" in each)
    place.write_text(text.replace(line, f"{line}  # 文号〔2024〕9 号"), encoding="utf-8")
    put(client, ["单位", "批复日期"], "")
    lines = place.read_text(encoding="utf-8").split("\n")
    assert "  # 批复日期:  # 文号〔2024〕9 号" in lines
    assert not remarks_at(client, ["单位", "批复日期"])


def test_a_cell_emptied_in_a_row_with_other_amounts_is_blank(client: TestClient) -> None:
    subject = "2070101 行政运行"
    path = ["收入", "其他收入", subject]
    put(client, path, "5")
    put(client, path, "")
    assert not remarks_at(client, path)
    # The only amount of a row is asked for again: the row stays while it is typed anew.
    only = ["收入", "一般公共预算财政拨款收入", subject]
    put(client, only, "")
    assert [remark["missing"] for remark in remarks_at(client, only)] == [True]
