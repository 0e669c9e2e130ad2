"""Workbooks that hold more, less or other things than they say: another table stays out, and nothing that stands there is passed over in apply_suppressions."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from generator.cli import main
from generator.importing.declared import load_tables
from generator.importing.grid import WorkbookError, read_workbook
from generator.importing.importer import import_files
from generator.importing.recognise import table_of
from generator.importing.together import NotTogetherError
from tests.importing_sheets import book, found_in, grave, subjects, top

HEADS = ["本年支出合计", "基本支出", "项目支出"]
MINE = {"2010301": [850, 850, 0], "2010302": [200, 0, 200]}
OTHER = {"2010301": [777, 777, 0]}
PLACE = "支出/一般公共预算/2010301 行政运行/基本支出"


def outlay(title: str = "支出决算表", lines: Any = MINE, **said: Any) -> list[list[Any]]:
    return subjects(title, "", HEADS, lines, **said)


@pytest.mark.parametrize(
    "title",
    [
        "上年支出决算表",
        "去年支出决算表",
        "2022年度支出决算表",
        "支出决算表（上年）",
        "支出决算表（2022年度）",
        "非税支出决算表",
        "非财政拨款支出决算表",
        "非中央财政拨款支出决算明细表",
        "财政专户管理资金支出决算表",
        "所属单位支出决算表",
        "下级单位支出决算表",
        "汇总支出决算表",
        "支出决算表（下属某中心）",
        "某某中心支出决算表",
        "非一般公共预算财政拨款支出决算表",
    ],
)
def test_another_table_does_not_enter(title: str, tmp_path: Path) -> None:
    """Neither by its title nor by the name or number of its sheet."""
    for name in ("Z05 另一张", title[:31]):
        other = outlay(title, OTHER, year=2022 if "2022" in title else 2023)
        imported = import_files([book(tmp_path / "a.xlsx", {"Z04": outlay(), name: other})])
        assert (imported.year, found_in(imported)[PLACE]) == (2023, 850)
        assert 777 not in found_in(imported).values()
        assert [sheet for sheet, _ in imported.skipped] == [name.split()[0]]


@pytest.mark.parametrize(
    "title",
    [
        "支出决算表",
        "2023年度支出决算表",
        "某市某某局2023年度部门决算支出决算表",
        "某某局支出决算表",
        "部门支出决算表",
        "附表3：支出决算表",
        "支出决算表（财决04表）",
        "支 出 决 算 表",
        "支出决算表（万元）",
        "支出决算表（续1）",
    ],
)
def test_words_around_a_title_that_change_nothing(title: str, tmp_path: Path) -> None:
    made = read_workbook(book(tmp_path / "a.xlsx", {"表": outlay(title)}))
    found = table_of(made.sheets[0], load_tables())
    assert found is not None
    assert found.name == "支出决算表"


def test_last_year_by_the_sheet_alone(tmp_path: Path) -> None:
    sheets = {
        "支出决算表": outlay(),
        "支出决算表（上年）": outlay(lines=OTHER),
        "2022": outlay(lines=OTHER, year=2022),
    }
    imported = import_files([book(tmp_path / "a.xlsx", sheets)])
    assert found_in(imported)[PLACE] == 850
    assert ["上年的表" in why or "2022 年" in why for _, why in imported.skipped] == [True, True]


def test_two_units_in_one_workbook_are_not_added_up(tmp_path: Path) -> None:
    sheets = {"Z04": outlay(), "Z04(2)": outlay(owner="另一个单位", lines=OTHER)}
    with pytest.raises(NotTogetherError, match="几个单位的表"):
        import_files([book(tmp_path / "a.xlsx", sheets)])


def test_columns_that_nobody_knows_are_told(tmp_path: Path) -> None:
    rows = outlay()
    rows[3] += ["期末数", None]
    rows[5] += [12, None]
    rows[6] += [None, 13]
    told = grave(import_files([book(tmp_path / "a.xlsx", {"Z04": rows})]))
    assert any("Z04!F4" in one and "不认识这一列：期末数（有 1 个数）" in one for one in told), told
    assert any("Z04!G7" in one and "有一列没有表头（有 1 个数）" in one for one in told), told


def test_a_column_of_totals_that_nobody_knows_is_told(tmp_path: Path) -> None:
    rows = [
        *top("收入支出决算总表", "财决01表"),
        ["项目", "行次", "期末数"],
        ["一、一般公共预算财政拨款收入", 1, 100],
    ]
    told = grave(import_files([book(tmp_path / "a.xlsx", {"Z01": rows, "Z04": outlay()})]))
    assert any("Z01!C4" in one and "不认识这一列：期末数" in one for one in told), told


def test_lines_below_a_note_are_told(tmp_path: Path) -> None:
    rows = [
        *outlay(),
        ["注：以下为补充"],
        ["2010302", "一般行政管理事务", 5, 0, 5],
        ["制表人：某某", "电话：1234567"],
    ]
    told = grave(import_files([book(tmp_path / "a.xlsx", {"Z04": rows})]))
    assert sum("这一行还有数，没有读" in one for one in told) == 1, told


def test_formulas_without_a_result_and_error_values_are_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Z04": outlay()})
    made = openpyxl.load_workbook(path)
    sheet = made.active
    sheet["C5"] = "=D5+E5"
    sheet["C6"] = "=D6+E6"
    sheet["E8"] = "#REF!"
    sheet["E8"].data_type = "e"
    made.save(path)
    imported = import_files([path])
    told = grave(imported)
    assert any(one.startswith("Z04!C5 C5、C6 是公式，还没有算过") for one in told), told
    assert any("E8 是错误值 #REF!" in one for one in told), told
    assert found_in(imported)[PLACE] == 850, "the constant beside them counts"


def test_a_program_that_stores_zero_for_every_formula(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(str(path))
    sheet = made.add_worksheet("Z04")
    for number, row in enumerate(outlay()):
        sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
    sheet.write_formula(4, 2, "=D5+E5")
    made.close()
    assert any("C5 是公式，还没有算过" in one for one in grave(import_files([path])))


def test_all_vehicles_against_their_kinds(tmp_path: Path) -> None:
    rows = [
        *top("机构运行信息表", "财决附03表"),
        ["项目", "统计数"],
        ["（一）车辆数合计（辆）", 5],
        ["3.机要通信用车", 1],
        ["8.其他用车", 3],
    ]
    imported = import_files([book(tmp_path / "a.xlsx", {"F03": rows})])
    assert grave(imported) == ["F03!B5 国有资产/车辆/合计是 5，各类相加（F03!B6＋F03!B7）是 4"]
    assert found_in(imported)["国有资产/车辆/其他用车"] == 3
    assert "国有资产/车辆/合计" not in found_in(imported)
    rows[4][1] = 4
    assert grave(import_files([book(tmp_path / "b.xlsx", {"F03": rows})])) == []


@pytest.mark.parametrize(
    ("nature", "word"),
    [
        ("21|参照公务员法管理事业单位", "参公事业单位"),
        ("1 行政单位", "行政单位"),
        ("22-财政补助事业单位", "事业单位"),
        ("公益一类", "事业单位"),
        ("行政单位、事业单位", "待填"),
        ("22", "待填"),
        (None, "待填"),
    ],
)
def test_the_cover_answers(nature: str | None, word: str, tmp_path: Path) -> None:
    cover = [
        ["封面代码"],
        ["单位名称：", "某市某某局"],
        ["单位基本性质", nature],
        ["报表小类型：0 单户表"],
    ]
    target = tmp_path / "出.yaml"
    path = book(tmp_path / "a.xlsx", {"FMDM 封面代码": cover, "Z04": outlay()})
    main(["import", str(path), "-o", str(target)])
    text = target.read_text(encoding="utf-8")
    assert f"  性质: {word}  #" in text
    assert "  口径: 单位  # 来源: FMDM 封面代码!A4" in text


def test_large_workbooks_are_refused_in_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.xlsx"
    made = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = made.add_worksheet("Z04")
    for number, row in enumerate(outlay()):
        sheet.write_row(number, 0, ["" if cell is None else cell for cell in row])
    sheet.write(1_048_575, 16_383, 1)
    made.close()
    began = time.process_time()
    with pytest.raises(WorkbookError, match="远在 XFD1048576"):
        import_files([path])
    bomb = tmp_path / "b.xlsx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/workbook.xml", "w") as part,
    ):
        for _ in range(450):
            part.write(bytes(1_000_000))
    assert main(["import", str(bomb)]) == 2
    assert "太多（或解开以后太大）" in capsys.readouterr().err
    assert time.process_time() - began < 20


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<HTML><table><tr><td>1</td></tr></table></HTML>", "内容却是网页"),
        ("\ufeff<html>".encode("utf-16"), "内容却是网页"),
        (b"MIME-Version: 1.0\r\n", "内容却是网页"),
        ("科目,金额\n2010301,5\n".encode(), "纯文本（如 CSV）"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "不是表格文件"),
        (b"PK\x03\x04" + bytes(50), "不是表格文件"),
    ],
)
def test_files_under_a_wrong_name(
    content: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "决算.xls"
    path.write_bytes(content)
    assert main(["import", str(path)]) == 2
    assert words in capsys.readouterr().err


def test_many_columns_that_nobody_knows_are_told_together(tmp_path: Path) -> None:
    rows = outlay()
    rows[3] += [f"列{number}" for number in range(40)]
    rows[5] += [1] * 40
    told = grave(import_files([book(tmp_path / "a.xlsx", {"Z04": rows})]))
    assert sum("不认识这一列" in one for one in told) == 12
    assert any("从这一列起还有 28 列不认识" in one for one in told), told


def test_a_year_in_chinese_digits(tmp_path: Path) -> None:
    rows = outlay(year=0)
    rows[2][1] = "二〇二三年度"
    assert import_files([book(tmp_path / "a.xlsx", {"Z04": rows})]).year == 2023
