"""Importing what others write: our own published tables, tables of other provinces, broken files, wrong mapping files."""

from __future__ import annotations

import os
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from generator.cli import main
from generator.document.tree import Heading, Number, Table, plain
from generator.importing.declared import TableDeclarationError, load_tables
from generator.importing.grid import WorkbookError, cell_name, read_workbook
from generator.importing.importer import Imported, import_files
from generator.importing.into import update_text
from generator.importing.known_tables import MARK, page
from generator.importing.recognise import table_of
from generator.importing.together import NoYearError
from generator.ledger.bookkeeping import keep
from generator.model.load import load
from generator.reading.amounts import parse_decimal
from tests.helpers import ROOT, document_of
from tests.importing_books import software
from tests.importing_ledger import SMALL, text_of

D = Decimal
SAMPLE = ROOT / "data" / "云汀区文旅局（虚构）-2023.yaml"


def our_tables(target: Path) -> Path:
    """The statutory tables of a document, one sheet each, as a workbook: heads as printed, formulas with stored values."""
    book = xlsxwriter.Workbook(str(target))
    used: set[str] = set()
    for section in document_of(SAMPLE).sections:
        title = ""
        for block in section.blocks:
            if isinstance(block, Heading):
                title = plain(block.inlines)
            if not isinstance(block, Table) or block.role != "表格":
                continue
            name = next(
                name
                for number in range(9)
                if (name := block.corner + (f"续{number}" if number else "")) not in used
            )
            used.add(name)
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, block.name or title)
            sheet.write(1, 0, block.corner)
            sheet.write(2, 0, block.left)
            sheet.write(2, 3, block.right)
            _rows(sheet, block)
    book.close()
    return target


