"""The workbench asked without a browser: fields, rows, text, other writers, attackers."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import docx
import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from generator.forms.folders import OWN
from generator.manual.schema import data_schema
from generator.pipeline.produce import make
from generator.reading.folders import cache_folder
from generator.web import pages
from generator.web.data_file import DataFile
from generator.web.form_pages import PAGES
from generator.web.last_address import LastAddress, last_address, note_address
from generator.web.precedence import Precedence
from generator.web.text_at_path import differences
from generator.yaml_edit.by_path import Change
from tests.workbench import (
    BASE,
    HOST,
    SECRET,
    UNIT,
    client,
    client_of,
    folder,
    folder_with,
    put,
    revision_of,
    value,
)

__all__ = ["client", "folder"]

BASIC = ["支出", "一般公共预算", "2070101 行政运行", "基本支出", "30101 基本工资"]
VISITS = ["三公经费", "公务接待费", "国内", "人次"]


def finished(client: TestClient, base: str) -> dict[str, object]:
    """What came of the documents that are being made."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        run: dict[str, object] = client.get(f"{base}/job").json()
        if run["done"]:
            return run
        time.sleep(0.02)
    pytest.fail("no documents within a minute")


# Pages


def test_every_part_of_the_data_file_stands_on_one_page() -> None:
    parts = [part for page in PAGES for part in page.parts]
    assert sorted(parts) == sorted(data_schema()["properties"])


@pytest.mark.parametrize("page", [page.address for page in PAGES])
def test_a_page_has_a_labelled_field_for_what_stands_in_the_file(
    client: TestClient, page: str
) -> None:
    answer = client.get(f"{BASE}/page/{page}")
    assert answer.status_code == 200
    soup = BeautifulSoup(answer.text, "html5lib")
    fields = soup.select(
        "#form input[data-path], #form select[data-path], #form textarea[data-path]"
    )
    assert fields
    labels = {label["for"] for label in soup.select("label[for]")}
    for field in fields:
        assert field.get("aria-label") or field.get("id") in labels, field
    assert len({field["id"] for field in fields}) == len(fields)


def test_the_form_shows_what_the_file_holds(client: TestClient, folder: Path) -> None:
    soup = BeautifulSoup(client.get(f"{BASE}/page/outlay").text, "html5lib")
    shown = {field["data-path"]: field.get("value") for field in soup.select("input[data-path]")}
    assert len(shown) > 50
    assert shown[json.dumps(BASIC, ensure_ascii=False)] == "1208600"
    rows = soup.select('table[data-grid="支出明细"] tbody tr')
    typed = (folder / UNIT).read_text(encoding="utf-8")
    assert len(rows) - 1 == len(re.findall(r"\b3\d{4} \S+: ", typed.split("\n上年")[0])) + 2


def test_what_the_form_does_not_print_is_asked_apart(client: TestClient) -> None:
    soup = BeautifulSoup(client.get(f"{BASE}/page/performance").text, "html5lib")
    apart = " ".join(each.get_text() for each in soup.select(".unasked > summary"))
    assert "管理情况" in apart
    assert "项目完成情况" in apart
    assert "自评表" not in apart


# Changes


