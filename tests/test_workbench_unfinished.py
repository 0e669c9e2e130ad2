"""The workbench over a file that is not filled in yet: emptied fields, and what is shown of it."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from starlette.testclient import TestClient

from tests.workbench import BASE, EXAMPLES, client, client_of, folder, place, put_value

__all__ = ["client", "folder", "place"]

VISITS = ["三公经费", "公务接待费", "国内", "人次"]


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
    put_value(client, path, value)
    stated = place.read_text(encoding="utf-8")
    answer = put_value(client, path, "")
    assert not answer["rebuilt"]
    assert f"{path[-1]}:" not in place.read_text(encoding="utf-8").replace(f" {path[-1]}: 0", "")
    assert not remarks_at(client, path)
    client.post(f"{BASE}/undo", json={})
    assert place.read_text(encoding="utf-8") == stated


@pytest.mark.parametrize("path", [["基本支出构成", "人员经费"], VISITS], ids="·".join)
def test_a_field_that_is_asked_for_waits_when_it_is_emptied(
    client: TestClient, path: list[str]
) -> None:
    put_value(client, path, "5")
    put_value(client, path, "")
    assert any(remark["missing"] for remark in remarks_at(client, path))


def test_the_note_behind_an_emptied_field_stays(client: TestClient, place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    line = next(each for each in text.split("\n") if "批复日期:" in each)
    place.write_text(text.replace(line, f"{line}  # 文号〔2024〕9 号"), encoding="utf-8")
    put_value(client, ["单位", "批复日期"], "")
    lines = place.read_text(encoding="utf-8").split("\n")
    assert "  # 批复日期:  # 文号〔2024〕9 号" in lines
    assert not remarks_at(client, ["单位", "批复日期"])


def test_a_cell_emptied_in_a_row_with_other_amounts_is_blank(client: TestClient) -> None:
    subject = "2070101 行政运行"
    path = ["收入", "其他收入", subject]
    put_value(client, path, "5")
    put_value(client, path, "")
    assert not remarks_at(client, path)
    # The only amount of a row is asked for again: the row stays while it is typed anew.
    only = ["收入", "一般公共预算财政拨款收入", subject]
    put_value(client, only, "")
    assert [remark["missing"] for remark in remarks_at(client, only)] == [True]


def shown(client: TestClient) -> tuple[str, BeautifulSoup]:
    """What kind of document stands beside the form, and the document."""
    answer = client.get(f"{BASE}/preview")
    return answer.headers["x-document"], BeautifulSoup(answer.content, "html.parser")


def words_of(node: Tag) -> str:
    return "".join(node.get_text().split())


SALARIES = ["支出", "一般公共预算", "2070101 行政运行", "基本支出", "30101 基本工资"]


def test_a_document_stands_beside_a_file_with_a_missing_amount(
    client: TestClient, place: Path
) -> None:
    _, whole = shown(client)
    before = {words_of(node) for node in whole.find_all("p")}
    put_value(client, SALARIES, "")
    kind, page = shown(client)
    assert kind == "waiting"
    paragraphs = [words_of(node) for node in page.find_all("p")]
    outlay = next(text for text in paragraphs if "本年支出合计" in text)
    assert "本年支出合计〔待填〕万元" in outlay
    assert "项目支出413.45万元" in outlay
    # What does not rest on it is said as before.
    assert sum(text in before for text in paragraphs) > len(paragraphs) * 0.7
    assert page.find(string=re.compile("审核稿"))
    # And nothing is published of it.
    assert not client.get(f"{BASE}/status?page=unit").json()["publishable"]
    client.post(f"{BASE}/report", json={"formats": ["html"]})
    deadline = time.monotonic() + 60
    while not client.get(f"{BASE}/job").json()["done"] and time.monotonic() < deadline:
        time.sleep(0.02)
    assert client.get(f"{BASE}/job").json()["error"]
    assert not list(place.parent.glob("**/*.html"))


def test_a_mark_leads_to_the_field_that_it_waits_for(client: TestClient) -> None:
    put_value(client, SALARIES, "")
    _, page = shown(client)
    mark = next(node for node in page.find_all("mark") if node.find("data"))
    key = mark.find("data")["value"]
    origin = client.get(f"{BASE}/origin", params={"figure": key}).json()
    assert origin["value"].startswith("〔待填〕")
    assert SALARIES in list(paths_of(origin))
    keys = client.get(f"{BASE}/printed", params={"path": json.dumps(SALARIES)}).json()
    assert key in keys


def paths_of(origin: dict[str, object]) -> Iterator[object]:
    yield origin["path"]
    for part in cast("list[dict[str, object]]", origin["inputs"]):
        yield from paths_of(part)


@pytest.mark.parametrize("made", ["rolled", "new"])
def test_a_document_stands_beside_a_file_that_was_just_made(place: Path, made: str) -> None:
    client = client_of(place.parent)
    if made == "rolled":
        name = client.post(f"{BASE}/roll", json={}).json()["name"]
    else:
        asked = {"unit": "某区某局", "year": "2024", "form": "四川"}
        name = client.post("/new", json=asked).json()["name"]
    answer = client.get(f"/file/{quote(name)}/preview")
    assert answer.headers["x-document"] == "waiting"
    assert answer.text.count("〔待填") > 20
    assert "NaN" not in answer.text


def test_a_part_with_a_name_that_nobody_knows_waits_as_a_whole(
    client: TestClient, place: Path
) -> None:
    # An amount under a mistyped name would be left out of every sum.
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("  事业收入:", "  事业收人:"), encoding="utf-8")
    kind, page = shown(client)
    assert kind == "waiting"
    paragraphs = [words_of(node) for node in page.find_all("p")]
    assert any("本年收入合计〔待填〕万元" in line for line in paragraphs)
    assert not any(re.search(r"本年收入合计[\d.]+万元", line) for line in paragraphs)
    assert not client.get(f"{BASE}/status?page=unit").json()["publishable"]
    # What a whole part is called nobody can guess.
    place.write_text(text.replace("\n收入:", "\n收人:"), encoding="utf-8")
    kind, _ = shown(client)
    assert kind == "none"


def test_an_empty_part_leaves_the_rest_of_the_document(client: TestClient, place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    emptied = re.sub(r"(?m)^  车辆:.*\n(?:    .*\n)*", "  车辆:\n", text)
    assert emptied != text
    place.write_text(emptied, encoding="utf-8")
    kind, page = shown(client)
    assert kind == "waiting"
    assert page.find(string=re.compile("审核稿"))
    status = client.get(f"{BASE}/status?page=unit").json()
    assert not status["publishable"]
    assert any("车辆" in "".join(remark["path"]) for remark in status["remarks"])


def test_a_value_that_was_taken_over_is_confirmed_by_button(
    client: TestClient, place: Path
) -> None:
    text = place.read_text(encoding="utf-8")
    line = next(each for each in text.split("\n") if each.startswith("  口径:"))
    value = line.partition("#")[0].rstrip()
    text = text.replace(line, f"{value}  # 文号 3；待填：核对口径是不是本年的")
    place.write_text(text, encoding="utf-8")
    (remark,) = [each for each in remarks_at(client, ["单位", "口径"]) if each["rule"] == "未确认"]
    assert str(remark["fix"]).endswith("写着的对，按“写着的对”")
    assert "#" not in f"{remark['message']}{remark['fix']}"
    asked = {"changes": [{"path": ["单位", "口径"], "confirm": True}]}
    asked["revision"] = client.get(f"{BASE}/revision").json()
    client.post(f"{BASE}/set", json=asked)
    assert f"{value}  # 文号 3\n" in place.read_text(encoding="utf-8")
    assert not remarks_at(client, ["单位", "口径"])


@pytest.mark.parametrize(
    ("pattern", "put", "path"),
    [
        (r"(?m)^  主要职责: \|$", "  主要职责: |  # 待填：核对主要职责是不是本年的", "主要职责"),
        (r"(?m)^  主要职责: \|$", "  主要职责: |-   # 照三定；待填", "主要职责"),
        (r"(?m)^  主要职责: \|$", "  主要职责: >+ # 待填", "主要职责"),
        (r"(?m)^  内设机构: (\[.*\])$", r"  内设机构: \1  # 待填", "内设机构"),
        (r"(?m)^  内设机构: \[(.*?), (.*)\]$", r"  内设机构: [\1,\n    \2]  # 待填", "内设机构"),
        (r"(?m)^  简称: (\S+)$", r"  简称: '\1'  # 待填", "简称"),
    ],
)
def test_what_asks_to_be_confirmed_goes_by_button_however_the_value_is_written(
    client: TestClient, place: Path, pattern: str, put: str, path: str
) -> None:
    text = place.read_text(encoding="utf-8")
    marked, count = re.subn(pattern, put, text)
    assert count == 1
    place.write_text(marked, encoding="utf-8")
    (remark,) = [each for each in remarks_at(client, ["单位", path]) if each["rule"] == "未确认"]
    asked = {"changes": [{"path": remark["path"], "confirm": True}]}
    asked["revision"] = client.get(f"{BASE}/revision").json()
    assert client.post(f"{BASE}/set", json=asked).status_code == 200
    assert "待填" not in place.read_text(encoding="utf-8")
    assert not remarks_at(client, ["单位", path])


def test_everything_that_a_roll_asks_to_confirm_goes_by_button(client: TestClient) -> None:
    name = client.post(f"{BASE}/roll", json={}).json()["name"]
    base = f"/file/{quote(name)}"

    def unconfirmed() -> list[dict[str, object]]:
        remarks = client.get(f"{base}/status?page=unit").json()["remarks"]
        return [each for each in remarks if each["rule"] == "未确认"]

    asked_for = unconfirmed()
    assert asked_for
    for remark in asked_for:
        asked = {"changes": [{"path": remark["path"], "confirm": True}]}
        asked["revision"] = client.get(f"{base}/revision").json()
        assert client.post(f"{base}/set", json=asked).status_code == 200, remark
    assert unconfirmed() == []


@pytest.mark.parametrize(
    ("page", "path", "shown"),
    [
        ("income", ["收入", "一般公共预算财政拨款收入", "2070101 行政运行"], "上年 3289370"),
        ("outlay", SALARIES, "上年 1208600"),
        ("three-public", VISITS, "上年 86"),
        ("unit", ["单位", "重点工作"], ""),
    ],
)
def test_last_years_values_stand_beside_the_fields(
    client: TestClient, page: str, path: list[str], shown: str
) -> None:
    name = client.post(f"{BASE}/roll", json={}).json()["name"]
    answer = client.get(f"/file/{quote(name)}/page/{page}")
    form = BeautifulSoup(answer.content, "html.parser")
    fields = form.find_all(["input", "textarea"], attrs={"data-path": True})
    node = next(each for each in fields if json.loads(str(each["data-path"])) == path)
    beside = node.find_next_sibling(class_="before")
    assert (beside.get_text() if beside else "") == shown


FUND, BASIC = "一般公共预算", "基本支出"


@pytest.mark.parametrize(
    ("grid", "row", "message"),
    [
        ("支出明细", [FUND, "2010388", BASIC, "", "30101", "5"], "没有编码为 2010388 的"),
        ("支出明细", [FUND, "2010301", BASIC, "", "三千"], "没有名为“三千”的"),
        ("支出明细", [FUND, "2010301", BASIC, "", "30101", "三千"], "“金额”写着“三千”，不是数"),
        ("支出明细", [FUND, "2010301", BASIC, "", "30101"], "“金额”还空着"),
        ("收入", ["2010301", "行政运行", "三千"], "写着“三千”，不是数"),
        ("收入", ["2010388", "三千"], "没有编码为 2010388 的"),
    ],
)
def test_a_row_that_cannot_be_taken_says_what_is_wrong_with_it(
    client: TestClient, grid: str, row: list[str], message: str
) -> None:
    answer = client.post(f"{BASE}/rows", json={"grid": grid, "rows": [row]}).json()
    assert message in answer["problems"][0]["message"]


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        (["三公经费", "公务接待费", "预算数"], "这里没有负数"),
        (VISITS, "这里没有负数"),
        (["收入", "一般公共预算财政拨款收入", "2070101 行政运行"], "请改成：-500"),
    ],
    ids=("a budget", "a count", "an income"),
)
def test_a_number_in_brackets_is_negative_only_where_one_may_be(
    client: TestClient, path: list[str], advice: str
) -> None:
    put_value(client, path, "(500)")
    (remark,) = remarks_at(client, path)
    assert str(remark["fix"]).startswith(advice)
    assert bool(remark["replacement"]) == advice.startswith("请改成")


def test_what_is_wrong_whatever_is_filled_in_is_told_at_once(client: TestClient) -> None:
    awarded = ["政府采购", "授予小微企业合同金额"]
    put_value(client, awarded, "99999999")
    rules = {str(remark["rule"]) for remark in remarks_at(client, awarded)}
    assert rules
    put_value(client, SALARIES, "")
    assert {str(remark["rule"]) for remark in remarks_at(client, awarded)} & rules
    # What rests on the missing amount is not told.
    remarks = client.get(f"{BASE}/status?page=unit").json()["remarks"]
    assert not [each for each in remarks if each["rule"] in ("收支不平", "资金不平", "结余为负")]


def test_the_hint_behind_a_value_goes_when_it_is_filled_in(client: TestClient, place: Path) -> None:
    name = client.post(f"{BASE}/roll", json={}).json()["name"]
    rolled = place.with_name(name)
    path = ["机关运行经费", "原因"]
    asked = {"changes": [{"path": path, "value": "会议减少"}]}
    base = f"/file/{quote(name)}"
    asked["revision"] = client.get(f"{base}/revision").json()
    assert "填：原因，要用到时写（上年写的是“办公设备更新”）" in rolled.read_text(encoding="utf-8")
    client.post(f"{base}/set", json=asked)
    text = rolled.read_text(encoding="utf-8")
    assert "  原因: 会议减少\n" in text
    assert "办公设备更新" not in text


DEPARTMENT = "水务局-2023.yaml"


@pytest.fixture
def department(tmp_path: Path) -> Path:
    folder = tmp_path / "部门"
    shutil.copytree(EXAMPLES / "汇总示例", folder)
    return folder / DEPARTMENT


def test_a_department_that_is_not_filled_in_has_a_document(department: Path) -> None:
    text = department.read_text(encoding="utf-8")
    changed = re.sub(r"公开日期: [\d-]+", "公开日期: 待填", text).replace("得分: 92", "得分: 待填")
    assert changed != text
    department.write_text(changed, encoding="utf-8")
    answer = client_of(department.parent).get(f"/file/{quote(DEPARTMENT)}/preview")
    assert answer.headers["x-document"] == "waiting"
    assert "本年支出合计" in answer.text


def test_a_number_of_a_unit_leads_to_the_field_in_its_file(department: Path) -> None:
    client = client_of(department.parent)
    base = f"/file/{quote(DEPARTMENT)}"
    page = BeautifulSoup(client.get(f"{base}/preview").content, "html.parser")
    keys = [str(node["value"]) for node in page.find_all("data")][:40]
    origins = [client.get(f"{base}/origin", params={"figure": key}).json() for key in keys]
    places = {place for origin in origins for place in addresses_of(origin)}
    assert any(name.startswith("水文馆") and page == "outlay" for name, page in places)


def addresses_of(origin: dict[str, object]) -> Iterator[tuple[str, str]]:
    if origin["path"]:
        yield str(origin["address"]), str(origin["page"])
    for part in cast("list[dict[str, object]]", origin["inputs"]):
        yield from addresses_of(part)


def test_totals_that_rest_on_nothing_missing_are_told(client: TestClient) -> None:
    before = dict(client.get(f"{BASE}/status?page=outlay").json()["totals"])
    put_value(client, SALARIES, "")
    totals = dict(client.get(f"{BASE}/status?page=outlay").json()["totals"])
    assert totals["项目支出"] == before["项目支出"]
    assert totals["基本支出"] == totals["本年支出合计"] == "—"


def test_what_an_import_left_out_is_asked_for_and_its_line_goes(
    client: TestClient, place: Path
) -> None:
    """Files of before have a line that asks, where nothing else did and 0 was printed."""
    foreign = ["三公经费", "公务接待费", "外事"]
    text = place.read_text(encoding="utf-8")
    typed = re.search(r"\n    外事:.*", text)
    assert typed is not None
    line = "    # 待填：外事: {决算数: 数, 批次: 数, 人次: 数}（表里只有合计，已填在国内）"
    place.write_text(text.replace(typed[0], f"\n{line}"), encoding="utf-8")
    (remark,) = remarks_at(client, foreign)
    assert (remark["missing"], remark["page"], remark["level"]) == (True, "three-public", "错误")
    assert "#" not in f"{remark['message']}{remark['fix']}"
    assert remark["fix"]
    assert not client.get(f"{BASE}/status?page=unit").json()["publishable"]
    put_value(client, [*foreign, "人次"], "0")
    assert "待填" not in place.read_text(encoding="utf-8")
    assert not remarks_at(client, foreign)


def test_lines_typed_into_one_paragraph_are_joined_as_chinese_is(
    client: TestClient, place: Path
) -> None:
    path = ["名词解释", "免费开放"]
    put_value(client, path, "按规定向公众\n免费提供 Wi-Fi\n和基本服务。")
    assert "免费开放: 按规定向公众免费提供 Wi-Fi 和基本服务。" in place.read_text(encoding="utf-8")