def _rows(sheet: Any, table: Table) -> None:
    taken: set[tuple[int, int]] = set()
    row = 3
    for one in (*table.head, *table.body):
        column = 0
        for cell in one.cells:
            while (row, column) in taken:
                column += 1
            taken |= {
                (row + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            }
            text = plain(cell.inlines)
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_range(
                    row, column, row + cell.rowspan - 1, column + cell.colspan - 1, text
                )
            elif any(isinstance(part, Number) for part in cell.inlines):
                sheet.write_formula(row, column, f"=0+{text}", None, float(text.replace(",", "")))
            elif text:
                sheet.write(row, column, text)
            column += cell.colspan
        row += 1
    for note in table.notes:
        sheet.write(row, 0, plain(note))
        row += 1


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    return import_files([our_tables(tmp_path_factory.mktemp("ours") / "公开表.xlsx")], year=2023)


def test_our_own_tables_are_all_read(ours: Imported) -> None:
    assert {name.removesuffix("（财决）") for _, name, _, _ in ours.evidence.read} >= {
        "收入支出决算总表",
        "收入决算表",
        "支出决算表",
        "财政拨款收入支出决算总表",
        "财政拨款支出决算明细表",
        "一般公共预算财政拨款基本支出决算表",
        "国有资本经营预算财政拨款支出决算表",
        "财政拨款三公经费支出决算表",
    }
    assert not ours.skipped
    assert [one for one in ours.evidence.remarks if one.grave] == []


def test_our_own_tables_come_back(ours: Imported, tmp_path: Path) -> None:
    """What the printed tables tell, in 万元 with two decimals, is what the file has; what they do not tell is a whole or is missing."""
    path = tmp_path / "读回.yaml"
    path.write_text(text_of(ours), encoding="utf-8")
    loaded, original = load(path), load(SAMPLE)
    assert loaded.accounts is not None, loaded.findings
    assert original.accounts is not None
    mine, theirs = keep(loaded.accounts)[0].facts, keep(original.accounts)[0].facts

    def sums(facts: Any, *keys: str) -> dict[tuple[str, ...], Decimal]:
        found: dict[tuple[str, ...], Decimal] = {}
        for fact in facts:
            key = tuple(getattr(fact, name) for name in keys)
            found[key] = found.get(key, D(0)) + fact.amount
        return {key: amount for key, amount in found.items() if amount}

    for keys in (("类型", "来源", "资金"), ("类型", "资金", "功能科目", "支出性质")):
        got, wanted = sums(mine, *keys), sums(theirs, *keys)
        if keys[-1] == "支出性质":
            got, wanted = (
                {key: amount for key, amount in some.items() if key[0] in ("收入", "支出")}
                for some in (got, wanted)
            )
        assert set(got) == set(wanted)
        for key, amount in wanted.items():
            assert abs(got[key] - amount) < D("0.06"), key
    general = [
        sums(facts.where(资金="一般公共预算", 类型="支出"), "功能科目", "支出性质", "经济科目")
        for facts in (mine, theirs)
    ]
    assert set(general[0]) == set(general[1])


def test_our_own_tables_change_nothing_in_the_file_they_come_from(ours: Imported) -> None:
    """Printed numbers are rounded: they do not overwrite exact ones, and finer ones stay."""
    text = SAMPLE.read_text(encoding="utf-8")
    update = update_text(text, ours.figures, "元")
    assert update.text == text, update.changes
    assert update.left == []


# Other provinces


def _book(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


SHANGHAI = {
    "Sheet1": [
        ["2024年度收入决算表"],
        ["编制部门：某区某某中心", None, None, None, None, None, None, None, "单位：万元"],
        [
            "项目",
            None,
            "本年收入合计",
            "财政拨款收入",
            "上级补助收入",
            "事业收入",
            "经营收入",
            "附属单位上缴收入",
            "其他收入",
        ],
        ["功能分类科目编码", "科目名称"],
        ["201", "一般公共服务支出", 12.5, 12.49, None, None, None, None, 0.01],
        ["20106", "财政事务", 12.5, 12.49, None, None, None, None, 0.01],
        ["2010601", "行政运行", 12.5, 12.49, None, None, None, None, 0.01],
        ["合计", None, 12.5, 12.49, None, None, None, None, 0.01],
        ["注：本表反映本年度取得的各项收入情况。"],
    ],
    "Sheet2": [
        ["2024年度一般公共预算财政拨款支出决算表"],
        [None, None, None, None, "单位：万元"],
        ["项目", None, "合计", "基本支出", "项目支出"],
        ["功能分类科目编码", "科目名称"],
        ["2010601", "行政运行", 12.49, "12.49", "-"],
        ["合计", None, 12.49, 12.49, "－"],
    ],
    "三公": [
        ["财政拨款“三公”经费支出决算表"],
        ["单位：万元"],
        [
            "合计",
            None,
            "因公出国（境）费",
            None,
            "公务用车购置及运行费",
            None,
            None,
            None,
            None,
            None,
            "公务接待费",
            None,
        ],
        [
            None,
            None,
            None,
            None,
            "小计",
            None,
            "公务用车购置费",
            None,
            "公务用车运行费",
            None,
            None,
            None,
        ],
        ["预算数", "决算数"] * 6,
        [3.5, 2.25, 0, 0, 3, 2, 0, 0, 3, 2, 0.5, 0.25],
    ],
}


def test_tables_of_shanghai(tmp_path: Path) -> None:
    """Two columns of 科目, the total in the last line, 预算数 and 决算数 below each item, no merged areas."""
    imported = import_files([_book(tmp_path / "公开.xlsx", SHANGHAI)])
    assert imported.year == 2024
    found = {"/".join(line.path): line.text("万元") for line in imported.figures.lines}
    assert found["收入/其他收入/2010601 行政运行"] == "0.01"
    assert found["收入/一般公共预算财政拨款收入/2010601 行政运行"] == "12.49"
    assert found["支出/一般公共预算/2010601 行政运行/基本支出"] == "12.49"
    assert found["三公经费/公务用车购置及运行维护费/运行维护费/决算数"] == "2"
    assert found["三公经费/公务用车购置及运行维护费/运行维护费/预算数"] == "3"
    assert found["三公经费/公务接待费/预算数"] == "0.5"
    assert found["三公经费/公务接待费/国内/决算数"] == "0.25"


ODD = {
    "一体化导出": [
        ["单位支出执行情况一览表（2023年）"],
        ["单位:元"],
        [
            "预算单位",
            "功能科目",
            "部门经济",
            "指标批复",
            "调整后指标",
            "实际列支（基本）",
            "实际列支（项目）",
        ],
        ["某局", "2070101 行政运行", "x", 100, "1,200", 1150.5, None],
        ["某局", "2070108 文化活动", "y", 0, 80, None, "（5.00）"],
        ["合计", None, None, 100, 1280, 1150.5, -5],
    ]
}
MAPPING = """
一体化支出执行情况:
  表名: [单位支出执行情况一览表]
  账: {类型: 支出, 资金: 一般公共预算}
  列:
    实际列支（基本）: {支出性质: 基本支出}
    实际列支（项目）: {支出性质: 项目支出}
    指标批复: {数: 年初}
    调整后指标: {数: 全年}
    略: [预算单位, 部门经济]
"""


def test_a_mapping_file_teaches_an_unseen_layout(tmp_path: Path) -> None:
    book = _book(tmp_path / "导出.xlsx", ODD)
    assert import_files([book]).skipped[0][0] == "一体化导出"
    mapping = tmp_path / "对照.yaml"
    mapping.write_text(MAPPING, encoding="utf-8")
    imported = import_files([book], mapping)
    found = {"/".join(line.path): line.amount for line in imported.figures.lines}
    assert found["支出/一般公共预算/2070101 行政运行/基本支出"] == D("1150.5")
    assert found["支出/一般公共预算/2070101 行政运行/预算数/全年"] == 1200
    assert found["支出/一般公共预算/2070108 文化活动/项目支出"] == -5


LIST = {
    "支出明细": [
        ["2023年预算指标执行明细"],
        ["单位：元"],
        [
            "单位名称",
            "资金性质",
            "功能分类科目",
            "部门支出经济分类",
            "项目类别",
            "项目名称",
            "全年预算数",
            "支出数",
        ],
        [
            "某局",
            "11 一般公共预算资金",
            "[2070101]行政运行",
            "30101-基本工资",
            "人员类项目",
            "工资",
            100,
            60,
        ],
        [
            "某局",
            "11 一般公共预算资金",
            "[2070101]行政运行",
            "30101-基本工资",
            "人员类项目",
            "津贴",
            None,
            40,
        ],
        [
            "某局",
            "11 一般公共预算资金",
            "[2070108]文化活动",
            "30226-劳务费",
            "特定目标类项目",
            "群众文化",
            80,
            30,
        ],
        [
            "某局",
            "11 一般公共预算资金",
            "[2070108]文化活动",
            "30226-劳务费",
            "特定目标类项目",
            "出国交流",
            20,
            5.5,
        ],
        [
            "某局",
            "11 一般公共预算资金",
            "[2070108]文化活动",
            "30212-因公出国（境）费用",
            "特定目标类项目",
            "出国交流",
            None,
            10,
        ],
        [
            "某局",
            "31 单位自有",
            "[2070108]文化活动",
            "30226-劳务费",
            "特定目标类项目",
            "演出",
            None,
            7,
        ],
        [
            "某局",
            "天上掉的",
            "[2070108]文化活动",
            "30226-劳务费",
            "特定目标类项目",
            "演出",
            None,
            7,
        ],
        ["合计", None, None, None, None, None, 200, 152.5],
    ]
}
LIST_MAPPING = """
一体化明细:
  表名: [预算指标执行明细]
  形状: 清单
  账: {类型: 支出}
  列:
    资金性质: {读作: 资金}
    功能分类科目: {读作: 功能科目}
    部门支出经济分类: {读作: 经济科目}
    项目类别: {读作: 支出性质}
    项目名称: {读作: 项目}
    全年预算数: {数: 全年}
    支出数: {}
    略: [单位名称]
  值: {31 单位自有: {资金: 其他资金}}
"""


def test_a_long_list_is_added_up(tmp_path: Path) -> None:
    """As 预算管理一体化 exports it: a line for each amount, with fund, 科目, nature and project in columns."""
    mapping = tmp_path / "对照.yaml"
    mapping.write_text(LIST_MAPPING, encoding="utf-8")
    imported = import_files([_book(tmp_path / "导出.xlsx", LIST)], mapping)
    found = {"/".join(line.path[1:]): line.amount for line in imported.figures.lines}
    assert found["一般公共预算/2070101 行政运行/基本支出/30101 基本工资"] == 100
    assert found["一般公共预算/2070108 文化活动/项目支出/群众文化/30226 劳务费"] == 30
    assert found["一般公共预算/2070108 文化活动/项目支出/出国交流/30226 劳务费"] == D("5.5")
    assert found["一般公共预算/2070108 文化活动/项目支出/出国交流/30212 因公出国（境）费用"] == 10
    assert found["一般公共预算/2070108 文化活动/预算数/全年"] == 100
    assert found["其他资金/2070108 文化活动/项目支出/演出/30226 劳务费"] == 7
    assert [one.message for one in imported.evidence.remarks if one.grave] == [
        "不知道“天上掉的”是哪种资金，这一行没有导入"
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("某表: {列: {甲: {读作: 乙}}}", "读作 不能是“乙”"),
        ("某表: {形状: 立体}", "形状“立体”不对"),
        ("某表: {列: {甲: {来源: 天上}}}", "来源 不能是“天上”"),
        ("某表: {哪: 1}", "不认识“哪”"),
        ("某表: 文字", "下面应写"),
        ("列: [", "读不懂"),
    ],
)
def test_a_wrong_mapping_file_is_explained(text: str, words: str, tmp_path: Path) -> None:
    mapping = tmp_path / "对照.yaml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(TableDeclarationError, match=words):
        load_tables(mapping)


# What does not agree


def test_totals_that_disagree_are_told_with_both_cells(tmp_path: Path) -> None:
    path = software(tmp_path / "决算.xlsx", SMALL)
    book = openpyxl.load_workbook(path)
    sheet = book["Z04 支出决算表(财决04表)"]
    total = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "合计")
    sheet.cell(total.row, total.column + 1).value += 1000
    sheet.cell(total.row + 1, total.column + 2).value = "约三万"
    book.save(path)
    imported = import_files([path])
    told = [(str(one.spot), one.message) for one in imported.evidence.remarks if one.grave]
    assert any(
        spot == f"Z04!{cell_name(total.row - 1, total.column)}"
        and "差 1,000" in message
        and "!" in message
        for spot, message in told
    )
    assert any("应是金额，写的是“约三万”" in message for _, message in told)
    found = {"/".join(line.path): line.amount for line in imported.figures.lines}
    assert found["支出/一般公共预算/2070101 行政运行/基本支出/30201 办公费"] == D("120530.12"), (
        "the detail is the data"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (
            "Z08_1 一般公共预算财政拨款基本支出决算明细表(财决08-",
            "一般公共预算财政拨款基本支出决算表",
        ),
        ("Z01_1 财政拨款收入支出决算总表(财决01-1表)", "财政拨款收入支出决算总表（财决）"),
        ("公共预算", ""),
        ("一般公共预算财政拨款项目支出决算明", "一般公共预算财政拨款项目支出决算明细表"),
        ("一般公共预算财政拨款项目支出", ""),
    ],
)
def test_sheets_are_known_by_their_names(name: str, title: str, tmp_path: Path) -> None:
    book = read_workbook(_book(tmp_path / "表.xlsx", {name[:31]: [["没有表名"]]}))
    found = table_of(book.sheets[0], load_tables())
    assert (found.name if found else "") in (
        title,
        title.replace("明细", "") if name.startswith("Z08") else title,
    )


