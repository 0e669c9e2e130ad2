"""What fields are called on pages: an item of a list by its name, not by a number from 0."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from generator.web.field_address import field_address
from generator.web.import_words import page_note
from generator.web.text_at_path import entries_of
from tests.workbench import BASE, UNIT, client_of, folder_with

TEXT = """\
单位:
  下属单位:
    - {名称: 区图书馆, 性质: 其他事业单位}
    - {性质: 其他事业单位}
    - {名称: 待填, 性质: 其他事业单位}
预算绩效:
  项目: [甲项目]
  自评表:
    - 项目名称: 免费开放
"""


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (("单位", "下属单位", "0", "性质"), "单位›下属单位›区图书馆›性质"),
        (("单位", "下属单位", "1", "性质"), "单位›下属单位›第 2 项›性质"),
        (("单位", "下属单位", "2", "性质"), "单位›下属单位›第 3 项›性质"),
        (("单位", "下属单位", "7", "性质"), "单位›下属单位›第 8 项›性质"),
        (("预算绩效", "项目", "0"), "预算绩效›项目›甲项目"),
        (("预算绩效", "自评表", "0", "预算执行"), "预算绩效›自评表›免费开放›预算执行"),
        (("支出", "一般公共预算", "207"), "支出›一般公共预算›207"),
    ],
)
def test_an_item_has_its_name(path: tuple[str, ...], address: str) -> None:
    assert "›".join(field_address(entries_of(TEXT), path)) == address


def test_an_import_names_items_by_their_number() -> None:
    assert (
        page_note("预算绩效/自评表/0/项目名称：甲", {}, ())
        == "预算绩效›自评表›第 1 项›项目名称：甲"
    )


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    folder = folder_with(tmp_path, UNIT)
    text = (folder / UNIT).read_text(encoding="utf-8")
    budget = "年初预算: 250000, 调整后预算数: 250000, 预算执行数: 236500"
    assert budget in text
    (folder / UNIT).write_text(text.replace(budget, "年初预算: 250000"), encoding="utf-8")
    return client_of(folder)


def test_findings_and_conflicts_have_addresses(client: TestClient) -> None:
    remarks = client.get(f"{BASE}/status?page=performance").json()["remarks"]
    asked = [each for each in remarks if each["missing"]]
    assert ["›".join(each["address"][1:]) for each in asked] == [
        f"自评表›公共图书馆免费开放›预算执行›财政资金›{key}"
        for key in ("调整后预算数", "预算执行数")
    ]
    # What the ledger has of the project is said on the page, too.
    assert all("支出里这个项目是 23.65 万元" in each["fix"] for each in asked)
    path = ["单位", "下属单位", "0", "名称"]
    first = {"changes": [{"path": path, "value": "甲馆"}]}
    revision = client.get(f"{BASE}/revision").json()
    client.post(f"{BASE}/set", json={**first, "revision": revision})
    second = {"changes": [{"path": path, "value": "乙馆"}], "revision": revision}
    (conflict,) = client.post(f"{BASE}/set", json=second).json()["conflicts"]
    assert conflict["address"][1:] == ["下属单位", "甲馆", "名称"]


@pytest.mark.parametrize(
    ("typed", "without", "path", "address", "fix"),
    [
        (
            "{名称: 区图书馆, 性质: 其他事业单位}",
            "{名称: 区图书馆}",
            ["单位", "下属单位", "2", "性质"],
            "单位›下属单位›区图书馆›性质",
            "选一个",
        ),
        (
            r"      指标:\n(?:        .*\n)+",
            "",
            ["预算绩效", "自评表", "0", "指标"],
            "预算绩效›自评表›公共图书馆免费开放›指标",
            "在它的表里加行",
        ),
        (
            "金额单位: 元\n",
            "",
            ["金额单位"],
            "金额单位",
            "选一个",
        ),
    ],
    ids=("a choice of a row", "a list of an item", "of the file"),
)
def test_a_part_that_lacks_is_told_at_its_own_field(
    tmp_path: Path, typed: str, without: str, path: list[str], address: str, fix: str
) -> None:
    folder = folder_with(tmp_path, UNIT)
    text = (folder / UNIT).read_text(encoding="utf-8")
    lacks, count = re.subn(typed, without, text, count=1)
    assert count == 1
    (folder / UNIT).write_text(lacks, encoding="utf-8")
    remarks = client_of(folder).get(f"{BASE}/status?page=unit").json()["remarks"]
    lacking = [remark for remark in remarks if remark["rule"] == "缺项"]
    assert [(each["path"], "›".join(each["address"])) for each in lacking] == [(path, address)]
    assert lacking[0]["fix"] == fix
    assert lacking[0]["missing"]


def test_what_lacks_in_last_years_file_is_at_no_field_of_this_one(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, UNIT)
    text = (folder / UNIT).read_text(encoding="utf-8")
    last = folder / "去年.yaml"
    last.write_text(re.sub(r"(?m)^单位:\n(?:  .*\n)+", "", text), encoding="utf-8")
    this = re.sub(r"(?m)^上年:.*\n(?:  .*\n)*", "上年: 去年.yaml\n", text)
    (folder / UNIT).write_text(this, encoding="utf-8")
    remarks = client_of(folder).get(f"{BASE}/status?page=unit").json()["remarks"]
    elsewhere = [remark for remark in remarks if remark["file"]]
    assert elsewhere
    assert [remark["path"] for remark in elsewhere if remark["path"]] == []
