"""The workbook of tables, read back with openpyxl: the same numbers as the page, formulas that give them, print set-up, and no text that is a formula."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup
from openpyxl.utils import range_boundaries

from generator.pipeline.checking import check
from generator.writers.html import write_html
from generator.writers.xlsx import sheet_name, write_xlsx
from tests.helpers import ROOT

FILES = sorted((ROOT / "data").glob("*.yaml"))


def books(path: Path) -> tuple[bytes, openpyxl.Workbook, openpyxl.Workbook]:
    document = check(path, sheets=True).document
    assert document is not None
    data = write_xlsx(document)
    return (
        data,
        openpyxl.load_workbook(BytesIO(data)),
        openpyxl.load_workbook(BytesIO(data), data_only=True),
    )


@pytest.fixture(scope="module", params=FILES, ids=lambda path: path.stem)
def written(
    request: pytest.FixtureRequest,
) -> tuple[Path, bytes, openpyxl.Workbook, openpyxl.Workbook]:
    return (request.param, *books(request.param))


def test_one_sheet_for_each_table(written) -> None:
    path, _, book, _ = written
    document = check(path, sheets=True).document
    names = [name for name in book.sheetnames if name != "审核意见"]
    assert names == [
        sheet_name(number, sheet.title) for number, sheet in enumerate(document.sheets, 1)
    ]
    assert len(names) >= 9
    assert ("审核意见" in book.sheetnames) == (document.draft is not None)


def test_formulas_give_the_stored_values(written) -> None:
    _, _, book, values = written
    seen = 0
    for sheet in book:
        stored = values[sheet.title]
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str) or not cell.value.startswith("="):
                    continue
                seen += 1
                total = Decimal(0)
                for area in re.fullmatch(r"=SUM\((.+)\)", cell.value)[1].split(","):
                    left, top, right, bottom = range_boundaries(area)
                    for line in stored.iter_rows(top, bottom, left, right, values_only=True):
                        total += sum(
                            (Decimal(str(one)) for one in line if one is not None), Decimal(0)
                        )
                assert abs(total - Decimal(str(stored[cell.coordinate].value))) < Decimal(
                    "0.0000001"
                ), (sheet.title, cell.coordinate)
    assert seen > 30


def test_numbers_are_those_of_the_page(written) -> None:
    """Every amount that the page prints in a statutory table stands in the workbook as a number that prints the same."""
    path, _, _, values = written
    page = BeautifulSoup(write_html(check(path).document), "html5lib")
    printed = {
        data.get_text().replace(",", "")
        for table in page.select("section.tables table")
        for data in table.select("td data")
    }
    shown = set()
    for sheet in values:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, int | float):
                    places = len(cell.number_format.partition(".")[2])
                    shown.add(
                        f"{Decimal(str(cell.value)).quantize(Decimal(1).scaleb(-places), 'ROUND_HALF_UP'):f}"
                    )
    assert len(printed) > 20
    assert printed - shown == set()


def test_prints_and_scrolls_with_its_heads(written) -> None:
    _, _, book, _ = written
    for sheet in book:
        if sheet.title == "审核意见":
            continue
        assert sheet.page_setup.paperSize == 9
        if sheet.print_title_cols:
            # Wider than a page: over several, each with the columns that say what a row is.
            assert sheet.col_breaks.brk
            assert sheet.page_setup.scale >= 70
        else:
            assert sheet.page_setup.fitToHeight == 0
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert re.fullmatch(r"\$\d+:\$\d+", sheet.print_title_rows or "")
        assert sheet.freeze_panes
    assert {sheet.page_setup.orientation for sheet in book} == {"portrait", "landscape"}


def test_same_bytes(written) -> None:
    path, data, _, _ = written
    assert books(path)[0] == data


def test_an_empty_table_says_so() -> None:
    _, book, _ = books(ROOT / "data" / "泸县政府办-2023.yaml")
    text = "\n".join(
        str(cell.value) for row in book.worksheets[-4].iter_rows() for cell in row if cell.value
    )
    assert "故本表无数据" in text


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    text = (ROOT / "generator" / "checks" / "gallery" / "其余.yaml").read_text(encoding="utf-8")
    evil = (
        text.replace("甲项目", "'=1+2'")
        .replace("名称: 某市某局", "名称: '=HYPERLINK(\"甲\")'")
        .replace("简称: 某局", "简称: +某局")
    )
    path = tmp_path / "某局-2023.yaml"
    path.write_text(evil + "政府采购: {货物: 0}\n", encoding="utf-8")
    _, book, values = books(path)
    texts = [
        cell
        for sheet in values
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value.lstrip("部门单位：").startswith(("=", "+"))
    ]
    assert texts
    assert all(book[cell.parent.title][cell.coordinate].data_type != "f" for cell in texts)
    # Editing such a cell in Excel leaves it text.
    evil_texts = [cell for cell in texts if cell.value.startswith(("=", "+"))]
    assert evil_texts
    assert all(cell.quotePrefix for cell in evil_texts)


def test_wide_tables_are_whole() -> None:
    path = next(path for path in FILES if "云汀" in path.name)
    document = check(path, sheets=True).document
    _, book, _ = books(path)
    assert len(document.sheets) == 13
    assert book.worksheets[6].max_column > 20
    assert "（续）" not in "".join(book.sheetnames)


def test_wide_tables_go_over_pages_that_can_be_read() -> None:
    """Title, 公开07表 and heads are on every page; no head is cut where a page ends."""
    path = next(path for path in FILES if "云汀" in path.name)
    _, book, _ = books(path)
    sheet = next(sheet for sheet in book if "07" in sheet.title)
    assert sheet.print_title_cols == "$A:$B"
    assert sheet.print_title_rows.startswith("$1:")
    breaks = [place.id for place in sheet.col_breaks.brk]
    assert 1 < len(breaks) < 5
    for cut in breaks:
        assert not [
            area for area in sheet.merged_cells.ranges if area.min_col <= cut < area.max_col
        ]
    titles = [cell.value for cell in sheet[1] if cell.value]
    assert len(titles) == len(breaks) + 1
    assert all(title.endswith("（续）") for title in titles[1:])
    assert len({cell.value for cell in sheet[2] if "07表" in str(cell.value)}) == 1
    assert sum("07表" in str(cell.value) for cell in sheet[2]) == len(titles)


def test_names_can_be_read(written) -> None:
    """A name has its room: the column, or the height of the row for the lines that it takes."""
    _, _, book, _ = written
    for sheet in book:
        if sheet.title == "审核意见":
            continue
        spans = {cell for area in sheet.merged_cells.ranges for cell in area.cells}
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str) or not cell.alignment.wrap_text:
                    continue
                if (cell.row, cell.column) in spans or cell.value.startswith("="):
                    continue
                wide = sum(sign > "\u2e80" for sign in cell.value)
                width = wide * 12 + (len(cell.value) - wide) * 6
                room = sheet.column_dimensions[cell.column_letter].width * 7
                lines = -(-width // int(room))
                height = sheet.row_dimensions[cell.row].height
                assert lines * 12 <= height + 1, (sheet.title, cell.coordinate, cell.value)


def test_a_total_over_columns_in_pairs_is_a_formula() -> None:
    """上海: 合计 of “三公”经费 has 预算数 and 决算数, each the sum of those of its kinds."""
    path = next(path for path in FILES if "上海" in path.name)
    _, book, values = books(path)
    sheet = next(one for one in book if "三公" in one.title)
    sums = {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("=SUM(")
    }
    assert len(sums) == 4
    row = next(iter(sums)).lstrip("ABCDEFGHIJKLMNOP")
    assert sums[f"A{row}"] == f"=SUM(C{row},E{row},K{row})"
    assert sums[f"E{row}"] == f"=SUM(G{row},I{row})"
    assert values[sheet.title][f"B{row}"].value