# Files that cannot be read


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.xlsx", b"", "空文件"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "不是表格文件"),
        (
            "密.xlsx",
            b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "加了密码",
        ),
        ("网页.xls", b"<html><table></table></html>", "内容却是网页"),
        ("表.pdf", b"%PDF-1.7", "读不出来"),
        ("文字.xlsx", "年度: 2023".encode(), "不是表格文件"),
    ],
)
def test_broken_files_give_clear_messages(
    name: str, data: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert main(["import", str(path), "-o", str(tmp_path / "出.yaml")]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "出.yaml").exists()


def test_a_damaged_workbook_does_not_end_the_program(tmp_path: Path) -> None:
    """The library aborts its process over some damaged .xls; that has to be a sentence."""
    data = bytearray((ROOT / "tests" / "books" / "财决小样.xls").read_bytes())
    path = tmp_path / "坏.xls"
    for end in (600, 5_000, 20_000):
        path.write_bytes(data[:end])
        with pytest.raises(WorkbookError, match="没有拷贝完整"):
            read_workbook(path)


def test_a_missing_or_blank_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="没有这个文件"):
        read_workbook(tmp_path / "没有.xlsx")
    with pytest.raises(WorkbookError, match="里没有内容"):
        read_workbook(_book(tmp_path / "白.xlsx", {"一": []}))
    with pytest.raises(NoYearError, match="--year"):
        import_files([_book(tmp_path / "表.xlsx", {"一": [["支出决算表"]]})])


