"""The workbench over a file that names others, and over budgets of one number."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from generator.forms.folders import OWN
from generator.web.data_file import DataFile
from generator.web.grids import outlay
from tests.workbench import UNIT, client_of, folder_with

OUTLAY_PAGE = "outlay"
NATIONAL = "国家古籍保护局（虚构）-2023.yaml"


def test_a_change_of_last_years_file_in_a_folder_below_is_seen(tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "数据", UNIT)
    file = DataFile(folder / UNIT, OWN)
    before = file.checked()
    assert file.checked() is before
    last = next(path for path in (folder / "上年").iterdir() if path.stem[:4] == UNIT[:4])
    last.unlink()
    after = file.checked()
    assert after is not before
    assert any(last.name in finding.message for finding in after.findings)


@pytest.mark.parametrize(("name", "kind"), [(NATIONAL, "年初预算数"), (UNIT, "全年预算数")])
def test_one_number_stands_in_the_column_of_the_budget_that_the_form_compares_with(
    name: str, kind: str, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path / "数据", name)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("预算数: {年初: 1600000, 全年: 1900000}", "预算数: 1900000"), "utf-8"
    )
    root = DataFile(path, OWN).root()
    compared = kind.removesuffix("预算数")
    grid = outlay(root, compared)
    column = next(at for at, each in enumerate(grid.columns) if each.name == kind)
    one = [row.cells[column] for row in grid.rows if row.cells[column].path[-1] == "预算数"]
    assert one
    assert all(cell.value for cell in one)
    page = html.unescape(client_of(folder).get(f"/file/{name}/page/{OUTLAY_PAGE}").text)
    values = re.findall(r"data-path='([^']*)' value=\"([^\"]*)\"", page)
    shown = {tuple(json.loads(place)): value for place, value in values}
    assert [shown[cell.path] for cell in one] == [cell.value for cell in one]


@pytest.mark.parametrize(
    ("typed", "cell"),
    [("预算数: {年初: 1600000}", "全年"), ("", "全年")],
    ids=["年初", "没有"],
)
def test_a_missing_budget_is_told_at_its_cell(typed: str, cell: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path / "数据", UNIT)
    path = folder / UNIT
    text = path.read_text(encoding="utf-8")
    line = "      预算数: {年初: 1600000, 全年: 1900000}\n"
    assert line in text
    path.write_text(text.replace(line, f"      {typed}\n" if typed else ""), "utf-8")
    status = client_of(folder).get(f"/file/{UNIT}/status", params={"page": OUTLAY_PAGE})
    remarks = status.json()["remarks"]
    paths = [
        remark["path"] for remark in remarks if remark["missing"] and "预算数" in remark["path"]
    ]
    assert paths
    assert all(each[-2:] == ["预算数", cell] for each in paths)