def test_a_field_changes_the_file_and_nothing_else(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_text(encoding="utf-8")
    put(client, value(BASIC, "1,208,601.5"))
    after = (folder / UNIT).read_text(encoding="utf-8")
    assert after == before.replace("基本工资: 1208600", "基本工资: 1208601.5", 1)


def test_undo_and_redo(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    put(client, value(BASIC, "5"))
    changed = (folder / UNIT).read_bytes()
    assert client.post(f"{BASE}/undo", json={}).json()["rebuilt"]
    assert (folder / UNIT).read_bytes() == before
    client.post(f"{BASE}/redo", json={})
    assert (folder / UNIT).read_bytes() == changed
    assert client.post(f"{BASE}/redo", json={}).json()["message"] == "没有可以重做的"


def test_what_is_typed_into_a_field_is_taken_back_at_once(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    for text in ("5", "58", "587"):
        put(client, value(BASIC, text))
    put(client, value(VISITS, "7"))
    put(client, value(VISITS, "77"))
    client.post(f"{BASE}/undo", json={})
    assert "基本工资: 587" in (folder / UNIT).read_text(encoding="utf-8")
    client.post(f"{BASE}/undo", json={})
    assert (folder / UNIT).read_bytes() == before


def test_findings_stand_at_their_fields(client: TestClient) -> None:
    put(client, value(["三公经费", "公务接待费", "国内", "人次"], "很多"))
    remarks = client.get(f"{BASE}/status?page=three-public").json()["remarks"]
    first = remarks[0]
    assert first["path"] == ["三公经费", "公务接待费", "国内", "人次"]
    assert first["level"] == "错误"
    assert first["page"] == "three-public"


def test_totals_follow(client: TestClient) -> None:
    put(client, value(BASIC, "1208601"))
    status = client.get(f"{BASE}/status?page=outlay").json()
    assert ["基本支出", "5890881"] in status["totals"]


def test_what_cannot_be_changed_is_refused_in_chinese(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    for changes in (
        [value(["支出"], "5")],
        [value(["没有这一项"], "5")],
        [value([], "5")],
        [{"path": "支出", "value": "5"}],
        ["支出"],
        "支出",
    ):
        answer = client.post(f"{BASE}/set", json={"changes": changes, "revision": 1})
        assert answer.status_code == 409, changes
        assert re.search(r"[\u4e00-\u9fff]", answer.json()["error"])
    assert (folder / UNIT).read_bytes() == before


# Rows


def rows(client: TestClient, grid: str, *cells: list[str], unit: str = "元") -> dict[str, object]:
    answer = client.post(f"{BASE}/rows", json={"grid": grid, "rows": cells, "unit": unit})
    assert answer.status_code == 200, answer.text
    result: dict[str, object] = answer.json()
    return result


def test_sixty_pasted_rows_are_written_at_once(client: TestClient, folder: Path) -> None:
    names = ["资金", "科目", "支出性质", "项目", "经济科目", "金额"]
    pasted = [
        ["一般公共预算", "图书馆", "项目支出", f"项目{number}", "办公费", f"1,00{number % 10}.50"]
        for number in range(60)
    ]
    answer = rows(client, "支出明细", names, *pasted, ["合计", "", "", "", "", "60,270.00"])
    assert answer["problems"] == []
    text = (folder / UNIT).read_text(encoding="utf-8")
    for number in range(60):
        assert re.search(rf"项目{number}: *\n +30201 办公费: 100{number % 10}\.50?\n", text)
    soup = BeautifulSoup(client.get(f"{BASE}/page/outlay").text, "html5lib")
    assert len(soup.select('tr[data-row*="项目支出 项目"]')) == 60


def test_a_column_too_many_is_told_once(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    pasted = [
        ["", "一般公共预算", "2070104", "项目支出", f"项目{n}", "办公费", "1"] for n in range(20)
    ]
    problems = rows(client, "支出明细", *pasted)["problems"]
    assert isinstance(problems, list)
    (problem,) = problems
    assert (problem["row"], problem["count"]) == (1, 20)
    assert problem["message"] == (
        "多出 1 格（“1”）。这张表有 6 列：资金、科目、支出性质、项目、经济科目、金额；"
        "照这样排好再复制，粘贴到最后一行的“科目”格"
    )
    assert (folder / UNIT).read_bytes() == before


def test_rows_in_another_unit_are_turned_exactly(client: TestClient, folder: Path) -> None:
    rows(client, "收入", ["文化活动", "", "", "", "", "12.345678"], unit="万元")
    text = (folder / UNIT).read_text(encoding="utf-8")
    assert "2070108 文化活动: 123456.78" in text.partition("事业收入")[2][:80]


def test_rows_replace_amounts_only_when_agreed(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    row = ["一般公共预算", "图书馆", "基本支出", "", "办公费", "1000"]
    answer = rows(client, "支出明细", row)
    assert answer["replaced"] == [
        "一般公共预算、2070104 图书馆、基本支出、30201 办公费：36400 → 1000"
    ]
    assert (folder / UNIT).read_bytes() == before
    asked = {"grid": "支出明细", "rows": [row], "unit": "元", "agreed": True}
    assert client.post(f"{BASE}/rows", json=asked).json()["replaced"] == []
    assert "30201 办公费: 1000," in (folder / UNIT).read_text(encoding="utf-8")


def test_rows_as_workbooks_have_them_are_understood(client: TestClient, folder: Path) -> None:
    """Code and name in two cells, 类 and 款 above, headings, sums, dashes for zeros."""
    answer = rows(
        client,
        "收入",
        ["科目编码", "科目名称", "合计"],
        ["207", "文化旅游体育与传媒支出", "5"],
        ["20701", "文化和旅游", "5"],
        ["2070109", "群众文化", "12.5", "-", "——"],
        ["", "本年收入合计", "12.5"],
    )
    assert answer["problems"] == []
    text = (folder / UNIT).read_text(encoding="utf-8")
    assert text.count("2070109 群众文化: 12.5") == 1
    assert "207 文化" not in text


def test_a_code_and_a_name_that_differ_are_told(client: TestClient) -> None:
    answer = rows(client, "收入", ["2070101 图书馆", "100"])
    problems = answer["problems"]
    assert isinstance(problems, list)
    assert "2070101 是“行政运行”" in problems[0]["message"]
    answer = rows(client, "收入", ["2070109 群众文化", "1"], ["2070109 群众文化", "2"])
    problems = answer["problems"]
    assert isinstance(problems, list)
    assert "和第 1 行是同一项" in problems[0]["message"]


def test_a_value_that_is_refused_keeps_no_other_back(client: TestClient, folder: Path) -> None:
    answer = put(client, value(BASIC, "7"), value(VISITS, "9\u200b"))
    assert answer["refusals"] == []
    text = (folder / UNIT).read_text(encoding="utf-8")
    assert "基本工资: 7," in text
    assert "\u200b" not in text


def test_no_row_is_written_while_one_cannot_be_taken(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    answer = rows(
        client,
        "支出明细",
        ["一般公共预算", "图书馆", "项目支出", "甲", "办公费", "1"],
        ["一般公共预算", "行政运行", "基本支出", "", "办公费", "1"],
        ["一般公共预算", "图书馆", "基本支出", "", "没有的科目", "1"],
        ["天上掉的", "图书馆", "基本支出", "", "办公费", "1"],
    )
    problems = answer["problems"]
    assert isinstance(problems, list)
    assert [problem["row"] for problem in problems] == [2, 3, 4]
    assert "有几个，请写编码" in problems[0]["message"]
    assert (folder / UNIT).read_bytes() == before


def test_subjects_are_found_by_code_name_and_initials(client: TestClient) -> None:
    for query, wanted in (
        ("2070104", "2070104 图书馆"),
        ("图书", "2070104 图书馆"),
        ("tsg", "2070104 图书馆"),
    ):
        answer = client.get("/subjects", params={"q": query, "kind": "功能", "year": "2023"})
        assert wanted in answer.json()


# Other writers


def test_what_an_editor_wrote_meanwhile_stays(client: TestClient, folder: Path) -> None:
    revision = revision_of(client)
    place = folder / UNIT
    place.write_text(
        place.read_text(encoding="utf-8").replace("简称: 区文旅局", "简称: 文旅局"),
        encoding="utf-8",
    )
    asked = {"changes": [value(BASIC, "7")], "revision": revision}
    assert client.post(f"{BASE}/set", json=asked).json()["conflicts"] == []
    text = place.read_text(encoding="utf-8")
    assert "简称: 文旅局" in text
    assert "基本工资: 7," in text


def test_two_changes_of_one_field_are_both_shown(client: TestClient, folder: Path) -> None:
    revision = revision_of(client)
    put(client, value(["单位", "简称"], "甲局"))
    asked = {"changes": [value(["单位", "简称"], "乙局")], "revision": revision}
    conflicts = client.post(f"{BASE}/set", json=asked).json()["conflicts"]
    (conflict,) = conflicts
    assert conflict["path"] == ["单位", "简称"]
    assert (conflict["theirs"], conflict["mine"]) == ("甲局", "乙局")
    assert "简称: 甲局" in (folder / UNIT).read_text(encoding="utf-8")


def test_an_item_is_not_mistaken_after_another_window_took_one_out(
    client: TestClient, folder: Path
) -> None:
    revision = revision_of(client)
    put(client, value(["单位", "下属单位", "0"], None))
    asked = {"changes": [value(["单位", "下属单位", "1", "名称"], "新馆")], "revision": revision}
    assert client.post(f"{BASE}/set", json=asked).json()["conflicts"]
    assert "新馆" not in (folder / UNIT).read_text(encoding="utf-8")


def test_the_text_is_not_written_over_another_one(client: TestClient, folder: Path) -> None:
    revision = revision_of(client)
    put(client, value(BASIC, "7"))
    asked = {"text": "版式: 四川\n", "revision": revision}
    answer = client.post(f"{BASE}/text", json=asked)
    assert answer.status_code == 409
    assert "别处改过" in answer.json()["error"]


def test_a_file_with_typos_is_mended_with_one_click(client: TestClient, folder: Path) -> None:
    place = folder / UNIT
    good = place.read_text(encoding="utf-8")
    place.write_text(good.replace("年度: 2023", "年度：2023", 1), encoding="utf-8")
    answer = client.get(f"{BASE}/page/unit", headers={"accept": "text/html"})
    assert answer.url.path.endswith("/text") or "年度" in answer.text
    assert "改了 1 处" in client.post(f"{BASE}/mend", json={}).json()["message"]
    assert place.read_text(encoding="utf-8") == good


# Files


def test_a_new_file_is_made_and_listed(client: TestClient, folder: Path) -> None:
    asked = {"unit": "某市某某局", "year": "2025", "form": "上海"}
    assert client.post("/new", json=asked).json() == {"name": "某市某某局-2025.yaml"}
    assert "版式: 上海" in (folder / "某市某某局-2025.yaml").read_text(encoding="utf-8")
    state = client.get(f"/state/{quote('某市某某局-2025.yaml')}").json()
    assert state["counts"]["missing"] > 20
    assert client.post("/new", json=asked).status_code == 409


def test_next_year_is_made_of_this_one(client: TestClient, folder: Path) -> None:
    name = client.post(f"{BASE}/roll", json={}).json()["name"]
    assert name == "云汀区文旅局（虚构）-2024.yaml"
    assert (folder / name).is_file()


def test_documents_are_made_and_handed_out(client: TestClient, folder: Path) -> None:
    client.post(f"{BASE}/report", json={"formats": ["html", "xlsx"]})
    run = finished(client, BASE)
    assert run["error"] == ""
    assert not run["draft"]
    assert len(run["files"]) == 2
    for name in run["files"]:
        assert client.get(f"{BASE}/document/{quote(name)}").status_code == 200
        assert (folder / "公开文档" / name).is_file()


def test_a_number_leads_to_its_field_and_back(client: TestClient) -> None:
    keys = client.get(f"{BASE}/printed", params={"path": json.dumps(BASIC)}).json()
    assert len(keys) > 5
    page = BeautifulSoup(client.get(f"{BASE}/preview").text, "html5lib")
    assert page.select(f'data[value="{keys[0]}"]')
    origin = client.get(f"{BASE}/origin", params={"figure": keys[0]}).json()
    assert json.dumps(BASIC, ensure_ascii=False) in json.dumps(origin, ensure_ascii=False).replace(
        "], ", "],\n"
    )


# Attackers


def bare(folder: Path) -> TestClient:
    """Somebody who knows the port and not the secret."""
    client = client_of(folder)
    client.cookies.clear()
    return client


@pytest.mark.parametrize("address", ["/", BASE, f"{BASE}/preview", "/static/workbench.js"])
def test_without_the_secret_nothing_is_told(folder: Path, address: str) -> None:
    client = bare(folder)
    assert client.get(address).status_code == 403
    assert client.get(address, params={"t": "wrong"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "evil.example:8123"},
        {"host": "127.0.0.1"},
        {"host": f"{HOST}.evil.example"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_other_pages_change_nothing(
    client: TestClient, folder: Path, headers: dict[str, str]
) -> None:
    before = (folder / UNIT).read_bytes()
    asked = {"changes": [value(BASIC, "7")], "revision": 1}
    answer = client.post(f"{BASE}/set", json=asked, headers=headers)
    assert answer.status_code in (403, 421)
    assert (folder / UNIT).read_bytes() == before


def test_a_form_of_another_page_has_no_origin(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    del client.headers["origin"]
    assert client.post(f"{BASE}/undo", content=b"{}").status_code == 403
    assert (folder / UNIT).read_bytes() == before


@pytest.mark.parametrize(
    "name",
    ["../secret.yaml", "..%2fsecret.yaml", "%2e%2e/secret.yaml", "/etc/passwd", "上年", ".yaml"],
)
def test_no_file_outside_the_folder_is_named(client: TestClient, folder: Path, name: str) -> None:
    (folder.parent / "secret.yaml").write_text("版式: 四川\n", encoding="utf-8")
    for address in (f"/file/{name}/page/unit", f"/file/{name}/preview", f"/state/{name}"):
        answer = client.get(address)
        assert answer.status_code in (404, 405), address
        assert "四川" not in answer.text
    assert client.get(f"{BASE}/document/{name}").status_code in (404, 405)


def test_answers_forbid_scripts_of_others_and_frames(client: TestClient) -> None:
    page = client.get(f"{BASE}/page/unit").headers
    policy = page["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page["x-content-type-options"] == "nosniff"
    preview = client.get(f"{BASE}/preview").headers["content-security-policy"]
    assert "script-src 'none'" in preview


def test_what_a_clerk_types_is_no_markup(client: TestClient) -> None:
    put(client, value(["单位", "简称"], "<script>alert(1)</script>'\"&"))
    for page in ("page/unit", "preview"):
        text = client.get(f"{BASE}/{page}").text
        assert "<script>alert" not in text


def test_too_much_is_refused(client: TestClient) -> None:
    asked = {"content-length": str(10**9)}
    assert client.post(f"{BASE}/set", content=b"{}", headers=asked).status_code == 413
    many = {"changes": [value(BASIC, "7")] * 5001, "revision": 1}
    assert client.post(f"{BASE}/set", json=many).status_code == 409


def test_the_secret_leaves_the_address(folder: Path) -> None:
    client = bare(folder)
    answer = client.get("/", params={"t": SECRET}, follow_redirects=False)
    assert answer.status_code == 303
    assert SECRET not in answer.headers["location"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


# What a stranger's review found


def test_more_than_a_hundred_items_make_a_list(client: TestClient, folder: Path) -> None:
    items = [[f"事由{number}", "1", "2", "0.1"] for number in range(105)]
    answer = rows(client, "三公经费/公务接待费/国内/具体内容", *items)
    assert answer["problems"] == []
    text = (folder / UNIT).read_text(encoding="utf-8")
    assert len(re.findall(r"- (?:\{)?事由: 事由\d+", text)) == 105
    assert not re.search(r"^\s+100:", text, re.M)


@pytest.mark.parametrize("name", ["<<", "a\x07b", "", "&x"])
def test_a_name_that_the_file_could_not_hold_is_refused_or_read_back(
    client: TestClient, folder: Path, name: str
) -> None:
    path = ["名词解释", "免费开放"]
    put(client, value(path, "向公众免费提供基本服务。"))
    before = (folder / UNIT).read_bytes()
    asked = {"changes": [{"path": path, "key": name}], "revision": revision_of(client)}
    answer = client.post(f"{BASE}/set", json=asked)
    if answer.status_code == 409:
        assert (folder / UNIT).read_bytes() == before
    else:
        soup = BeautifulSoup(client.get(f"{BASE}/page/terms").text, "html5lib")
        assert soup.select_one("input.key")["value"] == name


def test_a_name_of_several_rows_says_that_all_have_it(client: TestClient) -> None:
    projects = ["支出", "一般公共预算", "2070108 文化活动", "项目支出"]
    several = {"path": [*projects, "群众文化活动"], "key": "群众活动"}
    single = {"path": [*projects, "出国文化交流"], "key": "文化交流"}
    said = []
    for change in (several, single):
        asked = {"changes": [change], "revision": revision_of(client)}
        said.append(client.post(f"{BASE}/set", json=asked).json()["message"])
    assert "4 行，都改名为“群众活动”" in said[0]
    assert said[1] == ""


def test_another_name_of_a_project_is_its_name_everywhere(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_text(encoding="utf-8")
    name, new = "公共图书馆免费开放", "图书馆免费开放项目"
    path = ["支出", "一般公共预算", "2070104 图书馆", "项目支出", name]
    answer = put(client, {"path": path, "key": new})
    text = (folder / UNIT).read_text(encoding="utf-8")
    assert f"项目: [{new}, 群众" in text
    assert f"- 项目名称: {new}" in text
    assert "“绩效”页上也一起改了 2 处（项目›" in str(answer["message"])
    client.post(f"{BASE}/undo", json={})
    assert (folder / UNIT).read_text(encoding="utf-8") == before
    # Another 科目 has a project of the same name.
    row = ["一般公共预算", "2070108 文化活动", "项目支出", name, "30201 办公费", "1"]
    rows(client, "支出明细", row)
    answer = put(client, {"path": path, "key": new})
    assert "绩效" not in str(answer["message"])
    assert f"项目: [{name}, 群众" in (folder / UNIT).read_text(encoding="utf-8")


def test_the_projects_of_the_outlay_are_offered(client: TestClient) -> None:
    soup = BeautifulSoup(client.get(f"{BASE}/page/performance").text, "html5lib")
    names = [option["value"] for option in soup.select("#projects option")]
    assert names[:3] == ["干部培训", "公共图书馆免费开放", "图书购置"]
    assert len(names) == len(set(names))
    offered = soup.select('input[list="projects"]')
    paths = {str(box.get("data-path") or box.get("id") or box["aria-label"]) for box in offered}
    assert '["预算绩效", "项目", "0"]' in paths
    assert '["预算绩效", "自评表", "0", "项目名称"]' in paths
    assert {"f-预算绩效/自评表-new", "新的项目"} <= paths
    assert not [path for path in paths if "实施单位" in path]


def test_what_is_taken_back_is_told_with_how_many_places(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    pasted = [
        ["一般公共预算", "2070104 图书馆", "项目支出", f"项目{number}", "30201 办公费", "1"]
        for number in range(59)
    ]
    rows(client, "支出明细", *pasted)
    message = client.post(f"{BASE}/undo", json={}).json()["message"]
    assert message == (
        "撤销了：支出›一般公共预算›2070104 图书馆›项目支出›项目0›30201 办公费 等 59 处"
    )
    assert (folder / UNIT).read_bytes() == before


_LISTED = "甲:\n  - {名称: 一, 数: 1}\n  - {名称: 二, 数: 2}\n  - {名称: 三, 数: 3}\n"


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [
        ("甲: 1\n乙: 2\n", "甲: 1\n乙: 3\n", ["乙"]),
        ("甲: 1\n", "甲:   1  # 一样\n", []),
        ("甲: {子: 1}\n", "甲: {子: 1, 丑: {寅: 2, 卯: 3}}\n", ["甲/丑/寅", "甲/丑/卯"]),
        ("甲:\n", "甲: {子: 1, 丑: 2}\n", ["甲/子", "甲/丑"]),
        (_LISTED, _LISTED.replace("  - {名称: 一, 数: 1}\n", ""), ["甲/0"]),
        (_LISTED, _LISTED.replace("数: 2", "数: 5"), ["甲/1/数"]),
        (_LISTED, _LISTED + "  - {名称: 四, 数: 4}\n", ["甲/3"]),
    ],
)
def test_places_that_differ_are_counted(before: str, after: str, places: list[str]) -> None:
    assert ["/".join(path) for path in differences(before, after)] == places


def test_a_file_never_grows_beyond_what_can_be_read(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    long = {"changes": [value(["单位", "主要职责"], "职责。" * 200_000)]}
    answer = client.post(f"{BASE}/set", json={**long, "revision": revision_of(client)})
    assert answer.status_code == 409
    assert "太大" in answer.json()["error"]
    assert (folder / UNIT).read_bytes() == before
    assert client.get(f"{BASE}/revision").status_code == 200


def test_the_text_of_a_page_is_that_of_its_revision(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change made while the page is computed does not make its old text look new."""
    from generator.web.data_file import DataFile

    place, checked = folder / UNIT, DataFile.checked

    def slow(self: DataFile, *, explained: bool = True) -> object:
        result = checked(self, explained=explained)
        text = place.read_text(encoding="utf-8")
        place.write_text(text.replace("简称: 区文旅局", "简称: 别人写的"), encoding="utf-8")
        return result

    monkeypatch.setattr(DataFile, "checked", slow)
    soup = BeautifulSoup(client.get(f"{BASE}/text").text, "html5lib")
    revision = int(soup.select_one("#form")["data-revision"])
    typed = soup.select_one("#text").get_text()
    monkeypatch.undo()
    # What was checked, the text and its revision are of one moment: after the other's change.
    assert "简称: 别人写的" in typed
    assert revision == revision_of(client)


# Inner folders


def test_a_file_of_an_inner_folder_is_filled_in_where_it_lies(folder: Path) -> None:
    inner = folder / "区图书馆（50%）"
    inner.mkdir()
    (folder / UNIT).rename(inner / UNIT)
    (folder / "上年").rename(inner / "上年")
    client = client_of(folder)
    listed = BeautifulSoup(client.get("/").text, "html5lib").select("li[data-file] a")
    assert listed[0]["href"] == "/file/" + quote(f"{inner.name}/{UNIT}", safe="")
    base = str(listed[0]["href"])
    page = client.get(f"{base}/page/outlay")
    assert page.status_code == 200
    assert "公开文档" in BeautifulSoup(page.text, "html5lib").body["data-documents"]
    revision = client.get(f"{base}/revision").json()
    client.post(f"{base}/set", json={"changes": [value(BASIC, "1208700")], "revision": revision})
    assert "30101 基本工资: 1208700" in (inner / UNIT).read_text(encoding="utf-8")
    client.post(f"{base}/report", json={"formats": ["html"]})
    assert finished(client, base)["error"] == ""
    documents = [place.name for place in (inner / "公开文档").iterdir()]
    assert len(documents) == 1
    assert client.get(f"{base}/document/{quote(documents[0])}").status_code == 200
    made = client.post(f"{base}/roll", json={}).json()["name"]
    assert made.startswith(f"{inner.name}/")
    assert (folder / made).is_file()


def test_folders_that_lead_elsewhere_are_not_entered(folder: Path, tmp_path: Path) -> None:
    outside = folder_with(tmp_path / "别处", UNIT)
    (folder / "链接").symlink_to(outside, target_is_directory=True)
    client = client_of(folder)
    assert client.get(f"/file/{quote('链接/' + UNIT, safe='')}/text").status_code == 404
    assert "链接" not in client.get("/").text


# The document beside the form


def test_the_document_is_shown_before_the_checks_and_marked_after_them(client: TestClient) -> None:
    assert client.get(f"{BASE}/preview").headers["x-document"] == "final"
    put(client, value(BASIC, "1208700"))
    page = client.get(f"{BASE}/preview")
    # The number is there at once; what it breaks is known when the findings are.
    assert page.headers["x-document"] == "final"
    assert "120.87" in page.text
    assert not client.get(f"{BASE}/status", params={"page": "outlay"}).json()["publishable"]
    page = client.get(f"{BASE}/preview")
    assert page.headers["x-document"] == "draft"
    put(client, value(BASIC, "1208600"))
    assert client.get(f"{BASE}/preview").headers["x-document"] == "draft"
    assert client.get(f"{BASE}/status", params={"page": "outlay"}).json()["publishable"]
    assert client.get(f"{BASE}/preview").headers["x-document"] == "final"


def test_the_address_of_a_file_leads_to_its_first_page(client: TestClient) -> None:
    answer = client.get(BASE)
    assert answer.status_code == 200
    assert answer.url.path.endswith("/page/unit")


def test_a_folder_that_may_not_be_read_hides_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "System Volume Information").mkdir()
    listed = Path.iterdir

    def guarded(place: Path) -> Iterator[Path]:
        if place.name == "System Volume Information":
            raise PermissionError(13, "denied", str(place))
        return listed(place)

    monkeypatch.setattr(Path, "iterdir", guarded)
    client = client_of(folder)
    assert UNIT in client.get("/").text


def test_an_import_goes_into_the_file_of_the_inner_folder(folder: Path) -> None:
    inner = folder / "某局"
    inner.mkdir()
    (folder / UNIT).rename(inner / UNIT)
    client = client_of(folder)
    book = (Path(__file__).parent / "books" / "财决小样.xls").read_bytes()
    asked = {"name": "财决小样.xls", "into": f"某局/{UNIT}"}
    answer = client.post("/import", params=asked, content=book)
    assert answer.json()["name"] == f"某局/{UNIT}"


def test_last_years_word_file_becomes_last_years_data_file(folder: Path) -> None:
    document = make(folder / UNIT, ("docx",), lambda _step: None).files["docx"]
    (folder / UNIT).unlink()
    client = client_of(folder)
    asked = {"name": "去年公开的.docx", "into": "", "write": "1"}
    answer = client.post("/import", params=asked, content=document).json()
    name = "云汀区文化和旅游局（虚构）-2023.yaml"
    assert answer["name"] == name
    text = (folder / name).read_text(encoding="utf-8")
    assert "（一）贯彻文化、旅游和文物工作的方针政策" in text
    assert "2070101 行政运行: 328.94" in text
    refused = client.post(f"/file/{quote(name)}/roll", json={}).json()["error"]
    assert refused.endswith("打开它，先填好这几处（别的不影响）：“单位”页的 单位›性质")
    assert "处）" not in refused
    change = {"path": ["单位", "性质"], "value": "行政单位"}
    client.post(f"/file/{quote(name)}/set", json={"changes": [change], "revision": 1})
    made = client.post(f"/file/{quote(name)}/roll", json={}).json()["name"]
    again = client.post(f"/file/{quote(name)}/roll", json={}).json()["error"]
    assert again.startswith(f"已经有 {made} 了，没有另生成：在列表里打开它接着填。")
    assert str(folder) not in again
    # The list knows which file gives last year's figures.
    states = {each: client.get(f"/state/{quote(each)}").json() for each in (name, made)}
    assert states[made]["last"] == name
    assert states[name]["last"] == ""
    old = client.post("/import", params={**asked, "name": "去年.doc"}, content=b"\xd0\xcf\x11\xe0")
    assert "另存为“Word 文档（*.docx）”再导入" in old.text


@pytest.mark.parametrize("depth", [100, 40_000])
def test_a_text_deeper_than_any_file_is_told_and_can_be_mended(folder: Path, depth: int) -> None:
    (folder / "深.yaml").write_text("说明: " + "[" * depth, encoding="utf-8")
    client = client_of(folder)
    assert client.get(f"/state/{quote('深.yaml')}").status_code == 200
    page = client.get(f"/file/{quote('深.yaml')}/text")
    assert page.status_code == 200
    assert "[" * depth in page.text


def test_a_budget_is_pasted_over_the_one_number_that_stands_for_it(folder: Path) -> None:
    place = folder / UNIT
    text = place.read_text(encoding="utf-8")
    text = text.replace("预算数: {年初: 3150000, 全年: 3300000}", "预算数: 3300000", 1)
    place.write_text(text, encoding="utf-8")
    client = client_of(folder)
    rows = [["一般公共预算", "2070101 行政运行", "", "", "3400000", ""]]
    asked = {"grid": "支出", "rows": rows, "agreed": True}
    answer = client.post(f"{BASE}/rows", json=asked)
    assert answer.json().get("problems", []) == []
    assert "预算数: 3400000" in place.read_text(encoding="utf-8")


# Steps back, and the same address again


def test_a_step_back_says_where(client: TestClient) -> None:
    put(client, value(VISITS, "77"))
    message = client.post(f"{BASE}/undo", json={}).json()["message"]
    assert message == "撤销了：三公经费›公务接待费›国内›人次"
    message = client.post(f"{BASE}/redo", json={}).json()["message"]
    assert message == "重做了：三公经费›公务接待费›国内›人次"


def test_an_address_is_kept_for_whoever_opens_the_folder_again(tmp_path: Path) -> None:
    address = LastAddress(40_123, "x" * 32)
    note_address(tmp_path, address)
    assert last_address(tmp_path) == address
    assert last_address(tmp_path.parent) == LastAddress()
    (place,) = (cache_folder() / "serve").glob("*.json")
    if os.name == "posix":
        assert place.stat().st_mode & 0o077 == 0
        place.chmod(0o666)
        assert last_address(tmp_path) == LastAddress()
        place.chmod(0o600)
    os.utime(place, (0, 0))
    assert last_address(tmp_path) == LastAddress()
    note_address(tmp_path, address)
    place.write_text('{"port": "x"}', encoding="utf-8")
    assert last_address(tmp_path) == LastAddress()


def test_findings_of_a_file_that_is_not_whole_are_not_all(client: TestClient) -> None:
    assert client.get(f"{BASE}/status", params={"page": "outlay"}).json()["complete"]
    put(client, value(VISITS, "待填"))
    status = client.get(f"{BASE}/status", params={"page": "three"}).json()
    assert not status["complete"]
    assert status["counts"]["missing"] == 1


@pytest.mark.parametrize("address", ["/nowhere", f"/file/{quote(UNIT)}/page/nowhere"])
def test_an_address_that_does_not_exist_is_told_in_chinese(folder: Path, address: str) -> None:
    client = client_of(folder)
    page = client.get(address, headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "没有找到" in page.text
    assert "没有" in client.get(address, headers={"accept": "application/json"}).json()["error"]


def test_documents_are_out_of_date_when_a_file_that_they_are_made_of_changes(
    folder: Path,
) -> None:
    client = client_of(folder)
    report = folder / "报告.docx"
    word = docx.Document()
    word.add_paragraph("一年的工作。")
    word.save(str(report))
    place = folder / UNIT
    text = place.read_text(encoding="utf-8")
    attached = "附件:\n  - {标题: 专项报告, 文件: 报告.docx}\n"
    place.write_text(text.replace("附件:\n", attached, 1), encoding="utf-8")
    output = folder / "公开文档"
    output.mkdir()
    (output / f"{place.stem}.pdf").write_bytes(b"%PDF-")
    address = f"/state/{quote(UNIT)}"
    assert not client.get(address).json()["stale"]
    later = time.time() + 100
    os.utime(report, (later, later))
    assert client.get(address).json()["stale"]


def made(client: TestClient) -> None:
    """Make a document of the data file."""
    client.post(f"{BASE}/report", json={"formats": ["html"]})
    deadline = time.monotonic() + 60
    while not client.get(f"{BASE}/job").json()["done"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_data_that_are_as_they_were_are_not_told_as_changed(
    client: TestClient, folder: Path
) -> None:
    made(client)
    address = f"/state/{quote(UNIT)}"
    earlier = time.time() - 100
    document = next((folder / "公开文档").iterdir())

    def touched() -> bool:
        """Whether the document is stale, with the data file written after it."""
        os.utime(folder / UNIT)
        answer: bool = client.get(address).json()["stale"]
        return answer

    assert not touched()
    put(client, value(VISITS, "7"))
    assert touched()
    client.post(f"{BASE}/undo", json={})
    assert not touched()
    # Another document of the same name was made from something else.
    os.utime(document, (earlier, earlier))
    assert touched()


def test_an_explanation_has_a_column_of_its_name_and_several_lines(client: TestClient) -> None:
    page = BeautifulSoup(client.get(f"{BASE}/page/terms").text, "html.parser")
    table = page.find("table", attrs={"data-grid": "名词解释"})
    assert [head.text for head in table.find_all("th")][:2] == ["名称", "解释"]
    assert table.select("tr.new textarea")


def test_a_row_of_a_car_without_its_amount_is_refused(client: TestClient, folder: Path) -> None:
    before = (folder / UNIT).read_bytes()
    grid = "三公经费/公务用车购置及运行维护费/购置费/更新购置"
    answer = client.post(f"{BASE}/rows", json={"grid": grid, "rows": [["轿车", "2"]]}).json()
    assert [each["message"] for each in answer["problems"]] == ["“金额”还空着"]
    assert (folder / UNIT).read_bytes() == before


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("printed?path=%5B%22", "请求里的位置读不懂"),
        ("printed?path=" + "%5B" * 5000, "请求里的位置读不懂"),
        ("printed?path=%5B1%5D", "请求里的位置读不懂"),
        ("completions?line=x", "请求里的行号读不懂"),
        ("completions?line=" + "9" * 5000, "请求里的行号读不懂"),
    ],
)
def test_what_no_page_sends_is_refused(client: TestClient, address: str, said: str) -> None:
    answer = client.get(f"{BASE}/{address}")
    assert (answer.status_code, answer.json()["error"]) == (409, said)


def test_a_fault_of_the_program_is_told_as_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no refused request, and the server says where it happened."""

    def failing(*_: object) -> object:
        raise ValueError("a fault")

    monkeypatch.setattr(pages, "status", failing)
    client = client_of(folder)
    with pytest.raises(ValueError, match="a fault"):
        client.get(f"{BASE}/status")
    quiet = TestClient(
        client.app,
        base_url=str(client.base_url),
        headers=client.headers,
        cookies=client.cookies,
        raise_server_exceptions=False,
    )
    answer = quiet.get(f"{BASE}/status")
    assert answer.status_code == 500
    assert "程序出了错（ValueError），这一步没有做成" in answer.json()["error"]


def test_what_is_tried_out_gives_way_to_whom_somebody_waits_for() -> None:
    precedence = Precedence()
    precedence.give_way()
    done: list[str] = []

    def tried() -> None:
        precedence.give_way()
        done.append("tried")

    with precedence.haste():
        thread = Thread(target=tried)
        thread.start()
        with precedence.haste():
            thread.join(0.05)
        thread.join(0.05)
        done.append("shown")
    thread.join(5)
    assert done == ["shown", "tried"]


def test_a_page_goes_on_after_the_program_was_started_again(folder: Path) -> None:
    """Its revision is one of the program before: what it has seen at the field tells whether
    somebody else has changed it."""
    file = DataFile(folder / UNIT, OWN, UNIT, first=1_000)
    path = ("单位", "简称")
    wanted = Change(path, "新局")
    assert [each.theirs for each in file.change([wanted], 3).conflicts] == ["区文旅局"]
    assert [each.theirs for each in file.change([wanted], 3, {path: "旧局"}).conflicts] == [
        "区文旅局"
    ]
    saved = file.change([wanted], 3, {path: "区文旅局"})
    assert saved.conflicts == ()
    assert saved.revision > 1_000
    # A revision of this program says more than what a page has seen.
    old = saved.revision - 1
    assert file.change([Change(path, "又一局")], old, {path: "新局"}).conflicts