def test_an_existing_file_is_never_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = software(tmp_path / "决算.xlsx", SMALL)
    target = tmp_path / "出.yaml"
    assert main(["import", str(book), "-o", str(target)]) == 0
    before = target.read_bytes()
    assert main(["import", str(book), "-o", str(target)]) == 2
    assert "--into" in capsys.readouterr().err
    assert target.read_bytes() == before


def test_numbers_are_exact(tmp_path: Path) -> None:
    """0.1 + 0.2 is 0.3 in a workbook as it is on its screen; long codes keep their digits."""
    book = read_workbook(
        _book(tmp_path / "数.xlsx", {"一": [[0.1 + 0.2, 1234567.89, 2010301, 1e15, "1,234.50"]]})
    )
    assert [cell.text for cell in book.sheets[0].row(0)] == [
        "0.3",
        "1234567.89",
        "2010301",
        "1000000000000000",
        "1,234.50",
    ]
    assert parse_decimal("1,234.50") == D("1234.50")
    assert (cell_name(0, 0), cell_name(11, 27), cell_name(0, 702)) == ("A1", "AB12", "AAA1")


def test_the_page_of_known_tables_is_current(update: bool) -> None:
    path = ROOT / "docs" / "导入对照.md"
    text = path.read_text(encoding="utf-8")
    written = (
        text.partition(MARK)[0].rstrip("\n") + "\n\n## 认得的表和列\n\n"
        if "## 认得的表和列" not in text
        else text.partition(MARK)[0]
    )
    if update:
        path.write_text(written + page(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == written + page()


def test_make_imports(tmp_path: Path) -> None:
    program = tmp_path / "juesuan"
    program.write_text('#!/bin/sh\nprintf "%s|" "$@"\nexit 1\n', encoding="utf-8")
    program.chmod(0o755)
    book = tmp_path / "财决 报表.xls"
    book.touch()
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")
    }
    command = [
        "make",
        "-o",
        "ready",
        "import",
        f"FILE={book}",
        "INTO=data/某 局.yaml",
        f"JUESUAN={program}",
    ]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith(f"import|{book}|--into|data/某 局.yaml|")
    assert done.returncode == 0
    assert "要您核对" in done.stdout


def test_the_old_format_of_excel() -> None:
    """A workbook of Excel 97 (BIFF8), as the older software exports: merged heads, 类, 款, 项 in the line of column numbers."""
    imported = import_files([ROOT / "tests" / "books" / "财决小样.xls"])
    assert (imported.owner, imported.year, imported.money_unit) == ("某市某某局", 2023, "元")
    found = {"/".join(line.path): line.amount for line in imported.figures.lines}
    assert found["支出/一般公共预算/2070104 图书馆/项目支出/30901 房屋建筑物购建"] == 300000
    assert found["支出/一般公共预算/2070101 行政运行/基本支出/30201 办公费"] == D("120530.12")
    assert found["三公经费/公务接待费/外事/决算数"] == 2800


SIDEWAYS = {
    "公开09": [
        ["2022年度财政拨款“三公”经费支出决算表"],
        ["单位名称：某县某局", None, "单位：万元"],
        ["项目", "预算数", "决算数"],
        ["合计", 3.5, 2.25],
        ["1、因公出国（境）费", 0, 0],
        ["2、公务接待费", 0.5, 0.25],
        ["3、公务用车购置及运行费", 3, 2],
        ["其中：（1）公务用车运行维护费", 3, 2],
        ["（2）公务用车购置", 0, 0],
    ]
}


def test_three_public_one_below_the_other(tmp_path: Path) -> None:
    imported = import_files([_book(tmp_path / "三公.xlsx", SIDEWAYS)])
    found = {"/".join(line.path[1:]): line.text("万元") for line in imported.figures.lines}
    assert found == {
        "因公出国境费/预算数": "0",
        "因公出国境费/决算数": "0",
        "公务用车购置及运行维护费/购置费/预算数": "0",
        "公务用车购置及运行维护费/购置费/决算数": "0",
        "公务用车购置及运行维护费/运行维护费/预算数": "3",
        "公务用车购置及运行维护费/运行维护费/决算数": "2",
        "公务接待费/预算数": "0.5",
        "公务接待费/国内/决算数": "0.25",
        # Under 报表数: the sum, which may hold 外事, and that of all.
        "公务接待费": "0.25",
        "三公经费": "2.25",
    }
