"""What a page of the form shows of last year's file."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.workbench import UNIT, client_of, folder_with

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
