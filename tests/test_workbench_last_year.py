"""What a page of the form shows of last year's file."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.bureau import replaced
from tests.workbench import UNIT, client_of, folder_with

SETTINGS = "# 与版式不同的习惯才写；可改的用 juesuan forms 查看\n"
TAKEN = "不用填：上年的文件里是 "


def boxes(folder: Path, page: str, *changes: tuple[str, str]) -> dict[str, str]:
    """What stands beside the boxes 上年决算数 of a page, by the parts that they are of."""
    text = (folder / UNIT).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / UNIT).write_text(text, encoding="utf-8")
    shown = client_of(folder).get(f"/file/{quote(UNIT)}/page/{page}").text
    box = r'<input id="f-([^"]*)/上年决算数"[^>]*placeholder="([^"]*)"[^>]*>\s*(?:<span class="before">(.*?)</span>)?'
    return {name: placeholder or beside for name, placeholder, beside in re.findall(box, shown)}


@pytest.mark.parametrize("unit", ["元", "万元"])
def test_the_boxes_of_last_year_show_what_its_file_has(unit: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, UNIT)
    shown = boxes(folder, "three-public", ("金额单位: 元", f"金额单位: {unit}"))
    in_yuan = {
        "因公出国境费": "0",
        "公务用车购置及运行维护费": "63150",
        "公务用车购置及运行维护费/购置费": "0",
        "公务用车购置及运行维护费/运行维护费": "63150",
        "公务接待费": "16300",
    }
    in_wan = {"63150": "6.315", "16300": "1.63", "0": "0"}
    amounts = {name: amount if unit == "元" else in_wan[amount] for name, amount in in_yuan.items()}
    assert shown == {f"三公经费/{name}": f"{TAKEN}{amount}" for name, amount in amounts.items()}


def test_a_cost_that_last_year_s_document_computed_is_shown(tmp_path: Path) -> None:
    shown = boxes(folder_with(tmp_path, UNIT), "office")
    assert shown == {"机关运行经费": f"{TAKEN}571200"}


def test_without_last_year_s_file_the_box_asks(tmp_path: Path) -> None:
    line = "上年: 上年/云汀区文旅局-2022.yaml"
    folder = folder_with(tmp_path, UNIT)
    shown = boxes(folder, "office", (line, "上年: {收支总计: 1, 财政拨款收支总计: 1}"))
    assert shown["机关运行经费"].startswith("如 ")


def test_a_unit_that_was_split_off_takes_nothing_from_the_file(tmp_path: Path) -> None:
    line = "上年: 上年/云汀区文旅局-2022.yaml"
    part = "上年: {文件: 上年/云汀区文旅局-2022.yaml, 拆分说明: 从某局分出}"
    assert TAKEN not in str(boxes(folder_with(tmp_path, UNIT), "office", (line, part)))


def test_amounts_are_typed_on_the_keys_of_numbers(tmp_path: Path) -> None:
    page = client_of(folder_with(tmp_path, UNIT)).get(f"/file/{quote(UNIT)}/page/three-public").text
    assert ' inputmode="decimal"' in page
    assert ' inputmode="numeric"' in page


def changes(folder: Path, *edits: tuple[str, str]) -> dict[str, str]:
    """What stands beside the reasons of a file, by their paths."""
    path = folder / UNIT
    path.write_text(replaced(path.read_text(encoding="utf-8"), edits), encoding="utf-8")
    status = client_of(folder).get(f"/file/{quote(UNIT)}/status?page=outlay").json()
    return {"/".join(each["path"]): each["words"] for each in status["changes"]}


def test_beside_a_reason_stands_what_it_is_to_explain(tmp_path: Path) -> None:
    words = changes(folder_with(tmp_path, UNIT))
    assert words["变动原因/收支总计"] == "比上年增加 301.31 万元（733.83 → 1035.14）"
    assert words["变动原因/年末结转和结余"].startswith("比上年减少 10.64 万元")
    assert words["支出/一般公共预算/2070104 图书馆/原因"] == (
        "比全年预算少 2.57 万元（162.00 → 159.43）"
    )
    assert words["支出/一般公共预算/2101101 行政单位医疗/原因"] == "与全年预算相等，不用写原因"
    assert words["三公经费/原因"].startswith("比全年预算多 0.07 万元")
    assert words["机关运行经费/原因"].startswith("比上年增加 2.39 万元")


def test_the_change_is_that_from_the_budget_with_which_the_form_compares(tmp_path: Path) -> None:
    words = changes(folder_with(tmp_path, UNIT), (SETTINGS, f"{SETTINGS}  完成预算口径: 年初\n"))
    assert words["支出/一般公共预算/2070104 图书馆/原因"].startswith("比年初预算多 ")


def test_what_rests_on_a_value_that_waits_is_not_told(tmp_path: Path) -> None:
    words = changes(folder_with(tmp_path, UNIT), ("30201 办公费: 120530", "30201 办公费: 待填"))
    assert "支出/一般公共预算/2070101 行政运行/原因" not in words
    assert words["支出/一般公共预算/2070104 图书馆/原因"].startswith("比全年预算少 2.57 万元")
    assert words["三公经费/公务接待费/原因"].startswith("比上年减少 0.37 万元")


def test_the_use_of_an_item_is_asked_where_the_form_tells_it(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, UNIT)
    page = f"/file/{quote(UNIT)}/page/outlay"
    head = '<th scope="col">用途</th>'
    assert head not in client_of(folder).get(page).text
    text = (folder / UNIT).read_text(encoding="utf-8")
    (folder / UNIT).write_text(text.replace("版式: 四川\n", "版式: 上海\n"), encoding="utf-8")
    assert head in client_of(folder).get(page).text
    # What stands in the file is shown, whatever the form.
    used = text.replace("      原因: 严格控制", "      用途: 运转\n      原因: 严格控制")
    (folder / UNIT).write_text(used, encoding="utf-8")
    assert head in client_of(folder).get(page).text
