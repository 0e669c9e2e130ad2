"""Workbooks that are not what the clerk takes them for, and cells that are not what they should be: each is refused or named, none is guessed at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.importing.importer import import_files
from generator.web.plain_words import without_commands
from tests.importing_sheets import book, found_in, grave, light, subjects, top

SPENT = {"2010301": [100, 100, 0]}


def outlay(**said: Any) -> list[list[Any]]:
    return subjects(
        "一般公共预算财政拨款支出决算表", "", ["合计", "基本支出", "项目支出"], SPENT, **said
    )


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    code = main(["import", *map(str, words)])
    told = capsys.readouterr()
    return code, told.out + told.err


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "某局-2023.yaml"
    path.write_text(
        "版式: 四川\n年度: 2023\n金额单位: 元\n单位: {名称: 某市某某局}\n支出:\n  一般公共预算:\n    2010301 行政运行: {基本支出: 1}\n",
        encoding="utf-8",
    )
    return path


def test_a_workbook_of_another_year_is_refused(
    target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = book(tmp_path / "a.xlsx", {"表": outlay(year=2024)})
    before = target.read_bytes()
    code, told = run(capsys, path, "--into", target, "--yes")
    assert code == 2
    assert "a.xlsx 是 2024 年的决算，数据文件的 年度 是 2023，没有导入" in told
    assert "加 --year 2023" in told
    assert target.read_bytes() == before
    code, told = run(capsys, path, "--into", target, "--yes", "--year", "2024")
    assert code == 2
    assert "--year 写的是 2024" in told
    assert run(capsys, path, "--into", target, "--yes", "--year", "2023")[0] == 0
    assert "基本支出: 100" in target.read_text(encoding="utf-8")


def test_advice_has_options_as_make_and_pages_take_them(
    target: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = book(tmp_path / "a.xlsx", {"表": outlay(year=2024)})
    monkeypatch.setenv("JUESUAN_MAKE", "1")
    _, shown = run(capsys, path, "--into", target, "--yes")
    assert "加 YEAR=2023" in shown
    assert "--year" not in shown
    monkeypatch.delenv("JUESUAN_MAKE")
    _, shown = run(capsys, path, "--into", target, "--yes")
    advice = without_commands(shown)
    assert "是表上的年度印错了的，先在那个文件里改好年度，再导入" in advice
    assert "--year" not in advice


def test_workbooks_of_two_years_or_two_units_are_not_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = book(tmp_path / "a.xlsx", {"表": outlay()})
    later = book(tmp_path / "b.xlsx", {"表": outlay(year=2024)})
    other = book(tmp_path / "c.xlsx", {"表": outlay(owner="另一个单位")})
    short = book(tmp_path / "d.xlsx", {"表": outlay(owner="某某局")})
    code, told = run(capsys, mine, later, "-o", tmp_path / "出.yaml")
    assert (code, "a.xlsx 是 2023 年的，b.xlsx 是 2024 年的，不能一起导入" in told) == (2, True)
    code, told = run(capsys, mine, other, "-o", tmp_path / "出.yaml")
    assert (code, "a.xlsx 是“某市某某局”的，c.xlsx 是“另一个单位”的，不能一起导入" in told) == (
        2,
        True,
    )
    assert not (tmp_path / "出.yaml").exists()
    assert import_files([mine, short]).owner == "某市某某局"


def test_the_file_of_a_whole_department_takes_no_workbook(
    target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "版式: 四川\n年度: 2023\n金额单位: 元\n单位: {名称: 某市某某局, 口径: 部门}\n汇总: [某局-2023.yaml]\n"
    whole = tmp_path / "部门-2023.yaml"
    whole.write_text(text, encoding="utf-8")
    code, told = run(capsys, book(tmp_path / "a.xlsx", {"表": outlay()}), "--into", whole, "--yes")
    assert (code, "是部门的汇总文件" in told, "请导入各单位的文件" in told) == (2, True, True)
    assert whole.read_text(encoding="utf-8") == text


def test_one_unit_of_money_is_assumed_for_the_whole_workbook(tmp_path: Path) -> None:
    """财决08-1 is declared among the published tables, and is 元 all the same."""
    detail = subjects(
        "一般公共预算财政拨款基本支出决算明细表",
        "财决08-1表",
        ["合计", "30101 基本工资"],
        {"2010301": [100, 100]},
        unit="",
    )
    flows = subjects(
        "一般公共预算财政拨款收入支出决算表",
        "财决07表",
        ["本年支出", "基本支出"],
        {"2010301": [100, 100]},
        unit="",
    )
    imported = import_files([book(tmp_path / "a.xlsx", {"Z08_1": detail, "Z07": flows})])
    assert imported.money_unit == "元"
    assert found_in(imported)["支出/一般公共预算/2010301 行政运行/基本支出/30101 基本工资"] == 100
    assert grave(imported) == []
    assert light(imported) == ["Z08_1 2 张表都没有写金额单位，按财决报表的惯例当作 元"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("单位负责人：张三", ""),
        ("编制单位：", ""),
        ("单位名称（公章）：某县某局", "某县某局"),
        ("部门（单位）名称：某县某局", "某县某局"),
        ("公开部门：某县某局", "某县某局"),
        ("单位电话：123", ""),
    ],
)
def test_the_name_of_the_unit_is_not_that_of_a_person(line: str, name: str, tmp_path: Path) -> None:
    rows = outlay(owner="")
    rows[2][0] = None
    assert (
        import_files(
            [book(tmp_path / "a.xlsx", {"封面": [["2023年度部门决算报表"], [line]], "表": rows})]
        ).owner
        == name
    )


STATISTICS = [
    *top("机构运行信息表", "财决附03表"),
    ["项目", "预算数", "统计数", "项目", "统计数"],
    ["1．因公出国（境）费", None, None, "二、机关运行经费", 50],
    ["（1）公务用车购置费", None, None, "3．机要通信用车", 0],
    ["（2）公务用车运行维护费", 70, 60, "（二）单价100万元（含）以上设备（不含车辆）（台，套）", 2],
    ["3．公务接待费", 20, 12, "1．政府采购货物支出", None],
]


@pytest.mark.parametrize(
    "unit", ["（台，套）", "（台、套）", "（台/套）", "（台套）", "（台（套））", ""]
)
def test_units_behind_a_label_are_no_part_of_it(unit: str, tmp_path: Path) -> None:
    rows = [
        [cell.replace("（台，套）", unit) if isinstance(cell, str) else cell for cell in row]
        for row in STATISTICS
    ]
    assert (
        found_in(import_files([book(tmp_path / "a.xlsx", {"F03": rows})]))[
            "国有资产/设备/单价100万元以上设备"
        ]
        == 2
    )


def test_an_empty_cell_of_a_line_is_zero(target: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"F03": STATISTICS})
    found = found_in(import_files([path]))
    assert found["三公经费/因公出国境费/决算数"] == found["三公经费/因公出国境费/预算数"] == 0
    assert found["三公经费/公务用车购置及运行维护费/购置费/决算数"] == found["政府采购/货物"] == 0
    unused = [
        [*row[:1], None, *row[2:]] if place > 3 else row for place, row in enumerate(STATISTICS)
    ]
    found = found_in(import_files([book(tmp_path / "b.xlsx", {"F03": unused})]))
    assert not any("预算数" in place for place in found), (
        "a column without any number has not been filled in"
    )


def test_an_empty_cell_does_not_take_a_number_away(
    target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target.write_text(
        target.read_text(encoding="utf-8") + "政府采购: {货物: 5, 工程: 待填}\n", encoding="utf-8"
    )
    _, told = run(capsys, book(tmp_path / "a.xlsx", {"F03": STATISTICS}), "--into", target, "--yes")
    assert "政府采购/货物：文件里是 5，工作簿的 F03!E8 空着，没有改；确实没有就改成 0" in told
    assert "货物: 5" in target.read_text(encoding="utf-8")


def test_a_mistyped_code_is_quoted_whole(tmp_path: Path) -> None:
    rows = outlay()
    rows[-1][0] = "20l0301"
    told = grave(import_files([book(tmp_path / "a.xlsx", {"表": rows})]))
    assert told[0].startswith("表!A8 “一般公共预算财政拨款支出决算表”里编码“20l0301”不全是数字")


def test_amounts_in_messages_have_two_decimals(tmp_path: Path) -> None:
    rows = outlay()
    rows[4][2] = 6252462.1
    told = grave(import_files([book(tmp_path / "a.xlsx", {"表": rows})]))
    assert any(
        "6,252,462.10 元" in one and "100.00 元" in one and "差 6,252,362.10 元" in one
        for one in told
    ), told


def test_items_that_do_not_add_up_to_their_row_are_told(tmp_path: Path) -> None:
    """The sum of the column was changed along with the cell: only the row tells."""
    titles = ["合计", "30101 基本工资", "30206 电费"]
    for power, grave_remarks in ((32, 0), (320, 1)):
        sheets = {
            "表": outlay(),
            "明细": subjects(
                "一般公共预算财政拨款基本支出决算明细表",
                "",
                titles,
                {"2010301": [100, 68, power]},
            ),
        }
        remarks = grave(import_files([book(tmp_path / f"{power}.xlsx", sheets)]))
        assert len(remarks) == grave_remarks, remarks
    assert "明细!D8＋明细!E8 各明细相加是 388.00 元" in remarks[0]
